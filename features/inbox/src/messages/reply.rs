//! One of us answers in public.

use std::time::Duration;

use db::{Tx, p};
use kernel::{Actor, ConversationId, Fault, FieldFault, MailboxId, MessageId, Result, Timestamp, TypedId};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::markup::{self, Body};
use super::store::{self, NewMessage};
use super::{Address, Recipients};
use crate::attachments::{self, AttachmentId};
use crate::conversations::store::Newest;
use crate::conversations::{Conversation, store as conversations};
use crate::words::{AuthorKind, DeliveryState, MessageKind, Status};
use crate::{drafts, error, events, permissions};

db::sql! {
    KEEP_UNDO = "insert into inbox_undo (token, person_id, changes, made_at) values ($1, $2, $3, $4)";
    TAKE_UNDO = "delete from inbox_undo where token = $1 and person_id = $2 returning changes";
    FORGET_UNDO = "delete from inbox_undo where made_at < $1";
}

/// What one of us writes.
#[derive(Debug, Clone)]
pub struct Reply {
    /// What is said.
    pub body: Body,
    /// Exactly those shown in the composer.
    pub recipients: Recipients,
    /// The mailbox it goes out by; the conversation's own when absent.
    pub mailbox_id: Option<MailboxId>,
    /// Files, uploaded before by the same person.
    pub attachments: Vec<AttachmentId>,
    /// Where the conversation stands afterwards.
    pub status_after: Option<Status>,
    /// The newest message the author had read.
    pub seen: Option<MessageId>,
    /// How long it can be taken back; it is sent afterwards.
    pub undo: Duration,
}

/// How a conversation stood before a reply, for taking it back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Before {
    pub(crate) status: Status,
    pub(crate) waiting_since: Timestamp,
    pub(crate) first_reply_at: Timestamp,
    pub(crate) solved_at: Timestamp,
    pub(crate) reopened: i64,
    pub(crate) last_message_at: Timestamp,
}

/// Writes a public reply; it waits for its undo time and is then sent by a reaction.
///
/// # Errors
/// `inbox.newer_message`, `inbox.conversation_closed`, `inbox.recipient_missing`, `inbox.recipient_malformed`, `inbox.recipient_own`,
/// `inbox.body_empty`, `inbox.reference_unknown`, or not found.
pub fn reply(tx: &mut Tx<'_>, actor: &Actor, id: ConversationId, asked: &Reply) -> Result<MessageId> {
    actor.require(permissions::REPLY)?;
    let mut it = conversations::find_visible(tx, actor, id)?;
    let newest = store::newest(tx, id)?;
    if asked.seen.is_some() && newest > asked.seen {
        return Err(error::NEWER_MESSAGE.into());
    }
    let message = write(tx, actor, &mut it, asked)?;
    if let Some(person) = actor.person() {
        drafts::forget(tx, person, id)?;
    }
    Ok(message)
}

/// Records a public reply that reached the customer long ago: history. It is never sent from here and cannot be taken back.
///
/// # Errors
/// As [`reply`], without `inbox.newer_message`.
pub fn record_sent(tx: &mut Tx<'_>, actor: &Actor, id: ConversationId, asked: &Reply) -> Result<MessageId> {
    actor.require(permissions::REPLY)?;
    let mut it = conversations::find_visible(tx, actor, id)?;
    write_as(tx, actor, &mut it, asked, true)
}

/// The common part of a reply and of the first message of a conversation that one of us starts.
pub(crate) fn write(tx: &mut Tx<'_>, actor: &Actor, it: &mut Conversation, asked: &Reply) -> Result<MessageId> {
    write_as(tx, actor, it, asked, false)
}

