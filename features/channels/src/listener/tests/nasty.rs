//! Sessions as they should be and as they should not.

use std::sync::Mutex;
use std::time::Duration;

use kernel::{Fault, TypedId};
use tokio::io::AsyncWriteExt;

use super::{Client, Shelf, codes, come, rules};
use crate::error;
use crate::listener::Protocol::{Lmtp, Smtp};
use crate::listener::{Protocol, Rules};

const START: &str = "EHLO mx.x.example\r\nMAIL FROM:<anna@x.example>\r\n";
const TO_HELP: &str = "EHLO mx.x.example\r\nMAIL FROM:<anna@x.example>\r\nRCPT TO:<help@our.example>\r\n";

fn client(protocol: Protocol) -> Client {
    come(protocol, Shelf::default(), rules(), 1 << 20)
}

#[tokio::test]
async fn sessions() {
    let long = "a".repeat(3_000);
    let big = "b".repeat(2_000);
    let help = TO_HELP;
    let table: Vec<(&str, Protocol, String, Vec<u16>, usize)> = vec![
        ("a mail", Smtp, format!("{help}DATA\r\nHi\r\n.\r\nQUIT\r\n"), vec![220, 250, 250, 250, 354, 250, 221], 1),
        ("HELO will do", Smtp, "HELO x\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<help@our.example>\r\nDATA\r\n.\r\n".into(), vec![220, 250, 250, 250, 354, 250], 1),
        ("nobody's return address", Smtp, "EHLO x\r\nMAIL FROM:<> BODY=8BITMIME\r\nRCPT TO:<help@our.example>\r\nDATA\r\n.\r\n".into(), vec![220, 250, 250, 250, 354, 250], 1),
        ("plus address", Smtp, format!("{START}RCPT TO:<Help+ticket@OUR.example>\r\nDATA\r\n.\r\n"), vec![220, 250, 250, 250, 354, 250], 1),
        ("not ours", Smtp, format!("{START}RCPT TO:<eve@else.example>\r\nDATA\r\n"), vec![220, 250, 250, 550, 503], 0),
        ("no relay by source route", Smtp, format!("{START}RCPT TO:<@our.example:eve@else.example>\r\n"), vec![220, 250, 250, 550], 0),
        ("no relay by percent", Smtp, format!("{START}RCPT TO:<help%else.example@else.example>\r\n"), vec![220, 250, 250, 550], 0),
        ("no address", Smtp, format!("{START}RCPT TO:<help>\r\nRCPT TO:help@our.example\r\nRCPT TO:<>\r\n"), vec![220, 250, 250, 553, 501, 553], 0),
        ("two mailboxes, one mail", Smtp, format!("{help}RCPT TO:<sales@our.example>\r\nDATA\r\n.\r\n"), vec![220, 250, 250, 250, 250, 354, 250], 2),
        ("one mailbox twice", Smtp, format!("{help}RCPT TO:<help+x@our.example>\r\nDATA\r\n.\r\n"), vec![220, 250, 250, 250, 250, 354, 250], 1),
        ("two mails", Smtp, format!("{help}DATA\r\n.\r\nMAIL FROM:<b@x.example>\r\nRCPT TO:<sales@our.example>\r\nDATA\r\n.\r\n"), vec![220, 250, 250, 250, 354, 250, 250, 250, 354, 250], 2),
        ("everything in its order", Smtp, "MAIL FROM:<a@x.example>\r\nRCPT TO:<help@our.example>\r\nDATA\r\nEHLO x\r\nRCPT TO:<help@our.example>\r\nDATA\r\n".into(), vec![220, 503, 503, 503, 250, 503, 503], 0),
        ("a sender twice", Smtp, format!("{START}MAIL FROM:<b@x.example>\r\n"), vec![220, 250, 250, 503], 0),
        ("anew", Smtp, format!("{help}RSET\r\nDATA\r\nRCPT TO:<help@our.example>\r\n"), vec![220, 250, 250, 250, 250, 503, 503], 0),
        ("a second EHLO", Smtp, format!("{help}EHLO y\r\nDATA\r\n"), vec![220, 250, 250, 250, 250, 503], 0),
        ("announced too large", Smtp, "EHLO x\r\nMAIL FROM:<a@x.example> SIZE=1001\r\n".into(), vec![220, 250, 552], 0),
        ("announced far too large", Smtp, "EHLO x\r\nMAIL FROM:<a@x.example> SIZE=999999999999999\r\n".into(), vec![220, 250, 552], 0),
        ("too large", Smtp, format!("{help}DATA\r\n{big}\r\n.\r\nNOOP\r\n"), vec![220, 250, 250, 250, 354, 552, 250], 0),
        ("what was not offered", Smtp, "EHLO x\r\nMAIL FROM:<a@x.example> BODY=BINARYMIME\r\nMAIL FROM:<a@x.example> RET=FULL\r\nMAIL FROM:<a@x.example> ENVID=1\r\nMAIL FROM:<a@x.example> ODD=1\r\n".into(), vec![220, 250, 555, 555, 555, 555], 0),
        ("a bare LF inside", Smtp, format!("{help}DATA\r\nHi\n.\r\nMAIL FROM:<evil@x.example>\r\n.\r\nNOOP\r\n"), vec![220, 250, 250, 250, 354, 550, 250], 0),
        ("a dot between bare LFs", Smtp, format!("{help}DATA\r\nHi\n.\nRSET\r\n.\r\nNOOP\r\n"), vec![220, 250, 250, 250, 354, 550, 250], 0),
        ("a dot between bare CRs", Smtp, format!("{help}DATA\r\nHi\r.\rRSET\r\n.\r\nNOOP\r\n"), vec![220, 250, 250, 250, 354, 250, 250], 1),
        ("a command with a bare LF", Smtp, "EHLO x\nMAIL FROM:<a@x.example>\r\n".into(), vec![220, 500], 0),
        ("a command with a bare CR", Smtp, "EHLO x\rMAIL FROM:<a@x.example>\r\n".into(), vec![220, 500], 0),
        ("a command with NUL", Smtp, "EHLO x\0\r\nNOOP\r\n".into(), vec![220, 500], 0),
        ("a long command", Smtp, format!("EHLO {long}\r\nNOOP\r\n"), vec![220, 500], 0),
        ("a long command without an end", Smtp, format!("EHLO {long}"), vec![220, 500], 0),
        ("a browser", Smtp, "GET / HTTP/1.1\r\nHost: desk\r\n\r\n".into(), vec![220, 500, 500, 500], 0),
        ("too many errors", Smtp, "FOO\r\n".repeat(20), [vec![220], vec![500; 10], vec![421]].concat(), 0),
        ("too many guesses", Smtp, format!("{START}{}", "RCPT TO:<guess@our.example>\r\n".repeat(20)), [vec![220, 250, 250], vec![550; 10], vec![421]].concat(), 0),
        ("too many recipients", Smtp, format!("{START}{}", (0..101).map(|n| format!("RCPT TO:<help+{n}@our.example>\r\n")).collect::<String>()), [vec![220, 250, 250], vec![250; 100], vec![452]].concat(), 0),
        ("not done here", Smtp, "AUTH PLAIN AGEAYg==\r\nVRFY help\r\nEXPN all\r\nETRN x\r\nHELP\r\nNOOP\r\nSTARTTLS\r\n".into(), vec![220, 502, 252, 502, 502, 214, 250, 502], 0),
        ("the other greeting", Smtp, "LHLO x\r\nEHLO x\r\n".into(), vec![220, 500, 250], 0),
        ("the other greeting of LMTP", Lmtp, "EHLO x\r\nHELO x\r\nLHLO x\r\n".into(), vec![220, 500, 500, 250], 0),
        ("an answer for each", Lmtp, "LHLO x\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<help@our.example>\r\nRCPT TO:<no@our.example>\r\nRCPT TO:<sales@our.example>\r\nDATA\r\n.\r\n".into(), vec![220, 250, 250, 250, 550, 250, 354, 250, 250], 2),
        ("in chunks", Smtp, format!("{help}BDAT 4\r\nHi\n.BDAT 2\r\n\r\nBDAT 0 LAST\r\nNOOP\r\n"), vec![220, 250, 250, 250, 250, 250, 250, 250], 1),
        ("one chunk", Smtp, format!("{help}BDAT 4 LAST\r\nHi\r\nNOOP\r\n"), vec![220, 250, 250, 250, 250, 250], 1),
        ("a chunk for nobody", Smtp, format!("{START}BDAT 6 LAST\r\nQUIT\r\nNOOP\r\n"), vec![220, 250, 250, 503, 250], 0),
        ("chunks too large", Smtp, format!("{help}BDAT 900\r\n{}BDAT 900 LAST\r\n{}NOOP\r\n", &big[..900], &big[..900]), vec![220, 250, 250, 250, 250, 552, 250], 0),
        ("chunks and DATA", Smtp, format!("{help}BDAT 2\r\nHiDATA\r\nRSET\r\n{}DATA\r\n.\r\n", &TO_HELP[19..]), vec![220, 250, 250, 250, 250, 503, 250, 250, 250, 354, 250], 1),
        ("cut off in the middle", Smtp, format!("{help}DATA\r\nHi\r\n"), vec![220, 250, 250, 250, 354], 0),
    ];
    for (name, protocol, said, want, mails) in table {
        let (heard, kept) = client(protocol).all(said.as_bytes()).await;
        assert_eq!(codes(&heard), want, "{name}: {heard}");
        assert_eq!(kept.len(), mails, "{name}: {heard}");
    }
}

