//! Attachments of a mail: their bytes as sent, and names that are safe to show and to save.

use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::charset;
use super::letter::Part;
use super::text::one_line;
use super::tnef;

/// Characters of a subject that names a file.
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

/// A file that was in an envelope of Outlook's.
pub fn unpacked(file: tnef::File, number: usize) -> Part {
    let given = file.media_type.unwrap_or_default().to_ascii_lowercase();
    let media_type = if is_media_type(&given) { given } else { "application/octet-stream".to_owned() };
    let content_id = file.content_id.map(|id| one_line(id.trim_matches(['<', '>']), 500)).filter(|id| !id.is_empty());
    Part {
        name: safe_name(&file.name, &media_type, number),
        inline: content_id.is_some() && media_type.starts_with("image/"),
        media_type,
        content_id,
        data: file.data,
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
    if is_media_type(&whole) { whole } else { fallback.to_owned() }
}

fn is_media_type(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '+' | '.' | '_');
    let is_two = text.split_once('/').is_some_and(|(kind, subtype)| !kind.is_empty() && !subtype.is_empty());
    is_two && text.len() <= 127 && text.chars().all(plain) && text.matches('/').count() == 1
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

/// A name without directories, control characters or tricks; one of ours, with an extension when the type tells one, for what has none.
pub fn safe_name(name: &str, media_type: &str, number: usize) -> String {
    kernel::file_name::safe(name).unwrap_or_else(|| format!("attachment-{number}{}", extension(media_type)))
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
    fn what_has_no_name_gets_one() {
        for (name, media, want) in [
            ("../invoice.pdf", "application/pdf", "invoice.pdf"),
            ("..", "image/png", "attachment-3.png"),
            ("", "message/rfc822", "attachment-3.eml"),
            ("   ", "text/calendar", "attachment-3.ics"),
            ("", "application/x-odd", "attachment-3"),
        ] {
            assert_eq!(safe_name(name, media, 3), want, "{name:?}");
        }
    }

    proptest! {
        #[test]
        fn no_name_escapes_its_folder(name in ".*") {
            let safe = safe_name(&name, "text/plain", 1);
            prop_assert!(!safe.is_empty() && !safe.contains(['/', '\\', '\0', '\n']) && safe != ".." && safe != ".");
        }
    }
}
