//! One step after the other, as commands.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use access::passwords::PasswordHash;
use customers::contacts::{ContactChange, Correspondent, Tier, commands as contacts};
use db::Tx;
use inbox::attachments::{self, AttachmentId, NewFile};
use inbox::conversations::open::Opening;
use inbox::conversations::{self, queries};
use inbox::messages::markup::Body;
use inbox::messages::reply::Reply;
use inbox::messages::{Address, Recipients, note, receive, reply};
use kernel::{Actor, ActorKind, Fault, MessageId, Patch, PersonId, Result, Sees, Timestamp, TypedId};
use serde_json::json;

use super::ledger::{Kind, Ledger, News, Thread, advance};
use super::{PASSWORD, Paper, Rooms, markup, stage};
use crate::company::Company;
use crate::lang::Lang;
use crate::story::{Act, Change, Mail, Priority, Status, Step};
use crate::world::{BIKES, COMPANY, Customer, PEOPLE, Role, TOPICS, Team};

/// Plays some steps in one unit of work. `told` is how many steps of the year are done then.
pub(super) async fn batch(
    rooms: &Rooms,
    company: &Company,
    known: &Arc<RwLock<Ledger>>,
    (steps, papers): (Vec<Step>, Vec<Vec<Paper>>),
    told: u64,
) -> Result<()> {
    let somebody_joins = steps.iter().any(|step| matches!(step.act, Act::Joins { .. }));
    let password = if somebody_joins { Some(rooms.hasher.hash(PASSWORD.to_owned()).await?) } else { None };
    let (playing, reading) = (rooms.clone(), Arc::clone(known));
    let people = company.customers().people.clone();
    let dealers = Arc::clone(&company.customers().dealers);
    let news = rooms
        .db
        .write(move |tx| {
            let known =
                reading.read().map_err(|_| Fault::internal("a thread died while it filled the demo company"))?;
            let mut player = Player {
                rooms: &playing,
                known: &known,
                news: News::default(),
                people: &people,
                tiers: &|index| dealers[index].tier,
                password: password.as_ref(),
            };
            let before = told - steps.len() as u64;
            advance(tx, before, told)?;
            for (step, papers) in steps.iter().zip(&papers) {
                tx.bear(instant(step.at));
                player.play(tx, step, papers)?;
            }
            let news = std::mem::take(&mut player.news);
            Ok(news)
        })
        .await?;
    stage::merge(known, news)
}

/// What steps that were played before an interruption left behind for the next ones.
pub(super) fn recall(known: &Arc<RwLock<Ledger>>, steps: &[Step]) -> Result<()> {
    let mut known = known.write().map_err(|_| Fault::internal("a thread died while it filled the demo company"))?;
    for step in steps {
        let thread = known.threads.entry(step.conversation).or_default();
        match &step.act {
            Act::Opens { customer, mailbox, subject, .. } => {
                thread.subject.clone_from(subject);
                (thread.customer, thread.mailbox) = (*customer, *mailbox as usize);
            }
            Act::Answers { by, mail, .. } => thread.last_answer = Some((*by, markup::html(&mail.text))),
            Act::Changes { change, .. } => thread.tags.extend(change.tags.iter().cloned()),
            _ => {}
        }
    }
    Ok(())
}

pub(super) struct Player<'p> {
    pub(super) rooms: &'p Rooms,
    pub(super) known: &'p Ledger,
    pub(super) news: News,
    people: &'p [Arc<Customer>],
    /// The partner level of a dealer.
    tiers: &'p dyn Fn(usize) -> &'static str,
    password: Option<&'p PasswordHash>,
}

