//! HTML of our own people: cleaned all the same, because a browser is not to be trusted.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use kernel::html::{is_too_deep, without_tags};

static POLICY: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut policy = Builder::default();
    policy
        .tags(HashSet::from([
            "a",
            "b",
            "blockquote",
            "br",
            "code",
            "del",
            "div",
            "em",
            "h1",
            "h2",
            "h3",
            "hr",
            "i",
            "img",
            "li",
            "ol",
            "p",
            "pre",
            "s",
            "span",
            "strong",
            "sub",
            "sup",
            "table",
            "tbody",
            "td",
            "th",
            "thead",
            "tr",
            "u",
            "ul",
        ]))
        .add_tag_attributes("span", &["data-mention"])
        .add_tag_attributes("img", &["src", "alt", "width", "height"])
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        // Pictures that were pasted lie with us; anything else relative would mean nothing to the customer.
        .url_relative(UrlRelative::Custom(Box::new(own_picture)))
        .link_rel(Some("noopener noreferrer"))
        .attribute_filter(whole_address);
    policy
});

/// `http:x` without the two strokes is taken for a place on the page's own server by browsers.
fn whole_address<'u>(_element: &str, attribute: &str, value: &'u str) -> Option<std::borrow::Cow<'u, str>> {
    let whole = ["http://", "https://", "mailto:", "tel:", "/api/v1/inbox/attachments/"];
    let start: String = value.trim_start().chars().take(30).collect::<String>().to_ascii_lowercase();
    let kept = !matches!(attribute, "href" | "src") || whole.iter().any(|scheme| start.starts_with(scheme));
    kept.then(|| value.into())
}

fn own_picture(url: &str) -> Option<std::borrow::Cow<'_, str>> {
    url.starts_with("/api/v1/inbox/attachments/").then(|| url.into())
}

/// What one of us wrote, made safe. Made before a unit of work begins: cleaning takes longer than all that is then written,
/// and the one writer of SQLite has better things to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Safe HTML.
    pub(crate) html: String,
    /// The same as text, for search, preview and the text part of a mail.
    pub(crate) text: String,
}

impl Body {
    /// Cleans what a browser sent.
    pub fn new(html: &str) -> Self {
        let html = clean(html);
        Self { text: to_text(&html), html }
    }

    /// Whether there is nothing to be read or seen.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && !self.html.contains("<img")
    }
}

/// Safe HTML of what one of us wrote. What lies too deep to be parsed in a moment keeps its text.
pub fn clean(html: &str) -> String {
    if is_too_deep(html) {
        return from_text(&unescape(&without_tags(html)));
    }
    POLICY.clean(html).to_string()
}

/// Text with the entities undone that an editor writes.
fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&nbsp;", " ").replace("&amp;", "&")
}

/// The text of HTML, for search, preview and the text part of a mail.
pub fn to_text(html: &str) -> String {
    // A width that never wraps: lines of a text are the reader's business.
    html2text::config::plain_no_decorate().string_from_read(html.as_bytes(), 100_000).map_or_else(
        |_| String::new(),
        |text| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned(),
    )
}

/// Safe HTML of a plain text.
pub fn from_text(text: &str) -> String {
    let escape = |line: &str| line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let paragraph = |block: &str| format!("<p>{}</p>", block.lines().map(escape).collect::<Vec<_>>().join("<br>"));
    text.split("\n\n").map(paragraph).collect::<Vec<_>>().concat()
}

/// The first words of a text on one line.
pub fn preview(text: &str) -> String {
    let (mut line, mut length) = (String::new(), 0);
    for word in text.split_whitespace() {
        let word_length = word.chars().take(161).count();
        if length + word_length > 160 {
            // A first word without end is shown in part.
            line.extend(word.chars().take(if length == 0 { 159 } else { 0 }));
            line.push('…');
            break;
        }
        if !line.is_empty() {
            line.push(' ');
            length += 1;
        }
        line.push_str(word);
        length += word_length;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_sends_is_cleaned() {
        let table = [
            ("<p onclick=\"x()\">Hi <script>alert(1)</script></p>", "<p>Hi </p>"),
            ("<a href=\"javascript:alert(1)\">x</a>", "<a rel=\"noopener noreferrer\">x</a>"),
            (
                "<img src=\"/api/v1/inbox/attachments/att_1/content\" onerror=\"x\">",
                "<img src=\"/api/v1/inbox/attachments/att_1/content\">",
            ),
            ("<img src=\"/etc/passwd\">", "<img>"),
            ("<img src=\"http:/api/v1/access/me\">", "<img>"),
            ("<img src=\"https:)/evil.example/a.png\">", "<img>"),
            ("<img src=\"ht\ntp://evil.example/a.png\">", "<img>"),
            ("<svg><script>1</script></svg><iframe src=\"x\"></iframe>", ""),
        ];
        for (given, clean_html) in table {
            assert_eq!(clean(given), clean_html);
        }
    }

    #[test]
    fn deep_nesting_costs_a_moment_and_no_stack() {
        let deep = "<div><b>".repeat(100_000) + "1 &lt; <script>2</script>";
        assert_eq!(clean(&deep), "<p>1 &lt; 2</p>");
        assert_eq!(Body::new(&deep).text, "1 < 2");
        let usual = "<ul><li>".repeat(300) + "x";
        assert!(clean(&usual).starts_with("<ul><li><ul>"));
    }

    #[test]
    fn texts_and_previews_are_plain() {
        assert_eq!(to_text("<p>Hello<br>you</p><ul><li>one</li></ul>"), "Hello\nyou\n* one");
        assert_eq!(from_text("a < b\nc\n\nd"), "<p>a &lt; b<br>c</p><p>d</p>");
        assert_eq!(preview("  one\n two "), "one two");
        assert!(preview(&"word ".repeat(100)).ends_with('…'));
        assert!(preview(&"x".repeat(1000)).chars().count() <= 161);
    }
}
