//! What each filter's name and value mean.

use kernel::Said;

use super::lexer::Compare;
use super::{Filter, How, Moment, Text, Whom, dates, words as said};
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
/// What is wrong.
pub(super) fn read(name: &str, compare: Compare, value: &str, quoted: bool, moment: &Moment) -> Result<Filter, Said> {
    let value = value.trim();
    let compares = matches!(name, "created" | "updated" | "priority");
    if compare != Compare::Is && !compares {
        return Err(said::NOT_COMPARED.said([("name", name), ("value", value)]));
    }
    if value.is_empty() {
        return Err(said::VALUE_MISSING.said([("name", name)]));
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
        "has" => return Err(said::HAS_UNKNOWN.said([("value", value)])),
        "created" => dates::range(compare, value, moment).map(|(from, to)| Filter::Created(from, to))?,
        "updated" => dates::range(compare, value, moment).map(|(from, to)| Filter::Updated(from, to))?,
        _ => Filter::Number(number(value).ok_or_else(|| said::NO_NUMBER.said([("value", value)]))?),
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
fn words<T: Copy>(name: &str, value: &str, all: &[T], word: fn(T) -> &'static str) -> Result<Vec<T>, Said> {
    let known: Vec<&'static str> = all.iter().map(|one| word(*one)).collect();
    let one = |given: &str| {
        let folded = given.trim().to_lowercase().replace(['-', ' '], "_");
        let found = all.iter().copied().find(|one| word(*one) == folded);
        found.ok_or_else(|| match nearest(&folded, &known) {
            Some(near) => said::VALUE_NEAR.said([("name", name), ("value", given), ("near", near)]),
            None => said::VALUE_UNKNOWN.said([("name", name), ("value", given), ("known", &known.join(", "))]),
        })
    };
    value.split(',').map(one).collect()
}

fn priorities(compare: Compare, value: &str) -> Result<Vec<Priority>, Said> {
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
