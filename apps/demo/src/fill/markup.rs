//! Letters as HTML.

use std::fmt::Write;

/// Paragraphs of a plain text.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    for paragraph in text.split("\n\n") {
        let lines: Vec<String> = paragraph.lines().map(escape).collect();
        // Writing to a String cannot fail.
        let _ = write!(out, "<p>{}</p>", lines.join("<br>"));
    }
    out
}

/// A note whose mention of a colleague is marked as one.
pub(super) fn note(text: &str, mentions: &[(String, String)]) -> String {
    let mut out = html(text);
    for (first, person) in mentions {
        let plain = format!("@{first}");
        out = out.replacen(&plain, &format!("<span data-mention=\"{person}\">{plain}</span>"), 1);
    }
    out
}

/// What a mail program puts below an answer.
pub(super) fn quote(line: &str, html: &str) -> String {
    format!("<p>{}</p><blockquote>{html}</blockquote>", escape(line))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::{html, note};

    #[test]
    fn paragraphs_and_mentions_become_markup() {
        assert_eq!(html("Hi <you>,\n\nBye\nKim"), "<p>Hi &lt;you&gt;,</p><p>Bye<br>Kim</p>");
        let mentions = [("Erik".to_owned(), "person_1".to_owned())];
        assert_eq!(note("@Erik look", &mentions), "<p><span data-mention=\"person_1\">@Erik</span> look</p>");
    }
}
