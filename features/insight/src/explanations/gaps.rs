//! Training gaps: topics on which a team or somebody does worse than everybody else on the same topic, beyond chance.

use std::collections::BTreeMap;

use db::Tx;
use kernel::Result;
use serde::{Deserialize, Serialize};
use statistics::{Compared, Test};

use crate::figures::{Cell, Question, answer};
use crate::measures::{Comparison, Statistic, moments_of, of_cells, seconds};
use crate::metrics::{By, Good, Metric, Unit};

/// Metrics that show who would gain by being taught, by their names: slower, opened again, not solved at once, rated lower.
const TELLING: [&str; 4] = ["requester_wait", "reopen_rate", "first_contact_resolution", "csat"];
/// Of fewer than so many conversations nothing is said, neither of somebody nor of the others.
pub(super) const FEWEST: u64 = 20;
/// Of the gaps named at most so many are false on average.
pub(super) const FALSE_RATE: f64 = 0.10;

/// Somebody does worse than the others on a topic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = TrainingGap)]
pub(crate) struct Gap {
    /// `team` or `agent`.
    #[schema(examples("agent"))]
    pub(crate) by: String,
    /// Which team or person.
    #[schema(examples("pers_06pz3k5m8v00m"))]
    pub(crate) part: String,
    /// On which topic; empty for conversations without one.
    #[schema(examples("topic_06pz3k5m8v00g"))]
    pub(crate) topic: String,
    /// By which metric.
    #[schema(examples("reopen_rate"))]
    pub(crate) metric: String,
    /// The others on the same topic (before), and they (after). Durations are medians.
    pub(crate) comparison: Comparison,
    /// How probable so large a difference is by chance alone.
    #[schema(examples(0.0004))]
    pub(crate) chance: f64,
}

/// What was found, and how much was looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = TrainingGaps, example = json!(super::wire::gaps()))]
pub(crate) struct GapsBody {
    /// Gaps, the surest first.
    pub(crate) gaps: Vec<Gap>,
    /// So many comparisons were made; chance alone makes some of them look bad.
    #[schema(examples(64))]
    pub(crate) compared: usize,
    /// Of fewer conversations than this nothing is said.
    #[schema(examples(20))]
    pub(crate) fewest: u64,
    /// Of the gaps named at most this share is false on average (Benjamini and Hochberg).
    #[schema(examples(0.1))]
    pub(crate) false_rate: f64,
}

struct Candidate {
    gap: Gap,
    is_worse: bool,
}

/// Compares every team and, when people may be looked at, everybody with the others on the same topic.
pub(super) fn find(tx: &mut Tx<'_>, question: &Question, by: &[By]) -> Result<GapsBody> {
    let mut candidates = Vec::new();
    for metric in TELLING.into_iter().filter_map(Metric::named) {
        for by in by {
            let asked = Question { metric, ..question.clone() };
            candidates.extend(compared(metric, *by, answer(tx, &asked, &[By::Topic, *by])?));
        }
    }
    let chances: Vec<f64> = candidates.iter().map(|it| it.gap.chance).collect();
    let found = statistics::discoveries(&chances, FALSE_RATE);
    let compared = candidates.len();
    let telling = candidates.into_iter().zip(found).filter(|(it, found)| *found && it.is_worse);
    let mut gaps: Vec<Gap> = telling.map(|(it, _)| it.gap).collect();
    gaps.sort_by(|one, two| one.chance.total_cmp(&two.chance));
    Ok(GapsBody { gaps, compared, fewest: FEWEST, false_rate: FALSE_RATE })
}

fn compared(metric: Metric, by: By, cells: Vec<(Vec<String>, Cell)>) -> Vec<Candidate> {
    let mut topics: BTreeMap<String, Vec<(String, Cell)>> = BTreeMap::new();
    for (parts, cell) in cells {
        if let [topic, part] = &parts[..] {
            topics.entry(topic.clone()).or_default().push((part.clone(), cell));
        }
    }
    let of_topic = |(topic, parts): (&String, &Vec<(String, Cell)>)| -> Vec<Candidate> {
        let one = |(place, (part, cell)): (usize, &(String, Cell))| {
            let mut others = Cell::default();
            let rest = parts.iter().enumerate().filter(|(at, _)| *at != place);
            rest.for_each(|(_, (_, cell))| others.merge(cell));
            let is_somebody = !part.is_empty() && cell.whole >= FEWEST && others.whole >= FEWEST;
            is_somebody.then(|| candidate(metric, by, (topic, part), &others, cell)).flatten()
        };
        parts.iter().enumerate().filter_map(one).collect()
    };
    topics.iter().flat_map(of_topic).collect()
}

fn candidate(metric: Metric, by: By, (topic, part): (&str, &str), others: &Cell, cell: &Cell) -> Option<Candidate> {
    let test = test(metric, others, cell)?;
    let is_worse = match metric.definition().good {
        Good::Up => test.compared == Compared::Smaller,
        Good::Down => test.compared == Compared::Greater,
        Good::Neither => false,
    };
    let gap = Gap {
        by: by.code().to_owned(),
        part: part.to_owned(),
        topic: topic.to_owned(),
        metric: metric.definition().code.to_owned(),
        comparison: of_cells(metric, statistic(metric), others, cell),
        chance: test.chance,
    };
    Some(Candidate { gap, is_worse })
}

fn statistic(metric: Metric) -> Statistic {
    if metric.definition().unit == Unit::Duration { Statistic::Median } else { Statistic::Value }
}

/// Whether two differ; none for numbers, which have no test of their own, and when one has nothing.
fn test(metric: Metric, first: &Cell, second: &Cell) -> Option<Test> {
    match metric.definition().unit {
        Unit::Count | Unit::Money => None,
        Unit::Share => statistics::shares_differ((first.part, first.whole), (second.part, second.whole)),
        Unit::Duration => statistics::rank_sum(&seconds(&first.sketch), &seconds(&second.sketch)),
        Unit::Points | Unit::Score => {
            let both = moments_of(metric, first).zip(moments_of(metric, second));
            both.and_then(|(first, second)| statistics::welch(&first, &second)).map(|it| it.test())
        }
    }
}

/// How probable so large a difference is by chance; 1 when nothing can be said.
pub(super) fn chance(metric: Metric, first: &Cell, second: &Cell) -> f64 {
    test(metric, first, second).map_or(1.0, |test| test.chance)
}
