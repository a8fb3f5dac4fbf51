//! Signed and encrypted mail: recognised, never checked, never opened. What is armoured in the text itself is taken out of it.

use mail_parser::{Message, MessagePart, MimeHeaders};

use super::attachment::media_type;
use super::letter::{Part, Protection};

const PGP_MESSAGE: &str = "-----BEGIN PGP MESSAGE-----";
const PGP_MESSAGE_END: &str = "-----END PGP MESSAGE-----";
const PGP_SIGNED: &str = "-----BEGIN PGP SIGNED MESSAGE-----";
const PGP_SIGNATURE: &str = "-----BEGIN PGP SIGNATURE-----";
const PGP_SIGNATURE_END: &str = "-----END PGP SIGNATURE-----";

/// What the parts say; the outermost layer counts, and encryption before a signature.
pub fn of_parts(message: &Message<'_>) -> Option<Protection> {
    let found: Vec<Protection> = message.parts.iter().filter_map(of_part).collect();
    found.iter().copied().find(|found| found.hides()).or_else(|| found.first().copied())
}

fn of_part(part: &MessagePart<'_>) -> Option<Protection> {
    let said = |name: &str| {
        part.content_type().and_then(|given| given.attribute(name)).unwrap_or_default().to_ascii_lowercase()
    };
    match media_type(part).as_str() {
        "multipart/signed" if said("protocol").contains("pgp") => Some(Protection::PgpSigned),
        "multipart/signed" => Some(Protection::SmimeSigned),
        "multipart/encrypted" => Some(Protection::PgpEncrypted),
        "application/pkcs7-mime" | "application/x-pkcs7-mime" => Some(match said("smime-type").as_str() {
            "signed-data" => Protection::SmimeWrapped,
            // Certificates alone protect nothing.
            "certs-only" => return None,
            _ => Protection::SmimeEncrypted,
        }),
        _ => None,
    }
}

/// Takes an armoured message out of a text, and the armour of a signature off it. A message becomes a file beside the text.
pub fn unwrap_text(text: &mut String, parts: &mut Vec<Part>) -> Option<Protection> {
    if let Some((before, inside, after)) = between(text, PGP_MESSAGE, PGP_MESSAGE_END) {
        let data = format!("{PGP_MESSAGE}{inside}{PGP_MESSAGE_END}\n").into_bytes();
        parts.push(Part {
            name: "encrypted.asc".to_owned(),
            media_type: "application/pgp-encrypted".to_owned(),
            content_id: None,
            inline: false,
            data,
        });
        *text = format!("{}{}", before.trim_end(), after.trim_end());
        return Some(Protection::PgpEncrypted);
    }
    let (before, signed, after) = between(text, PGP_SIGNED, PGP_SIGNATURE)?;
    // The lines up to the first empty one name the hash.
    let written = signed.trim_start_matches('\n').split_once("\n\n").map_or(signed, |(_, written)| written);
    let undashed: Vec<&str> = written.lines().map(|line| line.strip_prefix("- ").unwrap_or(line)).collect();
    let rest = after.split_once(PGP_SIGNATURE_END).map_or("", |(_, rest)| rest);
    *text = format!("{before}{}{rest}", undashed.join("\n").trim_end());
    Some(Protection::PgpSigned)
}

/// What stands before, between and behind two lines.
fn between<'a>(text: &'a str, first: &str, last: &str) -> Option<(&'a str, &'a str, &'a str)> {
    let at = if text.starts_with(first) { 0 } else { text.find(&format!("\n{first}"))? + 1 };
    let (inside, after) = text[at + first.len()..].split_once(last)?;
    Some((&text[..at], inside, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn armour_is_taken_out() {
        for (text, want, protection, files) in [
            (
                "Hi\n-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\nBye\n",
                "Hi\nBye",
                Some(Protection::PgpEncrypted),
                1,
            ),
            (
                "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHello\n- -- \nAnna\n-----BEGIN PGP SIGNATURE-----\n\niQ\n-----END PGP SIGNATURE-----\n",
                "Hello\n-- \nAnna\n",
                Some(Protection::PgpSigned),
                0,
            ),
            ("I wrote -----BEGIN PGP MESSAGE----- once", "I wrote -----BEGIN PGP MESSAGE----- once", None, 0),
            ("-----BEGIN PGP MESSAGE-----\nnever ends", "-----BEGIN PGP MESSAGE-----\nnever ends", None, 0),
            (
                "> -----BEGIN PGP MESSAGE-----\n> x\n> -----END PGP MESSAGE-----",
                "> -----BEGIN PGP MESSAGE-----\n> x\n> -----END PGP MESSAGE-----",
                None,
                0,
            ),
        ] {
            let (mut given, mut parts) = (text.to_owned(), Vec::new());
            assert_eq!(unwrap_text(&mut given, &mut parts), protection, "{text}");
            assert_eq!((given.as_str(), parts.len()), (want, files), "{text}");
        }
    }
}
