//! An archive of mail becomes conversations, beside a bare loop that parses and inserts.

use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::ceiling::intake;
use crate::company::MAILBOX_ADDRESS;
use crate::fill::{self, archive};
use crate::outcome::{Outcome, wrong};
use crate::program::{self, Scratch};
use crate::report::{Aim, Line, Sample};

const MEGABYTE: f64 = 1_000_000.0;
/// How often both are measured on SQLite.
const ROUNDS: usize = 5;

/// Measures on SQLite; the archive is written below the folder.
pub async fn sqlite(below: &Path, mails: u32) -> Outcome<Vec<Line>> {
    let work = Scratch::below(below, "archive")?;
    let file = work.0.join("archive.mbox");
    archive::write(&file, mails)?;
    let (mut ours, mut bare, mut most) = (Sample::default(), Sample::default(), 0);
    // In turns, so that an uneven machine treats both alike.
    for round in 0..ROUNDS {
        let (to, beside) = (work.0.join(format!("ours{round}")), work.0.join(format!("bare{round}")));
        for folder in [&to, &beside] {
            std::fs::create_dir_all(folder)?;
            fill::one_mailbox(folder).await?;
        }
        let (database, archive) = (beside.join("quarterdeck.db"), file.clone());
        bare.0.push(tokio::task::spawn_blocking(move || intake::sqlite(&database, &archive)).await??);
        let (rate, memory) = import(&to, "", &file, mails)?;
        ours.0.push(rate);
        most = most.max(memory);
        std::fs::remove_dir_all(&to)?;
        std::fs::remove_dir_all(&beside)?;
    }
    Ok(lines("SQLite", mails, ours, Some(bare), most))
}

/// Measures on PostgreSQL, in two databases of a server.
pub async fn postgres(below: &Path, server: &str, mails: u32) -> Outcome<Vec<Line>> {
    let work = Scratch::below(below, "archive")?;
    let file = work.0.join("archive.mbox");
    archive::write(&file, mails)?;
    let (ours, bare) = (super::database(server, "archive_ours"), super::database(server, "archive_bare"));
    let admin = server.to_owned();
    tokio::task::spawn_blocking(move || -> Outcome {
        let mut client = postgres::Client::connect(&admin, postgres::NoTls)?;
        for name in ["archive_ours", "archive_bare"] {
            client.batch_execute(&format!("drop database if exists {name}"))?;
            client.batch_execute(&format!("create database {name}"))?;
        }
        Ok(())
    })
    .await??;
    fill::one_mailbox_in(&work.0, &ours).await?;
    fill::one_mailbox_in(&work.0, &bare).await?;
    let ceiling = {
        let file = file.clone();
        tokio::task::spawn_blocking(move || intake::postgres(&bare, &file)).await??
    };
    let (rate, memory) = import(&work.0, &ours, &file, mails)?;
    Ok(lines("PostgreSQL", mails, rate.into(), Some(ceiling.into()), memory))
}

/// A million mails, ours alone: what it takes of memory.
pub async fn million(below: &Path) -> Outcome<Vec<Line>> {
    const MAILS: u32 = 1_000_000;
    let work = Scratch::below(below, "million")?;
    let file = work.0.join("archive.mbox");
    archive::write(&file, MAILS)?;
    let ours = work.0.join("ours");
    std::fs::create_dir_all(&ours)?;
    fill::one_mailbox(&ours).await?;
    let (rate, memory) = import(&ours, "", &file, MAILS)?;
    Ok(lines("SQLite", MAILS, rate.into(), None, memory))
}

fn lines(engine: &str, mails: u32, rate: Sample, ceiling: Option<Sample>, memory: u64) -> Vec<Line> {
    let mut all = Vec::new();
    let name = format!("{engine}: {mails} mails of an mbox to conversations");
    all.push(match ceiling {
        Some(ceiling) => Line { ceiling: Some(ceiling), ..Line::alone(name, "/s", rate, Aim::AtLeastPercent(50)) },
        None => Line::alone(name, "/s", rate, Aim::None),
    });
    let name = format!("{engine}: memory of importing {mails} mails, its own, at most");
    all.push(Line::alone(name, "MB", memory as f64 / MEGABYTE, Aim::Below(300)));
    all
}

/// Starts the command, as the configuration of a server at that port has it; 0 for none.
pub fn start_import(folder: &Path, database: &str, file: &Path, port: u16) -> Outcome<Child> {
    let mut command = program::without_settings(&program::binary()?);
    command
        .args(["import", "mbox", "--mailbox", MAILBOX_ADDRESS])
        .arg(file)
        .current_dir(folder)
        .env("QUARTERDECK_DATA_FOLDER", folder)
        .env("QUARTERDECK_SERVER_PORT", port.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    if !database.is_empty() {
        command.env("QUARTERDECK_DATABASE_URL", database);
    }
    Ok(command.spawn()?)
}

/// Runs the command; gives mails a second and the most memory of its own that it took.
fn import(folder: &Path, database: &str, file: &Path, mails: u32) -> Outcome<(f64, u64)> {
    let began = Instant::now();
    let mut child = start_import(folder, database, file, 0)?;
    let mut most = 0;
    while child.try_wait()?.is_none() {
        most = most.max(own_memory(child.id()));
        std::thread::sleep(Duration::from_millis(50));
    }
    let seconds = began.elapsed().as_secs_f64();
    let output = child.wait_with_output()?;
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    let wanted = format!("read {mails}, conversations {}, messages {mails}", mails.div_ceil(archive::THREAD));
    if !words.starts_with(&wanted) {
        return wrong(format!("the import ended with {}: {words}", output.status));
    }
    Ok((f64::from(mails) / seconds, most))
}

fn own_memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").trim().parse::<u64>().unwrap_or_default() * 1024
}
