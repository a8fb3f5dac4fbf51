use proptest::prelude::*;

use super::letter::{Letter, Limits};
use super::parse::parse;
use super::report::{Kind, Report, read};

fn letter(raw: &str) -> Letter {
    parse(raw.replace('\n', "\r\n").as_bytes(), &Limits::default()).unwrap()
}

fn report(raw: &str) -> Option<Report> {
    read(&letter(raw))
}

/// Recipients of a report in plain text from a mail system.
fn told(body: &str) -> Option<(Kind, Vec<String>, Option<String>)> {
    let head = "From: Mail System <MAILER-DAEMON@mx.example>\nTo: help@our.example\nSubject: Note\n\n";
    report(&format!("{head}{body}")).map(|report| (report.kind, report.recipients, report.status))
}

#[test]
fn plain_words_of_many_systems() {
    let anna = || vec!["anna@x.example".to_owned()];
    for (system, body, status) in [
        (
            "qmail",
            "I wasn't able to deliver your message.\n\n<anna@x.example>:\nSorry, no mailbox. (#5.1.1)\n",
            Some("5.1.1"),
        ),
        (
            "exim",
            "A message that you sent could not be delivered. The following address(es) failed:\n\n  anna@x.example\n    550 5.2.1 User Unknown\n",
            Some("5.2.1"),
        ),
        (
            "Exchange",
            "Your message did not reach the following recipient(s):\n\nanna@x.example on Thu, 29 Apr 2010 16:51:51 -0500\n    The recipient name is not recognized\n",
            None,
        ),
        (
            "sendmail",
            "   ----- The following addresses had permanent fatal errors -----\n<anna@x.example>\n    (reason: 550 5.1.1 unknown)\n",
            Some("5.1.1"),
        ),
        (
            "GMX",
            "This is a permanent error. The following address failed:\n\n\"anna@x.example\":\n5.2.2 Mailbox Full\n",
            Some("5.2.2"),
        ),
        (
            "MDaemon",
            "The attached message had PERMANENT fatal delivery errors!\n\n> Failed address: anna@x.example\n",
            None,
        ),
        (
            "MDaemon of old",
            "The following addresses did NOT receive a copy of your message:\n\n> anna@x.example\n",
            None,
        ),
        ("transcript", "Delivery failed. The session was:\n>>> RCPT TO:<anna@x.example>\n<<< 550 no\n", None),
        (
            "the returned mail",
            "   ----- Transcript of session follows -----\n421 Deferred: timed out\n\n   ----- Unsent message follows -----\nReceived: by mx\nFrom: help@our.example\nTo: anna@x.example\n\nHello bob@x.example\n",
            None,
        ),
    ] {
        assert_eq!(told(body), Some((Kind::Failed, anna(), status.map(str::to_owned))), "{system}");
    }
    let late = "Your message to:\n   anna@x.example\n\nhas not yet been delivered. We will continue to try.\n";
    assert_eq!(told(late).map(|told| told.0), Some(Kind::Delayed));
    assert_eq!(told("Your invoice of May is attached.\n"), None);
}

#[test]
fn fields_tell_more_than_words() {
    let raw = "From: <>\nTo: help@our.example\nSubject: x\nMIME-Version: 1.0\n\
        Content-Type: multipart/report; report-type=\"delivery-status\"; boundary=b\n\n\
        --b\nContent-Type: text/plain\n\nSorry about bob@x.example\n\
        --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n\
        Original-Recipient: rfc822;first@x.example\nFinal-Recipient: RFC822; <anna@x.example>\nAction: failed\nStatus: 5.2.2 (full)\n\
        Diagnostic-Code: smtp; 552 5.2.2\n over quota\n\n\
        Final-Recipient: rfc822;carl@x.example\nAction: delayed\nStatus: 4.0.0\n\n\
        Final-Recipient: rfc822;dora@x.example\nAction: relayed\nStatus: 2.0.0\n\
        --b\nContent-Type: text/rfc822-headers\n\nMessage-ID:\n <sent@our.example>\nReply-To: help+token@our.example\nTo: first@x.example\n--b--\n";
    let report = report(raw).unwrap();
    assert_eq!((report.kind, report.recipients.as_slice()), (Kind::Failed, ["anna@x.example".to_owned()].as_slice()));
    assert_eq!((report.status.as_deref(), report.answer.as_str()), (Some("5.2.2"), "552 5.2.2 over quota"));
    assert_eq!(report.message_ids, ["sent@our.example"]);
    assert_eq!(report.senders[0].address, "help+token@our.example");
    assert!(report.is_certain);
}

