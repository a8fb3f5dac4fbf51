//! Answers to questions, as cells that can be added up.

use std::collections::BTreeMap;

use db::Tx;
use kernel::Result;

use super::arrivals;
use super::cell::Cell;
use super::model::{Clock, Filter, Question};
use super::summary::Summary;
use crate::columns::{Answer, Columns, Made, Parts, Slice};
use crate::facts::survey_store;
use crate::metrics::{By, Metric, Period, load, part_of, samples, settings};
use crate::rollups::{self, Plan};
use crate::series;

/// Parts and what lies in each, in order.
pub type Cells = Vec<(Vec<String>, Cell)>;

/// Answers a question: one entry per combination of parts in which something happened, in order; without a division one entry,
/// whatever happened. Parts are ids, words, or days as `2026-03-02`; what belongs to none has an empty one.
///
/// # Errors
/// Trouble with the store.
pub fn answer(tx: &mut Tx<'_>, question: &Question, by: &[By]) -> Result<Cells> {
    let Question { metric, period, clock, filter } = question;
    Ok(answer_all(tx, &[*metric], period, *clock, filter, by)?.pop().unwrap_or_default())
}

/// The same for several metrics at once, in their order.
///
/// # Errors
/// As [`answer`].
pub fn answer_all(
    tx: &mut Tx<'_>,
    metrics: &[Metric],
    period: &Period,
    clock: Clock,
    filter: &Filter,
    by: &[By],
) -> Result<Vec<Cells>> {
    let asked = Asked { metrics, period, clock, filter, by };
    let found = ask::<Cell>(tx, &asked, None)?.unwrap_or_default();
    Ok(found.into_iter().map(|parts| parts.into_iter().collect()).collect())
}

/// As [`answer`], with what no roll-up holds read from memory; none while facts are loaded into memory for it.
///
/// # Errors
/// As [`answer`].
pub(crate) fn answer_from(
    tx: &mut Tx<'_>,
    question: &Question,
    by: &[By],
    columns: Option<&Columns>,
) -> Result<Option<Cells>> {
    let Question { metric, period, clock, filter } = question;
    let asked = Asked { metrics: &[*metric], period, clock: *clock, filter, by };
    let found = ask::<Cell>(tx, &asked, columns)?;
    Ok(found.map(|mut found| found.pop().unwrap_or_default().into_iter().collect()))
}

/// The same for several metrics at once, ready to be shown; none while facts are loaded into memory for it.
pub(crate) fn tell_all(
    tx: &mut Tx<'_>,
    metrics: &[Metric],
    period: &Period,
    clock: Clock,
    filter: &Filter,
    by: &[By],
    columns: &Columns,
) -> Result<Option<Vec<Parts<Summary>>>> {
    ask(tx, &Asked { metrics, period, clock, filter, by }, Some(columns))
}

/// A question about several metrics at once.
struct Asked<'a> {
    metrics: &'a [Metric],
    period: &'a Period,
    clock: Clock,
    filter: &'a Filter,
    by: &'a [By],
}

/// Asks roll-ups, else the columns when there are any, else the facts; none while columns are loaded.
fn ask<T: Shown>(tx: &mut Tx<'_>, asked: &Asked<'_>, columns: Option<&Columns>) -> Result<Option<Vec<Parts<T>>>> {
    let &Asked { period, clock, filter, by, .. } = asked;
    let told = with_series(tx, asked.metrics, period, filter, by, |tx, metrics| {
        if let Some(way) = by_rollups(tx, period, filter, by)? {
            return way.ask(tx, metrics, |plan, tx, metrics| T::by_plan(plan, tx, metrics, clock)).map(Some);
        }
        let Some(columns) = columns else {
            return from_facts(tx, metrics, period, clock, filter, by)
                .map(|cells| Some(cells.into_iter().map(shown).collect()));
        };
        // Surveys are few: the store answers. Of everything else facts lie in memory.
        let (of_surveys, others): (Vec<Metric>, Vec<Metric>) =
            metrics.iter().partition(|metric| metric.is_of_surveys());
        let Some(others) = from_columns(tx, &Asked { metrics: &others, ..*asked }, columns)? else { return Ok(None) };
        let surveys = from_surveys(tx, &of_surveys, period, clock, filter, by)?;
        let (mut others, mut surveys) = (others.into_iter(), surveys.into_iter().map(shown));
        let mut of = |metric: &Metric| if metric.is_of_surveys() { surveys.next() } else { others.next() };
        Ok(Some(metrics.iter().map(|metric| of(metric).unwrap_or_default()).collect()))
    })?;
    Ok(told.map(|told| told.into_iter().map(|parts| complete(parts, by)).collect()))
}

