//! Why did it move? A figure in two periods, and what each team, person, channel and topic contributed.

use std::collections::BTreeMap;

use db::Tx;
use kernel::Result;
use serde::{Deserialize, Serialize};

use super::decompose::{Amount, Contribution, Movement, Segment, of_count, of_quantile, of_ratio};
use crate::actions::Days;
use crate::columns::Columns;
use crate::figures::{Cell, Question, answer_from};
use crate::measures::{Comparison, Reading, Statistic, compare_question, of_cell};
use crate::metrics::{By, Metric, Period, Unit};

/// Segments that are listed of a division; the rest is added up.
pub(crate) const SHOWN: usize = 12;
/// How a figure is divided to explain it.
const DIVISIONS: [By; 6] = [By::Team, By::Agent, By::Channel, By::Topic, By::Mailbox, By::Priority];
/// Of the segments named as changed beyond chance at most so many are false on average.
const FALSE_RATE: f64 = 0.05;

/// Whether a movement is more than noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MovementKind)]
pub(crate) enum Kind {
    /// The interval of the difference leaves out that nothing changed.
    Signal,
    /// So much happens by chance.
    Noise,
    /// There are too few to say.
    TooFew,
}

/// Why a segment moved the figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MovementCause)]
pub(crate) enum Cause {
    /// It became more or less of the whole.
    Mix,
    /// Its own figure changed.
    Rate,
    /// There were more or fewer of it; of figures that count.
    Number,
}

/// What a segment contributed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ExplanationSegment)]
pub(crate) struct SegmentBody {
    /// The part: an id or a word; empty for what belongs to none.
    #[schema(examples("team_06pz3k5m8v00g"))]
    pub(crate) part: String,
    /// Because it became more or less of the whole, in the unit of the figure.
    #[schema(examples(120.5))]
    pub(crate) mix: f64,
    /// Because its own figure changed.
    #[schema(examples(410.0))]
    pub(crate) rate: f64,
    /// Both.
    #[schema(examples(530.5))]
    pub(crate) total: f64,
    /// How much of the whole it was before, 0 to 1.
    #[schema(examples(0.4))]
    pub(crate) weight_before: f64,
    /// How much of the whole it is after.
    #[schema(examples(0.5))]
    pub(crate) weight_after: f64,
    /// Its own figure before.
    pub(crate) before: Reading,
    /// Its own figure after.
    pub(crate) after: Reading,
    /// Its own figure changed beyond chance, with all segments of this division looked at.
    #[schema(examples(true))]
    pub(crate) changed: bool,
}

/// A figure's movement divided by one thing. All contributions add up to the difference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ExplanationDivision)]
pub(crate) struct DivisionBody {
    /// What it is divided by.
    #[schema(examples("team"))]
    pub(crate) by: String,
    /// What changed mix did, over all segments.
    #[schema(examples(90.0))]
    pub(crate) mix: f64,
    /// What changed figures of segments did.
    #[schema(examples(1010.0))]
    pub(crate) rate: f64,
    /// The segments that contributed most, the greatest first.
    pub(crate) segments: Vec<SegmentBody>,
    /// How many more there are.
    #[schema(examples(3))]
    pub(crate) others: usize,
    /// What they contributed together.
    #[schema(examples(12.0))]
    pub(crate) others_total: f64,
}

/// A segment of the sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ExplanationReason)]
pub(crate) struct ReasonBody {
    /// What is divided by.
    #[schema(examples("team"))]
    pub(crate) by: String,
    /// The part.
    #[schema(examples("team_06pz3k5m8v00g"))]
    pub(crate) part: String,
    /// What of it did most.
    pub(crate) cause: Cause,
    /// What it contributed.
    #[schema(examples(530.5))]
    pub(crate) total: f64,
}

/// Why a figure moved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = Explanation, example = json!(super::wire::explanation()))]
pub(crate) struct ExplanationBody {
    /// The metric's name in the dictionary.
    #[schema(examples("first_response_time"))]
    pub(crate) metric: String,
    /// Which number of it.
    pub(crate) statistic: Statistic,
    /// The earlier period.
    pub(crate) before: Days,
    /// The later one.
    pub(crate) after: Days,
    /// The figure in both, with the interval of the difference. Numbers are per day here, so that periods of any length compare.
    pub(crate) comparison: Comparison,
    /// Whether it moved beyond chance.
    pub(crate) kind: Kind,
    /// What is divided: the figure after minus before; numbers for the whole periods.
    #[schema(examples(1100.0))]
    pub(crate) difference: Option<f64>,
    /// What a sentence says: up to three segments that moved the figure beyond their weight, of the division in which one did so
    /// most; the greatest first.
    pub(crate) because: Vec<ReasonBody>,
    /// Every division.
    pub(crate) divisions: Vec<DivisionBody>,
}

