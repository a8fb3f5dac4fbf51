//! Dashboards over many conversations, beside DuckDB on the same facts where Python has it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use db::{DbConfig, PostgresTls};
use serde_json::Value;

use super::told;
use crate::cache::Cache;
use crate::company::{ADMINISTRATOR_SECRET, Size};
use crate::fill;
use crate::http::{self, Connection};
use crate::outcome::{Outcome, wrong};
use crate::program::{self, Program, Scratch, binary, without_settings};
use crate::report::{Aim, Line, Sample};

/// How often each question is asked.
const TIMES: usize = 40;
/// Nobody waits longer for roll-ups.
const PATIENCE: Duration = Duration::from_mins(90);
/// New events that are taken in at once.
const BURST: u32 = 60_000;
/// So many a second must be kept up with.
const MUST: f64 = 2_000.0;
/// From so many conversations on DuckDB is to be left behind.
const MANY: u32 = 10_000_000;
const DUCKDB: &str = include_str!("duckdb.py");

/// A question, what it is called and what is wanted of its slowest twentieth.
struct Question {
    name: &'static str,
    query: &'static str,
    aim: Aim,
}

const QUESTIONS: &[Question] = &[
    Question {
        name: "every figure by team and week, 12 months",
        query: "figures?by=team&by=week",
        aim: Aim::Below(50),
    },
    Question { name: "every figure with the year before", query: "figures?against=year", aim: Aim::Below(50) },
    Question { name: "every figure by agent", query: "figures?by=agent", aim: Aim::Below(50) },
    Question {
        name: "conversations behind a figure, first page",
        query: "figures/conversations?metric=full_resolution_time",
        aim: Aim::Below(50),
    },
    Question {
        name: "sliced by what no roll-up holds",
        query: "figures?metric=full_resolution_time&priority=high&by=mailbox&by=channel",
        aim: Aim::Below(500),
    },
    Question {
        name: "all of it divided by what no roll-up holds",
        query: "figures?metric=full_resolution_time&by=mailbox&by=priority",
        aim: Aim::Below(500),
    },
    Question {
        name: "why a figure moved, 12 months beside the 12 before",
        query: "explanations?metric=full_resolution_time",
        aim: Aim::None,
    },
];

/// A store with nothing but a company and facts.
struct Store {
    engine: &'static str,
    conversations: u32,
    /// The data folder of its node.
    folder: PathBuf,
    /// Its address; empty for SQLite in the folder.
    url: String,
}

impl Store {
    fn config(&self) -> DbConfig {
        if self.url.is_empty() {
            return DbConfig::Sqlite { path: self.folder.join("quarterdeck.db"), readers: 1, durable: false };
        }
        DbConfig::Postgres { url: self.url.clone(), connections: 4, tls: PostgresTls::Off }
    }

    fn name(&self, what: &str) -> String {
        format!("{}, {} conversations: {what}", self.engine, self.conversations)
    }
}

/// Measures on SQLite; everything is made below the folder.
pub async fn sqlite(below: &Path, conversations: u32) -> Outcome<Vec<Line>> {
    let work = Scratch::below(below, "figures")?;
    let store = Store { engine: "SQLite", conversations, folder: work.0.clone(), url: String::new() };
    measure(&store).await
}

/// Measures on PostgreSQL, in a database of its own of a server.
pub async fn postgres(below: &Path, server: &str, conversations: u32) -> Outcome<Vec<Line>> {
    let work = Scratch::below(below, "figures")?;
    let store =
        Store { engine: "PostgreSQL", conversations, folder: work.0.clone(), url: super::database(server, "figures") };
    statement(server, "drop database if exists figures with (force)").await?;
    statement(server, "create database figures").await?;
    let lines = measure(&store).await?;
    statement(server, "drop database if exists figures with (force)").await?;
    Ok(lines)
}

async fn statement(url: &str, text: &'static str) -> Outcome {
    let url = url.to_owned();
    tokio::task::spawn_blocking(move || -> Outcome {
        Ok(postgres::Client::connect(&url, postgres::NoTls)?.batch_execute(text)?)
    })
    .await?
}

