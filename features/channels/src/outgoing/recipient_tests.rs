use std::time::Duration;

use db::p;
use kernel::MessageId;
use testkit::{TestDb, db_test, person_with};

use super::commands::{BulkMail, queue_bulk_mail, retry_reply};
use super::model::Outgoing;
use super::queries;
use super::recipients::{Fate, Recipient};
use super::steer;
use super::tests::{Scene, queue, scene, state};
use crate::error::NOT_WAITING;
use crate::mail::address::Address;
use crate::permissions::{MANAGE_MAILBOXES, SEE_OUTGOING};
use crate::rules::{Rules, commands as rules};
use crate::testing::{fate, take, work};

/// The answer goes to these instead.
async fn goes_to(scene: &Scene, addresses: &'static str) {
    let (message, conversation, mailbox) = (scene.message, scene.conversation, scene.mailbox);
    let changed = scene.post.db().write(move |tx| {
        let content = format!("{}|{}|{addresses}", kernel::TypedId::raw(conversation), kernel::TypedId::raw(mailbox));
        tx.exec("update test_messages set content = $1 where id = $2", p![content, message])
    });
    changed.await.expect("other recipients");
}

async fn mail_of(scene: &Scene) -> (Outgoing, Vec<Recipient>) {
    let (office, conversation) = (scene.post.clone(), scene.conversation);
    let boss = person_with(1, "Ada", &[SEE_OUTGOING]);
    let mails = scene.post.db().read(move |tx| queries::deliveries(tx, &office, &boss, conversation));
    mails.await.expect("mails").into_iter().next().expect("a mail")
}

async fn fates(scene: &Scene) -> Vec<(String, Fate)> {
    mail_of(scene).await.1.into_iter().map(|one| (one.address, one.fate)).collect()
}

fn pairs(pairs: &[(&str, Fate)]) -> Vec<(String, Fate)> {
    pairs.iter().map(|(address, fate)| ((*address).to_owned(), *fate)).collect()
}

const ANNA: &str = "anna@x.example";
const BOB: &str = "bob@y.example";

#[db_test(crate::testing::schema)]
async fn who_has_it_does_not_get_it_again(db: TestDb) {
    let scene = scene(&db).await;
    goes_to(&scene, "anna@x.example,bob@y.example").await;
    scene.server.answer(&[("RCPT TO:<bob", "550 5.1.1 no such user")]);
    queue(&scene, Duration::ZERO).await;
    work(&scene.post).await;
    assert_eq!(fates(&scene).await, pairs(&[(ANNA, Fate::Sent), (BOB, Fate::Failed)]));
    let (now, reason) = state(&scene).await;
    assert_eq!(now, "failed");
    assert!(reason.contains("did not reach bob@y.example; everybody else has it"), "{reason}");
    scene.server.answer(&[]);
    scene.server.heard("RCPT");
    let (office, message) = (scene.post.clone(), scene.message);
    scene.post.db().write(move |tx| retry_reply(tx, &office, message)).await.expect("again");
    work(&scene.post).await;
    assert_eq!(scene.server.heard("RCPT"), ["RCPT TO:<bob@y.example>"]);
    assert_eq!(fates(&scene).await, pairs(&[(ANNA, Fate::Sent), (BOB, Fate::Sent)]));
    assert_eq!(state(&scene).await, ("sent".into(), String::new()));
}

#[db_test(crate::testing::schema)]
async fn a_passing_refusal_of_one_is_tried_again_for_that_one_only(db: TestDb) {
    let scene = scene(&db).await;
    goes_to(&scene, "anna@x.example,bob@y.example").await;
    scene.server.answer(&[("RCPT TO:<bob", "451 4.7.1 greylisted")]);
    queue(&scene, Duration::ZERO).await;
    work(&scene.post).await;
    assert_eq!(fates(&scene).await, pairs(&[(ANNA, Fate::Sent), (BOB, Fate::Waiting)]));
    assert_eq!(state(&scene).await.0, "waiting");
    scene.server.answer(&[]);
    scene.server.heard("RCPT");
    db.clock.advance(Duration::from_secs(61));
    work(&scene.post).await;
    assert_eq!(scene.server.heard("RCPT"), ["RCPT TO:<bob@y.example>"]);
    assert_eq!(state(&scene).await.0, "sent");
}

/// A bounce that quotes nothing, to the return path of the mail.
fn bounce(path: &str) -> String {
    format!(
        "From: MAILER-DAEMON@y.example\r\nTo: {path}\r\nSubject: Undelivered Mail\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.y.example\r\n\r\n\
         Final-Recipient: rfc822; bob@y.example\r\nAction: failed\r\nStatus: 5.1.1\r\n--b--\r\n"
    )
}

