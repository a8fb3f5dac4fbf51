//! What every unit of work relies on, on both engines.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use kernel::{Actor, AuditEntry, ConversationId, EventId, Fault, NewEvent, ThingId, TypedId};
use testkit::{TestDb, check_statements, db_test};

use db::{Consumers, Migration, Past, p};

/// These tests need the platform's own tables only.
fn migrations() -> Vec<Migration> {
    Vec::new()
}

fn thing(number: i64) -> ThingId {
    ConversationId::from_raw(number).into()
}

fn event(number: i64, facts: serde_json::Value) -> NewEvent {
    NewEvent { name: "inbox.test.happened", version: 1, thing: thing(number), facts }
}

#[db_test]
async fn every_statement_is_understood(store: TestDb) {
    check_statements(&store, db::statements()).await;
}

#[db_test]
async fn a_failing_unit_of_work_leaves_nothing_and_harms_no_other(store: TestDb) {
    let good = store.write(|tx| tx.emit(&Actor::system(), event(1, serde_json::json!({"ok": true}))));
    let bad = store.write(|tx| {
        tx.emit(&Actor::system(), event(2, serde_json::Value::Null))?;
        tx.audit(
            &Actor::system(),
            AuditEntry { action: "inbox.test.done", thing: thing(2), detail: serde_json::Value::Null },
        )?;
        Err::<(), _>(Fault::invalid_field("subject", "request.required", "A subject is needed."))
    });
    let panicking = store.write(|_| -> kernel::Result<()> { panic!("a bug") });
    let (good, bad, panicking) = tokio::join!(good, bad, panicking);
    good.expect("the good one");
    assert_eq!(bad.expect_err("refused").fields[0].pointer, "subject");
    assert_eq!(panicking.expect_err("a bug").code(), "platform.internal");
    let mut events = Vec::new();
    // Transactions of other tests on the same PostgreSQL server hold the end of the log back for a moment.
    while events.is_empty() {
        events = store.read(|tx| db::events_after(tx, EventId::default())).await.expect("events");
    }
    assert_eq!(events.iter().map(|event| event.thing.clone()).collect::<Vec<_>>(), [thing(1)]);
    let waiting = store.read(db::verify_audit).await.expect("a report").waiting;
    assert_eq!(waiting, 0);
}

/// What is told is written many rows at once, at the end: in order, all of it, and without the part that was undone.
#[db_test]
async fn what_a_long_unit_of_work_tells_is_written_in_order_without_what_was_undone(store: TestDb) {
    let tell = |tx: &mut db::Tx<'_>, numbers: std::ops::Range<i64>| -> kernel::Result<()> {
        for number in numbers {
            tx.emit(&Actor::system(), event(number, serde_json::json!({"n": number})))?;
            let detail = serde_json::json!({"n": number});
            tx.audit(&Actor::system(), AuditEntry { action: "inbox.test.done", thing: thing(number), detail })?;
        }
        Ok(())
    };
    store
        .write(move |tx| {
            tell(tx, 1..20)?;
            let undone = tx.attempt(|tx| {
                tell(tx, 5000..6200)?;
                Err::<(), _>(Fault::invalid_field("subject", "request.required", "A subject is needed."))
            });
            assert!(undone.is_err());
            tx.attempt(|tx| tell(tx, 20..30))?;
            assert_eq!(db::events_of_thing(tx, &thing(25), i64::MAX)?.len(), 1, "what was told can be read at once");
            tell(tx, 30..1300)
        })
        .await
        .expect("written");
    let mut things = Vec::new();
    let mut place = EventId::default();
    while things.len() < 1299 {
        let from = place;
        let some = store.read(move |tx| db::events_after(tx, from)).await.expect("events");
        place = some.last().map_or(place, |event| event.id);
        things.extend(some.into_iter().map(|event| event.thing));
    }
    assert_eq!(things, (1..1300).map(thing).collect::<Vec<_>>());
    while store.write(db::seal_audit).await.expect("sealed") > 0 {}
    let report = store.read(db::verify_audit).await.expect("a report");
    assert_eq!((report.sealed, report.broken.as_slice()), (1299, [].as_slice()));
}

#[db_test]
async fn numbers_for_people_rise_without_doubles_under_many_writers(store: TestDb) {
    let writers = (0..40).map(|_| store.write(|tx| tx.next_number("inbox.conversation")));
    let mut numbers = Vec::new();
    for writer in writers.map(|writer| async move { writer.await.expect("a number") }).collect::<Vec<_>>() {
        numbers.push(writer.await);
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=40).collect::<Vec<i64>>());
}

