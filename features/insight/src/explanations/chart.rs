//! Control charts: what of a figure's ups and downs is signal and what noise.

use db::Tx;
use kernel::Result;
use serde::{Deserialize, Serialize};
use statistics::Signal;

use super::asked::More;
use super::series;
use crate::figures::Question;
use crate::measures::{Reading, Statistic};
use crate::metrics::By;

/// A point of a control chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct ControlPoint {
    /// The first day of the stretch.
    #[schema(examples("2026-03-02"))]
    pub(crate) from: String,
    /// The figure.
    pub(crate) reading: Reading,
    /// By how much it differs from the point before.
    #[schema(examples(120.0))]
    pub(crate) range: Option<f64>,
    /// Why it is a signal; empty, when it is noise.
    pub(crate) signals: Vec<Signal>,
}

/// A control chart of single values and moving ranges (XmR).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(example = json!(super::wire::control_chart()))]
pub(crate) struct ControlChart {
    /// The metric's name in the dictionary.
    #[schema(examples("first_response_time"))]
    pub(crate) metric: String,
    /// Which number of it.
    pub(crate) statistic: Statistic,
    /// The mean of the points that make the limits; null with fewer than six.
    #[schema(examples(4100.0))]
    pub(crate) mean: Option<f64>,
    /// The lower natural process limit.
    #[schema(examples(2900.0))]
    pub(crate) lower: Option<f64>,
    /// The upper natural process limit.
    #[schema(examples(5300.0))]
    pub(crate) upper: Option<f64>,
    /// What neighbours do not differ by more than by chance.
    #[schema(examples(1470.0))]
    pub(crate) range_limit: Option<f64>,
    /// Whole days or weeks, in order.
    pub(crate) points: Vec<ControlPoint>,
}

/// The chart of a question, with a point for each day or week.
pub(super) fn chart(tx: &mut Tx<'_>, question: &Question, by: By, more: &More) -> Result<ControlChart> {
    let statistic = more.statistic(question.metric);
    let series = series::of(tx, question, statistic, by)?;
    let chart = series.chart(more.baseline.unwrap_or(series.points.len()));
    let mut judged = chart.as_ref().map(|it| it.points.iter()).into_iter().flatten();
    let point = |point: &series::SeriesPoint| {
        let judged = judged.next();
        ControlPoint {
            from: point.day.to_string(),
            reading: point.reading,
            range: judged.and_then(|it| it.range),
            signals: judged.map(|it| it.signals.clone()).unwrap_or_default(),
        }
    };
    Ok(ControlChart {
        metric: question.metric.definition().code.to_owned(),
        statistic,
        points: series.points.iter().map(point).collect(),
        mean: chart.as_ref().map(|it| it.mean),
        lower: chart.as_ref().map(|it| it.lower),
        upper: chart.as_ref().map(|it| it.upper),
        range_limit: chart.as_ref().map(|it| it.range_limit),
    })
}
