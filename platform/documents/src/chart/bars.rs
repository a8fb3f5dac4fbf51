//! Standing bars, always from zero.

use super::scale::Scale;
use super::{Anchor, Drawing, INKS, Ink, Item, Plan, SIZE, WIDTH, legend, words, words_below};
use crate::fonts::width;

const PLOT: f64 = 140.0;
const BOTTOM: f64 = 20.0;
/// The widest a bar gets, so that three bars do not look like walls.
const WIDEST: f64 = 34.0;

pub(super) fn draw(plan: &Plan<'_>) -> Drawing {
    let mut items = Vec::new();
    let top = legend(plan, &mut items) + 10.0;
    let bottom = top + PLOT;
    let scale = Scale::around(plan.range(), plan.unit, true);
    let y = |value: f64| bottom - scale.part(value) * PLOT;
    let ticks: Vec<(f64, String)> =
        scale.ticks().into_iter().map(|it| (it, plan.writing.tick(it, scale.step, plan.unit))).collect();
    let left = ticks.iter().map(|(_, text)| width(text, SIZE)).fold(0.0, f64::max) + 8.0;
    let target = plan.target.map(|it| plan.target_text(it));
    let right = target.as_ref().map_or(0.0, |text| width(text, SIZE) + 12.0);
    for (value, text) in &ticks {
        let ink = if *value == 0.0 { Ink::Axis } else { Ink::Grid };
        items.push(Item::Rule { from: [left, y(*value)], to: [WIDTH - right, y(*value)], ink });
        items.push(words(text, [left - 6.0, y(*value)], Anchor::End, Ink::Faint, left));
    }
    let slot = (WIDTH - left - right) / plan.labels.len() as f64;
    let middle = |place: usize| left + (place as f64 + 0.5) * slot;
    words_below(plan, bottom + 12.0, middle, &mut items);
    draw_bars(plan, slot, &middle, &y, &mut items);
    if let Some((value, text)) = plan.target.zip(target) {
        items.push(Item::Rule { from: [left, y(value)], to: [WIDTH - right, y(value)], ink: Ink::Target });
        items.push(words(&text, [WIDTH - right + 8.0, y(value)], Anchor::Start, Ink::Target, right));
    }
    Drawing { height: bottom + BOTTOM, items }
}

fn draw_bars(plan: &Plan<'_>, slot: f64, middle: &dyn Fn(usize) -> f64, y: &dyn Fn(f64) -> f64, items: &mut Vec<Item>) {
    let series = plan.series.len() as f64;
    let thick = (slot * 0.72 / series).min(WIDEST);
    let widest = plan.series.iter().flat_map(|(_, values)| values.iter().flatten());
    let widest = widest.map(|value| width(&plan.writing.value(*value, plan.unit), SIZE)).fold(0.0, f64::max);
    let is_told = plan.series.len() == 1 && widest + 4.0 < slot;
    for (at, (_, values)) in plan.series.iter().enumerate() {
        for (place, value) in values.iter().enumerate().filter_map(|(place, value)| Some((place, (*value)?))) {
            let x = middle(place) + (at as f64 - series / 2.0) * thick;
            let (from, to) = (y(value.max(0.0)), y(value.min(0.0)));
            items.push(Item::Bar { at: [x, from], size: [(thick - 1.0).max(0.4), to - from], series: at % INKS });
            if is_told {
                let above = if value < 0.0 { to + 6.0 } else { from - 6.0 };
                items.push(words(
                    &plan.writing.value(value, plan.unit),
                    [middle(place), above],
                    Anchor::Middle,
                    Ink::Strong,
                    slot,
                ));
            }
        }
    }
}
