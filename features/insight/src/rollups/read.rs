//! Answers out of roll-ups: a period is put together of whole months, weeks and days.

use std::collections::{BTreeMap, HashMap};

use db::{Tx, p, sql};
use jiff::Span;
use jiff::civil::Date;
use kernel::Result;

use super::cube::{Dimension, Grain, days};
use super::stored;
use crate::figures::{Cell, Clock, Filter, Summary};
use crate::metrics::{By, Metric, Period};

sql! {
    SUMMARIES = "select start, part, summary from insight_rollups where dimension = $1 and grain = $2 and start >= $3 and start <= $4";
    SKETCHES = "select start, part, buckets from insight_rollup_sketches where dimension = $1 and grain = $2 and start >= $3 and start <= $4";
}

/// Consecutive stretches of one length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) grain: Grain,
    pub(crate) first: Date,
    /// The first day of the last stretch.
    pub(crate) last: Date,
}

/// How a question is answered out of roll-ups.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    dimension: Dimension,
    by: Vec<By>,
    filter: Filter,
    runs: Vec<Run>,
    time: Option<Grain>,
}

/// The plan of a question; none when no roll-up holds what is asked.
pub(crate) fn plan(period: &Period, filter: &Filter, by: &[By]) -> Option<Plan> {
    if !filter.mailboxes.is_empty() || !filter.priorities.is_empty() {
        return None;
    }
    let (mut fields, mut time) = (Vec::new(), None);
    for by in by {
        match Grain::ALL.into_iter().find(|grain| grain.by() == *by) {
            Some(grain) if time.is_none() => time = Some(grain),
            Some(_) => return None,
            None => fields.push(*by),
        }
    }
    let asked = [
        (By::Team, filter.teams.is_empty()),
        (By::Agent, filter.people.is_empty()),
        (By::Channel, filter.channels.is_empty()),
        (By::Topic, filter.topics.is_empty()),
    ];
    fields.extend(asked.into_iter().filter(|(_, free)| !free).map(|(by, _)| by));
    let dimension = Dimension::holding(&fields)?;
    Some(Plan { dimension, by: by.to_vec(), filter: filter.clone(), runs: runs(period, time), time })
}

/// The stretches that make up a period, each as long as may be without leaving the part of time it is told under.
pub(crate) fn runs(period: &Period, time: Option<Grain>) -> Vec<Run> {
    let fits = |grain: Grain, day: Date| {
        let within = match time {
            Some(Grain::Day) => grain == Grain::Day,
            Some(Grain::Week) => grain != Grain::Month,
            // A week may not reach into the next month.
            _ => grain != Grain::Week || grain.last(day).month() == day.month(),
        };
        within && grain.first(day) == day && grain.last(day) <= period.last
    };
    let mut runs: Vec<Run> = Vec::new();
    let mut day = period.first;
    while day <= period.last {
        let grain = [Grain::Month, Grain::Week].into_iter().find(|grain| fits(*grain, day)).unwrap_or(Grain::Day);
        match runs.last_mut() {
            Some(run) if run.grain == grain => run.last = day,
            _ => runs.push(Run { grain, first: day, last: day }),
        }
        let next = grain.last(day).saturating_add(Span::new().days(1));
        if next <= day {
            break;
        }
        day = next;
    }
    runs
}

/// A row of either table that belongs to the answer.
struct Found {
    run: usize,
    parts: Vec<String>,
    bytes: Vec<u8>,
}

impl Plan {
    fn admits(&self, part: &str) -> bool {
        fn among<T: std::fmt::Display>(wanted: &[T], value: &str) -> bool {
            wanted.is_empty() || wanted.iter().any(|wanted| wanted.to_string() == value)
        }
        let value = |by| self.dimension.value(part, by);
        among(&self.filter.teams, value(By::Team))
            && among(&self.filter.people, value(By::Agent))
            && among(&self.filter.channels, value(By::Channel))
            && among(&self.filter.topics, value(By::Topic))
    }

