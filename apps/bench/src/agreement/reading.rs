//! Sender, subject and attachments beside Python's email package.

use channels::mail::letter::{Letter, Limits, Part};
use channels::mail::parse::parse;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::tally::Tally;
use super::{Mail, text_of};
use crate::cache::push_hex;
use crate::outcome::Outcome;

/// Characters of a hash that the reference keeps.
const HASH: usize = 16;

pub(super) fn compare(mail: &Mail<'_>, tally: &mut Tally) -> Outcome {
    for reference in mail.lines("mail_python_email.jsonl")? {
        let file = text_of(&reference, "file").unwrap_or_default();
        let Ok(letter) = parse(&mail.bytes(file)?, &Limits::default()) else {
            for kind in ["sender", "subject", "attachments"] {
                tally.note(kind, file, Some("ours does not take this for a mail"));
            }
            continue;
        };
        tally.note("sender", file, sender(&letter, &reference));
        tally.note("subject", file, subject(&letter, &reference));
        tally.note("attachments", file, attachments(&letter, &reference));
    }
    Ok(())
}

/// The first address in a header that is decoded already: the one in brackets, because a name may look like an address too.
fn address_in(header: &str) -> Option<String> {
    let bracketed = header.split('<').skip(1).filter_map(|piece| piece.split_once('>'));
    if let Some((address, _)) = bracketed.into_iter().find(|(address, _)| address.contains('@')) {
        return Some(address.trim().to_lowercase());
    }
    let bare = header.split(['<', '>', ' ', ',', ';', '"', '(', ')']).find(|word| word.contains('@'));
    bare.map(str::to_lowercase)
}

fn sender(letter: &Letter, reference: &Value) -> Option<&'static str> {
    let theirs = text_of(reference, "from").and_then(address_in);
    let ours = letter.from.as_ref().map(channels::mail::address::Address::key);
    match (ours, theirs) {
        (ours, theirs) if ours == theirs => None,
        (None, Some(_)) => Some("ours finds no address"),
        (Some(_), None) => Some("the reference finds no address"),
        _ => Some("another address"),
    }
}

/// Words without differences in white space and of characters nobody could read.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn subject(letter: &Letter, reference: &Value) -> Option<&'static str> {
    let theirs = words(text_of(reference, "subject").unwrap_or_default());
    let ours = words(&letter.subject);
    if ours == theirs {
        return None;
    }
    Some(match (ours.is_empty(), theirs.is_empty()) {
        (true, false) => "ours reads none",
        (false, true) => "the reference reads none",
        _ if theirs.contains('\u{fffd}') => "the reference does not know the charset",
        _ if theirs.contains("=?") => "the reference leaves encoded words as they are",
        _ if ours.replace(' ', "") == theirs.replace(' ', "") => "other spaces between encoded words",
        _ => "other words",
    })
}

fn hash(data: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    Sha256::digest(data).iter().for_each(|byte| push_hex(&mut hex, *byte));
    hex.truncate(HASH);
    hex
}

fn attachments(letter: &Letter, reference: &Value) -> Option<&'static str> {
    let theirs = reference.get("attachments").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut theirs: Vec<String> =
        theirs.iter().filter_map(|one| text_of(one, "sha256")).map(|hash| hash.chars().take(HASH).collect()).collect();
    let mut ours: Vec<String> = letter.parts.iter().map(|part| hash(&part.data)).collect();
    theirs.sort();
    ours.sort();
    if ours == theirs {
        return None;
    }
    let has_all = theirs.iter().all(|hash| ours.contains(hash));
    let more = letter.parts.iter().filter(|part| !theirs.contains(&self::hash(&part.data)));
    Some(match ours.len().cmp(&theirs.len()) {
        _ if has_all => more.map(besides).min().map_or("the same file more often", |(_, words)| words),
        std::cmp::Ordering::Equal => "as many, with other bytes",
        std::cmp::Ordering::Greater => "more, with other bytes",
        std::cmp::Ordering::Less => "fewer: shown as text, or not decoded",
    })
}

/// What ours keeps as a file besides those that the reference calls attachments, the weightiest first.
fn besides(part: &Part) -> (u8, &'static str) {
    match part.media_type.as_str() {
        "message/rfc822" | "text/rfc822-headers" => {
            (0, "ours has all, and the mail within the mail as a file (the reference: parts of this one)")
        }
        kind if kind.starts_with("message/") => {
            (1, "ours has all, and the report for machines as a file (the reference: none)")
        }
        kind if kind.starts_with("application/pgp") || kind.contains("pkcs7") => {
            (2, "ours has all, and the signature as a file (the reference: none)")
        }
        kind if kind.starts_with("image/") || part.inline => {
            (3, "ours has all, and pictures shown in the text as files (the reference: only what is called attachment)")
        }
        kind if kind.starts_with("text/") => {
            (4, "ours has all, and texts beside the letter as files (the reference: only what is called attachment)")
        }
        _ => (5, "ours has all, and files that are not called attachment (the reference: only what is called so)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_in_headers() {
        assert_eq!(address_in("Anna, B. <Anna@x.example>").as_deref(), Some("anna@x.example"));
        assert_eq!(address_in("\"a@b.example\" <c@d.example>").as_deref(), Some("c@d.example"));
        assert_eq!(address_in("nobody"), None);
    }
}
