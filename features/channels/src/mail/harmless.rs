//! What HTML that was made safe may never hold, told as code: the tests and the fuzz programs ask it about everything that the
//! sanitiser gives back. It shares nothing with the sanitiser but the small walker over well-formed tags.

use super::markup::{Kind, attribute_list, pieces, unescape};

/// Elements that run, load, submit, cover or change how the rest is read.
const BAD_ELEMENTS: &str = "script style iframe object embed form input button meta link base svg math video audio source track \
    template textarea select xmp noscript noembed noframes plaintext listing frame frameset applet portal body html head title \
    slot animate set foreignobject mglyph malignmark isindex keygen dialog";
/// Attributes that load or submit something, or change where a link leads.
const BAD_ATTRIBUTES: &str = "srcset srcdoc background action formaction ping poster data code codebase archive manifest xmlns \
    xlink:href http-equiv content is slot part form autofocus contenteditable accesskey tabindex itemscope usemap ismap nonce";
/// What CSS loads or covers the page with.
const BAD_STYLES: &str =
    "url( position: position expression( @import behavior behaviour -moz-binding \\ /* image-set( attr( var(";
/// Where an address may lead, and what may be shown.
const LINKED: &[&str] = &["http://", "https://", "mailto:", "tel:"];
const SHOWN: &[&str] = &[
    "qd-part:",
    "http://",
    "https://",
    "cid:",
    "/api/v1/inbox/attachments/",
    "data:image/png;",
    "data:image/jpeg;",
    "data:image/gif;",
    "data:image/webp;",
];

/// Why this HTML may not be shown; nothing when it may.
pub fn why_harmful(html: &str) -> Option<String> {
    if html.contains('\0') || html.contains("<!--") {
        return Some("a null byte or a comment".to_owned());
    }
    pieces(html).iter().find_map(|piece| match piece.kind {
        Kind::Text(_) => None,
        Kind::Close(name) => why_element(name),
        Kind::Open(name, attributes) => why_element(name).or_else(|| why_attributes(attributes)),
    })
}

fn why_element(name: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    let plain = !lower.is_empty() && lower.chars().all(|c| c.is_ascii_alphanumeric());
    (!plain || BAD_ELEMENTS.split_whitespace().any(|bad| bad == lower)).then(|| format!("the element {name:?}"))
}

fn why_attributes(attributes: &str) -> Option<String> {
    let list = attribute_list(attributes);
    let length: usize = list.iter().map(|(name, value)| name.len() + value.len() + 3).sum();
    // Whatever is not `name="value"` would be read by a browser in its own way.
    if length + list.len().saturating_sub(1) < attributes.len() {
        return Some(format!("something between attributes: {attributes:?}"));
    }
    list.into_iter().find_map(|(name, value)| why_attribute(&name.to_ascii_lowercase(), &unescape(value)))
}

fn why_attribute(name: &str, value: &str) -> Option<String> {
    let lower = value.trim_start().to_ascii_lowercase();
    let begins_with = |allowed: &[&str]| allowed.iter().any(|scheme| lower.starts_with(scheme));
    let bad = match name {
        _ if name.starts_with("on") || BAD_ATTRIBUTES.split_whitespace().any(|bad| bad == name) => true,
        "style" => BAD_STYLES.split_whitespace().any(|bad| lower.contains(bad)),
        "href" => !begins_with(LINKED),
        "src" => !lower.is_empty() && !begins_with(SHOWN),
        _ => false,
    };
    bad.then(|| format!("the attribute {name}={value:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harm_is_seen() {
        for html in [
            "<script>",
            "</style>",
            "<p onclick=\"x\">",
            "<a href=\"javascript:x\">",
            "<a href=\" data:text/html,x\">",
            "<img src=\"data:image/svg+xml;x\">",
            "<p style=\"background:url(x)\">",
            "<p style=\"position:fixed\">",
            "<p \"x\" y>",
            "<!-- x -->",
            "a\0b",
            "<a/b>",
            "<img srcset=\"x\">",
        ] {
            assert!(why_harmful(html).is_some(), "{html}");
        }
    }

    #[test]
    fn what_is_harmless_passes() {
        for html in [
            "x &lt;script&gt;",
            "<p style=\"color:red\" class=\"gmail_quote\">x</p>",
            "<a href=\"https://a.example/?on=1\" rel=\"noopener noreferrer\" target=\"_blank\">x</a>",
            "<img alt=\"onclick=1\" src=\"qd-part:0:\">",
            "<br><hr>",
        ] {
            assert_eq!(why_harmful(html), None, "{html}");
        }
    }
}