async fn measure(store: &Store) -> Outcome<Vec<Line>> {
    Program::product(&store.folder, &store.url)?.stop()?;
    fill::facts(store.config(), Size { contacts: 10, ..Size::QUICK }, store.conversations).await?;
    if !store.url.is_empty() {
        statement(&store.url, "vacuum analyze").await?;
    }
    let program = Program::product(&store.folder, &store.url)?;
    let began = Instant::now();
    while !are_built(&program).await? {
        if began.elapsed() > PATIENCE {
            return wrong("the roll-ups were not built");
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let rate = f64::from(store.conversations) / began.elapsed().as_secs_f64();
    let mut lines = told(vec![Line::alone(store.name("roll-ups built"), "/s", rate, Aim::None)]);
    let beside = if store.url.is_empty() { duckdb(&store.folder.join("quarterdeck.db")) } else { None };
    for question in QUESTIONS {
        let times = ask(&program, question.query).await?;
        let slowest = times.quantile(0.95);
        let name = format!("{}, p95", question.name);
        lines.extend(told(vec![Line::alone(store.name(&name), "ms", slowest, question.aim)]));
        if let (Some(theirs), "figures?by=team&by=week") = (&beside, question.query) {
            let name = store.name("the same beside DuckDB in memory");
            // Promised where there is much: fewer facts than that are as quickly counted as looked up.
            let aim = if store.conversations >= MANY { Aim::AtMostPercent(10) } else { Aim::None };
            let line = Line::alone(name, "ms", times, aim);
            lines.extend(told(vec![Line { ceiling: Some(theirs.clone()), ..line }]));
        }
    }
    let (_, own) = program.memory()?;
    let name = store.name("memory with all facts in columns, its own");
    lines.extend(told(vec![Line::alone(name, "MB", own as f64 / 1_000_000.0, Aim::None)]));
    program.stop()?;
    lines.extend(told(vec![keep_up(store).await?]));
    Ok(lines)
}

/// How many new events a second become facts and roll-ups, beside those that must. Counted by the command line, which takes in
/// what is new before it tells a figure: once with the events, once without.
async fn keep_up(store: &Store) -> Outcome<Line> {
    fill::events(store.config(), BURST / fill::EVENTS_OF_ONE).await?;
    let first = figure(store)?;
    if fill::facts_of_events(store.config()).await? != i64::from(BURST / fill::EVENTS_OF_ONE) {
        return wrong("new events did not become facts");
    }
    let again = figure(store)?;
    let rate = f64::from(BURST) / first.saturating_sub(again).as_secs_f64().max(0.001);
    let line = Line::alone(store.name("new events become facts and roll-ups"), "/s", rate, Aim::AtLeastPercent(100));
    Ok(Line { ceiling: Some(Sample(vec![MUST])), ..line })
}

/// How long the command line takes for a figure of one day.
fn figure(store: &Store) -> Outcome<Duration> {
    let mut command = without_settings(&binary()?);
    command.args(["kpi", "--from", "2024-01-01", "--to", "2024-01-01", "--metric", "created"]);
    command.current_dir(&store.folder).env("QUARTERDECK_DATA_FOLDER", &store.folder).stdout(Stdio::null());
    if !store.url.is_empty() {
        command.env("QUARTERDECK_DATABASE_URL", &store.url);
    }
    let began = Instant::now();
    if command.status()?.success() { Ok(began.elapsed()) } else { wrong("a figure could not be told") }
}

/// How long all facts of a copy of the desk take that are made anew out of its whole log, reckoned for a million conversations.
pub fn rebuild_sqlite(cache: &Cache) -> Outcome<Line> {
    let work = Scratch::below(&cache.folder, "rebuild")?;
    program::copy(&cache.sqlite(), &work.0)?;
    rebuild("SQLite", &work.0, "", cache.size.conversations)
}

/// The same on PostgreSQL.
pub async fn rebuild_postgres(cache: &Cache, server: &str) -> Outcome<Line> {
    let work = Scratch::below(&cache.folder, "rebuild")?;
    program::copy(&cache.postgres_desk(), &work.0)?;
    statement(server, "drop database if exists rebuild with (force)").await?;
    statement(server, "create database rebuild template bench").await?;
    let line = rebuild("PostgreSQL", &work.0, &super::database(server, "rebuild"), cache.size.conversations)?;
    statement(server, "drop database if exists rebuild with (force)").await?;
    Ok(line)
}

fn rebuild(engine: &str, folder: &Path, url: &str, conversations: u32) -> Outcome<Line> {
    let mut command = without_settings(&binary()?);
    command.args(["facts", "rebuild"]).current_dir(folder).env("QUARTERDECK_DATA_FOLDER", folder);
    if !url.is_empty() {
        command.env("QUARTERDECK_DATABASE_URL", url);
    }
    let began = Instant::now();
    if !command.stdout(Stdio::null()).stderr(Stdio::null()).status()?.success() {
        return wrong("facts could not be made anew");
    }
    let seconds = began.elapsed().as_secs_f64() * 1_000_000.0 / f64::from(conversations);
    let name =
        format!("{engine}: facts made anew, for 1000000 conversations of 11 events, reckoned from {conversations}");
    Ok(Line::alone(name, "s", seconds, Aim::Below(180)))
}

async fn are_built(program: &Program) -> Outcome<bool> {
    let health = http::get("/api/v1/insight/health", ADMINISTRATOR_SECRET);
    let told: Value = http::json(&program.address, &health).await?;
    Ok(told["rollups_ready"] == true)
}

/// Milliseconds of each answer over the last twelve months.
async fn ask(program: &Program, query: &str) -> Outcome<Sample> {
    let (from, to) = (fill::FACTS_FROM, fill::FACTS_TO);
    let request = http::get(&format!("/api/v1/insight/{query}&from={from}&to={to}"), ADMINISTRATOR_SECRET);
    let mut connection = Connection::open(&program.address).await?;
    let mut times = Sample::default();
    for turn in 0..=TIMES {
        let began = Instant::now();
        let answer = connection.ask(&request).await?;
        if answer.status >= 300 {
            return wrong(format!("{}: {}", answer.status, String::from_utf8_lossy(&answer.body)));
        }
        // The first only warms up.
        if turn > 0 {
            times.0.push(began.elapsed().as_secs_f64() * 1000.0);
        }
    }
    Ok(times)
}

/// Milliseconds that DuckDB takes for the first question; none where it is not installed.
fn duckdb(file: &Path) -> Option<Sample> {
    let output = Command::new("python3").args(["-c", DUCKDB]).arg(file).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let times: Vec<f64> = text.lines().filter_map(|line| line.parse().ok()).collect();
    (times.len() > 1).then(|| Sample(times.into_iter().skip(1).collect()))
}
