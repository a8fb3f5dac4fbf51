//! When a figure is not normal, and when it is again. No I/O.

use kernel::{Fault, FieldFault, PersonId, Result};
use serde::{Deserialize, Serialize};
use statistics::{Chart, Signal};

use crate::error;
use crate::measures::{Measure, Reading};

db::typed_id!(
    /// A rule that watches a figure.
    RuleId, "arule");
db::typed_id!(
    /// A figure that was not normal.
    AlertId, "alert");

/// Letters of a name.
const LONGEST_NAME: usize = 120;
/// People that a rule tells.
const MOST_PEOPLE: usize = 50;
/// Bytes of an address to call.
const LONGEST_ADDRESS: usize = 1000;
/// Days that a band is watched over.
const MOST_DAYS: i64 = 92;

/// What is normal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = AlertWatch, example = json!({"kind": "band", "low": null, "high": 5400.0, "margin": 300.0, "days": 7, "fewest": 20}))]
pub enum Watch {
    /// A band that somebody set, over the last days with today.
    Band {
        /// Below is not normal.
        low: Option<f64>,
        /// Above is not normal.
        high: Option<f64>,
        /// So far inside the band the figure must be again before all is well, so that it does not flap around the edge.
        margin: f64,
        /// Over so many days, today included.
        days: i64,
        /// Of fewer than so many nothing is said.
        fewest: u64,
    },
    /// The natural limits of the figure's own history: the last whole day, against the days before.
    ControlByDay {
        /// So many days before make the limits, at least 6.
        baseline: i64,
    },
    /// The same by weeks.
    ControlByWeek {
        /// So many weeks before make the limits, at least 6.
        baseline: i64,
    },
}

/// A figure to be watched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AlertRuleContent, example = json!(super::wire::rule_content()))]
pub struct RuleContent {
    /// What it is called.
    #[schema(examples("First answers are slow"))]
    pub name: String,
    /// Which figure.
    pub measure: Measure,
    /// What is normal.
    pub watch: Watch,
    /// Who gets a letter when it is not.
    pub people: Vec<PersonId>,
    /// Where another system is told by a POST when an alert opens and when it closes; empty for nowhere. It is never told again
    /// (`webhook_host` says where it leads); null keeps what is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(examples("https://hooks.example.com/desk"))]
    pub webhook: Option<String>,
    /// It is watched.
    #[schema(examples(true))]
    pub active: bool,
}

/// What was found when a rule was looked at last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AlertRuleState)]
pub enum RuleState {
    /// Nobody looked yet.
    New,
    /// All is well.
    Normal,
    /// It is not, and an alert is open.
    Alarmed,
    /// Too little happened to say.
    TooFew,
}

impl RuleState {
    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Normal => "normal",
            Self::Alarmed => "alarmed",
            Self::TooFew => "too_few",
        }
    }

    /// From the word in the database.
    pub fn from_word(word: &str) -> Self {
        match word {
            "normal" => Self::Normal,
            "alarmed" => Self::Alarmed,
            "too_few" => Self::TooFew,
            _ => Self::New,
        }
    }
}

/// Why a figure is not normal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AlertReason)]
pub enum Reason {
    /// It is above the band or the upper limit.
    Above,
    /// It is below the band or the lower limit.
    Below,
    /// It is within its limits, but the last points together are no chance.
    Pattern,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = AlertFinding, example = json!(super::wire::finding()))]
pub struct Finding {
    /// Why.
    pub reason: Reason,
    /// The figure.
    pub reading: Reading,
    /// The lower end of what is normal.
    #[schema(examples(json!(null)))]
    pub low: Option<f64>,
    /// The upper end of what is normal.
    #[schema(examples(5400.0))]
    pub high: Option<f64>,
    /// What speaks for a signal, for control limits.
    pub signals: Vec<Signal>,
    /// The first day looked at.
    #[schema(examples("2026-03-09"))]
    pub from: String,
    /// The last one.
    #[schema(examples("2026-03-15"))]
    pub to: String,
}

