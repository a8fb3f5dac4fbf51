//! Sending one queued mail.
//!
//! A kill between the server's answer and our commit is the one instant at which nobody can know whether the mail was taken.
//! We then send again with the same Message-ID and the same content: better twice than never, and most servers and mail programs
//! recognise the second as the first.

use std::time::Duration;

use db::Tx;
use delivery::{Cause, Envelope, Handed, Trouble};
use jobs::{Job, Outcome};
use kernel::{Actor, Fault, Result, Timestamp};

use super::commands::SendJob;
use super::model::{Kind, Outgoing, OutgoingId, State, next_try};
use super::recipients::{self, Fate, Recipient};
use super::store::{self, Settled};
use super::write::{Prepared, Ready, finish, prepare};
use super::{gate, summary};
use crate::consent::token;
use crate::desk::DeliveryState;
use crate::events::{self, Delivery};
use crate::post::Post;
use crate::rules;
use crate::why::Why;
use crate::words;

/// A try takes at most this long: less than a job's lease, so that no second worker begins meanwhile.
const LONGEST_TRY: Duration = Duration::from_mins(4);

/// A mail in hand.
enum Taken {
    /// There is nothing to do.
    Nothing,
    /// There is no room for it yet.
    Later(Timestamp),
    /// To be sent to those.
    Mail { queued: Box<Outgoing>, prepared: Box<Prepared>, open: Vec<Recipient> },
    /// It cannot be sent as it is.
    Impossible { queued: Box<Outgoing>, trouble: Trouble },
}

/// What a try came to.
struct Tried {
    handed: std::result::Result<Handed, Trouble>,
    /// The server does not take our signed return path.
    refuses_signed: bool,
}

impl From<std::result::Result<Handed, Trouble>> for Tried {
    fn from(handed: std::result::Result<Handed, Trouble>) -> Self {
        Self { handed, refuses_signed: false }
    }
}

/// The job that sends a mail of any kind.
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
    let (queued, open, tried) = match post.db().write(move |tx| take(tx, &taking, id)).await? {
        Taken::Nothing => return Ok(None),
        Taken::Later(at) => return Ok(Some(at)),
        Taken::Impossible { queued, trouble } => (queued, Vec::new(), Tried::from(Err(trouble))),
        Taken::Mail { queued, prepared, open } => {
            let tried = transmit(post, *prepared, &open).await;
            (queued, open, tried)
        }
    };
    let settling = post.clone();
    post.db().write(move |tx| settle(tx, &settling, &queued, &open, &tried)).await
}

fn take(tx: &mut Tx<'_>, post: &Post, id: OutgoingId) -> Result<Taken> {
    let queued = store::find(tx, id)?;
    if ![State::Waiting, State::Sending].into_iter().any(|state| state.code() == queued.state) {
        return Ok(Taken::Nothing);
    }
    let prepared = match prepare(tx, post, &queued)? {
        Ready::Mail(prepared) => prepared,
        Ready::Withdrawn => {
            store::turn(tx, id, State::Waiting, State::Withdrawn)?;
            store::turn(tx, id, State::Sending, State::Withdrawn)?;
            return Ok(Taken::Nothing);
        }
        Ready::Impossible(trouble) => {
            store::take(tx, id, "")?;
            return Ok(Taken::Impossible { queued: Box::new(store::find(tx, id)?), trouble });
        }
    };
    let mut open = recipients::note(tx, id, &prepared.recipients)?;
    open.retain(|recipient| recipient.fate.is_open());
    let server = format!("{}:{}", prepared.server.host, prepared.server.port);
    let (limits, _) = rules::store::rules(tx)?;
    if let Some(at) = gate::closed(tx, &limits, id, Kind::of(&queued.kind), &server, &open)? {
        store::postpone(tx, id, at)?;
        return Ok(Taken::Later(at));
    }
    store::take(tx, id, &server)?;
    recipients::begin(tx, id)?;
    let mail = &prepared.mail;
    let names: Vec<&str> = mail.to.iter().chain(&mail.cc).chain(&mail.bcc).map(|a| a.address.as_str()).collect();
    let names = crate::mail::text::one_line(&names.join(", "), 500);
    store::describe(tx, id, &names, &mail.subject, &mail.message_id)?;
    let queued = Box::new(store::find(tx, id)?);
    report(tx, post, &queued, "sending", None)?;
    Ok(Taken::Mail { queued, prepared, open })
}

fn report(tx: &mut Tx<'_>, post: &Post, queued: &Outgoing, state: &'static str, reason: Option<String>) -> Result<()> {
    let Some(message) = queued.message else { return Ok(()) };
    let state = DeliveryState { state, reason, attempts: queued.attempts, message_id: queued.message_id.clone() };
    post.desk().delivery(tx, message, &state)
}

