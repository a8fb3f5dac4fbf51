//! What people do with a mail that waits: try it now, or give it up.

use db::Tx;
use delivery::{Cause, Trouble};
use jobs::NewJob;
use kernel::{Actor, AuditEntry, Fault, MessageId, Result};
use serde_json::json;

use super::commands::SendJob;
use super::model::{Kind, Outgoing, OutgoingId};
use super::send::tell_failed;
use super::{recipients, store};
use crate::error;
use crate::permissions::SEE_OUTGOING;
use crate::post::Post;
use crate::why::Why;
use crate::words;

/// Tries a mail that waits for its next try now.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `channels.not_waiting`
pub fn try_now(tx: &mut Tx<'_>, actor: &Actor, id: OutgoingId) -> Result<Outgoing> {
    actor.require(SEE_OUTGOING)?;
    let mail = store::find(tx, id)?;
    hasten(tx, actor, &mail)
}

/// Tries the mail of a message now, for somebody who may answer in its conversation.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `channels.not_waiting`
pub fn try_message_now(tx: &mut Tx<'_>, post: &Post, actor: &Actor, message: MessageId) -> Result<Outgoing> {
    let mail = of_message(tx, post, actor, message)?;
    hasten(tx, actor, &mail)
}

/// Gives a mail up that waits: it counts as failed.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `channels.not_waiting`
pub fn give_up(tx: &mut Tx<'_>, post: &Post, actor: &Actor, id: OutgoingId) -> Result<Outgoing> {
    actor.require(SEE_OUTGOING)?;
    let mail = store::find(tx, id)?;
    end(tx, post, actor, &mail)
}

/// Gives the mail of a message up, for somebody who may answer in its conversation.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `channels.not_waiting`
pub fn give_message_up(tx: &mut Tx<'_>, post: &Post, actor: &Actor, message: MessageId) -> Result<Outgoing> {
    let mail = of_message(tx, post, actor, message)?;
    end(tx, post, actor, &mail)
}

fn of_message(tx: &mut Tx<'_>, post: &Post, actor: &Actor, message: MessageId) -> Result<Outgoing> {
    post.desk().require_answering(tx, actor, message)?;
    store::by_source(tx, &message.to_string())?.ok_or_else(|| Fault::from(error::NOT_WAITING))
}

fn hasten(tx: &mut Tx<'_>, actor: &Actor, mail: &Outgoing) -> Result<Outgoing> {
    // Before its first try a reply waits for its author's undo.
    if mail.attempts == 0 || !store::hasten(tx, mail.id)? {
        return Err(error::NOT_WAITING.into());
    }
    let kind = Kind::of(&mail.kind).job();
    jobs::cancel(tx, kind, &mail.id.to_string())?;
    jobs::enqueue(tx, NewJob::now(kind, SendJob { outgoing: mail.id }).once_for(mail.id))?;
    tx.audit(actor, AuditEntry { action: "channels.delivery.hastened", thing: mail.id.into(), detail: json!({}) })?;
    store::find(tx, mail.id)
}

fn end(tx: &mut Tx<'_>, post: &Post, actor: &Actor, mail: &Outgoing) -> Result<Outgoing> {
    let trouble = Trouble::lasting(Cause::Unprepared, words::GIVEN_UP);
    let trouble = mail.why.iter().filter_map(|why| why.answer.as_deref()).fold(trouble, Trouble::answered);
    let (words, why) = (trouble.to_string(), Why::of(trouble.said(), None));
    let why = Why { answer: trouble.answer.clone(), ..why };
    if mail.attempts == 0 || !store::give_up(tx, mail.id, &words, &why.stored())? {
        return Err(error::NOT_WAITING.into());
    }
    recipients::give_up(tx, mail.id)?;
    jobs::cancel(tx, Kind::of(&mail.kind).job(), &mail.id.to_string())?;
    tell_failed(tx, post, mail, words)?;
    tx.audit(actor, AuditEntry { action: "channels.delivery.given_up", thing: mail.id.into(), detail: json!({}) })?;
    store::find(tx, mail.id)
}
