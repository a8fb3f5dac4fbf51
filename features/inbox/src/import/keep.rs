//! A case becomes a conversation: rows, events with their own instants, and one line in the audit trail.

use db::Tx;
use kernel::{
    Actor, ActorKind, ConversationId, MailboxId, NewEvent, Patch, PersonId, Result, Sees, Timestamp, TypedId,
};
use serde_json::{Value, json};

use super::map::Side;
use super::names::{Names, free_of_former};
use super::plan::{Plan, Step, What};
use super::row::Who;
use super::{Elsewhere, store};
use crate::conversations::model::Happening;
use crate::conversations::store::{self as conversations, Newest, Origin};
use crate::conversations::{Change, Conversation};
use crate::messages::markup::{self, Body};
use crate::messages::store::{self as messages, NewMessage};
use crate::messages::{Address, Recipients};
use crate::words::{AuthorKind, DeliveryState, MessageKind, Priority, Status};
use crate::{events, tags};

/// A case that is ready to be kept.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) case: String,
    pub(crate) mark: String,
    pub(crate) plan: Plan,
    /// The bodies of what was said, in order.
    pub(crate) bodies: Vec<Body>,
}

impl Ready {
    /// Cleans all texts: takes processor time, and no database.
    pub(crate) fn of(case: String, mark: String, plan: Plan) -> Self {
        let said = plan.steps.iter().filter_map(|step| match &step.what {
            What::Said { text, html, .. } if html.is_empty() => Some(Body::new(&markup::from_text(text))),
            What::Said { html, .. } => Some(Body::new(html)),
            _ => None,
        });
        let bodies = said.collect();
        Self { case, mark, plan, bodies }
    }
}

/// What all cases of an import share.
pub(crate) struct Around<'a> {
    pub(crate) source: &'a str,
    pub(crate) rooms: &'a dyn Elsewhere,
    pub(crate) names: &'a Names,
    pub(crate) mailbox: Option<MailboxId>,
}

/// What became of some cases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) conversations: i64,
    pub(crate) messages: i64,
    pub(crate) events: i64,
    pub(crate) known: i64,
    pub(crate) changed: i64,
}

/// Keeps cases in one unit of work; those that are conversations already stay as they are.
pub(crate) fn keep(tx: &mut Tx<'_>, around: &Around<'_>, cases: &[Ready]) -> Result<Kept> {
    let started = tx.now();
    let keys: Vec<&str> = cases.iter().map(|ready| ready.case.as_str()).collect();
    let known = store::known(tx, around.source, &keys)?;
    let mut kept = Kept::default();
    for ready in cases {
        if let Some(mark) = known.get(&ready.case) {
            kept.known += 1;
            kept.changed += i64::from(*mark != ready.mark);
            continue;
        }
        let mut telling = Telling::begin(tx, around, ready)?;
        let told = telling.tell(tx, ready);
        let (id, events) = (telling.it.id, telling.events);
        told?;
        tx.bear(started);
        store::remember(tx, around.source, &ready.case, id, &ready.mark)?;
        audit(tx, around, ready, id)?;
        kept.conversations += 1;
        kept.messages += ready.bodies.len() as i64;
        kept.events += events;
    }
    Ok(kept)
}

/// Who did what long ago did it elsewhere: the trail says that it was taken over here, once.
fn audit(tx: &mut Tx<'_>, around: &Around<'_>, ready: &Ready, id: ConversationId) -> Result<()> {
    let detail = json!({"source": around.source, "case": ready.case});
    tx.audit(&Actor::system(), kernel::AuditEntry { action: events::OPENED, thing: id.into(), detail })
}

/// A conversation while its history is told.
struct Telling<'a> {
    around: &'a Around<'a>,
    it: Conversation,
    reopened: i64,
    customer: Address,
    newest: Option<(Timestamp, String, String)>,
    events: i64,
}

impl<'a> Telling<'a> {
    fn begin(tx: &mut Tx<'_>, around: &'a Around<'a>, ready: &Ready) -> Result<Self> {
        let plan = &ready.plan;
        tx.bear(plan.created_at);
        let (contact_id, customer) = requester(tx, around, ready)?;
        let begins = &plan.begins;
        let it = Conversation {
            id: tx.id(),
            number: tx.next_number("inbox.conversations")?,
            subject: crate::conversations::open::subject_line(&plan.subject),
            channel: plan.channel.word().to_owned(),
            status: Status::New,
            priority: begins.priority.unwrap_or(Priority::Normal),
            contact_id,
            mailbox_id: around.mailbox,
            team_id: begins.team.as_ref().and_then(|team| around.names.teams.get(team).copied()),
            assignee_id: begins.person.as_ref().and_then(|who| person(around.names, who)),
            topic_id: begins.topic.as_ref().and_then(|topic| around.names.topics.get(topic).copied()),
            created_at: plan.created_at,
            last_message_at: plan.created_at,
            last_customer_at: Timestamp::NEVER,
            waiting_since: Timestamp::NEVER,
            first_reply_at: Timestamp::NEVER,
            solved_at: Timestamp::NEVER,
            reopened: 0,
            message_count: 0,
            version: 1,
        };
        conversations::insert(tx, &it, &Origin::default())?;
        if !plan.tags.is_empty() {
            tags::set(tx, it.id, &plan.tags)?;
        }
        let mut telling = Self { around, it, reopened: 0, customer, newest: None, events: 0 };
        let detail = json!({
            "subject": telling.it.subject, "automatic": false, "tags": plan.tags, "by_agent": plan.by_agent,
            "source": around.source, "case": ready.case,
        });
        telling.emit(tx, None, events::OPENED, detail)?;
        Ok(telling)
    }

