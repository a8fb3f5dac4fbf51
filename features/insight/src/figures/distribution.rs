//! How durations are spread: how many lie between which bounds, and the percentiles.

use serde::{Deserialize, Serialize};

use super::cell::Cell;
use super::wire::{DaysBody, seconds};

/// Where bars begin and end, in seconds: the spans in which people think.
const EDGES: [u32; 16] = [
    0, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 57_600, 86_400, 172_800, 345_600, 604_800, 1_209_600,
    2_592_000,
];
const PERCENTILES: [u32; 7] = [10, 25, 50, 75, 90, 95, 99];

/// How many durations lie between two bounds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = DistributionBar)]
pub(crate) struct Bar {
    /// From so many seconds.
    #[schema(examples(3600))]
    pub(crate) from: u32,
    /// To below so many; null for the last.
    #[schema(examples(7200))]
    pub(crate) to: Option<u32>,
    /// How many.
    #[schema(examples(17))]
    pub(crate) count: u64,
}

/// So many of a hundred are at most so long.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = DistributionPercentile)]
pub(crate) struct Percentile {
    /// Of a hundred.
    #[schema(examples(90))]
    pub(crate) percent: u32,
    /// Seconds.
    #[schema(examples(21600.0))]
    pub(crate) seconds: f64,
}

/// How the durations of a metric are spread. What lies within 1 % of a bound may be counted on its other side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = Distribution)]
pub(crate) struct DistributionBody {
    /// The metric.
    #[schema(examples("first_response_time"))]
    pub(crate) metric: String,
    /// The days.
    pub(crate) period: DaysBody,
    /// How many there are.
    #[schema(examples(128))]
    pub(crate) count: u64,
    /// Bars from short to long, empty ones too.
    pub(crate) bars: Vec<Bar>,
    /// Percentiles; none without any durations.
    pub(crate) percentiles: Vec<Percentile>,
}

/// The bars of a cell.
pub(crate) fn bars(cell: &Cell) -> Vec<Bar> {
    let ends = EDGES.iter().skip(1).copied().map(Some).chain([None]);
    let mut bars: Vec<Bar> = EDGES.iter().zip(ends).map(|(from, to)| Bar { from: *from, to, count: 0 }).collect();
    for (micros, count) in cell.sketch.values() {
        let place = EDGES.partition_point(|edge| f64::from(*edge) * 1_000_000.0 <= micros);
        if let Some(bar) = bars.get_mut(place.saturating_sub(1)) {
            bar.count += count;
        }
    }
    bars
}

pub(crate) fn percentiles(cell: &Cell) -> Vec<Percentile> {
    let at = |percent: u32| {
        let micros = cell.sketch.quantile(f64::from(percent) / 100.0)?;
        Some(Percentile { percent, seconds: seconds(micros) })
    };
    PERCENTILES.into_iter().filter_map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_duration_has_a_bar() {
        let mut cell = Cell::default();
        for seconds in [0, 30, 90, 4_000, 4_100, 3_000_000] {
            cell.take(1, 1, Some(seconds * 1_000_000));
        }
        let bars = bars(&cell);
        let full: Vec<_> = bars.iter().filter(|bar| bar.count > 0).map(|bar| (bar.from, bar.count)).collect();
        assert_eq!(full, [(0, 2), (60, 1), (3_600, 2), (2_592_000, 1)]);
        assert_eq!(percentiles(&cell).len(), 7);
        assert!(percentiles(&Cell::default()).is_empty());
    }
}
