//! Folder names as IMAP writes them: modified UTF-7 (RFC 3501, 5.1.3).

use base64::Engine;
use base64::alphabet::IMAP_MUTF7;
use base64::engine::{GeneralPurpose, general_purpose::NO_PAD};

/// The name as it goes over the wire.
pub fn encode(name: &str) -> String {
    let engine = GeneralPurpose::new(&IMAP_MUTF7, NO_PAD);
    let mut wire = String::with_capacity(name.len());
    let mut held: Vec<u8> = Vec::new();
    let flush = |held: &mut Vec<u8>, wire: &mut String| {
        if !held.is_empty() {
            wire.push('&');
            wire.push_str(&engine.encode(&held));
            wire.push('-');
            held.clear();
        }
    };
    for c in name.chars() {
        if matches!(c, ' '..='~') {
            flush(&mut held, &mut wire);
            wire.push_str(if c == '&' { "&-" } else { "" });
            if c != '&' {
                wire.push(c);
            }
        } else {
            let mut units = [0; 2];
            held.extend(c.encode_utf16(&mut units).iter().flat_map(|unit| unit.to_be_bytes()));
        }
    }
    flush(&mut held, &mut wire);
    wire
}

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn names_are_written_as_the_standard_wants() {
        for (name, want) in [
            ("INBOX", "INBOX"),
            ("Gelöscht", "Gel&APY-scht"),
            ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
            ("A & B", "A &- B"),
            ("🙂", "&2D3eQg-"),
        ] {
            assert_eq!(encode(name), want, "{name}");
        }
    }
}