async fn transmit(post: &Post, prepared: Prepared, open: &[Recipient]) -> Tried {
    let mut filled = match with_files(post, prepared).await {
        Ok(filled) => filled,
        Err(trouble) => return Err(trouble).into(),
    };
    if let Some(mailbox) = filled.consent {
        filled.server = match token::for_sending(post, mailbox, filled.server).await {
            Ok(server) => server,
            Err(trouble) => return Err(trouble).into(),
        };
    }
    let written = tokio::task::spawn_blocking(move || finish(filled)).await;
    let unwritable = |error: String| Trouble::lasting(Cause::Protocol, words::UNWRITABLE).answered(&error);
    let (server, composed) = match written.map_err(|error| unwritable(error.to_string())).and_then(|written| written) {
        Ok(written) => written,
        Err(trouble) => return Err(trouble).into(),
    };
    let recipients = open.iter().map(|recipient| recipient.address.clone()).collect();
    let mut envelope = Envelope { sender: composed.sender, recipients };
    let first = send(post, &server, &envelope, &composed.bytes).await;
    let (Err(trouble), Some(unsigned)) = (&first, composed.unsigned) else { return first.into() };
    if trouble.cause != Cause::SenderRefused {
        return first.into();
    }
    envelope.sender = unsigned;
    let handed = send(post, &server, &envelope, &composed.bytes).await;
    let refuses_signed = handed.is_ok();
    Tried { handed, refuses_signed }
}

async fn send(
    post: &Post,
    server: &delivery::Smtp,
    envelope: &Envelope,
    bytes: &[u8],
) -> std::result::Result<Handed, Trouble> {
    let late = || Trouble::passing(Cause::Timeout, delivery::words::MAIL_SILENT);
    let sending = server.send(&post.settings().trust, envelope, bytes);
    tokio::time::timeout(LONGEST_TRY / 2, sending).await.map_err(|_| late())?
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
    open: &[Recipient],
    tried: &Tried,
) -> Result<Option<Timestamp>> {
    if let (true, Some(mailbox)) = (tried.refuses_signed, queued.mailbox) {
        rules::commands::stop_signing(tx, mailbox)?;
    }
    let judged = recipients::judge(open, &tried.handed);
    let again = next_try(queued.attempts, queued.queued_at, tx.now());
    for (recipient, fate, trouble) in &judged {
        let fate = if *fate == Fate::Waiting && again.is_none() { Fate::Failed } else { *fate };
        recipients::settle(tx, queued.id, &recipient.address, fate, *trouble)?;
    }
    let all = recipients::of_mail(tx, queued.id)?;
    let trouble = match &tried.handed {
        Err(trouble) => Some(trouble.clone()),
        Ok(_) => judged.iter().find_map(|(_, _, trouble)| *trouble).cloned(),
    };
    let waits = match &tried.handed {
        Err(trouble) => !trouble.permanent,
        Ok(_) => judged.iter().any(|(_, fate, _)| *fate == Fate::Waiting),
    };
    match (waits.then_some(again).flatten(), summary::of(&all, trouble)) {
        (Some(at), Some(trouble)) => settle_waiting(tx, post, queued, &trouble, at).map(|()| Some(at)),
        (None, Some(trouble)) => settle_failed(tx, post, queued, &trouble).map(|()| None),
        (_, None) => settle_sent(tx, post, queued).map(|()| None),
    }
}

fn settle_waiting(
    tx: &mut Tx<'_>,
    post: &Post,
    queued: &Outgoing,
    trouble: &Trouble,
    next_at: Timestamp,
) -> Result<()> {
    let (words, hint, why) = (trouble.to_string(), trouble.hint().english, Why::from(trouble).stored());
    let settled = Settled { state: State::Waiting, reason: &words, hint, why, next_at, sent_at: Timestamp::NEVER };
    if store::settle(tx, queued.id, settled)? {
        report(tx, post, queued, "waiting", Some(words))?;
    }
    Ok(())
}

fn settle_failed(tx: &mut Tx<'_>, post: &Post, queued: &Outgoing, trouble: &Trouble) -> Result<()> {
    let (words, hint, why) = (trouble.to_string(), trouble.hint().english, Why::from(trouble).stored());
    let (state, never) = (State::Failed, Timestamp::NEVER);
    let settled = Settled { state, reason: &words, hint, why, next_at: never, sent_at: never };
    if store::settle(tx, queued.id, settled)? {
        tell_failed(tx, post, queued, words)?;
    }
    Ok(())
}

/// Tells conversation and listeners that a mail failed.
pub(crate) fn tell_failed(tx: &mut Tx<'_>, post: &Post, queued: &Outgoing, words: String) -> Result<()> {
    report(tx, post, queued, "failed", Some(words.clone()))?;
    tx.emit(&Actor::system(), events::failed(&delivery(queued, Some(&words))))
}

fn settle_sent(tx: &mut Tx<'_>, post: &Post, queued: &Outgoing) -> Result<()> {
    let now = tx.now();
    let (next_at, why) = (Timestamp::NEVER, String::new());
    let settled = Settled { state: State::Sent, reason: "", hint: "", why, next_at, sent_at: now };
    if !store::settle(tx, queued.id, settled)? {
        return Ok(());
    }
    report(tx, post, queued, "sent", None)?;
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
