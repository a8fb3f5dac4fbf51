//! Changing a conversation: status, people, topic, tags.

use db::Tx;
use kernel::{Actor, ConversationId, Fault, Result};
use serde_json::json;

use super::{Change, Conversation, store};
use crate::{error, events, permissions, tags};

/// Applies a change to the version that the actor saw; without a version, to whatever is there.
///
/// # Errors
/// `inbox.conversation_changed`, `inbox.conversation_closed`, `inbox.reference_unknown`, or not found.
pub fn change(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: ConversationId,
    seen: Option<i64>,
    change: &Change,
    new_tags: Option<&[String]>,
) -> Result<Conversation> {
    actor.require(permissions::CHANGE)?;
    let mut it = store::find_visible(tx, actor, id)?;
    if seen.is_some_and(|version| version != it.version) {
        return Err(error::CONVERSATION_CHANGED.into());
    }
    if change.subject.as_ref().is_some_and(|subject| subject.trim().is_empty() || subject.chars().count() > 500) {
        return Err(Fault::invalid_field("subject", "request.length", "A subject has 1 to 500 characters."));
    }
    store::check_references(tx, change)?;
    let now = tx.now();
    let happened = it.change(change, now)?;
    let tagging = match new_tags {
        Some(names) => tags::set(tx, it.id, names)?,
        None => tags::Tagging::default(),
    };
    if happened.is_empty() && tagging.is_empty() {
        return Ok(it);
    }
    store::save(tx, &mut it)?;
    events::record_all(tx, actor, &it, happened)?;
    if !tagging.is_empty() {
        events::record(tx, actor, &it, events::TAGGED, json!({"added": tagging.added, "removed": tagging.removed}))?;
    }
    Ok(it)
}
