//! Two figures side by side, and what is to be said about them.

use std::collections::BTreeMap;

use super::pairs::{Class, Pair};
use super::theirs::Numbers;

/// What is said about two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// They are the same.
    Same,
    /// They differ, and it is known why: the place of the reason.
    Differs(Class, usize),
    /// They should be the same and are not.
    Disagrees,
}

/// Two numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) name: String,
    pub(super) theirs: f64,
    pub(super) ours: Option<f64>,
    pub(super) verdict: Verdict,
}

/// Puts the figures of a pair side by side; `reason` is the place of the pair's reason.
pub(super) fn lines(
    pair: &Pair,
    theirs: &BTreeMap<String, Numbers>,
    ours: &BTreeMap<String, Numbers>,
    reason: usize,
) -> Vec<Line> {
    let mut lines = Vec::new();
    for (part, numbers) in theirs {
        let suffixed = format!("{part}{}", pair.parts_suffix);
        let here = pair.parts.get(part).unwrap_or(&suffixed);
        let mine = if pair.sum.is_empty() { ours.get(here) } else { ours.get("") };
        for (name, their) in numbers {
            // A part in which nothing happened is none of ours: it counts nothing.
            let nothing = (name.is_empty() || *name == "n").then_some(0.0);
            let our = mine.and_then(|mine| mine.get(name)).copied().or(nothing);
            let same = our.is_some_and(|our| is_same(*their, our, pair.places));
            let verdict = match (same, pair.differs) {
                (true, _) => Verdict::Same,
                (false, Some(class)) => Verdict::Differs(class, reason),
                (false, None) => Verdict::Disagrees,
            };
            let list = pair.list.as_ref().map(|list| list.field.as_str()).unwrap_or_default();
            let name =
                [pair.reference.as_str(), list, part.as_str(), *name].into_iter().filter(|word| !word.is_empty());
            lines.push(Line { name: name.collect::<Vec<_>>().join(" "), theirs: *their, ours: our, verdict });
        }
    }
    lines
}

/// Whether two numbers are the same as far as theirs was written down: to so many places, else to four, and to six where more
/// than four are written.
fn is_same(theirs: f64, ours: f64, places: Option<i32>) -> bool {
    let scaled = theirs * 1e4;
    let is_short = (scaled - scaled.round()).abs() < 1e-6;
    let places = places.unwrap_or(if is_short { 4 } else { 6 });
    // A little more than half of the last place: what was rounded was a floating point too.
    (theirs - ours).abs() <= 0.500_001 * 10f64.powi(-places)
}

/// A number as it is shown.
pub(super) fn shown(number: Option<f64>) -> String {
    match number {
        None => "none".to_owned(),
        Some(number) if number.fract() == 0.0 => format!("{number:.0}"),
        Some(number) if number.abs() < 1.0 => format!("{number:.6}"),
        Some(number) => format!("{number:.4}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_as_far_as_they_were_written_down() {
        for (theirs, ours, same) in [
            (39.2253, 39.225_34, true),
            (39.2253, 39.2254, false),
            (39.2253, 39.225_36, false),
            (0.163_699, 0.163_698_6, true),
            (0.163_699, 0.163_7, false),
            (0.0, 0.0, true),
            (0.0, 0.000_04, true),
            (0.0, 0.01, false),
            (13367.0, 13367.0, true),
            (13367.0, 13368.0, false),
            (179.375, 179.375, true),
            (179.375, 179.3752, false),
            (0.3333, 0.333_333_3, true),
        ] {
            assert_eq!(is_same(theirs, ours, None), same, "{theirs} {ours}");
        }
        assert!(is_same(465_276.644, 465_276.644_4, Some(3)) && !is_same(465_276.644, 465_276.645, Some(3)));
    }

    #[test]
    fn what_differs_is_said_to_differ_only_when_it_is_known_why() {
        let pair = |differs: &str| -> Pair {
            toml::from_str(&format!("reference = \"x\"\nmetric = \"created\"\nparts = {{ b = \"B\" }}\n{differs}"))
                .expect("a pair")
        };
        let theirs = BTreeMap::from([
            ("a".to_owned(), Numbers::from([("", 1.0)])),
            ("b".to_owned(), Numbers::from([("", 2.0)])),
            ("c".to_owned(), Numbers::from([("", 0.0)])),
        ]);
        let ours = BTreeMap::from([
            ("a".to_owned(), Numbers::from([("", 1.0)])),
            ("B".to_owned(), Numbers::from([("", 3.0)])),
        ]);
        let verdicts = |pair: &Pair| lines(pair, &theirs, &ours, 7).iter().map(|line| line.verdict).collect::<Vec<_>>();
        assert_eq!(verdicts(&pair("")), [Verdict::Same, Verdict::Disagrees, Verdict::Same]);
        let known = pair("differs = \"whole\"\nwhy = \"so\"\n");
        assert_eq!(verdicts(&known), [Verdict::Same, Verdict::Differs(Class::Whole, 7), Verdict::Same]);
    }
}
