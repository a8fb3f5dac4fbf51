use std::time::Duration;

use db::p;
use testkit::{TestDb, db_test, person_with};

use super::commands::{list, steer};
use super::model::{Course, Scope, Storm};
use super::watch::look;
use crate::error::STORM_OVER;
use crate::outgoing::tests::{Scene, scene};
use crate::permissions::{MANAGE_MAILBOXES, MANAGE_UNPLACED};
use crate::rules::{Rules, commands as rules};
use crate::testing::{count, mail, take, work};

const FLOOD: usize = 30;

async fn limits(scene: &Scene) {
    let wanted =
        Rules { storm_sender: 20, storm_domain: 25, storm_mailbox: 28, storm_per_minute: 5, ..Rules::default() };
    let boss = person_with(1, "Ada", &[MANAGE_MAILBOXES]);
    scene.post.db().write(move |tx| rules::change(tx, &boss, &wanted, 0)).await.expect("rules");
    look(&scene.post).await.expect("the first look");
}

/// A machine writes without end.
async fn flood(scene: &Scene, from: usize) {
    for number in from..from + FLOOD {
        let raw = mail(&format!("flood{number}"), &format!("Subject: Alarm {number}\r\n"), &format!("Alarm {number}"));
        take(&scene.post, Some(scene.mailbox), &raw.replace("anna@x.example>", "alarm@machine.example>")).await;
    }
    look(&scene.post).await.expect("a look");
}

async fn waiting(scene: &Scene) -> i64 {
    let sql = "select count(*) from channels_intake where state = 'waiting'";
    scene.post.db().read(move |tx| tx.one(sql, p![], |row| row.take())).await.expect("a count")
}

async fn storms(scene: &Scene) -> Vec<(Storm, i64)> {
    let boss = person_with(1, "Ada", &[MANAGE_UNPLACED]);
    scene.post.db().read(move |tx| list(tx, &boss)).await.expect("storms")
}

#[db_test(crate::testing::schema)]
async fn a_flood_is_kept_and_placed_slowly_while_others_are_not(db: TestDb) {
    let scene = scene(&db).await;
    limits(&scene).await;
    flood(&scene, 0).await;
    let told = storms(&scene).await;
    assert_eq!(told.len(), 1, "one alarm for one storm, none for its domain and mailbox");
    assert_eq!((told[0].0.scope, told[0].0.who.as_str()), (Scope::Sender, "alarm@machine.example"));
    work(&scene.post).await;
    assert_eq!(waiting(&scene).await, 29, "one at once");
    take(&scene.post, Some(scene.mailbox), &mail("bob1", "Subject: A question\r\n", "Hello")).await;
    work(&scene.post).await;
    assert_eq!(waiting(&scene).await, 29, "a person is placed at once");
    db.clock.advance(Duration::from_mins(1));
    work(&scene.post).await;
    assert_eq!(waiting(&scene).await, 24, "five a minute");
    for _ in 0..6 {
        db.clock.advance(Duration::from_mins(1));
        work(&scene.post).await;
    }
    assert_eq!(waiting(&scene).await, 0, "nothing is lost");
    assert_eq!(count(&scene.post, "test_conversations").await, 2 + i64::try_from(FLOOD).unwrap());
    db.clock.advance(Duration::from_mins(20));
    look(&scene.post).await.expect("a look");
    assert!(storms(&scene).await[0].0.ended_at.happened().is_some(), "it ends by itself");
}

#[db_test(crate::testing::schema)]
async fn a_person_holds_a_storm_or_lets_it_through(db: TestDb) {
    let scene = scene(&db).await;
    limits(&scene).await;
    flood(&scene, 0).await;
    work(&scene.post).await;
    let id = storms(&scene).await[0].0.id;
    let boss = || person_with(1, "Ada", &[MANAGE_UNPLACED]);
    assert!(scene.post.db().write(move |tx| steer(tx, &person_with(2, "Eve", &[]), id, Course::Held)).await.is_err());
    let held = scene.post.db().write(move |tx| steer(tx, &boss(), id, Course::Held)).await.expect("held");
    assert_eq!(held.1, 29);
    db.clock.advance(Duration::from_hours(1));
    work(&scene.post).await;
    assert_eq!(waiting(&scene).await, 29);
    scene.post.db().write(move |tx| steer(tx, &boss(), id, Course::Released)).await.expect("released");
    work(&scene.post).await;
    assert_eq!(waiting(&scene).await, 0);
    flood(&scene, FLOOD).await;
    work(&scene.post).await;
    assert_eq!((waiting(&scene).await, storms(&scene).await.len()), (0, 1), "welcome is welcome while it lasts");
    db.clock.advance(Duration::from_hours(1));
    look(&scene.post).await.expect("a look");
    let over = scene.post.db().write(move |tx| steer(tx, &boss(), id, Course::Held)).await.expect_err("over");
    assert!(over.is(STORM_OVER));
}

#[db_test(crate::testing::schema)]
async fn two_nodes_count_each_mail_once(db: TestDb) {
    let scene = scene(&db).await;
    limits(&scene).await;
    for number in 0..15 {
        take(&scene.post, Some(scene.mailbox), &mail(&format!("a{number}"), "Subject: Hi\r\n", &format!("{number}")))
            .await;
    }
    let (one, two) = tokio::join!(look(&scene.post), look(&scene.post));
    one.expect("a look");
    two.expect("a look");
    let sql = "select cast(sum(mails) as BIGINT) from channels_arrivals where scope = 'sender'";
    let counted: i64 = scene.post.db().read(move |tx| tx.one(sql, p![], |row| row.take())).await.expect("a count");
    assert_eq!(counted, 15);
    assert!(storms(&scene).await.is_empty());
}