    fn tell(&mut self, tx: &mut Tx<'_>, ready: &Ready) -> Result<()> {
        let mut bodies = ready.bodies.iter();
        for step in &ready.plan.steps {
            tx.bear(step.at);
            match &step.what {
                What::Said { side, author, .. } => {
                    if let Some(body) = bodies.next() {
                        self.said(tx, step, *side, author.as_ref(), body)?;
                    }
                }
                What::Reopened(count) => {
                    self.reopened = *count;
                    self.it.reopened = *count;
                }
                What::Answered => self.answered(tx, step)?,
                _ => self.changed(tx, step, ready.plan.reopened_is_told)?,
            }
        }
        self.end(tx)
    }

    fn emit(&mut self, tx: &mut Tx<'_>, by: Option<PersonId>, name: &'static str, detail: Value) -> Result<()> {
        let mut facts = self.it.facts();
        if let Value::Object(fields) = &mut facts {
            fields.insert("detail".to_owned(), detail);
        }
        self.events += 1;
        tx.emit(&actor(by), NewEvent { name, version: 1, thing: self.it.id.into(), facts })
    }

    /// The answer of which only the instant is told.
    fn answered(&mut self, tx: &mut Tx<'_>, step: &Step) -> Result<()> {
        self.it.recall_answer(step.at);
        let by = step.by.as_ref().and_then(|who| person(self.around.names, who));
        self.emit(tx, by, events::ANSWERED_ELSEWHERE, json!({"by": step.by.as_ref().map(Who::called)}))
    }

    fn changed(&mut self, tx: &mut Tx<'_>, step: &Step, reopened_is_told: bool) -> Result<()> {
        let names = self.around.names;
        let happened = match &step.what {
            What::Status(status, solved) => {
                self.it.recall_status(*status, step.at, *solved, reopened_is_told.then_some(self.reopened))
            }
            What::Team(team) => {
                let team = team.as_ref().and_then(|name| names.teams.get(name));
                self.it.recall(&Change { team: set(team.copied()), ..Change::default() })
            }
            What::Person(who) => {
                let assignee = who.as_ref().and_then(|who| person(names, who));
                self.it.recall(&Change { assignee: set(assignee), ..Change::default() })
            }
            What::Topic(topic) => {
                let topic = topic.as_ref().and_then(|name| names.topics.get(name));
                self.it.recall(&Change { topic: set(topic.copied()), ..Change::default() })
            }
            What::Priority(priority) => self.it.recall(&Change { priority: Some(*priority), ..Change::default() }),
            What::Said { .. } | What::Answered | What::Reopened(_) => None,
        };
        let by = step.by.as_ref().and_then(|who| person(names, who));
        happened.map_or(Ok(()), |Happening { name, detail }| self.emit(tx, by, name, detail))
    }

    fn said(&mut self, tx: &mut Tx<'_>, step: &Step, side: Side, author: Option<&Who>, body: &Body) -> Result<()> {
        let by = author.filter(|_| side != Side::Customer).and_then(|who| person(self.around.names, who));
        let message = self.message(tx, step.at, side, author, by, body);
        messages::insert(tx, &message)?;
        let waited_since = self.it.waiting_since;
        let first = self.it.last_customer_at == Timestamp::NEVER;
        self.it.recall_message(step.at, message.kind);
        let from = if message.from.name.is_empty() { &message.from.address } else { &message.from.name };
        if self.newest.as_ref().is_none_or(|(at, ..)| *at <= step.at) {
            self.newest = Some((step.at, markup::preview(&message.text), from.clone()));
        }
        let length = message.text.chars().count();
        let (name, detail) = match side {
            Side::Customer => (
                events::RECEIVED,
                json!({
                    "message": message.id, "contact": self.it.contact_id, "written_at": step.at, "arrived_at": step.at,
                    "automatic": false, "first": first, "length": length, "attachments": 0,
                }),
            ),
            Side::Agent => (
                events::WRITTEN,
                json!({
                    "message": message.id, "mailbox": self.it.mailbox_id, "send_at": step.at, "to_send": false,
                    "waited_since": waited_since.happened(), "length": length, "attachments": 0,
                }),
            ),
            Side::Note => (events::NOTED, json!({"message": message.id, "mentions": []})),
        };
        self.emit(tx, by, name, detail)
    }

