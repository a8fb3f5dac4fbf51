//! What a score means, and who is asked. No I/O.

use kernel::{ConversationId, Timestamp, TypedId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::plan::{Plan, Rule};

db::typed_id!(
    /// A survey programme.
    ProgrammeId, "prog");

kernel::typed_id!(
    /// A contact reason, as the inbox names it.
    TopicId, "topic");

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SurveyKind)]
pub enum Kind {
    /// Customer satisfaction, 1 to 5; 4 and 5 are positive.
    Csat,
    /// Not good (1), okay (2), great (3).
    Happiness,
    /// Net promoter score, 0 to 10; 9 and 10 promote, 0 to 6 detract.
    Nps,
    /// Customer effort, 1 (hard) to 7 (easy); 5 and more is easy.
    Ces,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Csat, Self::Happiness, Self::Nps, Self::Ces];

    /// The stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Csat => "csat",
            Self::Happiness => "happiness",
            Self::Nps => "nps",
            Self::Ces => "ces",
        }
    }

    /// The kind with that word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The scores that can be given, lowest first.
    pub fn scores(self) -> std::ops::RangeInclusive<i64> {
        match self {
            Self::Csat => 1..=5,
            Self::Happiness => 1..=3,
            Self::Nps => 0..=10,
            Self::Ces => 1..=7,
        }
    }

    /// Whether a score counts as positive: 4–5 of 5, great, promoters, 5 or more of 7.
    pub fn is_good(self, score: i64) -> bool {
        match self {
            Self::Csat => score >= 4,
            Self::Happiness => score == 3,
            Self::Nps => score >= 9,
            Self::Ces => score >= 5,
        }
    }

    /// Whether a score counts against us: 1–2 of 5, not good, detractors, 3 or less of 7.
    pub fn is_bad(self, score: i64) -> bool {
        match self {
            Self::Csat => score <= 2,
            Self::Happiness => score == 1,
            Self::Nps => score <= 6,
            Self::Ces => score <= 3,
        }
    }
}

/// A programme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = SurveyProgramme, example = json!(super::http::example()))]
pub struct Programme {
    /// Its id.
    pub id: ProgrammeId,
    /// What we call it.
    pub name: String,
    /// What is measured; it never changes.
    pub kind: Kind,
    /// Whether customers are asked.
    pub active: bool,
    /// Since when they are: what happened before is not asked about.
    pub active_since: Option<Timestamp>,
    /// What is asked, of whom and when.
    pub plan: Plan,
    /// Rises with each change.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
}

/// What happened to a conversation, as far as the choice goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occasion<'a> {
    /// The conversation.
    pub conversation: ConversationId,
    /// The state it reached.
    pub status: &'a str,
    /// `mail` or `api`.
    pub channel: &'a str,
    /// The contact reason.
    pub topic: Option<TopicId>,
    /// When it reached the state.
    pub at: Timestamp,
    /// A person of ours answered the customer.
    pub answered: bool,
}

impl Programme {
    /// Whether this programme asks the customer now.
    pub fn asks(&self, occasion: &Occasion<'_>) -> bool {
        let since = self.active_since.filter(|_| self.active);
        since.is_some_and(|since| occasion.at >= since)
            && occasion.answered
            && self.plan.rule.admits(occasion)
            && is_sampled(self.id, occasion.conversation, self.plan.rule.sample_percent)
    }
}

impl Rule {
    fn admits(&self, occasion: &Occasion<'_>) -> bool {
        self.statuses.iter().any(|status| status == occasion.status)
            && (self.channels.is_empty() || self.channels.iter().any(|channel| channel == occasion.channel))
            && (self.topics.is_empty() || occasion.topic.is_some_and(|topic| self.topics.contains(&topic)))
    }
}

/// Whether a conversation is in the sample: decided by the two ids alone, so that asking again decides the same.
pub fn is_sampled(programme: ProgrammeId, conversation: ConversationId, percent: i64) -> bool {
    let mixed = mix(mix(programme.raw() as u64) ^ conversation.raw() as u64);
    (mixed % 10_000) < (percent.clamp(0, 100) as u64) * 100
}

/// The finaliser of SplitMix64: each bit of the input changes each bit of the output about half the time.
fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
