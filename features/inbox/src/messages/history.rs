//! What one of us wrote long ago, somewhere else: it joins its conversation with its own date and is never sent from here.

use db::Tx;
use kernel::{Actor, ConversationId, MessageId, Result, Timestamp};
use serde_json::json;

use super::store::{self, NewMessage};
use super::{Address, Recipients, markup};
use crate::attachments::{self, AttachmentId};
use crate::conversations::store::Newest;
use crate::conversations::{Change, Conversation, change, store as conversations};
use crate::events;
use crate::words::{AuthorKind, DeliveryState, MessageKind, Status};

/// A public message of ours as an archive has it. Its author is whoever the mail names: nobody signed in for it.
#[derive(Debug, Clone)]
pub struct Ours {
    /// The address and name it was written from.
    pub from: Address,
    /// As in the mail.
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
    /// The raw mail's blob.
    pub raw_hash: Option<String>,
}

/// Records a message of ours at the instant that the unit of work bears. The customer waits no longer.
///
/// # Errors
/// `inbox.conversation_closed`
pub fn record_ours(tx: &mut Tx<'_>, actor: &Actor, id: ConversationId, ours: &Ours) -> Result<MessageId> {
    let mut it = conversations::find(tx, id)?;
    let (at, waited_since) = (tx.now(), it.waiting_since);
    let happened = it.answer(at, Some(Status::Pending))?;
    let message = message_of(tx, &it, ours);
    store::insert(tx, &message)?;
    attachments::attach(tx, message.id, &ours.attachments)?;
    store::add_participants(tx, it.id, &[("to", &ours.recipients.to), ("cc", &ours.recipients.cc)])?;
    let from = if ours.from.name.is_empty() { &ours.from.address } else { &ours.from.name };
    let preview = markup::preview(&ours.text);
    let newest = Newest { preview: &preview, from, has_attachments: !ours.attachments.is_empty() };
    conversations::save_with_newest(tx, &mut it, newest)?;
    let detail = json!({
        "message": message.id, "mailbox": it.mailbox_id, "send_at": at, "to_send": false, "waited_since": waited_since.happened(),
        "length": ours.text.chars().count(), "attachments": ours.attachments.len(),
    });
    events::record(tx, actor, &it, events::WRITTEN, detail)?;
    events::record_all(tx, actor, &it, happened)?;
    Ok(message.id)
}

fn message_of(tx: &Tx<'_>, it: &Conversation, ours: &Ours) -> NewMessage {
    NewMessage {
        id: tx.id(),
        conversation: it.id,
        kind: MessageKind::Agent,
        author_kind: AuthorKind::System,
        author: None,
        at: tx.now(),
        received_at: tx.now(),
        subject: ours.subject.clone(),
        from: ours.from.clone(),
        recipients: ours.recipients.clone(),
        text: ours.text.clone(),
        html: ours.html.clone(),
        quoted_html: ours.quoted_html.clone(),
        has_remote_images: ours.has_remote_images,
        automatic: false,
        raw_hash: ours.raw_hash.clone(),
        delivery: DeliveryState::Sent,
        send_at: tx.now(),
    }
}

/// A conversation whose newest message is older than `before` is done: nobody wants years of mail among today's work.
pub fn settle_if_old(tx: &mut Tx<'_>, actor: &Actor, id: ConversationId, before: Timestamp) -> Result<()> {
    let it = conversations::find(tx, id)?;
    let is_done = matches!(it.status, Status::Solved | Status::Closed);
    if is_done || it.last_message_at >= before || it.assignee_id.is_some() {
        return Ok(());
    }
    tx.bear(it.last_message_at);
    let solved = Change { status: Some(Status::Solved), ..Change::default() };
    change(tx, actor, id, None, &solved, None).map(drop)
}
