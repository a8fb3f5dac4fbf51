//! Odd mail, each kind as its programs write it.

use super::findings::{self, Findings};
use super::letter::{Letter, Limits, Protection, Unreadable};
use super::parse::parse;

const HEAD: &str = "From: Anna <anna@example.org>\r\nTo: help@example.com\r\nSubject: Odd\r\nMIME-Version: 1.0\r\n";

fn read(rest: &str) -> Letter {
    parse(format!("{HEAD}{rest}").as_bytes(), &Limits::default()).unwrap()
}

fn found(rest: &str) -> (Letter, Findings) {
    let letter = read(rest);
    let parts = letter.parts.clone();
    (letter.clone(), findings::find(&letter, &parts))
}

fn names(letter: &Letter) -> Vec<&str> {
    letter.parts.iter().map(|part| part.name.as_str()).collect()
}

/// A `winmail.dat` with one text and one file, in base64.
fn winmail() -> String {
    use base64::Engine as _;
    let mut bytes = vec![0x78, 0x9f, 0x3e, 0x22, 1, 0];
    let mut put = |level: u8, id: u32, value: &[u8]| {
        bytes.push(level);
        bytes.extend_from_slice(&id.to_le_bytes());
        bytes.extend_from_slice(&u32::try_from(value.len()).unwrap().to_le_bytes());
        bytes.extend_from_slice(value);
        bytes.extend_from_slice(&[0, 0]);
    };
    put(1, 0x0002_800c, b"Text from Outlook\0");
    put(2, 0x0006_9002, &[0; 14]);
    put(2, 0x0001_8010, b"../offer.pdf\0");
    put(2, 0x0006_800f, b"%PDF");
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

#[test]
fn winmail_dat_is_unpacked() {
    let envelope = winmail();
    let part = format!(
        "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n{envelope}\r\n"
    );
    let beside_text = format!(
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nShown\r\n--b\r\n{part}--b--\r\n"
    );
    for (rest, text) in [(part.as_str(), "Text from Outlook"), (&beside_text, "Shown")] {
        let letter = read(rest);
        assert_eq!((letter.text.trim(), names(&letter)), (text, vec!["offer.pdf"]), "{rest}");
        assert_eq!(letter.parts[0].data, b"%PDF");
    }
    let broken = read("Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\nno envelope\r\n");
    assert_eq!(names(&broken), ["winmail.dat"]);
}

#[test]
fn invitations_are_found_once_and_stay_files() {
    let calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Test ride\r\nDTSTART:20260714T080000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let (letter, twice) = found(&format!(
        "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nCome!\r\n\
         --b\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n{calendar}--b--\r\n--a\r\nContent-Type: application/ics; name=invite.ics\r\n\
         Content-Disposition: attachment; filename=invite.ics\r\n\r\n{calendar}--a--\r\n"
    ));
    assert_eq!(letter.text.trim(), "Come!");
    let titles: Vec<&str> = twice.invitations.iter().map(|(_, invitation)| invitation.title.as_str()).collect();
    assert_eq!((titles, letter.parts.len()), (vec!["Test ride"], 2));
    let (letter, alone) = found(&format!("Content-Type: text/calendar; method=REQUEST\r\n\r\n{calendar}"));
    assert_eq!((alone.invitations.len(), names(&letter)), (1, vec!["attachment-1.ics"]));
}

#[test]
fn mails_within_mails_have_a_preview() {
    let (letter, found) = found(
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee below\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n\
         From: =?utf-8?q?J=C3=B6rg?= <joerg@example.net>\r\nSubject: Broken\r\n frame\r\nDate: Tue, 14 Jul 2026 10:00:00 +0200\r\n\r\nIt broke.\r\n--b--\r\n",
    );
    assert_eq!(names(&letter), ["Broken frame.eml"]);
    let inner = &found.enclosed[0];
    assert_eq!(
        (inner.subject.as_str(), inner.text.as_str(), inner.sent_at),
        ("Broken frame", "It broke.", Some(1_784_016_000))
    );
    assert_eq!(inner.from.as_ref().and_then(|from| from.name.as_deref()), Some("Jörg"));
}

#[test]
fn signed_and_encrypted_mail_is_called_so() {
    let two = |kind: &str, second: &str| {
        format!(
            "Content-Type: {kind}; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n--b\r\nContent-Type: {second}\r\n\r\nxx\r\n--b--\r\n"
        )
    };
    for (rest, want, text) in [
        (
            two("multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256", "application/pkcs7-signature; name=smime.p7s"),
            Some(Protection::SmimeSigned),
            "Hello",
        ),
        (
            two("multipart/signed; protocol=\"application/pgp-signature\"", "application/pgp-signature; name=signature.asc"),
            Some(Protection::PgpSigned),
            "Hello",
        ),
        (
            "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\r\n\r\n--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\
             --b\r\nContent-Type: application/octet-stream; name=encrypted.asc\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n--b--\r\n".to_owned(),
            Some(Protection::PgpEncrypted),
            "",
        ),
        (
            "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\nMIIB\r\n".to_owned(),
            Some(Protection::SmimeEncrypted),
            "",
        ),
        (
            "Content-Type: application/x-pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\nMIIB\r\n".to_owned(),
            Some(Protection::SmimeWrapped),
            "",
        ),
        (
            "\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQEM\r\n-----END PGP MESSAGE-----\r\n".to_owned(),
            Some(Protection::PgpEncrypted),
            "",
        ),
        ("\r\nHello\r\n".to_owned(), None, "Hello"),
    ] {
        let letter = read(&rest);
        assert_eq!((letter.protection, letter.text.trim()), (want, text), "{rest}");
        assert_eq!(want.is_none(), letter.parts.is_empty(), "what protects stays a file: {rest}");
    }
}

#[test]
fn what_programs_break_is_read() {
    for (rest, text, files) in [
        ("Content-Type: text/plain; charset=utf-8\r\n\r\nGr\u{fc}\u{df}e\r\n", "Grüße", &[][..]),
        ("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nNo end\r\n", "No end", &[]),
        ("Content-Type: multipart/mixed\r\n\r\nNo boundary\r\n", "No boundary", &[]),
        ("Content-Type: multipart/mixed; boundary=b\r\n\r\nNothing of it\r\n", "Nothing of it", &[]),
        ("Content-Type: text/html\r\n\r\n<p>Only <b>HTML</b></p>\r\n", "Only HTML", &[]),
        ("Content-Type: text/plain; charset=no-such\r\n\r\nHello\r\n", "Hello", &[]),
        ("Content-Transfer-Encoding: base64\r\n\r\nSGVsbG8=\r\n", "Hello", &[]),
        ("Content-Transfer-Encoding: x-odd\r\n\r\nHello\r\n", "Hello", &[]),
        ("Content-Type: ;;;\r\n\r\nHello\r\n", "Hello", &[]),
        ("\r\n", "", &[]),
        (
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment;\r\n filename*0*=utf-8''Gr%C3%B6;\r\n filename*1*=%C3%9Fe;\r\n filename*2=.pdf\r\n\r\nx\r\n--b--\r\n",
            "",
            &["Größe.pdf"],
        ),
        (
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/pdf; name=\"=?iso-8859-1?Q?Gr=F6=DFe=2Epdf?=\"\r\n\r\nx\r\n--b--\r\n",
            "",
            &["Größe.pdf"],
        ),
    ] {
        let letter = read(rest);
        assert_eq!((letter.text.trim(), names(&letter).as_slice()), (text, files), "{rest}");
    }
}

#[test]
fn wrong_charsets_and_raw_headers_are_read() {
    let raw = b"From: J\xf6rg <j@example.org>\r\nSubject: Gr\xfc\xdfe\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nGr\xfc\xdfe\r\n";
    let letter = parse(raw, &Limits::default()).unwrap();
    assert_eq!((letter.subject.as_str(), letter.text.trim()), ("Grüße", "Grüße"));
    assert_eq!(letter.from.and_then(|from| from.name).as_deref(), Some("Jörg"));
}

#[test]
fn large_mail_is_read_up_to_the_limits_and_says_so() {
    let file = "QUJD".repeat((25 << 20) / 3);
    let letter = read(&format!(
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n{file}\r\n--b--\r\n"
    ));
    assert_eq!((letter.parts[0].data.len() >> 20, letter.shortened), (24, false));
    let many: Vec<String> = (0..10_000).map(|number| format!("p{number}@example.org")).collect();
    let letter = parse(
        format!("From: a@example.org\r\nTo: {}\r\n\r\nHello\r\n", many.join(",\r\n ")).as_bytes(),
        &Limits::default(),
    )
    .unwrap();
    assert_eq!((letter.to.len(), letter.shortened), (1_000, true));
    let limits = Limits { bytes: 100, parts: 1, ..Limits::default() };
    assert_eq!(parse(&[b'x'; 101], &limits).err(), Some(Unreadable::TooLarge));
    let parts = "--b\r\nContent-Type: image/png\r\n\r\nx\r\n".repeat(3);
    let crowded = format!("{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n");
    let limits = Limits { parts: 2, ..Limits::default() };
    assert_eq!(parse(crowded.as_bytes(), &limits).err(), Some(Unreadable::TooManyParts));
}

#[test]
fn deep_mime_ends() {
    let nested = |levels: usize| {
        let level = |at| format!("Content-Type: multipart/mixed; boundary=b{at}\r\n\r\n--b{at}\r\n");
        let multiparts = (0..levels).map(level).collect::<Vec<_>>().concat();
        let mails = "Content-Type: message/rfc822\r\n\r\n".repeat(levels);
        let digests = "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\n".repeat(levels);
        [multiparts, mails, digests].map(|rest| format!("{HEAD}{rest}bottom\r\n"))
    };
    for raw in nested(1_400) {
        assert!(parse(raw.as_bytes(), &Limits::default()).is_ok());
    }
    for raw in nested(300_000) {
        assert_eq!(parse(raw.as_bytes(), &Limits::default()).err(), Some(Unreadable::TooManyParts));
    }
}

/// Line ends in a header must never make a second header, whichever way they are hidden.
#[test]
fn no_header_is_injected() {
    for subject in [
        "=?utf-8?q?a=0D=0ABcc:_evil@example.net?=",
        "=?utf-8?b?YQ0KQmNjOiBldmlsQGV4YW1wbGUubmV0?=",
        "a\r\n Bcc: evil@example.net",
        "a\rBcc: evil@example.net",
        "a\u{2028}Bcc: evil@example.net",
        "a\u{85}Bcc: evil@example.net",
        "a\0Bcc: evil@example.net",
    ] {
        let letter = parse(
            format!("From: =?utf-8?q?Eve=0D=0ATo:_x@y.example?= <eve@example.net>\r\nTo: help@example.com\r\nSubject: {subject}\r\n\r\nx")
                .as_bytes(),
            &Limits::default(),
        )
        .unwrap();
        let lines = [letter.subject.clone(), letter.from.and_then(|from| from.name).unwrap_or_default()];
        for line in lines {
            assert!(!line.contains(['\r', '\n', '\0', '\u{2028}', '\u{85}']), "{line:?}");
        }
        assert_eq!((letter.to.len(), letter.cc.len()), (1, 0), "{subject:?}");
    }
    let named = read(
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment;\r\n filename*=utf-8''a%0D%0AX-Evil:%201%00.txt\r\n\r\nx\r\n--b--\r\n",
    );
    assert!(!named.parts[0].name.contains(['\r', '\n', '\0']), "{:?}", named.parts[0].name);
}
