//! Charts as lines, bars and words with places. One geometry, which PDF and HTML draw alike.

mod bars;
mod lines;
mod lying;
mod scale;
#[cfg(test)]
mod tests;

use serde::Serialize;

use crate::fonts::{fitted, width};
use crate::model::{Chart, Shape, Unit};
use crate::text::line;
use crate::writing::Writing;

/// The width of a page between its margins, in points.
pub(crate) const WIDTH: f64 = 470.0;
/// Of words in charts, in points.
const SIZE: f64 = 7.5;
/// How many colours and dashes there are before they begin anew.
const INKS: usize = 6;

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Drawing {
    pub(crate) height: f64,
    pub(crate) items: Vec<Item>,
}

/// One thing drawn. Places are points from the upper left corner.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Item {
    Rule {
        from: [f64; 2],
        to: [f64; 2],
        ink: Ink,
    },
    Path {
        points: Vec<[f64; 2]>,
        series: usize,
    },
    Dot {
        at: [f64; 2],
        series: usize,
    },
    Bar {
        at: [f64; 2],
        size: [f64; 2],
        series: usize,
    },
    /// `at` is where the text begins, has its middle, or ends; its height has its middle there. `width` is a little more than it needs.
    Words {
        at: [f64; 2],
        anchor: Anchor,
        ink: Ink,
        /// Of which series it speaks: its colour is that of the series.
        series: Option<usize>,
        width: f64,
        text: String,
    },
}

/// Colours that are not those of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Ink {
    Grid,
    Axis,
    Target,
    Faint,
    Strong,
}

/// Which part of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// What every shape of chart needs: cleaned words, values that are numbers.
struct Plan<'a> {
    labels: Vec<String>,
    series: Vec<(String, Vec<Option<f64>>)>,
    target: Option<f64>,
    target_word: &'a str,
    unit: Unit,
    writing: &'a Writing,
}

impl<'a> Plan<'a> {
    fn of(chart: &Chart, target_word: &'a str, writing: &'a Writing) -> Self {
        let count = chart.labels.len();
        let known = |value: Option<f64>| value.filter(|it| it.is_finite() && it.abs() < 1e15);
        let series = chart.series.iter().map(|one| {
            let values = (0..count).map(|place| known(one.values.get(place).copied().flatten())).collect();
            (line(&one.name), values)
        });
        Self {
            labels: chart.labels.iter().map(|label| line(label)).collect(),
            series: series.collect(),
            target: known(chart.target),
            target_word,
            unit: chart.unit,
            writing,
        }
    }

    /// The least and the greatest of all values and the target.
    fn range(&self) -> (f64, f64) {
        let values = self.series.iter().flat_map(|(_, values)| values.iter().flatten()).chain(&self.target);
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), it| (low.min(*it), high.max(*it)))
    }

    fn target_text(&self, target: f64) -> String {
        format!("{} {}", self.target_word, self.writing.value(target, self.unit))
    }
}

/// Draws a chart; a long one of lying bars in several parts, so that each fits a page. Nothing when there is no value.
pub(crate) fn draw(chart: &Chart, target_word: &str, writing: &Writing) -> Vec<Drawing> {
    let plan = Plan::of(chart, target_word, writing);
    if !plan.series.iter().any(|(_, values)| values.iter().any(Option::is_some)) {
        return Vec::new();
    }
    match chart.shape {
        Shape::Line => vec![lines::draw(&plan)],
        Shape::Bars => vec![bars::draw(&plan)],
        Shape::Lying => lying::draw(&plan),
    }
}

/// Words at a place, cut to a width.
fn words(text: &str, at: [f64; 2], anchor: Anchor, ink: Ink, most: f64) -> Item {
    let text = fitted(text, SIZE, most);
    Item::Words { at, anchor, ink, series: None, width: width(&text, SIZE) * 1.06 + 2.0, text }
}

/// A small square of each series with its name, from left to right; how high they stand.
fn legend(plan: &Plan<'_>, items: &mut Vec<Item>) -> f64 {
    const ROW: f64 = 13.0;
    if plan.series.len() < 2 {
        return 0.0;
    }
    let (mut x, mut y) = (0.0, 5.0);
    for (series, (name, _)) in plan.series.iter().enumerate() {
        let name = fitted(name, SIZE, 150.0);
        let needed = 11.0 + width(&name, SIZE) + 14.0;
        if x > 0.0 && x + needed > WIDTH {
            (x, y) = (0.0, y + ROW);
        }
        items.push(Item::Bar { at: [x, y - 3.5], size: [7.0, 7.0], series: series % INKS });
        items.push(words(&name, [x + 11.0, y], Anchor::Start, Ink::Strong, 160.0));
        x += needed;
    }
    y + ROW
}

/// Words below a chart at their places, as many as there is room for; the last one always.
fn words_below(plan: &Plan<'_>, y: f64, place: impl Fn(usize) -> f64, items: &mut Vec<Item>) {
    let count = plan.labels.len();
    let step = if count > 1 { place(1) - place(0) } else { WIDTH };
    let widest = plan.labels.iter().map(|label| width(label, SIZE)).fold(0.0, f64::max).min(90.0);
    let every = (((widest + 6.0) / step).ceil() as usize).max(1);
    for (at, label) in plan.labels.iter().enumerate().filter(|(at, _)| (count - 1 - at).is_multiple_of(every)) {
        items.push(words(label, [place(at), y], Anchor::Middle, Ink::Faint, 90.0));
    }
}
