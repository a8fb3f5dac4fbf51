//! Walks HTML that our sanitiser wrote. Only that HTML: quoted attributes, closed tags, no comments, no scripts.

/// One piece of sanitised HTML with its place in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Where it begins.
    pub start: usize,
    /// Where the next begins.
    pub end: usize,
    /// What it is.
    pub kind: Kind<'a>,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind<'a> {
    /// Text with its entities.
    Text(&'a str),
    /// A start tag: its name and the text of its attributes.
    Open(&'a str, &'a str),
    /// An end tag.
    Close(&'a str),
}

/// The pieces of the HTML in order.
pub fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < html.len() {
        let rest = &html[at..];
        if !rest.starts_with('<') {
            let end = at + rest.find('<').unwrap_or(rest.len());
            all.push(Piece { start: at, end, kind: Kind::Text(&html[at..end]) });
            at = end;
            continue;
        }
        let end = at + tag_length(rest);
        let inner = html[at + 1..end].trim_end_matches('>');
        let kind = if let Some(name) = inner.strip_prefix('/') {
            Kind::Close(name.trim())
        } else {
            let split = inner.find(|c: char| c.is_whitespace()).unwrap_or(inner.len());
            Kind::Open(&inner[..split], inner[split..].trim())
        };
        all.push(Piece { start: at, end, kind });
        at = end;
    }
    all
}

/// Bytes up to and including the `>` that is not inside a quoted value.
fn tag_length(text: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The value of an attribute, entities undone.
pub fn attribute(attributes: &str, name: &str) -> Option<String> {
    attribute_list(attributes).into_iter().find(|(n, _)| *n == name).map(|(_, value)| unescape(value))
}

/// All attributes as written.
pub fn attribute_list(attributes: &str) -> Vec<(&str, &str)> {
    let mut list = Vec::new();
    let mut rest = attributes.trim_start();
    while let Some((name, after)) = rest.split_once("=\"") {
        let Some((value, after)) = after.split_once('"') else { break };
        list.push((name.trim(), value));
        rest = after.trim_start();
    }
    list
}

/// Text with the entities our sanitiser writes undone.
pub fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walks_what_the_sanitiser_writes() {
        let html = "<p class=\"a>b\">x &amp; <br>y</p>";
        let kinds: Vec<Kind<'_>> = pieces(html).into_iter().map(|p| p.kind).collect();
        let want = [
            Kind::Open("p", "class=\"a>b\""),
            Kind::Text("x &amp; "),
            Kind::Open("br", ""),
            Kind::Text("y"),
            Kind::Close("p"),
        ];
        assert_eq!(kinds, want);
        assert_eq!(attribute("class=\"a&quot;b\" id=\"c\"", "class").as_deref(), Some("a\"b"));
        assert_eq!(attribute("class=\"a\" id=\"c\"", "id").as_deref(), Some("c"));
    }

    #[test]
    fn ends_on_anything() {
        for html in ["<", "<p", "</", "<a b=\"", "x<", "<p ü"] {
            assert!(pieces(html).last().is_some_and(|p| p.end == html.len()), "{html}");
        }
    }
}
