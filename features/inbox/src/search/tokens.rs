//! Cuts texts into words, the same way for the index, for queries and for highlights.
//!
//! A part is a run of letters and digits, or one ideograph. At its place the index keeps the part as it is (folded), its
//! stem, and longer runs of digits in it, so that `INV12345` is found by `12345`. An address or `AB-123-45` is several parts
//! in a row: a query for it, or for a piece of it, looks for these parts in a row.

use frostem::{Algorithm, Stemmer};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Longest part that is kept, in characters; the rest of a longer one (encoded data, mostly) is left out.
const LONGEST_PART: usize = 64;
/// How many words decide on the language of a text.
const ENOUGH_WORDS: usize = 120;

/// The first part at or behind a place, as a range of bytes.
pub(crate) fn next_part(text: &str, from: usize) -> Option<(usize, usize)> {
    let rest = text.get(from..)?;
    if let Some(part) = next_ascii_part(rest.as_bytes()) {
        return Some((from + part.0, from + part.1));
    }
    let (skipped, first) = rest.char_indices().find(|(_, c)| c.is_alphanumeric())?;
    let start = from + skipped;
    let inside = &text[start..];
    if is_ideograph(first) {
        return Some((start, start + first.len_utf8()));
    }
    let ends = |c: char| is_ideograph(c) || !(c.is_alphanumeric() || joins(c));
    Some((start, start + inside.find(ends).unwrap_or(inside.len())))
}

/// The first part where nothing but ASCII stands before it and right behind it; most parts of most texts.
fn next_ascii_part(rest: &[u8]) -> Option<(usize, usize)> {
    let start = rest.iter().position(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())?;
    let length = rest[start..].iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len() - start);
    let end = start + length;
    (length > 0 && rest.get(end).is_none_or(u8::is_ascii)).then_some((start, end))
}

/// Accents written apart, soft hyphens and joiners stand within words.
fn joins(c: char) -> bool {
    !c.is_ascii() && (kernel::is_mark(c) || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}'))
}

/// Scripts that are written without spaces: each sign is a part.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Folds a part into a buffer.
pub(crate) fn fold_part(part: &str, folded: &mut String) {
    folded.clear();
    if part.is_ascii() {
        kernel::fold_into(part, folded);
    } else {
        let plain: String = part.chars().filter(|c| !joins(*c) || kernel::is_mark(*c)).collect();
        kernel::fold_into(&plain, folded);
    }
    if folded.len() > LONGEST_PART
        && let Some((end, _)) = folded.char_indices().nth(LONGEST_PART)
    {
        folded.truncate(end);
    }
}

/// A part as it is written without umlauts, when it has one: "Müller" is also found as "mueller", and the reverse.
pub(crate) fn spelled_out(part: &str) -> Option<String> {
    if part.is_ascii() || !part.contains(['ä', 'ö', 'ü', 'Ä', 'Ö', 'Ü']) {
        return None;
    }
    let mut spelled = String::with_capacity(part.len() + 4);
    for c in part.chars() {
        match c {
            'ä' | 'Ä' => spelled.push_str("ae"),
            'ö' | 'Ö' => spelled.push_str("oe"),
            'ü' | 'Ü' => spelled.push_str("ue"),
            c => spelled.push(c),
        }
    }
    let mut folded = String::new();
    fold_part(&spelled, &mut folded);
    Some(folded)
}

/// The folded parts of a text, in order.
pub(crate) fn parts(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((start, end)) = next_part(text, at) {
        let mut folded = String::new();
        fold_part(&text[start..end], &mut folded);
        found.push(folded);
        at = end;
    }
    found
}

/// Stems English and German words.
#[derive(Clone)]
pub(crate) struct Stems {
    english: Stemmer,
    german: Stemmer,
}

/// What a text is written in, as far as stems are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    German,
}

impl Stems {
    pub(crate) fn new() -> Self {
        Self { english: Stemmer::new(Algorithm::English), german: Stemmer::new(Algorithm::German) }
    }

