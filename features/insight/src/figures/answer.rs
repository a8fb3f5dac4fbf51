//! Answers to questions, as cells that can be added up.

use std::collections::BTreeMap;

use db::Tx;
use kernel::Result;

use super::cell::Cell;
use super::model::{Clock, Filter, Question};
use crate::metrics::{By, Metric, Period, load, part_of, settings};

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
    from_facts(tx, metrics, period, clock, filter, by)
}

/// Exact, however finely it is asked: from the facts themselves.
fn from_facts(
    tx: &mut Tx<'_>,
    metrics: &[Metric],
    period: &Period,
    clock: Clock,
    filter: &Filter,
    by: &[By],
) -> Result<Vec<Cells>> {
    let (from, until) = period.instants()?;
    let window = settings::find(tx)?.window;
    let facts = load(tx, (from, until), window)?;
    let mut answers: Vec<BTreeMap<Vec<String>, Cell>> = vec![BTreeMap::new(); metrics.len()];
    if by.is_empty() {
        answers.iter_mut().for_each(|parts| drop(parts.insert(Vec::new(), Cell::default())));
    }
    facts.each(&mut |about, sample| {
        let Some(place) = metrics.iter().position(|metric| *metric == sample.metric) else { return };
        if sample.at >= from && sample.at < until && filter.admits(about, sample.person) {
            let parts = by.iter().map(|by| part_of(*by, about, sample, period)).collect();
            answers[place].entry(parts).or_default().take(
                sample.part,
                sample.whole,
                sample.took.map(|took| clock.of(took)),
            );
        }
    });
    Ok(answers.into_iter().map(|parts| parts.into_iter().collect()).collect())
}
