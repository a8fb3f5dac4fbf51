//! Shows why a conversation was found: its words within marks, in the passage that has most of them.

use std::ops::Range;

use super::language::{How, Node, Text};
use super::tokens::{Stems, fold_part, next_part, parts, spelled_out};

/// Length of a passage, in characters.
const PASSAGE: usize = 240;
/// How far into a text is looked, in bytes.
const FARTHEST: usize = 50_000;

/// What is looked for in texts.
pub(crate) struct Highlighter {
    stems: Stems,
    sought: Vec<Sought>,
    beginnings: Beginnings,
}

/// How the words that are looked for begin. Most texts of a found conversation have none of them, and need not be cut.
struct Beginnings {
    of_words: Vec<String>,
    /// Something may stand within a word, as a run of digits does.
    anywhere: bool,
}

/// Letters that are compared at most.
const BEGINNING: usize = 6;

impl Beginnings {
    fn of(sought: &[Sought]) -> Self {
        let mut words: Vec<&str> = Vec::new();
        for one in sought {
            words.extend(one.parts.first().map(String::as_str));
            words.extend(one.forms.iter().map(String::as_str));
        }
        // A word and its stem differ from the stem's last letter on (`happy`, `happi`); `dying` and its like are alone.
        let shared = |word: &str| if matches!(word, "die" | "lie" | "tie") { 1 } else { word.len().max(2) - 1 };
        let beginning = |word: &&str| word[..word.floor_char_boundary(shared(word).min(BEGINNING))].to_owned();
        let anywhere = words.iter().any(|word| !word.starts_with(|c: char| c.is_ascii_lowercase()));
        Self { of_words: words.iter().map(beginning).collect(), anywhere }
    }

    /// Whether one of the words may be in a text.
    fn are_in(&self, text: &str) -> bool {
        let mut at = 0;
        while !self.anywhere
            && let Some((start, end)) = next_part(text, at)
        {
            if self.of_words.iter().any(|beginning| may_begin(&text.as_bytes()[start..end], beginning.as_bytes())) {
                return true;
            }
            at = end;
        }
        self.anywhere
    }
}

/// Whether a word of a text may begin like this once it is folded. An `e` behind `a`, `o` or `u` may be the spelling of an
/// umlaut, and a letter with an accent anything: such words are looked at in full.
fn may_begin(word: &[u8], beginning: &[u8]) -> bool {
    let mut letters = word.iter().map(u8::to_ascii_lowercase).peekable();
    let mut last = b' ';
    for wanted in beginning {
        if matches!(last, b'a' | b'o' | b'u') && *wanted != b'e' {
            letters.next_if_eq(&b'e');
        }
        match letters.next() {
            Some(letter) if !letter.is_ascii() => return true,
            Some(letter) if letter == *wanted => last = letter,
            _ => return false,
        }
    }
    true
}

/// One word, beginning or row of words.
struct Sought {
    parts: Vec<String>,
    /// Other forms of a single word.
    forms: Vec<String>,
    how: How,
}

/// A text with marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marked {
    /// Safe HTML with `<mark>`.
    pub(crate) html: String,
    /// How many different things are marked, and how often: the more the better.
    pub(crate) worth: (usize, usize),
}

/// A part of a text: where it is, and where what it folds to is within [`Cut::folded`].
struct Part {
    start: usize,
    end: usize,
    folded: Range<usize>,
}

/// A text cut into its parts, their folded forms in one piece of memory.
struct Cut<'a> {
    text: &'a str,
    folded: String,
    parts: Vec<Part>,
}

impl<'a> Cut<'a> {
    fn new(text: &'a str) -> Self {
        let mut cut =
            Self { text, folded: String::with_capacity(text.len()), parts: Vec::with_capacity(text.len() / 5) };
        let (mut at, mut folded) = (0, String::new());
        while let Some((start, end)) = next_part(text, at) {
            fold_part(&text[start..end], &mut folded);
            let from = cut.folded.len();
            cut.folded.push_str(&folded);
            cut.parts.push(Part { start, end, folded: from..cut.folded.len() });
            at = end;
        }
        cut
    }

    fn folded(&self, part: &Part) -> &str {
        &self.folded[part.folded.clone()]
    }
}

