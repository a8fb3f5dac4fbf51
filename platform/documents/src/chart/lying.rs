//! Lying bars, for parts with long names, always from zero.

use std::ops::Range;

use super::scale::Scale;
use super::{Anchor, Drawing, INKS, Ink, Item, Plan, SIZE, WIDTH, legend, words};
use crate::fonts::width;

/// The widest that names get.
const NAMES: f64 = 170.0;
/// So many rows fit a page.
const ROWS: usize = 32;

pub(super) fn draw(plan: &Plan<'_>) -> Vec<Drawing> {
    let count = plan.labels.len();
    (0..count).step_by(ROWS).map(|first| draw_part(plan, first..(first + ROWS).min(count))).collect()
}

fn draw_part(plan: &Plan<'_>, rows: Range<usize>) -> Drawing {
    let mut items = Vec::new();
    let series = plan.series.len();
    let thick = if series == 1 { 10.0 } else { 7.0 };
    let row = series as f64 * thick + 7.0;
    let has_target = if plan.target.is_some() { 12.0 } else { 0.0 };
    let top = legend(plan, &mut items) + has_target;
    let bottom = top + rows.len() as f64 * row;
    let scale = Scale::around(plan.range(), plan.unit, true);
    let told = |value: f64| plan.writing.value(value, plan.unit);
    let values = plan.series.iter().flat_map(|(_, values)| values.iter().flatten());
    let right = values.map(|value| width(&told(*value), SIZE)).fold(0.0, f64::max) + 8.0;
    let left = plan.labels.iter().map(|label| width(label, SIZE)).fold(0.0, f64::max).min(NAMES) + 8.0;
    let x = |value: f64| left + scale.part(value) * (WIDTH - left - right);
    items.push(Item::Rule { from: [x(0.0), top], to: [x(0.0), bottom], ink: Ink::Axis });
    for (at, place) in rows.enumerate() {
        let y = top + at as f64 * row;
        items.push(words(&plan.labels[place], [left - 8.0, y + row / 2.0], Anchor::End, Ink::Strong, NAMES));
        for (series, (_, values)) in plan.series.iter().enumerate() {
            let Some(value) = values[place] else { continue };
            let (from, to) = (x(value.min(0.0)), x(value.max(0.0)));
            let upper = y + 3.5 + series as f64 * thick;
            items.push(Item::Bar { at: [from, upper], size: [to - from, thick - 1.0], series: series % INKS });
            items.push(words(&told(value), [to + 4.0, upper + thick / 2.0 - 0.5], Anchor::Start, Ink::Faint, right));
        }
    }
    if let Some(target) = plan.target {
        items.push(Item::Rule { from: [x(target), top - 3.0], to: [x(target), bottom], ink: Ink::Target });
        items.push(words(&plan.target_text(target), [x(target), top - 8.0], Anchor::Middle, Ink::Target, 140.0));
    }
    Drawing { height: bottom + 4.0, items }
}