    /// Rows of the answer out of a table; of the runs that are wanted.
    fn rows(&self, tx: &mut Tx<'_>, table: db::Sql, wanted: impl Fn(usize) -> bool) -> Result<Vec<Found>> {
        let mut found = Vec::new();
        // The same few parts come again and again.
        let mut known: HashMap<String, bool> = HashMap::new();
        for (place, run) in self.runs.iter().enumerate().filter(|(place, _)| wanted(*place)) {
            let (dimension, grain) = (i64::from(self.dimension.number), i64::from(run.grain.number()));
            tx.each(table, p![dimension, grain, days(run.first), days(run.last)], |row| {
                let (start, part): (i64, String) = (row.take()?, row.take()?);
                let admitted = match known.get(&part) {
                    Some(admitted) => *admitted,
                    None => *known.entry(part.clone()).or_insert(self.admits(&part)),
                };
                if admitted {
                    found.push(Found { run: place, parts: self.parts(start, &part), bytes: row.take()? });
                }
                Ok(())
            })?;
        }
        Ok(found)
    }

    fn parts(&self, start: i64, part: &str) -> Vec<String> {
        let time = || self.time.map(|grain| grain.first(super::cube::day(start)).to_string()).unwrap_or_default();
        let value = |by: &By| match by {
            By::Day | By::Week | By::Month => time(),
            _ => self.dimension.value(part, *by).to_owned(),
        };
        self.by.iter().map(value).collect()
    }

    /// Everything added up, for whoever adds on.
    pub(crate) fn cells(
        &self,
        tx: &mut Tx<'_>,
        metrics: &[Metric],
        clock: Clock,
    ) -> Result<Vec<BTreeMap<Vec<String>, Cell>>> {
        added(&self.rows(tx, SKETCHES, |_| true)?, metrics, clock)
    }

    /// Ready to be shown: a part that is one stretch is read as it was made ready, others are added up.
    pub(crate) fn summaries(
        &self,
        tx: &mut Tx<'_>,
        metrics: &[Metric],
        clock: Clock,
    ) -> Result<Vec<BTreeMap<Vec<String>, Summary>>> {
        let rows = self.rows(tx, SUMMARIES, |_| true)?;
        let mut times: HashMap<&[String], usize> = HashMap::with_capacity(rows.len());
        for row in &rows {
            *times.entry(&row.parts).or_default() += 1;
        }
        let is_many = |parts: &[String]| times.get(parts).is_some_and(|times| *times > 1);
        let mut answers: Vec<BTreeMap<Vec<String>, Summary>> = vec![BTreeMap::new(); metrics.len()];
        let mut runs = vec![false; self.runs.len()];
        for row in &rows {
            if is_many(&row.parts) {
                runs[row.run] = true;
                continue;
            }
            for (number, told) in stored::summaries(&row.bytes, clock)? {
                if let Some(place) = metrics.iter().position(|metric| *metric as u8 == number) {
                    answers[place].insert(row.parts.clone(), told);
                }
            }
        }
        if runs.contains(&true) {
            let mut many = self.rows(tx, SKETCHES, |run| runs[run])?;
            many.retain(|found| is_many(&found.parts));
            for (answer, cells) in answers.iter_mut().zip(added(&many, metrics, clock)?) {
                answer.extend(cells.into_iter().map(|(parts, cell)| (parts, Summary::of(&cell))));
            }
        }
        Ok(answers)
    }
}

/// Rows added up: for each metric its cells by their parts.
fn added(rows: &[Found], metrics: &[Metric], clock: Clock) -> Result<Vec<BTreeMap<Vec<String>, Cell>>> {
    let mut answers: Vec<BTreeMap<Vec<String>, Cell>> = vec![BTreeMap::new(); metrics.len()];
    let mut groups: BTreeMap<&[String], Vec<&[u8]>> = BTreeMap::new();
    for row in rows {
        groups.entry(&row.parts).or_default().push(&row.bytes);
    }
    for (parts, rows) in groups {
        let mut sums: Vec<Option<Cell>> = vec![None; Metric::ALL.len()];
        for bytes in rows {
            for (metric, cell) in stored::cells(bytes, clock)? {
                match sums.get_mut(usize::from(metric)) {
                    Some(Some(known)) => known.merge(&cell),
                    Some(empty) => *empty = Some(cell),
                    None => {}
                }
            }
        }
        for (answer, metric) in answers.iter_mut().zip(metrics) {
            if let Some(cell) = sums[*metric as usize].clone() {
                answer.insert(parts.to_vec(), cell);
            }
        }
    }
    Ok(answers)
}