#[tokio::test]
async fn nothing_of_a_mail_is_lost_or_added() {
    let text = "From: a@x.example\r\n\r\n..two dots\r\n.one dot\r\n\0\u{e4}\rbare\r\n";
    let stuffed = "From: a@x.example\r\n\r\n...two dots\r\n..one dot\r\n\0\u{e4}\rbare\r\n";
    let said = format!("{TO_HELP}RCPT TO:<help+tag@our.example>\r\nDATA\r\n{stuffed}.\r\n");
    let (_, kept) = client(Smtp).all(said.as_bytes()).await;
    let (mailbox, parcel) = &kept[0];
    assert_eq!(mailbox.raw(), 1);
    assert_eq!(String::from_utf8_lossy(&parcel.raw), text);
    assert_eq!((parcel.hello.as_str(), parcel.sender.as_str()), ("mx.x.example", "anna@x.example"));
    assert_eq!(parcel.recipients, ["help@our.example", "help+tag@our.example"]);
    assert_eq!(parcel.client.to_string(), "127.0.0.1");
    let chunked = format!("{TO_HELP}BDAT 3\r\na\nbBDAT 4 LAST\r\n\r\n.\r");
    let (_, kept) = client(Smtp).all(chunked.as_bytes()).await;
    assert_eq!(kept[0].1.raw, b"a\nb\r\n.\r");
}

