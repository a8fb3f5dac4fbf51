//! Charts and tables of figures.

use std::collections::BTreeMap;

use db::Tx;
use documents::{Align, Block, Cell, Chart, Column, Series, Shape, Table, Unit};
use jiff::civil::Date;
use kernel::Result;

use super::super::words::{self, Words};
use super::scope::{Scope, usual};
use super::sentences::cell;
use crate::figures::{Cell as Counted, Question, answer, answer_all};
use crate::measures::{Statistic, of_cell};
use crate::metrics::{self, By, Metric, Period};

/// Rows of a table of parts.
const MOST_ROWS: usize = 12;
/// Days that are told one by one; longer periods by week.
const MOST_POINTS: i32 = 45;

/// A metric with the number that is told of it.
pub(crate) type Wanted = (Metric, Statistic);

fn unit(metric: Metric) -> Unit {
    let unit = metric.definition().unit;
    if unit == metrics::Unit::Duration {
        Unit::Duration
    } else if unit == metrics::Unit::Share {
        Unit::Share
    } else if unit == metrics::Unit::Count {
        Unit::Count
    } else {
        Unit::Number
    }
}

/// A value as charts measure it: durations in microseconds.
fn drawn(metric: Metric, value: f64) -> f64 {
    if metric.definition().unit == metrics::Unit::Duration { value * 1_000_000.0 } else { value }
}

/// A column for words.
pub(crate) fn left(name: String) -> Column {
    Column { name, align: Align::Left }
}

/// A column for numbers.
pub(crate) fn right(name: String) -> Column {
    Column { name, align: Align::Right }
}

impl Scope {
    /// The step in which this period is told over time.
    pub(crate) fn step(&self) -> By {
        if self.days() <= MOST_POINTS { By::Day } else { By::Week }
    }

    /// The first days of the steps of the period.
    fn steps(&self, by: By) -> Vec<Date> {
        let days = crate::measures::days(&self.period);
        let mut steps: Vec<Date> = days.filter_map(|day| by.begins(day)).collect();
        steps.dedup();
        steps
    }

    fn step_name(&self, by: By, day: Date) -> String {
        match by {
            By::Month => {
                self.language.period(&Period { first: day, last: day.last_of_month(), zone: self.period.zone.clone() })
            }
            _ if self.language == super::super::model::Language::De => format!("{}.{}.", day.day(), day.month()),
            _ => day.strftime("%-d %b").to_string(),
        }
    }

    /// Figures over time, all of one unit.
    pub(crate) fn trend(
        &self,
        tx: &mut Tx<'_>,
        title: String,
        wanted: &[Wanted],
        by: By,
        target: bool,
    ) -> Result<Block> {
        let steps = self.steps(by);
        let mut series = Vec::new();
        for (metric, statistic) in wanted {
            let cells = answer(tx, &self.question(*metric), &[by])?;
            let by_step: BTreeMap<String, Counted> =
                cells.into_iter().filter_map(|(mut parts, cell)| Some((parts.pop()?, cell))).collect();
            let is_count = metric.definition().unit == metrics::Unit::Count;
            let value = |day: &Date| match by_step.get(&day.to_string()) {
                Some(cell) => of_cell(*metric, *statistic, cell).value.map(|value| drawn(*metric, value)),
                None => is_count.then_some(0.0),
            };
            series.push(Series { name: self.name(*metric, *statistic), values: steps.iter().map(value).collect() });
        }
        let first = wanted.first().copied().unwrap_or((Metric::Created, Statistic::Value));
        // What a number should be over all days says nothing about one step of them.
        let is_count = first.0.definition().unit == metrics::Unit::Count;
        let target = self.target(first.0, first.1).filter(|_| target && !is_count);
        Ok(Block::Chart(Chart {
            title,
            shape: Shape::Line,
            unit: unit(first.0),
            labels: steps.iter().map(|day| self.step_name(by, *day)).collect(),
            series,
            target: target.map(|target| drawn(first.0, target.value)),
            note: String::new(),
        }))
    }

