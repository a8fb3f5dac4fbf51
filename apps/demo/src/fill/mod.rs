//! Playing the year into a database, through the same commands that people's clicks and customers' mails use.
//!
//! Steps are played in units of work of some hundreds, each step at its own instant. What became of the made-up things is
//! kept in `demo_things`, and how far the playing is in `demo_runs`, in the same unit of work: a filling that was
//! interrupted goes on where it stopped. No mail is ever sent: answers are recorded as history, and the mailboxes
//! have no servers.

pub mod error;
mod ledger;
mod markup;
mod play;
mod ratings;
mod stage;
#[cfg(test)]
mod tests;
mod welcome;

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use access::Registry;
use access::passwords::Hasher;
use channels::Post;
use db::{Db, Migration, Sql};
use feedback::Feedback;
use files::{Files, Prepared};
use kernel::{Fault, PersonId, Result, Timestamp};

use crate::Company;
use crate::clock;
use crate::forms;
use crate::lang::Lang;
use crate::papers;
use crate::story::{self, Act, Step};
use ledger::Ledger;

pub use ledger::Run;

/// The password of everybody in the demo company.
pub const PASSWORD: &str = "havgard-demo-2026";
/// The seed of the company in the guide and the screenshots.
pub const SEED: u64 = 2_026;
/// How many conversations the company of the guide has.
pub const CONVERSATIONS: u32 = 20_000;

/// How many steps are one unit of work.
const BATCH: usize = 400;

/// What the filling works with.
#[derive(Clone)]
pub struct Rooms {
    pub db: Db,
    pub files: Files,
    pub registry: Arc<Registry>,
    pub post: Post,
    pub hasher: Hasher,
    pub feedback: Feedback,
}

/// Which company to make.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    pub seed: u64,
    /// The end of the twelve months: now, usually.
    pub until: Timestamp,
    pub conversations: u32,
    /// Who set Quarterdeck up and looks at the demo: finds some work on the own desk.
    pub host: Option<PersonId>,
}

impl Plan {
    /// The company of the guide.
    pub fn usual(until: Timestamp, host: Option<PersonId>) -> Self {
        Self { seed: SEED, until, conversations: CONVERSATIONS, host }
    }
}

/// How far the filling is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Conversations begun.
    pub done: u32,
    /// Conversations in all.
    pub total: u32,
    /// In words: the month that is being played.
    pub detail: String,
}

/// What a finished filling made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    pub conversations: u32,
    /// Public messages and notes.
    pub messages: u32,
    pub customers: u32,
    pub steps: u64,
}

/// The steps of this room's tables.
pub fn migrations() -> Vec<Migration> {
    vec![Migration { name: "202611210900_demo_run", sql: include_str!("../../migrations/202611210900_demo_run.sql") }]
}

/// Every statement, for the test that prepares all of them on both engines.
pub fn statements() -> Vec<&'static Sql> {
    ledger::STATEMENTS.to_vec()
}

/// The run that was begun and is not finished, if any: fill again with any plan to complete it.
///
/// # Errors
/// Trouble with the database only.
pub async fn unfinished(db: &Db) -> Result<Option<Run>> {
    Ok(db.read(ledger::run).await?.filter(|run| !run.finished))
}

/// Fills the demo company, or completes one that was interrupted (whose own seed, end and size then count).
///
/// # Errors
/// `demo.already_filled`, `demo.not_empty`, or trouble with the database.
pub async fn fill(rooms: &Rooms, plan: Plan, mut report: impl FnMut(Progress) + Send) -> Result<Summary> {
    let run = begin(rooms, plan).await?;
    let until = run.until.seconds();
    let mut company = Company::new(run.seed, until, run.conversations).map_err(Fault::internal)?;
    let known = rooms.db.read(Ledger::load).await?;
    let known = Arc::new(RwLock::new(known));
    let staging = run.steps_done == 0 && !known.read().is_ok_and(|known| known.is_staged());
    if staging {
        stage::set(rooms, &company, &run, &known).await?;
    }
    let mut summary = Summary::default();
    let mut studio = Studio::default();
    let mut told = 0_u64;
    loop {
        let batch: Vec<Step> = company.by_ref().take(BATCH).collect();
        let Some(last) = batch.last().map(|step| step.at) else { break };
        for step in &batch {
            summary.count(step);
        }
        told += batch.len() as u64;
        if told <= run.steps_done {
            play::recall(&known, &batch)?;
            continue;
        }
        let papers = batch.iter().map(|step| studio.prepare(&rooms.files, step)).collect::<Result<Vec<_>>>()?;
        play::batch(rooms, &company, &known, (batch, papers), told).await?;
        let month = forms::month(Lang::English, clock::local(last).date());
        let detail = format!("Conversations of {month}");
        report(Progress { done: summary.conversations, total: run.conversations, detail });
    }
    welcome::host(rooms, &run, &known).await?;
    summary.customers = company.customers().people.len() as u32;
    Ok(summary)
}

async fn begin(rooms: &Rooms, plan: Plan) -> Result<Run> {
    let found = rooms.db.read(ledger::run).await?;
    match found {
        Some(run) if run.finished => Err(error::ALREADY_FILLED.into()),
        Some(run) => Ok(run),
        None => rooms.db.write(move |tx| ledger::begin(tx, plan)).await,
    }
}

/// An attachment that is ready to be recorded.
#[derive(Clone)]
struct Paper {
    name: String,
    media_type: &'static str,
    blob: Prepared,
}

/// Draws attachments; photos come from a few dozen, each of which is drawn once.
#[derive(Default)]
struct Studio {
    photos: HashMap<u64, Paper>,
}

impl Studio {
    fn prepare(&mut self, files: &Files, step: &Step) -> Result<Vec<Paper>> {
        let (Act::Opens { mail, .. } | Act::Writes { mail } | Act::Answers { mail, .. } | Act::Notes { mail, .. }) =
            &step.act
        else {
            return Ok(Vec::new());
        };
        mail.papers.iter().map(|paper| self.paper(files, paper)).collect()
    }

    fn paper(&mut self, files: &Files, paper: &story::Paper) -> Result<Paper> {
        if let story::Paper::Photo { seed } = paper
            && let Some(known) = self.photos.get(seed)
        {
            return Ok(known.clone());
        }
        let drawn = papers::draw(paper);
        let ready = Paper { name: drawn.name, media_type: drawn.media_type, blob: files.prepare(&drawn.bytes)? };
        if let story::Paper::Photo { seed } = paper {
            self.photos.insert(*seed, ready.clone());
        }
        Ok(ready)
    }
}

impl Summary {
    fn count(&mut self, step: &Step) {
        self.steps += 1;
        match step.act {
            Act::Opens { .. } => {
                self.conversations += 1;
                self.messages += 1;
            }
            Act::Writes { .. } | Act::Answers { .. } | Act::Notes { .. } => self.messages += 1,
            _ => {}
        }
    }
}
