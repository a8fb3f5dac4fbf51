//! The same separation for HTML: the sanitised page is read as lines, cut between tags, and both halves closed properly.

use kernel::html::is_void;

use super::markup::{Kind, attribute, pieces, unescape};
use super::quote::{Cut, Line, decide};

/// HTML in its two parts, each well formed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeparatedHtml {
    /// What was written now.
    pub visible: String,
    /// What it answers, and the signature.
    pub quoted: Option<String>,
}

/// A line with the place where it begins and the elements open there.
struct Placed {
    line: Line,
    start: usize,
}

/// Separates HTML that our sanitiser wrote.
pub fn separate_html(html: &str) -> SeparatedHtml {
    let placed = lines_of(html);
    let lines: Vec<Line> = placed.iter().map(|p| p.line.clone()).collect();
    let whole = || SeparatedHtml { visible: html.to_owned(), quoted: None };
    match decide(&lines) {
        Cut::Nothing => whole(),
        Cut::After(at) => {
            let (before, after) = split(html, placed[at].start);
            SeparatedHtml { visible: before, quoted: Some(after) }
        }
        Cut::Before(at) => {
            let (before, after) = split(html, placed[at].start);
            SeparatedHtml { visible: after, quoted: Some(before) }
        }
    }
}

fn breaks_line(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "br"
            | "hr"
            | "blockquote"
            | "table"
            | "tr"
            | "ul"
            | "ol"
            | "li"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "pre"
            | "section"
            | "article"
            | "center"
            | "address"
            | "dl"
            | "dt"
            | "dd"
            | "header"
            | "footer"
            | "main"
            | "aside"
            | "nav"
    )
}

/// Reads the page as lines. A line begins at the tags that stand directly before its first text.
fn lines_of(html: &str) -> Vec<Placed> {
    let mut reader = Reader {
        placed: Vec::new(),
        current: Placed { line: Line::default(), start: 0 },
        depth: 0,
        quotes: Vec::new(),
    };
    for piece in pieces(html) {
        match piece.kind {
            Kind::Text(text) => reader.text(&unescape(text)),
            Kind::Open(name, attributes) => reader.open(name, attributes, piece.start, piece.end),
            Kind::Close(name) => reader.close(name, piece.end),
        }
    }
    reader.flush(html.len());
    reader.placed
}

struct Reader {
    placed: Vec<Placed>,
    current: Placed,
    depth: usize,
    quotes: Vec<usize>,
}

impl Reader {
    fn flush(&mut self, next: usize) {
        let start = self.current.start;
        let mut line = std::mem::take(&mut self.current.line);
        let plain = line.text.replace('\u{a0}', " ");
        plain.trim_end().clone_into(&mut line.text);
        if !line.text.is_empty() || line.quote_mark || line.signature_mark {
            if !self.quotes.is_empty() {
                line.text.insert_str(0, "> ");
            }
            self.placed.push(Placed { line, start });
            self.current.start = next;
        } else if self.placed.is_empty() || start != next {
            self.current.start = next;
        }
    }

    fn text(&mut self, text: &str) {
        let line = &mut self.current.line.text;
        for c in text.chars() {
            let space = c.is_whitespace() && c != '\u{a0}';
            if !space {
                line.push(c);
            } else if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        }
    }

    fn open(&mut self, name: &str, attributes: &str, start: usize, end: usize) {
        let (quote, signature) = marks(name, attributes);
        if quote || signature {
            self.flush(start);
            self.current.start = start;
            self.current.line.quote_mark = quote;
            self.current.line.signature_mark = signature;
        } else if breaks_line(name) {
            self.flush(if name == "br" { end } else { start });
        }
        if !is_void(name) {
            self.depth += 1;
            if name == "blockquote" && !self.current.line.quote_mark {
                self.quotes.push(self.depth);
            } else if name == "blockquote" {
                let mark = std::mem::take(&mut self.current.line);
                self.quotes.push(self.depth);
                self.current.line = mark;
            }
        }
    }

    fn close(&mut self, name: &str, end: usize) {
        if breaks_line(name) {
            self.flush(end);
        }
        if self.quotes.last() == Some(&self.depth) {
            self.quotes.pop();
        }
        self.depth = self.depth.saturating_sub(1);
    }
}

/// Whether a mail program marked this element as the beginning of the quotation or of the signature.
fn marks(name: &str, attributes: &str) -> (bool, bool) {
    if attributes.is_empty() {
        return (false, false);
    }
    let names = format!(
        "{} {}",
        attribute(attributes, "class").unwrap_or_default(),
        attribute(attributes, "id").unwrap_or_default()
    );
    let has = |list: &[&str]| names.split_whitespace().any(|n| list.contains(&n));
    let quote = has(&[
        "gmail_quote",
        "gmail_quote_container",
        "moz-cite-prefix",
        "yahoo_quoted",
        "ydp-yahoo-quoted",
        "protonmail_quote",
        "zmail_extra",
        "tutanota_quote",
        "OutlookMessageHeader",
        "divRplyFwdMsg",
        "appendonsend",
        "stopSpelling",
        "reply-intro",
        "mail_quote",
        "moz-forward-container",
    ]);
    let signature = has(&[
        "gmail_signature",
        "moz-signature",
        "protonmail_signature_block",
        "ms-outlook-mobile-signature",
        "Signature",
        "AppleMailSignature",
        "gmail-signature",
    ]);
    let cite = name == "blockquote" && attribute(attributes, "type").as_deref() == Some("cite");
    (quote && !cite, signature)
}

/// Cuts between two tags: what is open at the cut is closed before it and opened again after it.
fn split(html: &str, at: usize) -> (String, String) {
    let mut open: Vec<(&str, &str)> = Vec::new();
    for piece in pieces(html) {
        if piece.start >= at {
            break;
        }
        match piece.kind {
            Kind::Open(name, _) if !is_void(name) => open.push((name, &html[piece.start..piece.end])),
            Kind::Close(name) => {
                if let Some(found) = open.iter().rposition(|(n, _)| *n == name) {
                    open.truncate(found);
                }
            }
            _ => {}
        }
    }
    let mut before = html[..at].to_owned();
    for (name, _) in open.iter().rev() {
        before.push_str("</");
        before.push_str(name);
        before.push('>');
    }
    let mut after: String = open.iter().map(|(_, tag)| *tag).collect();
    after.push_str(&html[at..]);
    (before, after)
}
