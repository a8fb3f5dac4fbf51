//! Everything that is measured, on one engine after the other.

pub mod archive;
mod audience;
pub mod figures;
mod live;
mod mail;
mod pages;
mod process;
mod replies;
mod search;

use std::path::Path;
use std::time::Duration;

use kernel::{ConversationId, TypedId};

use crate::Part;
use crate::cache::Cache;
use crate::company::{LONG_EVERY, Size};
use crate::fill;
use crate::outcome::Outcome;
use crate::program::{Program, Scratch, copy};
use crate::report::{Aim, Line};

/// What the measurements of one engine need.
#[derive(Debug)]
pub struct Run {
    /// Its name.
    pub engine: &'static str,
    /// The database as the ceiling opens it.
    pub bare: String,
    /// A copy of it that the ceiling may write to.
    pub bare_copy: String,
    /// All conversations, shuffled.
    pub conversations: Vec<ConversationId>,
    /// Those with more than 30 messages.
    pub long: Vec<ConversationId>,
    /// How often each pair is measured.
    pub rounds: usize,
    /// How long one measurement lasts.
    pub lasts: Duration,
}

/// Measures what has nothing to do with the data.
pub async fn weigh(cache: &Cache, staff: &Path) -> Outcome<Vec<Line>> {
    process::empty(&cache.folder, staff).await
}

/// Measures on SQLite, on copies of the kept data.
pub async fn sqlite(cache: &Cache, part: Option<Part>) -> Outcome<Vec<Line>> {
    let work = Scratch::below(&cache.folder, "work")?;
    let (ours, bare) = (work.0.join("ours"), work.0.join("bare"));
    copy(&cache.sqlite(), &ours)?;
    std::fs::create_dir_all(&bare)?;
    std::fs::copy(cache.sqlite().join("quarterdeck.db"), bare.join("quarterdeck.db"))?;
    let connection = rusqlite::Connection::open(ours.join("quarterdeck.db"))?;
    let mut statement = connection.prepare("select id, number from inbox_conversations order by id")?;
    let ids = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<Vec<(i64, i64)>, _>>()?;
    drop(statement);
    drop(connection);
    let path = |folder: &Path| folder.join("quarterdeck.db").to_string_lossy().into_owned();
    let run = Run::new("SQLite", (path(&ours), path(&bare)), &ids, cache.size);
    run.all("", &ours, part).await
}

/// Measures on PostgreSQL, on a server that may be written to.
pub async fn postgres(cache: &Cache, server: &str, part: Option<Part>) -> Outcome<Vec<Line>> {
    let work = Scratch::below(&cache.folder, "work")?;
    copy(&cache.postgres_desk(), &work.0)?;
    let (ours, bare) = (database(server, "bench"), database(server, "bare"));
    let (admin, from) = (server.to_owned(), ours.clone());
    let ids = tokio::task::spawn_blocking(move || -> Outcome<Vec<(i64, i64)>> {
        postgres::Client::connect(&admin, postgres::NoTls)?.batch_execute("create database bare template bench")?;
        let mut client = postgres::Client::connect(&from, postgres::NoTls)?;
        let rows = client.query("select id, number from inbox_conversations order by id", &[])?;
        Ok(rows
            .iter()
            .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
            .collect::<Result<Vec<_>, postgres::Error>>()?)
    });
    let run = Run::new("PostgreSQL", (ours.clone(), bare), &ids.await??, cache.size);
    run.all(&ours, &work.0, part).await
}

/// The address of a database on a server.
pub fn database(server: &str, name: &str) -> String {
    server.rsplit_once('/').map_or_else(|| server.to_owned(), |(server, _)| format!("{server}/{name}"))
}

impl Run {
    fn new(engine: &'static str, (bare, bare_copy): (String, String), ids: &[(i64, i64)], size: Size) -> Self {
        let long = ids.iter().filter(|(_, number)| (number - 1) % i64::from(LONG_EVERY) == 0);
        let long = long.map(|(id, _)| ConversationId::from_raw(*id)).collect();
        let mut conversations: Vec<ConversationId> = ids.iter().map(|(id, _)| ConversationId::from_raw(*id)).collect();
        let mut chance = crate::chance::Chance::new(9);
        for place in (1..conversations.len()).rev() {
            conversations.swap(place, chance.below(place as u64 + 1) as usize);
        }
        let (rounds, seconds) = if size == Size::FULL { (5, 2) } else { (2, 1) };
        Self { engine, bare, bare_copy, conversations, long, rounds, lasts: Duration::from_secs(seconds) }
    }

    async fn all(&self, database: &str, folder: &Path, part: Option<Part>) -> Outcome<Vec<Line>> {
        let program = Program::product(folder, database)?;
        let start = program.started_in.as_secs_f64() * 1000.0;
        let mut lines =
            vec![Line::alone(format!("{}: start with the data", self.engine), "ms", start, Aim::Below(500))];
        fill::quiet(&program).await?;
        // Told as they come: whoever waits for the table sees that something happens, and keeps them when a later one fails.
        if part != Some(Part::Live) {
            lines.extend(told(pages::measure(self, &program).await?));
            lines.extend(told(search::measure(self, &program, folder).await?));
            lines.extend(told(process::loaded(self.engine, &program)?));
        }
        if part != Some(Part::Desk) {
            lines.extend(told(vec![live::measure(self, &program, 50, 60).await?]));
            lines.extend(told(vec![live::measure(self, &program, 500, 20).await?]));
            lines.extend(told(mail::measure(self, &program, folder, database).await?));
        }
        if part != Some(Part::Live) {
            lines.extend(told(vec![replies::measure(self, &program).await?]));
        }
        program.stop()?;
        Ok(lines)
    }
}

/// Tells lines as they come.
pub fn told(lines: Vec<Line>) -> Vec<Line> {
    for line in &lines {
        eprintln!("  {}", line.spoken());
    }
    lines
}
