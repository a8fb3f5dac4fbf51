//! Tells what a person wrote now from the mail they answer and from their signature.
//!
//! The same decision serves text and HTML: both are seen as lines, HTML lines knowing what marks the mail program left.
//! When in doubt everything stays visible: hiding words a customer wrote is worse than showing a quotation.

use super::quote_words::{
    begins_dated, ends_introduction, header_label, is_closing, is_dated, is_introduction, is_odd_device, is_rule,
    is_sent_from, is_separator, is_signature_mark, may_introduce,
};

/// A line as the decision sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// Its text; quoted lines begin with `>`.
    pub text: String,
    /// The mail program said that quoted text begins here.
    pub quote_mark: bool,
    /// The mail program said that the signature begins here.
    pub signature_mark: bool,
}

/// Where to cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// All is new.
    Nothing,
    /// From that line on it is quotation and signature.
    After(usize),
    /// Up to that line it is quotation (people who answer below).
    Before(usize),
}

/// A text in its two parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Separated {
    /// What was written now.
    pub visible: String,
    /// What it answers, and the signature.
    pub quoted: Option<String>,
}

/// Lines a heading may be broken over.
const HEADING_LINES: usize = 4;
/// The same with empty lines between, which some programs put around a broken address.
const BROKEN_HEADING_LINES: usize = 8;
/// Quoted lines above an answer that a person picked to be read with it.
const BY_HAND: usize = 12;
/// Lines of a closing: "Best regards," and a name.
const CLOSING_LINES: usize = 3;
/// Lines looked at for a quoted header block.
const BLOCK_LINES: usize = 7;
/// A signature is at most this many lines.
const SIGNATURE_LINES: usize = 12;

/// Separates a plain text.
pub fn separate(text: &str) -> Separated {
    let lines: Vec<&str> = text.lines().collect();
    let seen: Vec<Line> = lines.iter().map(|line| Line { text: (*line).to_owned(), ..Line::default() }).collect();
    let join = |part: &[&str]| part.join("\n").trim_matches('\n').trim_end().to_owned();
    match decide(&seen) {
        Cut::Nothing => Separated { visible: text.trim_end().trim_matches('\n').to_owned(), quoted: None },
        Cut::After(at) => Separated { visible: join(&lines[..at]), quoted: Some(join(&lines[at..])) },
        Cut::Before(at) => Separated { visible: join(&lines[at..]), quoted: Some(join(&lines[..at])) },
    }
}

/// The decision.
pub fn decide(lines: &[Line]) -> Cut {
    if let Some(at) = answer_below(lines) {
        return Cut::Before(at);
    }
    let first = quotation_start(lines).unwrap_or(lines.len());
    let end = signature_start(&lines[..first]).map_or(first, |at| closing_start(lines, at));
    if has_words(&lines[..end]) && has_any(&lines[end..]) { Cut::After(end) } else { Cut::Nothing }
}

/// Where the answer begins when one quotation stands above it and none inside or below it. A few lines without an introduction
/// were put there by hand, so that the answer is understood: they stay.
fn answer_below(lines: &[Line]) -> Option<usize> {
    let first = lines.iter().position(|line| !is_blank(line))?;
    let heading = heading_length(lines, first);
    let mut at = first + heading.unwrap_or(0);
    let quotes = at;
    while at < lines.len() && (is_quoted(&lines[at]) || is_blank(&lines[at])) {
        at += 1;
    }
    let below = &lines[at..];
    let quoted_above = lines[quotes..at].iter().filter(|line| is_quoted(line)).count();
    let quoted_above = quoted_above > if heading.is_some() { 0 } else { BY_HAND };
    (quoted_above && has_words_unsigned(below) && !below.iter().any(is_quoted) && quotation_start(below).is_none())
        .then_some(at)
}

/// The first line of what is quoted, when everything from there on is.
fn quotation_start(lines: &[Line]) -> Option<usize> {
    let mut at = 0;
    while at < lines.len() {
        let marked = lines[at].quote_mark && !answered_between(&lines[at + 1..]);
        if marked || is_separator(&lines[at].text) || block_starts(lines, at) {
            return Some(at);
        }
        if let Some(length) = heading_length(lines, at) {
            if !answered_between(&lines[at + length..]) {
                return Some(at);
            }
            at += length;
        }
        at += 1;
    }
    trailing_quotes(lines)
}

/// Whether unquoted words stand between or below quoted lines: then the answer is inside the quotation.
fn answered_between(after: &[Line]) -> bool {
    let quoted = after.iter().filter(|line| is_quoted(line)).count();
    if quoted == 0 {
        return false;
    }
    let last = after.iter().rposition(is_quoted).unwrap_or(0);
    let first = after.iter().position(is_quoted).unwrap_or(0);
    has_words_unsigned(&after[first..last]) || has_words_unsigned(&after[last + 1..])
}

/// Unquoted words that are not only a signature.
fn has_words_unsigned(lines: &[Line]) -> bool {
    let end = signature_start(lines).unwrap_or(lines.len());
    lines[..end].iter().any(|line| !is_quoted(line) && has_letters(&line.text))
}

