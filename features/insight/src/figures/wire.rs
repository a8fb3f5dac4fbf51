//! Figures as they are told over HTTP.

use jiff::civil::Date;
use kernel::{ConversationId, MailboxId, PersonId, TeamId, Timestamp};
use serde::{Deserialize, Serialize};

use super::behind::Behind;
use super::honest;
use super::model::Clock;
use super::summary::Summary;
use super::times::Times;
use crate::facts::TopicId;
use crate::metrics::{Metric, Period, Unit};

/// What a metric is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MetricUnit)]
pub(crate) enum UnitBody {
    /// How many.
    Count,
    /// A part of a whole, 0 to 1 and sometimes more.
    Share,
    /// Seconds.
    Duration,
    /// Those for us minus those against us, of a hundred: −100 to 100.
    Points,
    /// The mean of scores from 1 to 7.
    Score,
    /// Money for each of something, in the currency of its series.
    Money,
}

impl From<Unit> for UnitBody {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Count => Self::Count,
            Unit::Share => Self::Share,
            Unit::Duration => Self::Duration,
            Unit::Points => Self::Points,
            Unit::Score => Self::Score,
            Unit::Money => Self::Money,
        }
    }
}

/// Which time durations are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FigureClock)]
pub(crate) enum ClockBody {
    /// Every hour of every day.
    Calendar,
    /// The hours in which the department works.
    Business,
}

impl From<Clock> for ClockBody {
    fn from(clock: Clock) -> Self {
        match clock {
            Clock::Calendar => Self::Calendar,
            Clock::Business => Self::Business,
        }
    }
}

/// Days, both of which count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = FigureDays)]
pub(crate) struct DaysBody {
    /// The first.
    #[schema(value_type = String, examples("2026-03-01"))]
    pub(crate) from: Date,
    /// The last.
    #[schema(value_type = String, examples("2026-03-31"))]
    pub(crate) to: Date,
}

impl From<&Period> for DaysBody {
    fn from(period: &Period) -> Self {
        Self { from: period.first, to: period.last }
    }
}

/// The values of a figure. Durations are in seconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = FigureValues)]
pub(crate) struct ValuesBody {
    /// What is shown first: the count, the share (0 to 1), the median in seconds, the points (−100 to 100) or the mean score; null when there is nothing to tell.
    #[schema(examples(5400.0))]
    pub(crate) value: Option<f64>,
    /// How many: of durations, counts and scores all, of shares the part, of points those for us.
    #[schema(examples(128))]
    pub(crate) count: u64,
    /// The whole of a share, and of points.
    #[schema(examples(160))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) of: Option<u64>,
    /// The mean of durations.
    #[schema(examples(7200.5))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) mean: Option<f64>,
    /// Half of the durations are at most this.
    #[schema(examples(5400.0))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) median: Option<f64>,
    /// Nine of ten durations are at most this.
    #[schema(examples(21600.0))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) p90: Option<f64>,
    /// The lower end of the 95 % interval of the value.
    #[schema(examples(4800.0))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) low: Option<f64>,
    /// Its upper end.
    #[schema(examples(6100.0))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) high: Option<f64>,
    /// Ratings that were left out with a reason; absent for figures that rate nothing.
    #[schema(examples(2))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) excluded: Option<u64>,
    /// It rests on fewer than 30 samples.
    pub(crate) small: bool,
}

/// To milliseconds: the rest is below what a sketch can tell.
pub(crate) fn seconds(micros: f64) -> f64 {
    (micros / 1_000.0).round() / 1_000.0
}

impl ValuesBody {
    pub(crate) fn of(metric: Metric, told: &Summary) -> Self {
        let interval = honest::interval(metric, told);
        let unit = metric.definition().unit;
        let bound = |bound: f64| if unit == Unit::Duration { seconds(bound) } else { bound };
        let it = Self {
            value: None,
            count: told.part,
            of: None,
            mean: None,
            median: None,
            p90: None,
            low: interval.map(|(low, _)| bound(low)),
            high: interval.map(|(_, high)| bound(high)),
            excluded: metric.is_rating().then_some(told.excluded),
            small: honest::is_small(metric, told),
        };
        match unit {
            Unit::Count => Self { value: Some(told.part as f64), ..it },
            Unit::Share => {
                let value = (told.whole > 0).then(|| told.part as f64 / told.whole as f64);
                Self { value, of: Some(told.whole), ..it }
            }
            Unit::Duration => {
                let median = told.median.map(seconds);
                let (mean, p90) = (told.mean().map(seconds), told.p90.map(seconds));
                Self { value: median, count: told.count, mean, median, p90, ..it }
            }
            Unit::Points => Self { value: told.marks.points(told.whole).points(), of: Some(told.whole), ..it },
            Unit::Score => {
                let value = (told.whole > 0).then(|| told.marks.sum as f64 / told.whole as f64);
                Self { value, count: told.whole, ..it }
            }
            Unit::Money => {
                let value = (told.whole > 0).then(|| told.sum as f64 / 100.0 / told.whole as f64);
                Self { value, of: Some(told.whole), ..it }
            }
        }
    }
}

/// A figure, and what it was before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = Figure)]
pub(crate) struct FigureBody {
    /// The metric's name in the dictionary.
    #[schema(examples("first_response_time"))]
    pub(crate) metric: String,
    /// What it is measured in.
    pub(crate) unit: UnitBody,
    /// What it is.
    #[serde(flatten)]
    pub(crate) now: ValuesBody,
    /// What it was in the period it is compared with; absent without comparison, and for parts of time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) before: Option<ValuesBody>,
}

