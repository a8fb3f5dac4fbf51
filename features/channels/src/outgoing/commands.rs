//! Queueing, withdrawing and retrying.

use db::Tx;
use jobs::NewJob;
use kernel::{Actor, AuditEntry, ConversationId, Fault, FieldFault, MailboxId, MessageId, Result, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::model::{Kind, Outgoing, OutgoingId, State};
use super::{recipients, store};
use crate::desk::DeliveryState;
use crate::error;
use crate::mail::address::Address;
use crate::mail::text::one_line;
use crate::permissions::SEE_OUTGOING;
use crate::post::Post;

/// What the job needs to know.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct SendJob {
    /// The mail.
    pub outgoing: OutgoingId,
}

/// A mail of the program's own: an invitation, a new password, a mention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemMail {
    /// One recipient.
    pub to: Address,
    /// One line.
    pub subject: String,
    /// HTML.
    pub html: String,
    /// Text; made from the HTML when empty.
    pub text: String,
    /// What is attached.
    #[serde(default)]
    pub files: Vec<SystemFile>,
}

/// A file of a mail of the program's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemFile {
    /// How it is called.
    pub name: String,
    /// What it is, as `application/pdf`.
    pub media_type: String,
    /// The blob that holds it.
    pub blob: String,
}

/// An answer nobody wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutomaticMail {
    /// Who wrote to us.
    pub to: Address,
    /// One line.
    pub subject: String,
    /// HTML.
    pub html: String,
    /// Text; made from the HTML when empty.
    pub text: String,
    /// The Message-ID of what it answers.
    pub in_reply_to: String,
    /// The thread so far, oldest first.
    pub references: Vec<String>,
}

/// The same to many, one mail each: a digest, a survey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkMail {
    /// One recipient.
    pub to: Address,
    /// What can be unsubscribed from, `digest` for example.
    pub list: String,
    /// The mailbox it is sent by; the first that can send, when absent.
    #[serde(default)]
    pub mailbox: Option<MailboxId>,
    /// One line.
    pub subject: String,
    /// HTML.
    pub html: String,
    /// Text; made from the HTML when empty.
    pub text: String,
}

fn source_of(message: MessageId) -> String {
    message.to_string()
}

/// Queues a reply, to be sent when its author cannot take it back any more. The same message is queued once however often this runs.
pub fn queue_reply(
    tx: &mut Tx<'_>,
    message: MessageId,
    conversation: ConversationId,
    mailbox: MailboxId,
    send_at: Timestamp,
) -> Result<()> {
    let mail = Outgoing {
        mailbox: Some(mailbox),
        conversation: Some(conversation),
        message: Some(message),
        ..blank(tx, Kind::Reply, send_at)
    };
    enqueue(tx, mail, &source_of(message))
}

/// Queues a mail of the program's own. `source` names its cause; the same cause is queued once.
///
/// # Errors
/// `request.invalid` when the recipient is no address.
pub fn queue_system_mail(tx: &mut Tx<'_>, source: &str, mail: &SystemMail) -> Result<()> {
    if Address::parse(&mail.to.address).is_none() {
        let wrong = FieldFault::new("to", "channels.address_invalid", "This is not a mail address.");
        return Fault::check_fields(vec![wrong]);
    }
    let now = tx.now();
    let content = serde_json::to_string(mail).map_err(Fault::internal)?;
    let queued = Outgoing {
        recipients: mail.to.address.clone(),
        subject: one_line(&mail.subject, 300),
        content,
        ..blank(tx, Kind::System, now)
    };
    enqueue(tx, queued, source)
}

/// Queues an automatic answer to the first message of a conversation, once for each such message.
pub(crate) fn queue_automatic(
    tx: &mut Tx<'_>,
    mailbox: MailboxId,
    conversation: ConversationId,
    cause: MessageId,
    mail: &AutomaticMail,
) -> Result<OutgoingId> {
    let now = tx.now();
    let queued = Outgoing {
        mailbox: Some(mailbox),
        conversation: Some(conversation),
        recipients: mail.to.address.clone(),
        subject: one_line(&mail.subject, 300),
        content: serde_json::to_string(mail).map_err(Fault::internal)?,
        ..blank(tx, Kind::Automatic, now)
    };
    let id = queued.id;
    enqueue(tx, queued, &format!("automatic:{cause}"))?;
    Ok(id)
}