    /// The stem of a folded part, when it has one that differs.
    fn stem<'a>(&self, part: &'a str, language: Language) -> Option<std::borrow::Cow<'a, str>> {
        if part.len() < 3 || !part.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return None;
        }
        let stemmer = if language == Language::English { &self.english } else { &self.german };
        Some(stemmer.stem(part)).filter(|stem| *stem != part)
    }

    /// The forms by which a single word of a query, as typed, is found in texts of either language.
    pub(crate) fn forms(&self, word: &str) -> Vec<String> {
        let mut forms = Vec::new();
        for part in parts(word).into_iter().chain(spelled_out(word).into_iter().flat_map(|spelled| parts(&spelled))) {
            let form = |language| self.stem(&part, language).map_or_else(|| part.clone(), std::borrow::Cow::into_owned);
            forms.extend([form(Language::English), form(Language::German)]);
        }
        forms.sort_unstable();
        forms.dedup();
        forms
    }

    /// Whether a word of a text is one of the forms looked for.
    pub(crate) fn fits(&self, part: &str, forms: &[String]) -> bool {
        let is_form = |word: &str| forms.iter().any(|form| form == word);
        // A stem begins with the first letter of its word: for nearly all words there is nothing to stem.
        let may_stem = forms.iter().any(|form| form.as_bytes().first() == part.as_bytes().first());
        let stems = |language| self.stem(part, language).is_some_and(|stem| is_form(&stem));
        is_form(part)
            || (may_stem && [Language::English, Language::German].into_iter().any(stems))
            || digit_runs(part).any(is_form)
    }
}

/// Runs of three or more digits within a part that also has letters.
fn digit_runs(part: &str) -> impl Iterator<Item = &str> {
    let mixed = part.bytes().any(|byte| byte.is_ascii_digit()) && part.bytes().any(|byte| !byte.is_ascii_digit());
    part.split(move |c: char| !mixed || !c.is_ascii_digit()).filter(move |run| mixed && run.len() >= 3)
}

/// Common words of one language that the other does not have, folded and sorted.
const ENGLISH: &[&str] = &[
    "and", "are", "at", "be", "been", "but", "can", "could", "do", "for", "from", "get", "have", "i", "is", "it", "my",
    "not", "of", "on", "our", "please", "that", "the", "there", "they", "this", "to", "was", "we", "what", "when",
    "with", "would", "you", "your",
];
const GERMAN: &[&str] = &[
    "aber", "auch", "auf", "aus", "bei", "bitte", "das", "dass", "dem", "den", "der", "die", "ein", "eine", "einen",
    "es", "fur", "habe", "haben", "ich", "ihr", "ihre", "ist", "kann", "mein", "meine", "mich", "mir", "mit", "nicht",
    "noch", "oder", "sich", "sie", "sind", "und", "uns", "vom", "von", "wann", "war", "wenn", "wie", "wir", "wird",
    "wurde", "zu", "zum", "zur",
];

/// The language whose common words are more frequent at the beginning of a text.
pub(crate) fn language_of(text: &str) -> Language {
    let (mut balance, mut at, mut folded) = (0i32, 0, String::new());
    for _ in 0..ENOUGH_WORDS {
        let Some((start, end)) = next_part(text, at) else { break };
        at = end;
        if end - start <= 7 {
            fold_part(&text[start..end], &mut folded);
            balance += i32::from(GERMAN.binary_search(&folded.as_str()).is_ok());
            balance -= i32::from(ENGLISH.binary_search(&folded.as_str()).is_ok());
        }
    }
    if balance > 0 { Language::German } else { Language::English }
}

/// The index's tokenizer.
#[derive(Clone)]
pub(crate) struct DeskTokenizer {
    stems: Stems,
    token: Token,
    extras: Vec<String>,
}

impl DeskTokenizer {
    pub(crate) fn new() -> Self {
        Self { stems: Stems::new(), token: Token::default(), extras: Vec::new() }
    }
}

pub(crate) struct DeskTokens<'a> {
    tokenizer: &'a mut DeskTokenizer,
    text: &'a str,
    language: Language,
    at: usize,
}

impl Tokenizer for DeskTokenizer {
    type TokenStream<'a> = DeskTokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> DeskTokens<'a> {
        self.token.reset();
        self.extras.clear();
        DeskTokens { tokenizer: self, text, language: language_of(text), at: 0 }
    }
}

