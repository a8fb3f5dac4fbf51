//! A full disk and a lost server: told by their cause, nothing acknowledged is lost, and work goes on by itself.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use db::{Db, DbConfig, Heart, Migration, p};
use kernel::{DATABASE_LOST, DISK_FULL, Fault, Result, SystemClock};
use testkit::{OwnPostgres, SmallDisk};

fn steps() -> Vec<Migration> {
    let mut steps = db::migrations();
    steps.push(Migration {
        name: "202601010000_test_notes",
        sql: "create table test_notes (id ID_KEY, text TEXT NOT NULL) STRICT_TABLE;",
    });
    steps
}

async fn note(db: &Db, id: i64, size: usize) -> Result<()> {
    db.write(move |tx| {
        let text = "x".repeat(size);
        tx.exec("insert into test_notes (id, text) values ($1, $2)", p![id, text]).map(drop)
    })
    .await
}

async fn notes(db: &Db) -> Result<Vec<i64>> {
    db.read(|tx| tx.all("select id from test_notes order by id", &[], |row| row.take())).await
}

/// Asks again until it is well; a store that never comes back fails the test by its runner's limit.
async fn until_well<T, W: Future<Output = Result<T>>>(mut work: impl FnMut() -> W) -> T {
    loop {
        if let Ok(value) = work().await {
            return value;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_to_the_whole_group_and_gives_way_when_there_is_room() {
    let Some(disk) = SmallDisk::mount(6) else { return };
    let db = Db::open(DbConfig::sqlite(disk.path().join("test.db")), Arc::new(SystemClock)).expect("a database");
    db::migrate(&db, &steps()).await.expect("migrations");
    note(&db, 0, 100).await.expect("room");
    disk.fill(100_000);
    let mut kept = vec![0];
    let mut faults: Vec<Fault> = Vec::new();
    // Sixteen at once are one group: one that finds no room must not make the others end with a riddle.
    for round in 0..4i64 {
        let group = (1..=16).map(|number| {
            let (db, id) = (db.clone(), round * 16 + number);
            tokio::spawn(async move { (id, note(&db, id, 30_000).await) })
        });
        for task in group.collect::<Vec<_>>() {
            match task.await.expect("an answer") {
                (id, Ok(())) => kept.push(id),
                (_, Err(fault)) => faults.push(fault),
            }
        }
    }
    assert!(!faults.is_empty(), "the disk took everything");
    for fault in &faults {
        assert!(fault.is(DISK_FULL) && fault.retry_after.is_some(), "{fault:?}");
    }
    assert_eq!(db.trouble().map(|spec| spec.code), Some(DISK_FULL.code));
    kept.sort_unstable();
    assert_eq!(notes(&db).await.expect("readable all the time"), kept);
    disk.free();
    note(&db, 1000, 30_000).await.expect("room again");
    assert_eq!(db.trouble(), None);
    kept.push(1000);
    assert_eq!(notes(&db).await.expect("read"), kept);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_went_away_is_told_and_found_again() {
    // The synchronous client cannot run inside an asynchronous test.
    let started = tokio::task::spawn_blocking(OwnPostgres::start).await.expect("started");
    let Some(server) = started.map(Arc::new) else { return };
    let config = DbConfig::Postgres { url: server.url("postgres"), connections: 4, tls: db::PostgresTls::Off };
    let opened = tokio::task::spawn_blocking(move || Db::open(config, Arc::new(SystemClock)));
    let db = opened.await.expect("opened").expect("a database");
    db::migrate(&db, &steps()).await.expect("migrations");
    note(&db, 1, 10).await.expect("written");
    let gone = Arc::clone(&server);
    tokio::task::spawn_blocking(move || gone.break_off()).await.expect("stopped");
    for fault in [note(&db, 2, 10).await.expect_err("away"), notes(&db).await.expect_err("away")] {
        assert!(fault.is(DATABASE_LOST) && fault.retry_after.is_some(), "{fault:?}");
    }
    assert_eq!(db.trouble().map(|spec| spec.code), Some(DATABASE_LOST.code));
    let back = Arc::clone(&server);
    tokio::task::spawn_blocking(move || back.go()).await.expect("started");
    // What the heart does while there is trouble ends it, though nobody asks for anything.
    let heart = Heart::new(db.clone());
    until_well(|| async { heart.round(&mut HashMap::new()).await }).await;
    assert_eq!(db.trouble(), None);
    assert_eq!(until_well(|| notes(&db)).await, [1]);
    tokio::task::spawn_blocking(move || drop(server)).await.expect("ended");
}

#[testkit::db_test(steps)]
async fn what_a_dead_node_held_is_inherited_once(store: testkit::TestDb) {
    let dead = "insert into db_nodes (name, beat, at) values ('dead', 7, 0)";
    store.write(move |tx| tx.exec(dead, &[]).map(drop)).await.expect("a node");
    let mut heart = Heart::new(store.handle());
    heart.inherit(|tx, name| {
        let text = name.to_owned();
        let id: i64 = tx.one("select count(*) from test_notes", &[], |row| row.take())?;
        tx.exec("insert into test_notes (id, text) values ($1, $2)", p![id, text]).map(drop)
    });
    let (mut known, mut died) = (HashMap::new(), Vec::new());
    for _ in 0..6 {
        died.extend(heart.round(&mut known).await.expect("a round"));
    }
    assert_eq!(died, ["dead"]);
    assert_eq!(notes(&store).await.expect("read"), [0]);
    heart.leave().await.expect("left");
    let left: i64 =
        store.read(|tx| tx.one("select count(*) from db_nodes", &[], |row| row.take())).await.expect("read");
    assert_eq!(left, 0);
}