#[db_test]
async fn many_writers_may_need_the_first_number_of_a_counter_at_once(store: TestDb) {
    for counter in ["inbox.first", "inbox.second", "inbox.third"] {
        let mut writers = tokio::task::JoinSet::new();
        for _ in 0..30 {
            let db = store.handle();
            let work = move |tx: &mut db::Tx<'_>| {
                // The unit of work has seen the database before it asks.
                let _: i64 = tx.one("select count(*) from db_events", p![], |row| row.take())?;
                tx.next_number(counter)
            };
            writers.spawn(async move { db.write(work).await });
        }
        let mut numbers: Vec<i64> =
            writers.join_all().await.into_iter().map(|number| number.expect("a number")).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 30);
    }
}

#[db_test]
async fn two_writers_of_one_row_lose_no_update(store: TestDb) {
    store
        .write(|tx| tx.exec("insert into db_counters (name, value) values ($1, $2)", p!["shared", 0i64]))
        .await
        .expect("a row");
    let mut writers = Vec::new();
    for _ in 0..30 {
        let node = store.handle();
        writers.push(tokio::spawn(async move {
            node.write(|tx| {
                let value: i64 =
                    tx.one("select value from db_counters where name = $1", p!["shared"], |row| row.take())?;
                tx.exec("update db_counters set value = $1 where name = $2", p![value + 1, "shared"])
            })
            .await
        }));
    }
    for writer in writers {
        writer.await.expect("a task").expect("an update");
    }
    let value: i64 = store
        .read(|tx| tx.one("select value from db_counters where name = $1", p!["shared"], |row| row.take()))
        .await
        .expect("a value");
    assert_eq!(value, 30);
}

#[db_test]
async fn values_come_back_as_they_went(store: TestDb) {
    let (text, number, real, yes, bytes, none) = store
        .read(|tx| {
            let sql = "select cast($1 as TEXT), cast($2 as BIGINT), cast($3 as DOUBLE PRECISION), $4 = 1, cast($5 as TEXT), cast($6 as TEXT)";
            let params = p!["Zoë 🚲 \u{0}", 42i64, 2.5f64, 1i64, "x", None::<String>];
            tx.one(sql, params, |row| {
                Ok((row.take::<String>()?, row.take::<i64>()?, row.take::<f64>()?, row.take::<bool>()?, row.take::<String>()?, row.take::<Option<String>>()?))
            })
        })
        .await
        .expect("a row");
    assert!(text.starts_with("Zoë 🚲 "));
    assert_eq!((number, real.to_bits(), yes, bytes.as_str(), none), (42, 2.5f64.to_bits(), true, "x", None));
}

#[db_test]
async fn the_audit_chain_shows_tampering(store: TestDb) {
    for number in 0..5 {
        store
            .write(move |tx| {
                let entry = AuditEntry {
                    action: "inbox.test.done",
                    thing: thing(number),
                    detail: serde_json::json!({"n": number}),
                };
                tx.audit(&Actor::system(), entry)
            })
            .await
            .expect("an entry");
    }
    // As with events: entries wait for every open transaction of the server before they are sealed.
    let mut report = store.read(db::verify_audit).await.expect("a report");
    while report.waiting > 0 {
        store.write(db::seal_audit).await.expect("seals");
        report = store.read(db::verify_audit).await.expect("a report");
    }
    assert_eq!((report.sealed, report.waiting, report.broken.len()), (5, 0, 0));
    store
        .write(|tx| tx.exec("update db_audit set detail = $1 where number = $2", p!["{}", 3i64]))
        .await
        .expect("a change");
    store.write(|tx| tx.exec("delete from db_audit where number = $1", p![4i64])).await.expect("a removal");
    let broken = store.read(db::verify_audit).await.expect("a report").broken;
    assert_eq!(broken, ["entry 3 was changed", "entry 4 was removed"]);
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

#[db_test]
async fn a_consumer_handles_each_event_once_in_order_and_parks_what_fails(store: TestDb) {
    for number in [1, 2, 1, 3] {
        store
            .write(move |tx| tx.emit(&Actor::system(), event(number, serde_json::json!(number))))
            .await
            .expect("an event");
    }
    let (failures, sick) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(1)));
    let (count, is_sick) = (failures.clone(), sick.clone());
    let mut consumers = Consumers::new(store.handle());
    consumers.add("test", Past::Matters, move |tx, event| {
        if event.thing == thing(1) && is_sick.load(Ordering::SeqCst) == 1 {
            count.fetch_add(1, Ordering::SeqCst);
            return Err(Fault::internal("not today"));
        }
        let name = format!("{}-{}", event.thing.0, event.id.number);
        tx.exec("insert into db_counters (name, value) values ($1, $2)", p![name, 1i64]).map(drop)
    });
    catch_up(&store, &consumers).await;
    assert_eq!(
        failures.load(Ordering::SeqCst),
        2,
        "with the others, then alone; the second event of the sick thing waits behind the first"
    );
    let lag = store.read(db::consumer_lags).await.expect("lags").remove(0);
    assert_eq!((lag.behind, lag.parked), (0, 2));
    sick.store(0, Ordering::SeqCst);
    for _ in 0..3 {
        store.clock.advance(Duration::from_mins(10));
        catch_up(&store, &consumers).await;
    }
    let handled: i64 =
        store.read(|tx| tx.one("select count(*) from db_counters", p![], |row| row.take())).await.expect("a count");
    assert_eq!(handled, 4);
    assert_eq!(store.read(db::consumer_lags).await.expect("lags").remove(0).parked, 0);
}

