//! A drawing as SVG. Colours come from the page's styles, so that they turn with light and dark.

use std::fmt::Write;

use super::escaped;
use crate::chart::{Anchor, Drawing, Ink, Item, WIDTH};

/// Writes the picture with its name for those who do not see it.
pub(super) fn write(drawing: &Drawing, name: &str, made: &mut String) {
    let height = drawing.height;
    let name = escaped(name);
    // Writing into a string does not fail.
    let _ = writeln!(made, "<svg viewBox=\"0 0 {WIDTH} {height:.1}\" role=\"img\" aria-label=\"{name}\">");
    for item in &drawing.items {
        let _ = writeln!(made, "{}", element(item));
    }
    made.push_str("</svg>\n");
}

fn element(item: &Item) -> String {
    match item {
        Item::Rule { from: [x1, y1], to: [x2, y2], ink } => {
            format!("<line class=\"{}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>", class(*ink))
        }
        Item::Path { points, series } => {
            let points: Vec<String> = points.iter().map(|[x, y]| format!("{x:.1},{y:.1}")).collect();
            format!("<polyline class=\"s{series}\" points=\"{}\"/>", points.join(" "))
        }
        Item::Dot { at: [x, y], series } => {
            format!("<circle class=\"f{series}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.2\"/>")
        }
        Item::Bar { at: [x, y], size: [width, height], series } => {
            format!("<rect class=\"f{series}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>")
        }
        Item::Words { at: [x, y], anchor, ink, series, text, .. } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            let ink = series.map_or_else(|| class(*ink).to_owned(), |series| format!("f{series}"));
            format!(
                "<text class=\"{ink}\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}</text>",
                y + 2.7,
                escaped(text)
            )
        }
    }
}

fn class(ink: Ink) -> &'static str {
    match ink {
        Ink::Grid => "grid",
        Ink::Axis => "axis",
        Ink::Target => "target",
        Ink::Faint => "faint",
        Ink::Strong => "strong",
    }
}
