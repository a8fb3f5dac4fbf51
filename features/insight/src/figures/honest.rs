//! What a figure is worth: its interval, and whether it rests on too little.

use super::cell::Cell;
use super::summary::Summary;
use crate::metrics::{Metric, Unit};

/// The 97.5th percentile of the normal distribution: 95 % lie within so many standard errors.
const Z: f64 = 1.959_964;

/// The 95 % interval of a median by its ranks (binomial, normal approximation), in microseconds; none below six durations, which
/// cannot tell one. Never exact ranks: this is told of every cell that a batch of events touches.
pub fn of_median(cell: &Cell) -> Option<(f64, f64)> {
    let [low, high] = median_ranks(cell.sketch.count())?;
    Some((cell.sketch.ranked(low), cell.sketch.ranked(high)))
}

/// The ranks, from 0, between which the median of so many lies with 95 %; none below six.
pub(crate) fn median_ranks(n: u64) -> Option<[u64; 2]> {
    let last = n.checked_sub(1).filter(|last| *last >= 5)?;
    let (middle, half) = (n as f64 / 2.0, Z * (n as f64).sqrt() / 2.0);
    Some([(middle - half).floor().max(0.0) as u64, ((middle + half).ceil() as u64).min(last)])
}

/// The interval of a metric's value; none where there is none to tell: counts, and shares of another whole.
pub(crate) fn interval(metric: Metric, told: &Summary) -> Option<(f64, f64)> {
    match metric.definition().unit {
        Unit::Count | Unit::Money => None,
        Unit::Share if metric.is_of_another_whole() => None,
        Unit::Share => statistics::share(told.part, told.whole).map(|it| (it.low, it.high)),
        Unit::Duration => told.low.zip(told.high),
        Unit::Points => told.marks.points_interval(told.whole).map(|it| (it.low, it.high)),
        Unit::Score => {
            let bounds = Unit::Score.bounds()?;
            told.marks.score_interval(told.whole, bounds).map(|it| (it.low, it.high))
        }
    }
}

/// Whether the figure rests on too little to be compared. A count is what it is.
pub(crate) fn is_small(metric: Metric, told: &Summary) -> bool {
    metric.definition().unit != Unit::Count && statistics::is_small(told.whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_of_a_hundred_lies_between_its_ranks() {
        let mut cell = Cell::default();
        for minute in 1..=100 {
            cell.take(1, 1, Some(minute * 60_000_000));
        }
        let (low, high) = of_median(&cell).unwrap();
        let minutes = |micros: f64| micros / 60_000_000.0;
        assert!((minutes(low) - 41.0).abs() < 0.5 && (minutes(high) - 61.0).abs() < 0.7, "{low} {high}");
        assert_eq!(of_median(&Cell::default()), None);
    }
}
