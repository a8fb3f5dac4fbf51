//! Backup, restore and move, proven by comparing every row and every file, on both engines and in both directions.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use backup::{Label, Told};
use db::transfer::{self, Cell, Shape};
use db::{Db, Engine, ToValue, Tx, Value};
use files::Files;
use kernel::SystemClock;
use server::App;
use testkit::{EmptyDb, TestDb, db_test, empty_database};

use crate::company::{CONVERSATIONS, company, plan};
use crate::migrations;

/// A small company with a row in every table and blobs of both kinds.
async fn full(store: &TestDb) -> Files {
    let files = company(store).await;
    for size in [100, 200_000, 3_000_000usize] {
        let bytes: Vec<u8> = (0..size).map(|at| (at * 31 % 251) as u8).collect();
        let blob = files.prepare(&bytes).expect("prepared");
        store.write(move |tx| blob.save(tx)).await.expect("saved");
    }
    let waiting = || store.read(|tx| db::verify_audit(tx).map(|report| report.waiting));
    // Transactions of other tests on the same PostgreSQL server hold the end of the trail back for a moment.
    while waiting().await.expect("a report") > 0 {
        store.write(db::seal_audit).await.expect("sealed");
    }
    store.write(one_row_everywhere).await.expect("rows");
    files
}

/// Adds a row of strange texts and great numbers to each table that has none.
/// Columns that hold only yes or no, by the texts of all steps: SQLite itself would take any number.
fn booleans() -> std::collections::HashSet<&'static str> {
    let words = migrations().into_iter().flat_map(|step| {
        let words: Vec<&str> = step.sql.split_whitespace().collect();
        words.windows(2).filter(|pair| pair[1].starts_with("BOOLEAN")).map(|pair| pair[0]).collect::<Vec<_>>()
    });
    words.collect()
}

fn one_row_everywhere(tx: &mut Tx<'_>) -> kernel::Result<()> {
    let booleans = booleans();
    let some =
        |tx: &mut Tx<'_>, table: &str| tx.one(format!("select min(id) from {table}"), &[], |row| row.take::<i64>());
    let (conversation, tag) = (some(tx, "inbox_conversations")?, some(tx, "inbox_tags").unwrap_or(0));
    for table in transfer::shape(tx)?.tables {
        let count: i64 = tx.one(format!("select count(*) from {}", table.name), &[], |row| row.take())?;
        if count > 0 {
            continue;
        }
        let cell = |column: &transfer::Column| match (column.name.as_str(), column.kind) {
            ("conversation_id", _) => Cell::Int(conversation),
            ("tag_id", _) => Cell::Int(tag),
            // Places in the log that no event has.
            ("tx" | "number", _) => Cell::Int(0),
            (name, _) if booleans.contains(name) => Cell::Int(1),
            (_, transfer::Kind::Integer) => Cell::Int(9_007_199_254_740_993),
            (_, transfer::Kind::Real) => Cell::Real(0.1),
            (_, transfer::Kind::Text) => Cell::Text("“ü” 'x' \\ \"\n\t😀 \u{7f}".to_owned()),
            (_, transfer::Kind::Bytes) => Cell::Bytes(vec![0, 255, 10, 13]),
        };
        let cells: Vec<Cell> = table.columns.iter().map(cell).collect();
        let names: Vec<String> = table.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
        let places: Vec<String> = (1..=names.len()).map(|place| format!("${place}")).collect();
        let values: Vec<Value<'_>> = cells.iter().map(ToValue::to_value).collect();
        let sql = format!("insert into {} ({}) values ({})", table.name, names.join(", "), places.join(", "));
        tx.exec(sql, &values)?;
    }
    Ok(())
}

type Everything = (Shape, BTreeMap<String, Vec<String>>, BTreeMap<String, Vec<u8>>);

