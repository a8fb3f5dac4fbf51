//! What a draft is about, and figures as it needs them: now, before, and as they should be.

use std::collections::BTreeMap;

use db::Tx;
use jiff::civil::Date;
use kernel::Result;

use super::super::house::Reports;
use super::super::model::{Language, PlanContent, ReportFilter};
use super::super::words::{self, Words};
use crate::actions::Days;
use crate::figures::{Clock, Question, answer};
use crate::goals::{Aim, Every, GoalContent};
use crate::measures::{Comparison, Measure, MeasureOf, Reading, Statistic, compare_question, of_cell};
use crate::metrics::{Good, Metric, Period, Unit, settings};

/// Days after which no conversation of a period is expected to be solved much later than those of the period before.
const SETTLES: i32 = 28;

/// What a draft is about.
pub(crate) struct Scope {
    pub(crate) language: Language,
    pub(crate) clock: Clock,
    pub(crate) every: Every,
    pub(crate) period: Period,
    pub(crate) before: Period,
    pub(crate) filter: ReportFilter,
    /// What teams, people, topics and mailboxes are called.
    pub(crate) names: BTreeMap<String, String>,
    pub(crate) goals: Vec<GoalContent>,
    /// First contact resolution counts the days before this one.
    pub(crate) counted_until: Date,
    pub(crate) today: Date,
}

/// What a figure should be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Target {
    pub(crate) aim: Aim,
    pub(crate) value: f64,
    pub(crate) edge: f64,
}

/// Whether a figure can be judged already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ripeness {
    /// It will not change much any more.
    Ripe,
    /// Only the days up to this one count.
    Until(Date),
    /// Its conversations can still change it.
    Unripe,
}

/// A figure with all that is said of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Told {
    pub(crate) metric: Metric,
    pub(crate) statistic: Statistic,
    pub(crate) now: Reading,
    pub(crate) before: Reading,
    /// Numbers per day.
    pub(crate) comparison: Comparison,
    pub(crate) target: Option<Target>,
    pub(crate) ripeness: Ripeness,
}

/// What can be said of a figure's movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// Nothing happened now.
    Nothing,
    /// Nothing happened before.
    New,
    /// It is too early to judge it.
    Unripe,
    /// There are too few.
    TooFew,
    /// Its kind has no interval.
    Unsure,
    /// So much happens by chance.
    Noise,
    /// It moved: up or not, for the better, the worse, or neither.
    Moved {
        /// It is more than before.
        up: bool,
        /// Whether that is good.
        good: Option<bool>,
    },
}

impl Told {
    /// What can be said of its movement.
    pub(crate) fn change(&self) -> Change {
        if self.now.value.is_none() {
            return Change::Nothing;
        }
        if self.ripeness == Ripeness::Unripe {
            return Change::Unripe;
        }
        let Some(difference) = self.comparison.difference else { return Change::New };
        let Some(interval) = self.comparison.interval else {
            let is_rare = self.now.small || self.before.small;
            return if is_rare { Change::TooFew } else { Change::Unsure };
        };
        if interval.holds(0.0) {
            return Change::Noise;
        }
        let up = difference > 0.0;
        let good = match self.metric.definition().good {
            Good::Up => Some(up),
            Good::Down => Some(!up),
            Good::Neither => None,
        };
        Change::Moved { up, good }
    }
}

impl Target {
    /// Whether a value is as it should be, nearly, or not.
    pub(crate) fn standing(&self, value: f64) -> Words {
        let (meets, is_near) = match self.aim {
            Aim::AtLeast => (value >= self.value, value >= self.edge),
            Aim::AtMost => (value <= self.value, value <= self.edge),
        };
        match (meets, is_near) {
            (true, _) => words::TARGET_MET,
            (false, true) => words::TARGET_NEAR,
            (false, false) => words::TARGET_MISSED,
        }
    }

    /// Whether a value is as it should be.
    pub(crate) fn is_met(&self, value: f64) -> bool {
        match self.aim {
            Aim::AtLeast => value >= self.value,
            Aim::AtMost => value <= self.value,
        }
    }
}

/// Which number of a metric is told where only one is: the median of durations.
pub(crate) fn usual(metric: Metric) -> Statistic {
    if metric.definition().unit == Unit::Duration { Statistic::Median } else { Statistic::Value }
}

impl Scope {
    /// Reads what a draft needs besides figures.
    pub(crate) fn begin(tx: &mut Tx<'_>, reports: &Reports, plan: &PlanContent, period: Period) -> Result<Self> {
        let settings = settings::find(tx)?;
        let now = tx.now();
        Ok(Self {
            language: plan.language,
            clock: plan.clock(),
            every: plan.cadence,
            before: period.previous()?,
            filter: plan.filter.clone(),
            names: reports.house.names(tx)?,
            goals: crate::goals::contents(tx)?,
            counted_until: settings.counted_until(now),
            today: now.to_jiff().to_zoned(settings.zone.clone()).date(),
            period,
        })
    }

    /// The same of less.
    pub(crate) fn within(&self, filter: &ReportFilter) -> Self {
        let filter = self.filter.narrowed(filter).unwrap_or_else(|| self.filter.clone());
        Self {
            filter,
            names: self.names.clone(),
            goals: self.goals.clone(),
            period: self.period.clone(),
            before: self.before.clone(),
            ..*self
        }
    }

    /// A question about a metric.
    pub(crate) fn question(&self, metric: Metric) -> Question {
        Question { metric, period: self.period.clone(), clock: self.clock, filter: self.filter.filter() }
    }

