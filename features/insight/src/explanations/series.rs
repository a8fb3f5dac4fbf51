//! A figure from day to day or week to week.

use std::collections::BTreeMap;

use db::Tx;
use jiff::civil::Date;
use kernel::Result;
use statistics::{Chart, Place};

use crate::figures::{Cell, Question, answer};
use crate::measures::{Reading, Statistic, days, of_cell};
use crate::metrics::{By, Metric, Period, Unit};

/// A figure of one stretch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeriesPoint {
    /// The first day of the stretch.
    pub day: Date,
    /// The figure.
    pub reading: Reading,
}

/// A figure from stretch to stretch, in order; stretches in which a share or a duration has nothing are left out, numbers are 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The metric.
    pub metric: Metric,
    /// One point a stretch.
    pub points: Vec<SeriesPoint>,
}

impl Series {
    /// As a control chart whose limits are made of the first so many points; none when those are too few.
    pub fn chart(&self, baseline: usize) -> Option<Chart> {
        let values: Vec<f64> = self.points.iter().filter_map(|point| point.reading.value).collect();
        let place = match self.metric.definition().unit {
            Unit::Share if !self.metric.is_of_another_whole() => Place::Share,
            unit => unit.bounds().map_or(Place::AboveZero, |(least, most)| Place::Within(least, most)),
        };
        statistics::chart(&values, baseline, place)
    }
}

/// The answer to a question over the whole days or weeks of its period; a week that is not wholly in the period is left out,
/// because it would look like a fall.
///
/// # Errors
/// Trouble with the store.
pub fn of(tx: &mut Tx<'_>, question: &Question, statistic: Statistic, by: By) -> Result<Series> {
    let mut cells: BTreeMap<String, Cell> =
        answer(tx, question, &[by])?.into_iter().filter_map(|(mut parts, cell)| Some((parts.pop()?, cell))).collect();
    let mut points = Vec::new();
    for day in stretches(&question.period, by) {
        let cell = cells.remove(&day.to_string()).unwrap_or_default();
        let reading = of_cell(question.metric, statistic, &cell);
        if reading.value.is_some() {
            points.push(SeriesPoint { day, reading });
        }
    }
    Ok(Series { metric: question.metric, points })
}

/// The first days of the stretches that lie wholly in a period.
fn stretches(period: &Period, by: By) -> Vec<Date> {
    let length = if by == By::Week { 7 } else { 1 };
    let is_whole =
        |day: Date| day.checked_add(jiff::Span::new().days(length - 1)).is_ok_and(|last| last <= period.last);
    days(period).filter(|day| by.begins(*day) == Some(*day) && is_whole(*day)).collect()
}
