//! From values to places, with round numbers beside the axis.

use crate::model::Unit;

const SECOND: f64 = 1e6;
const HOUR: f64 = 3600.0 * SECOND;
const DAY: f64 = 24.0 * HOUR;

/// The part of the numbers that an axis shows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scale {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) step: f64,
}

impl Scale {
    /// Round ends around a range. Counts and durations begin at nothing, and everything that is drawn as bars does.
    pub(super) fn around((low, high): (f64, f64), unit: Unit, from_zero: bool) -> Self {
        let from_zero = from_zero || matches!(unit, Unit::Count | Unit::Duration) || low < 0.4 * high;
        let low = if from_zero { low.min(0.0) } else { low };
        let high = if from_zero { high.max(0.0) } else { high };
        let step = round_step((high - low) / 5.0, unit);
        let down = (low / step + 1e-9).floor() * step;
        let up = (high / step - 1e-9).ceil() * step;
        let up = if up <= down { down + step } else { up };
        Self { low: down, high: up, step }
    }

    /// The round numbers from the least to the greatest.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let count = ((self.high - self.low) / self.step).round() as usize;
        (0..=count).map(|place| self.low + place as f64 * self.step).collect()
    }

    /// Where between the ends a value lies, 0 to 1.
    pub(super) fn part(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }
}

/// The next round step that is not smaller.
fn round_step(least: f64, unit: Unit) -> f64 {
    if unit == Unit::Duration {
        let minute = 60.0 * SECOND;
        let small = [1.0, 2.0, 5.0, 10.0, 15.0, 30.0];
        let seconds = small.map(|it| it * SECOND);
        let minutes = small.map(|it| it * minute);
        let hours = [1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0].map(|it| it * HOUR);
        let known = seconds.iter().chain(&minutes).chain(&hours).find(|it| **it >= least);
        return known.copied().unwrap_or_else(|| decimal_step(least / DAY).max(1.0) * DAY);
    }
    let step = decimal_step(least);
    if unit == Unit::Count { step.max(1.0) } else { step }
}

/// The next of 1, 2, 5, 10, 20, 50 and so on.
fn decimal_step(least: f64) -> f64 {
    if least <= 0.0 || !least.is_finite() {
        return 1.0;
    }
    let power = 10f64.powf(least.log10().floor());
    [1.0, 2.0, 5.0, 10.0].iter().map(|it| it * power).find(|it| *it >= least * (1.0 - 1e-9)).unwrap_or(10.0 * power)
}
