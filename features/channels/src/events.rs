//! What happens here, as others hear of it. Addresses and texts stay out: events are kept for good.

use kernel::{ConversationId, MailboxId, MessageId, NewEvent, ThingId, Timestamp};
use serde_json::{Value, json};

use crate::consent::model::ProviderId;
use crate::intake::IntakeId;
use crate::outgoing::OutgoingId;

fn event(name: &'static str, thing: impl Into<ThingId>, facts: Value) -> NewEvent {
    NewEvent { name, version: 1, thing: thing.into(), facts }
}

/// Where a mail found its place, for the event.
#[derive(Debug, Clone, Copy)]
pub struct Placed {
    /// The mail.
    pub intake: IntakeId,
    /// Where it came in.
    pub mailbox: Option<MailboxId>,
    /// Where it is now.
    pub conversation: ConversationId,
    /// As which message.
    pub message: MessageId,
    /// By which clue; none for a new conversation.
    pub clue: Option<&'static str>,
    /// Why a machine is thought to have written it.
    pub robot: Option<&'static str>,
    /// It was there before the mailbox was connected.
    pub historic: bool,
    /// When it arrived.
    pub arrived_at: Timestamp,
}

/// A mail is in a conversation now.
pub fn placed(placed: Placed) -> NewEvent {
    let facts = json!({
        "mailbox_id": placed.mailbox, "conversation_id": placed.conversation, "message_id": placed.message,
        "clue": placed.clue, "robot": placed.robot, "historic": placed.historic, "arrived_at": placed.arrived_at,
    });
    event("channels.mail.placed", placed.intake, facts)
}

/// A mail found no place and waits for a person.
pub fn kept(intake: IntakeId, mailbox: Option<MailboxId>, reason: &str) -> NewEvent {
    event("channels.mail.kept", intake, json!({ "mailbox_id": mailbox, "reason": reason }))
}

/// A mail needs no place, for a reason.
pub fn ignored(intake: IntakeId, mailbox: Option<MailboxId>, reason: &str) -> NewEvent {
    event("channels.mail.ignored", intake, json!({ "mailbox_id": mailbox, "reason": reason }))
}

/// What the event of a delivery tells.
#[derive(Debug, Clone, Copy)]
pub struct Delivery<'a> {
    /// The mail.
    pub outgoing: OutgoingId,
    /// The message it carries, when it is a reply.
    pub message: Option<MessageId>,
    /// The conversation of that message.
    pub conversation: Option<ConversationId>,
    /// The mailbox it was sent by.
    pub mailbox: Option<MailboxId>,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// Why it failed, in words.
    pub reason: Option<&'a str>,
}

impl Delivery<'_> {
    fn facts(&self) -> Value {
        json!({
            "message_id": self.message, "conversation_id": self.conversation, "mailbox_id": self.mailbox,
            "attempts": self.attempts, "queued_at": self.queued_at, "reason": self.reason,
        })
    }
}

/// A server took the mail.
pub fn sent(delivery: &Delivery<'_>) -> NewEvent {
    event("channels.delivery.sent", delivery.outgoing, delivery.facts())
}

/// Nobody will take the mail as it is.
pub fn failed(delivery: &Delivery<'_>) -> NewEvent {
    event("channels.delivery.failed", delivery.outgoing, delivery.facts())
}

/// A flood of mail began or ended.
pub fn storm(what: &'static str, storm: crate::storms::model::StormId, facts: Value) -> NewEvent {
    event(what, storm, facts)
}

/// A mailbox was connected, changed or removed; fetchers look at once.
pub fn mailbox(what: &'static str, mailbox: MailboxId, fields: &[&str]) -> NewEvent {
    event(what, mailbox, json!({ "fields": fields }))
}

/// A mail provider was registered, changed or removed.
pub fn provider(what: &'static str, provider: ProviderId) -> NewEvent {
    event(what, provider, json!({}))
}

/// A provider allowed access to a mailbox, or that was forgotten.
pub fn consent(what: &'static str, mailbox: MailboxId) -> NewEvent {
    event(what, mailbox, json!({}))
}

/// Nothing was fetched for so long that somebody must see to it.
pub fn mailbox_stopped(mailbox: MailboxId, last_fetch_at: Timestamp, lasting: bool, code: &str) -> NewEvent {
    let facts = json!({ "last_fetch_at": last_fetch_at.happened(), "lasting": lasting, "code": code });
    event("channels.mailbox.stopped", mailbox, facts)
}

/// It fetches again, and steadily.
pub fn mailbox_recovered(mailbox: MailboxId, stopped_at: Timestamp) -> NewEvent {
    event("channels.mailbox.recovered", mailbox, json!({ "stopped_at": stopped_at }))
}
