//! An action, and the plain word on whether it worked. No I/O.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Fault, FieldFault, Result};
use serde::{Deserialize, Serialize};

use crate::error;
use crate::measures::{Comparison, Measure};
use crate::metrics::Period;

db::typed_id!(
    /// An action.
    ActionId, "action");

/// Letters of a title.
const LONGEST_TITLE: usize = 200;
/// Letters of its text.
const LONGEST_TEXT: usize = 4000;
/// Days of a period before.
const MOST_DAYS: i32 = 400;

/// Days from one to another, both counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ActionDays, example = json!({"from": "2026-02-01", "to": "2026-02-28"}))]
pub struct Days {
    /// The first day.
    #[schema(examples("2026-02-01"))]
    pub from: String,
    /// The last day.
    #[schema(examples("2026-02-28"))]
    pub to: String,
}

/// What gave rise to an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ActionOriginKind)]
pub enum OriginKind {
    /// A figure.
    Figure,
    /// A place where conversations wait.
    Bottleneck,
    /// Something worth being taught.
    TrainingGap,
    /// What customers' comments are about.
    Theme,
    /// A figure that was not normal.
    Alert,
}

/// What gave rise to an action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ActionOrigin, example = json!({"kind": "alert", "id": "alert_06pz3k5m8v00g"}))]
pub struct Origin {
    /// What it was.
    pub kind: OriginKind,
    /// Its id or word; of an alert its id. Empty for a figure.
    #[serde(default)]
    #[schema(examples("alert_06pz3k5m8v00g"))]
    pub id: String,
}

/// What is done, by whom, until when, and what it should change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ActionContent, example = json!(super::wire::content()))]
pub struct ActionContent {
    /// What is done.
    #[schema(examples("Second person on the morning queue"))]
    pub title: String,
    /// More about it.
    #[serde(default)]
    #[schema(examples("Mara joins Tom from 8 to 10 on weekdays."))]
    pub text: String,
    /// Which figure it should move, frozen.
    pub measure: Measure,
    /// The days that it is compared with.
    pub before: Days,
    /// From this day on the change is in force: the days after begin here.
    #[schema(examples("2026-03-09"))]
    pub begins_on: String,
    /// The last of the days after; on the next one it is checked whether it worked.
    #[schema(examples("2026-04-05"))]
    pub due_on: String,
    /// By how much the figure should move: less than nothing for down. Shares as parts of one, durations in seconds, numbers
    /// per day.
    #[schema(examples(-900.0))]
    pub change: f64,
    /// What gave rise to it.
    pub origin: Origin,
}

/// Where an action stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActionState {
    /// It is to be done.
    Open,
    /// It is done.
    Done,
    /// It was given up.
    Dropped,
}

impl ActionState {
    /// The number in the database: what is to be done comes first.
    pub fn place(self) -> i64 {
        match self {
            Self::Open => 0,
            Self::Done => 1,
            Self::Dropped => 2,
        }
    }

    /// From the number in the database.
    pub fn from_place(place: i64) -> Self {
        match place {
            0 => Self::Open,
            1 => Self::Done,
            _ => Self::Dropped,
        }
    }
}

/// Whether it worked, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ActionVerdict)]
pub enum Word {
    /// The figure moved as far as it should, and that is no chance.
    Worked,
    /// It did not move as far as it should.
    DidNot,
    /// The days after are not over.
    TooEarly,
    /// It cannot be told.
    CannotTell,
}

impl Word {
    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Worked => "worked",
            Self::DidNot => "did_not",
            Self::TooEarly => "too_early",
            Self::CannotTell => "cannot_tell",
        }
    }

    /// From the word in the database; nothing before the first check.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Worked, Self::DidNot, Self::TooEarly, Self::CannotTell].into_iter().find(|it| it.word() == word)
    }
}

/// Why the word is what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ActionWhy)]
pub enum Why {
    /// It moved so far or further, and its interval leaves out that it did not move.
    MovedEnough,
    /// Its interval leaves out that it moved so far: it moved less, not at all, or the other way.
    MovedLess,
    /// The days after have not passed.
    DaysLeft,
    /// There is nothing before or after.
    NothingToCompare,
    /// There are so few that both are possible: that it moved so far, and that it did not move.
    TooFew,
    /// It moved the right way beyond chance, but there are too few to say whether so far.
    MovedPerhapsEnough,
}

