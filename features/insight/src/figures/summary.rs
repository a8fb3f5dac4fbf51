//! A figure ready to be shown: what is left of a cell when nothing will be added to it.

use super::cell::Cell;
use super::honest;
use super::marks::Marks;

/// Counts, and what a spread tells, in microseconds.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Summary {
    pub(crate) part: u64,
    pub(crate) whole: u64,
    pub(crate) sum: i128,
    /// How many durations.
    pub(crate) count: u64,
    pub(crate) median: Option<f64>,
    pub(crate) p90: Option<f64>,
    /// The interval of the median.
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    /// What ratings add up to.
    pub(crate) marks: Marks,
    /// Ratings that were left out with a reason.
    pub(crate) excluded: u64,
}

impl Summary {
    pub(crate) fn of(cell: &Cell) -> Self {
        let interval = honest::of_median(cell);
        Self {
            part: cell.part,
            whole: cell.whole,
            sum: cell.sum,
            count: cell.sketch.count(),
            median: cell.sketch.quantile(0.5),
            p90: cell.sketch.quantile(0.9),
            low: interval.map(|(low, _)| low),
            high: interval.map(|(_, high)| high),
            marks: cell.marks,
            excluded: cell.excluded,
        }
    }

    /// The mean of the durations; none without any.
    pub(crate) fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum as f64 / self.count as f64)
    }
}
