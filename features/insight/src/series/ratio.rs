//! Metrics that divide what facts count by, or into, an imported series: contact ratio and cost per contact.

use std::collections::BTreeMap;

use db::Tx;
use jiff::civil::Date;
use kernel::Result;

use super::model::{Amount, amount};
use super::store::{self, Kept};
use crate::figures::{Cell, Clock, Filter, Question, answer};
use crate::metrics::{By, Metric, Period, settings};

/// Whether such a metric can be told so: the series is of everybody, so only of the whole department, divided by days, weeks or
/// months at most.
pub(crate) fn is_tellable(filter: &Filter, by: &[By]) -> bool {
    *filter == Filter::default() && matches!(by, [] | [By::Day | By::Week | By::Month])
}

/// The code of the series that a metric is made of.
fn code(tx: &mut Tx<'_>, metric: Metric) -> Result<String> {
    Ok(if metric == Metric::ContactRatio { settings::find(tx)?.contacts_per } else { "cost".to_owned() })
}

/// What a series says of some stretches of days of a period.
fn said(tx: &mut Tx<'_>, code: &str, period: &Period, stretches: &[&Period]) -> Result<Vec<Amount>> {
    let Kept { id, content, .. } = store::find(tx, code)?;
    let values = store::between(tx, id, period.first.first_of_month(), period.last)?;
    let of = |it: &&Period| amount(content.every, content.kind, &values, (it.first, it.last));
    Ok(stretches.iter().map(of).collect())
}

/// Days for which a series has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lack {
    pub(crate) series: String,
    pub(crate) days: i64,
    pub(crate) first: Date,
}

/// What the series of a metric lacks in a period; none when it lacks nothing, or the metric needs no series.
pub(crate) fn lack(tx: &mut Tx<'_>, metric: Metric, period: &Period) -> Result<Option<Lack>> {
    if metric.counts().is_none() {
        return Ok(None);
    }
    let series = code(tx, metric)?;
    let whole = said(tx, &series, period, &[period])?.pop();
    Ok(whole.and_then(|it| it.first_missing.map(|first| Lack { series, days: it.missing, first })))
}

/// Answers for such a metric: a part for each stretch of time of the period. Nothing where it cannot be told.
pub(crate) fn cells(
    tx: &mut Tx<'_>,
    (metric, counted): (Metric, Metric),
    period: &Period,
    filter: &Filter,
    by: &[By],
) -> Result<BTreeMap<Vec<String>, Cell>> {
    if !is_tellable(filter, by) {
        return Ok(BTreeMap::new());
    }
    let question =
        Question { metric: counted, period: period.clone(), clock: Clock::Calendar, filter: Filter::default() };
    let counts: BTreeMap<Vec<String>, Cell> = answer(tx, &question, by)?.into_iter().collect();
    let code = code(tx, metric)?;
    let parts = stretches(period, by.first().copied());
    let amounts = said(tx, &code, period, &parts.iter().map(|(_, stretch)| stretch).collect::<Vec<_>>())?;
    let mut made = BTreeMap::new();
    for ((part, _), amount) in parts.into_iter().zip(amounts) {
        let count = counts.get(&part).map_or(0, |cell| cell.part);
        if count > 0 || amount.hundredths.is_some() {
            made.insert(part, cell(metric, count, amount.hundredths));
        }
    }
    Ok(made)
}

/// The whole is nothing where the series lacks a value, so that there is no figure rather than a wrong one.
fn cell(metric: Metric, count: u64, hundredths: Option<f64>) -> Cell {
    let known = hundredths.unwrap_or_default();
    if metric == Metric::ContactRatio {
        return Cell { part: count, whole: (known / 100.0).round() as u64, ..Cell::default() };
    }
    let whole = if hundredths.is_some() { count } else { 0 };
    Cell { part: count, whole, sum: known.round() as i128, ..Cell::default() }
}

/// The days, weeks or months of a period, each cut to the period; all of it without a division.
fn stretches(period: &Period, by: Option<By>) -> Vec<(Vec<String>, Period)> {
    let Some(by) = by else { return vec![(Vec::new(), period.clone())] };
    let mut made: Vec<(Vec<String>, Period)> = Vec::new();
    for day in period.first.series(jiff::Span::new().days(1)).take_while(|day| *day <= period.last) {
        let part = vec![by.begins(day).map(|begin| begin.to_string()).unwrap_or_default()];
        match made.last_mut() {
            Some((last, stretch)) if *last == part => stretch.last = day,
            _ => made.push((part, Period { first: day, last: day, zone: period.zone.clone() })),
        }
    }
    made
}
