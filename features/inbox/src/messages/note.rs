//! A note between us.

use db::Tx;
use kernel::{Actor, ConversationId, MessageId, PersonId, Result, Timestamp, TypedId};
use serde_json::json;

use super::markup::{self, Body};
use super::store::{self, NewMessage};
use super::{Address, Recipients};
use crate::attachments::{self, AttachmentId};
use crate::conversations::{self, store as conversation_store};
use crate::words::{AuthorKind, DeliveryState, MessageKind};
use crate::{drafts, error, events, permissions};

/// Writes a note; whoever it mentions sees the conversation from now on.
///
/// # Errors
/// `inbox.body_empty`, `inbox.reference_unknown`, or not found.
pub fn note(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: ConversationId,
    body: &Body,
    mentions: &[PersonId],
    files: &[AttachmentId],
) -> Result<MessageId> {
    actor.require(permissions::NOTE)?;
    let mut it = conversation_store::find_visible(tx, actor, id)?;
    let person = actor.require_person()?;
    if body.is_empty() && files.is_empty() {
        return Err(error::BODY_EMPTY.at("html"));
    }
    for (at, mentioned) in mentions.iter().enumerate() {
        let change =
            conversations::Change { assignee: kernel::Patch::Set(*mentioned), ..conversations::Change::default() };
        let known = conversation_store::check_references(tx, &change);
        known.map_err(|_| error::REFERENCE_UNKNOWN.at(format!("mentions/{at}")))?;
    }
    let now = tx.now();
    let message = NewMessage {
        id: tx.id(),
        conversation: id,
        kind: MessageKind::Note,
        author_kind: AuthorKind::Person,
        author: Some(person.raw()),
        at: now,
        received_at: now,
        subject: String::new(),
        from: Address { address: String::new(), name: String::new() },
        recipients: Recipients::default(),
        html: body.html.clone(),
        quoted_html: None,
        has_remote_images: false,
        automatic: false,
        raw_hash: None,
        delivery: DeliveryState::None,
        send_at: Timestamp::NEVER,
        text: body.text.clone(),
    };
    store::insert(tx, &message)?;
    attachments::claim(tx, person, message.id, files)?;
    for mentioned in mentions {
        store::mention(tx, *mentioned, &message)?;
    }
    it.message_count += 1;
    it.last_message_at = it.last_message_at.max(now);
    conversation_store::save(tx, &mut it)?;
    conversation_store::set_preview(tx, id, &markup::preview(&message.text), &actor.name, !files.is_empty())?;
    drafts::forget(tx, person, id)?;
    events::record(tx, actor, &it, events::NOTED, json!({"message": message.id, "mentions": mentions}))?;
    Ok(message.id)
}
