//! A message of the customer joins a conversation.

use db::{Tx, p};
use kernel::{Actor, ContactId, ConversationId, MessageId, Result, Timestamp, TypedId};
use serde_json::json;

use super::store::{self, NewMessage};
use super::{Address, Recipients, markup};
use crate::attachments::{self, AttachmentId};
use crate::conversations::model::Arrival;
use crate::conversations::open::{Opening, open};
use crate::conversations::store::Newest;
use crate::conversations::{Conversation, store as conversations};
use crate::events;
use crate::words::{AuthorKind, DeliveryState, MessageKind, Priority, Status};

/// A message of the customer.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// Who wrote.
    pub contact_id: ContactId,
    /// The address written from.
    pub from: Address,
    /// As in the mail, our own addresses included.
    pub recipients: Recipients,
    /// One line.
    pub subject: String,
    /// The text of what was written now.
    pub text: String,
    /// Safe HTML of what was written now.
    pub html: String,
    /// Safe HTML of what it answers.
    pub quoted_html: Option<String>,
    /// Remote images wait in the HTML.
    pub has_remote_images: bool,
    /// Recorded by [`crate::attachments::record`] before.
    pub attachments: Vec<AttachmentId>,
    /// When the customer wrote it.
    pub written_at: Timestamp,
    /// When it arrived, when that was not just now: history from before the mailbox was connected.
    pub arrived_at: Option<Timestamp>,
    /// The raw mail's blob.
    pub raw_hash: Option<String>,
    /// A machine wrote it.
    pub automatic: bool,
}

/// Where it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    /// The conversation; another than asked for when that one was closed.
    pub conversation: ConversationId,
    /// The message.
    pub message: MessageId,
}

/// Adds a message of the customer; opens a solved conversation again, begins a linked one for a closed one.
///
/// The instant of arrival is what waiting and response times count from.
pub fn receive(tx: &mut Tx<'_>, actor: &Actor, conversation: ConversationId, incoming: &Incoming) -> Result<Received> {
    let mut it = conversations::find(tx, conversation)?;
    if it.arrival() == Arrival::BeginsNew {
        it = follow_up(tx, actor, &it, incoming)?;
    }
    let now = tx.now();
    let at = incoming.arrived_at.unwrap_or(now).min(now);
    let message = NewMessage {
        id: tx.id(),
        conversation: it.id,
        kind: MessageKind::Customer,
        author_kind: AuthorKind::Contact,
        author: Some(incoming.contact_id.raw()),
        at,
        received_at: now,
        subject: incoming.subject.clone(),
        from: incoming.from.clone(),
        recipients: incoming.recipients.clone(),
        text: incoming.text.clone(),
        html: incoming.html.clone(),
        quoted_html: incoming.quoted_html.clone(),
        has_remote_images: incoming.has_remote_images,
        automatic: incoming.automatic,
        raw_hash: incoming.raw_hash.clone(),
        delivery: DeliveryState::None,
        send_at: Timestamp::NEVER,
    };
    store::insert(tx, &message)?;
    attachments::attach(tx, message.id, &incoming.attachments)?;
    add_people(tx, it.id, incoming)?;
    let first = it.last_customer_at == Timestamp::NEVER;
    let happened = it.hear(at, incoming.automatic);
    let from = if incoming.from.name.is_empty() { &incoming.from.address } else { &incoming.from.name };
    let preview = markup::preview(&incoming.text);
    let newest = Newest { preview: &preview, from, has_attachments: !incoming.attachments.is_empty() };
    conversations::save_with_newest(tx, &mut it, newest)?;
    let detail = json!({
        "message": message.id, "contact": incoming.contact_id, "written_at": incoming.written_at, "arrived_at": at, "automatic": incoming.automatic,
        "first": first, "length": incoming.text.chars().count(), "attachments": incoming.attachments.len(),
    });
    events::record(tx, actor, &it, events::RECEIVED, detail)?;
    events::record_all(tx, actor, &it, happened)?;
    Ok(Received { conversation: it.id, message: message.id })
}

fn follow_up(tx: &mut Tx<'_>, actor: &Actor, closed: &Conversation, incoming: &Incoming) -> Result<Conversation> {
    let opening = Opening {
        subject: incoming.subject.clone(),
        channel: if closed.channel == "api" { "api" } else { "mail" },
        contact_id: incoming.contact_id,
        mailbox_id: closed.mailbox_id,
        team_id: closed.team_id,
        assignee_id: None,
        topic_id: closed.topic_id,
        status: Status::New,
        priority: Priority::Normal,
        automatic: incoming.automatic,
        follows: Some(closed.id),
        tags: Vec::new(),
    };
    let now = tx.now();
    open(tx, actor, &opening, now)
}

fn add_people(tx: &mut Tx<'_>, conversation: ConversationId, incoming: &Incoming) -> Result<()> {
    let Recipients { to, cc, reply_to, .. } = &incoming.recipients;
    let roles: [(_, &[Address]); 4] =
        [("from", std::slice::from_ref(&incoming.from)), ("from", reply_to), ("to", to), ("cc", cc)];
    store::add_participants(tx, conversation, &roles)
}

/// Whether that address wrote or received an earlier message of the conversation; none when there is no such conversation.
pub fn takes_part(tx: &mut Tx<'_>, conversation: ConversationId, address: &str) -> Result<Option<bool>> {
    tx.opt(store::TAKES_PART, p![store::fold(address), conversation], |row| Ok(row.take::<i64>()? > 0))
}
