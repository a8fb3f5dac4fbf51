//! Runs the jobs of a node: claims what is due, a lease at a time, and works on several at once.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use db::{Db, Tx, p};
use kernel::{Fault, FaultKind, Result, Timestamp, TypedId};
use serde::de::DeserializeOwned;
use tokio::task::JoinSet;

use crate::queue::JobId;
use crate::store;

/// A worker that has not finished by then is taken for dead.
const LEASE: Duration = Duration::from_mins(5);
/// Between two tries to note the end of a job in a store that is in trouble.
const BREATH: Duration = Duration::from_secs(1);
/// When a job that met trouble of the store is tried again; by then it could be noted, so the store works.
const AFTER_TROUBLE: Duration = Duration::from_secs(1);
/// Jobs of one kind that a node works on at once.
const AT_ONCE: usize = 8;
/// Tries before a job is parked: the delays between them add up to about a day.
const TRIES: i64 = 14;

/// A job in hand.
#[derive(Debug, Clone)]
pub struct Job {
    /// The job.
    pub id: JobId,
    /// How often it was tried, this time included.
    pub attempt: i64,
    payload: String,
}

impl Job {
    /// What was enqueued, as the handler's own type.
    ///
    /// # Errors
    /// An internal fault when the payload does not have this shape.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(&self.payload).map_err(Fault::internal)
    }
}

/// How a job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// It is to be run again, not before an instant; does not count as a failure.
    Again(Timestamp),
}

/// What is done with a job.
pub type Handler = Arc<dyn Fn(Job) -> Pin<Box<dyn Future<Output = Result<Outcome>> + Send>> + Send + Sync>;

/// The handlers of a node.
#[derive(Clone)]
pub struct Runner {
    db: Db,
    handlers: BTreeMap<&'static str, Handler>,
}

impl Runner {
    /// Nobody works yet.
    pub fn new(db: Db) -> Self {
        Self { db, handlers: BTreeMap::new() }
    }

