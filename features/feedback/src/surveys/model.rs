//! A survey and where it stands. No I/O.

use kernel::{ContactId, ConversationId, MailboxId, PersonId, TeamId, Timestamp};

use crate::programmes::model::{ProgrammeId, TopicId};

db::typed_id!(
    /// One customer asked once.
    SurveyId, "surv");

/// The conversation as it was when it reached the state that is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The conversation.
    pub conversation: ConversationId,
    /// Its number.
    pub number: i64,
    /// The customer.
    pub contact: ContactId,
    /// The mailbox it came to.
    pub mailbox: Option<MailboxId>,
    /// The team it lay with.
    pub team: Option<TeamId>,
    /// Who had it.
    pub assignee: Option<PersonId>,
    /// The contact reason.
    pub topic: Option<TopicId>,
    /// `mail` or `api`.
    pub channel: String,
}

/// The states of a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// To be sent when it is due.
    Planned,
    /// The customer has it.
    Sent,
    /// The customer answered.
    Answered,
    /// It was not sent: the reason is kept.
    Withheld,
    /// The conversation was opened again before it was sent.
    Withdrawn,
}

impl State {
    const ALL: [Self; 5] = [Self::Planned, Self::Sent, Self::Answered, Self::Withheld, Self::Withdrawn];

    /// The stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Sent => "sent",
            Self::Answered => "answered",
            Self::Withheld => "withheld",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with that word.
    pub fn of(code: &str) -> Self {
        Self::ALL.into_iter().find(|state| state.code() == code).unwrap_or(Self::Withheld)
    }
}

/// Why a survey was not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// The customer was asked often enough.
    Budget,
    /// The programme was switched off meanwhile.
    Paused,
    /// There is no address to write to.
    NoAddress,
    /// Mail comes back, or the customer wants no surveys.
    Unwanted,
    /// No mailbox can send.
    NoMailbox,
}

impl Held {
    /// The stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Budget => "budget",
            Self::Paused => "paused",
            Self::NoAddress => "no_address",
            Self::Unwanted => "unwanted",
            Self::NoMailbox => "no_mailbox",
        }
    }
}

/// A survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// Its id.
    pub id: SurveyId,
    /// What asks.
    pub programme: ProgrammeId,
    /// The conversation it is about.
    pub about: About,
    /// The language it was sent in; empty before.
    pub language: String,
    /// Where it stands.
    pub state: State,
    /// Why it was not sent, or empty.
    pub reason: String,
    /// When it was planned.
    pub planned_at: Timestamp,
    /// When it is to be sent.
    pub due_at: Timestamp,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// When the customer was reminded.
    pub reminded_at: Timestamp,
    /// Until when it can be answered.
    pub expires_at: Timestamp,
    /// When it was answered first.
    pub answered_at: Timestamp,
}

impl Survey {
    /// Whether the customer may answer, or change the answer, at an instant.
    pub fn is_open(&self, now: Timestamp) -> bool {
        matches!(self.state, State::Sent | State::Answered) && now < self.expires_at
    }
}