fn shown<T: Shown>(cells: Parts<Cell>) -> Parts<T> {
    cells.into_iter().map(|(part, it)| (part, T::of(it))).collect()
}

/// Out of facts in memory, or out of the store when they do not fit; none while they are loaded.
fn from_columns<T: Shown>(tx: &mut Tx<'_>, asked: &Asked<'_>, columns: &Columns) -> Result<Option<Vec<Parts<T>>>> {
    let &Asked { metrics, period, clock, filter, by } = asked;
    if metrics.is_empty() {
        return Ok(Some(Vec::new()));
    }
    let counted_until = settings::find(tx)?.counted_until_instant(tx.now())?;
    let slice = Slice { metrics, period, clock, filter, by, counted_until };
    match columns.answer(tx, &slice)? {
        Answer::Told(told) => Ok(Some(told)),
        Answer::Loading if !arrivals::are_asked(metrics, filter, by) => Ok(None),
        Answer::Loading | Answer::Absent => {
            let found = from_facts(tx, metrics, period, clock, filter, by)?;
            Ok(Some(found.into_iter().map(shown).collect()))
        }
    }
}

/// What counts of the surveys of a period.
fn from_surveys(
    tx: &mut Tx<'_>,
    metrics: &[Metric],
    period: &Period,
    clock: Clock,
    filter: &Filter,
    by: &[By],
) -> Result<Vec<Parts<Cell>>> {
    let (from, until) = period.instants()?;
    let mut answers: Vec<Parts<Cell>> = vec![BTreeMap::new(); metrics.len()];
    if metrics.is_empty() {
        return Ok(answers);
    }
    for survey in survey_store::of_period(tx, (from, until))? {
        samples::of_survey(&survey, &mut |sample| {
            let Some(place) = metrics.iter().position(|metric| *metric == sample.metric) else { return };
            if sample.at >= from && sample.at < until && filter.admits(survey.place(), sample.person) {
                let parts = by.iter().map(|by| part_of(*by, survey.place(), &sample, period)).collect();
                answers[place].entry(parts).or_default().count(&sample, clock);
            }
        });
    }
    Ok(answers)
}

