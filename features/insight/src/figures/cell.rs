//! A figure before it is a figure: counts and a sketch, which can be added up over days, teams and topics.

use super::marks::Marks;
use super::model::Clock;
use super::sketch::Sketch;
use crate::metrics::samples::Sample;
use crate::metrics::{Figure, Spread, Unit};

/// Mergeable: counts exactly, durations as a sketch (1 % relative error) plus count and sum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// The part of a share, or the count.
    pub part: u64,
    /// The whole of a share; how many samples there are.
    pub whole: u64,
    /// The sum of durations, in microseconds; of money, in hundredths.
    pub sum: i128,
    /// How durations spread.
    pub sketch: Sketch,
    /// What ratings add up to.
    pub marks: Marks,
    /// Ratings that were left out with a reason.
    pub excluded: u64,
}

impl Cell {
    /// One more sample.
    pub(crate) fn take(&mut self, part: u64, whole: u64, took: Option<i64>) {
        self.part += part;
        self.whole += whole;
        if let Some(took) = took {
            self.sum += i128::from(took);
            self.sketch.take(took);
        }
    }

    /// One more sample of a definition, durations in one of the two times.
    pub(crate) fn count(&mut self, sample: &Sample, clock: Clock) {
        self.take(sample.part, sample.whole, sample.took.map(|took| clock.of(took)));
        self.marks.take(sample.mark);
        self.excluded += sample.excluded;
    }

    /// All of another one too.
    pub fn merge(&mut self, other: &Self) {
        self.part += other.part;
        self.whole += other.whole;
        self.sum += other.sum;
        self.sketch.merge(&other.sketch);
        self.marks.merge(other.marks);
        self.excluded += other.excluded;
    }

    /// The figure in its unit.
    pub fn figure(&self, unit: Unit) -> Figure {
        match unit {
            Unit::Count => Figure::Count(self.part),
            Unit::Share => Figure::Share { part: self.part, whole: self.whole },
            Unit::Duration => {
                let count = self.sketch.count();
                let spread = self.sketch.quantile(0.5).zip(self.sketch.quantile(0.9)).map(|(median, p90)| Spread {
                    mean: self.sum as f64 / count as f64,
                    median,
                    p90,
                });
                Figure::Durations { count, spread }
            }
            Unit::Points => self.marks.points(self.whole),
            Unit::Score => self.marks.score(self.whole),
            Unit::Money => Figure::money(self.sum, self.part, self.whole),
        }
    }
}
