//! Small cleanings every text from outside goes through, and the two ways between text and HTML.

use kernel::html::{is_too_deep, without_tags};
use kernel::is_invisible;

/// Columns at which text made from HTML may wrap; wide, because a person's screen wraps better than we could.
const WIDTH: usize = 10_000;

/// One clean line: control characters and runs of white space become one space; at most `limit` characters.
pub fn one_line(text: &str, limit: usize) -> String {
    if text.len() <= limit && is_one_plain_line(text) {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len().min(limit));
    let mut count = 0;
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() || is_invisible(c) {
            gap = !line.is_empty();
            continue;
        }
        if count + usize::from(gap) >= limit {
            line.push('…');
            break;
        }
        if gap {
            line.push(' ');
            count += 1;
            gap = false;
        }
        line.push(c);
        count += 1;
    }
    line
}

/// Whether it is one clean line of ASCII already, as nearly all headers are.
fn is_one_plain_line(text: &str) -> bool {
    let mut after_space = true;
    for byte in text.bytes() {
        let is_space = byte == b' ';
        if !(is_space || byte.is_ascii_graphic()) || (is_space && after_space) {
            return false;
        }
        after_space = is_space;
    }
    !after_space || text.is_empty()
}

/// A body of text: NUL and other control characters removed (a database refuses them), line ends made `\n`.
pub fn body(text: &str) -> String {
    if text.bytes().all(|byte| byte.is_ascii_graphic() || matches!(byte, b' ' | b'\n' | b'\t')) {
        return text.to_owned();
    }
    let mut clean = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    clean.push('\n');
                }
            }
            '\n' | '\t' => clean.push(c),
            '\u{feff}' => {}
            c if c.is_control() => {}
            c => clean.push(c),
        }
    }
    clean
}

/// Cuts at a character boundary to at most `bytes` bytes; says whether anything was cut.
pub fn cut(text: &mut String, bytes: usize) -> bool {
    if text.len() <= bytes {
        return false;
    }
    let mut at = bytes;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    text.truncate(at);
    true
}

/// Readable text of an HTML body; empty when the HTML has none or cannot be read.
pub fn from_html(html: &str) -> String {
    if is_too_deep(html) {
        return stripped(html);
    }
    let text = html2text::config::plain_no_decorate()
        .allow_width_overflow()
        .no_table_borders()
        .raw_mode(true)
        .string_from_read(html.as_bytes(), WIDTH)
        .unwrap_or_default();
    let mut lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.dedup_by(|later, earlier| later.is_empty() && earlier.is_empty());
    body(lines.join("\n").trim_matches('\n'))
}

/// What stands between the tags of a page that is too deep to be read properly.
pub fn stripped(html: &str) -> String {
    body(super::markup::unescape(&without_tags(html)).trim())
}

/// HTML showing the text as it was written; links are made clickable.
pub fn to_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 64);
    for (number, line) in text.trim_end().lines().enumerate() {
        if number > 0 {
            html.push_str("<br>");
        }
        line_to_html(line, &mut html);
    }
    html
}

fn line_to_html(line: &str, html: &mut String) {
    let mut rest = line;
    while let Some(at) = next_link(rest) {
        let (before, from) = rest.split_at(at);
        escape(before, html);
        let end = from.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '|')).unwrap_or(from.len());
        let link = from[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '*', '_']);
        html.push_str("<a href=\"");
        escape(link, html);
        html.push_str("\" rel=\"noopener noreferrer\" target=\"_blank\">");
        escape(link, html);
        html.push_str("</a>");
        rest = &from[link.len()..];
    }
    escape(rest, html);
}

/// Where the next `http://` or `https://` begins that has something behind it.
fn next_link(text: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = text[from..].find("http") {
        let at = from + found;
        let rest = &text[at..];
        let scheme = if rest.starts_with("https://") {
            8
        } else if rest.starts_with("http://") {
            7
        } else {
            0
        };
        if scheme > 0 && rest[scheme..].chars().next().is_some_and(char::is_alphanumeric) {
            return Some(at);
        }
        from = at + 4;
    }
    None
}

/// Appends the text with the characters HTML gives a meaning to written out; leading spaces are kept.
pub fn escape(text: &str, html: &mut String) {
    let mut leading = html.is_empty() || html.ends_with("<br>");
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            ' ' if leading => html.push_str("&nbsp;"),
            c => html.push(c),
        }
        leading = leading && c == ' ';
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_line_is_one_line() {
        for (text, limit, want) in [
            ("  a\r\n b\tc\0d ", 99, "a b c d"),
            ("", 9, ""),
            ("abcdef", 3, "abc…"),
            ("ab cd", 3, "ab…"),
            ("invoice\u{202e}fdp.exe", 99, "invoice fdp.exe"),
        ] {
            assert_eq!(one_line(text, limit), want, "{text:?}");
        }
    }

    #[test]
    fn links_become_clickable_and_nothing_else_does() {
        let link = |to: &str| format!("<a href=\"{to}\" rel=\"noopener noreferrer\" target=\"_blank\">{to}</a>");
        for (text, want) in [
            ("a <b> & \"c\"", "a &lt;b&gt; &amp; &quot;c&quot;".to_owned()),
            ("see https://a.example/x.", format!("see {}.", link("https://a.example/x"))),
            ("(http://a.example)", format!("({})", link("http://a.example"))),
            ("https://", "https://".to_owned()),
            ("javascript:alert(1)", "javascript:alert(1)".to_owned()),
            ("one\n  two", "one<br>&nbsp;&nbsp;two".to_owned()),
        ] {
            assert_eq!(to_html(text), want, "{text:?}");
        }
    }

    #[test]
    fn html_reads_as_text() {
        for (html, want) in [
            ("<p>Hello <b>there</b></p><p>Bye</p>", "Hello there\n\nBye"),
            ("<style>p{color:red}</style><p>x</p>", "x"),
            ("<div>a</div><div>b</div>", "a\nb"),
            ("", ""),
        ] {
            assert_eq!(from_html(html), want, "{html:?}");
        }
    }

    #[test]
    fn deep_nesting_is_survived() {
        let deep = "<div></x>".repeat(200_000) + "x &lt; y";
        assert_eq!(from_html(&deep), "x < y");
    }

    proptest! {
        #[test]
        fn bodies_never_hold_what_a_database_refuses(text in "\\PC*|[\\x00-\\x20]{0,40}") {
            prop_assert!(!body(&text).contains(['\0', '\r']));
            prop_assert!(!to_html(&text).contains("<script"));
        }

        #[test]
        fn html_to_text_never_panics(html in "(<[a-z]{1,8}[ a-z=\"'/]{0,12}>|[a-z &;#0-9]{0,8}|</[a-z]{1,6}>){0,60}") {
            let _ = from_html(&html);
        }
    }
}
