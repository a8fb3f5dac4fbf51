//! A figure as it is read: its value, how sure it is, and whether it rests on little. Pure.

use serde::{Deserialize, Serialize};
use statistics::{Estimate, Interval, Moments};

use super::model::Statistic;
use crate::figures::{Cell, Sketch};
use crate::metrics::{Metric, Unit};

/// Microseconds in a second: figures go out in seconds.
const MICROS: f64 = 1_000_000.0;
/// What one of a hundred is in points.
const HUNDRED: f64 = 100.0;

/// A figure with its honesty.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = FigureReading, example = json!({"value": 4210.0, "interval": {"low": 3900.0, "high": 4580.0}, "count": 612, "small": false}))]
pub struct Reading {
    /// The value: shares from 0 to 1, durations in seconds, points from −100 to 100, mean scores from 1 to 7; null when nothing happened.
    #[schema(examples(4210.0))]
    pub value: Option<f64>,
    /// Its 95 % interval; null for counts and for too few.
    pub interval: Option<Interval>,
    /// Of how many.
    #[schema(examples(612))]
    pub count: u64,
    /// It rests on fewer than 30.
    #[schema(examples(false))]
    pub small: bool,
}

/// Reads a figure out of what was counted.
pub fn of_cell(metric: Metric, statistic: Statistic, cell: &Cell) -> Reading {
    let unit = metric.definition().unit;
    let (value, interval, count) = match unit {
        Unit::Count => (Some(cell.part as f64), None, cell.part),
        Unit::Share => {
            let value = (cell.whole > 0).then(|| cell.part as f64 / cell.whole as f64);
            // What is solved over what is begun is no share of a whole.
            let interval = if metric.is_of_another_whole() { None } else { statistics::share(cell.part, cell.whole) };
            (value, interval, cell.whole)
        }
        Unit::Duration => {
            let found = of_durations(statistic, cell);
            (found.map(|(value, _)| value), found.and_then(|(_, interval)| interval), cell.sketch.count())
        }
        Unit::Points => (cell.marks.points(cell.whole).points(), cell.marks.points_interval(cell.whole), cell.whole),
        Unit::Score => {
            let value = moments_of(metric, cell).map(|it| it.mean);
            let interval = unit.bounds().and_then(|bounds| cell.marks.score_interval(cell.whole, bounds));
            (value, interval, cell.whole)
        }
        Unit::Money => {
            let each = (cell.whole > 0).then(|| cell.sum as f64 / 100.0 / cell.whole as f64);
            (each, None, cell.whole)
        }
    };
    Reading { value, interval, count, small: unit != Unit::Count && statistics::is_small(count) }
}

/// The value with its interval, when both can be told.
pub fn estimate(reading: &Reading) -> Option<Estimate> {
    Some(Estimate { value: reading.value?, interval: reading.interval? })
}

fn of_durations(statistic: Statistic, cell: &Cell) -> Option<(f64, Option<Interval>)> {
    let quantile = match statistic {
        Statistic::P90 => 0.9,
        Statistic::Median => 0.5,
        Statistic::Mean | Statistic::Value => {
            let moments = moments(cell)?;
            return Some((moments.mean, statistics::mean(&moments)));
        }
    };
    let value = cell.sketch.quantile(quantile)? / MICROS;
    let interval = statistics::quantile_ranks(cell.sketch.count(), quantile).map(|(low, high)| Interval {
        low: (cell.sketch.ranked(low - 1) / MICROS).min(value),
        high: (cell.sketch.ranked(high - 1) / MICROS).max(value),
    });
    Some((value, interval))
}

/// How many durations, their exact mean, and their variance within the sketch's error; in seconds.
pub(crate) fn moments(cell: &Cell) -> Option<Moments> {
    let rough = Moments::of(seconds(&cell.sketch))?;
    Some(Moments { mean: cell.sum as f64 / MICROS / rough.count as f64, ..rough })
}

/// Number, mean and variance of single values, in the unit of the figure; none for counts and shares, which have tests of their
/// own, and without any.
pub(crate) fn moments_of(metric: Metric, cell: &Cell) -> Option<Moments> {
    match metric.definition().unit {
        Unit::Count | Unit::Share | Unit::Money => None,
        Unit::Duration => moments(cell),
        Unit::Points => cell.marks.moments(cell.whole, HUNDRED),
        Unit::Score => cell.marks.moments(cell.whole, 1.0),
    }
}

/// Durations in rising order with how often each occurs, in seconds.
pub(crate) fn seconds(sketch: &Sketch) -> Vec<(f64, u64)> {
    sketch.values().map(|(micros, times)| (micros / MICROS, times)).collect()
}

#[cfg(test)]
mod reading_tests {
    use super::*;

    fn of(minutes: impl Iterator<Item = i64>) -> Cell {
        let mut cell = Cell::default();
        minutes.for_each(|minute| cell.take(1, 1, Some(minute * 60_000_000)));
        cell
    }

    #[test]
    fn durations_are_read_in_seconds_with_an_interval() {
        let cell = of(1..=99);
        let median = of_cell(Metric::FirstResponse, Statistic::Median, &cell);
        assert!((median.value.expect("a value") / 60.0 - 50.0).abs() < 0.5);
        let interval = median.interval.expect("an interval");
        assert!((interval.low / 60.0 - 40.0).abs() < 0.5 && (interval.high / 60.0 - 60.0).abs() < 0.7, "{interval:?}");
        let mean = of_cell(Metric::FirstResponse, Statistic::Mean, &cell);
        assert!((mean.value.expect("a value") - 3000.0).abs() < 1e-9, "the mean is exact");
        assert!(mean.interval.is_some_and(|interval| interval.holds(3000.0)));
        assert!(!median.small && of_cell(Metric::FirstResponse, Statistic::P90, &of(1..=29)).small);
        assert_eq!(of_cell(Metric::FirstResponse, Statistic::Median, &Cell::default()).value, None);
    }

    #[test]
    fn a_share_of_another_whole_has_no_interval() {
        let cell = Cell { part: 40, whole: 50, ..Cell::default() };
        assert!(of_cell(Metric::Reopened, Statistic::Value, &cell).interval.is_some());
        let flow = of_cell(Metric::ResolutionFlow, Statistic::Value, &cell);
        assert_eq!((flow.value, flow.interval), (Some(0.8), None));
        let count = of_cell(Metric::Created, Statistic::Value, &Cell { part: 3, whole: 3, ..Cell::default() });
        assert_eq!((count.value, count.interval, count.small), (Some(3.0), None, false));
    }
}
