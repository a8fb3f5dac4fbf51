//! Nothing is committed half done, and no test is switched off.

use super::Finding;
use super::charter::Charter;
use super::tree::Tree;

/// Spelt in two halves, so that this file does not find itself.
const UNFINISHED: [(&str, &str); 15] = [
    ("TO", "DO"),
    ("FIX", "ME"),
    ("X", "XX"),
    ("to", "do!("),
    ("unimple", "mented!("),
    ("db", "g!("),
    ("#[ign", "ore"),
    ("it.sk", "ip("),
    ("it.to", "do("),
    ("test.sk", "ip("),
    ("test.fix", "me("),
    ("describe.sk", "ip("),
    ("it.on", "ly("),
    ("test.on", "ly("),
    ("describe.on", "ly("),
];

/// Finds marks of unfinished work in code, styles and pages.
pub(super) fn unfinished(tree: &Tree, _: &Charter) -> Vec<Finding> {
    let marks: Vec<String> = UNFINISHED.iter().map(|(head, tail)| format!("{head}{tail}")).collect();
    let mut findings = Vec::new();
    for (path, text) in tree.under("", &[".rs", ".ts", ".tsx", ".mjs", ".sql", ".css", ".sh", ".toml", ".md"]) {
        for (number, line) in text.lines().enumerate() {
            for mark in marks.iter().filter(|mark| stands_alone(line, mark)) {
                findings.push(Finding::new(
                    format!("{path}:{}", number + 1),
                    format!("`{mark}` is unfinished work: finish it, or file it"),
                ));
            }
        }
    }
    findings
}

/// Tells whether the mark stands in the line as a word of its own.
fn stands_alone(line: &str, mark: &str) -> bool {
    line.match_indices(mark).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + mark.len()..].chars().next();
        let joins = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
        let ends_open = mark.ends_with(|letter: char| !letter.is_alphanumeric());
        !joins(before) && (ends_open || !joins(after))
    })
}

#[cfg(test)]
mod tests {
    use super::super::charter::Charter;
    use super::super::tree::Tree;
    use super::{UNFINISHED, unfinished};

    #[test]
    fn every_mark_is_found_and_no_word_that_holds_one() {
        for (head, tail) in UNFINISHED {
            let tree = Tree::of(&[("a.rs", &format!("fn a() {{}}\n    {head}{tail} later"))]);
            let findings = unfinished(&tree, &Charter::default());
            assert_eq!(findings.len(), 1, "{head}{tail}");
            assert_eq!(findings[0].path, "a.rs:2");
        }
        let fine = Tree::of(&[("a.ts", "edit.skipped(); MASTODON; audit.only_once; exit.only(1)")]);
        assert!(unfinished(&fine, &Charter::default()).is_empty());
    }
}