#[tokio::test]
async fn what_cannot_be_kept_stays_with_the_client() {
    let full = || Fault::unavailable("database or disk is full");
    let away = || Fault::unavailable("connection refused");
    let bug = || Fault::internal("a bug");
    let large = || Fault::from(error::MAIL_TOO_LARGE);
    for (fault, want) in [(full(), 452), (away(), 451), (bug(), 451), (large(), 552)] {
        let shelf = failing(vec![Some(fault)]);
        let said = format!("{TO_HELP}DATA\r\n.\r\n");
        let (heard, kept) = come(Smtp, shelf, rules(), 1 << 20).all(said.as_bytes()).await;
        assert_eq!(codes(&heard).last(), Some(&want), "{heard}");
        assert!(kept.is_empty());
    }
    // One of two mailboxes fails: by SMTP the whole mail comes again, by LMTP only that part.
    for (protocol, hello, want) in [(Smtp, "EHLO", vec![451]), (Lmtp, "LHLO", vec![250, 451])] {
        let shelf = failing(vec![None, Some(away())]);
        let said = format!(
            "{hello} x\r\nMAIL FROM:<>\r\nRCPT TO:<help@our.example>\r\nRCPT TO:<sales@our.example>\r\nDATA\r\n.\r\n"
        );
        let (heard, kept) = come(protocol, shelf, rules(), 1 << 20).all(said.as_bytes()).await;
        assert_eq!(codes(&heard)[6..], want, "{heard}");
        assert_eq!(kept.len(), 1);
    }
    let shelf = Shelf { lookup_fails: true, ..Shelf::default() };
    let (heard, _) = come(Smtp, shelf, rules(), 1 << 20).all(TO_HELP.as_bytes()).await;
    assert_eq!(codes(&heard), [220, 250, 250, 451]);
}

