//! A goal, its band, and where a figure stands in it. No I/O.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Fault, FieldFault, Result};
use serde::{Deserialize, Serialize};

use crate::error;
use crate::measures::{Measure, Reading, Scope};
use crate::metrics::{Period, Unit};

db::typed_id!(
    /// A goal.
    GoalId, "goal");

/// Letters of a name.
const LONGEST_NAME: usize = 120;

/// Where the good side of a target is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GoalAim)]
pub enum Aim {
    /// The target or more.
    AtLeast,
    /// The target or less.
    AtMost,
}

/// Over which stretches a goal is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GoalEvery)]
pub enum Every {
    /// Weeks from Monday.
    Week,
    /// Months.
    Month,
    /// Quarters of a year.
    Quarter,
}

/// What somebody wants a figure to be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = GoalContent, example = json!(super::wire::content()))]
pub struct GoalContent {
    /// What it is called.
    #[schema(examples("Answer within the hour"))]
    pub name: String,
    /// Which figure: of the department, of one team or of one person.
    pub measure: Measure,
    /// Where the good side is.
    pub aim: Aim,
    /// What it should be: shares from 0 to 1, durations in seconds, points from −100 to 100, numbers for the whole stretch.
    #[schema(examples(3600.0))]
    pub target: f64,
    /// From the target up to here it is nearly met; beyond, it is missed. The same as the target when there is no band.
    #[schema(examples(5400.0))]
    pub edge: f64,
    /// Over which stretches it is looked at.
    pub every: Every,
}

/// Where a figure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GoalStanding)]
pub enum Standing {
    /// On the good side of the target.
    Met,
    /// Between the target and the edge of its band.
    Near,
    /// Beyond the band.
    Missed,
    /// Nothing happened yet.
    Nothing,
}

/// How far a goal is in one stretch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = GoalProgress)]
pub struct Progress {
    /// The first day of the stretch.
    #[schema(examples("2026-03-01"))]
    pub from: String,
    /// Its last day.
    #[schema(examples("2026-03-31"))]
    pub to: String,
    /// The figure so far.
    pub reading: Reading,
    /// Where it stands. A number that grows is judged by what it should be by now.
    pub standing: Standing,
    /// Its whole interval lies on the same side of the target, so that this is no chance.
    #[schema(examples(true))]
    pub certain: bool,
    /// What a number should be by now; null for everything else.
    #[schema(examples(json!(null)))]
    pub pace: Option<f64>,
    /// Days of the stretch that are left, today not counted.
    #[schema(examples(12))]
    pub days_left: i64,
}

impl GoalContent {
    /// Refuses what cannot be a goal.
    ///
    /// # Errors
    /// `request.invalid`
    pub fn check(&self) -> Result<()> {
        let mut faults = self.measure.faults("measure");
        let name = self.name.trim().chars().count();
        if name == 0 || name > LONGEST_NAME {
            faults.push(FieldFault::saying("name", error::NAME_LENGTH));
        }
        if self.measure.scope().is_none() {
            faults.push(FieldFault::saying("measure/of", error::GOAL_SCOPE));
        }
        faults.extend(self.target_fault());
        let is_behind = match self.aim {
            Aim::AtLeast => self.edge <= self.target,
            Aim::AtMost => self.edge >= self.target,
        };
        if !is_behind {
            faults.push(FieldFault::saying("edge", error::EDGE_BEFORE_TARGET));
        }
        Fault::check_fields(faults)
    }

    /// What is wrong with the target as a value of its figure.
    fn target_fault(&self) -> Option<FieldFault> {
        let wrong = |said: kernel::Said| Some(FieldFault::saying("target", said));
        let both = [self.target, self.edge];
        let unit = self.measure.named().map_or(Unit::Count, |metric| metric.definition().unit);
        match unit.bounds() {
            Some((least, most)) if both.iter().all(|it| (least..=most).contains(it)) => None,
            Some((least, most)) => {
                wrong(error::TARGET_RANGE.said([("low", &least.to_string()), ("high", &most.to_string())]))
            }
            None if !both.iter().all(|it| it.is_finite() && *it >= 0.0) => wrong(error::NUMBER_INVALID.into()),
            None if unit == Unit::Share && self.target > 1.0 => wrong(error::SHARE_INVALID.into()),
            None => None,
        }
    }

    /// Whose goal it is.
    pub fn scope(&self) -> Scope {
        self.measure.scope().unwrap_or(Scope::Department)
    }

    /// Where a figure stands, with target and edge as they are for it.
    fn standing(&self, value: Option<f64>, part: f64) -> Standing {
        let (target, edge) = (self.target * part, self.edge * part);
        match (value, self.aim) {
            (None, _) => Standing::Nothing,
            (Some(value), Aim::AtLeast) if value >= target => Standing::Met,
            (Some(value), Aim::AtLeast) if value >= edge => Standing::Near,
            (Some(value), Aim::AtMost) if value <= target => Standing::Met,
            (Some(value), Aim::AtMost) if value <= edge => Standing::Near,
            _ => Standing::Missed,
        }
    }

    /// How far the goal is with this figure on some day.
    pub fn progress(&self, stretch: &Period, reading: Reading, today: Date) -> Progress {
        let days = |from: Date, to: Date| from.until(to).map_or(0, |span| i64::from(span.get_days()));
        let all = days(stretch.first, stretch.last) + 1;
        let days_left = days(today, stretch.last).clamp(0, all);
        let is_number = self.measure.named().is_some_and(|metric| metric.definition().unit == Unit::Count);
        // A number grows with the days: it is judged by what it should be by now.
        let part = if is_number { (all - days_left) as f64 / all as f64 } else { 1.0 };
        let certain = reading.interval.is_some_and(|interval| !interval.holds(self.target));
        Progress {
            from: stretch.first.to_string(),
            to: stretch.last.to_string(),
            standing: self.standing(reading.value, part),
            certain,
            pace: is_number.then_some(self.target * part),
            reading,
            days_left,
        }
    }
}

impl Every {
    /// The stretch that a day belongs to.
    ///
    /// # Errors
    /// An internal fault for days beyond the calendar.
    pub fn stretch(self, day: Date, zone: &TimeZone) -> Result<Period> {
        let (first, last) = match self {
            Self::Week => {
                let since = i64::from(day.weekday().to_monday_zero_offset());
                let first = day.checked_sub(jiff::Span::new().days(since)).map_err(Fault::internal)?;
                (first, first.checked_add(jiff::Span::new().days(6)).map_err(Fault::internal)?)
            }
            Self::Month => (day.first_of_month(), day.last_of_month()),
            Self::Quarter => {
                let since = i64::from((day.month() - 1) % 3);
                let month = jiff::Span::new().months(since);
                let first = day.first_of_month().checked_sub(month).map_err(Fault::internal)?;
                let last = first.checked_add(jiff::Span::new().months(2)).map_err(Fault::internal)?;
                (first, last.last_of_month())
            }
        };
        Ok(Period { first, last, zone: zone.clone() })
    }

    /// The stretch that a day belongs to and those before it, the newest first.
    ///
    /// # Errors
    /// An internal fault for days beyond the calendar.
    pub fn stretches(self, day: Date, zone: &TimeZone, count: usize) -> Result<Vec<Period>> {
        let mut all = vec![self.stretch(day, zone)?];
        while all.len() < count {
            let before = all[all.len() - 1].first.yesterday().map_err(Fault::internal)?;
            all.push(self.stretch(before, zone)?);
        }
        Ok(all)
    }
}