    /// Adds a handler of a kind of job.
    pub fn add<F, W>(&mut self, kind: &'static str, handler: F)
    where
        F: Fn(Job) -> W + Send + Sync + 'static,
        W: Future<Output = Result<Outcome>> + Send + 'static,
    {
        self.handlers.insert(kind, Arc::new(move |job| Box::pin(handler(job))));
    }

    /// Works until the process ends: one loop a kind, so that slow mail does not hold up the rest.
    pub async fn run(self) {
        self.release().await;
        let mut loops = JoinSet::new();
        for (kind, handler) in self.handlers {
            loops.spawn(work(self.db.clone(), kind, handler));
        }
        while loops.join_next().await.is_some() {}
    }

    /// One process works on a SQLite file, so whatever is held when it starts was in the hands of one that died: it goes on at
    /// once. What a clock that ran ahead planned too late is set right on either engine.
    async fn release(&self) {
        let alone = self.db.engine() == db::Engine::Sqlite;
        let node = self.db.node().to_owned();
        let released = self.db.write(move |tx| {
            if alone {
                crate::queue::release(tx, &node)?;
            }
            crate::queue::rearrange(tx)
        });
        if let Err(fault) = released.await {
            tracing::warn!(
                cause = fault.causes(),
                "Jobs of a process that died cannot be taken up; they come back after their lease."
            );
        }
    }

    /// Does everything that is due now, then returns; for tests and commands. Gives the number of jobs that were run.
    pub async fn run_due(&self) -> Result<usize> {
        let mut total = 0;
        loop {
            let mut round = 0;
            for (kind, handler) in &self.handlers {
                for job in claim(&self.db, kind, AT_ONCE).await? {
                    perform(&self.db, kind, handler, job).await;
                    round += 1;
                }
            }
            if round == 0 {
                return Ok(total);
            }
            total += round;
        }
    }
}

/// The jobs that a node works on, each with its attempt: a job that is to run again may be claimed before its last task has ended.
type InHand = Arc<Mutex<BTreeSet<(JobId, i64)>>>;

fn in_hand(jobs: &InHand) -> MutexGuard<'_, BTreeSet<(JobId, i64)>> {
    jobs.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn work(db: Db, kind: &'static str, handler: Handler) {
    let mut commits = db.bus().commits();
    let (mut busy, hand) = (JoinSet::new(), InHand::default());
    let mut is_unsure = false;
    loop {
        while busy.try_join_next().is_some() {}
        if is_unsure {
            let known = in_hand(&hand).iter().map(|(id, _)| *id).collect();
            is_unsure = take_back(&db, kind, known).await.is_err();
        }
        let room = AT_ONCE - busy.len();
        let claimed = if room == 0 { Ok(Vec::new()) } else { claim(&db, kind, room).await };
        match claimed {
            Ok(jobs) if jobs.is_empty() => {
                let rest = rest(&db, kind).await;
                tokio::select! {
                    () = tokio::time::sleep(rest) => {}
                    _ = commits.changed() => {}
                    Some(_) = busy.join_next() => {}
                }
            }
            Ok(jobs) => {
                for job in jobs {
                    let (db, handler, hand) = (db.clone(), Arc::clone(&handler), Arc::clone(&hand));
                    let entry = (job.id, job.attempt);
                    in_hand(&hand).insert(entry);
                    busy.spawn(async move {
                        perform(&db, kind, &handler, job).await;
                        in_hand(&hand).remove(&entry);
                    });
                }
            }
            Err(fault) => {
                is_unsure = true;
                tracing::warn!(
                    job.kind = kind,
                    cause = fault.causes(),
                    "Jobs cannot be claimed; trying again in a second."
                );
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

/// How long nothing can become due: until the next job's instant, at most a second (another node may enqueue).
async fn rest(db: &Db, kind: &'static str) -> Duration {
    let next = db.read(move |tx| {
        let now = tx.now();
        let next = tx.one(store::NEXT, p![kind], |row| row.take::<Option<Timestamp>>())?;
        Ok(next.map(|at| at.since(now)))
    });
    let longest = Duration::from_secs(1);
    next.await.ok().flatten().unwrap_or(longest).clamp(Duration::from_millis(5), longest)
}

pub(crate) async fn claim(db: &Db, kind: &'static str, most: usize) -> Result<Vec<Job>> {
    // A look first: an idle queue then costs a read and no durable commit.
    let due = db.read(move |tx| {
        let now = tx.now();
        let next = tx.one(store::NEXT, p![kind], |row| row.take::<Option<Timestamp>>())?;
        Ok(next.is_some_and(|at| at <= now))
    });
    if !due.await? {
        return Ok(Vec::new());
    }
    let node = db.node().to_owned();
    db.write(move |tx| claim_in(tx, &node, kind, most)).await
}

fn claim_in(tx: &mut Tx<'_>, node: &str, kind: &'static str, most: usize) -> Result<Vec<Job>> {
    let now = tx.now();
    let sql = format!(
        "update jobs_queue set run_at = $1, set_at = $2, holder = $3, attempts = attempts + 1 where id in
         (select id from jobs_queue where kind = $4 and run_at <= $5 order by run_at, id limit {most}{})
         returning id, attempts, payload",
        tx.skip_locked()
    );
    let mut jobs = tx.all(sql, p![now.plus(LEASE), now, node, kind, now], |row| {
        Ok(Job { id: row.take()?, attempt: row.take()?, payload: row.take()? })
    })?;
    jobs.sort_by_key(|job| job.id);
    Ok(jobs)
}

/// Gives up what this node holds without knowing it: a claim was committed, and the answer was lost on the way.
pub(crate) async fn take_back(db: &Db, kind: &'static str, known: BTreeSet<JobId>) -> Result<()> {
    let node = db.node().to_owned();
    let known: Vec<String> = known.into_iter().map(|id| id.raw().to_string()).collect();
    let but = if known.is_empty() { String::new() } else { format!(" and id not in ({})", known.join(", ")) };
    let sql = format!(
        "update jobs_queue set run_at = $1, set_at = $2, holder = '', attempts = attempts - 1 where kind = $3 and holder = $4{but}"
    );
    db.write(move |tx| {
        let now = tx.now();
        if tx.exec(sql.clone(), p![now, now, kind, node])? > 0 {
            tx.announce();
        }
        Ok(())
    })
    .await
}

async fn perform(db: &Db, kind: &'static str, handler: &Handler, job: Job) {
    let (id, attempt) = (job.id, job.attempt);
    let outcome = keep_lease(db, id, handler(job)).await;
    let outcome = Arc::new(outcome);
    let until = tokio::time::Instant::now() + LEASE;
    loop {
        let end = Arc::clone(&outcome);
        let Err(fault) = db.write(move |tx| note_end(tx, kind, id, attempt, &end)).await else { return };
        // A store in trouble comes back; until then the end of the job is known here only.
        if fault.kind() != FaultKind::Unavailable || tokio::time::Instant::now() > until {
            tracing::warn!(
                job.kind = kind,
                cause = fault.causes(),
                "A job's end could not be noted; it will run again after its lease."
            );
            return;
        }
        tokio::time::sleep(BREATH).await;
    }
}

fn note_end(tx: &mut Tx<'_>, kind: &str, id: JobId, attempt: i64, outcome: &Result<Outcome>) -> Result<()> {
    let now = tx.now();
    match outcome {
        Ok(Outcome::Done) => tx.exec(store::DONE, p![id]).map(drop),
        Ok(Outcome::Again(at)) => tx.exec(store::AGAIN, p![*at, now, id]).map(drop),
        // Trouble of the store is no failure of the job: a full disk over a weekend must not make work give up.
        Err(fault) if fault.is_of_store() => {
            tx.exec(store::UNTRIED, p![now.plus(AFTER_TROUBLE), now, id])?;
            tx.announce();
            Ok(())
        }
        Err(fault) => note_failure(tx, kind, id, attempt, fault),
    }
}

/// Holds the lease of a long job (an import, a demo company) while its handler works.
async fn keep_lease(db: &Db, id: JobId, work: impl Future<Output = Result<Outcome>>) -> Result<Outcome> {
    let mut work = std::pin::pin!(work);
    let mut beat = tokio::time::interval_at(tokio::time::Instant::now() + LEASE / 3, LEASE / 3);
    loop {
        tokio::select! {
            outcome = &mut work => return outcome,
            _ = beat.tick() => {
                let renewed = db.write(move |tx| {
                    let now = tx.now();
                    tx.exec(store::RENEW, p![now.plus(LEASE), now, id])
                });
                // A lease that could not be renewed may run out: then the job runs twice, which every handler bears.
                if let Err(fault) = renewed.await {
                    tracing::warn!(job.id = %id, cause = fault.causes(), "The lease of a job could not be renewed.");
                }
            }
        }
    }
}

fn note_failure(tx: &mut Tx<'_>, kind: &str, id: JobId, attempt: i64, fault: &Fault) -> Result<()> {
    let now = tx.now();
    if attempt >= TRIES {
        tracing::error!(job.kind = kind, job.id = %id, fault = ?fault, "A job failed too often; it is parked.");
        tx.exec(store::PARK, p![now, format!("{fault:?}"), id])?;
        return tx.exec(store::DONE, p![id]).map(drop);
    }
    let delay = Duration::from_secs(2u64.saturating_pow(attempt.clamp(1, 13) as u32)).min(Duration::from_hours(3));
    tracing::warn!(job.kind = kind, job.id = %id, attempt, fault = ?fault, "A job failed; it is tried again.");
    tx.exec(store::AGAIN, p![now.plus(delay), now, id]).map(drop)
}
