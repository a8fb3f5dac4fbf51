use proptest::prelude::*;

use super::letter::{Letter, Limits, Unreadable};
use super::parse::parse;
use super::robots;
use super::sanitise::sanitise;
use super::{quote, quote_html};

fn read(raw: &[u8]) -> Letter {
    parse(raw, &Limits::default()).unwrap()
}

fn names(letter: &Letter) -> Vec<(&str, &str, usize)> {
    letter.parts.iter().map(|part| (part.name.as_str(), part.media_type.as_str(), part.data.len())).collect()
}

#[test]
fn an_ordinary_mail_with_everything() {
    let letter = read(include_bytes!("fixtures/everything.eml"));
    assert_eq!(letter.message_id, "42.abc@mail.x.example");
    assert_eq!(letter.in_reply_to, ["41@our.example"]);
    assert_eq!(letter.references, ["40@our.example", "41@our.example"]);
    let from = letter.from.clone().unwrap();
    assert_eq!((from.name.as_deref(), from.address.as_str()), (Some("Jürgen Müller"), "juergen@x.example"));
    assert_eq!(letter.reply_to[0].address, "answers@x.example");
    let to: Vec<_> = letter.to.iter().map(|a| (a.name.as_deref(), a.address.as_str())).collect();
    assert_eq!(to, [(Some("Support, Our"), "help@our.example"), (None, "second@our.example")]);
    assert_eq!(letter.cc[0].address, "boss@x.example");
    assert_eq!(letter.subject, "Rechnung für März – bitte prüfen");
    assert_eq!(letter.sent_at, Some(1_772_442_000));
    assert_eq!(letter.text.trim(), "Grüße aus Köln");
    assert!(letter.html.as_deref().is_some_and(|html| html.contains("<b>Köln</b>")));
    assert_eq!(
        names(&letter),
        [
            ("logo.png", "image/png", 8),
            ("Rechnung März 2026.pdf", "application/pdf", 4),
            ("notes.txt", "text/plain", 5)
        ]
    );
    assert!(letter.parts[0].inline && letter.parts[0].content_id.as_deref() == Some("logo@x.example"));
    assert_eq!(letter.parts[2].data, b"gr\xfcn\n");
    assert_eq!(letter.header("x-mailer"), Some("Hand"));
}

#[test]
fn a_mail_within_a_mail_is_known_by_its_subject() {
    let raw = "From: a@x.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee below\r\n\
        --b\r\nContent-Type: message/rfc822\r\n\r\nSubject: Lamp 1/2\r\nFrom: c@x.example\r\n\r\nIt broke\r\n\
        --b\r\nContent-Type: message/rfc822\r\n\r\nFrom: c@x.example\r\n\r\nNo subject\r\n--b--\r\n";
    let letter = read(raw.as_bytes());
    let found: Vec<&str> = letter.parts.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(found, ["Lamp 1-2.eml", "attachment-2.eml"]);
    assert!(letter.parts[0].data.ends_with(b"It broke") || letter.parts[0].data.ends_with(b"It broke\r\n"));
}

#[test]
fn files_within_the_text_become_attachments() {
    let raw =
        "From: a@x.example\r\nSubject: x\r\n\r\nSee below\r\n\r\nbegin 644 ../cat.txt\r\n#0V%T\r\n`\r\nend\r\nBye\r\n";
    let letter = read(raw.as_bytes());
    assert_eq!(names(&letter), [("cat.txt", "application/octet-stream", 3)]);
    assert_eq!((letter.parts[0].data.as_slice(), letter.text.trim()), (b"Cat".as_slice(), "See below\n\nBye"));
}

