//! Which figure is meant. No I/O.

use kernel::{Actor, FieldFault, MailboxId, PersonId, TeamId};
use serde::{Deserialize, Serialize};

use crate::error;
use crate::facts::TopicId;
use crate::figures::{Clock, Filter, Question, within};
use crate::metrics::{Metric, Period, Unit};

/// Values that a list of a measure may hold.
const MOST: usize = 200;

/// Which number of a figure is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MeasureStatistic)]
pub enum Statistic {
    /// The count, the share, the points or the mean score itself.
    #[default]
    Value,
    /// The median of durations.
    Median,
    /// The mean of durations.
    Mean,
    /// The 90th percentile of durations.
    P90,
}

/// Which time durations are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MeasureClock {
    /// Every hour of every day.
    #[default]
    Calendar,
    /// The hours in which the department works.
    Business,
}

/// Of what; an empty list lets everything count.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({"teams": ["team_06pz3k5m8v00g"], "people": [], "channels": [], "topics": [], "mailboxes": [], "priorities": []}))]
pub struct MeasureOf {
    /// With one of these teams.
    pub teams: Vec<TeamId>,
    /// Of one of these people.
    pub people: Vec<PersonId>,
    /// By one of these channels.
    #[schema(examples(json!(["mail"])))]
    pub channels: Vec<String>,
    /// About one of these topics.
    pub topics: Vec<TopicId>,
    /// By one of these mailboxes.
    pub mailboxes: Vec<MailboxId>,
    /// As urgent as one of these.
    #[schema(examples(json!(["high", "urgent"])))]
    pub priorities: Vec<String>,
}

/// Which figure of what: everything of a question but its days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FigureMeasure, example = json!(super::wire::measure()))]
pub struct Measure {
    /// Its name in the dictionary.
    #[schema(examples("first_response_time"))]
    pub metric: String,
    /// Which number of it: for durations the median, the mean or the 90th percentile; `value` for everything else.
    #[serde(default)]
    pub statistic: Statistic,
    /// Which time durations are counted in.
    #[serde(default)]
    pub clock: MeasureClock,
    /// Of what.
    #[serde(default)]
    pub of: MeasureOf,
}

/// Whose figure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MeasureScope)]
pub enum Scope {
    /// Of everybody.
    Department,
    /// Of one team.
    Team,
    /// Of one person.
    Agent,
}

impl Measure {
    /// The metric of the dictionary; none when it is unknown.
    pub fn named(&self) -> Option<Metric> {
        Metric::named(&self.metric)
    }

    /// What is wrong with it; `at` is where it stands in the request.
    pub fn faults(&self, at: &str) -> Vec<FieldFault> {
        let field = |name: &str| format!("{at}/{name}");
        let Some(metric) = self.named() else {
            let said = error::METRIC_UNKNOWN.said([("metric", self.metric.as_str())]);
            return vec![FieldFault::saying(field("metric"), said)];
        };
        let mut faults = Vec::new();
        let is_duration = metric.definition().unit == Unit::Duration;
        if is_duration == (self.statistic == Statistic::Value) {
            faults.push(FieldFault::saying(field("statistic"), error::STATISTIC_UNFIT));
        }
        if metric.counts().is_some() && self.of != MeasureOf::default() {
            let said = error::METRIC_OF_WHOLE.said([("metric", metric.definition().name)]);
            faults.push(FieldFault::saying(field("of"), said));
        }
        let of = &self.of;
        let sizes = [of.teams.len(), of.people.len(), of.channels.len(), of.topics.len(), of.mailboxes.len()];
        if sizes.into_iter().chain([of.priorities.len()]).any(|size| size > MOST) {
            faults.push(FieldFault::saying(field("of"), error::VALUES_MANY));
        }
        faults
    }

    /// What it asks of the figures.
    pub fn filter(&self) -> Filter {
        let of = self.of.clone();
        Filter {
            teams: of.teams,
            people: of.people,
            channels: of.channels,
            topics: of.topics,
            mailboxes: of.mailboxes,
            priorities: of.priorities,
        }
    }

    /// As a question over some days; none when its metric is not in the dictionary any more.
    pub fn question(&self, period: Period) -> Option<Question> {
        let clock = match self.clock {
            MeasureClock::Calendar => Clock::Calendar,
            MeasureClock::Business => Clock::Business,
        };
        Some(Question { metric: self.named()?, period, clock, filter: self.filter() })
    }

    /// Whether somebody may see this figure as it is.
    pub fn is_seen_by(&self, actor: &Actor) -> bool {
        let filter = self.filter();
        within(actor, &filter, &[]).is_ok_and(|allowed| allowed == filter)
    }

    /// Whose figure it is: of one person, of one team, or of everybody; none for several people or teams.
    pub fn scope(&self) -> Option<Scope> {
        match (self.of.people.len(), self.of.teams.len()) {
            (0, 0) => Some(Scope::Department),
            (0, 1) => Some(Scope::Team),
            (1, 0 | 1) => Some(Scope::Agent),
            _ => None,
        }
    }
}
