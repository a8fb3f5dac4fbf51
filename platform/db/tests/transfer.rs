//! Rows from one database into another: places of readers, seals, counters, and what is refused.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use db::transfer::{self, Cell, Shape};
use db::{Consumers, Db, Engine, Migration, Tx, p};
use kernel::{Actor, AuditEntry, ConversationId, NewEvent, Result, ThingId, TypedId};
use testkit::{EmptyDb, TestDb, check_statements, db_test, empty_database};

/// These tests need the platform's own tables only.
fn migrations() -> Vec<Migration> {
    Vec::new()
}

#[db_test]
async fn every_statement_is_understood(store: TestDb) {
    check_statements(&store, db::statements()).await;
}

/// Tries until other tests' transactions on the same PostgreSQL server no longer hold the log's end back.
const PATIENCE: u32 = 150;

type Rows = BTreeMap<String, Vec<Vec<Cell>>>;

fn read(tx: &mut Tx<'_>) -> Result<(Shape, Rows)> {
    let shape = transfer::shape(tx)?;
    let mut all = Rows::new();
    for table in &shape.tables {
        let rows = all.entry(table.name.clone()).or_default();
        transfer::rows(tx, table, |cells| {
            rows.push(cells.to_vec());
            Ok(())
        })?;
        rows.sort_by_key(|row| format!("{row:?}"));
    }
    Ok((shape, all))
}

fn write(tx: &mut Tx<'_>, shape: &Shape, all: &Rows) -> Result<()> {
    let load = transfer::prepare(tx, shape, &db::migrations())?;
    for table in &shape.tables {
        transfer::load(tx, table, &all[&table.name])?;
    }
    transfer::finish(tx, shape, load)
}

async fn moved(shape: &Shape, all: &Rows, to: Engine) -> Option<(Db, EmptyDb)> {
    let empty = empty_database(to)?;
    let db = Db::open(empty.config.clone(), Arc::new(kernel::SystemClock)).expect("a database");
    transfer::begin(&db).await.expect("an empty database");
    let (shape, all) = (shape.clone(), all.clone());
    db.write(move |tx| write(tx, &shape, &all)).await.expect("loaded");
    Some((db, empty))
}

fn thing(number: i64) -> ThingId {
    ConversationId::from_raw(number).into()
}

fn happened(about: i64) -> NewEvent {
    NewEvent { name: "inbox.test.happened", version: 1, thing: thing(about), facts: serde_json::json!({"ü": about}) }
}

fn done(tx: &mut Tx<'_>, about: i64) -> Result<()> {
    let entry = AuditEntry { action: "inbox.test.done", thing: thing(about), detail: serde_json::json!({"n": about}) };
    tx.audit(&Actor::system(), entry)
}

/// Event 2 belongs to a transaction that came after that of event 3, and the consumer has had 1 and 3. So have entries 2 and 3
/// of the audit trail been sealed: the later number first.
fn out_of_order(tx: &mut Tx<'_>) -> Result<()> {
    // What a part of a unit of work tells is written when the part ends.
    tx.attempt(|tx| {
        [1, 2, 3, 4].into_iter().try_for_each(|about| {
            tx.emit(&Actor::system(), happened(about))?;
            done(tx, about)
        })
    })?;
    for log in ["db_events", "db_audit"] {
        for (number, at) in [(1, 10), (2, 12), (3, 11), (4, 13)] {
            tx.exec(format!("update {log} set tx = $1 where number = $2"), p![i64::from(at), i64::from(number)])?;
        }
    }
    tx.exec(
        "insert into db_consumers (name, tx, number, moved_at) values ('listener', $1, $2, $3)",
        p![11i64, 3i64, 5i64],
    )?;
    tx.next_number("inbox.conversation")?;
    tx.next_number("service_levels.promise").map(drop)
}

