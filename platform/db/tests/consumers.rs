//! Where consumers begin: with the first event of a new installation, and with the next one of an installation that has lived.

use std::sync::mpsc;
use std::time::Duration;

use db::{Consumers, Engine, Migration, Past, p};
use kernel::{Actor, NewEvent, ThingId};
use testkit::{TestDb, db_test};

/// These tests need the platform's own tables only.
fn migrations() -> Vec<Migration> {
    Vec::new()
}

async fn emit(store: &TestDb, count: i64) {
    for _ in 0..count {
        store.write(|tx| tx.emit(&Actor::system(), event())).await.expect("an event");
    }
}

fn event() -> NewEvent {
    NewEvent {
        name: "test.thing.changed",
        version: 1,
        thing: ThingId("thing_1".to_owned()),
        facts: serde_json::Value::Null,
    }
}

/// A release: one that counts everything and one that tells of news, each in a counter of its own name.
fn release(store: &TestDb, names: &[(&'static str, Past)]) -> Consumers {
    let mut consumers = Consumers::new(store.handle());
    for (name, past) in names {
        let name = *name;
        consumers.add(name, *past, move |tx, _| {
            let sql = "insert into db_counters (name, value) values ($1, 1) on conflict (name) do update set value = db_counters.value + 1";
            tx.exec(sql, p![name]).map(drop)
        });
    }
    consumers
}

const FACTS: (&str, Past) = ("facts", Past::Matters);
const NEWS: (&str, Past) = ("news", Past::IsOver);

async fn seen(store: &TestDb, name: &'static str) -> i64 {
    let sql = "select value from db_counters where name = $1";
    store.read(move |tx| tx.opt(sql, p![name], |row| row.take())).await.expect("read").unwrap_or(0)
}

/// On PostgreSQL events wait for every open transaction of the server, also those of tests beside this one.
async fn catch_up(store: &TestDb, consumers: &Consumers) {
    loop {
        consumers.catch_up().await.expect("a round");
        if store.read(db::consumer_lags).await.expect("lags").iter().all(|lag| lag.behind == 0) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Nothing that is finished can still be before the newest place.
async fn settle(store: &TestDb, number: i64) {
    while store.read(db::newest_event).await.expect("newest").number < number {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[db_test]
async fn on_a_new_installation_nobody_misses_the_first_event(store: TestDb) {
    let first = release(&store, &[FACTS, NEWS]);
    first.register().await.expect("registered");
    // Commands run before any server was started.
    emit(&store, 3).await;
    settle(&store, 3).await;
    let restarted = release(&store, &[NEWS, FACTS]);
    restarted.register().await.expect("nothing to do");
    catch_up(&store, &restarted).await;
    assert_eq!((seen(&store, "facts").await, seen(&store, "news").await), (3, 3));
}

#[db_test]
async fn after_an_upgrade_only_those_walk_the_log_for_whom_the_past_matters(store: TestDb) {
    let old = release(&store, &[("old", Past::IsOver)]);
    old.register().await.expect("registered");
    emit(&store, 5).await;
    settle(&store, 5).await;
    let new = release(&store, &[("old", Past::IsOver), FACTS, NEWS]);
    new.register().await.expect("registered");
    emit(&store, 2).await;
    settle(&store, 7).await;
    // A restart before anything was handled moves nobody.
    let restarted = release(&store, &[FACTS, NEWS, ("old", Past::IsOver)]);
    restarted.register().await.expect("nothing to do");
    catch_up(&store, &restarted).await;
    let numbers = [seen(&store, "old").await, seen(&store, "facts").await, seen(&store, "news").await];
    assert_eq!(numbers, [7, 7, 2]);
    emit(&store, 1).await;
    catch_up(&store, &new).await;
    assert_eq!([seen(&store, "facts").await, seen(&store, "news").await], [8, 3]);
}

#[db_test]
async fn two_nodes_that_register_at_once_give_one_place(store: TestDb) {
    emit(&store, 5).await;
    settle(&store, 5).await;
    let (one, two) = (release(&store, &[FACTS, NEWS]), release(&store, &[NEWS, FACTS]));
    let (first, second) = tokio::join!(one.register(), two.register());
    first.expect("registered");
    second.expect("registered");
    emit(&store, 4).await;
    let both = async { tokio::join!(one.catch_up(), two.catch_up()) };
    let (first, second) = both.await;
    first.expect("a round");
    second.expect("a round");
    catch_up(&store, &two).await;
    assert_eq!([seen(&store, "facts").await, seen(&store, "news").await], [9, 4]);
}

#[db_test]
async fn what_is_being_written_while_a_consumer_registers_is_not_missed(store: TestDb) {
    if store.engine() == Engine::Sqlite {
        return; // One writer: nothing is written meanwhile.
    }
    emit(&store, 2).await;
    settle(&store, 2).await;
    let (wrote, is_written) = mpsc::channel::<()>();
    let (go_on, may_go_on) = mpsc::channel::<()>();
    let may_go_on = std::sync::Mutex::new(may_go_on);
    let db = store.handle();
    let slow = tokio::spawn(async move {
        db.write(move |tx| {
            tx.emit(&Actor::system(), event())?;
            // Reading the log writes what was told.
            db::newest_event(tx)?;
            let _ = wrote.send(());
            let _ = may_go_on.lock().expect("a lock").recv_timeout(Duration::from_secs(20));
            Ok(())
        })
        .await
    });
    tokio::task::spawn_blocking(move || is_written.recv_timeout(Duration::from_secs(20)))
        .await
        .expect("joined")
        .expect("written");
    // A later one is committed before the earlier one.
    emit(&store, 1).await;
    let new = release(&store, &[NEWS]);
    new.register().await.expect("registered");
    go_on.send(()).expect("waiting");
    slow.await.expect("joined").expect("committed");
    catch_up(&store, &new).await;
    assert!(seen(&store, "news").await >= 1, "the one that was being written");
    let last = "select count(*) from db_events e, db_consumers c where c.name = 'news' and (e.tx, e.number) > (c.tx, c.number)";
    assert_eq!(store.read(move |tx| tx.one(last, p![], |row| row.take::<i64>())).await.expect("read"), 0);
}