    fn message(
        &self,
        tx: &Tx<'_>,
        at: Timestamp,
        side: Side,
        author: Option<&Who>,
        by: Option<PersonId>,
        body: &Body,
    ) -> NewMessage {
        let is_customer = side == Side::Customer;
        let is_asker = is_customer
            && author.is_none_or(|who| who.key == self.customer.address || who.called() == self.customer.name);
        let from = match author {
            _ if is_asker => self.customer.clone(),
            Some(who) => {
                Address { address: who.address().unwrap_or_default().to_owned(), name: who.called().to_owned() }
            }
            None => Address { address: String::new(), name: String::new() },
        };
        let (author_kind, author) = match (is_customer, by) {
            (true, _) => (AuthorKind::Contact, Some(self.it.contact_id.raw())),
            (false, Some(person)) => (AuthorKind::Person, Some(person.raw())),
            (false, None) => (AuthorKind::System, None),
        };
        let is_ours = side == Side::Agent;
        let to = if is_ours && !self.customer.address.is_empty() { vec![self.customer.clone()] } else { Vec::new() };
        NewMessage {
            id: tx.id(),
            conversation: self.it.id,
            kind: match side {
                Side::Customer => MessageKind::Customer,
                Side::Agent => MessageKind::Agent,
                Side::Note => MessageKind::Note,
            },
            author_kind,
            author,
            at,
            received_at: at,
            subject: String::new(),
            from,
            recipients: Recipients { to, ..Recipients::default() },
            text: body.text.clone(),
            html: body.html.clone(),
            quoted_html: None,
            has_remote_images: false,
            automatic: false,
            raw_hash: None,
            delivery: if is_ours { DeliveryState::Sent } else { DeliveryState::None },
            send_at: if is_ours { at } else { Timestamp::NEVER },
        }
    }

    /// Saves how it all ended. What is still open lies with nobody who has left.
    fn end(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        if self.it.status.shelf() == 0 {
            let freed =
                Change { assignee: free_of_former(self.around.names, self.it.assignee_id), ..Change::default() };
            if let Some(Happening { name, detail }) = self.it.recall(&freed) {
                self.emit(tx, None, name, detail)?;
            }
        }
        if !self.customer.address.is_empty() {
            messages::add_participants(tx, self.it.id, &[("from", std::slice::from_ref(&self.customer))])?;
        }
        match &self.newest {
            Some((_, preview, from)) => {
                conversations::save_with_newest(tx, &mut self.it, Newest { preview, from, has_attachments: false })
            }
            None => conversations::save(tx, &mut self.it),
        }
    }
}

/// Whoever did it, for figures by person; nothing is allowed in their name.
fn actor(by: Option<PersonId>) -> Actor {
    by.map_or_else(Actor::system, |person| {
        Actor::new(ActorKind::Person(person), "", std::collections::BTreeSet::new(), Sees::Mine)
    })
}

fn set<T>(value: Option<T>) -> Patch<T> {
    value.map_or(Patch::Clear, Patch::Set)
}

fn person(names: &Names, who: &Who) -> Option<PersonId> {
    names.people.get(who).map(|known| known.id)
}

/// The customer: by the address; else by the old system's name for them; else one of its own for each case, because two
/// unknown customers are not the same one.
fn requester(tx: &mut Tx<'_>, around: &Around<'_>, ready: &Ready) -> Result<(kernel::ContactId, Address)> {
    let source = around.source;
    let (handle, name) = match &ready.plan.requester {
        Some(who) => {
            if let Some(address) = who.address() {
                let address = Address { address: address.to_owned(), name: who.name.clone() };
                return Ok((around.rooms.contact(tx, &address)?, address));
            }
            (handle(source, "", &who.key), who.called().to_owned())
        }
        None => (handle(source, "case:", &ready.case), format!("{source} {}", ready.case)),
    };
    Ok((around.rooms.contact_by_handle(tx, &handle, &name)?, Address { address: String::new(), name }))
}

/// The name by which a customer of the old system is found again: without spaces, at most 100 characters.
fn handle(source: &str, kind: &str, key: &str) -> String {
    let plain: String = key.chars().map(|c| if c.is_whitespace() || c.is_control() { '-' } else { c }).collect();
    if plain.chars().count() <= 50 {
        return format!("{source}:{kind}{plain}");
    }
    let short: String = plain.chars().take(40).collect();
    format!("{source}:{kind}{short}{:08x}", super::names::mark(key))
}
