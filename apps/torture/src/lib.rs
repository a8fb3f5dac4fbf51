//! Kills the real server at random instants while mail comes in by every way, restarts its database under it, fills its disk,
//! and then counts: a mail that was acknowledged must be there once, whatever happened.
//!
//! A seed decides the mails and the instants; what the machine does in between is its own. No part of the product.

mod blows;
mod chance;
mod desk;
mod feed;
mod http;
mod mail;
mod smtp;
mod verdict;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use testkit::{Dovecot, OwnPostgres, SmallDisk};

use blows::Blows;
use chance::Chance;
use desk::Desk;
use feed::Feed;
pub use verdict::Verdict;

/// Whatever went wrong with the harness itself.
pub type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Where the desk keeps its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Engine {
    /// One file.
    Sqlite,
    /// A server of our own.
    Postgres,
}

/// What is done to the desk meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Scenario {
    /// The server is killed (SIGKILL) and started again.
    Kill,
    /// PostgreSQL breaks off and comes back; the server runs through.
    Database,
    /// The disk is full for a time; the server runs through.
    Disk,
}

/// One run.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Where the rows are.
    pub engine: Engine,
    /// What is done.
    pub scenario: Scenario,
    /// How many mails come in.
    pub mails: usize,
    /// How often it is done.
    pub blows: usize,
    /// The same seed gives the same mails and instants.
    pub seed: u64,
}

/// Megabytes of the disk that is filled: room for the mails of a whole run and a PostgreSQL cluster.
const DISK: u32 = 768;

/// Runs a plan to its end; nothing when this machine cannot (no PostgreSQL, no right to mount a disk).
///
/// # Errors
/// When the harness itself cannot do its work.
pub fn run(plan: Plan) -> Outcome<Option<Verdict>> {
    let began = Instant::now();
    let disk = if plan.scenario == Scenario::Disk { SmallDisk::mount(DISK) } else { None };
    if plan.scenario == Scenario::Disk && disk.is_none() {
        return Ok(None);
    }
    let folder = match &disk {
        Some(disk) => tempfile::tempdir_in(disk.path())?,
        None => tempfile::tempdir()?,
    };
    let server = match plan.engine {
        Engine::Sqlite => None,
        Engine::Postgres => match OwnPostgres::start_in(disk.as_ref().map(SmallDisk::path)) {
            Some(server) => Some(server),
            None => return Ok(None),
        },
    };
    let database = server.as_ref().map(|server| {
        server.admin("create database desk");
        server.url("desk")
    });
    let Some(dovecot) = Dovecot::start()? else { return Ok(None) };
    let desk = Arc::new(Desk::new(folder.path().to_owned(), database)?);
    let first = desk.start()?;
    desk.set_up(&dovecot)?;
    drop(first);
    let mails = Arc::new(mail::mails(plan.seed, plan.mails));
    let allowed = Arc::new(AtomicUsize::new(0));
    let feed = Feed::start(&mails, &desk, &dovecot, &allowed, plan.seed);
    let mut blows = Blows { plan, desk: &desk, server: server.as_ref(), disk: disk.as_ref(), allowed: &allowed };
    let (mut running, counted) = blows.deal(&mut Chance::new(plan.seed ^ 0x00b1_0e55))?;
    allowed.store(usize::MAX, Ordering::Relaxed);
    let fed = feed.finish()?;
    verdict::settle(&desk, &mails)?;
    running.stop()?;
    let mut verdict = verdict::judge(&desk, &mails, plan)?;
    (verdict.blows, verdict.refused, verdict.wrong_ends) = (counted, fed.refused, fed.wrong_ends);
    verdict.seconds = began.elapsed().as_secs();
    Ok(Some(verdict))
}