    /// Figures by part, most first: lying bars of the first, and a table of all with the period before.
    pub(crate) fn parts(
        &self,
        tx: &mut Tx<'_>,
        caption: Words,
        by: By,
        wanted: &[Wanted],
        with_bars: bool,
    ) -> Result<Vec<Block>> {
        let Some((first, _)) = wanted.first().copied() else { return Ok(Vec::new()) };
        let question = self.question(first);
        let metrics: Vec<Metric> = wanted.iter().map(|(metric, _)| *metric).collect();
        let ask = |tx: &mut Tx<'_>, period: &Period| -> Result<Vec<BTreeMap<String, Counted>>> {
            let Question { clock, filter, .. } = &question;
            let all = answer_all(tx, &metrics, period, *clock, filter, &[by])?;
            let named = |cells: Vec<(Vec<String>, Counted)>| {
                cells.into_iter().filter_map(|(mut parts, cell)| Some((parts.pop()?, cell))).collect()
            };
            Ok(all.into_iter().map(named).collect())
        };
        let (now, before) = (ask(tx, &self.period)?, ask(tx, &self.before)?);
        let mut names: Vec<&String> = now.iter().flat_map(BTreeMap::keys).collect();
        names.sort_unstable();
        names.dedup();
        let weight =
            |name: &String| now[0].get(name).map_or(0, |cell| cell.part.max(cell.whole).max(cell.sketch.count()));
        names.sort_by_key(|name| std::cmp::Reverse(weight(name)));
        let left_out = names.len().saturating_sub(MOST_ROWS);
        names.truncate(MOST_ROWS);
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let read = |of: &[BTreeMap<String, Counted>], place: usize, name: &String| {
            let (metric, statistic) = wanted[place];
            of[place].get(name).map(|cell| of_cell(metric, statistic, cell))
        };
        let rows = names.iter().map(|name| {
            let mut row = vec![Cell::Text(self.part(name))];
            for (place, (metric, _)) in wanted.iter().enumerate() {
                let value = |of| read(of, place, name).and_then(|reading| reading.value);
                row.push(cell(*metric, value(&now)));
                row.push(cell(*metric, value(&before)));
            }
            row
        });
        let mut columns = vec![left(division(by).plain(self.language))];
        for (metric, statistic) in wanted {
            columns.push(right(self.name(*metric, *statistic)));
            columns.push(right(words::BEFORE.plain(self.language)));
        }
        let small = names
            .iter()
            .filter(|name| (0..wanted.len()).any(|place| read(&now, place, name).is_some_and(|it| it.small)));
        let small: Vec<String> = small.map(|name| self.part(name)).collect();
        let mut notes = Vec::new();
        if !small.is_empty() {
            notes.push(words::SMALL_NOTE.said(self.language, &[("list", &small.join(", "))]));
        }
        if left_out > 0 {
            notes.push(format!("{}: {left_out}", words::OTHERS.plain(self.language)));
        }
        let caption = caption.plain(self.language);
        let table = Table { caption: caption.clone(), columns, rows: rows.collect(), note: notes.join(" ") };
        let bars = Chart {
            title: format!("{}, {caption}", self.name(first, wanted[0].1)),
            shape: Shape::Lying,
            unit: unit(first),
            labels: names.iter().map(|name| self.part(name)).collect(),
            series: vec![Series {
                name: words::NOW.plain(self.language),
                values: names.iter().map(|name| read(&now, 0, name)?.value.map(|value| drawn(first, value))).collect(),
            }],
            target: None,
            note: String::new(),
        };
        let bars = with_bars.then_some(Block::Chart(bars));
        Ok(bars.into_iter().chain([Block::Table(table)]).collect())
    }
}

/// What the parts of a division are called.
pub(crate) fn division(by: By) -> Words {
    match by {
        By::Team => words::TEAM,
        By::Agent => words::AGENT,
        By::Channel => words::CHANNEL,
        By::Mailbox => words::MAILBOX,
        By::Priority => words::PRIORITY,
        _ => words::TOPIC,
    }
}

/// Metrics with the number that is usually told of them.
pub(crate) fn usually(metrics: &[Metric]) -> Vec<Wanted> {
    metrics.iter().map(|metric| (*metric, usual(*metric))).collect()
}
