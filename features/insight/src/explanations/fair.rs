//! Fair comparison: what the figures of teams or people would be if all had the same mix of work.

use std::collections::BTreeMap;

use db::Tx;
use kernel::Result;
use serde::{Deserialize, Serialize};
use statistics::{Interval, Standardised, Stratum};

use crate::columns::Columns;
use crate::figures::{Cell, Question, answer_from};
use crate::measures::{Reading, Statistic, moments_of, of_cell};
use crate::metrics::{By, Good, Metric, Unit};

/// A team or a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = FairLine)]
pub(crate) struct LineBody {
    /// Which team or person.
    #[schema(examples("pers_06pz3k5m8v00m"))]
    pub(crate) part: String,
    /// The figure as it is. Durations are means, because medians do not add up.
    pub(crate) crude: Reading,
    /// What it would be with the mix of all; null when nothing is known.
    #[schema(examples(0.83))]
    pub(crate) adjusted: Option<f64>,
    /// The 95 % interval of that.
    pub(crate) interval: Option<Interval>,
    /// Which share of the mix of all they have done at all, 0 to 1.
    #[schema(examples(0.92))]
    pub(crate) covered: f64,
    /// Their place by the adjusted figure, the best first; null for who has too few, and where neither way is better.
    #[schema(examples(1))]
    pub(crate) rank: Option<u32>,
    /// Whether the adjusted figure differs from that of all beyond chance.
    #[schema(examples(false))]
    pub(crate) differs: bool,
}

/// A comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = FairComparison, example = json!(super::wire::fair()))]
pub(crate) struct FairBody {
    /// The metric's name in the dictionary.
    #[schema(examples("first_contact_resolution"))]
    pub(crate) metric: String,
    /// `team` or `agent`.
    #[schema(examples("agent"))]
    pub(crate) by: String,
    /// What was made equal.
    #[schema(examples(json!(["topic", "channel"])))]
    pub(crate) adjusted_by: Vec<String>,
    /// The figure of all.
    pub(crate) all: Reading,
    /// Who has fewer than this is not put in order.
    #[schema(examples(30))]
    pub(crate) fewest_to_rank: u64,
    /// Teams or people: those in order first, then the others.
    pub(crate) lines: Vec<LineBody>,
}

type Strata = BTreeMap<Vec<String>, Cell>;

/// Compares teams or people by the mix of all of them; none while facts are loaded into memory for it.
pub(super) fn compare(
    tx: &mut Tx<'_>,
    question: &Question,
    by: By,
    adjust: &[By],
    columns: Option<&Columns>,
) -> Result<Option<FairBody>> {
    let metric = question.metric;
    let statistic = if metric.definition().unit == Unit::Duration { Statistic::Mean } else { Statistic::Value };
    let division: Vec<By> = std::iter::once(by).chain(adjust.iter().copied()).collect();
    let mut whose: BTreeMap<String, Strata> = BTreeMap::new();
    let (mut mix, mut all) = (Strata::new(), Cell::default());
    let Some(cells) = answer_from(tx, question, &division, columns)? else { return Ok(None) };
    for (parts, cell) in cells {
        let Some((part, stratum)) = parts.split_first() else { continue };
        all.merge(&cell);
        mix.entry(stratum.to_vec()).or_default().merge(&cell);
        if !part.is_empty() {
            whose.entry(part.clone()).or_default().entry(stratum.to_vec()).or_default().merge(&cell);
        }
    }
    let overall = of_cell(metric, statistic, &all);
    let line = |(part, strata): (String, Strata)| {
        let mut crude = Cell::default();
        for cell in strata.values() {
            crude.merge(cell);
        }
        let found = standardised(metric, &mix, &strata);
        let interval = found.and_then(|it| bounded(metric, it.estimate.interval));
        LineBody {
            part,
            crude: of_cell(metric, statistic, &crude),
            adjusted: found.map(|it| it.estimate.value),
            interval,
            covered: found.map_or(0.0, |it| it.covered),
            rank: None,
            differs: interval.zip(overall.value).is_some_and(|(interval, all)| !interval.holds(all)),
        }
    };
    let mut lines: Vec<LineBody> = whose.into_iter().map(line).collect();
    rank(&mut lines, metric.definition().good);
    Ok(Some(FairBody {
        metric: metric.definition().code.to_owned(),
        by: by.code().to_owned(),
        adjusted_by: adjust.iter().map(|by| by.code().to_owned()).collect(),
        all: overall,
        fewest_to_rank: statistics::FEWEST_TO_RANK,
        lines,
    }))
}

/// No further than the figure can go: what is reckoned from variances knows nothing of that. None for one count over another,
/// which is no share of a whole.
fn bounded(metric: Metric, interval: Interval) -> Option<Interval> {
    let unit = metric.definition().unit;
    let highest = if unit == Unit::Share { 1.0 } else { f64::INFINITY };
    let (low, high) = unit.bounds().unwrap_or((0.0, highest));
    (!metric.is_of_another_whole()).then(|| interval.within(Interval { low, high }))
}

fn standardised(metric: Metric, mix: &Strata, strata: &Strata) -> Option<Standardised> {
    let nothing = Cell::default();
    let stratum = |(key, all): (&Vec<String>, &Cell)| {
        let (weight, own) = (all.whole as f64, strata.get(key).unwrap_or(&nothing));
        match metric.definition().unit {
            Unit::Duration | Unit::Points | Unit::Score => {
                let spread = moments_of(metric, all).map_or(0.0, |it| it.variance);
                Stratum::of_mean(weight, moments_of(metric, own), spread)
            }
            Unit::Share | Unit::Count | Unit::Money => Stratum::of_share(weight, own.part, own.whole),
        }
    };
    statistics::standardise(&mix.iter().map(stratum).collect::<Vec<_>>())
}

/// Puts those in order of whom there is enough to say, and the others behind them as they are named.
fn rank(lines: &mut [LineBody], good: Good) {
    let may = |line: &LineBody| {
        good != Good::Neither && line.adjusted.is_some() && statistics::may_be_ranked(line.crude.count)
    };
    let better = |line: &LineBody| if good == Good::Up { line.adjusted.map(|value| -value) } else { line.adjusted };
    lines.sort_by(|one, two| {
        may(two).cmp(&may(one)).then_with(|| {
            let by_value = || better(one).unwrap_or_default().total_cmp(&better(two).unwrap_or_default());
            if may(one) { by_value() } else { one.part.cmp(&two.part) }
        })
    });
    let ranked = lines.iter().take_while(|line| may(line)).count();
    (1..).zip(&mut lines[..ranked]).for_each(|(place, line)| line.rank = Some(place));
}
