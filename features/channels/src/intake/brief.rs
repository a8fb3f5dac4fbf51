//! What can be told of a mail at a glance, and what makes two deliveries the same mail.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::mail::letter::{Letter, Limits};
use crate::mail::parse::{fingerprint, glance};
use crate::mail::text::one_line;

/// A mail at a glance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brief {
    /// The same for every delivery of one mail.
    pub content_key: String,
    /// Without angle brackets; empty when the mail cannot be read.
    pub message_id: String,
    /// Who wrote it, if it can be told.
    pub from_address: String,
    /// One line.
    pub subject: String,
}

/// Takes a look. Whatever the bytes are, there is an answer.
pub fn brief(raw: &[u8], limits: &Limits) -> Brief {
    // A parser that panics must not cost us the mail: it is kept unread.
    let letter = catch_unwind(AssertUnwindSafe(|| glance(raw, limits).ok())).ok().flatten();
    brief_of(letter.as_ref(), raw)
}

/// The same where the look was taken already.
pub(crate) fn brief_of(letter: Option<&Letter>, raw: &[u8]) -> Brief {
    let Some(letter) = letter else {
        return Brief { content_key: fingerprint(raw), ..Brief::default() };
    };
    Brief {
        content_key: content_key(letter, raw),
        message_id: letter.message_id.clone(),
        from_address: letter.author().map(|author| author.address.clone()).unwrap_or_default(),
        subject: one_line(&letter.subject, 300),
    }
}

/// Two deliveries are the same mail when Message-ID, author and body are the same: what transports write above the body differs
/// between two ways, and some programs give every mail the same Message-ID. Without a Message-ID the date must be there and the
/// recipients must be the same too; without a date only the very same bytes are the same mail.
fn content_key(letter: &Letter, raw: &[u8]) -> String {
    let author = letter.author().map(crate::mail::address::Address::key).unwrap_or_default();
    let body = body_of(raw);
    let identity = if !letter.message_id_made {
        letter.message_id.clone()
    } else if let Some(date) = letter.header("date") {
        let to: Vec<String> = letter.recipients().map(crate::mail::address::Address::key).collect();
        format!("{date}\n{}\n{}", letter.subject, to.join(","))
    } else {
        return fingerprint(raw);
    };
    fingerprint([identity.as_bytes(), b"\n", author.as_bytes(), b"\n", &body].concat().as_slice())
}

/// The bytes below the headers, with line ends made equal and none at the end.
fn body_of(raw: &[u8]) -> Vec<u8> {
    let mut plain: Vec<u8> = Vec::with_capacity(raw.len());
    plain.extend(raw.iter().copied().filter(|byte| *byte != b'\r'));
    let start = plain.windows(2).position(|pair| pair == b"\n\n").map_or(plain.len(), |at| at + 2);
    let end = plain.iter().rposition(|byte| !byte.is_ascii_whitespace()).map_or(start, |at| (at + 1).max(start));
    plain[start..end].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(raw: &str) -> String {
        brief(raw.as_bytes(), &Limits::default()).content_key
    }

    const MAIL: &str = "From: a@x.example\r\nTo: h@o.example\r\nMessage-ID: <1@x>\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\n\r\nHello\r\n";

    #[test]
    fn the_way_does_not_matter_the_words_do() {
        let traced = format!("Received: by one\r\nDelivered-To: h@o.example\r\n{MAIL}");
        assert_eq!(key(MAIL), key(&traced));
        assert_eq!(key(MAIL), key(&MAIL.replace("\r\n", "\n")));
        assert_eq!(key(MAIL), key(&format!("{MAIL}\r\n\r\n")));
        assert_ne!(key(MAIL), key(&MAIL.replace("Hello", "Other")));
        assert_ne!(key(MAIL), key(&MAIL.replace("a@x", "b@x")));
    }

    #[test]
    fn without_an_id_the_date_decides() {
        let bare = MAIL.replace("Message-ID: <1@x>\r\n", "");
        assert_eq!(key(&bare), key(&format!("Received: by one\r\n{bare}")));
        assert_ne!(key(&bare), key(&bare.replace("09:00", "09:01")));
        let dateless = bare.replace("Date: Mon, 2 Mar 2026 09:00:00 +0000\r\n", "");
        assert_ne!(key(&dateless), key(&format!("Received: by one\r\n{dateless}")));
    }

    #[test]
    fn anything_has_a_key() {
        for raw in ["", "\0\0", "no mail at all"] {
            assert_eq!(key(raw), fingerprint(raw.as_bytes()));
        }
    }
}