impl Highlighter {
    /// Looks for the words of a query; for none that is negated or only filters.
    pub(crate) fn new(node: Option<&Node>) -> Self {
        let nothing = Beginnings { of_words: Vec::new(), anywhere: false };
        let mut highlighter = Self { stems: Stems::new(), sought: Vec::new(), beginnings: nothing };
        if let Some(node) = node {
            highlighter.collect(node);
        }
        highlighter.beginnings = Beginnings::of(&highlighter.sought);
        highlighter
    }

    fn collect(&mut self, node: &Node) {
        match node {
            Node::All(nodes) | Node::Any(nodes) => nodes.iter().for_each(|node| self.collect(node)),
            Node::Text(Text { words, how }) => {
                let parts = parts(words);
                let forms = match (how, parts.as_slice()) {
                    (How::Words, [_]) => self.stems.forms(words),
                    _ => Vec::new(),
                };
                if !parts.is_empty() {
                    self.sought.push(Sought { parts, forms, how: *how });
                }
            }
            Node::Not(_) | Node::Filter(..) | Node::Nothing => {}
        }
    }

    /// Whether there is anything to look for.
    pub(crate) fn is_empty(&self) -> bool {
        self.sought.is_empty()
    }

    /// The best passage of a text; nothing when none of the words is in it.
    pub(crate) fn passage(&self, text: &str) -> Option<Marked> {
        let text = &text[..text.floor_char_boundary(FARTHEST)];
        let marks = self.marks(text);
        if marks.is_empty() {
            return None;
        }
        let reach = PASSAGE;
        let best = (0..marks.len()).max_by_key(|first| {
            let (different, count) = worth(within(&marks[*first..], reach));
            (different, count, std::cmp::Reverse(*first))
        })?;
        let inside = within(&marks[best..], reach);
        let last = inside.last().map_or(0, |mark| mark.end);
        let (from, to) = window(text, inside[0].start, last);
        Some(Marked { html: html(text, from, to, &marks), worth: worth(&marks) })
    }

    /// A whole short text with its marks; nothing when none of the words is in it.
    pub(crate) fn line(&self, text: &str) -> Option<Marked> {
        let marks = self.marks(text);
        (!marks.is_empty()).then(|| Marked { html: html(text, 0, text.len(), &marks), worth: worth(&marks) })
    }

    fn marks(&self, text: &str) -> Vec<Mark> {
        if !self.beginnings.are_in(text) {
            return Vec::new();
        }
        let cut = Cut::new(text);
        let mut marks: Vec<Mark> = Vec::new();
        for first in 0..cut.parts.len() {
            for (sought, one) in self.sought.iter().enumerate() {
                if self.fits(one, &cut, &cut.parts[first..]) {
                    let last = &cut.parts[first + one.parts.len() - 1];
                    marks.push(Mark { sought, start: cut.parts[first].start, end: last.end });
                }
            }
        }
        marks
    }

    fn fits(&self, sought: &Sought, cut: &Cut<'_>, parts: &[Part]) -> bool {
        let Some(row) = parts.get(..sought.parts.len()) else { return false };
        let last = sought.parts.len() - 1;
        row.iter().zip(&sought.parts).enumerate().all(|(place, (part, wanted))| match sought.how {
            How::Prefix if place == last => cut.folded(part).starts_with(wanted.as_str()),
            How::Words if last == 0 => {
                let fits = |word: &str| self.stems.fits(word, &sought.forms);
                fits(cut.folded(part)) || spelled_out(&cut.text[part.start..part.end]).is_some_and(|word| fits(&word))
            }
            _ => cut.folded(part) == *wanted,
        })
    }
}

#[derive(Debug, Clone, Copy)]
struct Mark {
    sought: usize,
    start: usize,
    end: usize,
}

/// The marks that lie within reach of the first one.
fn within(marks: &[Mark], reach: usize) -> &[Mark] {
    let limit = marks.first().map_or(0, |mark| mark.start + reach);
    let count = marks.iter().take_while(|mark| mark.end <= limit).count();
    &marks[..count.max(1).min(marks.len())]
}

fn worth(marks: &[Mark]) -> (usize, usize) {
    let mut different: Vec<usize> = marks.iter().map(|mark| mark.sought).collect();
    different.sort_unstable();
    different.dedup();
    (different.len(), marks.len())
}

