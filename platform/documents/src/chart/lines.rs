//! Values over time: lines with their names at their ends, gaps where nothing is known.

use super::scale::Scale;
use super::{Anchor, Drawing, INKS, Ink, Item, Plan, SIZE, WIDTH, words, words_below};
use crate::fonts::{fitted, width};

const HEIGHT: f64 = 172.0;
const TOP: f64 = 8.0;
const BOTTOM: f64 = 20.0;
/// Between the names of two lines.
const ROW: f64 = 10.0;

pub(super) fn draw(plan: &Plan<'_>) -> Drawing {
    let scale = Scale::around(plan.range(), plan.unit, false);
    let ends = ends(plan);
    let ticks: Vec<(f64, String)> =
        scale.ticks().into_iter().map(|it| (it, plan.writing.tick(it, scale.step, plan.unit))).collect();
    let target = plan.target.map(|it| plan.target_text(it));
    let widest = |texts: &mut dyn Iterator<Item = &String>| texts.map(|it| width(it, SIZE)).fold(0.0, f64::max);
    let left = widest(&mut ticks.iter().map(|(_, text)| text)) + 8.0;
    let right = (widest(&mut ends.iter().map(|end| &end.text).chain(&target)) + 12.0).min(150.0);
    let bottom = HEIGHT - BOTTOM;
    let y = |value: f64| bottom - scale.part(value) * (bottom - TOP);
    let count = plan.labels.len();
    let gap = (WIDTH - left - right) / (count.max(2) - 1) as f64;
    let x = |place: usize| if count == 1 { left + gap / 2.0 } else { left + place as f64 * gap };

    let mut items = Vec::new();
    for (value, text) in &ticks {
        let ink = if *value == 0.0 { Ink::Axis } else { Ink::Grid };
        items.push(Item::Rule { from: [left, y(*value)], to: [WIDTH - right, y(*value)], ink });
        items.push(words(text, [left - 6.0, y(*value)], Anchor::End, Ink::Faint, left));
    }
    words_below(plan, bottom + 12.0, x, &mut items);
    if let Some(value) = plan.target {
        items.push(Item::Rule { from: [left, y(value)], to: [WIDTH - right, y(value)], ink: Ink::Target });
    }
    for (series, (_, values)) in plan.series.iter().enumerate() {
        draw_line(series % INKS, values, &x, &y, &mut items);
    }
    let mut names: Vec<Name> = ends.into_iter().map(|end| (y(end.value), Some(end.series), end.text)).collect();
    names.extend(plan.target.zip(target).map(|(value, text)| (y(value), None, text)));
    for (y, series, text) in apart(names, bottom) {
        let ink = if series.is_some() { Ink::Strong } else { Ink::Target };
        let mut name = words(&text, [WIDTH - right + 8.0, y], Anchor::Start, ink, right - 8.0);
        if let Item::Words { series: of, .. } = &mut name {
            *of = series;
        }
        items.push(name);
    }
    Drawing { height: HEIGHT, items }
}

/// Where a name stands, and of which series it is; of none, the target's.
type Name = (f64, Option<usize>, String);

struct End {
    series: usize,
    value: f64,
    text: String,
}

/// The name of each line with its last value; of a single line only the value.
fn ends(plan: &Plan<'_>) -> Vec<End> {
    let is_single = plan.series.len() == 1;
    plan.series
        .iter()
        .enumerate()
        .filter_map(|(series, (name, values))| {
            let value = values.iter().rev().find_map(|it| *it)?;
            let shown = plan.writing.value(value, plan.unit);
            let text = if is_single { shown } else { format!("{} {shown}", fitted(name, SIZE, 90.0)) };
            Some(End { series: series % INKS, value, text })
        })
        .collect()
}

/// A path for each stretch without a gap; a stretch of one value, and the last value of all, is a dot.
fn draw_line(
    series: usize,
    values: &[Option<f64>],
    x: &dyn Fn(usize) -> f64,
    y: &dyn Fn(f64) -> f64,
    items: &mut Vec<Item>,
) {
    let mut stretch: Vec<[f64; 2]> = Vec::new();
    let mut last = None;
    for place in 0..=values.len() {
        if let Some(value) = values.get(place).copied().flatten() {
            stretch.push([x(place), y(value)]);
            last = stretch.last().copied();
        } else if let Some(only) = stretch.first().copied() {
            let points = std::mem::take(&mut stretch);
            items.push(if points.len() == 1 { Item::Dot { at: only, series } } else { Item::Path { points, series } });
        }
    }
    items.extend(last.map(|at| Item::Dot { at, series }));
}

/// Names that would stand on each other are moved apart, in their order, and kept within the chart.
fn apart(mut names: Vec<Name>, bottom: f64) -> Vec<Name> {
    names.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut least = f64::NEG_INFINITY;
    for name in &mut names {
        name.0 = name.0.max(least);
        least = name.0 + ROW;
    }
    let mut most = bottom;
    for name in names.iter_mut().rev() {
        name.0 = name.0.min(most);
        most = name.0 - ROW;
    }
    names
}
