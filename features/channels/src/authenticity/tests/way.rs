//! Who handed a mail in: what is believed and what is not.

use std::net::IpAddr;

use crate::authenticity::origin::{Origin, origin};
use crate::intake::envelope::Envelope;

const BODY: &str = "From: <anna@x.example>\r\n\r\nHi\r\n";
const OUTSIDE: &str = "Received: from mail.x.example (mail.x.example [203.0.113.5])\r\n by mx.our.example (Postfix) with ESMTPS id 1;\r\n Mon, 2 Mar 2026 08:00:00 +0000\r\n";
const FILTER: &str = "Received: from localhost (localhost [127.0.0.1])\r\n by mx.our.example (Postfix) with ESMTP id 2;\r\n Mon, 2 Mar 2026 08:00:01 +0000\r\n";
const FORGED: &str = "Received: from good.x.example (good.x.example [203.0.113.99])\r\n by mail.evil.example with ESMTP id 3;\r\n Mon, 2 Mar 2026 07:00:00 +0000\r\n";
const RESULTS: &str =
    "Authentication-Results: mx.our.example;\r\n dkim=none;\r\n spf=pass (sender ok) smtp.mailfrom=anna@x.example\r\n";

fn session(client: &str) -> Option<Envelope> {
    let sender = "anna@x.example".to_owned();
    Some(Envelope {
        client: client.into(),
        hello: "mx.x.example".into(),
        secure: false,
        sender,
        recipients: Vec::new(),
    })
}

#[test]
fn the_way_in() {
    let ours = ["mx.our.example".to_owned()];
    let nobody: [String; 0] = [];
    let ip = |text: &str| Some(text.parse::<IpAddr>().expect("an address"));
    let anna = || Some("anna@x.example".to_owned());
    let at = |client: &str, hello: &str, sender| Origin { client: ip(client), hello: hello.into(), sender, spf: None };
    let noted = |word: &str, domain: &str, sender| Origin {
        sender,
        spf: Some((word.into(), domain.into())),
        ..Origin::default()
    };
    let unknown = |sender| Origin { sender, ..Origin::default() };
    let path = "Return-Path: <Anna@x.example>\r\n";
    let table: Vec<(&str, String, Option<Envelope>, &[String], Origin)> = vec![
        ("the client itself", BODY.into(), session("203.0.113.5"), &nobody, at("203.0.113.5", "mx.x.example", anna())),
        (
            "a server next door",
            format!("{OUTSIDE}{BODY}"),
            session("10.0.0.2"),
            &nobody,
            at("203.0.113.5", "mail.x.example", anna()),
        ),
        (
            "a server next door with a filter",
            format!("{FILTER}{OUTSIDE}{BODY}"),
            session("127.0.0.1"),
            &nobody,
            at("203.0.113.5", "mail.x.example", anna()),
        ),
        (
            "only the topmost hop of a server next door",
            format!("{OUTSIDE}{FORGED}{BODY}"),
            session("127.0.0.1"),
            &nobody,
            at("203.0.113.5", "mail.x.example", anna()),
        ),
        ("a server next door says nothing", BODY.into(), session("127.0.0.1"), &nobody, unknown(anna())),
        ("fetched, nobody named", format!("{path}{OUTSIDE}{BODY}"), None, &nobody, unknown(anna())),
        (
            "fetched, our server named",
            format!("{path}{OUTSIDE}{BODY}"),
            None,
            &ours,
            at("203.0.113.5", "mail.x.example", anna()),
        ),
        ("fetched, another wrote on top", format!("{FORGED}{OUTSIDE}{BODY}"), None, &ours, unknown(None)),
        ("results of our server", format!("{RESULTS}{OUTSIDE}{BODY}"), None, &ours, noted("pass", "x.example", None)),
        (
            "results of a stranger",
            format!("{}{BODY}", RESULTS.replace("mx.our", "mx.evil")),
            None,
            &ours,
            unknown(None),
        ),
        ("results nobody asked for", format!("{RESULTS}{BODY}"), None, &nobody, unknown(None)),
        (
            "results below those of our server",
            format!("Authentication-Results: mx.our.example; spf=fail smtp.mailfrom=x.example\r\n{RESULTS}{BODY}"),
            None,
            &ours,
            noted("fail", "x.example", None),
        ),
        (
            "noted by the SPF filter of our server",
            format!(
                "Received-SPF: softfail (mx.our.example: not allowed) client-ip=1.2.3.4; envelope-from=\"anna@x.example\"; helo=h;\r\n{BODY}"
            ),
            None,
            &ours,
            noted("softfail", "x.example", None),
        ),
        (
            "noted by a stranger's",
            format!("Received-SPF: pass (mx.evil.example: ok) envelope-from=anna@x.example; receiver=evil;\r\n{BODY}"),
            None,
            &ours,
            unknown(None),
        ),
        ("no return address", format!("Return-Path: <>\r\n{BODY}"), None, &nobody, unknown(Some(String::new()))),
    ];
    for (name, raw, envelope, servers, want) in table {
        assert_eq!(origin(raw.as_bytes(), envelope.as_ref(), servers), want, "{name}");
    }
}
