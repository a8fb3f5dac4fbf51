//! What moved and why, in sentences with links.

use db::Tx;
use documents::{Block, Point};
use kernel::Result;

use super::super::sections::Section;
use super::super::words;
use super::scope::{Change, Scope, Told};
use crate::explanations::{Cause, Explanation, Reason, SHOWN, Shown, explain};

/// Explains every figure that moved beyond chance.
pub(super) fn section(tx: &mut Tx<'_>, scope: &Scope, told: &[Told]) -> Result<Section> {
    let (mut paragraphs, mut points) = (Vec::new(), Vec::new());
    for it in told.iter().filter(|it| matches!(it.change(), Change::Moved { .. })) {
        paragraphs.push(sentence(tx, scope, it)?);
        points.push(link(scope, it));
    }
    if paragraphs.is_empty() {
        paragraphs.push(words::NOTHING_MOVED.plain(scope.language));
    }
    let blocks = if points.is_empty() { Vec::new() } else { vec![Block::Points { points }] };
    Ok(scope.section("why", words::WHY, paragraphs, blocks))
}

/// Where the whole explanation stands.
pub(super) fn link(scope: &Scope, told: &Told) -> Point {
    let name = scope.name(told.metric, told.statistic);
    let text = words::LOOK_UP.said(scope.language, &[("name", &name)]);
    Point { text, link: Some(scope.figure_address(told.metric)) }
}

/// What a figure did and which parts did most of it. People are not named: their figures have a place of their own.
pub(super) fn sentence(tx: &mut Tx<'_>, scope: &Scope, told: &Told) -> Result<String> {
    let question = scope.question(told.metric);
    let found = explain(tx, &question, told.statistic, &scope.before, Shown { people: false, segments: SHOWN }, None)?;
    Ok(found.map_or_else(|| scope.movement(told), |found| said(scope, told, &found)))
}

/// The same of what was found.
pub(super) fn said(scope: &Scope, told: &Told, found: &Explanation) -> String {
    let movement = scope.movement(told);
    let unit = told.metric.definition().unit;
    let reason = |it: &Reason| {
        let total = scope.language.contribution(unit, it.total);
        let words = match it.cause {
            Cause::Mix => words::REASON_MIX,
            Cause::Rate => words::REASON_RATE,
            Cause::Number => words::REASON_NUMBER,
        };
        words.said(scope.language, &[("part", &named(scope, &it.part)), ("total", &total)])
    };
    let reasons: Vec<String> = found.because.iter().map(reason).collect();
    if reasons.is_empty() {
        return words::UNEXPLAINED.said(scope.language, &[("movement", &movement)]);
    }
    words::BECAUSE.said(scope.language, &[("movement", &movement), ("reasons", &reasons.join("; "))])
}

/// What a part is called where nothing beside it says what it divides by.
fn named(scope: &Scope, part: &str) -> String {
    let name = scope.part(part);
    match part {
        "low" | "normal" | "high" | "urgent" => words::OF_PRIORITY.said(scope.language, &[("part", &name)]),
        _ => name,
    }
}
