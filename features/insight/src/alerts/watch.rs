//! Looking at what is watched: one open alert a rule, opened when its figure is not normal, closed when it is again.

use db::{Db, Tx};
use jobs::{NewJob, Outcome, Runner};
use kernel::{Actor, Fault, PersonId, Result};
use statistics::Signal;
use std::time::Duration;

use super::model::{AlertId, Finding, Reason, RuleContent, RuleState, Verdict, Watch, by_band, by_chart};
use super::store::{self, KeptRule};
use super::webhook::{self, What};
use crate::error;
use crate::events;
use crate::explanations::series;
use crate::facts;
use crate::figures::answer;
use crate::measures::{Reading, of_cell};
use crate::metrics::{By, Period, settings};

/// The job that looks at all rules.
pub(crate) const WATCH_FIGURES: &str = "insight.watch_figures";
/// Facts follow events within a second; figures over days need no more haste than this.
const EVERY: Duration = Duration::from_mins(5);

/// What a look at a figure gave.
#[derive(Clone)]
struct Look {
    verdict: Verdict,
    reading: Reading,
    low: Option<f64>,
    high: Option<f64>,
    signals: Vec<Signal>,
    period: Period,
}

/// Lets a node look at the rules. Figures are computed beside everybody's work; only what they mean is written.
pub(crate) fn register(runner: &mut Runner, db: &Db) {
    let db = db.clone();
    runner.add(WATCH_FIGURES, move |_| {
        let db = db.clone();
        async move {
            if !db.read(facts::are_current).await? {
                return Ok(Outcome::Again(db.clock().now().plus(facts::LATER)));
            }
            let rules = db.read(store::active_rules).await?;
            for rule in rules {
                look_again(&db, rule).await?;
            }
            Ok(Outcome::Again(db.clock().now().plus(EVERY)))
        }
    });
}

/// Plans the first look.
pub(crate) fn schedule(tx: &mut Tx<'_>) -> Result<()> {
    jobs::enqueue(tx, NewJob::now(WATCH_FIGURES, ()).once_for("always"))
}

/// Looks at a rule and notes what that means, unless the rule was changed or taken away meanwhile.
pub(crate) async fn look_again(db: &Db, rule: KeptRule) -> Result<()> {
    let content = rule.content.clone();
    let look = db.report(move |tx| seen(tx, &content)).await?;
    db.write(move |tx| judge(tx, &rule, look.clone())).await
}

/// What a look gives; nothing for a metric that left the dictionary: that is no alarm, there is nothing to say.
fn seen(tx: &mut Tx<'_>, content: &RuleContent) -> Result<Option<Look>> {
    match look(tx, content) {
        Ok(look) => Ok(Some(look)),
        Err(fault) if fault.is(error::METRIC_GONE) => Ok(None),
        Err(fault) => Err(fault),
    }
}

fn judge(tx: &mut Tx<'_>, rule: &KeptRule, look: Option<Look>) -> Result<()> {
    match store::rule(tx, rule.id) {
        Ok(now) if now.content.active && now.version == rule.version => {}
        Ok(_) => return Ok(()),
        Err(fault) if fault.kind() == kernel::FaultKind::NotFound => return Ok(()),
        Err(fault) => return Err(fault),
    }
    let Some(look) = look else { return store::note_state(tx, rule.id, RuleState::TooFew) };
    let open = store::open_of(tx, rule.id)?;
    let state = match (&look.verdict, open) {
        (Verdict::Alarming(_) | Verdict::Hovering | Verdict::TooFew, Some(_)) => RuleState::Alarmed,
        (Verdict::Alarming(reason), None) => begin(tx, rule, *reason, look)?,
        (Verdict::Normal, Some(alert)) => {
            end(tx, rule, alert)?;
            RuleState::Normal
        }
        (Verdict::Normal | Verdict::Hovering, None) => RuleState::Normal,
        (Verdict::TooFew, None) => RuleState::TooFew,
    };
    store::note_state(tx, rule.id, state)
}

fn begin(tx: &mut Tx<'_>, rule: &KeptRule, reason: Reason, look: Look) -> Result<RuleState> {
    let Look { reading, low, high, signals, period, .. } = look;
    let (from, to) = (period.first.to_string(), period.last.to_string());
    // The same point of a chart is told once, however often it is looked at and whatever late events do to it.
    let is_chart = !matches!(rule.content.watch, Watch::Band { .. });
    if is_chart && store::last_finding(tx, rule.id)?.is_some_and(|last| last.to == to) {
        return Ok(RuleState::Normal);
    }
    let finding = Finding { reason, reading, low, high, signals, from, to };
    let id = tx.id::<AlertId>();
    store::open(tx, id, rule.id, &finding)?;
    webhook::plan(tx, rule.id, id, What::Opened)?;
    events::tell(tx, &Actor::system(), events::alert("opened", id, rule.id))?;
    Ok(RuleState::Alarmed)
}

