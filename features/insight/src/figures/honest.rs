//! What a figure is worth: its interval, and whether it rests on too little.

use super::cell::Cell;
use super::summary::Summary;
use crate::metrics::{Metric, Unit};

/// Below so many samples a figure is marked as resting on little: the usual rule of thumb for means and shares.
pub const SMALL: u64 = 30;
/// The 97.5th percentile of the normal distribution: 95 % lie within so many standard errors.
const Z: f64 = 1.959_964;

/// The 95 % interval of a share (Wilson 1927), as parts of one; none without a whole.
pub fn wilson(part: u64, whole: u64) -> Option<(f64, f64)> {
    if whole == 0 || part > whole {
        return None;
    }
    let (n, share) = (whole as f64, part as f64 / whole as f64);
    let z2 = Z * Z;
    let middle = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    Some(((middle - half).max(0.0), (middle + half).min(1.0)))
}

/// The 95 % interval of a median by its ranks (binomial, normal approximation), in microseconds; none below six durations, which
/// cannot tell one.
pub fn of_median(cell: &Cell) -> Option<(f64, f64)> {
    let n = cell.sketch.count();
    if n < 6 {
        return None;
    }
    let (middle, half) = (n as f64 / 2.0, Z * (n as f64).sqrt() / 2.0);
    let low = (middle - half).floor().max(0.0) as u64;
    let high = ((middle + half).ceil() as u64).min(n - 1);
    Some((cell.sketch.ranked(low), cell.sketch.ranked(high)))
}

/// The interval of a metric's value; none where there is none to tell: counts, and shares of another whole.
pub(crate) fn interval(metric: Metric, told: &Summary) -> Option<(f64, f64)> {
    match metric.definition().unit {
        Unit::Count => None,
        Unit::Share if metric == Metric::ResolutionFlow => None,
        Unit::Share => wilson(told.part, told.whole),
        Unit::Duration => told.low.zip(told.high),
    }
}

/// Whether the figure rests on too little to be compared. A count is what it is.
pub(crate) fn is_small(metric: Metric, told: &Summary) -> bool {
    metric.definition().unit != Unit::Count && told.whole < SMALL
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 8 of 10, and none of 20: the values of Newcombe 1998, table I (81 of 263, 15 of 148, 0 of 20, 1 of 29).
    #[test]
    fn wilson_is_as_published() {
        let near = |(low, high): (f64, f64), expected: (f64, f64)| {
            assert!((low - expected.0).abs() < 0.000_06 && (high - expected.1).abs() < 0.000_06, "{low} {high}");
        };
        near(wilson(81, 263).unwrap(), (0.2553, 0.3662));
        near(wilson(15, 148).unwrap(), (0.0624, 0.1605));
        near(wilson(0, 20).unwrap(), (0.0, 0.1611));
        near(wilson(1, 29).unwrap(), (0.0061, 0.1718));
        assert_eq!(wilson(0, 0), None);
    }

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
