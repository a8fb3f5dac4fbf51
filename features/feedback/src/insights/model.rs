//! An insight that was shared. No I/O.

use kernel::{FieldFault, PersonId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error;

db::typed_id!(
    /// What customers taught us.
    InsightId, "insi");

/// Where a shared insight stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SharedInsightState)]
pub enum State {
    /// The department was told.
    Shared,
    /// It took the matter on.
    Accepted,
    /// It did something: the outcome says what.
    Done,
    /// It will not: the outcome says why.
    Declined,
}

impl State {
    const ALL: [Self; 4] = [Self::Shared, Self::Accepted, Self::Done, Self::Declined];

    /// The stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::Accepted => "accepted",
            Self::Done => "done",
            Self::Declined => "declined",
        }
    }

    /// The state with that word.
    pub fn of(code: &str) -> Self {
        Self::ALL.into_iter().find(|state| state.code() == code).unwrap_or(Self::Shared)
    }

    /// Whether nothing more is to be done.
    pub fn is_ended(self) -> bool {
        matches!(self, Self::Done | Self::Declined)
    }
}

/// What customers taught us, shared with another department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SharedInsight, example = json!(super::http::example()))]
pub struct Insight {
    /// Its id.
    pub id: InsightId,
    /// One line.
    pub title: String,
    /// What customers say, in our words.
    pub text: String,
    /// Who is told: `Product`, `Finance`, a supplier.
    pub department: String,
    /// The department's mail address, to which it is written; empty when nobody is written to.
    pub address: String,
    /// Who of us follows it.
    pub owner: Option<PersonId>,
    /// The theme of comments it rests on.
    pub theme: Option<crate::themes::model::ThemeId>,
    /// Where it stands.
    pub state: State,
    /// What came of it.
    pub outcome: String,
    /// Until when an answer is expected.
    pub due_at: Option<Timestamp>,
    /// Who shared it.
    pub shared_by: Option<PersonId>,
    /// When.
    pub shared_at: Timestamp,
    /// When it was changed last.
    pub changed_at: Timestamp,
    /// Rises with each change.
    pub version: i64,
}

impl Insight {
    /// What is wrong with it.
    pub fn faults(&self) -> Vec<FieldFault> {
        let bound = |field: &'static str, text: &str, least: usize, most: usize| {
            let said = error::TEXT_LENGTH.said([("most", &most.to_string())]);
            (!(least..=most).contains(&text.trim().chars().count())).then(|| FieldFault::saying(field, said))
        };
        let texts = [
            bound("title", &self.title, 1, 200),
            bound("text", &self.text, 1, 10_000),
            bound("department", &self.department, 1, 100),
            // Whoever ends it says what came of it.
            bound("outcome", &self.outcome, usize::from(self.state.is_ended()), 2_000),
        ];
        let mut found: Vec<FieldFault> = texts.into_iter().flatten().collect();
        if !self.address.is_empty() && !is_address(&self.address) {
            found.push(FieldFault::saying("address", error::ADDRESS_INVALID));
        }
        found
    }
}

/// Whether it looks like one mail address; the mail server has the last word.
fn is_address(text: &str) -> bool {
    let Some((name, domain)) = text.rsplit_once('@') else { return false };
    let is_plain = |part: &str| {
        !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c.is_control() || ",;<>\"()".contains(c))
    };
    text.len() <= 254 && is_plain(name) && is_plain(domain) && !name.contains('@')
}