    /// A figure with all that is said of it.
    pub(crate) fn tell(&self, tx: &mut Tx<'_>, metric: Metric, statistic: Statistic) -> Result<Told> {
        let question = self.question(metric);
        let earlier = Question { period: self.before.clone(), ..question.clone() };
        let comparison = compare_question(tx, &question, statistic, &self.before)?;
        // Numbers are compared per day, and told for all days.
        let (now, before) = if metric.definition().unit == Unit::Count {
            let mut total = |question: &Question| -> Result<Reading> {
                let cell = answer(tx, question, &[])?.pop().map(|(_, cell)| cell).unwrap_or_default();
                Ok(of_cell(metric, statistic, &cell))
            };
            (total(&question)?, total(&earlier)?)
        } else {
            (comparison.after, comparison.before)
        };
        let target = self.target(metric, statistic);
        Ok(Told { metric, statistic, now, before, comparison, target, ripeness: self.ripeness(metric) })
    }

    /// Those of some metrics of which anything is known, now or before.
    pub(crate) fn tell_all(&self, tx: &mut Tx<'_>, metrics: &[Metric]) -> Result<Vec<Told>> {
        let mut told = Vec::new();
        for metric in metrics {
            told.push(self.tell(tx, *metric, usual(*metric))?);
        }
        Ok(told)
    }

    /// What a figure should be: by a goal for exactly this, best over the same stretch. A number grows with its days, so only a
    /// goal over the same stretch says what it should be.
    pub(crate) fn target(&self, metric: Metric, statistic: Statistic) -> Option<Target> {
        let of = MeasureOf {
            teams: self.filter.teams.clone(),
            channels: self.filter.channels.clone(),
            topics: self.filter.topics.clone(),
            ..MeasureOf::default()
        };
        let clock = match self.clock {
            Clock::Calendar => crate::measures::MeasureClock::Calendar,
            Clock::Business => crate::measures::MeasureClock::Business,
        };
        let wanted = Measure { metric: metric.definition().code.to_owned(), statistic, clock, of };
        let is_duration = metric.definition().unit == Unit::Duration;
        let is_count = metric.definition().unit == Unit::Count;
        let fits = |goal: &&GoalContent| {
            let measure =
                Measure { clock: if is_duration { goal.measure.clock } else { clock }, ..goal.measure.clone() };
            measure == wanted && (!is_count || goal.every == self.every)
        };
        let mut fitting: Vec<&GoalContent> = self.goals.iter().filter(fits).collect();
        fitting.sort_by_key(|goal| goal.every != self.every);
        fitting.first().map(|goal| Target { aim: goal.aim, value: goal.target, edge: goal.edge })
    }

    /// Whether a figure of these days can be judged.
    pub(crate) fn ripeness(&self, metric: Metric) -> Ripeness {
        match metric {
            Metric::FirstContact if self.counted_until <= self.period.first => Ripeness::Unripe,
            Metric::FirstContact if self.counted_until <= self.period.last => {
                self.counted_until.yesterday().map_or(Ripeness::Unripe, Ripeness::Until)
            }
            Metric::ResolutionCohort => {
                let settled = self.period.last.checked_add(jiff::Span::new().days(SETTLES));
                if settled.is_ok_and(|day| day <= self.today) { Ripeness::Ripe } else { Ripeness::Unripe }
            }
            _ => Ripeness::Ripe,
        }
    }

    /// What a part is called.
    pub(crate) fn part(&self, part: &str) -> String {
        let word = match part {
            "" => words::NO_PART,
            "mail" => words::MAIL,
            "low" => words::PRIORITY_LOW,
            "normal" => words::PRIORITY_NORMAL,
            "high" => words::PRIORITY_HIGH,
            "urgent" => words::PRIORITY_URGENT,
            _ => return self.names.get(part).cloned().unwrap_or_else(|| part.to_owned()),
        };
        word.plain(self.language)
    }

    /// The address of a page of figures over these days and of this.
    pub(crate) fn address(&self, page: &str) -> String {
        let days = Days::of(&self.period);
        let mut address = format!("{page}?from={}&to={}", days.from, days.to);
        let several = |name: &str, values: Vec<String>| match &values[..] {
            [] => String::new(),
            [one] => format!("&{name}={one}"),
            more => {
                let list = serde_json::to_string(more).unwrap_or_default();
                let list: String = url::form_urlencoded::byte_serialize(list.as_bytes()).collect();
                format!("&{name}={list}")
            }
        };
        address += &several("team", self.filter.teams.iter().map(ToString::to_string).collect());
        address += &several("channel", self.filter.channels.clone());
        address += &several("topic", self.filter.topics.iter().map(ToString::to_string).collect());
        if self.clock == Clock::Business {
            address += "&clock=business";
        }
        address
    }

    /// The address of the page of a metric.
    pub(crate) fn figure_address(&self, metric: Metric) -> String {
        self.address(&format!("/insight/figures/{}", metric.definition().code))
    }

    /// What a figure is called, with the number that is told of durations.
    pub(crate) fn name(&self, metric: Metric, statistic: Statistic) -> String {
        let (name, _, _) = words::definition(self.language, metric);
        let word = match statistic {
            Statistic::Value => return name,
            Statistic::Median => words::MEDIAN,
            Statistic::Mean => words::MEAN,
            Statistic::P90 => words::P90,
        };
        format!("{name} ({})", word.plain(self.language))
    }

    /// How many days it covers.
    pub(crate) fn days(&self) -> i32 {
        self.period.first.until(self.period.last).map_or(1, |span| span.get_days() + 1)
    }
}
