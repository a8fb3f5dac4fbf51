//! The words of a comment as terms: folded, without words that say nothing, by their stems. No I/O.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use frostem::{Algorithm, Stemmer};

/// Words that say nothing about what a comment is about.
const STOP_WORDS: &str = include_str!("../../data/stop_words.txt");

static STOP: LazyLock<std::collections::BTreeSet<String>> =
    LazyLock::new(|| STOP_WORDS.split_whitespace().map(kernel::fold).collect());

/// A term with the word it came from, for people to read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// The stem, folded.
    pub stem: String,
    /// The word as it was written, in lower case.
    pub word: String,
}

fn stem(word: &str, language: &str) -> String {
    let algorithm = if language.starts_with("de") { Algorithm::German } else { Algorithm::English };
    // The stemmer knows the language's own letters, so folding comes after it.
    kernel::fold(&Stemmer::new(algorithm).stem(word))
}

/// The terms of a text, each as often as it occurs.
pub fn terms(text: &str, language: &str) -> Vec<Term> {
    let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let tells = |word: &String| {
        word.chars().count() >= 3 && !word.chars().all(|c| c.is_ascii_digit()) && !STOP.contains(&kernel::fold(word))
    };
    words.filter(tells).map(|word| Term { stem: stem(&word, language), word }).collect()
}

/// How often each stem occurs.
pub fn counts(terms: &[Term]) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for term in terms {
        *counts.entry(term.stem.clone()).or_default() += 1;
    }
    counts
}