/// Where an alert stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlertState {
    /// Nobody has said that they look after it.
    Open,
    /// Somebody looks after it.
    Acknowledged,
    /// The figure is normal again.
    Closed,
}

/// What is to be done after a look.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Verdict {
    /// Too little happened to say anything: whatever was known stays.
    TooFew,
    /// All is well.
    Normal,
    /// The figure is between what is normal and what closes an alert: whatever was known stays.
    Hovering,
    /// It is not normal.
    Alarming(Reason),
}

impl RuleContent {
    /// Refuses what cannot be watched.
    ///
    /// # Errors
    /// `request.invalid`
    pub fn check(&self) -> Result<()> {
        let mut faults = self.measure.faults("measure");
        let name = self.name.trim().chars().count();
        if name == 0 || name > LONGEST_NAME {
            faults.push(FieldFault::saying("name", error::NAME_LENGTH));
        }
        if self.people.len() > MOST_PEOPLE {
            faults.push(FieldFault::saying("people", error::PEOPLE_MANY));
        }
        let is_address = |url: &url::Url| matches!(url.scheme(), "https" | "http") && url.has_host();
        let address = self.webhook.as_deref().unwrap_or_default();
        let is_web = url::Url::parse(address).is_ok_and(|url| is_address(&url));
        let is_callable = is_web && address.len() <= LONGEST_ADDRESS;
        if !(address.is_empty() || is_callable) {
            faults.push(FieldFault::saying("webhook", error::WEBHOOK_INVALID));
        }
        faults.extend(self.watch.fault());
        Fault::check_fields(faults)
    }
}

impl Watch {
    fn fault(&self) -> Option<FieldFault> {
        let wrong = |said| Some(FieldFault::saying("watch", said));
        match self {
            Self::Band { low: None, high: None, .. } => wrong(error::BAND_MISSING),
            Self::Band { low, high, margin, days, .. } => {
                let width = low.zip(*high).map_or(f64::INFINITY, |(low, high)| high - low);
                let is_number = |it: &f64| it.is_finite();
                let are_numbers = low.iter().chain(high).chain([margin]).all(is_number);
                if !are_numbers || *margin < 0.0 || width <= 2.0 * margin {
                    wrong(error::BAND_NARROW)
                } else if !(1..=MOST_DAYS).contains(days) {
                    wrong(error::WATCH_DAYS)
                } else {
                    None
                }
            }
            Self::ControlByDay { baseline } | Self::ControlByWeek { baseline } => {
                if (6..=MOST_DAYS).contains(baseline) { None } else { wrong(error::WATCH_BASELINE) }
            }
        }
    }
}

/// Judges a figure by a band. What is inside by more than the margin is normal; what is outside is not; between them nothing
/// changes.
pub(crate) fn by_band(low: Option<f64>, high: Option<f64>, margin: f64, fewest: u64, reading: &Reading) -> Verdict {
    let Some(value) = reading.value.filter(|_| reading.count >= fewest) else { return Verdict::TooFew };
    if high.is_some_and(|high| value > high) {
        return Verdict::Alarming(Reason::Above);
    }
    if low.is_some_and(|low| value < low) {
        return Verdict::Alarming(Reason::Below);
    }
    let is_inside = high.is_none_or(|high| value <= high - margin) && low.is_none_or(|low| value >= low + margin);
    if is_inside { Verdict::Normal } else { Verdict::Hovering }
}

/// Judges the last point of a chart. A step alone is not enough: limits and runs tell signals, a step may be the way back.
pub(crate) fn by_chart(chart: Option<&Chart>) -> Verdict {
    let Some((chart, point)) = chart.and_then(|chart| Some((chart, chart.points.last()?))) else {
        return Verdict::TooFew;
    };
    let telling = |signal: &Signal| *signal != Signal::LargeStep;
    match point.signals.iter().find(|signal| telling(signal)) {
        None => Verdict::Normal,
        Some(Signal::BeyondLimits) if point.value > chart.upper => Verdict::Alarming(Reason::Above),
        Some(Signal::BeyondLimits) => Verdict::Alarming(Reason::Below),
        Some(_) => Verdict::Alarming(Reason::Pattern),
    }
}