#[db_test]
async fn a_reader_of_the_log_gets_each_event_once_on_either_engine(store: TestDb) {
    store.write(out_of_order).await.expect("a log");
    let (shape, all) = store.read(read).await.expect("rows");
    assert_eq!(shape.consumers[0].missed.iter().map(|missed| missed.number).collect::<Vec<_>>(), [2]);
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let Some((db, _kept)) = moved(&shape, &all, engine).await else { continue };
        db.write(|tx| tx.emit(&Actor::system(), happened(5))).await.expect("an event");
        let heard = Arc::new(Mutex::new(Vec::new()));
        let ear = Arc::clone(&heard);
        let mut consumers = Consumers::new(db.clone());
        consumers.add("listener", db::Past::Matters, move |_, event| {
            ear.lock().expect("an ear").push(event.id.number);
            Ok(())
        });
        for _ in 0..PATIENCE {
            consumers.catch_up().await.expect("caught up");
            if heard.lock().expect("an ear").len() == 3 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        consumers.catch_up().await.expect("caught up");
        let mut heard = heard.lock().expect("an ear").clone();
        heard.sort_unstable();
        assert_eq!(heard, [2, 4, 5], "{engine:?}");
        let lags = db.read(db::consumer_lags).await.expect("lags");
        assert_eq!((lags[0].behind, lags[0].parked), (0, 0));
    }
}

#[db_test]
async fn seals_and_numbers_go_on_where_they_were(store: TestDb) {
    store.write(out_of_order).await.expect("a trail");
    store.write(|tx| tx.emit(&Actor::system(), happened(6))).await.expect("an event");
    store
        .write(|tx| {
            let gone: i64 = tx.one("select max(number) from db_events", p![], |row| row.take())?;
            tx.exec("delete from db_events where number = $1", p![gone])
        })
        .await
        .expect("the newest number is given to nobody again");
    let (shape, all) = store.read(read).await.expect("rows");
    assert_eq!(shape.unsealed, [1, 3, 2, 4]);
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let Some((db, _kept)) = moved(&shape, &all, engine).await else { continue };
        let report = db.read(db::verify_audit).await.expect("a report");
        assert_eq!((report.sealed, report.waiting, report.broken), (4, 0, Vec::new()), "{engine:?}");
        db.write(|tx| {
            done(tx, 5)?;
            tx.emit(&Actor::system(), happened(5))
        })
        .await
        .expect("written");
        for _ in 0..PATIENCE {
            if db.write(db::seal_audit).await.expect("sealed") > 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert_eq!(db.write(db::seal_audit).await.expect("nothing left"), 0);
        let report = db.read(db::verify_audit).await.expect("a report");
        assert_eq!((report.sealed, report.waiting, report.broken), (5, 0, Vec::new()), "{engine:?}");
        let event: i64 =
            db.read(|tx| tx.one("select max(number) from db_events", p![], |row| row.take())).await.expect("a number");
        assert_eq!(event, 6, "{engine:?}");
        let numbers =
            db.write(|tx| Ok((tx.next_number("inbox.conversation")?, tx.next_number("service_levels.promise")?)));
        assert_eq!(numbers.await.expect("numbers"), (2, 2), "{engine:?}");
    }
}

#[db_test]
async fn what_does_not_fit_is_refused_and_an_interrupted_restore_is_known(store: TestDb) {
    store.write(out_of_order).await.expect("rows");
    let (shape, all) = store.read(read).await.expect("rows");
    assert!(transfer::begin(&store).await.expect_err("full").is(transfer::NOT_EMPTY));
    let Some(empty) = empty_database(store.engine()) else { return };
    let db = Db::open(empty.config.clone(), Arc::new(kernel::SystemClock)).expect("a database");
    assert!(db.read(transfer::shape).await.expect_err("nothing there").is(transfer::EMPTY));
    transfer::begin(&db).await.expect("begun");
    let mut newer = shape.clone();
    newer.steps.push(transfer::Step { name: "299901010000_db_later".to_owned(), checksum: String::new() });
    let rows = all.clone();
    let refused = db.write(move |tx| write(tx, &newer, &rows)).await.expect_err("newer");
    assert!(refused.is(transfer::NEWER), "{refused:?}");
    let (known, mut short) = (shape.clone(), all.clone());
    short.get_mut("db_events").expect("events")[0].pop();
    let refused = db.write(move |tx| write(tx, &known, &short)).await.expect_err("torn");
    assert!(refused.is(transfer::DAMAGED), "{refused:?}");
    let refused = db::migrate(&db, &db::migrations()).await.expect_err("unfinished");
    assert!(refused.is(transfer::UNFINISHED), "{refused:?}");
    transfer::begin(&db).await.expect("begun again");
    db.write(move |tx| write(tx, &shape, &all)).await.expect("loaded");
    db::migrate(&db, &db::migrations()).await.expect("whole");
}