/// Every row of every table, and every file.
async fn everything(db: &Db, files: &Files) -> Everything {
    let files = files.clone();
    db.report(move |tx| {
        let shape = transfer::shape(tx)?;
        let mut all = BTreeMap::new();
        for table in &shape.tables {
            let mut rows = Vec::new();
            transfer::rows(tx, table, |cells| {
                rows.push(format!("{cells:?}"));
                Ok(())
            })?;
            rows.sort();
            all.insert(table.name.clone(), rows);
        }
        let mut blobs = BTreeMap::new();
        Files::each_file(tx, |hash| {
            blobs.insert(hash.to_owned(), files.read_file(hash)?);
            Ok(())
        })?;
        Ok((shape, all, blobs))
    })
    .await
    .expect("everything")
}

fn same(ours: &Everything, theirs: &Everything, way: &str) {
    assert_eq!(ours.0, theirs.0, "{way}: tables, steps, counters, places of readers");
    for (table, rows) in &ours.1 {
        assert_eq!(rows, &theirs.1[table], "{way}: rows of {table}");
    }
    assert_eq!(ours.1.len(), theirs.1.len(), "{way}");
    assert!(ours.2 == theirs.2, "{way}: files");
}

fn silent() -> Told {
    Arc::new(|_| {})
}

fn label() -> Label {
    Label { release: "0.1.0".to_owned(), key_mark: Some(backup::key_mark(&[7; 32])), key: None }
}

/// An empty database on an engine with files of its own; none without a server.
fn target(engine: Engine) -> Option<(Db, Files, EmptyDb)> {
    let empty = empty_database(engine)?;
    let db = Db::open(empty.config.clone(), Arc::new(SystemClock)).expect("a database");
    let files = Files::in_folder(empty.folder.path().join("files"));
    Some((db, files, empty))
}

#[db_test]
async fn every_row_and_file_comes_back_on_either_engine(store: TestDb) {
    let files = full(&store).await;
    let before = everything(&store, &files).await;
    assert!(before.1.values().all(|rows| !rows.is_empty()), "a table was left empty");
    assert_eq!(before.2.len(), 2, "files");
    let file = store.folder.path().join("desk.backup");
    let totals = backup::save(&store, &files, label(), &file, silent()).await.expect("saved");
    assert_eq!((totals.files, totals.missing.len()), (2, 0));
    let (manifest, checked) = backup::check(&file, &silent()).expect("whole");
    assert_eq!((&manifest.shape, &checked), (&before.0, &totals));
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let Some((db, place, _kept)) = target(engine) else { continue };
        let restored = backup::restore(&db, &place, &migrations(), &file, silent()).await.expect("restored");
        assert_eq!((&restored.totals, restored.newer_steps), (&totals, 0));
        let after = everything(&db, &place).await;
        same(&before, &after, "restored");
        for back in [Engine::Sqlite, Engine::Postgres] {
            let Some((again, files, _kept)) = target(back) else { continue };
            let way = format!("moved from {engine:?} to {back:?}");
            backup::copy((&db, Some(&place)), (&again, &files), &migrations(), label(), silent()).await.expect(&way);
            same(&before, &everything(&again, &files).await, &way);
        }
    }
}

#[db_test]
async fn a_restored_installation_works_on(store: TestDb) {
    let files = full(&store).await;
    let file = store.folder.path().join("desk.backup");
    backup::save(&store, &files, label(), &file, silent()).await.expect("saved");
    let number = store.write(|tx| tx.next_number("inbox.conversation")).await.expect("a number");
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let Some((db, place, empty)) = target(engine) else { continue };
        backup::restore(&db, &place, &migrations(), &file, silent()).await.expect("restored");
        drop(db);
        let app =
            App::open(plan(empty.config.clone(), empty.folder.path()), Arc::new(SystemClock)).await.expect("opened");
        let report = app.db.report(db::verify_audit).await.expect("a report");
        assert!(report.sealed > 0 && report.waiting == 0 && report.broken.is_empty(), "{report:?}");
        let next = app.db.write(|tx| tx.next_number("inbox.conversation")).await.expect("a number");
        assert_eq!(next, number, "{engine:?}");
        app.search.rebuild(|_| {}).await.expect("an index");
        assert_eq!(app.search.count(), u64::from(CONVERSATIONS));
    }
}

