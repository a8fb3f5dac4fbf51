//! What the inbox tells the others. Each event of a conversation carries its facts as they are after it happened.

use db::Tx;
use kernel::{Actor, AuditEntry, NewEvent, Result};
use serde_json::Value;

use crate::conversations::Conversation;
use crate::conversations::model::Happening;

/// A conversation began.
pub const OPENED: &str = "inbox.conversation.opened";
/// Its tags changed: `detail` has `added` and `removed`.
pub const TAGGED: &str = "inbox.conversation.tagged";
/// A message of the customer arrived: `detail` has `message`, `received_at`, `automatic`, `first`.
pub const RECEIVED: &str = "inbox.message.received";
/// One of us wrote a public message, to be sent at `detail.send_at`: `detail` has `message`, `mailbox`.
pub const WRITTEN: &str = "inbox.message.written";
/// The author took a message back before it was sent.
pub const WITHDRAWN: &str = "inbox.message.withdrawn";
/// Somebody wants a failed message sent again.
pub const RETRIED: &str = "inbox.message.retried";
/// One of us wrote a note: `detail` has `message`, `mentions`.
pub const NOTED: &str = "inbox.message.noted";
/// The mail server took a message.
pub const DELIVERED: &str = "inbox.message.delivered";
/// A message could not be delivered: `detail` has `message`, `reason`.
pub const FAILED: &str = "inbox.message.failed";

/// It was first answered before it came here, at this event's instant; the words are not known: `detail` has `by`.
pub const ANSWERED_ELSEWHERE: &str = "inbox.conversation.answered_elsewhere";

/// The first message was answered automatically.
pub const ANSWERED: &str = "inbox.message.answered";
/// An automatic answer was held back: `detail` has `reason`.
pub const HELD: &str = "inbox.message.held";

/// Records what happened to a conversation, for reports and for the audit trail.
pub(crate) fn record(
    tx: &mut Tx<'_>,
    actor: &Actor,
    it: &Conversation,
    name: &'static str,
    detail: Value,
) -> Result<()> {
    let mut facts = it.facts();
    if let Value::Object(fields) = &mut facts {
        fields.insert("detail".to_owned(), detail.clone());
    }
    tx.emit(actor, NewEvent { name, version: 1, thing: it.id.into(), facts })?;
    tx.audit(actor, AuditEntry { action: name, thing: it.id.into(), detail })
}

/// Records everything that a decision made happen.
pub(crate) fn record_all(tx: &mut Tx<'_>, actor: &Actor, it: &Conversation, happened: Vec<Happening>) -> Result<()> {
    happened.into_iter().try_for_each(|happening| record(tx, actor, it, happening.name, happening.detail))
}
