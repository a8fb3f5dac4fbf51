//! Answers that are no rows yet, made rows: what pivot tables want. No I/O.

use kernel::{Fault, Page, Result};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::rows::values;
use crate::explanations::{ControlChart, Explanation};
use crate::figures::{FiguresBody, Look};
use crate::metrics::Metric;
use crate::series::queries::Value as SeriesValue;

fn object(row: &impl Serialize) -> Result<Value> {
    serde_json::to_value(row).map_err(Fault::internal)
}

/// A row for each figure of each part.
pub(super) fn figures(figures: FiguresBody) -> Result<Page<Value>> {
    let mut rows = Vec::new();
    for line in figures.lines {
        for figure in line.figures {
            let name = Metric::named(&figure.metric).map_or("", |metric| metric.definition().name);
            let mut row = object(&figure)?;
            row["part"] = json!(line.part);
            row["name"] = json!(name);
            rows.push(row);
        }
    }
    Ok(Page { items: rows, next_cursor: None })
}

/// A row for each segment of each division.
pub(super) fn explanation(explanation: Explanation) -> Result<Page<Value>> {
    let mut rows = Vec::new();
    for division in explanation.divisions {
        for segment in division.segments {
            let mut row = object(&segment)?;
            row["by"] = json!(division.by);
            rows.push(row);
        }
    }
    Ok(Page { items: rows, next_cursor: None })
}

/// A row for each point, with the limits of the chart.
pub(super) fn control_chart(chart: ControlChart) -> Result<Page<Value>> {
    let mut rows = Vec::new();
    for point in chart.points {
        let mut row = object(&point)?;
        row["mean"] = json!(chart.mean);
        row["lower"] = json!(chart.lower);
        row["upper"] = json!(chart.upper);
        rows.push(row);
    }
    Ok(Page { items: rows, next_cursor: None })
}

/// A row for each value, with the name of the series.
pub(super) fn series(code: &str, page: Page<SeriesValue>) -> Result<Page<Value>> {
    let mut rows = values(page)?;
    rows.items.iter_mut().for_each(|row| row["series"] = json!(code));
    Ok(rows)
}

/// A row for each look, with what was asked taken apart.
pub(super) fn views(page: Page<Look>) -> Result<Page<Value>> {
    let mut rows = values(page)?;
    for row in &mut rows.items {
        let asked = apart(row["question"].as_str().unwrap_or_default());
        row["asked"] = asked;
    }
    Ok(rows)
}

/// The values of a question by their names; lists repeat the name.
fn apart(question: &str) -> Value {
    let mut asked = Map::new();
    for (name, value) in question.split('&').filter_map(|pair| pair.split_once('=')) {
        let all = asked.entry(name).or_insert_with(|| json!([]));
        if let Value::Array(all) = all {
            all.push(json!(value));
        }
    }
    Value::Object(asked)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_question_is_taken_apart() {
        for (question, wanted) in [
            ("", json!({})),
            ("by=agent", json!({"by": ["agent"]})),
            ("agent=p1&agent=p2&from=2026-01-05", json!({"agent": ["p1", "p2"], "from": ["2026-01-05"]})),
        ] {
            assert_eq!(apart(question), wanted, "{question}");
        }
    }
}