/// The figures of one part of the divisions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = FigureLine)]
pub(crate) struct LineBody {
    /// The part of each division: an id, a word, a first day, an hour `00` to `23`, a weekday `1` to `7`; empty for what belongs to none.
    #[schema(examples(json!(["team_06pz3k5m8v00g"])))]
    pub(crate) part: Vec<String>,
    /// The figures in the order of the metrics asked for.
    pub(crate) figures: Vec<FigureBody>,
}

/// Figures over some days, divided or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = Figures)]
pub(crate) struct FiguresBody {
    /// The days.
    pub(crate) period: DaysBody,
    /// The days compared with.
    pub(crate) against: Option<DaysBody>,
    /// Whose midnights divide the days.
    #[schema(examples("Europe/Berlin"))]
    pub(crate) zone: String,
    /// Which time durations are counted in.
    pub(crate) clock: ClockBody,
    /// The divisions.
    #[schema(examples(json!(["team"])))]
    pub(crate) by: Vec<String>,
    /// Part by part, in order; without a division one, with an empty part.
    pub(crate) lines: Vec<LineBody>,
    /// What imported series have no values for: figures made of them have no value then.
    pub(crate) lacking: Vec<LackBody>,
}

/// Days of a period for which an imported series has no value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = FigureLack)]
pub(crate) struct LackBody {
    /// The metric that cannot be told.
    #[schema(examples("cost_per_contact"))]
    pub(crate) metric: String,
    /// The series.
    #[schema(examples("cost"))]
    pub(crate) series: String,
    /// How many days have no value.
    #[schema(examples(31))]
    pub(crate) days: i64,
    /// The first of them.
    #[schema(value_type = String, examples("2026-03-01"))]
    pub(crate) first: Date,
}

/// How long a conversation took by each definition, in seconds of the clock that was asked for; null where it does not count (yet).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ConversationTimes)]
pub(crate) struct TimesBody {
    /// To the first reply of a person.
    #[schema(examples(5400.0))]
    pub(crate) first_response: Option<f64>,
    /// To the first solution.
    #[schema(examples(86400.0))]
    pub(crate) first_resolution: Option<f64>,
    /// To the last solution.
    #[schema(examples(86400.0))]
    pub(crate) full_resolution: Option<f64>,
    /// While we owed the customer something.
    #[schema(examples(7200.0))]
    pub(crate) requester_wait: Option<f64>,
    /// While the customer owed us an answer.
    #[schema(examples(79200.0))]
    pub(crate) agent_wait: Option<f64>,
    /// While a third party owed us something.
    #[schema(examples(0.0))]
    pub(crate) hold_wait: Option<f64>,
}

impl From<Times> for TimesBody {
    fn from(it: Times) -> Self {
        let in_seconds = |micros: Option<i64>| micros.map(|micros| seconds(micros as f64));
        Self {
            first_response: in_seconds(it.first_response),
            first_resolution: in_seconds(it.first_resolution),
            full_resolution: in_seconds(it.full_resolution),
            requester_wait: in_seconds(it.requester_wait),
            agent_wait: in_seconds(it.agent_wait),
            hold_wait: in_seconds(it.hold_wait),
        }
    }
}

/// One conversation, or one reply in it, behind a figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = FigureSample)]
pub(crate) struct SampleBody {
    /// The conversation.
    pub(crate) conversation: ConversationId,
    /// The number people use.
    #[schema(examples(1042))]
    pub(crate) number: i64,
    /// When it counts.
    pub(crate) at: Timestamp,
    /// Whether it counts into the part of a share.
    pub(crate) counts: bool,
    /// Seconds, for durations.
    #[schema(examples(5400.0))]
    pub(crate) seconds: Option<f64>,
    /// The score of a rating.
    #[schema(examples(2))]
    pub(crate) score: Option<i64>,
    /// Whose it counts as.
    pub(crate) person: Option<PersonId>,
    /// The team it lies with.
    pub(crate) team: Option<TeamId>,
    /// The contact reason.
    pub(crate) topic: Option<TopicId>,
    /// The mailbox.
    pub(crate) mailbox: Option<MailboxId>,
    /// How it came.
    #[schema(examples("mail"))]
    pub(crate) channel: String,
    /// Where it stands.
    #[schema(examples("solved"))]
    pub(crate) status: String,
    /// How urgent it is.
    #[schema(examples("normal"))]
    pub(crate) priority: String,
    /// When it began.
    pub(crate) created_at: Timestamp,
    /// When a person replied first.
    pub(crate) first_reply_at: Option<Timestamp>,
    /// When it was solved last; null when it is not solved now.
    pub(crate) solved_at: Option<Timestamp>,
    /// How often it was opened again.
    #[schema(examples(0))]
    pub(crate) reopened: i64,
    /// How often it went from one team to another.
    #[schema(examples(0))]
    pub(crate) transfers: i64,
    /// Messages of the customer that no machine wrote.
    #[schema(examples(3))]
    pub(crate) customer_messages: i64,
    /// Public replies of people.
    #[schema(examples(2))]
    pub(crate) replies: i64,
    /// How long it took.
    pub(crate) times: TimesBody,
}

impl From<Behind> for SampleBody {
    fn from(it: Behind) -> Self {
        let about = it.conversation;
        Self {
            conversation: about.id,
            number: about.number,
            at: it.at,
            counts: it.counts,
            seconds: it.took.map(|took| seconds(took as f64)),
            score: it.score,
            person: it.person,
            team: about.team,
            topic: about.topic,
            mailbox: about.mailbox,
            channel: about.channel,
            status: about.status,
            priority: about.priority,
            created_at: about.created_at,
            first_reply_at: about.first_reply_at.happened(),
            solved_at: about.solved_at.happened(),
            reopened: about.reopened,
            transfers: about.transfers,
            customer_messages: about.customer_messages,
            replies: about.replies,
            times: it.times.into(),
        }
    }
}
