//! One conversation as its page shows it: the row, who takes part, whom a reply goes to, and what happened.

use std::collections::HashMap;

use db::{Tx, p};
use kernel::{Actor, ConversationId, Fault, MailboxId, PersonId, Result, Timestamp, TypedId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::rows::{self, ConversationRow};
use super::store;
use crate::messages::{Address, store as messages};
use crate::permissions;
use crate::words::{MessageKind, Status};

/// A conversation as its page shows it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ConversationDetail {
    /// As in the lists.
    #[serde(flatten)]
    pub row: ConversationRow,
    /// The closed conversation that it goes on from, or that its first mail pointed at.
    pub follows: Option<ConversationId>,
    /// Everybody outside who wrote or was written to.
    pub participants: Vec<Participant>,
    /// What you may do with it.
    #[schema(example = json!(["reply"]))]
    pub can: Vec<String>,
    /// Where a reply goes to unless changed.
    pub reply: ReplyDefaults,
}

/// Somebody who wrote or was written to.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Participant {
    /// The address.
    #[schema(examples("jonas.weber@example.org"))]
    pub address: String,
    /// The name.
    #[schema(examples("Jonas Weber"))]
    pub name: String,
    /// `from`, `to`, `cc` or `bcc`: how they came in first.
    #[schema(examples("from"))]
    pub role: String,
}

/// Where a reply goes to unless changed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ReplyDefaults {
    /// The mailbox it goes out by; null when there is none.
    pub from: Option<ReplySender>,
    /// To.
    pub to: Vec<Address>,
    /// Carbon copy: whoever else the last message went to, our own addresses left out.
    pub cc: Vec<Address>,
    /// The subject.
    #[schema(examples("Re: Where is my bike?"))]
    pub subject: String,
}

/// The mailbox that a reply goes out by.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ReplySender {
    /// The mailbox.
    pub mailbox_id: MailboxId,
    /// Its address.
    #[schema(examples("service@fjordline.example"))]
    pub address: String,
    /// Its name.
    #[schema(examples("Fjord Service"))]
    pub name: String,
    /// Whether it can send.
    pub can_send: bool,
}

/// A conversation that the actor may see.
pub fn detail(tx: &mut Tx<'_>, actor: &Actor, id: ConversationId) -> Result<ConversationDetail> {
    actor.require(permissions::SEE)?;
    let it = store::find_visible(tx, actor, id)?;
    let row = rows::rows_by_ids(tx, actor, &[id])?.pop().ok_or_else(Fault::not_found)?;
    let participants = tx.all(messages::PARTICIPANTS, p![id], |row| {
        Ok(Participant { address: row.take()?, name: row.take()?, role: row.take()? })
    })?;
    let follows = tx.one("select follows_id from inbox_conversations where id = $1", p![id], |row| row.take())?;
    let mut can = Vec::new();
    let mut offer = |what: &str, permission, possible: bool| {
        if possible && actor.may(permission) {
            can.push(what.to_owned());
        }
    };
    let is_open = it.status != Status::Closed;
    offer("reply", permissions::REPLY, is_open);
    offer("note", permissions::NOTE, true);
    offer("change", permissions::CHANGE, is_open);
    offer("read_raw", permissions::READ_RAW, true);
    let reply = reply_defaults(tx, &it, &row)?;
    Ok(ConversationDetail { row, follows, participants, can, reply })
}

/// Recipients come from the last public message alone: nobody is added by surprise.
fn reply_defaults(tx: &mut Tx<'_>, it: &super::Conversation, row: &ConversationRow) -> Result<ReplyDefaults> {
    let (mut to, mut cc) = (Vec::new(), Vec::new());
    if let Some(last) = messages::last_public(tx, it.id)? {
        if last.kind == MessageKind::Customer {
            if last.recipients.reply_to.is_empty() {
                to.push(last.from);
            } else {
                to.extend(last.recipients.reply_to);
            }
            for address in last.recipients.to.into_iter().chain(last.recipients.cc) {
                if !messages::is_own(tx, &address.address)? && crate::messages::reply::is_address(&address.address) {
                    cc.push(address);
                }
            }
        } else {
            (to, cc) = (last.recipients.to, last.recipients.cc);
        }
    }
    if to.is_empty() && !row.contact.address.is_empty() {
        to.push(Address { address: row.contact.address.clone(), name: row.contact.name.clone() });
    }
    let known: Vec<String> = to.iter().map(|address| messages::fold(&address.address)).collect();
    cc.retain(|address| !known.contains(&messages::fold(&address.address)));
    cc.dedup_by_key(|address| messages::fold(&address.address));
    let from = match it.mailbox_id {
        Some(id) => messages::mailbox(tx, id)?.map(|(address, can_send)| ReplySender {
            mailbox_id: id,
            address: address.address,
            name: address.name,
            can_send,
        }),
        None => None,
    };
    let is_reply = it.subject.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("re:"));
    let subject = if is_reply { it.subject.clone() } else { format!("Re: {}", it.subject) };
    Ok(ReplyDefaults { from, to, cc, subject })
}

