//! The passwords that are tried first: the most frequent ones of published leaks, as counted for zxcvbn (MIT licence, in
//! `data/`), plain or in the usual disguises.

use std::collections::HashSet;
use std::sync::LazyLock;

static COMMON: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("../../data/common_passwords.txt").lines().collect());

/// More than this around a common word makes it a password of its own.
const MOST_DECORATION: usize = 8;

/// Whether a folded password is common: as it is, several times over, with digits and signs around it, or with letters
/// replaced by digits that look alike.
pub(super) fn is_common(folded: &str) -> bool {
    known(folded) || known(&unmasked(folded))
}

fn known(text: &str) -> bool {
    let core = text.trim_matches(|c: char| !c.is_alphabetic());
    let decoration = text.chars().count() - core.chars().count();
    COMMON.contains(text)
        || repeated(text).is_some_and(|once| COMMON.contains(once))
        || (decoration <= MOST_DECORATION && core.len() >= 4 && COMMON.contains(core))
}

/// The text that the whole consists of several times over.
fn repeated(text: &str) -> Option<&str> {
    (1..=text.len() / 2)
        .filter(|length| text.len().is_multiple_of(*length) && text.is_char_boundary(*length))
        .map(|length| &text[..length])
        .find(|once| once.repeat(text.len() / once.len()) == text)
}

fn unmasked(text: &str) -> String {
    let letter = |c: char| match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    };
    text.chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_passwords_are_known_in_their_usual_disguises() {
        for common in [
            "amadeusptfcor",
            "passwordpassword",
            "football2024!",
            "!!!dragon1234",
            "p@ssw0rd",
            "123456789123456789",
            "sunshine123456",
        ] {
            assert!(is_common(common), "{common}");
        }
        for fine in
            ["correct horse battery", "seven sober sailors", "zoë🚲 fährt weit", "dragon under the 3rd bridge", ""]
        {
            assert!(!is_common(fine), "{fine}");
        }
    }
}
