//! A follow-up and what later scores say of it. No I/O.

use kernel::{ContactId, ConversationId, PersonId, TeamId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::answers::model::AnswerId;
use crate::programmes::model::{Kind, ProgrammeId};

db::typed_id!(
    /// What follows a low score.
    FollowUpId, "foll");

/// How calling back ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FollowUpOutcome)]
pub enum Ending {
    /// We spoke with the customer.
    Reached,
    /// We tried, and nobody answered.
    NotReached,
    /// There was nothing to call back about.
    NotNeeded,
}

impl Ending {
    const ALL: [Self; 3] = [Self::Reached, Self::NotReached, Self::NotNeeded];

    /// The stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::NotReached => "not_reached",
            Self::NotNeeded => "not_needed",
        }
    }

    /// The ending with that word; none while it is open.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ending| ending.code() == code)
    }
}

/// What the customer said the next time they were asked the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = LaterScore)]
pub struct Later {
    /// The score.
    #[schema(examples(5))]
    pub score: i64,
    /// Whether it is positive.
    pub is_good: bool,
    /// When it was given.
    pub given_at: Timestamp,
}

/// What follows a low score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SurveyFollowUp, example = json!(super::http::example()))]
pub struct FollowUp {
    /// Its id.
    pub id: FollowUpId,
    /// The answer with the low score.
    pub answer: AnswerId,
    /// The programme.
    pub programme: ProgrammeId,
    /// What was measured.
    pub kind: Kind,
    /// The low score.
    pub score: i64,
    /// The conversation it is about.
    pub conversation: ConversationId,
    /// Its number.
    pub number: i64,
    /// The customer.
    pub contact: ContactId,
    /// The team the conversation lay with.
    pub team: Option<TeamId>,
    /// Who had the conversation.
    pub assignee: Option<PersonId>,
    /// Who calls back.
    pub owner: Option<PersonId>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When the customer should have been called back.
    pub due_at: Timestamp,
    /// How it ended; not yet, when absent.
    pub outcome: Option<Ending>,
    /// What came of it, in words.
    pub note: String,
    /// When it ended.
    pub closed_at: Option<Timestamp>,
    /// Who ended it.
    pub closed_by: Option<PersonId>,
    /// What the customer said the next time they were asked the same.
    pub later: Option<Later>,
    /// Rises with each change.
    pub version: i64,
}

/// Later scores of customers, after one way their follow-ups ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = FollowUpEffect)]
pub struct Effect {
    /// Follow-ups.
    #[schema(examples(20))]
    pub follow_ups: i64,
    /// Those whose customers were asked the same again and answered.
    #[schema(examples(8))]
    pub answered_again: i64,
    /// Those of them whose later score was positive.
    #[schema(examples(5))]
    pub positive_later: i64,
    /// By how much the score rose on average; nothing when nobody answered again.
    #[schema(examples(2.1))]
    pub mean_rise: Option<f64>,
}

impl Effect {
    /// Of a low score and the one that came later, for each follow-up.
    pub fn of(pairs: &[(Kind, i64, Option<i64>)]) -> Self {
        let again: Vec<(Kind, i64, i64)> =
            pairs.iter().filter_map(|(kind, before, later)| Some((*kind, *before, (*later)?))).collect();
        let rise: i64 = again.iter().map(|(_, before, later)| later - before).sum();
        Self {
            follow_ups: pairs.len() as i64,
            answered_again: again.len() as i64,
            positive_later: again.iter().filter(|(kind, _, later)| kind.is_good(*later)).count() as i64,
            mean_rise: (!again.is_empty()).then(|| rise as f64 / again.len() as f64),
        }
    }
}
