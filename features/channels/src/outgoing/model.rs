//! A mail that is to be sent, and when it is tried again.

use std::time::Duration;

use kernel::{ConversationId, MailboxId, MessageId, Timestamp};

use crate::why::Why;

db::typed_id!(
    /// A mail that is to be sent.
    OutgoingId, "out");

/// The states of a mail on its way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// To be sent, or to be tried again.
    Waiting,
    /// In the hands of a worker.
    Sending,
    /// A server took it.
    Sent,
    /// Nobody will take it as it is.
    Failed,
    /// Its author took it back in time.
    Withdrawn,
}

impl State {
    /// The stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with that word.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Waiting, Self::Sending, Self::Sent, Self::Failed, Self::Withdrawn]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// What sort of mail it is. Each has a queue of its own, so that no answer of a person waits behind a thousand digests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A person's answer.
    Reply,
    /// An invitation, a new password, an alarm: somebody waits for it.
    System,
    /// An answer nobody wrote.
    Automatic,
    /// The same to many.
    Bulk,
}

impl Kind {
    /// The stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::System => "system",
            Self::Automatic => "automatic",
            Self::Bulk => "bulk",
        }
    }

    /// The kind with that word.
    pub fn of(code: &str) -> Self {
        let others = [Self::System, Self::Automatic, Self::Bulk];
        others.into_iter().find(|kind| kind.code() == code).unwrap_or(Self::Reply)
    }

    /// The job that sends it.
    pub fn job(self) -> &'static str {
        match self {
            Self::Reply | Self::System => SEND,
            Self::Automatic => SEND_AUTOMATIC,
            Self::Bulk => SEND_BULK,
        }
    }

    /// Whether somebody waits for it.
    pub fn is_personal(self) -> bool {
        matches!(self, Self::Reply | Self::System)
    }
}

/// The job that sends what people wait for.
pub const SEND: &str = "channels.send";
/// The job that sends automatic answers.
pub const SEND_AUTOMATIC: &str = "channels.send_automatic";
/// The job that sends the same to many.
pub const SEND_BULK: &str = "channels.send_bulk";

/// A mail that is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Its id.
    pub id: OutgoingId,
    /// A word of [`Kind`].
    pub kind: String,
    /// The mailbox it is sent by; none means the first that can send.
    pub mailbox: Option<MailboxId>,
    /// The conversation of the reply.
    pub conversation: Option<ConversationId>,
    /// The message that is sent.
    pub message: Option<MessageId>,
    /// The Message-ID it is sent with, the same at every try.
    pub message_id: String,
    /// To whom, for the list.
    pub recipients: String,
    /// One line, for the list.
    pub subject: String,
    /// The text of a system mail as JSON.
    pub content: String,
    /// A word of [`State`].
    pub state: String,
    /// Why it was not sent, in words for a person.
    pub reason: String,
    /// What to do about it.
    pub hint: String,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// When it is tried next.
    pub next_at: Timestamp,
    /// When a server took it.
    pub sent_at: Timestamp,
    /// Why it was not sent, by its codes.
    pub why: Option<Why>,
}

/// Minutes to the next try after the first, second … failure; the last is repeated.
const DELAYS: &[u64] = &[1, 2, 5, 10, 20, 30, 60, 120, 240];
/// After that long it is given up (RFC 5321 asks for four to five days; a customer should not wait that long unnoticed).
const GIVE_UP: Duration = Duration::from_hours(48);

/// When a mail that failed for a passing reason is tried again; none when it is given up.
pub fn next_try(attempts: i64, first_at: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let index = usize::try_from(attempts - 1).unwrap_or(0).min(DELAYS.len() - 1);
    let next = now.plus(Duration::from_secs(DELAYS[index] * 60));
    (next.since(first_at) < GIVE_UP).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_become_rarer_and_end() {
        let start = Timestamp::from_micros(1_000_000);
        let minutes = |attempts: i64| next_try(attempts, start, start).map(|at| at.since(start).as_secs() / 60);
        assert_eq!([1, 2, 3, 9, 30].map(minutes), [Some(1), Some(2), Some(5), Some(240), Some(240)]);
        let late = start.plus(Duration::from_hours(47));
        assert_eq!(next_try(9, start, late), None);
        let mut at = start;
        let mut tries = 0;
        while let Some(next) = next_try(tries + 1, start, at) {
            at = next;
            tries += 1;
        }
        assert!((15..30).contains(&tries), "{tries}");
    }
}
