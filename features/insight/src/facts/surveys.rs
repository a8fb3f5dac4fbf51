//! What an event of feedback does to the facts: one row for each survey that reached a customer. Pure.

use kernel::{ContactId, ConversationId, Event, MailboxId, PersonId, Result, TeamId, Timestamp, typed_id};
use serde::Deserialize;

use super::model::{Conversation, Place, TopicId};

typed_id!(
    /// One customer asked once, as feedback names it.
    SurveyId, "surv");
typed_id!(
    /// A survey programme, as feedback names it.
    ProgrammeId, "prog");

/// What is told of surveys. What was withheld never reached a customer and is no survey here.
const TELLING: [&str; 6] = [
    "feedback.survey.sent",
    "feedback.survey.reminded",
    "feedback.answer.given",
    "feedback.answer.changed",
    "feedback.answer.excluded",
    "feedback.answer.restored",
];

/// What a survey measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SurveyKind {
    /// Satisfaction, 1 to 5.
    Csat,
    /// Not good (1), okay (2), great (3).
    Happiness,
    /// Would they recommend us, 0 to 10.
    Nps,
    /// How easy it was, 1 to 7.
    Ces,
}

impl SurveyKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Csat, Self::Happiness, Self::Nps, Self::Ces];

    /// The word in events and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Csat => "csat",
            Self::Happiness => "happiness",
            Self::Nps => "nps",
            Self::Ces => "ces",
        }
    }

    /// By that word; none for kinds that have no metric here.
    pub fn named(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether a score speaks for us: 4 and 5 of 5, great, 9 and 10, 5 and more of 7.
    pub fn is_good(self, score: i64) -> bool {
        match self {
            Self::Csat => score >= 4,
            Self::Happiness => score >= 3,
            Self::Nps => score >= 9,
            Self::Ces => score >= 5,
        }
    }

    /// What is added up of a score: the score itself, or for balances 1 for us, −1 against us, and 0.
    pub fn mark(self, score: i64) -> i64 {
        let is_bad = match self {
            Self::Csat | Self::Ces => return score,
            Self::Happiness => score <= 1,
            Self::Nps => score <= 6,
        };
        i64::from(self.is_good(score)) - i64::from(is_bad)
    }
}

/// What every event of a survey says: how things stand after it.
#[derive(Debug, Clone, Deserialize)]
struct Stand {
    survey: SurveyId,
    programme: ProgrammeId,
    kind: String,
    conversation: ConversationId,
    contact: ContactId,
    mailbox: Option<MailboxId>,
    team: Option<TeamId>,
    assignee: Option<PersonId>,
    topic: Option<TopicId>,
    channel: String,
    sent_at: Option<Timestamp>,
    given_at: Option<Timestamp>,
    changed_at: Option<Timestamp>,
    score: Option<i64>,
    #[serde(default)]
    has_comment: bool,
    #[serde(default)]
    excluded: bool,
}

/// An event of a survey, understood.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    stand: Stand,
    kind: SurveyKind,
    sent_at: Timestamp,
}

/// A survey that reached a customer, and what became of it. Where its conversation lay is as it was when the customer was asked:
/// a rating is about those who had it then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// Its id.
    pub id: SurveyId,
    /// What asked.
    pub programme: ProgrammeId,
    /// What it measures.
    pub kind: SurveyKind,
    /// About which conversation.
    pub conversation: ConversationId,
    /// The customer.
    pub contact: ContactId,
    /// The team the conversation lay with.
    pub team: Option<TeamId>,
    /// Who had it.
    pub assignee: Option<PersonId>,
    /// The contact reason.
    pub topic: Option<TopicId>,
    /// The mailbox it came to.
    pub mailbox: Option<MailboxId>,
    /// How it came.
    pub channel: String,
    /// How urgent it was; empty when that is not known.
    pub priority: String,
    /// When the customer was asked.
    pub sent_at: Timestamp,
    /// When the customer answered first; never, when not.
    pub given_at: Timestamp,
    /// When the answer was changed last; never, when not.
    pub changed_at: Timestamp,
    /// The score, as it is now.
    pub score: i64,
    /// Something was said in own words.
    pub has_comment: bool,
    /// It is left out of the figures.
    pub excluded: bool,
}

impl Survey {
    /// Whether the customer answered.
    pub fn is_answered(&self) -> bool {
        self.given_at != Timestamp::NEVER
    }

    /// Where the conversation lay when the customer was asked.
    pub fn place(&self) -> Place<'_> {
        Place {
            team: self.team,
            topic: self.topic,
            mailbox: self.mailbox,
            channel: &self.channel,
            priority: &self.priority,
        }
    }
}

/// What the event says of its survey; none when it is about something else, or about a kind that has no metric.
pub(crate) fn read(event: &Event) -> Result<Option<Told>> {
    if !TELLING.contains(&event.name.as_str()) {
        return Ok(None);
    }
    let stand: Stand = event.facts()?;
    let both = SurveyKind::named(&stand.kind).zip(stand.sent_at);
    Ok(both.map(|(kind, sent_at)| Told { stand, kind, sent_at }))
}

impl Told {
    pub(crate) fn survey(&self) -> SurveyId {
        self.stand.survey
    }

    pub(crate) fn conversation(&self) -> ConversationId {
        self.stand.conversation
    }

    /// Applies it to what is known of the survey (nothing, before the first). Events of answers do not tell mailbox and urgency:
    /// these are those of the conversation when the survey was first heard of.
    pub(crate) fn apply(&self, known: Option<Survey>, about: Option<&Conversation>) -> Survey {
        let stand = &self.stand;
        let (mailbox, priority) = match &known {
            Some(known) => (known.mailbox, known.priority.clone()),
            None => (
                stand.mailbox.or_else(|| about.and_then(|it| it.mailbox)),
                about.map_or_else(String::new, |it| it.priority.clone()),
            ),
        };
        let it = Survey {
            id: stand.survey,
            programme: stand.programme,
            kind: self.kind,
            conversation: stand.conversation,
            contact: stand.contact,
            team: stand.team,
            assignee: stand.assignee,
            topic: stand.topic,
            mailbox,
            channel: stand.channel.clone(),
            priority,
            sent_at: self.sent_at,
            given_at: Timestamp::NEVER,
            changed_at: Timestamp::NEVER,
            score: 0,
            has_comment: false,
            excluded: false,
        };
        match (stand.given_at, known) {
            (Some(given_at), _) => Survey {
                given_at,
                changed_at: stand.changed_at.unwrap_or(Timestamp::NEVER),
                score: stand.score.unwrap_or_default(),
                has_comment: stand.has_comment,
                excluded: stand.excluded,
                ..it
            },
            // Being reminded says nothing of an answer.
            (None, Some(known)) => Survey {
                given_at: known.given_at,
                changed_at: known.changed_at,
                score: known.score,
                has_comment: known.has_comment,
                excluded: known.excluded,
                ..it
            },
            (None, None) => it,
        }
    }
}
