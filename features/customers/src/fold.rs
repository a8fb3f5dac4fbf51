//! Words as they are kept for searching, and what a person types as their beginnings.

use kernel::fold;

/// Most words of one text that can be searched for.
const MOST_TERMS: usize = 24;
/// Longest part of a word that can be searched for, in characters.
const LONGEST_TERM: usize = 64;

/// The words of a text, folded.
pub(crate) fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(MOST_TERMS)
        .map(|word| word.chars().take(LONGEST_TERM).collect())
        .collect()
}

/// What a person typed into a search field, as prefixes that all have to be found. An address, domain or number stays whole.
pub(crate) fn prefixes(query: &str) -> Vec<String> {
    let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit() || " +-()/".contains(c));
    let mut found = Vec::new();
    if query.trim().len() > 2 && is_number(query) {
        return vec![query.chars().filter(char::is_ascii_digit).collect()];
    }
    for part in query.split_whitespace().take(8) {
        if part.contains(['@', '.', '+']) {
            found.push(fold(part).chars().take(LONGEST_TERM).collect());
        } else {
            found.extend(words(part));
        }
    }
    found.retain(|prefix: &String| !prefix.is_empty());
    found
}

/// The half-open range of texts that begin with a prefix.
pub(crate) fn range(prefix: &str) -> (String, String) {
    (prefix.to_owned(), format!("{prefix}\u{10FFFF}"))
}

/// One line of text without control characters, at most `longest` characters, white space collapsed.
pub(crate) fn one_line(text: &str, longest: usize) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut line = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = line.char_indices().nth(longest) {
        line.truncate(end);
    }
    line
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_query_becomes_prefixes() {
        assert_eq!(prefixes("  Anna-Lena  O'Brien "), ["anna", "lena", "o", "brien"]);
        assert_eq!(prefixes("Anna.S@Exam"), ["anna.s@exam"]);
        assert_eq!(prefixes("+49 (30) 12-34"), ["49301234"]);
        assert!(prefixes(" -- ").is_empty());
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC*") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn a_prefix_is_within_its_range(text in "\\PC{1,20}", rest in "\\PC{0,20}") {
            let (from, to) = range(&text);
            let longer = format!("{text}{rest}");
            prop_assert!(from <= longer && longer < to);
        }

        #[test]
        fn one_line_is_short_and_has_no_control_characters(text in ".*") {
            let line = one_line(&text, 10);
            prop_assert!(line.chars().count() <= 10);
            prop_assert!(!line.chars().any(char::is_control));
        }
    }
}