impl Player<'_> {
    fn play(&mut self, tx: &mut Tx<'_>, step: &Step, papers: &[Paper]) -> Result<()> {
        let number = step.conversation;
        match &step.act {
            Act::Joins { person } => self.joins(tx, *person),
            Act::Opens { customer, mailbox, subject, mail } => {
                self.opens(tx, number, (*customer, *mailbox), subject)?;
                self.hears(tx, number, mail, papers)
            }
            Act::Writes { mail } => self.hears(tx, number, mail, papers),
            Act::Answers { by, mail, leaves } => self.answers(tx, number, *by, (mail, papers), *leaves),
            Act::Notes { by, mail, mentions } => self.notes(tx, number, *by, mail, mentions),
            Act::Changes { by, change } => self.changes(tx, number, *by, change),
            Act::Surveyed => self.surveyed(tx, number),
            Act::Rates { mood, words } => self.rates(tx, number, *mood, words),
            Act::CallsBack { by, note } => self.calls_back(tx, number, *by, note),
            Act::LeavesOut { reason } => self.leaves_out(tx, number, reason),
        }
    }

    fn joins(&mut self, tx: &mut Tx<'_>, place: usize) -> Result<()> {
        let password = self.password.ok_or_else(|| Fault::internal("a newcomer needs a password"))?;
        let teams = (0..Team::ALL.len()).map(|team| self.news.team(self.known, team)).collect::<Result<Vec<_>>>()?;
        stage::join(tx, self.rooms, (place, &PEOPLE[place]), password, &teams, &mut self.news)
    }

    fn opens(&mut self, tx: &mut Tx<'_>, number: u32, (customer, team): (usize, Team), subject: &str) -> Result<()> {
        let system = Actor::system();
        let who = &self.people[customer];
        let correspondent = Correspondent { address: who.email.clone(), name: format!("{} {}", who.first, who.last) };
        let contact = contacts::find_or_create(tx, &system, &correspondent)?;
        if self.news.find(self.known, Kind::Contact, customer).is_none() {
            self.news.keep(tx, Kind::Contact, customer, contact.id.raw())?;
        }
        let opening = Opening {
            subject: subject.to_owned(),
            channel: "mail",
            contact_id: contact.id,
            mailbox_id: Some(self.news.mailbox(self.known, team as usize)?),
            team_id: Some(self.news.team(self.known, team as usize)?),
            assignee_id: None,
            topic_id: None,
            status: inbox::Status::New,
            priority: inbox::Priority::Normal,
            automatic: false,
            follows: None,
            tags: Vec::new(),
        };
        let now = tx.now();
        let made = conversations::open::open(tx, &system, &opening, now)?;
        self.news.keep(tx, Kind::Conversation, number as usize, made.id.raw())?;
        let thread = Thread { subject: subject.to_owned(), customer, mailbox: team as usize, ..Thread::default() };
        self.news.threads.insert(number, thread);
        Ok(())
    }

    fn hears(&mut self, tx: &mut Tx<'_>, number: u32, mail: &Mail, papers: &[Paper]) -> Result<()> {
        let conversation = self.news.conversation(self.known, number)?;
        let thread = self.news.thread(self.known, number).clone();
        let who = Arc::clone(&self.people[thread.customer]);
        let contact_id = self
            .news
            .contact(self.known, thread.customer)
            .ok_or_else(|| Fault::internal("a mail of somebody nobody knows"))?;
        let quoted_html = thread.last_answer.as_ref().filter(|_| thread.customer % 5 < 2).map(|(by, html)| {
            let name = PEOPLE[*by].name();
            markup::quote(&wrote(who.lang, &name), html)
        });
        let incoming = receive::Incoming {
            contact_id,
            from: address_of(&who),
            recipients: to(stage::address(Team::ALL[thread.mailbox]), COMPANY.to_owned()),
            subject: if thread.last_message.is_none() {
                thread.subject.clone()
            } else {
                format!("Re: {}", thread.subject)
            },
            text: mail.text.clone(),
            html: markup::html(&mail.text),
            quoted_html,
            has_remote_images: false,
            attachments: record(tx, None, papers)?,
            written_at: tx.now(),
            arrived_at: None,
            raw_hash: None,
            automatic: false,
        };
        let system = Actor::system();
        let received = receive::receive(tx, &system, conversation, &incoming)?;
        contacts::record_contact(tx, contact_id, incoming.written_at)?;
        let thread = self.news.thread(self.known, number);
        thread.last_message = Some((received.message, tx.now()));
        thread.is_waiting = true;
        Ok(())
    }

    fn answers(
        &mut self,
        tx: &mut Tx<'_>,
        number: u32,
        by: usize,
        (mail, papers): (&Mail, &[Paper]),
        leaves: Status,
    ) -> Result<()> {
        let actor = self.actor(by)?;
        let conversation = self.news.conversation(self.known, number)?;
        let thread = self.news.thread(self.known, number).clone();
        let who = &self.people[thread.customer];
        let html = markup::html(&mail.text);
        let asked = Reply {
            body: Body::new(&html),
            recipients: Recipients { to: vec![address_of(who)], ..Recipients::default() },
            mailbox_id: None,
            attachments: record(tx, actor.person(), papers)?,
            status_after: Some(status(leaves)),
            seen: None,
            undo: std::time::Duration::ZERO,
        };
        let message = reply::record_sent(tx, &actor, conversation, &asked)?;
        queries::see(tx, &actor, conversation, message)?;
        let thread = self.news.thread(self.known, number);
        thread.last_message = Some((message, tx.now()));
        thread.is_waiting = leaves == Status::Open;
        thread.last_answer = Some((by, html));
        Ok(())
    }

    fn notes(&mut self, tx: &mut Tx<'_>, number: u32, by: usize, mail: &Mail, mentions: &[usize]) -> Result<()> {
        let actor = self.actor(by)?;
        let conversation = self.news.conversation(self.known, number)?;
        let people =
            mentions.iter().map(|place| self.news.person(self.known, *place)).collect::<Result<Vec<PersonId>>>()?;
        let named: Vec<_> =
            mentions.iter().zip(&people).map(|(place, id)| (PEOPLE[*place].first.to_owned(), id.to_string())).collect();
        let html = markup::note(&mail.text, &named);
        let message: MessageId = note::note(tx, &actor, conversation, &Body::new(&html), &people, &[])?;
        queries::see(tx, &actor, conversation, message)?;
        self.news.thread(self.known, number).last_message = Some((message, tx.now()));
        Ok(())
    }

    fn changes(&mut self, tx: &mut Tx<'_>, number: u32, by: usize, change: &Change) -> Result<()> {
        let actor = self.actor(by)?;
        let conversation = self.news.conversation(self.known, number)?;
        let assignee = change.assignee.map(|place| self.news.person(self.known, place)).transpose()?;
        let team = change.team.map(|team| self.news.team(self.known, team as usize)).transpose()?;
        let topic = change.topic.and_then(|key| TOPICS.iter().position(|topic| topic.key == key));
        let topic = topic.map(|place| self.news.topic(self.known, place)).transpose()?;
        let asked = conversations::Change {
            subject: None,
            status: change.status.map(status),
            priority: change.priority.map(priority),
            assignee: patch(assignee),
            team: patch(team),
            topic: patch(topic),
        };
        let thread = self.news.thread(self.known, number);
        thread.tags.extend(change.tags.iter().cloned());
        let tags = (!change.tags.is_empty()).then(|| thread.tags.clone());
        let customer = thread.customer;
        thread.is_assigned |= assignee.is_some();
        thread.is_waiting &= change.status.is_none();
        conversations::change(tx, &actor, conversation, None, &asked, tags.as_deref())?;
        if change.topic.is_some() {
            self.profile(tx, &actor, customer)?;
        }
        Ok(())
    }

    /// Whoever reads a customer's first mail notes what the shop knows about them.
    fn profile(&mut self, tx: &mut Tx<'_>, actor: &Actor, customer: usize) -> Result<()> {
        let Some(contact) = self.news.contact(self.known, customer) else { return Ok(()) };
        let before = customers::contacts::queries::one(tx, actor, contact)?;
        if before.language.is_some() {
            return Ok(());
        }
        let who = &self.people[customer];
        let mut attributes = BTreeMap::from([("town".to_owned(), json!(who.place.town))]);
        if who.dealer.is_none() {
            attributes.insert("bike".to_owned(), json!(BIKES[who.bike].name));
        }
        if let Some(club) = who.club {
            attributes.insert("club".to_owned(), json!(club));
        }
        let tier = match (who.club, who.dealer.map(self.tiers)) {
            (Some("Captain"), _) | (_, Some("Gold")) => Tier::Vip,
            (Some(_), _) | (_, Some("Silver")) => Tier::Priority,
            _ => Tier::Standard,
        };
        let change = ContactChange {
            version: before.version,
            language: Patch::Set(who.lang.tag().to_owned()),
            time_zone: Patch::Set(who.place.country.time_zone().to_owned()),
            tier: Some(tier),
            attributes,
            ..ContactChange::default()
        };
        contacts::change(tx, actor, contact, &change).map(drop)
    }

    pub(super) fn actor(&self, place: usize) -> Result<Actor> {
        let person = &PEOPLE[place];
        let id = self.news.person(self.known, place)?;
        let sees = match person.role {
            Role::Administrator | Role::Manager => Sees::All,
            Role::Lead | Role::Agent => {
                let team = person.team.map(|team| self.news.team(self.known, team as usize)).transpose()?;
                Sees::Teams(team.into_iter().collect())
            }
            Role::LightAgent => Sees::Mine,
        };
        let permissions = self.rooms.registry.held_by(stage::built_in(person.role));
        Ok(Actor::new(ActorKind::Person(id), &person.name(), permissions, sees))
    }
}