fn write_as(tx: &mut Tx<'_>, actor: &Actor, it: &mut Conversation, asked: &Reply, was_sent: bool) -> Result<MessageId> {
    let person = actor.require_person()?;
    if asked.body.is_empty() && asked.attachments.is_empty() {
        return Err(error::BODY_EMPTY.at("html"));
    }
    let mailbox = sender(tx, it, asked.mailbox_id)?;
    let is_mail = it.channel == "mail";
    if is_mail {
        check_recipients(tx, &asked.recipients)?;
    }
    let before = Before {
        status: it.status,
        waiting_since: it.waiting_since,
        first_reply_at: it.first_reply_at,
        solved_at: it.solved_at,
        reopened: it.reopened,
        last_message_at: it.last_message_at,
    };
    let now = tx.now();
    let happened = it.answer(now, asked.status_after)?;
    let from = mailbox
        .as_ref()
        .map_or_else(|| Address { address: String::new(), name: String::new() }, |(_, address)| address.clone());
    it.mailbox_id = mailbox.as_ref().map(|(id, _)| *id).or(it.mailbox_id);
    let message = NewMessage {
        id: tx.id(),
        conversation: it.id,
        kind: MessageKind::Agent,
        author_kind: AuthorKind::Person,
        author: Some(person.raw()),
        at: now,
        received_at: now,
        subject: subject(it),
        from,
        recipients: asked.recipients.clone(),
        html: asked.body.html.clone(),
        quoted_html: None,
        has_remote_images: false,
        automatic: false,
        raw_hash: None,
        delivery: match (is_mail, was_sent) {
            (true, true) => DeliveryState::Sent,
            (true, false) => DeliveryState::Waiting,
            (false, _) => DeliveryState::None,
        },
        send_at: now.plus(asked.undo),
        text: asked.body.text.clone(),
    };
    store::insert(tx, &message)?;
    attachments::claim(tx, person, message.id, &asked.attachments)?;
    add_people(tx, it.id, &asked.recipients)?;
    let preview = markup::preview(&message.text);
    let newest = Newest { preview: &preview, from: &actor.name, has_attachments: !asked.attachments.is_empty() };
    conversations::save_with_newest(tx, it, newest)?;
    if !was_sent {
        let text = serde_json::to_string(&before).map_err(Fault::internal)?;
        tx.exec(KEEP_UNDO, p![message.id.to_string(), person, text, now])?;
    }
    let detail = json!({
        "message": message.id, "mailbox": it.mailbox_id, "send_at": message.send_at, "to_send": is_mail && !was_sent,
        "waited_since": before.waiting_since.happened(), "length": message.text.chars().count(), "attachments": asked.attachments.len(),
    });
    events::record(tx, actor, it, events::WRITTEN, detail)?;
    events::record_all(tx, actor, it, happened)?;
    Ok(message.id)
}

/// An answer says that it is one; the first message of a conversation that we start does not.
fn subject(it: &Conversation) -> String {
    let is_answer = it.last_customer_at != Timestamp::NEVER;
    let says_so = it.subject.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("re:"));
    if is_answer && !says_so { format!("Re: {}", it.subject) } else { it.subject.clone() }
}

/// The mailbox a message goes out by.
fn sender(tx: &mut Tx<'_>, it: &Conversation, asked: Option<MailboxId>) -> Result<Option<(MailboxId, Address)>> {
    if it.channel != "mail" {
        return Ok(None);
    }
    let id = asked.or(it.mailbox_id).ok_or_else(|| error::REFERENCE_UNKNOWN.at("mailbox_id"))?;
    match store::mailbox(tx, id)? {
        Some((address, _)) => Ok(Some((id, address))),
        None => Err(error::REFERENCE_UNKNOWN.at("mailbox_id")),
    }
}

/// Somebody to go to, nobody twice a mistake, never ourselves.
fn check_recipients(tx: &mut Tx<'_>, recipients: &Recipients) -> Result<()> {
    if recipients.all().next().is_none() {
        return Err(error::RECIPIENT_MISSING.at("to"));
    }
    let mut faults = Vec::new();
    for (pointer, Address { address, .. }) in recipients.all() {
        let wrong = if !is_address(address) {
            error::RECIPIENT_MALFORMED
        } else if store::is_own(tx, address)? {
            error::RECIPIENT_OWN
        } else {
            continue;
        };
        faults.push(FieldFault::saying(pointer, wrong.said([("address", address)])));
    }
    Fault::check_fields(faults)
}

/// Whether a text looks like an address: one @, a domain with a part on each side, nothing that could break a header.
pub(crate) fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let plain =
        |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | ',' | ';' | '"' | '(' | ')' | '\\');
    !local.is_empty()
        && text.len() <= 254
        && text.chars().all(plain)
        && !local.contains('@')
        && domain.split('.').all(|label| !label.is_empty() && !label.starts_with('-'))
}

fn add_people(tx: &mut Tx<'_>, conversation: ConversationId, recipients: &Recipients) -> Result<()> {
    let Recipients { to, cc, bcc, .. } = recipients;
    store::add_participants(tx, conversation, &[("to", to), ("cc", cc), ("bcc", bcc)])
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn what_mail_can_be_sent_to() {
        for good in
            ["a@b.example", "jonas.weber+x@example.org", "o'neil@example.ie", "zoë@exämple.de", "root@localhost"]
        {
            assert!(is_address(good), "{good}");
        }
        for bad in
            ["", "a", "@b", "a@", "a@b..c", "a b@c.de", "a@b\r\nBcc: x@y.z", "a@b@c", "<a@b.c>", "a,b@c.de", "a@-x.de"]
        {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
