use std::time::Duration;

use db::p;
use testkit::{TestDb, db_test, person_with};

use crate::outgoing::tests::{Scene, scene};
use crate::permissions::MANAGE_MAILBOXES;
use crate::rules::model::AnswerText;
use crate::rules::{MailboxRules, commands as rules};
use crate::testing::{mail, take, work};

async fn turn_on(scene: &Scene) {
    let (boss, mailbox) = (person_with(1, "Ada", &[MANAGE_MAILBOXES]), scene.mailbox);
    let text = AnswerText {
        language: "en".into(),
        subject: "We have it".into(),
        text: "Dear {name},\n\nyour message about “{subject}” has the number {number}.".into(),
    };
    let wanted = MailboxRules { answer: true, texts: vec![text], ..MailboxRules::default() };
    let saved = scene.post.db().write(move |tx| rules::change_of_mailbox(tx, &boss, mailbox, &wanted, 0));
    saved.await.expect("rules");
}

async fn arrive(scene: &Scene, id: &str, more: &str) {
    take(&scene.post, Some(scene.mailbox), &mail(id, more, &format!("Hello {id}"))).await;
    work(&scene.post).await;
}

async fn notes(scene: &Scene) -> Vec<String> {
    scene.post.db().read(|tx| tx.all("select held from test_notes", p![], |row| row.take())).await.expect("notes")
}

#[db_test(crate::testing::schema)]
async fn the_first_message_is_answered_and_no_other(db: TestDb) {
    let scene = scene(&db).await;
    turn_on(&scene).await;
    arrive(&scene, "n1", "Subject: Broken <b>lamp</b>\r\n").await;
    let letters = scene.server.letters();
    assert_eq!(letters.len(), 1);
    let answer = &letters[0];
    assert_eq!(answer.header("auto-submitted"), Some("auto-replied"));
    assert_eq!(answer.header("x-auto-response-suppress"), Some("All"));
    assert_eq!((answer.to[0].address.as_str(), answer.subject.as_str()), ("anna@x.example", "We have it [#2]"));
    assert_eq!(answer.in_reply_to, ["n1@x.example"]);
    assert!(
        answer.text.contains("Dear Anna,") && answer.text.contains("“Broken <b>lamp</b>” has the number 2."),
        "{}",
        answer.text
    );
    assert!(
        answer.html.as_deref().is_some_and(|html| html.contains("&lt;b&gt;lamp")),
        "what a stranger wrote stays text"
    );
    assert!(scene.server.heard("MAIL FROM")[0].starts_with("MAIL FROM:<help+b-"), "whatever comes back finds it");
    let follow_up = format!("Subject: Re: We have it\r\nIn-Reply-To: <{}>\r\n", answer.message_id);
    arrive(&scene, "n2", &follow_up).await;
    assert_eq!(scene.server.letters().len(), 1, "an answer to the answer is not answered");
    assert_eq!(crate::testing::count(&scene.post, "test_conversations").await, 2, "and belongs to its conversation");
    assert_eq!(notes(&scene).await, ["sent"]);
}

#[db_test(crate::testing::schema)]
async fn a_machine_without_headers_that_changes_everything_is_not_answered_for_ever(db: TestDb) {
    let scene = scene(&db).await;
    turn_on(&scene).await;
    for number in 0..60 {
        arrive(&scene, &format!("loop{number}"), &format!("Subject: I am away {number}\r\n")).await;
        db.clock.advance(Duration::from_mins(7));
    }
    let sent = scene.server.letters().len();
    assert_eq!(sent, 3, "three, then the loop is known for one");
    let held = notes(&scene).await;
    assert_eq!(held.len(), 60, "whatever was held back is told");
    assert_eq!(held[3], "too_many");
    assert_eq!(held[59], "ping_pong");
    db.clock.advance(Duration::from_hours(25));
    arrive(&scene, "later", "Subject: A real question\r\n").await;
    assert_eq!(scene.server.letters().len(), 4, "after a quiet day it is somebody again");
}

#[db_test(crate::testing::schema)]
async fn machines_and_those_who_cannot_or_do_not_want_to_hear_get_none(db: TestDb) {
    let scene = scene(&db).await;
    turn_on(&scene).await;
    for (number, more) in [
        "Precedence: list\r\n",
        "Auto-Submitted: auto-replied\r\n",
        "List-Id: <l.example>\r\n",
        "X-TMDA-Fingerprint: a\r\n",
    ]
    .iter()
    .enumerate()
    {
        arrive(&scene, &format!("robot{number}"), &format!("Subject: Robot {number}\r\n{more}")).await;
    }
    let marked = scene
        .post
        .db()
        .write(|tx| tx.exec("insert into test_reach (address, what) values ('anna@x.example', 'complained')", p![]));
    marked.await.expect("marked");
    arrive(&scene, "angry", "Subject: Stop it\r\n").await;
    assert!(scene.server.letters().is_empty());
    assert_eq!(notes(&scene).await, ["robot", "robot", "robot", "robot", "complained"]);
}
