//! Sending one queued mail.
//!
//! A kill between the server's answer and our commit is the one instant at which nobody can know whether the mail was taken.
//! We then send again with the same Message-ID and the same content: better twice than never, and most servers and mail programs
//! recognise the second as the first.

use std::time::Duration;

use db::Tx;
use delivery::{Cause, Envelope, Trouble};
use jobs::{Job, Outcome};
use kernel::{Actor, Fault, Result, Timestamp};

use super::commands::SendJob;
use super::model::{Outgoing, OutgoingId, State, next_try};
use super::store::{self, Settled};
use super::write::{Prepared, Ready, finish, prepare};
use crate::consent::token;
use crate::desk::DeliveryState;
use crate::events::{self, Delivery};
use crate::post::Post;
use crate::why::Why;
use crate::words;

/// A try takes at most this long: less than a job's lease, so that no second worker begins meanwhile.
const LONGEST_TRY: Duration = Duration::from_mins(4);

/// The job `channels.send`.
pub async fn run(post: Post, job: Job) -> Result<Outcome> {
    let SendJob { outgoing } = job.payload()?;
    Ok(send_one(&post, outgoing).await?.map_or(Outcome::Done, Outcome::Again))
}

/// Tries to send one mail; gives the instant of the next try when there is to be one.
///
/// # Errors
/// Only that the database does not answer.
pub async fn send_one(post: &Post, id: OutgoingId) -> Result<Option<Timestamp>> {
    let taking = post.clone();
    let taken = post.db().write(move |tx| take(tx, &taking, id)).await?;
    let Some((queued, ready)) = taken else { return Ok(None) };
    let tried = match ready {
        Ready::Withdrawn => return Ok(None),
        Ready::Impossible(trouble) => Err(trouble),
        Ready::Mail(prepared) => transmit(post, *prepared, queued.message.is_none()).await,
    };
    let settling = post.clone();
    post.db().write(move |tx| settle(tx, &settling, &queued, &tried)).await
}

fn take(tx: &mut Tx<'_>, post: &Post, id: OutgoingId) -> Result<Option<(Outgoing, Ready)>> {
    if !store::take(tx, id)? {
        return Ok(None);
    }
    let queued = store::find(tx, id)?;
    let ready = prepare(tx, post, &queued)?;
    match &ready {
        Ready::Withdrawn => {
            store::turn(tx, id, State::Sending, State::Withdrawn)?;
        }
        Ready::Mail(prepared) => {
            let mail = &prepared.mail;
            let names: Vec<&str> =
                mail.to.iter().chain(&mail.cc).chain(&mail.bcc).map(|a| a.address.as_str()).collect();
            store::describe(
                tx,
                id,
                &crate::mail::text::one_line(&names.join(", "), 500),
                &mail.subject,
                &mail.message_id,
            )?;
            report(tx, post, &queued, &mail.message_id, "sending", None)?;
        }
        Ready::Impossible(_) => {}
    }
    let queued = store::find(tx, id)?;
    Ok(Some((queued, ready)))
}

fn report(
    tx: &mut Tx<'_>,
    post: &Post,
    queued: &Outgoing,
    message_id: &str,
    state: &'static str,
    reason: Option<String>,
) -> Result<()> {
    let Some(message) = queued.message else { return Ok(()) };
    let state = DeliveryState { state, reason, attempts: queued.attempts, message_id: message_id.to_owned() };
    post.desk().delivery(tx, message, &state)
}

async fn transmit(post: &Post, prepared: Prepared, system: bool) -> std::result::Result<(), Trouble> {
    let mut filled = with_files(post, prepared).await?;
    if let Some(mailbox) = filled.consent {
        filled.server = token::for_sending(post, mailbox, filled.server).await?;
    }
    let written = tokio::task::spawn_blocking(move || finish(filled, system)).await;
    let (server, composed) = written
        .map_err(|error| Trouble::lasting(Cause::Protocol, words::UNWRITABLE).answered(&error.to_string()))??;
    let envelope = Envelope { sender: composed.sender, recipients: composed.recipients };
    let sending = server.send(&post.settings().trust, &envelope, &composed.bytes);
    let late = || Trouble::passing(Cause::Timeout, delivery::words::MAIL_SILENT);
    tokio::time::timeout(LONGEST_TRY, sending).await.map_err(|_| late())?.map(drop)
}

async fn with_files(post: &Post, mut prepared: Prepared) -> std::result::Result<Prepared, Trouble> {
    for (file, blob) in prepared.mail.files.iter_mut().zip(&prepared.blobs) {
        let loaded = post.files().load(post.db(), blob).await;
        file.data = loaded.map_err(|fault| missing(&file.name, &fault))?;
    }
    Ok(prepared)
}

fn missing(name: &str, fault: &Fault) -> Trouble {
    let said = words::ATTACHMENT_UNREADABLE.said([("name", name)]);
    tracing::error!(cause = fault.causes(), "An attachment of a mail cannot be read.");
    if fault.kind() == kernel::FaultKind::Unavailable {
        Trouble::passing(Cause::Later, said)
    } else {
        Trouble::lasting(Cause::Protocol, said)
    }
}

fn settle(
    tx: &mut Tx<'_>,
    post: &Post,
    queued: &Outgoing,
    tried: &std::result::Result<(), Trouble>,
) -> Result<Option<Timestamp>> {
    let now = tx.now();
    let trouble = match tried {
        Ok(()) => return settle_sent(tx, post, queued).map(|()| None),
        Err(trouble) => trouble,
    };
    let (words, hint, why) = (trouble.to_string(), trouble.hint().english, Why::from(trouble).stored());
    if let Some(next_at) = (!trouble.permanent).then(|| next_try(queued.attempts, queued.queued_at, now)).flatten() {
        let (state, sent_at) = (State::Waiting, Timestamp::NEVER);
        let settled = Settled { state, reason: &words, hint, why, next_at, sent_at };
        if store::settle(tx, queued.id, settled)? {
            report(tx, post, queued, &queued.message_id, "waiting", Some(words))?;
        }
        return Ok(Some(next_at));
    }
    let settled = Settled {
        state: State::Failed,
        reason: &words,
        hint,
        why,
        next_at: Timestamp::NEVER,
        sent_at: Timestamp::NEVER,
    };
    if store::settle(tx, queued.id, settled)? {
        tell_failed(tx, post, queued, words)?;
    }
    Ok(None)
}

/// Tells conversation and listeners that a mail failed.
pub(crate) fn tell_failed(tx: &mut Tx<'_>, post: &Post, queued: &Outgoing, words: String) -> Result<()> {
    report(tx, post, queued, &queued.message_id, "failed", Some(words.clone()))?;
    tx.emit(&Actor::system(), events::failed(&delivery(queued, Some(&words))))
}

fn settle_sent(tx: &mut Tx<'_>, post: &Post, queued: &Outgoing) -> Result<()> {
    let now = tx.now();
    let (next_at, why) = (Timestamp::NEVER, String::new());
    let settled = Settled { state: State::Sent, reason: "", hint: "", why, next_at, sent_at: now };
    if !store::settle(tx, queued.id, settled)? {
        return Ok(());
    }
    report(tx, post, queued, &queued.message_id, "sent", None)?;
    tx.emit(&Actor::system(), events::sent(&delivery(queued, None)))
}

fn delivery<'a>(queued: &Outgoing, reason: Option<&'a str>) -> Delivery<'a> {
    Delivery {
        outgoing: queued.id,
        message: queued.message,
        conversation: queued.conversation,
        mailbox: queued.mailbox,
        attempts: queued.attempts,
        queued_at: queued.queued_at,
        reason,
    }
}