/// Answers metrics of facts by `ask`, and those that are made of imported series too by their own rule; in their order. None when `ask` has none.
fn with_series<T: Shown>(
    tx: &mut Tx<'_>,
    metrics: &[Metric],
    period: &Period,
    filter: &Filter,
    by: &[By],
    ask: impl FnOnce(&mut Tx<'_>, &[Metric]) -> Result<Option<Vec<Parts<T>>>>,
) -> Result<Option<Vec<Parts<T>>>> {
    let of_facts: Vec<Metric> = metrics.iter().copied().filter(|metric| metric.counts().is_none()).collect();
    let asked = if of_facts.is_empty() { Some(Vec::new()) } else { ask(tx, &of_facts)? };
    let Some(asked) = asked else { return Ok(None) };
    let mut answers = asked.into_iter();
    let mut all = Vec::with_capacity(metrics.len());
    for metric in metrics {
        all.push(match metric.counts() {
            None => answers.next().unwrap_or_default(),
            Some(counted) => {
                let cells = series::cells(tx, (*metric, counted), period, filter, by)?;
                cells.into_iter().map(|(part, cell)| (part, T::of(cell))).collect()
            }
        });
    }
    Ok(Some(all))
}

/// What an answer is made of.
trait Shown: Default + Clone + Made {
    fn of(cell: Cell) -> Self;

    fn by_plan(plan: &Plan, tx: &mut Tx<'_>, metrics: &[Metric], clock: Clock) -> Result<Vec<Parts<Self>>>;
}

impl Shown for Cell {
    fn of(cell: Cell) -> Self {
        cell
    }

    fn by_plan(plan: &Plan, tx: &mut Tx<'_>, metrics: &[Metric], clock: Clock) -> Result<Vec<Parts<Self>>> {
        plan.cells(tx, metrics, clock)
    }
}

impl Shown for Summary {
    fn of(cell: Cell) -> Self {
        Self::of(&cell)
    }

    fn by_plan(plan: &Plan, tx: &mut Tx<'_>, metrics: &[Metric], clock: Clock) -> Result<Vec<Parts<Self>>> {
        plan.summaries(tx, metrics, clock)
    }
}

/// Without a division there is one entry, whatever happened.
fn complete<T: Default>(mut parts: Parts<T>, by: &[By]) -> Parts<T> {
    if by.is_empty() && parts.is_empty() {
        parts.insert(Vec::new(), T::default());
    }
    parts
}

/// How roll-ups answer: first contact resolution counts days only that are older than its window.
struct Way {
    all: Plan,
    first_contact: Option<Plan>,
}

fn by_rollups(tx: &mut Tx<'_>, period: &Period, filter: &Filter, by: &[By]) -> Result<Option<Way>> {
    let settings = settings::find(tx)?;
    if settings.zone != period.zone || !rollups::are_ready(tx, &settings)? {
        return Ok(None);
    }
    let Some(all) = rollups::plan(period, filter, by) else { return Ok(None) };
    let last = settings.counted_until(tx.now()).yesterday().map_err(kernel::Fault::internal)?.min(period.last);
    let cut = Period { last, ..period.clone() };
    let first_contact = (cut.first <= cut.last).then(|| rollups::plan(&cut, filter, by)).flatten();
    Ok(Some(Way { all, first_contact }))
}

impl Way {
    fn ask<T: Clone>(
        &self,
        tx: &mut Tx<'_>,
        metrics: &[Metric],
        ask: impl Fn(&Plan, &mut Tx<'_>, &[Metric]) -> Result<Vec<Parts<T>>>,
    ) -> Result<Vec<Parts<T>>> {
        let others: Vec<Metric> = metrics.iter().copied().filter(|metric| *metric != Metric::FirstContact).collect();
        let mut all = if others.is_empty() { Vec::new() } else { ask(&self.all, tx, &others)? }.into_iter();
        let first_contact = match &self.first_contact {
            Some(plan) if others.len() < metrics.len() => {
                ask(plan, tx, &[Metric::FirstContact])?.pop().unwrap_or_default()
            }
            _ => BTreeMap::new(),
        };
        let of = |metric: &Metric| match metric {
            Metric::FirstContact => first_contact.clone(),
            _ => all.next().unwrap_or_default(),
        };
        Ok(metrics.iter().map(of).collect())
    }
}

/// Exact, however finely it is asked: from the facts themselves.
pub(crate) fn from_facts(
    tx: &mut Tx<'_>,
    metrics: &[Metric],
    period: &Period,
    clock: Clock,
    filter: &Filter,
    by: &[By],
) -> Result<Vec<Parts<Cell>>> {
    if arrivals::are_asked(metrics, filter, by) {
        return Ok(vec![arrivals::count(tx, period, filter, by)?]);
    }
    let (from, until) = period.instants()?;
    let window = settings::find(tx)?.window;
    let facts = load(tx, (from, until), window)?;
    let mut answers: Vec<Parts<Cell>> = vec![BTreeMap::new(); metrics.len()];
    facts.each(&mut |about, sample| {
        let Some(place) = metrics.iter().position(|metric| *metric == sample.metric) else { return };
        if sample.at >= from && sample.at < until && filter.admits(about, sample.person) {
            let parts = by.iter().map(|by| part_of(*by, about, sample, period)).collect();
            answers[place].entry(parts).or_default().count(sample, clock);
        }
    });
    Ok(answers)
}