/// What an explanation shows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown {
    /// Whether it names people: only when they may be looked at.
    pub(crate) people: bool,
    /// At most so many segments of each division; the rest is added up.
    pub(crate) segments: usize,
}

/// Explains a figure; the question's period is the later one, its filter what the asker may see. None while facts are loaded into memory for it, which happens with columns only.
pub(crate) fn explain(
    tx: &mut Tx<'_>,
    question: &Question,
    statistic: Statistic,
    against: &Period,
    shown: Shown,
    columns: Option<&Columns>,
) -> Result<Option<ExplanationBody>> {
    let earlier = Question { period: against.clone(), ..question.clone() };
    let comparison = compare_question(tx, question, statistic, against)?;
    let kind = match (comparison.difference, comparison.interval) {
        (Some(_), Some(interval)) if interval.holds(0.0) => Kind::Noise,
        (Some(_), Some(_)) => Kind::Signal,
        _ => Kind::TooFew,
    };
    let mut divisions = Vec::new();
    for by in DIVISIONS.into_iter().filter(|by| shown.people || *by != By::Agent) {
        let Some(before) = answer_from(tx, &earlier, &[by], columns)? else { return Ok(None) };
        let Some(after) = answer_from(tx, question, &[by], columns)? else { return Ok(None) };
        divisions.extend(divide(question.metric, statistic, (by, shown.segments), &by_part(before), &by_part(after)));
    }
    let difference = divisions.first().map(|(movement, _)| movement.after - movement.before);
    let divisions: Vec<DivisionBody> = divisions.into_iter().map(|(_, body)| body).collect();
    Ok(Some(ExplanationBody {
        metric: question.metric.definition().code.to_owned(),
        statistic,
        before: Days::of(against),
        after: Days::of(&question.period),
        comparison,
        kind,
        difference,
        because: because(question.metric, &divisions, difference.unwrap_or_default()),
        divisions,
    }))
}

type Parts = BTreeMap<String, Cell>;

fn by_part(cells: Vec<(Vec<String>, Cell)>) -> Parts {
    cells.into_iter().filter_map(|(mut parts, cell)| Some((parts.pop()?, cell))).collect()
}

fn whole(parts: &Parts) -> Cell {
    let mut all = Cell::default();
    for cell in parts.values() {
        all.merge(cell);
    }
    all
}

fn divide(
    metric: Metric,
    statistic: Statistic,
    (by, shown): (By, usize),
    before: &Parts,
    after: &Parts,
) -> Option<(Movement, DivisionBody)> {
    let movement = movement(metric, statistic, before, after)?;
    let nothing = Cell::default();
    let (all_before, all_after) = (whole(before), whole(after));
    let weight = |cell: &Cell, all: &Cell| {
        let (part, whole) = (size(metric, cell), size(metric, all));
        if whole > 0.0 { part / whole } else { 0.0 }
    };
    let cell = |parts: &'_ Parts, key: &str| parts.get(key).cloned().unwrap_or_else(|| nothing.clone());
    let pairs: Vec<(Cell, Cell)> =
        movement.contributions.iter().map(|it| (cell(before, &it.key), cell(after, &it.key))).collect();
    let changed = changed(metric, &pairs);
    let segment = |(place, it): (usize, &Contribution)| {
        let (was, is) = &pairs[place];
        SegmentBody {
            part: it.key.clone(),
            mix: it.mix,
            rate: it.rate,
            total: it.total(),
            weight_before: weight(was, &all_before),
            weight_after: weight(is, &all_after),
            before: of_cell(metric, statistic, was),
            after: of_cell(metric, statistic, is),
            changed: changed[place],
        }
    };
    let all = &movement.contributions;
    let body = DivisionBody {
        by: by.code().to_owned(),
        mix: all.iter().map(|it| it.mix).sum(),
        rate: all.iter().map(|it| it.rate).sum(),
        segments: all.iter().enumerate().take(shown).map(segment).collect(),
        others: all.len().saturating_sub(shown),
        others_total: all.iter().skip(shown).map(Contribution::total).sum(),
    };
    Some((movement, body))
}

