//! A figure before and after, and how sure their difference is.

use std::collections::BTreeMap;

use db::Tx;
use jiff::civil::Date;
use kernel::{Fault, Result};
use serde::{Deserialize, Serialize};
use statistics::{Estimate, Interval, Moments};

use super::model::{Measure, Statistic};
use super::reading::{self, Reading};
use crate::error;
use crate::figures::{Cell, Question, answer};
use crate::metrics::{By, Metric, Period, Unit};

/// A figure before and after.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = FigureComparison, example = json!(super::wire::comparison()))]
pub struct Comparison {
    /// Before. Numbers of conversations are given per day, so that periods of any length compare.
    pub before: Reading,
    /// After.
    pub after: Reading,
    /// After minus before; null when one of them has nothing.
    #[schema(examples(-540.0))]
    pub difference: Option<f64>,
    /// The 95 % interval of the difference; null when there are too few.
    pub interval: Option<Interval>,
}

impl Comparison {
    /// The difference with its interval, when both can be told.
    pub fn estimate(&self) -> Option<Estimate> {
        Some(Estimate { value: self.difference?, interval: self.interval? })
    }
}

/// Compares a measure over two periods.
///
/// # Errors
/// `insight.metric_gone`
pub fn compare(tx: &mut Tx<'_>, measure: &Measure, before: &Period, after: &Period) -> Result<Comparison> {
    let question = measure.question(after.clone()).ok_or_else(|| Fault::from(error::METRIC_GONE))?;
    compare_question(tx, &question, measure.statistic, before)
}

/// Compares the answer to a question with that of an earlier period: shares by Newcombe's method, quantiles by their ranks,
/// balances by their intervals, means and numbers per day by Welch's.
///
/// # Errors
/// Trouble with the store.
pub fn compare_question(
    tx: &mut Tx<'_>,
    question: &Question,
    statistic: Statistic,
    before: &Period,
) -> Result<Comparison> {
    let earlier = Question { period: before.clone(), ..question.clone() };
    if question.metric.definition().unit == Unit::Count {
        let (before, after) = (daily(tx, &earlier)?, daily(tx, question)?);
        return Ok(of_moments(per_day(before), per_day(after), before, after));
    }
    let mut cell = |question: &Question| -> Result<Cell> {
        Ok(answer(tx, question, &[])?.pop().map(|(_, cell)| cell).unwrap_or_default())
    };
    let (before, after) = (cell(&earlier)?, cell(question)?);
    Ok(of_cells(question.metric, statistic, &before, &after))
}

/// The same of what was counted already, for everything but counts.
pub(crate) fn of_cells(metric: Metric, statistic: Statistic, before: &Cell, after: &Cell) -> Comparison {
    let (earlier, later) = (reading::of_cell(metric, statistic, before), reading::of_cell(metric, statistic, after));
    if statistic == Statistic::Mean || metric.definition().unit == Unit::Score {
        let (before, after) = (reading::moments_of(metric, before), reading::moments_of(metric, after));
        return of_moments(earlier, later, before, after);
    }
    let difference = earlier.value.zip(later.value).map(|(before, after)| after - before);
    let found = reading::estimate(&earlier).zip(reading::estimate(&later));
    let interval = found.map(|(before, after)| statistics::difference(before, after).interval);
    Comparison { before: earlier, after: later, difference, interval }
}

fn of_moments(before: Reading, after: Reading, earlier: Option<Moments>, later: Option<Moments>) -> Comparison {
    let difference = before.value.zip(after.value).map(|(before, after)| after - before);
    let found = earlier.zip(later).and_then(|(earlier, later)| statistics::welch(&earlier, &later));
    Comparison { before, after, difference, interval: found.map(|found| found.difference.interval) }
}

/// Numbers by day, days on which nothing happened included.
fn daily(tx: &mut Tx<'_>, question: &Question) -> Result<Option<Moments>> {
    let cells = answer(tx, question, &[By::Day])?;
    let by_day: BTreeMap<String, u64> =
        cells.into_iter().filter_map(|(mut parts, cell)| Some((parts.pop()?, cell.part))).collect();
    let numbers = days(&question.period).map(|day| by_day.get(&day.to_string()).copied().unwrap_or_default() as f64);
    Ok(Moments::of(numbers.map(|number| (number, 1))))
}

fn per_day(moments: Option<Moments>) -> Reading {
    let count = moments.map_or(0, |it| (it.mean * it.count as f64).round() as u64);
    let interval = moments.as_ref().and_then(statistics::mean);
    Reading { value: moments.map(|it| it.mean), interval, count, small: moments.is_none_or(|it| it.count < 2) }
}

/// The days of a period.
pub(crate) fn days(period: &Period) -> impl Iterator<Item = Date> {
    let last = period.last;
    std::iter::successors(Some(period.first), |day| day.tomorrow().ok()).take_while(move |day| *day <= last)
}