#[test]
fn a_header_names_who_failed() {
    let raw = "From: Mail <x@mx.example>\nTo: help@our.example\nSubject: Mail delivery failed\n\
        X-Failed-Recipients: anna@x.example,\n bob@x.example\n\nA message could not be delivered.\nMessage-Id: <sent@our.example>\n";
    let report = report(raw).unwrap();
    assert_eq!(report.recipients, ["anna@x.example", "bob@x.example"]);
    assert_eq!((report.is_certain, report.message_ids.as_slice()), (true, ["sent@our.example".to_owned()].as_slice()));
}

#[test]
fn a_mail_system_and_its_subject_together_are_certain() {
    for (from, subject, want) in [
        ("MAILER-DAEMON@mx.example", "failure notice", true),
        ("MAILER-DAEMON@mx.example", "Lamp", false),
        ("anna@x.example", "failure notice", false),
    ] {
        let raw =
            format!("From: {from}\nTo: help@our.example\nSubject: {subject}\n\n<anna@y.example>:\nNo such user\n");
        assert_eq!(report(&raw).map(|report| report.is_certain), Some(want), "{from} {subject}");
    }
}

#[test]
fn what_people_and_their_machines_write_is_no_report() {
    for head in [
        "From: anna@x.example\nSubject: Undelivered parcels\nAuto-Submitted: auto-replied",
        "From: anna@x.example\nSubject: Fwd: Undelivered Mail Returned to Sender",
        "From: postmaster@x.example\nSubject: Automatic reply: Lamp",
        "From: anna@x.example\nSubject: Lamp\nReturn-Path: <>",
        "From: anna@x.example\nSubject: Read: Lamp\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b",
    ] {
        assert_eq!(
            report(&format!("{head}\nTo: help@our.example\n\n<bob@x.example>: 550 5.1.1 no such user\n")),
            None,
            "{head}"
        );
    }
}

#[test]
fn a_stranger_who_returns_a_mail_and_takes_none_is_believed() {
    let raw = |path: &str| {
        format!(
            "Return-Path: {path}\nFrom: no-reply@mx.example\nTo: help@our.example\nSubject: Mail\nMIME-Version: 1.0\n\
             Content-Type: multipart/mixed; boundary=b\n\n--b\n\nCould not be delivered to: <anna@x.example>\n\
             --b\nContent-Type: message/rfc822\n\nMessage-ID: <sent@our.example>\n\nHello\n--b--\n"
        )
    };
    let found = report(&raw("<>")).unwrap();
    assert_eq!((found.is_certain, found.message_ids[0].as_str()), (false, "sent@our.example"));
    assert_eq!(found.recipients, ["anna@x.example"]);
    assert_eq!(report(&raw("<anna@x.example>")), None);
}

proptest! {
    #[test]
    fn no_report_panics(
        subject in "(Undelivered Mail|failure notice|[\\PC]{0,20})",
        body in "(<[a-zäß@.]{0,12}>:?|Final-Recipient: rfc822;|a@b.example|\n|\r\n|Action: failed|550 5\\.1\\.1 |Message-ID: <|--+ Original message|[\\PC]{0,20}| ){0,40}",
    ) {
        let raw = format!("From: <>\r\nTo: h@o.example\r\nSubject: {subject}\r\n\r\n{body}");
        if let Some(report) = parse(raw.as_bytes(), &Limits::default()).ok().and_then(|letter| read(&letter)) {
            prop_assert!(report.recipients.iter().all(|address| address.contains('@')));
            prop_assert!(!report.answer.contains('\n'));
        }
    }
}
