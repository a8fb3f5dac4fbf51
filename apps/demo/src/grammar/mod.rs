//! The texts: hand-written lines with choices, read from `texts/`, drawn like cards so that lines rarely repeat.
//!
//! A line is plain text with `<this|that>` (one of them), `{slot}` (a fact of this conversation), `[pool]` (a line of another pool)
//! and ` // ` (a new paragraph). A topic's file says which lines open a conversation and which plots it can take.
//!
//! So that answers fit questions, a line may be marked with the matter it is about: `~size,colour I would like …`. What a
//! opening line is about is remembered, and later pools give a line about the same matter when they have one.
//! `~size>inches …` fits conversations about the size and makes this one about inches, too; `~>inches …` fits any.

mod book;
mod line;
mod plot;

pub use book::{Book, BookFault, PoolId, Script};
pub use line::{Line, Piece};
pub use plot::{Plot, Turn, Who};

use crate::chance::Chance;

/// The order in which the lines of every pool are drawn; a pool gives each line once before any a second time.
#[derive(Debug)]
pub struct Decks {
    decks: Vec<Deck>,
    chance: Chance,
}

#[derive(Debug, Default, Clone)]
struct Deck {
    order: Vec<usize>,
}

impl Decks {
    /// Unshuffled decks for all pools of a book.
    pub fn new(book: &Book, chance: Chance) -> Self {
        Self { decks: vec![Deck::default(); book.pools()], chance }
    }

    /// Writes one line of the pool. `matters` is what the conversation is about, the latest last; it grows.
    pub fn write(
        &mut self,
        book: &Book,
        (pool, choice): (PoolId, Choice<'_>),
        matters: &mut Vec<String>,
        facts: &mut dyn FnMut(&str) -> String,
    ) -> String {
        let lines = book.lines(pool);
        let fitting = fitting(lines, choice, matters);
        let Some(index) = self.draw(pool, &fitting) else { return String::new() };
        let opening = matches!(choice, Choice::Opening(..));
        for key in if opening { &lines[index].fits } else { &lines[index].sets } {
            matters.retain(|known| known != key);
            matters.push(key.clone());
        }
        let mut text = String::new();
        self.pieces(book, &lines[index].pieces, facts, &mut text);
        text
    }

    /// The next card of the pool's deck that is among these lines.
    fn draw(&mut self, pool: PoolId, fitting: &[usize]) -> Option<usize> {
        let deck = &mut self.decks[pool.index()];
        if let Some(place) = deck.order.iter().rposition(|card| fitting.contains(card)) {
            return Some(deck.order.remove(place));
        }
        let mut fresh = fitting.to_vec();
        self.chance.shuffle(&mut fresh);
        let drawn = fresh.pop();
        deck.order.extend(fresh);
        drawn
    }

    fn pieces(&mut self, book: &Book, pieces: &[Piece], facts: &mut dyn FnMut(&str) -> String, into: &mut String) {
        for piece in pieces {
            match piece {
                Piece::Text(text) => into.push_str(text),
                Piece::Slot(name) => into.push_str(&facts(name)),
                Piece::Pool(pool) => {
                    let lines = book.lines(*pool);
                    let Some(index) = self.draw(*pool, &(0..lines.len()).collect::<Vec<_>>()) else { continue };
                    self.pieces(book, &lines[index].pieces, facts, into);
                }
                Piece::Choice(options) => {
                    let option = self.chance.below(options.len());
                    self.pieces(book, &options[option], facts, into);
                }
            }
        }
    }
}

/// Which lines of a pool may be drawn.
#[derive(Debug, Clone, Copy)]
pub enum Choice<'p> {
    /// Those about the latest matter that has any, else those about nothing in particular.
    Exact,
    /// Those about any of the matters, and those about nothing in particular.
    Loose,
    /// The beginning of a plot: those about the matters it answers.
    Opening(&'p Script, &'p Plot),
}