#[db_test]
async fn a_consumer_of_many_events_lets_only_those_wait_that_it_cannot_handle(store: TestDb) {
    for number in [1, 2, 1, 3] {
        let event = event(number, serde_json::json!(number));
        store.write(move |tx| tx.emit(&Actor::system(), event.clone())).await.expect("an event");
    }
    let sick = Arc::new(AtomicUsize::new(1));
    let is_sick = sick.clone();
    let mut consumers = Consumers::new(store.handle());
    consumers.add_many("test", Past::Matters, move |tx, events| {
        for event in events {
            let name = format!("{}-{}", event.thing.0, event.id.number);
            tx.exec("insert into db_counters (name, value) values ($1, $2)", p![name, events.len() as i64])?;
            if event.thing == thing(1) && is_sick.load(Ordering::SeqCst) == 1 {
                return Err(Fault::internal("not today"));
            }
        }
        Ok(())
    });
    catch_up(&store, &consumers).await;
    let lag = store.read(db::consumer_lags).await.expect("lags").remove(0);
    assert_eq!((lag.behind, lag.parked), (0, 2));
    sick.store(0, Ordering::SeqCst);
    for _ in 0..3 {
        store.clock.advance(Duration::from_mins(10));
        catch_up(&store, &consumers).await;
    }
    let handled = "select count(*) from db_counters";
    assert_eq!(store.read(move |tx| tx.one(handled, p![], |row| row.take::<i64>())).await.expect("a count"), 4);
    assert_eq!(store.read(db::consumer_lags).await.expect("lags").remove(0).parked, 0);
}

#[db_test]
async fn a_consumer_of_many_events_may_send_itself_back(store: TestDb) {
    for number in 1..6 {
        let event = event(number, serde_json::json!(number));
        store.write(move |tx| tx.emit(&Actor::system(), event.clone())).await.expect("an event");
    }
    let seen = Arc::new(AtomicUsize::new(0));
    let count = seen.clone();
    let mut consumers = Consumers::new(store.handle());
    // Twice: with the very first events, and when the ninth thing is told of.
    consumers.add_many("test", Past::Matters, move |tx, events| {
        count.fetch_add(events.len(), Ordering::SeqCst);
        let is_new = events.iter().any(|event| event.thing == thing(9));
        let before: i64 = tx.one("select count(*) from db_counters", p![], |row| row.take())?;
        if before == i64::from(is_new) {
            let name = format!("again {before}");
            tx.exec("insert into db_counters (name, value) values ($1, $2)", p![name.as_str(), 1i64])?;
            return db::rewind(tx, "test");
        }
        Ok(())
    });
    catch_up(&store, &consumers).await;
    assert_eq!(seen.swap(0, Ordering::SeqCst), 5 + 5, "the first ones again");
    store.write(|tx| tx.emit(&Actor::system(), event(9, serde_json::Value::Null))).await.expect("an event");
    catch_up(&store, &consumers).await;
    assert_eq!(seen.load(Ordering::SeqCst), 1 + 6, "all of them again, and no third time");
}

#[db_test]
async fn a_newer_schema_is_refused(store: TestDb) {
    store
        .write(|tx| {
            tx.exec(
                "insert into db_migrations (name, checksum, at) values ($1, $2, $3)",
                p!["299901010000_future", "x", 0i64],
            )
        })
        .await
        .expect("a row");
    let refusal = db::migrate(&store, &db::migrations()).await.expect_err("refused");
    assert!(refusal.causes().contains("newer release (step 299901010000_future)"), "{}", refusal.causes());
}

#[db_test]
async fn commits_wake_those_who_wait_and_whispers_reach_everybody(store: TestDb) {
    let (mut commits, mut whispers) = (store.bus().commits(), store.bus().whispers());
    commits.mark_unchanged();
    store.write(|tx| tx.emit(&Actor::system(), event(1, serde_json::Value::Null))).await.expect("an event");
    tokio::time::timeout(Duration::from_secs(5), commits.changed()).await.expect("a notice").expect("a bus");
    // On PostgreSQL the listening connection may only just be starting: whisper until heard.
    let heard = async {
        loop {
            store.bus().whisper("somebody types");
            if let Ok(Ok(text)) = tokio::time::timeout(Duration::from_millis(200), whispers.recv()).await {
                return text;
            }
        }
    };
    let text = tokio::time::timeout(Duration::from_secs(10), heard).await.expect("a whisper");
    assert_eq!(&*text, "somebody types");
}
