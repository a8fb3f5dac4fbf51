//! Attachments of a mail: their bytes as sent, and names that are safe to show and to save.

use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::charset;
use super::letter::Part;
use super::text::one_line;

/// Longest file name kept, in characters.
const LONGEST_NAME: usize = 150;

/// The attachment in one part; `number` names what has no name.
pub fn read(message: &Message<'_>, part: &MessagePart<'_>, number: usize) -> Part {
    let media_type = media_type(part);
    let content_id = part.content_id().map(|id| one_line(id.trim_matches(['<', '>']), 500)).filter(|id| !id.is_empty());
    let disposition = part.content_disposition();
    let attached = disposition.is_some_and(|d| d.is_attachment());
    let inline =
        !attached && (content_id.is_some() || disposition.is_some_and(|d| d.ctype().eq_ignore_ascii_case("inline")));
    Part {
        name: safe_name(&name_of(message, part), &media_type, number),
        inline: inline && media_type.starts_with("image/"),
        media_type,
        content_id,
        data: data_of(message, part),
    }
}

/// `type/subtype` in lower case, sensible when the header is missing or broken.
pub fn media_type(part: &MessagePart<'_>) -> String {
    let fallback = match &part.body {
        PartType::Text(_) => "text/plain",
        PartType::Html(_) => "text/html",
        PartType::Message(_) => "message/rfc822",
        _ => "application/octet-stream",
    };
    let Some(given) = part.content_type() else { return fallback.to_owned() };
    let Some(subtype) = given.subtype() else { return fallback.to_owned() };
    let whole = format!("{}/{}", given.ctype(), subtype).to_ascii_lowercase();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '+' | '.' | '_');
    if whole.len() <= 127 && whole.chars().all(plain) && !whole.ends_with('/') { whole } else { fallback.to_owned() }
}

/// The name as the sender wrote it; a raw 8-bit name is read again in the charset it was meant in.
fn name_of(message: &Message<'_>, part: &MessagePart<'_>) -> String {
    let name = part.attachment_name().unwrap_or_default();
    if let (true, PartType::Message(inner)) = (name.is_empty(), &part.body) {
        // A mail within a mail is known by its subject.
        let subject = one_line(inner.subject().unwrap_or_default(), LONGEST_NAME - 10).replace(['/', '\\'], "-");
        return if subject.is_empty() { subject } else { format!("{subject}.eml") };
    }
    if !name.contains('\u{fffd}') {
        return name.to_owned();
    }
    let head = message.raw_message.get(part.offset_header as usize..part.offset_body as usize).unwrap_or_default();
    let mut readable = charset::decode(head, None).trim_end().as_bytes().to_vec();
    readable.extend_from_slice(b"\r\n\r\n");
    MessageParser::default()
        .parse_headers(&readable)
        .and_then(|m| m.parts.first().and_then(|p| p.attachment_name().map(str::to_owned)))
        .unwrap_or_else(|| name.to_owned())
}

/// The bytes the sender attached: only the transfer encoding is undone, never the charset.
fn data_of(message: &Message<'_>, part: &MessagePart<'_>) -> Vec<u8> {
    match &part.body {
        PartType::Binary(data) | PartType::InlineBinary(data) => data.to_vec(),
        PartType::Message(inner) => inner.raw_message().to_vec(),
        PartType::Text(text) | PartType::Html(text) => {
            let raw = message.raw_message.get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default();
            let decoded = match part.encoding {
                Encoding::None => Some(raw.to_vec()),
                Encoding::Base64 => base64_decode(raw),
                Encoding::QuotedPrintable => quoted_printable_decode(raw),
            };
            decoded.unwrap_or_else(|| text.as_bytes().to_vec())
        }
        PartType::Multipart(_) => Vec::new(),
    }
}

/// A name without directories, control characters or tricks, with an extension when the type tells one.
pub fn safe_name(name: &str, media_type: &str, number: usize) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = one_line(last, usize::MAX)
        .chars()
        .map(|c| if matches!(c, ':' | '*' | '?' | '"' | '<' | '>' | '|') { '_' } else { c })
        .collect();
    let clean = clean.trim_matches(['.', ' ']);
    if clean.is_empty() {
        return format!("attachment-{number}{}", extension(media_type));
    }
    shorten(clean)
}

/// Shortens in the middle so that the extension survives.
fn shorten(name: &str) -> String {
    if name.chars().count() <= LONGEST_NAME {
        return name.to_owned();
    }
    let tail = name.rsplit_once('.').map(|(_, ext)| ext).filter(|ext| ext.chars().count() <= 10).unwrap_or_default();
    let head: String = name.chars().take(LONGEST_NAME - 12).collect();
    if tail.is_empty() { head } else { format!("{head}….{tail}") }
}

fn extension(media_type: &str) -> &'static str {
    match media_type {
        "text/plain" | "message/delivery-status" => ".txt",
        "text/html" => ".html",
        "text/calendar" => ".ics",
        "text/csv" => ".csv",
        "message/rfc822" => ".eml",
        "image/png" => ".png",
        "image/jpeg" => ".jpg",
        "image/gif" => ".gif",
        "application/pdf" => ".pdf",
        "application/zip" => ".zip",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_safe() {
        for (name, media, want) in [
            ("invoice.pdf", "application/pdf", "invoice.pdf"),
            ("../../etc/passwd", "text/plain", "passwd"),
            ("C:\\Users\\a\\x.doc", "application/msword", "x.doc"),
            ("a\r\nb.txt", "text/plain", "a b.txt"),
            ("..", "image/png", "attachment-3.png"),
            ("", "message/rfc822", "attachment-3.eml"),
            ("", "application/x-odd", "attachment-3"),
            ("wh?t:.txt", "text/plain", "wh_t_.txt"),
            ("naïve.txt\0.exe", "text/plain", "naïve.txt .exe"),
        ] {
            assert_eq!(safe_name(name, media, 3), want, "{name:?}");
        }
    }

    #[test]
    fn long_names_keep_their_extension() {
        let long = format!("{}.pdf", "a".repeat(5_000));
        let name = safe_name(&long, "application/pdf", 1);
        assert!(
            name.rsplit_once('.').is_some_and(|(_, ext)| ext == "pdf") && name.chars().count() <= LONGEST_NAME,
            "{name}"
        );
    }

    proptest! {
        #[test]
        fn no_name_escapes_its_folder(name in ".*") {
            let safe = safe_name(&name, "text/plain", 1);
            prop_assert!(!safe.is_empty() && !safe.contains(['/', '\\', '\0', '\n']) && safe != ".." && safe != ".");
        }
    }
}
