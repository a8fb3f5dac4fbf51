//! Control charts of single values and moving ranges (XmR): what of a movement is signal and what noise.

use serde::{Deserialize, Serialize};

/// Below so many points there are no limits: they would say more about chance than about the process.
pub const FEWEST_POINTS: usize = 6;
/// 3 ÷ 1.128, where 1.128 is the expected range of two normal values in standard deviations.
const NATURAL: f64 = 2.66;
/// The upper limit of moving ranges of two, in average ranges.
const RANGE: f64 = 3.268;
/// A run of so many on one side of the mean is no chance.
const RUN: usize = 8;
/// So many of [`WINDOW`] nearer to a limit than to the mean are none either.
const NEAR: usize = 3;
const WINDOW: usize = 4;

/// Why a point is a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ControlSignal)]
pub enum Signal {
    /// It lies outside of the natural process limits.
    BeyondLimits,
    /// It and the seven before it lie on the same side of the mean.
    RunOfEight,
    /// Of it and the three before it, three lie nearer to the same limit than to the mean.
    NearLimit,
    /// It differs from the one before by more than the limit of ranges.
    LargeStep,
}

/// A point of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Its value.
    pub value: f64,
    /// By how much it differs from the one before; nothing for the first.
    pub range: Option<f64>,
    /// Why it is a signal; empty, when it is noise.
    pub signals: Vec<Signal>,
}

/// Where values can lie at all; limits do not reach beyond.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Place {
    /// From nothing upwards: durations and counts.
    AboveZero,
    /// From 0 to 1.
    Share,
    /// From one value to another: balances and scores.
    Within(f64, f64),
    /// Anywhere.
    Anywhere,
}

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// The mean of the points that the limits are made of.
    pub mean: f64,
    /// Their average moving range.
    pub average_range: f64,
    /// The lower natural process limit.
    pub lower: f64,
    /// The upper natural process limit.
    pub upper: f64,
    /// What a step between neighbours does not exceed by chance.
    pub range_limit: f64,
    /// All points, in order.
    pub points: Vec<Point>,
}

/// A chart of values in order of time, with limits made of the first `baseline` of them; none when those are too few.
///
/// W. A. Shewhart (1931) as in D. J. Wheeler, "Understanding Variation", 2nd edition (2000), and "Making Sense of Data"
/// (2003): limits 2.66 average moving ranges around the mean, upper range limit 3.268, and detection rules 1 (a point beyond),
/// 2 (eight in a row on one side) and 3 (three of four nearer to a limit).
pub fn chart(values: &[f64], baseline: usize, place: Place) -> Option<Chart> {
    let base = &values[..baseline.min(values.len())];
    if base.len() < FEWEST_POINTS {
        return None;
    }
    let mean = base.iter().sum::<f64>() / base.len() as f64;
    let ranges: f64 = base.windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum();
    let average_range = ranges / (base.len() - 1) as f64;
    let reach = NATURAL * average_range;
    let limits = Limits { mean, lower: mean - reach, upper: mean + reach, range: RANGE * average_range };
    let points = (0..values.len()).map(|at| limits.judge(values, at)).collect();
    let (lower, upper) = match place {
        Place::AboveZero => (limits.lower.max(0.0), limits.upper),
        Place::Share => (limits.lower.max(0.0), limits.upper.min(1.0)),
        Place::Within(least, most) => (limits.lower.max(least), limits.upper.min(most)),
        Place::Anywhere => (limits.lower, limits.upper),
    };
    Some(Chart { mean, average_range, lower, upper, range_limit: limits.range, points })
}

struct Limits {
    mean: f64,
    lower: f64,
    upper: f64,
    range: f64,
}

impl Limits {
    fn judge(&self, values: &[f64], at: usize) -> Point {
        let value = values[at];
        let range = at.checked_sub(1).map(|before| (value - values[before]).abs());
        let mut signals = Vec::new();
        if value < self.lower || value > self.upper {
            signals.push(Signal::BeyondLimits);
        }
        if self.runs(values, at) {
            signals.push(Signal::RunOfEight);
        }
        if self.is_near(values, at) {
            signals.push(Signal::NearLimit);
        }
        if range.is_some_and(|range| range > self.range) {
            signals.push(Signal::LargeStep);
        }
        Point { value, range, signals }
    }

    fn runs(&self, values: &[f64], at: usize) -> bool {
        let Some(run) = (at + 1).checked_sub(RUN).map(|first| &values[first..=at]) else { return false };
        run.iter().all(|value| *value > self.mean) || run.iter().all(|value| *value < self.mean)
    }

    /// Only a point that is near itself is marked, so that the way back is not taken for a signal.
    fn is_near(&self, values: &[f64], at: usize) -> bool {
        let Some(window) = (at + 1).checked_sub(WINDOW).map(|first| &values[first..=at]) else { return false };
        let high = |value: &f64| *value > f64::midpoint(self.mean, self.upper);
        let low = |value: &f64| *value < f64::midpoint(self.mean, self.lower);
        let many =
            |near: &dyn Fn(&f64) -> bool| near(&values[at]) && window.iter().filter(|it| near(it)).count() >= NEAR;
        many(&high) || many(&low)
    }
}