/// A window around marks: a little before the first, ends between words.
fn window(text: &str, first: usize, last: usize) -> (usize, usize) {
    let room = PASSAGE.saturating_sub(last.saturating_sub(first));
    let from = text.floor_char_boundary(first.saturating_sub(room / 3));
    let to = text.ceil_char_boundary((last + room * 2 / 3).min(text.len()));
    let from = if from == 0 { 0 } else { text[from..first].find(char::is_whitespace).map_or(first, |gap| from + gap) };
    let to = if to >= text.len() {
        text.len()
    } else {
        text[last..to].rfind(char::is_whitespace).map_or(to, |gap| last + gap)
    };
    (from, to)
}

/// The text between two places as safe HTML, marks around what was found, white space collapsed.
fn html(text: &str, from: usize, to: usize, marks: &[Mark]) -> String {
    let mut out = String::with_capacity(to - from + 64);
    if from > 0 {
        out.push_str("… ");
    }
    let mut at = from;
    for mark in marks.iter().filter(|mark| mark.end <= to) {
        if mark.start < at {
            continue;
        }
        escape(&text[at..mark.start], &mut out);
        out.push_str("<mark>");
        escape(&text[mark.start..mark.end], &mut out);
        out.push_str("</mark>");
        at = mark.end;
    }
    escape(&text[at..to], &mut out);
    if to < text.len() {
        out.push_str(" …");
    }
    out
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_whitespace() || c.is_control() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::language::{Moment, parse};
    use super::*;

    fn highlighter(query: &str) -> Highlighter {
        let moment = Moment { now: kernel::Timestamp::NEVER, zone: jiff::tz::TimeZone::UTC };
        Highlighter::new(parse(query, &moment).node.as_ref())
    }

    fn line(query: &str, text: &str) -> Option<String> {
        highlighter(query).line(text).map(|marked| marked.html)
    }

    #[test]
    fn words_are_marked_in_all_their_forms() {
        let table = [
            ("refund", "Your refunds <are> late", Some("Your <mark>refunds</mark> &lt;are&gt; late")),
            ("\"are late\"", "refunds are late, are they?", Some("refunds <mark>are late</mark>, are they?")),
            ("ref*", "a refund & more", Some("a <mark>refund</mark> &amp; more")),
            ("Rechnung", "Zwei Rechnungen", Some("Zwei <mark>Rechnungen</mark>")),
            ("muller", "Herr Müller", Some("Herr <mark>Müller</mark>")),
            ("Mueller", "Herr Müller", Some("Herr <mark>Müller</mark>")),
            ("a.b@example.com", "to a.b@example.com!", Some("to <mark>a.b@example.com</mark>!")),
            ("late -refund", "late refund", Some("<mark>late</mark> refund")),
            ("status:open", "open", None),
            ("absent", "nothing here", None),
            ("die", "a dying man", Some("a <mark>dying</mark> man")),
            ("Uebung", "Die Übung", Some("Die <mark>Übung</mark>")),
            ("müller", "Frau Mueller", Some("Frau <mark>Mueller</mark>")),
            ("happy", "happiness", Some("<mark>happiness</mark>")),
            ("12345", "INV12345 is paid", Some("<mark>INV12345</mark> is paid")),
        ];
        for (query, text, html) in table {
            assert_eq!(line(query, text).as_deref(), html, "{query}");
        }
    }

    #[test]
    fn the_passage_is_where_most_words_are() {
        let filler = "lorem ipsum dolor ".repeat(60);
        let text = format!("A refund. {filler} The refund for the broken wheel is late. {filler}");
        let marked = highlighter("refund wheel late").passage(&text).expect("a passage");
        assert!(marked.html.contains("<mark>wheel</mark> is <mark>late</mark>"), "{}", marked.html);
        assert!(marked.html.starts_with("… ") && marked.html.ends_with(" …"));
        assert!(marked.html.chars().count() < 400);
        assert_eq!(marked.worth, (3, 4));
    }

    proptest! {
        #[test]
        fn any_text_can_be_marked(query in "\\PC{0,12}", text in ".{0,400}") {
            let highlighter = highlighter(&query);
            for marked in [highlighter.passage(&text), highlighter.line(&text)].into_iter().flatten() {
                prop_assert_eq!(marked.html.matches("<mark>").count(), marked.html.matches("</mark>").count());
                let plain = marked.html.replace("<mark>", "").replace("</mark>", "");
                prop_assert!(!plain.contains('<') && !plain.contains('>'));
            }
        }
    }
}