fn fitting(lines: &[Line], choice: Choice<'_>, matters: &[String]) -> Vec<usize> {
    let choose = |fits: &dyn Fn(&Line) -> bool| -> Vec<usize> {
        lines.iter().enumerate().filter(|(_, line)| fits(line)).map(|(index, _)| index).collect()
    };
    match choice {
        Choice::Exact => matters
            .iter()
            .rev()
            .map(|key| choose(&|line| line.fits.contains(key)))
            .find(|found| !found.is_empty())
            .unwrap_or_else(|| choose(&|line| line.fits.is_empty())),
        Choice::Loose => choose(&|line| line.fits.is_empty() || line.fits.iter().any(|key| matters.contains(key))),
        Choice::Opening(_, plot) if !plot.answers.is_empty() => {
            choose(&|line| line.fits.iter().any(|key| plot.answers.contains(key)))
        }
        Choice::Opening(script, _) => {
            choose(&|line| !script.plots.iter().any(|other| line.fits.iter().any(|key| other.answers.contains(key))))
        }
    }
}

/// One space between words, none before punctuation: what optional phrases leave behind is cleaned here.
pub fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for part in text.split(" // ") {
        let mut words = part.split_whitespace().peekable();
        if words.peek().is_none() {
            continue;
        }
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        let mut first = true;
        for word in words {
            let hugs = word.starts_with([',', '.']) && !word.starts_with("..") && word.len() < 2;
            if !first && !hugs {
                out.push(' ');
            }
            out.push_str(word);
            first = false;
        }
    }
    capitals(&out)
}

/// German goes on in lower case after the comma of the greeting, except with nouns and the polite pronouns.
pub fn after_greeting(body: &str) -> String {
    let end = body.find(|letter: char| !letter.is_alphabetic()).unwrap_or(body.len());
    let (word, rest) = body.split_at(end);
    if SMALL_WORDS.contains(&word) { word.to_lowercase() + rest } else { body.to_owned() }
}

/// Words German lines begin with that are no nouns.
const SMALL_WORDS: [&str; 84] = [
    "Abgeholt",
    "Aktualisiert",
    "Alle",
    "Alles",
    "Am",
    "Anbei",
    "An",
    "Auf",
    "Ausgesteckt",
    "Bei",
    "Beide",
    "Besten",
    "Bisher",
    "Bitte",
    "Danke",
    "Dann",
    "Das",
    "Den",
    "Der",
    "Die",
    "Diesmal",
    "Doch",
    "Eben",
    "Eigentlich",
    "Ein",
    "Eingebaut",
    "Erledigt",
    "Erst",
    "Es",
    "Für",
    "Gelaufen",
    "Gemacht",
    "Gerade",
    "Gern",
    "Gibt",
    "Gut",
    "Gute",
    "Hat",
    "Herzlichen",
    "Heute",
    "Hier",
    "Hiermit",
    "Ich",
    "In",
    "Inzwischen",
    "Ist",
    "Ja",
    "Jetzt",
    "Langsam",
    "Laut",
    "Letzten",
    "Mein",
    "Meine",
    "Mir",
    "Mit",
    "Morgen",
    "Nach",
    "Noch",
    "Ohne",
    "Perfekt",
    "Prima",
    "Passt",
    "Schön",
    "Sehr",
    "Seit",
    "So",
    "Sobald",
    "Super",
    "Top",
    "Verbunden",
    "Vielen",
    "Vorab",
    "Wann",
    "War",
    "Weiterhin",
    "Wenn",
    "Wir",
    "Wo",
    "Wunderbar",
    "Zu",
    "Zum",
    "Zur",
    "Zweimal",
    "Angekommen",
];

/// A fact at the beginning of a sentence gets its capital.
fn capitals(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut ended, mut begins) = (false, true);
    for letter in text.chars() {
        if begins && letter.is_alphabetic() {
            out.extend(letter.to_uppercase());
        } else {
            out.push(letter);
        }
        begins = (begins && matches!(letter, '"' | '“' | '„' | '«' | ' ' | '\n')) || (ended && letter.is_whitespace());
        ended = matches!(letter, '.' | '!' | '?' | '\n') && !begins;
    }
    out
}