#[test]
fn charsets_are_read_as_meant() {
    let body = |charset: &str, encoding: &str, bytes: &[u8]| {
        let head = format!(
            "From: a@x.example\r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
        );
        read(&[head.as_bytes(), bytes].concat()).text
    };
    for (charset, encoding, bytes, want) in [
        ("utf-8", "8bit", "Grüße 🙂".as_bytes(), "Grüße 🙂"),
        ("iso-8859-1", "8bit", b"Gr\xfc\xdfe", "Grüße"),
        ("windows-1252", "quoted-printable", b"=80 50", "€ 50"),
        ("windows-1251", "8bit", b"\xcf\xf0\xe8\xe2\xe5\xf2", "Привет"),
        ("koi8-r", "8bit", b"\xf0\xd2\xc9\xd7\xc5\xd4", "Привет"),
        ("shift_jis", "8bit", b"\x82\xb1\x82\xf1", "こん"),
        ("iso-2022-jp", "7bit", b"\x1b$B$3$s\x1b(B", "こん"),
        ("gb2312", "base64", b"xOO6ww==", "你好"),
        ("euc-kr", "8bit", b"\xbe\xc8\xb3\xe7", "안녕"),
        ("utf-7", "7bit", b"Gr+APwA3w-e", "Grüße"),
        ("no-such-charset", "8bit", "Grüße".as_bytes(), "Grüße"),
        ("\"utf-8\"", "no-such-encoding", b"plain", "plain"),
    ] {
        assert_eq!(body(charset, encoding, bytes).trim(), want, "{charset}");
    }
}

#[test]
fn broken_mails_show_what_can_be_shown() {
    let cases: &[(&str, &[u8], &str, &str)] = &[
        (
            "no closing boundary",
            b"From: a@x.example\nSubject: s\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nHello",
            "s",
            "Hello",
        ),
        (
            "multipart without boundary",
            b"From: a@x.example\nSubject: s\nContent-Type: multipart/mixed\n\nHello",
            "s",
            "Hello",
        ),
        (
            "boundary that never comes",
            b"From: a@x.example\nContent-Type: multipart/mixed; boundary=zz\n\nHello",
            "",
            "Hello",
        ),
        (
            "broken base64",
            b"From: a@x.example\nContent-Transfer-Encoding: base64\n\n!!!not base64",
            "",
            "!!!not base64",
        ),
        ("NUL bytes", b"From: a@x.example\nSubject: a\0b\n\nHel\0lo", "a b", "Hello"),
        ("headers only", b"From: a@x.example\nSubject: s", "s", ""),
        ("raw latin-1 subject", b"From: a@x.example\nSubject: Gr\xfc\xdfe\n\nx", "Grüße", "x"),
        ("raw utf-8 subject", "From: a@x.example\nSubject: Grüße 🙂\n\nx".as_bytes(), "Grüße 🙂", "x"),
        ("encoded word broken off", b"From: a@x.example\nSubject: =?utf-8?Q?Gr=C3=BC\n\nx", "=?utf-8?Q?Gr=C3=BC", "x"),
        ("two subjects", b"From: a@x.example\nSubject: first\nSubject: second\n\nx", "first", "x"),
        (
            "mbox line in front",
            b"From a@x.example Mon Mar  2 09:00:00 2026\nFrom: a@x.example\nSubject: s\n\nx",
            "s",
            "x",
        ),
        ("html only", b"From: a@x.example\nContent-Type: text/html\n\n<p>Hello <b>you</b></p>", "", "Hello you"),
        ("garbage date", b"From: a@x.example\nDate: yesterday\n\nx", "", "x"),
        ("carriage returns alone", b"From: a@x.example\r\n\r\na\rb", "", "a\nb"),
    ];
    for (name, raw, subject, text) in cases {
        let letter = read(raw);
        assert_eq!((letter.subject.as_str(), letter.text.trim()), (*subject, *text), "{name}");
    }
}

