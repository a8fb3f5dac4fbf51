//! One alarm an outage, whoever looks and however often.

use std::time::Duration;

use kernel::MailboxId;
use testkit::{TestDb, db_test};

use super::super::state;
use super::super::watch::{self, Turn};
use super::{connect, imap};
use crate::mailboxes::model::Take;
use crate::post::Post;
use crate::testing::office;
use crate::why::Why;

async fn alarms(post: &Post, name: &'static str) -> i64 {
    let sql = "select count(*) from db_events where name = $1";
    post.db().read(move |tx| tx.one(sql, db::p![name], |row| row.take())).await.expect("a count")
}

/// What two nodes do that look at the same moment; gives what each had to tell.
async fn look_twice(post: &Post, mailbox: MailboxId, began: kernel::Timestamp) -> Vec<Turn> {
    let look = || post.db().read(move |tx| watch::look(tx, began, Duration::from_mins(1)));
    let (one, two) = (look().await.expect("a look"), look().await.expect("a look"));
    let turns: Vec<Turn> = one.into_iter().chain(two).map(|(_, turn)| turn).collect();
    for turn in turns.clone() {
        post.db().write(move |tx| watch::tell(tx, mailbox, turn)).await.expect("told");
    }
    turns
}

#[db_test(crate::testing::schema)]
async fn an_outage_raises_one_alarm_and_one_all_clear(db: TestDb) {
    let post = office(&db).await;
    let began = post.db().clock().now();
    let mailbox = connect(&post, imap(1), "geheim", Take::FromNow).await;
    post.db().write(move |tx| state::fetched(tx, mailbox, 0)).await.expect("fetched");
    post.db()
        .write(move |tx| state::failed(tx, mailbox, "Nobody listens.", "", &Why::default(), false))
        .await
        .expect("failed");
    db.clock.advance(Duration::from_mins(14));
    assert_eq!(look_twice(&post, mailbox, began).await, []);
    db.clock.advance(Duration::from_mins(2));
    assert_eq!(look_twice(&post, mailbox, began).await, [Turn::Stopped, Turn::Stopped]);
    assert_eq!(look_twice(&post, mailbox, began).await, []);
    // It comes back for a moment, and goes again: still the same outage.
    post.db().write(move |tx| state::fetched(tx, mailbox, 0)).await.expect("fetched");
    db.clock.advance(Duration::from_mins(1));
    assert_eq!(look_twice(&post, mailbox, began).await, []);
    post.db().write(move |tx| state::failed(tx, mailbox, "Again.", "", &Why::default(), false)).await.expect("failed");
    db.clock.advance(Duration::from_mins(30));
    assert_eq!(look_twice(&post, mailbox, began).await, []);
    post.db().write(move |tx| state::fetched(tx, mailbox, 0)).await.expect("fetched");
    db.clock.advance(Duration::from_mins(5));
    assert_eq!(look_twice(&post, mailbox, began).await, [Turn::Recovered, Turn::Recovered]);
    assert_eq!(
        (alarms(&post, "channels.mailbox.stopped").await, alarms(&post, "channels.mailbox.recovered").await),
        (1, 1)
    );
    assert_eq!(look_twice(&post, mailbox, began).await, []);
}
