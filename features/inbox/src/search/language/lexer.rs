//! Cuts a query into pieces with their places.

/// A piece of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where it begins, in bytes.
    pub(super) at: usize,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    /// `-` right before something, or `NOT`.
    Not,
    Or,
    And,
    /// A word as typed.
    Word(String),
    /// What stood between quotes; whether the second quote was there.
    Phrase(String, bool),
    /// A filter: name, comparison, value, and how the value was written.
    Filter {
        name: String,
        compare: Compare,
        value: String,
        quoted: bool,
    },
}

/// How a filter compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compare {
    Is,
    Above,
    AtLeast,
    Below,
    AtMost,
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

/// The pieces in order. Anything at all has pieces.
pub(super) fn pieces(query: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = query[at..].chars().next() {
        let rest = &query[at..];
        let (kind, length) = match c {
            c if c.is_whitespace() || c.is_control() => (None, c.len_utf8()),
            '(' => (Some(Kind::Open), 1),
            ')' => (Some(Kind::Close), 1),
            '-' | '−' => {
                let binds =
                    rest[c.len_utf8()..].starts_with(|next: char| !next.is_whitespace() && next != c && next != ')');
                (binds.then_some(Kind::Not), c.len_utf8())
            }
            c if is_quote(c) => {
                let (phrase, closed, length) = quoted(rest);
                (Some(Kind::Phrase(phrase, closed)), length)
            }
            _ => {
                let (kind, length) = word(rest);
                (Some(kind), length)
            }
        };
        found.extend(kind.map(|kind| Piece { at, kind }));
        at += length;
    }
    found
}

/// What stands between the quote that begins `text` and the next one, and how many bytes that takes in all.
fn quoted(text: &str) -> (String, bool, usize) {
    let opening = text.chars().next().map_or(0, char::len_utf8);
    let inside = &text[opening..];
    match inside.char_indices().find(|(_, c)| is_quote(*c)) {
        Some((end, closing)) => (inside[..end].to_owned(), true, opening + end + closing.len_utf8()),
        None => (inside.to_owned(), false, text.len()),
    }
}

/// A word, or a filter, at the beginning of `text`.
fn word(text: &str) -> (Kind, usize) {
    let is_end = |c: char| c.is_whitespace() || c == '(' || c == ')' || is_quote(c);
    let end = text.find(is_end).unwrap_or(text.len());
    let bare = &text[..end];
    match bare {
        "OR" | "|" | "||" => return (Kind::Or, end),
        "AND" | "&&" => return (Kind::And, end),
        "NOT" => return (Kind::Not, end),
        _ => {}
    }
    let Some((name, compare, value_at)) = filter(bare) else { return (Kind::Word(bare.to_owned()), end) };
    if value_at < end {
        return (Kind::Filter { name, compare, value: bare[value_at..].to_owned(), quoted: false }, end);
    }
    // The value is in quotes: tag:"late delivery".
    if text[end..].starts_with(is_quote) {
        let (value, _, length) = quoted(&text[end..]);
        return (Kind::Filter { name, compare, value, quoted: true }, end + length);
    }
    (Kind::Word(bare.to_owned()), end)
}

/// The name and comparison at the beginning of a word, and where its value begins. Both `created>x` and `created:>x` are known.
fn filter(word: &str) -> Option<(String, Compare, usize)> {
    let name_end = word.find(|c: char| !c.is_ascii_alphabetic() && c != '_').filter(|end| *end > 0)?;
    let after = &word[name_end..];
    let has_colon = after.starts_with(':');
    let (compare, length) = comparison(if has_colon { &after[1..] } else { after });
    if !has_colon && length == 0 {
        return None;
    }
    Some((word[..name_end].to_ascii_lowercase(), compare, name_end + usize::from(has_colon) + length))
}

fn comparison(text: &str) -> (Compare, usize) {
    let known = [(">=", Compare::AtLeast), ("<=", Compare::AtMost), (">", Compare::Above), ("<", Compare::Below)];
    let found = known.into_iter().find(|(sign, _)| text.starts_with(sign));
    found.map_or((Compare::Is, 0), |(sign, compare)| (compare, sign.len()))
}
