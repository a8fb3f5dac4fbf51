//! How a comment feels, from word lists for English and German. No I/O.
//!
//! Words of feeling weigh 1 or 2. A word of emphasis before one makes it half as heavy again; a negation up to four words before one
//! turns it: a denied praise counts as 0.7 blame, a denied blame as 0.4 praise. What counts is the balance: more than 15 % of all
//! feeling to one side. The lists, and how far they agree with people, are told in `docs/decisions/0016-themes-and-sentiment.md`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const ENGLISH: &str = include_str!("../../data/sentiment_en.txt");
const GERMAN: &str = include_str!("../../data/sentiment_de.txt");

/// Words up to which a negation reaches.
const REACH: u32 = 4;
/// The balance beyond which a comment leans to a side.
const LEAN: f64 = 0.15;

/// How a comment feels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CommentSentiment)]
pub enum Sentiment {
    /// More blame than praise.
    Negative,
    /// Neither, or both alike.
    Neutral,
    /// More praise than blame.
    Positive,
}

impl Sentiment {
    /// −1, 0 or 1, as it is kept.
    pub fn number(self) -> i64 {
        match self {
            Self::Negative => -1,
            Self::Neutral => 0,
            Self::Positive => 1,
        }
    }

    /// From the number that is kept.
    pub fn of(number: i64) -> Self {
        match number.signum() {
            -1 => Self::Negative,
            1 => Self::Positive,
            _ => Self::Neutral,
        }
    }
}

#[derive(Default)]
struct Lexicon {
    words: BTreeMap<String, f64>,
    beginnings: Vec<(String, f64)>,
    emphasis: Vec<String>,
    negations: Vec<String>,
    turns: Vec<String>,
}

static LEXICA: LazyLock<[Lexicon; 2]> = LazyLock::new(|| [Lexicon::read(ENGLISH), Lexicon::read(GERMAN)]);

impl Lexicon {
    fn read(text: &str) -> Self {
        let mut it = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut parts = line.split_whitespace();
            let Some(kind) = parts.next() else { continue };
            for word in parts.map(kernel::fold) {
                match (kind.parse::<f64>(), word.strip_suffix('*')) {
                    (Ok(weight), Some(beginning)) => it.beginnings.push((beginning.to_owned(), weight)),
                    (Ok(weight), None) => drop(it.words.entry(word).or_insert(weight)),
                    (Err(_), _) if kind == "!" => it.emphasis.push(word),
                    (Err(_), _) if kind == "~" => it.negations.push(word),
                    (Err(_), _) => it.turns.push(word),
                }
            }
        }
        it
    }

    fn weight(&self, word: &str) -> f64 {
        if let Some(weight) = self.words.get(word) {
            return *weight;
        }
        let fitting = self.beginnings.iter().filter(|(beginning, _)| word.starts_with(beginning.as_str()));
        fitting.max_by_key(|(beginning, _)| beginning.len()).map_or(0.0, |(_, weight)| *weight)
    }
}

/// Praise and blame in a text.
fn balance(text: &str, lexicon: &Lexicon) -> (f64, f64) {
    let (mut praise, mut blame) = (0.0, 0.0);
    let folded = kernel::fold(&text.replace('’', "'"));
    for sentence in folded.split(['.', '!', '?', ';']) {
        let (mut denied, mut emphasis) = (0_u32, 1.0);
        for raw in sentence.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '-')) {
            let word = raw.trim_matches(['\'', '-']);
            if word.is_empty() {
                continue;
            }
            let has = |list: &[String]| list.iter().any(|known| known == word);
            if has(&lexicon.turns) {
                (denied, emphasis) = (0, 1.0);
            }
            let weight = lexicon.weight(word);
            let denies = has(&lexicon.negations);
            if denies {
                denied = REACH;
            }
            if weight == 0.0 {
                if has(&lexicon.emphasis) {
                    emphasis = 1.5;
                } else if !denies {
                    denied = denied.saturating_sub(1);
                }
                continue;
            }
            let felt = weight * emphasis;
            let felt = match (denied > 0 && !denies, felt > 0.0) {
                (true, true) => -0.7 * felt,
                (true, false) => -0.4 * felt,
                (false, _) => felt,
            };
            if felt > 0.0 {
                praise += felt
            } else {
                blame -= felt
            }
            emphasis = 1.0;
            if !denies {
                denied = 0;
            }
        }
    }
    (praise, blame)
}

/// How a text feels. Languages without a list of their own are read with the English one.
pub fn sentiment(text: &str, language: &str) -> Sentiment {
    let [english, german] = &*LEXICA;
    let (praise, blame) = balance(text, if language.starts_with("de") { german } else { english });
    let all = praise + blame;
    if all == 0.0 {
        return Sentiment::Neutral;
    }
    match (praise - blame) / all {
        lean if lean > LEAN => Sentiment::Positive,
        lean if lean < -LEAN => Sentiment::Negative,
        _ => Sentiment::Neutral,
    }
}
