//! How the figures of a report are counted. No I/O.

use documents::{Block, Point};

use super::super::sections::Section;
use super::super::words;
use super::scope::Scope;
use crate::figures::Clock;
use crate::metrics::Metric;

/// The definitions of some metrics, each once, in the order of the dictionary.
pub(super) fn section(scope: &Scope, used: &[Metric]) -> Section {
    let point = |metric: &Metric| {
        let (name, formula, excluded) = words::definition(scope.language, *metric);
        let words = if excluded.is_empty() { words::DEFINITION } else { words::DEFINITION_WITHOUT };
        let values = [("name", &*name), ("formula", &*formula), ("excluded", &*excluded)];
        Point { text: words.said(scope.language, &values), link: Some("/insight/dictionary".to_owned()) }
    };
    let points: Vec<Point> = Metric::ALL.iter().filter(|metric| used.contains(metric)).map(point).collect();
    let clock = match scope.clock {
        Clock::Calendar => words::IN_CALENDAR,
        Clock::Business => words::IN_BUSINESS,
    };
    let text = format!("{} {}", words::COUNTED_TEXT.plain(scope.language), clock.plain(scope.language));
    let blocks = if points.is_empty() { Vec::new() } else { vec![Block::Points { points }] };
    scope.section("counted", words::COUNTED, vec![text], blocks)
}
