//! Ratings added up: their sum and the sum of their squares, exact whole numbers, so that they can be taken away again and tell
//! both a mean and how far single ratings lie from it.

use statistics::{Interval, Moments};

use crate::metrics::Figure;

/// What one of a hundred is in points.
const HUNDRED: f64 = 100.0;

/// Sum and squares of marks: scores, or for balances 1 for us, −1 against us, and 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks {
    /// Their sum.
    pub sum: i64,
    /// The sum of their squares.
    pub squares: u64,
}

impl Marks {
    /// One more, if it is one.
    pub(crate) fn take(&mut self, mark: Option<i64>) {
        if let Some(mark) = mark {
            self.sum += mark;
            self.squares += mark.unsigned_abs().pow(2);
        }
    }

    /// All of others too.
    pub(crate) fn merge(&mut self, other: Self) {
        self.sum += other.sum;
        self.squares += other.squares;
    }

    /// Of a balance: how many were for us, and how many against.
    pub(crate) fn sides(self) -> (u64, u64) {
        // Every mark is 1, −1 or 0: squares count the first two, the sum is their difference.
        let squares = i128::from(self.squares);
        let half = |doubled: i128| u64::try_from(doubled / 2).unwrap_or_default();
        (half(squares + i128::from(self.sum)), half(squares - i128::from(self.sum)))
    }

    /// The balance of so many.
    pub(crate) fn points(self, whole: u64) -> Figure {
        let (good, bad) = self.sides();
        Figure::Points { good, bad, whole }
    }

    /// The mean of so many scores.
    pub(crate) fn score(self, count: u64) -> Figure {
        Figure::Score { count, mean: (count > 0).then(|| self.sum as f64 / count as f64) }
    }

    /// The interval of the balance, in points.
    pub(crate) fn points_interval(self, whole: u64) -> Option<Interval> {
        let (good, bad) = self.sides();
        let value = self.points(whole).points()?;
        Some(statistics::nps(good, bad, whole)?.times(HUNDRED).widened_to(value))
    }

    /// The interval of the mean score, within the scores that can be given.
    pub(crate) fn score_interval(self, count: u64, (least, most): (f64, f64)) -> Option<Interval> {
        let found = statistics::mean(&self.moments(count, 1.0)?)?;
        Some(found.within(Interval { low: least, high: most }))
    }

    /// Number, mean and variance, each mark counted as so much.
    pub(crate) fn moments(self, count: u64, scale: f64) -> Option<Moments> {
        let freedom = count.checked_sub(1)?;
        let (all, sum) = (count as f64, self.sum as f64);
        let spread = (self.squares as f64 - sum * sum / all).max(0.0);
        let variance = if freedom == 0 { 0.0 } else { spread / freedom as f64 };
        Some(Moments { count, mean: scale * sum / all, variance: scale * scale * variance })
    }
}

#[cfg(test)]
mod marks_tests {
    use super::*;

    fn of(marks: &[i64]) -> Marks {
        let mut it = Marks::default();
        for mark in marks {
            it.take(Some(*mark));
        }
        it
    }

    #[test]
    fn a_balance_knows_both_sides() {
        let marks = of(&[1, 1, 1, 0, -1]);
        assert_eq!(marks.sides(), (3, 1));
        assert_eq!(marks.points(5).points(), Some(40.0));
        let all_for_us = of(&[1; 4]);
        assert!(all_for_us.points_interval(4).is_some_and(|it| it.low < 100.0 && it.holds(100.0)));
        assert_eq!(Marks::default().points(0).points(), None);
    }

    #[test]
    fn sums_and_squares_are_mean_and_variance() {
        let scores = [7, 6, 2, 5, 5, 1];
        let plain = Moments::of(scores.map(|score| (score as f64, 1))).expect("moments");
        let found = of(&scores).moments(6, 1.0).expect("moments");
        assert!((found.mean - plain.mean).abs() < 1e-12 && (found.variance - plain.variance).abs() < 1e-12);
        let interval = of(&[7, 7, 6]).score_interval(3, (1.0, 7.0)).expect("an interval");
        assert!(interval.high <= 7.0 && interval.holds(20.0 / 3.0));
    }
}