fn failing(faults: Vec<Option<Fault>>) -> Shelf {
    Shelf { faults: Mutex::new(faults.into()), ..Shelf::default() }
}

#[tokio::test]
async fn memory_is_shared_and_given_back() {
    let room = Rules { max_bytes: 1 << 20, ..rules() };
    let large = "x".repeat(100 << 10);
    let said = format!("{TO_HELP}DATA\r\n{large}\r\n.\r\n{}DATA\r\nsmall\r\n.\r\n", &TO_HELP[19..]);
    let (heard, kept) = come(Smtp, Shelf::default(), room.clone(), 64 << 10).all(said.as_bytes()).await;
    assert_eq!(codes(&heard), [220, 250, 250, 250, 354, 452, 250, 250, 354, 250], "{heard}");
    assert_eq!(kept.len(), 1);
    let (heard, kept) = come(Smtp, Shelf::default(), room, 1 << 20).all(said.as_bytes()).await;
    assert_eq!(kept.len(), 2, "{heard}");
}

#[tokio::test]
async fn encryption_can_be_asked_for() {
    let strict = Rules { tls_required: true, ..rules() };
    let said = format!("{TO_HELP}DATA\r\nNOOP\r\n");
    let (heard, _) = come(Smtp, Shelf::default(), strict, 1 << 20).all(said.as_bytes()).await;
    assert_eq!(codes(&heard), [220, 250, 530, 530, 530, 250]);
}

#[tokio::test]
async fn a_silent_client_is_sent_away() {
    let short = Rules { patience: Duration::from_millis(50), ..rules() };
    let mut guest = come(Smtp, Shelf::default(), short, 1 << 20);
    assert!(guest.hear().await.starts_with("220 desk.example ESMTP"));
    assert!(guest.hear().await.starts_with("421 4.4.2"));
    guest.task.await.expect("no panic").expect("in order");
}

#[tokio::test]
async fn at_the_end_a_mail_that_was_begun_is_taken() {
    let mut guest = client(Smtp);
    guest.hear().await;
    guest.say("EHLO x\r\n").await;
    guest.say("MAIL FROM:<>\r\n").await;
    guest.say("RCPT TO:<help@our.example>\r\n").await;
    assert!(guest.say("DATA\r\n").await.starts_with("354"));
    guest.close.send(true).expect("heard");
    assert!(guest.say("Hi\r\n.\r\n").await.starts_with("250 2.0.0 Kept as mail_"));
    assert!(guest.hear().await.starts_with("421 4.3.2"));
    guest.task.await.expect("no panic").expect("in order");
    assert_eq!(guest.shelf.kept.lock().expect("kept").len(), 1);
}

#[tokio::test]
async fn a_client_that_hangs_up_while_we_speak_is_no_error_of_ours() {
    let mut guest = client(Smtp);
    guest.stream.write_all(b"EHLO x\r\n").await.expect("said");
    drop(guest.stream);
    let _ = guest.task.await.expect("no panic");
    assert!(guest.shelf.kept.lock().expect("kept").is_empty());
}
