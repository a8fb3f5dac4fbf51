//! Text of people on its way into a page: nothing in it may steer what shows it.

use std::borrow::Cow;

/// How many letters may follow each other before a page gets a place to break them.
const LONGEST_RUN: usize = 28;

/// The text without what is not written: control characters (line breaks stay), marks that turn the direction of everything
/// after them, and characters that are none.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let text: Cow<'_, str> = if text.contains('\r') { text.replace("\r\n", "\n").into() } else { text.into() };
    if !text.chars().any(|it| it == '\t' || is_unwritten(it)) {
        return text;
    }
    text.chars()
        .filter_map(|it| if it == '\t' { Some(' ') } else { (!is_unwritten(it)).then_some(it) })
        .collect::<String>()
        .into()
}

fn is_unwritten(it: char) -> bool {
    let code = u32::from(it);
    (it.is_control() && it != '\n')
        || matches!(code, 0x202A..=0x202E | 0x2066..=0x2069 | 0x2028 | 0x2029 | 0xFFF9..=0xFFFB | 0xFDD0..=0xFDEF)
        || code & 0xFFFE == 0xFFFE
}

/// The text on one line. Spaces that hold words together stay.
pub(crate) fn line(text: &str) -> String {
    let parts = |it: char| it.is_whitespace() && !matches!(it, '\u{A0}' | '\u{202F}');
    clean(text).split(parts).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The text on one line, cut after some letters.
pub(crate) fn cut(text: &str, letters: usize) -> String {
    let text = line(text);
    if text.chars().count() <= letters {
        return text;
    }
    let kept: String = text.chars().take(letters.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// The same letters with places where a line may break inside words that no line would hold (addresses, numbers of orders).
pub(crate) fn breakable(text: &str) -> String {
    let mut run = 0;
    let mut made = String::with_capacity(text.len());
    for it in text.chars() {
        run = if it.is_whitespace() { 0 } else { run + 1 };
        if run > LONGEST_RUN {
            made.push('\u{200B}');
            run = 1;
        }
        made.push(it);
    }
    made
}

/// Paragraphs, each with its lines.
pub(crate) fn paragraphs(text: &str) -> Vec<Vec<String>> {
    let text = clean(text);
    let mut made: Vec<Vec<String>> = vec![Vec::new()];
    for one in text.lines().map(str::trim) {
        match (one.is_empty(), made.last_mut()) {
            (false, Some(last)) => last.push(one.to_owned()),
            (true, Some(last)) if !last.is_empty() => made.push(Vec::new()),
            _ => {}
        }
    }
    made.retain(|lines| !lines.is_empty());
    made
}

/// The language's own name, as `de` of `de-AT`; English when it is none.
pub(crate) fn tag(language: &str) -> String {
    let main = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let is_tag = matches!(main.len(), 2 | 3) && main.bytes().all(|it| it.is_ascii_lowercase());
    if is_tag { main } else { "en".to_owned() }
}

/// The address, when it is one that may be opened from a document.
pub(crate) fn address(link: Option<&str>) -> Option<String> {
    let link = link?;
    let is_known = ["https://", "http://", "mailto:"].iter().any(|scheme| link.starts_with(scheme));
    let is_plain = link.chars().all(|it| !it.is_whitespace() && !it.is_control() && !"<>\"`\\{}|^".contains(it));
    (is_known && is_plain && link.len() <= 2000).then(|| link.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_written_is_left_out() {
        assert_eq!(clean("a\u{0}b\u{202E}c\td\r\ne\u{FFFF}"), "abc d\ne");
        assert_eq!(line("  a\n\n b\t c "), "a b c");
        assert_eq!(line("84,2\u{A0}%"), "84,2\u{A0}%");
        assert_eq!(cut("Zufriedenheit", 7), "Zufrie…");
        assert_eq!(cut("kurz", 7), "kurz");
    }

    #[test]
    fn long_words_may_break_and_keep_their_letters() {
        let long = "x".repeat(100);
        let broken = breakable(&long);
        assert_eq!(broken.replace('\u{200B}', ""), long);
        assert!(broken.split('\u{200B}').all(|part| part.chars().count() <= LONGEST_RUN));
        assert_eq!(breakable("words of usual length"), "words of usual length");
    }

    #[test]
    fn paragraphs_are_parted_by_empty_lines() {
        assert_eq!(paragraphs("\n\na\nb\n\n\n c\n"), [vec!["a", "b"], vec!["c"]]);
        assert!(paragraphs(" \n ").is_empty());
    }

    #[test]
    fn only_addresses_of_the_web_and_of_mail_are_opened() {
        assert_eq!(address(Some("https://desk.example/a?b=1#c")).as_deref(), Some("https://desk.example/a?b=1#c"));
        for bad in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "/relative",
            "https://a\" onclick=\"x",
            "https://a b",
            "",
        ] {
            assert_eq!(address(Some(bad)), None, "{bad}");
        }
        assert_eq!(address(None), None);
        assert_eq!([tag("de-AT"), tag("EN"), tag("\"><b>"), tag("")], ["de", "en", "en", "en"]);
    }
}
