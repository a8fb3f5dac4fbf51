use proptest::prelude::*;

use super::address::Address;
use super::compose::{Composed, File, Origin, Outgoing, Refused, compose};
use super::letter::{Letter, Limits};
use super::parse::parse;

fn address(text: &str) -> Address {
    Address::parse(text).unwrap()
}

fn ours(base: &str) -> bool {
    base == "help@our.example"
}

fn answer() -> Outgoing {
    Outgoing {
        message_id: "1.qd@our.example".into(),
        in_reply_to: Some("c1@x.example".into()),
        references: vec!["c0@x.example".into(), "c1@x.example".into()],
        from: Some(address("help@our.example").named("Häuser & Co")),
        reply_to: Some(address("help+tok@our.example")),
        to: vec![address("anna@x.example").named("Anna")],
        subject: "Re: Grüße [#7]".into(),
        date: 1_700_000_000,
        html: "<p>Hello <b>Anna</b></p>".into(),
        mark: "install.1".into(),
        ..Outgoing::default()
    }
}

fn read(composed: &Composed) -> Letter {
    parse(&composed.bytes, &Limits::default()).unwrap()
}

#[test]
fn an_answer_reads_as_written() {
    let composed = compose(&answer(), ours).unwrap();
    let letter = read(&composed);
    assert_eq!(composed.sender, "help@our.example");
    assert_eq!(composed.recipients, ["anna@x.example"]);
    assert_eq!(letter.message_id, "1.qd@our.example");
    assert_eq!(letter.in_reply_to, ["c1@x.example"]);
    assert_eq!(letter.references, ["c0@x.example", "c1@x.example"]);
    assert_eq!(letter.from.as_ref().and_then(|a| a.name.as_deref()), Some("Häuser & Co"));
    assert_eq!(letter.reply_to[0].address, "help+tok@our.example");
    assert_eq!(letter.subject, "Re: Grüße [#7]");
    assert_eq!(letter.sent_at, Some(1_700_000_000));
    assert_eq!(letter.text.trim(), "Hello Anna");
    assert!(letter.html.as_deref().is_some_and(|html| html.contains("<b>Anna</b>")));
    assert_eq!(letter.header("x-quarterdeck"), Some("install.1"));
    assert_eq!(letter.header("auto-submitted"), None);
}

#[test]
fn recipients_are_exactly_those_given_without_ourselves() {
    let mail = Outgoing {
        to: vec![address("anna@x.example"), address("HELP@our.example"), address("Anna@X.example")],
        cc: vec![address("help+abc@our.example"), address("bob@x.example")],
        bcc: vec![address("eve@x.example")],
        ..answer()
    };
    let composed = compose(&mail, ours).unwrap();
    assert_eq!(composed.recipients, ["anna@x.example", "bob@x.example", "eve@x.example"]);
    let shown = String::from_utf8_lossy(&composed.bytes).to_lowercase();
    assert!(!shown.contains("eve@x.example") && !shown.contains("\nbcc:"));
    let nobody = Outgoing { to: vec![address("help@our.example")], ..answer() };
    assert_eq!(compose(&nobody, ours), Err(Refused::NoRecipients));
}

#[test]
fn files_and_inline_images_arrive_whole() {
    let data: Vec<u8> = (0..=255).cycle().take(3_000).collect();
    let files = vec![
        File {
            name: "Rechnung März.pdf".into(),
            media_type: "application/pdf".into(),
            content_id: None,
            data: data.clone(),
        },
        File {
            name: "logo.png".into(),
            media_type: "image/png".into(),
            content_id: Some("logo@qd".into()),
            data: data.clone(),
        },
        File {
            name: "notes.txt".into(),
            media_type: "text/plain".into(),
            content_id: None,
            data: b"a\nb\r\nc \xff".to_vec(),
        },
    ];
    let letter = read(&compose(&Outgoing { files, signature_html: "<b>Team</b>".into(), ..answer() }, ours).unwrap());
    let part = |name: &str| letter.parts.iter().find(|part| part.name == name).unwrap();
    assert_eq!(part("Rechnung März.pdf").data, data);
    assert_eq!(part("notes.txt").data, b"a\nb\r\nc \xff");
    let image = letter.parts.iter().find(|part| part.media_type == "image/png").unwrap();
    assert!(image.inline && image.data == data && image.content_id.as_deref() == Some("logo@qd"));
    assert!(letter.text.contains("-- \nTeam"));
}

#[test]
fn long_threads_are_trimmed_to_beginning_and_end() {
    let references: Vec<String> = (0..100).map(|n| format!("m{n}@x.example")).collect();
    let letter = read(&compose(&Outgoing { references, ..answer() }, ours).unwrap());
    assert_eq!(letter.references.len(), 20);
    assert_eq!(letter.references[0], "m0@x.example");
    assert_eq!(letter.references[19], "m99@x.example");
}

#[test]
fn machine_mail_says_so() {
    let letter = read(&compose(&Outgoing { origin: Origin::Generated, ..answer() }, ours).unwrap());
    assert_eq!(letter.header("auto-submitted"), Some("auto-generated"));
}

#[test]
fn international_domains_are_written_in_ascii() {
    let composed = compose(&Outgoing { to: vec![address("anna@exämple.de")], ..answer() }, ours).unwrap();
    assert_eq!(composed.recipients, ["anna@xn--exmple-cua.de"]);
}

proptest! {
    #[test]
    fn no_field_can_add_a_header(evil in "[a-z \r\n:<>@\"\\\\,;=?\u{e9}]{0,60}", tail in "(\r\n|\n|\r)(bcc|x-evil): eve@evil\\.example") {
        let text = format!("{evil}{tail}");
        let mail = Outgoing {
            message_id: text.clone(),
            in_reply_to: Some(text.clone()),
            references: vec![text.clone()],
            subject: text.clone(),
            from: Some(Address { name: Some(text.clone()), address: "help@our.example".into() }),
            reply_to: Some(Address { name: Some(text.clone()), address: text.clone() }),
            to: vec![Address { name: Some(text.clone()), address: "anna@x.example".into() }, Address { name: None, address: text.clone() }],
            mark: text.clone(),
            files: vec![File { name: text.clone(), media_type: text.clone(), content_id: Some(text), data: vec![1] }],
            ..answer()
        };
        let composed = compose(&mail, ours).unwrap();
        prop_assert_eq!(&composed.recipients, &["anna@x.example"]);
        let letter = read(&composed);
        let known = ["message-id", "date", "from", "subject", "to", "reply-to", "in-reply-to", "references", "x-quarterdeck", "mime-version", "content-type"];
        for (name, _) in &letter.headers {
            prop_assert!(known.contains(&name.as_str()), "{}", name);
        }
    }
}