#[db_test]
async fn a_damaged_backup_is_refused_and_a_whole_one_then_taken(store: TestDb) {
    let files = full(&store).await;
    let file = store.folder.path().join("desk.backup");
    backup::save(&store, &files, label(), &file, silent()).await.expect("saved");
    let whole = std::fs::read(&file).expect("the file");
    let bad = store.folder.path().join("bad.backup");
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    let Some((db, place, _kept)) = target(store.engine()) else { return };
    let parts = [&whole[..whole.len() - 20], &whole[..whole.len() / 2], flipped.as_slice(), b"not a backup".as_slice()];
    for damaged in parts {
        std::fs::write(&bad, damaged).expect("a file");
        assert!(backup::check(&bad, &silent()).expect_err("damaged").is(transfer::DAMAGED));
        let refused = backup::restore(&db, &place, &migrations(), &bad, silent()).await.expect_err("damaged");
        assert!(refused.is(transfer::DAMAGED), "{refused:?}");
        let served = db::migrate(&db, &migrations()).await.expect_err("nothing is served from half a restore");
        assert!(served.is(transfer::UNFINISHED), "{served:?}");
    }
    backup::restore(&db, &place, &migrations(), &file, silent()).await.expect("restored");
    same(&everything(&store, &files).await, &everything(&db, &place).await, "after refusals");
    let again = backup::restore(&db, &place, &migrations(), &file, silent()).await.expect_err("full");
    assert!(again.is(transfer::NOT_EMPTY), "{again:?}");
}

#[db_test]
async fn a_lost_attachment_is_told_and_the_rest_is_saved(store: TestDb) {
    let files = full(&store).await;
    let lost = store
        .read(|tx| {
            let mut names = Vec::new();
            Files::each_file(tx, |hash| {
                names.push(hash.to_owned());
                Ok(())
            })?;
            Ok(names.remove(0))
        })
        .await
        .expect("a file");
    let path = store.folder.path().join("files").join(&lost[..2]).join(&lost[2..4]).join(&lost);
    std::fs::remove_file(path).expect("removed");
    let file = store.folder.path().join("desk.backup");
    let totals = backup::save(&store, &files, label(), &file, silent()).await.expect("saved");
    assert_eq!((totals.files, &totals.missing), (1, &vec![lost]));
    assert_eq!(backup::check(&file, &silent()).expect("whole").1, totals);
}

/// Writes a row into a table that is saved early and one that is saved late, together.
fn pair(tx: &mut Tx<'_>, number: i64) -> kernel::Result<()> {
    let name = format!("pair {number}");
    tx.exec("insert into access_attempts (subject, count, since, blocked_until) values ($1, 1, 1, 1)", db::p![name])?;
    tx.exec("insert into web_once (actor, key, request, answer, at) values ($1, 'k', '', '', 1)", db::p![name])
        .map(drop)
}

async fn pairs(db: &Db) -> (i64, i64) {
    let count = |tx: &mut Tx<'_>, sql: &str| tx.one(sql, &[], |row| row.take::<i64>());
    db.read(move |tx| {
        let early = count(tx, "select count(*) from access_attempts where subject like 'pair %'")?;
        Ok((early, count(tx, "select count(*) from web_once where actor like 'pair %'")?))
    })
    .await
    .expect("counts")
}

#[db_test]
async fn a_backup_is_one_instant_though_others_write(store: TestDb) {
    let files = full(&store).await;
    store.write(|tx| pair(tx, 0)).await.expect("written");
    let (db, stop) = (store.handle(), Arc::new(AtomicBool::new(false)));
    let stopped = Arc::clone(&stop);
    let writing = tokio::spawn(async move {
        let mut number = 1;
        while !stopped.load(Ordering::Relaxed) {
            db.write(move |tx| pair(tx, number)).await.expect("written");
            number += 1;
        }
    });
    let file = store.folder.path().join("desk.backup");
    backup::save(&store, &files, label(), &file, silent()).await.expect("saved");
    stop.store(true, Ordering::Relaxed);
    writing.await.expect("written");
    let Some((target, place, _kept)) = target(Engine::Sqlite) else { return };
    backup::restore(&target, &place, &migrations(), &file, silent()).await.expect("restored");
    let (early, late) = pairs(&target).await;
    assert!(early > 0 && early == late, "{early} of one table and {late} of the other");
    assert!(pairs(&store).await.0 > early, "nobody wrote meanwhile");
}