/// Queues one mail of many, unless its recipient wants none or cannot be reached; says whether it was queued. `source` names its
/// cause; the same cause is queued once.
///
/// # Errors
/// `request.invalid` when the recipient is no address.
pub fn queue_bulk_mail(tx: &mut Tx<'_>, post: &Post, source: &str, mail: &BulkMail) -> Result<bool> {
    let Some(to) = Address::parse(&mail.to.address) else {
        let wrong = FieldFault::new("to", "channels.address_invalid", "This is not a mail address.");
        return Fault::check_fields(vec![wrong]).map(|()| false);
    };
    if !post.desk().reach(tx, &to.key(), &mail.list)?.takes_bulk() {
        return Ok(false);
    }
    let now = tx.now();
    let queued = Outgoing {
        mailbox: mail.mailbox,
        recipients: to.address,
        subject: one_line(&mail.subject, 300),
        content: serde_json::to_string(mail).map_err(Fault::internal)?,
        ..blank(tx, Kind::Bulk, now)
    };
    enqueue(tx, queued, source)?;
    Ok(true)
}

pub(super) fn blank(tx: &mut Tx<'_>, kind: Kind, send_at: Timestamp) -> Outgoing {
    Outgoing {
        id: tx.id(),
        kind: kind.code().to_owned(),
        mailbox: None,
        conversation: None,
        message: None,
        message_id: String::new(),
        recipients: String::new(),
        subject: String::new(),
        content: String::new(),
        state: State::Waiting.code().to_owned(),
        reason: String::new(),
        hint: String::new(),
        attempts: 0,
        queued_at: tx.now(),
        next_at: send_at,
        sent_at: Timestamp::NEVER,
        why: None,
    }
}

pub(super) fn enqueue(tx: &mut Tx<'_>, mail: Outgoing, source: &str) -> Result<()> {
    if store::insert(tx, &mail, source)? {
        jobs::enqueue(
            tx,
            NewJob::now(Kind::of(&mail.kind).job(), SendJob { outgoing: mail.id }).at(mail.next_at).once_for(mail.id),
        )?;
    }
    Ok(())
}

/// Takes a reply back; says whether that was still possible. A reply that is not queued yet cannot be sent any more afterwards
/// either, because the port then has nothing to send.
pub fn withdraw_reply(tx: &mut Tx<'_>, message: MessageId) -> Result<bool> {
    let Some(mail) = store::by_source(tx, &source_of(message))? else { return Ok(true) };
    if !store::turn(tx, mail.id, State::Waiting, State::Withdrawn)? {
        return Ok(false);
    }
    jobs::cancel(tx, Kind::of(&mail.kind).job(), &mail.id.to_string())?;
    Ok(true)
}

/// Sends a failed reply again.
///
/// # Errors
/// `platform.not_found`, `channels.not_failed`
pub fn retry_reply(tx: &mut Tx<'_>, post: &Post, message: MessageId) -> Result<()> {
    let mail = store::by_source(tx, &source_of(message))?.ok_or_else(Fault::not_found)?;
    retry(tx, post, &mail)
}

/// Sends any failed mail again.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `channels.not_failed`
pub fn retry_by_id(tx: &mut Tx<'_>, post: &Post, actor: &Actor, id: OutgoingId) -> Result<Outgoing> {
    actor.require(SEE_OUTGOING)?;
    let mail = store::find(tx, id)?;
    retry(tx, post, &mail)?;
    tx.audit(actor, AuditEntry { action: "channels.delivery.retried", thing: id.into(), detail: json!({}) })?;
    store::find(tx, id)
}

/// Sends a failed mail again, to those who have not got it.
fn retry(tx: &mut Tx<'_>, post: &Post, mail: &Outgoing) -> Result<()> {
    if !store::again(tx, mail.id)? {
        return Err(error::NOT_FAILED.into());
    }
    recipients::again(tx, mail.id)?;
    if let Some(message) = mail.message {
        let state = DeliveryState { state: "waiting", reason: None, attempts: 0, message_id: mail.message_id.clone() };
        post.desk().delivery(tx, message, &state)?;
    }
    jobs::enqueue(tx, NewJob::now(Kind::of(&mail.kind).job(), SendJob { outgoing: mail.id }).once_for(mail.id))
}