/// What became of a figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ActionEffect, example = json!(super::wire::effect()))]
pub struct Effect {
    /// Whether it worked.
    pub verdict: Word,
    /// Why that is said.
    pub why: Why,
    /// The days before.
    pub before: Days,
    /// The days after, up to today.
    pub after: Days,
    /// The figure in both.
    pub comparison: Comparison,
    /// By how much it should move.
    #[schema(examples(-900.0))]
    pub change: f64,
}

fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

impl Days {
    /// As a period in a zone.
    ///
    /// # Errors
    /// An internal fault when what is kept is no period.
    pub fn period(&self, zone: &TimeZone) -> Result<Period> {
        let both = day(&self.from).zip(day(&self.to));
        let (first, last) = both.ok_or_else(|| Fault::internal("an action has days that are none"))?;
        Ok(Period { first, last, zone: zone.clone() })
    }

    /// Of a period.
    pub fn of(period: &Period) -> Self {
        Self { from: period.first.to_string(), to: period.last.to_string() }
    }
}

impl ActionContent {
    /// Refuses what cannot be an action.
    ///
    /// # Errors
    /// `request.invalid`
    pub fn check(&self) -> Result<()> {
        let mut faults = self.measure.faults("measure");
        let title = self.title.trim().chars().count();
        if title == 0 || title > LONGEST_TITLE {
            faults.push(FieldFault::saying("title", error::TITLE_LENGTH));
        }
        if self.text.chars().count() > LONGEST_TEXT {
            faults.push(FieldFault::saying("text", error::TEXT_LONG));
        }
        if !self.change.is_finite() || self.change == 0.0 {
            faults.push(FieldFault::saying("change", error::CHANGE_MISSING));
        }
        for (field, text) in [
            ("before/from", &self.before.from),
            ("before/to", &self.before.to),
            ("begins_on", &self.begins_on),
            ("due_on", &self.due_on),
        ] {
            if day(text).is_none() {
                faults.push(FieldFault::saying(field, error::DAY_INVALID.said([("value", text.as_str())])));
            }
        }
        if let (Some(from), Some(to), Some(begins), Some(due)) =
            (day(&self.before.from), day(&self.before.to), day(&self.begins_on), day(&self.due_on))
        {
            let long = from.until(to).map_or(true, |span| span.get_days() > MOST_DAYS);
            if to < from || long {
                faults.push(FieldFault::saying("before", error::BEFORE_INVALID));
            }
            if begins <= to {
                faults.push(FieldFault::saying("begins_on", error::BEGINS_EARLY));
            }
            if due < begins {
                faults.push(FieldFault::saying("due_on", error::DUE_EARLY));
            }
        }
        Fault::check_fields(faults)
    }

    /// The last of the days after.
    ///
    /// # Errors
    /// An internal fault when what is kept is no day.
    pub fn due(&self) -> Result<Date> {
        day(&self.due_on).ok_or_else(|| Fault::internal("an action is due on no day"))
    }

    /// The days after, up to a day; none before they begin.
    ///
    /// # Errors
    /// An internal fault when what is kept is no day.
    pub fn after(&self, today: Date, zone: &TimeZone) -> Result<Option<Period>> {
        let first = day(&self.begins_on).ok_or_else(|| Fault::internal("an action begins on no day"))?;
        let last = self.due()?.min(today);
        Ok((first <= last).then(|| Period { first, last, zone: zone.clone() }))
    }
}

/// Whether it worked: the movement in the wanted direction, with its interval, against how far it should go.
pub(crate) fn judge(comparison: &Comparison, change: f64, is_over: bool) -> (Word, Why) {
    if !is_over {
        return (Word::TooEarly, Why::DaysLeft);
    }
    let Some(found) = comparison.estimate() else {
        let nothing = comparison.difference.is_none();
        return (Word::CannotTell, if nothing { Why::NothingToCompare } else { Why::TooFew });
    };
    let (least, most) = if change < 0.0 {
        (-found.interval.high, -found.interval.low)
    } else {
        (found.interval.low, found.interval.high)
    };
    let (moved, wanted) = (found.value * change.signum(), change.abs());
    match (moved >= wanted, least > 0.0) {
        (true, true) => (Word::Worked, Why::MovedEnough),
        _ if most < wanted => (Word::DidNot, Why::MovedLess),
        (false, true) => (Word::CannotTell, Why::MovedPerhapsEnough),
        _ => (Word::CannotTell, Why::TooFew),
    }
}
