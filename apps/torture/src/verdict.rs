//! Counts what became of the mails, by asking the database itself.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::desk::Desk;
use crate::mail::Mail;
use crate::{Outcome, Plan};

/// Mail is taken and placed as long as something moves within this time.
const PATIENCE: Duration = Duration::from_mins(2);

/// What a run came to.
#[derive(Debug)]
pub struct Verdict {
    /// The run.
    pub plan: Plan,
    /// Mails that were acknowledged: all of them.
    pub mails: usize,
    /// Kills, restarts, or times the disk was full.
    pub blows: usize,
    /// How often a mail was refused and sent again.
    pub refused: usize,
    /// Pipes that ended with something else than 0 or 75.
    pub wrong_ends: usize,
    /// Mails that are not there, or have no conversation.
    pub lost: Vec<String>,
    /// Mails that are there more than once.
    pub double: Vec<String>,
    /// What `verify --deep` said when it did not end well.
    pub verify: Option<String>,
    /// How long it took.
    pub seconds: u64,
}

impl Verdict {
    /// Whether nothing was lost, nothing is double, and everything is whole.
    pub fn is_well(&self) -> bool {
        self.lost.is_empty() && self.double.is_empty() && self.verify.is_none() && self.wrong_ends == 0
    }
}

/// Message-ID, state, message of the conversation.
type Row = (String, String, i64);

const INTAKE: &str = "select message_id, state, inbox_message_id from channels_intake";
const MESSAGES: &str = "select id, raw_hash from inbox_messages where raw_hash is not null and raw_hash <> ''";

fn intake(desk: &Desk) -> Outcome<Vec<Row>> {
    match &desk.database {
        None => {
            let connection = rusqlite::Connection::open(desk.folder.join("quarterdeck.db"))?;
            let mut statement = connection.prepare(INTAKE)?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        }
        Some(url) => {
            let mut client = postgres::Client::connect(url, postgres::NoTls)?;
            Ok(client.query(INTAKE, &[])?.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect())
        }
    }
}

fn messages(desk: &Desk) -> Outcome<Vec<(i64, String)>> {
    match &desk.database {
        None => {
            let connection = rusqlite::Connection::open(desk.folder.join("quarterdeck.db"))?;
            let mut statement = connection.prepare(MESSAGES)?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        }
        Some(url) => {
            let mut client = postgres::Client::connect(url, postgres::NoTls)?;
            Ok(client.query(MESSAGES, &[])?.iter().map(|row| (row.get(0), row.get(1))).collect())
        }
    }
}

/// Waits until every mail is taken and none waits for its place, as long as that goes on.
pub(crate) fn settle(desk: &Desk, mails: &[Mail]) -> Outcome {
    let (mut last, mut moved) = ((0, 0), Instant::now());
    while moved.elapsed() < PATIENCE {
        let rows = intake(desk)?;
        let waiting = rows.iter().filter(|(_, state, _)| state == "waiting").count();
        if rows.len() >= mails.len() && waiting == 0 {
            return Ok(());
        }
        if (rows.len(), waiting) != last {
            (last, moved) = ((rows.len(), waiting), Instant::now());
        }
        sleep(Duration::from_millis(200));
    }
    // What is missing is told by the verdict.
    Ok(())
}

pub(crate) fn judge(desk: &Desk, mails: &[Mail], plan: Plan) -> Outcome<Verdict> {
    let mut kept: BTreeMap<String, Vec<(String, i64)>> = BTreeMap::new();
    for (id, state, message) in intake(desk)? {
        let id = id.trim_start_matches('<').trim_end_matches('>').to_owned();
        kept.entry(id).or_default().push((state, message));
    }
    let messages = messages(desk)?;
    let mut of_bytes: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, hash) in &messages {
        *of_bytes.entry(hash).or_default() += 1;
    }
    let (mut lost, mut double) = (Vec::new(), Vec::new());
    for mail in mails {
        let found = kept.get(&mail.id).map(Vec::as_slice).unwrap_or_default();
        let placed =
            |(state, message): &&(String, i64)| state == "placed" && messages.iter().any(|(id, _)| id == message);
        match found.len() {
            0 => lost.push(mail.id.clone()),
            1 if mail.ordinary && !found.iter().all(|row| placed(&row)) => {
                lost.push(format!("{} is {}", mail.id, found[0].0));
            }
            1 => {}
            _ => double.push(mail.id.clone()),
        }
    }
    double.extend(of_bytes.into_iter().filter(|(_, count)| *count > 1).map(|(hash, _)| format!("message of {hash}")));
    let verify = verify(desk)?;
    Ok(Verdict { plan, mails: mails.len(), blows: 0, refused: 0, wrong_ends: 0, lost, double, verify, seconds: 0 })
}

fn verify(desk: &Desk) -> Outcome<Option<String>> {
    let mut verify = desk.command("verify");
    let output = verify.arg("--deep").stdin(Stdio::null()).output()?;
    let words = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Ok((!output.status.success()).then_some(words))
}
