//! HTML from strangers made safe to show: no scripts, no forms, nothing loaded from outside until a person asks for it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use super::letter::Part;
use super::markup::{Kind, attribute, attribute_list, pieces};
use super::style;
use super::text;

/// Placeholder for the address of an inline image, replaced when the attachment has one: `qd-part:<index>:`.
const PLACE: &str = "qd-part:";

/// Sanitised HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clean {
    /// Safe HTML. Remote images carry their address in `data-src` and their number in `data-image`.
    pub html: String,
    /// How many remote images wait to be asked for.
    pub remote_images: usize,
    /// Indices of the parts shown inside the HTML.
    pub shown: Vec<usize>,
}

/// Elements that stay.
const TAGS: &str = "a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn \
    div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q s samp section small \
    span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr";
/// Elements that go with everything in them.
const CLEARED: &str = "script style title template svg math iframe noembed noframes noscript object xmp";
/// Attributes that any element may have.
const GENERIC: &str =
    "align bgcolor border cellpadding cellspacing class color dir face height id lang size style title valign width";

static POLICY: LazyLock<Builder<'static>> = LazyLock::new(policy);

fn words(list: &'static str) -> HashSet<&'static str> {
    list.split_whitespace().collect()
}

fn policy() -> Builder<'static> {
    let own: HashMap<&str, HashSet<&str>> = [
        ("a", words("href")),
        ("img", words("src alt")),
        ("td", words("colspan rowspan nowrap")),
        ("th", words("colspan rowspan nowrap scope")),
        ("ol", words("start type")),
        ("ul", words("type")),
        ("blockquote", words("type")),
        ("col", words("span")),
    ]
    .into();
    let mut builder = Builder::empty();
    builder
        .tags(words(TAGS))
        .clean_content_tags(words(CLEARED))
        .generic_attributes(words(GENERIC))
        .tag_attributes(own)
        .url_schemes(words("http https mailto tel cid data"))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer"))
        .set_tag_attribute_value("a", "target", "_blank")
        .strip_comments(true)
        .attribute_filter(filter);
    builder
}

/// Classes and ids mail programs mark quoted text and signatures with; all others are dropped.
const MARKS: &str = "gmail_quote gmail_quote_container gmail_attr gmail_signature gmail_extra gmail-signature moz-cite-prefix \
    moz-signature moz-forward-container yahoo_quoted ydp-yahoo-quoted protonmail_quote protonmail_signature_block zmail_extra \
    tutanota_quote OutlookMessageHeader divRplyFwdMsg appendonsend stopSpelling ms-outlook-mobile-signature Signature \
    AppleMailSignature reply-intro mail_quote";

fn filter<'u>(element: &str, name: &str, value: &'u str) -> Option<Cow<'u, str>> {
    match (element, name) {
        (_, "style") => style::reduce(value).map(Cow::Owned),
        (_, "class" | "id") => {
            let kept: Vec<&str> =
                value.split_whitespace().filter(|mark| MARKS.split_whitespace().any(|known| known == *mark)).collect();
            (!kept.is_empty()).then(|| Cow::Owned(kept.join(" ")))
        }
        ("a", "href") => {
            starts_with_any(value, &["http://", "https://", "mailto:", "tel:"]).then_some(Cow::Borrowed(value))
        }
        ("img", "src") => starts_with_any(
            value,
            &[
                "http://",
                "https://",
                "cid:",
                "data:image/png;",
                "data:image/jpeg;",
                "data:image/gif;",
                "data:image/webp;",
            ],
        )
        .then_some(Cow::Borrowed(value)),
        _ => Some(Cow::Borrowed(value)),
    }
}

fn starts_with_any(value: &str, schemes: &[&str]) -> bool {
    let start: String = value.trim_start().chars().take(24).collect::<String>().to_ascii_lowercase();
    schemes.iter().any(|scheme| start.starts_with(scheme))
}

/// Makes HTML safe that we send ourselves: images stay where they are.
pub fn for_sending(html: &str) -> String {
    if kernel::html::is_too_deep(html) {
        return text::to_html(&text::stripped(html));
    }
    POLICY.clean(html).to_string()
}

/// Makes HTML safe; images that point at a part of the same mail get a place for that part's address.
pub fn sanitise(html: &str, parts: &[Part]) -> Clean {
    let safe = for_sending(html);
    let mut clean = Clean { html: String::with_capacity(safe.len()), ..Clean::default() };
    for piece in pieces(&safe) {
        match piece.kind {
            Kind::Open("img", attributes) => image(attributes, parts, &mut clean),
            _ => clean.html.push_str(&safe[piece.start..piece.end]),
        }
    }
    clean
}

fn image(attributes: &str, parts: &[Part], clean: &mut Clean) {
    let source = attribute(attributes, "src").unwrap_or_default();
    let source = source.trim();
    clean.html.push_str("<img");
    for (name, value) in attribute_list(attributes).into_iter().filter(|(name, _)| *name != "src") {
        push_attribute(&mut clean.html, name, value);
    }
    if starts_with_any(source, &["cid:"]) {
        if let Some(index) = part_with_id(&source[4..], parts) {
            push_attribute(&mut clean.html, "src", &format!("{PLACE}{index}:"));
            if !clean.shown.contains(&index) {
                clean.shown.push(index);
            }
        }
    } else if starts_with_any(source, &["data:"]) {
        push_attribute(&mut clean.html, "src", &escaped(source));
    } else if !source.is_empty() {
        push_attribute(&mut clean.html, "data-src", &escaped(source));
        push_attribute(&mut clean.html, "data-image", &clean.remote_images.to_string());
        clean.remote_images += 1;
    }
    clean.html.push('>');
}

fn push_attribute(html: &mut String, name: &str, value: &str) {
    html.push(' ');
    html.push_str(name);
    html.push_str("=\"");
    html.push_str(value);
    html.push('"');
}

fn escaped(value: &str) -> String {
    value.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The image with that content id; ids are compared as mail programs do, with and without percent signs.
fn part_with_id(id: &str, parts: &[Part]) -> Option<usize> {
    let id = id.trim().trim_matches(['<', '>']);
    let decoded = percent_decoded(id);
    parts.iter().position(|part| {
        part.media_type.starts_with("image/")
            && part.media_type != "image/svg+xml"
            && part.content_id.as_deref().is_some_and(|own| own == id || own == decoded)
    })
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| bytes.get(at + 1..at + 3)).flatten();
        if let Some(byte) =
            hex.and_then(|hex| std::str::from_utf8(hex).ok()).and_then(|hex| u8::from_str_radix(hex, 16).ok())
        {
            decoded.push(byte);
            at += 3;
        } else {
            decoded.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// Puts the address of each part into the places left for it; an image without one is shown as its description.
pub fn with_addresses(html: &str, address: impl Fn(usize) -> Option<String>) -> String {
    let mut done = String::with_capacity(html.len());
    let mut rest = html;
    let opening = format!("src=\"{PLACE}");
    while let Some((before, after)) = rest.split_once(&opening) {
        done.push_str(before);
        let Some((index, after)) = after.split_once(":\"") else {
            rest = after;
            continue;
        };
        if let Some(url) = index.parse().ok().and_then(&address) {
            done.push_str("src=\"");
            done.push_str(&escaped(&url));
            done.push('"');
        }
        rest = after;
    }
    done.push_str(rest);
    done
}