/// Quoted lines at the very end (only a signature may follow).
fn trailing_quotes(lines: &[Line]) -> Option<usize> {
    let last = lines.iter().rposition(is_quoted)?;
    if has_words_unsigned(&lines[last + 1..]) {
        return None;
    }
    let mut start = last;
    while start > 0 && (is_quoted(&lines[start - 1]) || is_blank(&lines[start - 1])) {
        start -= 1;
    }
    lines[start..].iter().position(|line| !is_blank(line)).map(|skip| start + skip)
}

/// How many lines the "On … wrote:" beginning here takes.
fn heading_length(lines: &[Line], at: usize) -> Option<usize> {
    let line = lines.get(at)?;
    let is_alone =
        at > 0 && is_blank(&lines[at - 1]) && lines.get(at + 1).is_none_or(|next| is_blank(next) || is_quoted(next));
    if is_alone && is_dated(&line.text) {
        return Some(1);
    }
    if !may_introduce(&line.text) {
        return None;
    }
    whole_heading(lines, at).or_else(|| broken_heading(lines, at))
}

fn whole_heading(lines: &[Line], at: usize) -> Option<usize> {
    let mut joined = String::new();
    for (count, line) in lines.get(at..)?.iter().take(HEADING_LINES).enumerate() {
        let text = line.text.trim();
        if text.is_empty() || text.len() > 300 {
            return None;
        }
        if count > 0 {
            joined.push(' ');
        }
        joined.push_str(text.trim_start_matches(['>', ' ']));
        if is_introduction(&joined) {
            return Some(count + 1);
        }
    }
    None
}

/// A heading with empty lines in it: only after a line with a preposition, a year and a time, and only to the end of an address.
fn broken_heading(lines: &[Line], at: usize) -> Option<usize> {
    if !begins_dated(&lines[at].text) {
        return None;
    }
    let mut joined = String::new();
    for (count, line) in lines[at..].iter().take(BROKEN_HEADING_LINES).enumerate() {
        joined.push_str(line.text.trim());
        joined.push(' ');
        if ends_introduction(&line.text) {
            return is_introduction(joined.trim()).then_some(count + 1);
        }
    }
    None
}

/// Whether a quoted header block ("From: … Sent: … To: … Subject: …") begins here, perhaps under a ruled line.
fn block_starts(lines: &[Line], at: usize) -> bool {
    if is_rule(&lines[at].text) {
        let next = lines[at + 1..].iter().take(3).position(|line| !is_blank(line));
        return next.is_some_and(|skip| labels_from(lines, at + 1 + skip) >= 2);
    }
    match header_label(&lines[at].text) {
        Some("from") => labels_from(lines, at) >= 3,
        // Some programs begin with another header; then the block must be whole, and stand alone.
        Some("date" | "subject" | "to") => (at == 0 || is_blank(&lines[at - 1])) && labels_from(lines, at) >= 4,
        _ => false,
    }
}

fn labels_from(lines: &[Line], at: usize) -> usize {
    let mut found: Vec<&str> =
        lines[at..].iter().take(BLOCK_LINES).filter_map(|line| header_label(&line.text)).collect();
    found.sort_unstable();
    found.dedup();
    if found.contains(&"from") { found.len() } else { 0 }
}

/// Where the signature at the end of these lines begins.
fn signature_start(lines: &[Line]) -> Option<usize> {
    let end = lines.iter().rposition(|line| !is_blank(line))? + 1;
    let from = end.saturating_sub(SIGNATURE_LINES + 1);
    for at in from..end {
        let line = &lines[at];
        let marked = line.signature_mark || is_signature_mark(&line.text);
        let alone = at + 1 == end && at > 0 && is_blank(&lines[at - 1]);
        let phone = (is_sent_from(&line.text) && end - at <= 3) || (alone && is_odd_device(&line.text));
        if marked || phone {
            return Some(at);
        }
    }
    None
}

/// The closing that stands directly above a signature belongs to it; words above the closing there must be.
fn closing_start(lines: &[Line], signature: usize) -> usize {
    if is_sent_from(&lines[signature].text) {
        return signature;
    }
    let Some(last) = lines[..signature].iter().rposition(|line| !is_blank(line)) else { return signature };
    let first = last.saturating_sub(CLOSING_LINES - 1);
    let found = (first..=last).find(|at| is_closing(&lines[*at].text) && has_words(&lines[..*at]));
    found.unwrap_or(signature)
}

fn is_quoted(line: &Line) -> bool {
    line.text.trim_start().starts_with('>') && !ends_introduction(&line.text)
}

fn is_blank(line: &Line) -> bool {
    line.text.trim().is_empty()
}

/// Letters, digits and pictures; a space that does not break is none of them.
fn has_letters(text: &str) -> bool {
    text.chars().any(|c| c.is_alphanumeric() || !(c.is_ascii() || c.is_whitespace()))
}

fn has_words(lines: &[Line]) -> bool {
    lines.iter().any(|line| !is_quoted(line) && has_letters(&line.text))
}

fn has_any(lines: &[Line]) -> bool {
    lines.iter().any(|line| !is_blank(line))
}