fn end(tx: &mut Tx<'_>, rule: &KeptRule, alert: AlertId) -> Result<()> {
    store::close(tx, alert)?;
    webhook::plan(tx, rule.id, alert, What::Closed)?;
    events::tell(tx, &Actor::system(), events::alert("closed", alert, rule.id))
}

fn look(tx: &mut Tx<'_>, content: &RuleContent) -> Result<Look> {
    let zone = settings::find(tx)?.zone;
    let today = tx.now().to_jiff().to_zoned(zone.clone()).date();
    match &content.watch {
        Watch::Band { low, high, margin, days, fewest } => {
            let first = today.checked_sub(jiff::Span::new().days(days - 1)).map_err(Fault::internal)?;
            let period = Period { first, last: today, zone };
            let question = content.measure.question(period.clone()).ok_or_else(|| Fault::from(error::METRIC_GONE))?;
            let cell = answer(tx, &question, &[])?.pop().map(|(_, cell)| cell).unwrap_or_default();
            let reading = of_cell(question.metric, content.measure.statistic, &cell);
            let verdict = by_band(*low, *high, *margin, *fewest, &reading);
            Ok(Look { verdict, reading, low: *low, high: *high, signals: Vec::new(), period })
        }
        Watch::ControlByDay { baseline } => by_limits(tx, content, By::Day, *baseline, today, zone),
        Watch::ControlByWeek { baseline } => by_limits(tx, content, By::Week, *baseline, today, zone),
    }
}

/// The last whole stretch against those before it.
fn by_limits(
    tx: &mut Tx<'_>,
    content: &RuleContent,
    by: By,
    baseline: i64,
    today: jiff::civil::Date,
    zone: jiff::tz::TimeZone,
) -> Result<Look> {
    let length = if by == By::Week { 7 } else { 1 };
    let span = |days: i64| jiff::Span::new().days(days);
    let began = by.begins(today).unwrap_or(today);
    let last = began.yesterday().map_err(Fault::internal)?;
    let first = began.checked_sub(span(length * (baseline + 1))).map_err(Fault::internal)?;
    let period = Period { first, last, zone };
    let question = content.measure.question(period.clone()).ok_or_else(|| Fault::from(error::METRIC_GONE))?;
    let series = series::of(tx, &question, content.measure.statistic, by)?;
    let known = usize::try_from(baseline).unwrap_or(usize::MAX).min(series.points.len().saturating_sub(1));
    // Only a chart whose newest point is that of the last stretch says something about it.
    let newest = began.checked_sub(span(length)).map_err(Fault::internal)?;
    let chart = series.chart(known).filter(|_| series.points.last().is_some_and(|point| point.day == newest));
    let verdict = by_chart(chart.as_ref());
    let reading = series.points.last().map_or(of_nothing(), |point| point.reading);
    let signals = chart.as_ref().and_then(|it| it.points.last()).map(|it| it.signals.clone()).unwrap_or_default();
    let limits = chart.as_ref().map(|it| (it.lower, it.upper));
    let period = Period { first: newest, ..period };
    Ok(Look { verdict, reading, low: limits.map(|it| it.0), high: limits.map(|it| it.1), signals, period })
}

fn of_nothing() -> Reading {
    Reading { value: None, interval: None, count: 0, small: true }
}

/// What people are told of an alert.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// The rule's name.
    pub name: String,
    /// The metric's name in the dictionary.
    pub metric: String,
    /// What was found.
    pub finding: Finding,
    /// Who is to be told.
    pub people: Vec<PersonId>,
}

/// What people are told of an alert; none when its rule was taken away since.
pub fn letter(tx: &mut Tx<'_>, id: AlertId) -> Result<Option<Letter>> {
    match store::find(tx, id) {
        Ok(kept) => Ok(Some(Letter {
            name: kept.rule.name,
            metric: kept.rule.measure.metric,
            finding: kept.finding,
            people: kept.rule.people,
        })),
        Err(fault) if fault.kind() == kernel::FaultKind::NotFound => Ok(None),
        Err(fault) => Err(fault),
    }
}