#[db_test(crate::testing::schema)]
async fn a_bounce_that_quotes_nothing_finds_its_mail_and_its_recipient(db: TestDb) {
    let scene = scene(&db).await;
    goes_to(&scene, "anna@x.example,bob@y.example").await;
    queue(&scene, Duration::ZERO).await;
    work(&scene.post).await;
    let from = scene.server.heard("MAIL FROM").remove(0);
    let path = from.trim_start_matches("MAIL FROM:<").split('>').next().unwrap_or_default().to_owned();
    assert!(path.starts_with("help+b-") && path.ends_with("@our.example"), "{path}");
    let forged = path.replace("+b-", "+b-0");
    let forged = forged.replace(&forged[forged.len() - 13..], "@our.example");
    let received = take(&scene.post, Some(scene.mailbox), &bounce(&forged)).await;
    work(&scene.post).await;
    assert_eq!(fate(&scene.post, received).await.1, "report_unmatched");
    assert_eq!(state(&scene).await.0, "sent");
    let received = take(&scene.post, Some(scene.mailbox), &bounce(&path)).await;
    work(&scene.post).await;
    assert_eq!(fate(&scene.post, received).await.1, "delivery_report");
    assert_eq!(fates(&scene).await, pairs(&[(ANNA, Fate::Sent), (BOB, Fate::Bounced)]));
    assert_eq!(state(&scene).await.0, "failed");
}

#[db_test(crate::testing::schema)]
async fn a_server_that_refuses_the_signed_path_gets_the_plain_one_from_then_on(db: TestDb) {
    let scene = scene(&db).await;
    scene.server.answer(&[("MAIL FROM:<help+b-", "553 5.7.1 not owned by user")]);
    queue(&scene, Duration::ZERO).await;
    work(&scene.post).await;
    assert_eq!(state(&scene).await.0, "sent");
    assert_eq!(scene.server.heard("MAIL FROM").len(), 2);
    let (boss, mailbox) = (person_with(1, "Ada", &[MANAGE_MAILBOXES]), scene.mailbox);
    let (kept, _) = scene.post.db().read(move |tx| rules::read_of_mailbox(tx, &boss, mailbox)).await.expect("rules");
    assert!(!kept.signed_return);
}

#[db_test(crate::testing::schema)]
async fn a_mail_that_waits_is_tried_now_or_given_up_by_hand(db: TestDb) {
    let scene = scene(&db).await;
    scene.server.answer(&[("RCPT", "451 4.7.1 greylisted")]);
    let boss = || person_with(1, "Ada", &[SEE_OUTGOING]);
    queue(&scene, Duration::from_secs(10)).await;
    let id = mail_of(&scene).await.0.id;
    let early = scene.post.db().write(move |tx| steer::try_now(tx, &boss(), id)).await.expect_err("its undo runs");
    assert!(early.is(NOT_WAITING));
    db.clock.advance(Duration::from_secs(11));
    work(&scene.post).await;
    let (mail, _) = mail_of(&scene).await;
    assert_eq!((mail.state.as_str(), mail.attempts), ("waiting", 1));
    assert!(mail.next_at.happened().is_some());
    scene.post.db().write(move |tx| steer::try_now(tx, &boss(), id)).await.expect("now");
    work(&scene.post).await;
    assert_eq!(mail_of(&scene).await.0.attempts, 2);
    let office = scene.post.clone();
    scene.post.db().write(move |tx| steer::give_up(tx, &office, &boss(), id)).await.expect("given up");
    db.clock.advance(Duration::from_hours(1));
    scene.server.answer(&[]);
    work(&scene.post).await;
    let (now, reason) = state(&scene).await;
    assert_eq!(now, "failed");
    assert!(reason.contains("given up by hand") && reason.contains("greylisted"), "{reason}");
    assert!(scene.server.letters().is_empty());
    let nobody = scene.post.db().write(move |tx| steer::try_now(tx, &person_with(2, "Eve", &[]), id)).await;
    assert!(nobody.is_err());
    let (office, message) = (scene.post.clone(), scene.message);
    let agent = steer_message(&office, message).await;
    assert!(agent.is_err(), "the desk of the tests lets nobody answer");
}

async fn steer_message(post: &crate::Post, message: MessageId) -> kernel::Result<Outgoing> {
    let office = post.clone();
    post.db().write(move |tx| steer::try_message_now(tx, &office, &person_with(3, "Max", &[]), message)).await
}

#[db_test(crate::testing::schema)]
async fn a_person_is_not_held_up_by_a_thousand_digests(db: TestDb) {
    let scene = scene(&db).await;
    let slow = Rules { domain_per_minute: 4, ..Rules::default() };
    let boss = person_with(1, "Ada", &[MANAGE_MAILBOXES]);
    scene.post.db().write(move |tx| rules::change(tx, &boss, &slow, 0)).await.expect("rules");
    let office = scene.post.clone();
    let queued = scene.post.db().write(move |tx| {
        for number in 0..20 {
            let mail = BulkMail {
                to: Address::parse(&format!("reader{number}@x.example")).expect("an address"),
                list: "digest".into(),
                mailbox: None,
                subject: "News".into(),
                html: "<p>News</p>".into(),
                text: String::new(),
            };
            assert!(queue_bulk_mail(tx, &office, &format!("digest:{number}"), &mail)?);
        }
        Ok(())
    });
    queued.await.expect("queued");
    queue(&scene, Duration::ZERO).await;
    work(&scene.post).await;
    let letters = scene.server.letters();
    let bulk = letters.iter().filter(|letter| letter.header("precedence") == Some("bulk")).count();
    assert_eq!((bulk, letters.len() - bulk), (1, 1), "half of the minute at most with bulk in it, the answer at once");
    assert_eq!(state(&scene).await.0, "sent");
    for _ in 0..60 {
        db.clock.advance(Duration::from_secs(20));
        work(&scene.post).await;
    }
    assert_eq!(scene.server.letters().len(), 21, "nothing is lost");
}
