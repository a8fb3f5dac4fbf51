//! Fills the measured company into a database: rows as the commands write them, in large units of work.
//!
//! The tables are made by the product itself, which is started once on the empty database. Afterwards it is started again, so
//! that it builds its search index, which is kept with the data. Left out is the audit trail of the history: nothing that is
//! measured reads it.

pub mod archive;
mod desk;
mod facts;
mod history;
mod insert;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use db::{Db, DbConfig, Engine, PostgresTls};
use kernel::SystemClock;

use crate::company::{ADMINISTRATOR_SECRET, Size};
use crate::http;
use crate::outcome::Outcome;
use crate::program::Program;
pub use facts::{EVENTS_OF_ONE, FACTS_FROM, FACTS_TO, events, facts, facts_of_events};
use history::History;
pub use history::html_of;

/// Rises when what is filled in changes.
pub const VERSION: u32 = 4;
/// Conversations or messages of one unit of work.
const AT_ONCE: usize = 10_000;
/// Fills a SQLite database in a folder.
pub async fn sqlite(folder: &Path, size: Size) -> Outcome {
    Program::product(folder, "")?.stop()?;
    let path = folder.join("quarterdeck.db");
    write(DbConfig::Sqlite { path: path.clone(), readers: 1, durable: false }, size).await?;
    // The database threads end by themselves when the handle is gone; the statistics are made as at a clean stop.
    tokio::time::sleep(Duration::from_secs(1)).await;
    rusqlite::Connection::open(&path)?.execute_batch("pragma optimize=0x10002; pragma wal_checkpoint(truncate);")?;
    index(folder, "").await
}

/// Fills a PostgreSQL database; the folder holds what does not lie in the database.
pub async fn postgres(folder: &Path, url: &str, size: Size) -> Outcome {
    Program::product(folder, url)?.stop()?;
    write(DbConfig::Postgres { url: url.to_owned(), connections: 4, tls: PostgresTls::Off }, size).await?;
    let url_to_analyse = url.to_owned();
    tokio::task::spawn_blocking(move || -> Outcome {
        Ok(postgres::Client::connect(&url_to_analyse, postgres::NoTls)?.batch_execute("vacuum analyze")?)
    })
    .await??;
    index(folder, url).await
}

/// Makes an installation in a folder that has nothing but a mailbox.
pub async fn one_mailbox(folder: &Path) -> Outcome {
    Program::product(folder, "")?.stop()?;
    mailbox_into(DbConfig::sqlite(folder.join("quarterdeck.db"))).await
}

/// The same on PostgreSQL.
pub async fn one_mailbox_in(folder: &Path, url: &str) -> Outcome {
    Program::product(folder, url)?.stop()?;
    mailbox_into(DbConfig::Postgres { url: url.to_owned(), connections: 2, tls: PostgresTls::Off }).await
}

async fn mailbox_into(config: DbConfig) -> Outcome {
    let db = Db::open(config, Arc::new(SystemClock))?;
    let rows = desk::mailbox(db.clock().now().micros());
    desk::store(&db, vec![rows]).await
}

async fn write(config: DbConfig, size: Size) -> Outcome {
    let db = Db::open(config, Arc::new(SystemClock))?;
    let now = db.clock().now().micros() / 1_000_000 * 1_000_000;
    let began = Instant::now();
    desk::write(&db, size, now - 366 * 86_400_000_000).await?;
    let history = Arc::new(tokio::task::spawn_blocking(move || History::until(now, size)).await?);
    for from in (0..history.cases.len()).step_by(AT_ONCE) {
        let to = (from + AT_ONCE).min(history.cases.len());
        desk::store(&db, history.conversations(from..to)).await?;
    }
    // The next rows are made while the last are written.
    let make = |from: usize| {
        let history = Arc::clone(&history);
        let to = (from + AT_ONCE).min(history.moments.len());
        tokio::task::spawn_blocking(move || history.messages(from..to))
    };
    let mut next = Some(make(0));
    let mut from = 0;
    while let Some(rows) = next.take() {
        let rows = rows.await?;
        from += AT_ONCE;
        if from < history.moments.len() {
            next = Some(make(from));
        }
        desk::store(&db, rows).await?;
        if from % 100_000 == 0 {
            eprintln!("  {from} messages in {:.0} s", began.elapsed().as_secs_f64());
        }
    }
    settle(&db, i64::from(size.conversations)).await
}

/// Numbers go on behind the history, and consumers begin there.
async fn settle(db: &Db, conversations: i64) -> Outcome {
    db.write(move |tx| {
        let first = tx.next_number("inbox.conversation")?;
        let rest = conversations - first + 1;
        match tx.engine() {
            Engine::Sqlite => drop(
                tx.exec("update db_counters set value = value + $1 where name = 'inbox.conversation'", db::p![rest])?,
            ),
            Engine::Postgres => {
                tx.one("select setval('db_counter_inbox_conversation', $1)", db::p![conversations], |row| {
                    row.take::<i64>()
                })?;
            }
        }
        Ok(())
    })
    .await?;
    db.write(|tx| {
        let newest = db::newest_event(tx)?;
        let now = tx.now();
        // The first start recorded all of them at the beginning of the log.
        tx.exec("update db_consumers set tx = $1, number = $2, moved_at = $3", db::p![newest.tx, newest.number, now])?;
        Ok(())
    })
    .await?;
    Ok(())
}

/// Lets the product build its search index and do whatever else waits.
async fn index(folder: &Path, url: &str) -> Outcome {
    // The first start made an index of nothing, which would follow the whole log instead of being filled.
    std::fs::remove_dir_all(folder.join("search"))?;
    let program = Program::product(folder, url)?;
    let began = Instant::now();
    quiet(&program).await?;
    eprintln!("  search index in {:.0} s", began.elapsed().as_secs_f64());
    program.stop()
}

/// Waits until the search index is complete, as its most frequent word shows, and no consumer is behind.
pub async fn quiet(program: &Program) -> Outcome {
    loop {
        let found =
            http::json(&program.address, &http::get("/api/v1/inbox/search?q=babo", ADMINISTRATOR_SECRET)).await?;
        let health = http::json(&program.address, &http::get("/api/v1/system/health", ADMINISTRATOR_SECRET)).await?;
        let behind = health["consumers"].as_array().is_some_and(|all| all.iter().any(|one| one["behind"] != 0));
        if found["filling"].is_null() && found["total"] != 0 && !behind {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}