/// How much of the whole a part is: what is counted in the denominator.
fn size(metric: Metric, cell: &Cell) -> f64 {
    if metric.definition().unit == Unit::Count { cell.part as f64 } else { cell.whole as f64 }
}

fn movement(metric: Metric, statistic: Statistic, before: &Parts, after: &Parts) -> Option<Movement> {
    let keys: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let segments = |amount: &dyn Fn(&Cell) -> Amount| -> Vec<Segment> {
        let of = |parts: &Parts, key: &String| parts.get(key).map(amount).unwrap_or_default();
        let segment = |key: &&String| Segment { key: (*key).clone(), before: of(before, key), after: of(after, key) };
        keys.iter().map(segment).collect()
    };
    match (metric.definition().unit, statistic) {
        (Unit::Count, _) => {
            Some(of_count(segments(&|cell| Amount { total: cell.part as f64, weight: cell.part as f64 })))
        }
        (Unit::Money, _) => None,
        (Unit::Share, _) => of_ratio(segments(&|cell| Amount { total: cell.part as f64, weight: cell.whole as f64 })),
        (Unit::Duration, Statistic::Median | Statistic::P90) => {
            let quantile = if statistic == Statistic::P90 { 0.9 } else { 0.5 };
            let (was, is) = (whole(before).sketch.quantile(quantile)?, whole(after).sketch.quantile(quantile)?);
            let above = |cell: &Cell| {
                let times: u64 = cell.sketch.values().filter(|(value, _)| *value > was).map(|(_, times)| times).sum();
                Amount { total: times as f64, weight: cell.sketch.count() as f64 }
            };
            of_quantile(was / MICROS, is / MICROS, segments(&above))
        }
        (Unit::Duration, _) => {
            of_ratio(segments(&|cell| Amount { total: cell.sum as f64 / MICROS, weight: cell.sketch.count() as f64 }))
        }
        (Unit::Points, _) => {
            of_ratio(segments(&|cell| Amount { total: 100.0 * cell.marks.sum as f64, weight: cell.whole as f64 }))
        }
        (Unit::Score, _) => {
            of_ratio(segments(&|cell| Amount { total: cell.marks.sum as f64, weight: cell.whole as f64 }))
        }
    }
}

/// Microseconds in a second.
const MICROS: f64 = 1_000_000.0;

/// Which segments' own figures changed beyond chance, all of them looked at.
fn changed(metric: Metric, pairs: &[(Cell, Cell)]) -> Vec<bool> {
    let chances: Vec<f64> = pairs.iter().map(|(before, after)| super::gaps::chance(metric, before, after)).collect();
    statistics::discoveries(&chances, FALSE_RATE)
}

/// What a sentence says: of the division in which one segment moved the figure most beyond its weight (when everything moves
/// alike, each segment contributes by its weight, and none of them is a reason), the segments that did so. Of equals the first;
/// a division with a single segment explains nothing.
fn because(metric: Metric, divisions: &[DivisionBody], difference: f64) -> Vec<ReasonBody> {
    let beyond = |it: &SegmentBody| (it.total - it.weight_before * difference) * difference.signum();
    let is_reason = |it: &&SegmentBody| it.total * difference > 0.0 && beyond(it) > 0.0;
    let most = |division: &DivisionBody| division.segments.iter().filter(is_reason).map(beyond).fold(0.0, f64::max);
    let telling = |division: &&DivisionBody| division.segments.len() > 1;
    // The last of equals is what `max_by` gives.
    let Some(best) = divisions.iter().rev().filter(telling).max_by(|one, two| most(one).total_cmp(&most(two))) else {
        return Vec::new();
    };
    let mut reasons: Vec<&SegmentBody> = best.segments.iter().filter(is_reason).collect();
    reasons.sort_by(|one, two| beyond(two).total_cmp(&beyond(one)));
    let cause = |it: &SegmentBody| match metric.definition().unit {
        Unit::Count => Cause::Number,
        _ if it.mix.abs() > it.rate.abs() => Cause::Mix,
        _ => Cause::Rate,
    };
    let reason =
        |it: &SegmentBody| ReasonBody { by: best.by.clone(), part: it.part.clone(), cause: cause(it), total: it.total };
    reasons.into_iter().take(3).map(reason).collect()
}
