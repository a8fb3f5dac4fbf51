//! What `channels` asks and tells about the sending of our messages.

use db::{Tx, p};
use kernel::{Actor, ConversationId, MailboxId, MessageId, PersonId, Result, Timestamp, TypedId};
use serde_json::json;

use super::{Recipients, store};
use crate::attachments::{self, FileRow};
use crate::conversations::store as conversations;
use crate::words::{DeliveryState, MessageKind};
use crate::{events, permissions};

/// A message of ours as it is to be sent.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// The conversation.
    pub conversation: ConversationId,
    /// Its number.
    pub number: i64,
    /// The mailbox it goes out by.
    pub mailbox: Option<MailboxId>,
    /// The author's name.
    pub author: String,
    /// Exactly those.
    pub recipients: Recipients,
    /// One line.
    pub subject: String,
    /// HTML as written.
    pub html: String,
    /// Its text.
    pub text: String,
    /// Files.
    pub files: Vec<FileRow>,
    /// When it was written.
    pub at: Timestamp,
}

/// The message to be sent; nothing when it was withdrawn or is not one of ours.
pub fn outgoing(tx: &mut Tx<'_>, id: MessageId) -> Result<Option<Outgoing>> {
    let Some(message) = tx
        .attempt(|tx| store::find(tx, id))
        .map(Some)
        .or_else(|fault| if fault.kind() == kernel::FaultKind::NotFound { Ok(None) } else { Err(fault) })?
    else {
        return Ok(None);
    };
    if message.kind != MessageKind::Agent || matches!(message.delivery, DeliveryState::Withdrawn | DeliveryState::None)
    {
        return Ok(None);
    }
    let it = conversations::find(tx, message.conversation)?;
    let author = "select name from pub_access_people where id = $1";
    let author = tx.opt(author, p![message.author.unwrap_or(0)], |row| row.take::<String>())?;
    Ok(Some(Outgoing {
        conversation: it.id,
        number: it.number,
        mailbox: it.mailbox_id,
        author: author.unwrap_or_default(),
        files: attachments::of_message(tx, id)?,
        recipients: message.recipients,
        subject: message.subject,
        html: message.html,
        text: message.text,
        at: message.at,
    }))
}

/// Notes how the sending stands; a failure shows in the lists until it is mended.
pub fn set_delivery(
    tx: &mut Tx<'_>,
    id: MessageId,
    state: DeliveryState,
    reason: Option<&str>,
    attempts: i64,
) -> Result<()> {
    let message = store::find(tx, id)?;
    if message.delivery == DeliveryState::Withdrawn || (message.delivery == state && message.attempts == attempts) {
        return Ok(());
    }
    tx.exec(store::SET_DELIVERY, p![state, reason, attempts, id])?;
    let name = match state {
        DeliveryState::Sent => events::DELIVERED,
        DeliveryState::Failed => events::FAILED,
        _ => return Ok(()),
    };
    recount_failures(tx, message.conversation)?;
    let it = conversations::find(tx, message.conversation)?;
    // Whoever wrote it is told at once, wherever they are looking.
    let author = message.author.map(PersonId::from_raw);
    events::record(
        tx,
        &Actor::system(),
        &it,
        name,
        json!({"message": id, "attempts": attempts, "reason": reason, "author": author}),
    )
}

/// Refuses whoever may not answer in the conversation of a message.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub fn require_answering(tx: &mut Tx<'_>, actor: &Actor, id: MessageId) -> Result<()> {
    actor.require(permissions::REPLY)?;
    let message = store::find(tx, id)?;
    conversations::find_visible(tx, actor, message.conversation).map(drop)
}

/// Notes that the first message was answered automatically, or why it was not.
pub fn note_automatic(tx: &mut Tx<'_>, conversation: ConversationId, held: Option<&str>) -> Result<()> {
    let it = conversations::find(tx, conversation)?;
    let name = if held.is_some() { events::HELD } else { events::ANSWERED };
    events::record(tx, &Actor::system(), &it, name, json!({"reason": held}))
}

pub(crate) fn recount_failures(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<()> {
    let left: i64 = tx.one(store::FAILED_LEFT, p![conversation], |row| row.take())?;
    conversations::set_delivery_failed(tx, conversation, left > 0)
}