fn record(tx: &mut Tx<'_>, by: Option<PersonId>, papers: &[Paper]) -> Result<Vec<AttachmentId>> {
    let mut ids = Vec::new();
    for paper in papers {
        paper.blob.save(tx)?;
        let file = NewFile {
            name: paper.name.clone(),
            media_type: paper.media_type.to_owned(),
            size: paper.blob.size() as i64,
            hash: paper.blob.hash().to_owned(),
            content_id: None,
            inline: false,
        };
        ids.push(attachments::record(tx, by, &file)?);
    }
    Ok(ids)
}

fn address_of(who: &Customer) -> Address {
    Address { address: who.email.clone(), name: format!("{} {}", who.first, who.last) }
}

fn to(address: String, name: String) -> Recipients {
    Recipients { to: vec![Address { address, name }], ..Recipients::default() }
}

fn instant(at: i64) -> Timestamp {
    Timestamp::from_micros(at * 1_000_000)
}

fn patch<T>(value: Option<T>) -> Patch<T> {
    value.map_or(Patch::Keep, Patch::Set)
}

fn wrote(lang: Lang, name: &str) -> String {
    match lang {
        Lang::English => format!("{name} wrote:"),
        Lang::German => format!("{name} schrieb:"),
        Lang::French => format!("{name} a écrit :"),
        Lang::Dutch => format!("{name} schreef:"),
    }
}

fn status(status: Status) -> inbox::Status {
    match status {
        Status::New => inbox::Status::New,
        Status::Open => inbox::Status::Open,
        Status::Pending => inbox::Status::Pending,
        Status::OnHold => inbox::Status::OnHold,
        Status::Solved => inbox::Status::Solved,
    }
}

fn priority(priority: Priority) -> inbox::Priority {
    match priority {
        Priority::Low => inbox::Priority::Low,
        Priority::Normal => inbox::Priority::Normal,
        Priority::High => inbox::Priority::High,
        Priority::Urgent => inbox::Priority::Urgent,
    }
}