/// One quiet line of what happened.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Activity {
    /// Its number; not without gaps.
    #[schema(examples(4711))]
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub actor: ActivityActor,
    /// `opened`, `status_changed`, `assigned`, `moved`, `priority_changed`, `topic_changed`, `renamed`, `tagged`, `withdrawn`, `failed`.
    #[schema(examples("status_changed"))]
    pub what: String,
    /// Before, in words; null when nothing was.
    #[schema(examples("open"))]
    pub from: Option<String>,
    /// After, in words; null when nothing is.
    #[schema(examples("solved"))]
    pub to: Option<String>,
}

/// Who did something.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ActivityActor {
    /// The person; null for Quarterdeck itself.
    pub id: Option<PersonId>,
    /// The name.
    #[schema(examples("Maja Lindqvist"))]
    pub name: String,
}

/// The number people know a conversation by.
///
/// # Errors
/// `platform.not_found`
pub fn number(tx: &mut Tx<'_>, id: ConversationId) -> Result<i64> {
    store::find(tx, id).map(|it| it.number)
}

/// What happened to a conversation, newest first, at most 200 lines below a number.
pub fn activity(tx: &mut Tx<'_>, actor: &Actor, id: ConversationId, below: i64) -> Result<Vec<Activity>> {
    actor.require(permissions::SEE)?;
    store::find_visible(tx, actor, id)?;
    let events = db::events_of_thing(tx, &id.into(), below)?;
    let quiet = [
        "inbox.message.received",
        "inbox.message.written",
        "inbox.message.noted",
        "inbox.message.delivered",
        "inbox.message.retried",
    ];
    let names = Names::load(tx)?;
    let lines = events.into_iter().filter(|event| !quiet.contains(&event.name.as_str()));
    Ok(lines
        .map(|event| {
            let what = event.name.rsplit('.').next().unwrap_or_default().to_owned();
            let detail = &event.facts["detail"];
            let (from, to) = match what.as_str() {
                "tagged" => (names.list(&detail["removed"]), names.list(&detail["added"])),
                "failed" | "held" => (None, names.word(&detail["reason"])),
                _ => (names.word(&detail["from"]), names.word(&detail["to"])),
            };
            let name = event.person.map_or_else(|| "Quarterdeck".to_owned(), |person| names.person(person));
            Activity {
                id: event.id.number,
                at: event.at,
                actor: ActivityActor { id: event.person, name },
                what,
                from,
                to,
            }
        })
        .collect())
}

/// Names of people, teams and topics by their id on the wire.
struct Names(HashMap<String, String>);

impl Names {
    fn load(tx: &mut Tx<'_>) -> Result<Self> {
        let mut names = HashMap::new();
        tx.each("select id, name from pub_access_people", p![], |row| {
            names.insert(row.take::<PersonId>()?.to_string(), row.take()?);
            Ok(())
        })?;
        tx.each("select id, name from pub_access_teams", p![], |row| {
            names.insert(row.take::<kernel::TeamId>()?.to_string(), row.take()?);
            Ok(())
        })?;
        tx.each("select id, name from inbox_topics", p![], |row| {
            names.insert(row.take::<crate::topics::TopicId>()?.to_string(), row.take()?);
            Ok(())
        })?;
        Ok(Self(names))
    }

    fn word(&self, value: &Value) -> Option<String> {
        let word = value.as_str()?;
        Some(self.0.get(word).cloned().unwrap_or_else(|| word.to_owned()))
    }

    fn list(&self, value: &Value) -> Option<String> {
        let words: Vec<String> = value.as_array()?.iter().filter_map(|word| self.word(word)).collect();
        (!words.is_empty()).then(|| words.join(", "))
    }

    fn person(&self, id: PersonId) -> String {
        self.0.get(&id.to_string()).cloned().unwrap_or_else(|| format!("Person {}", id.raw()))
    }
}

/// The conversation with a number; for intake, which knows no actor's sight.
pub fn by_number(tx: &mut Tx<'_>, number: i64) -> Result<Option<ConversationId>> {
    tx.opt(store::FIND_BY_NUMBER, p![number], |row| row.take())
}

/// Whether there is such a conversation; for intake, which knows no actor's sight.
pub fn exists(tx: &mut Tx<'_>, id: ConversationId) -> Result<bool> {
    Ok(tx.opt(store::EXISTS, p![id], |row| row.take::<i64>())?.is_some())
}

/// Notes that the actor has read up to a message; mentions of them count as seen.
pub fn see(tx: &mut Tx<'_>, actor: &Actor, id: ConversationId, message: kernel::MessageId) -> Result<()> {
    actor.require(permissions::SEE)?;
    let person = actor.require_person()?;
    store::find_visible(tx, actor, id)?;
    let it = messages::find(tx, message)?;
    if it.conversation != id {
        return Err(Fault::not_found());
    }
    tx.exec(messages::SEEN, p![person, id, message, it.at])?;
    tx.exec(messages::MENTION_SEEN, p![person, id]).map(drop)
}
