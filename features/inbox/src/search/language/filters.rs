//! What each filter's name and value mean.

use super::lexer::Compare;
use super::{Filter, How, Moment, Text, Whom, dates};
use crate::words::{Priority, Status};

/// Every filter's name.
pub(super) const NAMES: &[&str] = &[
    "status", "priority", "channel", "tag", "assignee", "team", "topic", "from", "to", "subject", "has", "created",
    "updated", "number",
];

/// The known name nearest to a mistyped one, when it is near enough to be meant.
pub(super) fn nearest(name: &str, known: &[&'static str]) -> Option<&'static str> {
    let distance = |candidate: &&&'static str| strsim::osa_distance(name, candidate);
    known.iter().min_by_key(distance).copied().filter(|best| strsim::osa_distance(name, best) <= 2.min(best.len() / 2))
}

/// Reads a filter of a known name.
///
/// # Errors
/// What is wrong, in words.
pub(super) fn read(name: &str, compare: Compare, value: &str, quoted: bool, moment: &Moment) -> Result<Filter, String> {
    let value = value.trim();
    let compares = matches!(name, "created" | "updated" | "priority");
    if compare != Compare::Is && !compares {
        return Err(format!("«{name}» is not compared; write {name}:{value}."));
    }
    if value.is_empty() {
        return Err(format!("«{name}:» needs a value."));
    }
    let none = |value: &str| matches!(value, "none" | "nobody");
    Ok(match name {
        "status" => Filter::Status(words(name, value, Status::ALL, Status::word)?),
        "priority" => Filter::Priority(priorities(compare, value)?),
        "channel" => Filter::Channel(value.to_lowercase()),
        "tag" => Filter::Tag(value.to_owned()),
        "assignee" => Filter::Assignee(match value.to_lowercase().as_str() {
            "me" => Whom::Me,
            other if none(other) => Whom::Nobody,
            _ => Whom::Named(value.to_owned()),
        }),
        "team" => Filter::Team(Some(value.to_owned()).filter(|value| !none(&value.to_lowercase()))),
        "topic" => Filter::Topic(Some(value.to_owned()).filter(|value| !none(&value.to_lowercase()))),
        "from" => Filter::From(text(value, quoted)),
        "to" => Filter::To(text(value, quoted)),
        "subject" => Filter::Subject(text(value, quoted)),
        "has" if matches!(value.to_lowercase().as_str(), "attachment" | "attachments" | "file" | "files") => {
            Filter::HasAttachment
        }
        "has" => return Err(format!("«has:{value}» is not known; there is has:attachment.")),
        "created" => dates::range(compare, value, moment).map(|(from, to)| Filter::Created(from, to))?,
        "updated" => dates::range(compare, value, moment).map(|(from, to)| Filter::Updated(from, to))?,
        _ => Filter::Number(
            number(value).ok_or_else(|| format!("«{value}» is not a conversation's number like #1042."))?,
        ),
    })
}

/// A conversation's number, with or without `#`.
pub(super) fn number(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('#').unwrap_or(text);
    digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What a word or a quoted value looks for.
pub(super) fn text(value: &str, quoted: bool) -> Text {
    match value.strip_suffix('*') {
        Some(beginning) if !quoted => Text { words: beginning.trim_end_matches('*').to_owned(), how: How::Prefix },
        _ => Text { words: value.to_owned(), how: if quoted { How::Phrase } else { How::Words } },
    }
}

/// One or several words of a closed list: `open,pending`.
fn words<T: Copy>(name: &str, value: &str, all: &[T], word: fn(T) -> &'static str) -> Result<Vec<T>, String> {
    let known: Vec<&'static str> = all.iter().map(|one| word(*one)).collect();
    let one = |given: &str| {
        let folded = given.trim().to_lowercase().replace(['-', ' '], "_");
        let found = all.iter().copied().find(|one| word(*one) == folded);
        found.ok_or_else(|| match nearest(&folded, &known) {
            Some(near) => format!("There is no {name} «{given}»; did you mean {name}:{near}?"),
            None => format!("There is no {name} «{given}»; there are {}.", known.join(", ")),
        })
    };
    value.split(',').map(one).collect()
}

fn priorities(compare: Compare, value: &str) -> Result<Vec<Priority>, String> {
    let named = words("priority", value, Priority::ALL, Priority::word)?;
    let Some(first) = named.first().copied() else { return Ok(named) };
    let fits = |one: &Priority| match compare {
        Compare::Is => named.contains(one),
        Compare::Above => *one > first,
        Compare::AtLeast => *one >= first,
        Compare::Below => *one < first,
        Compare::AtMost => *one <= first,
    };
    Ok(Priority::ALL.iter().copied().filter(fits).collect())
}