#[test]
fn senders_are_found_where_they_can_be() {
    for (from, want) in [
        ("a@x.example", Some("a@x.example")),
        ("Anna <a@x.example>", Some("a@x.example")),
        ("\"Müller, Anna\" <a@x.example>", Some("a@x.example")),
        ("a@x.example (Anna)", Some("a@x.example")),
        ("Anna a@x.example", Some("a@x.example")),
        ("<a@x.example>, b@x.example", Some("a@x.example")),
        ("Anna <a@x.example", Some("a@x.example")),
        ("real@evil.example <a@x.example>", Some("a@x.example")),
        ("Anna", None),
        ("<>", None),
        ("", None),
    ] {
        let letter = read(format!("From: {from}\nTo: b@y.example\n\nx").as_bytes());
        assert_eq!(letter.author().map(|author| author.address.as_str()), want, "{from}");
    }
    let by_sender = read(b"Sender: s@x.example\nTo: b@y.example\n\nx");
    assert_eq!(by_sender.author().map(|author| author.address.as_str()), Some("s@x.example"));
}

#[test]
fn a_missing_message_id_is_made_from_the_content() {
    let raw = b"From: a@x.example\nSubject: s\n\nx";
    let (one, two) = (read(raw), read(raw));
    assert!(one.message_id_made && one.message_id.ends_with("@no-message-id.invalid"));
    assert_eq!(one.message_id, two.message_id);
    assert_ne!(one.message_id, read(b"From: a@x.example\nSubject: s\n\ny").message_id);
    let monster = format!("From: a@x.example\nMessage-ID: <{}@x>\n\nx", "a".repeat(50_000));
    assert!(read(monster.as_bytes()).message_id.len() < 100);
}

#[test]
fn names_of_files_are_read_in_every_form() {
    for (header, want) in [
        ("Content-Disposition: attachment; filename=\"plain name.pdf\"", "plain name.pdf"),
        ("Content-Disposition: attachment; filename*=utf-8''M%C3%A4rz.pdf", "März.pdf"),
        ("Content-Disposition: attachment; filename*0=\"long \"; filename*1=\"name.pdf\"", "long name.pdf"),
        ("Content-Disposition: attachment; filename*0*=utf-8''M%C3%A4; filename*1*=rz.pdf", "März.pdf"),
        ("Content-Disposition: attachment; filename=\"=?utf-8?Q?M=C3=A4rz.pdf?=\"", "März.pdf"),
        ("Content-Disposition: attachment\nContent-Type: application/pdf; name=\"by type.pdf\"", "by type.pdf"),
        ("Content-Disposition: attachment; filename=\"../../etc/passwd\"", "passwd"),
        ("Content-Disposition: attachment; filename=\"a\\\\b\\\\c.exe\"", "c.exe"),
        ("Content-Disposition: attachment", "attachment-1"),
    ] {
        let raw = format!(
            "From: a@x.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b\n{header}\n\ndata\n--b--\n"
        );
        let letter = read(raw.as_bytes());
        let name = letter.parts.first().map(|part| part.name.as_str()).unwrap_or_default();
        assert!(name == want || name.starts_with(want), "{header} → {name}");
    }
    let raw = b"From: a@x.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b\nContent-Disposition: attachment; filename=\"Gr\xfc\xdfe.txt\"\n\ndata\n--b--\n";
    assert_eq!(read(raw).parts[0].name, "Grüße.txt");
}

#[test]
fn limits_have_a_clear_outcome() {
    let small = Limits { bytes: 2_000, parts: 3, text: 10, html: 50, subject: 5, recipients: 2 };
    let outcome = |raw: &str| {
        parse(raw.as_bytes(), &small).map(|letter| (letter.subject, letter.text, letter.to.len(), letter.shortened))
    };
    assert_eq!(outcome(&format!("From: a@x.example\n\n{}", "x".repeat(2_000))), Err(Unreadable::TooLarge));
    let parts = "--b\nContent-Disposition: attachment\n\nx\n".repeat(5);
    let many = format!("From: a@x.example\nContent-Type: multipart/mixed; boundary=b\n\n{parts}--b--");
    assert_eq!(outcome(&many), Err(Unreadable::TooManyParts));
    assert_eq!(outcome("  \r\n "), Err(Unreadable::Empty));
    assert_eq!(outcome("just words\nand more"), Err(Unreadable::NoHeaders));
    assert_eq!(outcome("a: b\nc: d\n\nx"), Err(Unreadable::NoHeaders));
    let cut = outcome("From: a@x.example\nTo: a@x, b@x, c@x\nSubject: A long subject\n\nA text of many words");
    assert_eq!(cut, Ok(("A lon…".into(), "A text of ".into(), 2, true)));
    let page = format!("From: a@x.example\nContent-Type: text/html\n\n<p>{}</p>", "x".repeat(100));
    let letter = parse(page.as_bytes(), &small).unwrap();
    assert!(letter.html.is_none() && letter.shortened && letter.parts[0].media_type == "text/html");
}