impl TokenStream for DeskTokens<'_> {
    fn advance(&mut self) -> bool {
        let DeskTokenizer { stems, token, extras } = &mut *self.tokenizer;
        if let Some(extra) = extras.pop() {
            // Another form at the same place.
            token.text = extra;
            return true;
        }
        let Some((start, end)) = next_part(self.text, self.at) else { return false };
        self.at = end;
        token.position = token.position.wrapping_add(1);
        (token.offset_from, token.offset_to) = (start, end);
        fold_part(&self.text[start..end], &mut token.text);
        extras.extend(spelled_out(&self.text[start..end]));
        extras.extend(stems.stem(&token.text, self.language).map(std::borrow::Cow::into_owned));
        extras.extend(digit_runs(&token.text).map(str::to_owned));
        true
    }

    fn token(&self) -> &Token {
        &self.tokenizer.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokenizer.token
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tokens(text: &str) -> Vec<(usize, String)> {
        let mut tokenizer = DeskTokenizer::new();
        let mut stream = tokenizer.token_stream(text);
        let mut found = Vec::new();
        while stream.advance() {
            found.push((stream.token().position, stream.token().text.clone()));
        }
        found
    }

    #[test]
    fn parts_are_runs_of_letters_and_digits() {
        let table: [(&str, &[&str]); 8] = [
            ("Anna.Schmidt@Example.com", &["anna", "schmidt", "example", "com"]),
            ("Order AB-12345/X", &["order", "ab", "12345", "x"]),
            ("Müller's Straße", &["muller", "s", "strasse"]),
            ("Mu\u{308}ller", &["muller"]),
            ("Liefer\u{ad}ung", &["lieferung"]),
            ("東京タワー42", &["東", "京", "タ", "ワ", "ー", "42"]),
            ("", &[]),
            (" -- ", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(parts(text), expected, "{text}");
        }
    }

    #[test]
    fn stems_and_digits_are_kept_at_the_place_of_their_word() {
        let found = tokens("the deliveries of INV12345");
        let at = |place: usize| {
            found.iter().filter(|(at, _)| *at == place).map(|(_, text)| text.as_str()).collect::<Vec<_>>()
        };
        assert_eq!((at(1), at(3)), (vec!["deliveries", "deliveri"], vec!["inv12345", "12345"]));
    }

    #[test]
    fn the_language_is_that_of_the_common_words() {
        assert_eq!(language_of("Bitte senden Sie mir die Rechnung, ich habe sie nicht"), Language::German);
        assert_eq!(language_of("Please send me the invoice, I have not got it"), Language::English);
        assert_eq!(language_of(""), Language::English);
    }

    #[test]
    fn a_word_is_found_by_its_other_forms_in_either_language() {
        let stems = Stems::new();
        let table = [
            ("refunds", "refunded"),
            ("Rechnung", "Rechnungen"),
            ("Haus", "Häuser"),
            ("delivery", "deliveries"),
            ("Mueller", "Müller"),
            ("Müller", "mueller"),
        ];
        for (asked, written) in table {
            let fits = |part: &str| stems.fits(part, &stems.forms(asked));
            let folded = parts(written).remove(0);
            assert!(
                fits(&folded) || spelled_out(written).is_some_and(|spelled| fits(&spelled)),
                "{asked} finds {written}"
            );
        }
    }

    #[test]
    fn the_lists_of_common_words_can_be_searched() {
        for list in [ENGLISH, GERMAN] {
            assert!(list.windows(2).all(|pair| pair[0] < pair[1]), "{list:?}");
        }
    }

    proptest! {
        #[test]
        fn cutting_never_panics_and_makes_progress(text in ".{0,120}") {
            let mut at = 0;
            while let Some((start, end)) = next_part(&text, at) {
                prop_assert!(start < end && at <= start && end <= text.len());
                at = end;
            }
        }

        #[test]
        fn every_part_of_a_text_is_among_its_tokens(text in "\\PC{0,80}") {
            let found = tokens(&text);
            for (place, part) in parts(&text).iter().enumerate() {
                prop_assert!(found.iter().any(|(at, token)| *at == place && token == part), "{part}");
            }
        }
    }
}
