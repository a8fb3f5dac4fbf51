//! Taking back a message that was not sent yet, and sending again one that failed.

use db::{Tx, p};
use kernel::{Actor, Fault, MessageId, Result, TypedId};
use serde_json::json;

use super::reply::{Before, TAKE_UNDO};
use super::{markup, store};
use crate::conversations::store as conversations;
use crate::drafts::{self, Draft, DraftKind};
use crate::words::{DeliveryState, MessageKind};
use crate::{error, events, permissions};

/// Takes a reply back before it is sent; its text becomes the author's draft again.
///
/// # Errors
/// `inbox.too_late_to_undo`, or not found when it is not the actor's own.
pub fn withdraw(tx: &mut Tx<'_>, actor: &Actor, id: MessageId) -> Result<Draft> {
    actor.require(permissions::REPLY)?;
    let person = actor.require_person()?;
    let message = store::find(tx, id)?;
    if message.kind != MessageKind::Agent || message.author != Some(person.raw()) {
        return Err(Fault::not_found());
    }
    if tx.now() > message.send_at || tx.exec(store::WITHDRAW, p![id])? == 0 {
        return Err(error::TOO_LATE.into());
    }
    let text = tx.opt(TAKE_UNDO, p![id.to_string(), person], |row| row.take::<String>())?.ok_or(error::TOO_LATE)?;
    let before: Before = serde_json::from_str(&text).map_err(Fault::internal)?;
    let mut it = conversations::find_visible(tx, actor, message.conversation)?;
    // What a customer or colleague did meanwhile stays; only what this reply did is put back.
    it.message_count -= 1;
    if it.waiting_since.happened().is_none() {
        it.waiting_since = before.waiting_since;
    }
    if it.first_reply_at == message.at {
        it.first_reply_at = before.first_reply_at;
    }
    if it.last_message_at == message.at {
        it.last_message_at = before.last_message_at;
        it.solved_at = before.solved_at;
        it.reopened = before.reopened;
        it.status = before.status;
    }
    conversations::save(tx, &mut it)?;
    let newest = tx.opt(store::NEWEST_VISIBLE, p![it.id], |row| {
        Ok((row.take::<String>()?, row.take::<String>()?, row.take::<String>()?))
    })?;
    if let Some((text, name, address)) = newest {
        conversations::set_preview(
            tx,
            it.id,
            &markup::preview(&text),
            if name.is_empty() { &address } else { &name },
            false,
        )?;
    }
    events::record(tx, actor, &it, events::WITHDRAWN, json!({"message": id, "status": it.status}))?;
    let files = crate::attachments::release(tx, person, id)?;
    let draft = Draft {
        kind: DraftKind::Reply,
        html: message.html,
        recipients: message.recipients,
        mailbox_id: it.mailbox_id,
        attachment_ids: files,
        mentions: Vec::new(),
    };
    drafts::restore(tx, person, it.id, &draft)?;
    Ok(draft)
}

/// Sends a message again whose delivery failed.
///
/// # Errors
/// `inbox.delivery_not_failed`, or not found.
pub fn retry(tx: &mut Tx<'_>, actor: &Actor, id: MessageId) -> Result<()> {
    actor.require(permissions::REPLY)?;
    let message = store::find(tx, id)?;
    let it = conversations::find_visible(tx, actor, message.conversation)?;
    if message.delivery != DeliveryState::Failed {
        return Err(error::NOT_FAILED.into());
    }
    tx.exec(store::SET_DELIVERY, p![DeliveryState::Waiting, None::<String>, message.attempts, id])?;
    super::delivery::recount_failures(tx, it.id)?;
    events::record(tx, actor, &it, events::RETRIED, json!({"message": id}))
}
