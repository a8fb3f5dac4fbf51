//! Dashboards over many conversations, beside DuckDB on the same facts where Python has it.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use db::DbConfig;
use serde_json::Value;

use crate::company::{ADMINISTRATOR_SECRET, Size};
use crate::fill;
use crate::http::{self, Connection};
use crate::outcome::{Outcome, wrong};
use crate::program::{Program, Scratch};
use crate::report::{Aim, Line, Sample};

/// How often each question is asked.
const TIMES: usize = 40;
/// Nobody waits longer for roll-ups.
const PATIENCE: Duration = Duration::from_mins(30);
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
];

/// Measures on SQLite; everything is made below the folder.
pub async fn sqlite(below: &Path, conversations: u32) -> Outcome<Vec<Line>> {
    let work = Scratch::below(below, "figures")?;
    Program::product(&work.0, "")?.stop()?;
    let file = work.0.join("quarterdeck.db");
    let config = DbConfig::Sqlite { path: file.clone(), readers: 1, durable: false };
    fill::facts(config, Size { contacts: 10, ..Size::QUICK }, conversations).await?;
    let name = |what: &str| format!("SQLite, {conversations} conversations: {what}");
    let program = Program::product(&work.0, "")?;
    let began = Instant::now();
    while !are_built(&program).await? {
        if began.elapsed() > PATIENCE {
            return wrong("the roll-ups were not built");
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let rate = f64::from(conversations) / began.elapsed().as_secs_f64();
    let mut lines = vec![Line::alone(name("roll-ups built"), "/s", rate, Aim::None)];
    let beside = duckdb(&file);
    for question in QUESTIONS {
        let times = ask(&program, question.query).await?;
        let slowest = times.quantile(0.95);
        lines.push(Line::alone(name(&format!("{}, p95", question.name)), "ms", slowest, question.aim));
        if let (Some(theirs), "figures?by=team&by=week") = (&beside, question.query) {
            let line = Line::alone(name("the same beside DuckDB in memory"), "ms", times, Aim::AtMostPercent(10));
            lines.push(Line { ceiling: Some(theirs.clone()), ..line });
        }
    }
    program.stop()?;
    Ok(lines)
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
