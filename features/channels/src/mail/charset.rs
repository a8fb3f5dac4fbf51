//! Bytes that should have been encoded: raw 8-bit headers and the charsets they were meant in.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};

/// Reads bytes that claim nothing: UTF-8 if they are, else the hinted charset, else Windows-1252 (what most such mail is).
pub fn decode<'a>(bytes: &'a [u8], hint: Option<&str>) -> Cow<'a, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let hinted = hint.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    if let Some(encoding) = hinted {
        let (text, _, bad) = encoding.decode(bytes);
        if !bad {
            return text;
        }
    }
    WINDOWS_1252.decode(bytes).0
}

/// The message with the lines of its top header block in UTF-8, so that raw 8-bit headers survive parsing.
///
/// Borrowed when nothing needs mending. A line with an encoded word is left alone: the word names its own charset.
pub fn with_readable_headers(raw: &[u8]) -> Cow<'_, [u8]> {
    let end = header_end(raw);
    let head = &raw[..end];
    if std::str::from_utf8(head).is_ok() {
        return Cow::Borrowed(raw);
    }
    let hint = charset_named_in(head);
    let mut fixed = Vec::with_capacity(raw.len() + 64);
    for line in head.split_inclusive(|b| *b == b'\n') {
        if line.windows(2).any(|w| w == b"=?") {
            fixed.extend_from_slice(line);
        } else {
            fixed.extend_from_slice(decode(line, hint.as_deref()).as_bytes());
        }
    }
    fixed.extend_from_slice(&raw[end..]);
    Cow::Owned(fixed)
}

/// Where the first empty line begins (the whole input when there is none).
pub(super) fn header_end(raw: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = raw[at..].iter().position(|b| *b == b'\n') {
        at += found + 1;
        if raw[at..].starts_with(b"\n") || raw[at..].starts_with(b"\r\n") {
            return at;
        }
    }
    raw.len()
}

/// The first `charset=` of a header block.
fn charset_named_in(head: &[u8]) -> Option<String> {
    let lower = head.to_ascii_lowercase();
    let at = lower.windows(8).position(|w| w == b"charset=")? + 8;
    let label: String = lower[at..]
        .iter()
        .map(|b| *b as char)
        .skip_while(|c| matches!(c, '"' | '\'' | ' '))
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
        .take(40)
        .collect();
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_headers_are_read_in_the_charset_meant() {
        for (raw, want) in [
            (&b"Subject: Gr\xfc\xdfe\r\n\r\nbody \xff"[..], "Subject: Grüße"),
            (
                b"Subject: \xcf\xf0\xe8\xe2\xe5\xf2\r\nContent-Type: text/plain; charset=windows-1251\r\n\r\nx",
                "Subject: Привет",
            ),
            ("Subject: Grüße\r\n\r\nbody".as_bytes(), "Subject: Grüße"),
            (b"Subject: =?iso-8859-1?Q?Fr\xf6sche?=\r\n\r\nx", "Subject: =?iso-8859-1?Q?Fr\u{fffd}sche?="),
            (b"Subject: \x81\r\nContent-Type: text/plain; charset=nonsense\n\nx", "Subject: \u{81}"),
        ] {
            let fixed = with_readable_headers(raw);
            assert!(String::from_utf8_lossy(&fixed).starts_with(want), "{want}");
        }
    }

    #[test]
    fn the_body_stays_as_it_is() {
        let fixed = with_readable_headers(b"Subject: \xfc\n\nbody \xff\xfe");
        assert!(fixed.ends_with(b"\n\nbody \xff\xfe"));
    }
}