#[test]
fn monsters_are_survived_in_time() {
    let subject = format!("From: a@x.example\nSubject: {}\n\nx", "ab ".repeat(40_000));
    assert!(read(subject.as_bytes()).subject.chars().count() <= 999);
    let mut nested = String::from("From: a@x.example\n");
    for depth in 0..60 {
        let boundary = format!("b{depth}");
        nested += &["Content-Type: multipart/mixed; boundary=", &boundary, "\n\n--", &boundary, "\n"].concat();
    }
    nested.push_str("Content-Type: text/plain\n\ndeep");
    assert_eq!(read(nested.as_bytes()).text.trim(), "deep");
    let messages = format!("From: a@x.example\n{}x", "Content-Type: message/rfc822\n\n".repeat(200));
    assert!(read(messages.as_bytes()).parts.len() <= 1);
    let crowd: String = (0..10_000).map(|n| ["p", &n.to_string(), "@x.example, "].concat()).collect();
    let letter = read(format!("From: a@x.example\nTo: {crowd}z@x.example\n\nx").as_bytes());
    assert!(letter.to.len() == 1_000 && letter.shortened);
}

/// What intake does with any bytes, without the database.
fn whole_way(raw: &[u8]) {
    let Ok(letter) = parse(raw, &Limits::default()) else { return };
    let _ = robots::recognise(&letter, |_| false);
    let _ = quote::separate(&letter.text);
    if let Some(html) = &letter.html {
        let clean = sanitise(html, &letter.parts);
        let _ = quote_html::separate_html(&clean.html);
    }
    assert!(!letter.text.contains('\0') && !letter.subject.contains(['\0', '\n', '\r']));
    assert!(letter.parts.iter().all(|part| !part.name.is_empty() && !part.name.contains('/')));
}

proptest! {
    #[test]
    fn no_bytes_panic(raw in prop::collection::vec(any::<u8>(), 0..600)) {
        whole_way(&raw);
        whole_way(&[b"From: a@x.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", raw.as_slice()].concat());
    }

    #[test]
    fn no_mixture_of_mail_panics(lines in prop::collection::vec("(From|To|Subject|Date|Message-ID|Content-Type|Content-Transfer-Encoding|Content-Disposition|References): ?(a@x|<a@x>|=\\?utf-8\\?[QB]\\?[A-Za-z0-9=]{0,8}\\?=|multipart/(mixed|alternative|related); boundary=b|text/(html|plain); charset=(utf-8|iso-2022-jp|gbk)|base64|quoted-printable|attachment; filename\\*0=\"x\"|message/rfc822)?|--b(--)?||<p>[a-z]{0,5}</?(div|blockquote)>|> ?[a-z]{0,5}|[=0-9A-F]{0,6}", 0..25)) {
        whole_way(lines.join("\r\n").as_bytes());
    }

    #[test]
    fn no_flipped_byte_panics(at in 0_usize..1_600, byte in any::<u8>()) {
        let mut raw = include_bytes!("fixtures/everything.eml").to_vec();
        if let Some(place) = raw.get_mut(at) {
            *place = byte;
        }
        whole_way(&raw);
    }
}
