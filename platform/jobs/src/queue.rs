//! Putting jobs in, and looking at those that gave up.

use std::time::Duration;

use db::{Tx, p};
use kernel::{Fault, Result, Timestamp};
use serde::Serialize;

use crate::store;

/// By so much the clocks of healthy nodes may differ.
const CLOCKS_DIFFER: Duration = Duration::from_mins(1);

db::typed_id!(
    /// A job in the queue.
    JobId, "job");

/// A job to be done.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// `<feature>.<verb>`, for example `channels.send`.
    pub kind: &'static str,
    /// What the handler needs, as JSON; ids rather than copies of things.
    pub payload: serde_json::Value,
    /// Not before this instant; the unit of work's when absent.
    pub run_at: Option<Timestamp>,
    /// A second job of the same kind and key is not enqueued while the first waits.
    pub key: Option<String>,
}

impl NewJob {
    /// A job to be done at once.
    pub fn now(kind: &'static str, payload: impl Serialize) -> Self {
        Self { kind, payload: serde_json::to_value(payload).unwrap_or_default(), run_at: None, key: None }
    }

    /// The same job, not before an instant.
    pub fn at(mut self, instant: Timestamp) -> Self {
        self.run_at = Some(instant);
        self
    }

    /// The same job, only once for a key.
    pub fn once_for(mut self, key: impl ToString) -> Self {
        self.key = Some(key.to_string());
        self
    }
}

/// A job that gave up.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ParkedJob {
    /// The job.
    pub id: JobId,
    /// `<feature>.<verb>`
    #[schema(examples("channels.send"))]
    pub kind: String,
    /// How often it was tried.
    #[schema(examples(12))]
    pub attempts: i64,
    /// When it was enqueued.
    pub made_at: Timestamp,
    /// When it gave up.
    pub parked_at: Timestamp,
    /// Stable code of the fault it failed with the last time.
    #[schema(examples("platform.unavailable"))]
    pub code: String,
    /// Why it failed the last time: code, sentence and causes.
    #[schema(examples("platform.unavailable: the mail server does not answer"))]
    pub error: String,
}

/// Enqueues a job in this unit of work.
pub fn enqueue(tx: &mut Tx<'_>, job: NewJob) -> Result<()> {
    let (id, now) = (tx.id::<JobId>(), tx.now());
    let run_at = job.run_at.unwrap_or(now);
    tx.exec(store::INSERT, p![id, job.kind, job.payload.to_string(), run_at, job.key, now, now])?;
    tx.announce();
    Ok(())
}

/// Takes a waiting job out of the queue; says whether it was still there.
pub fn cancel(tx: &mut Tx<'_>, kind: &'static str, key: &str) -> Result<bool> {
    Ok(tx.exec(store::CANCEL, p![kind, key])? > 0)
}

/// Jobs that gave up, newest first, up to 201 of them behind a place.
pub fn parked(tx: &mut Tx<'_>, before: Option<(Timestamp, JobId)>) -> Result<Vec<ParkedJob>> {
    let (at, id) = before.map_or((i64::MAX, i64::MAX), |(at, id)| (at.micros(), kernel::TypedId::raw(id)));
    tx.all(store::PARKED, p![at, id], |row| {
        let (id, kind) = (row.take()?, row.take()?);
        let _payload: String = row.take()?;
        let (attempts, made_at, parked_at, error): (_, _, _, String) =
            (row.take()?, row.take()?, row.take()?, row.take()?);
        // A fault is written down with its code in front.
        let code = error.split(':').next().unwrap_or_default().to_owned();
        Ok(ParkedJob { id, kind, attempts, made_at, parked_at, code, error })
    })
}

/// Puts a job that gave up back into the queue.
///
/// # Errors
/// `platform.not_found` when it is not among them.
pub fn retry_parked(tx: &mut Tx<'_>, id: JobId) -> Result<()> {
    let now = tx.now();
    tx.exec(store::RETURN, p![now, now, id])?;
    if tx.exec(store::UNPARK, p![id])? == 0 {
        return Err(Fault::not_found());
    }
    tx.announce();
    Ok(())
}

/// Frees the jobs that a node had in hand when it died: they go on at once instead of after their lease.
pub fn release(tx: &mut Tx<'_>, node: &str) -> Result<()> {
    let now = tx.now();
    tx.exec(store::RELEASE, p![now, now, node]).map(drop)
}

/// Rearranges what was planned while the clock ran ahead, so that it waits as long as was meant and no longer.
pub fn rearrange(tx: &mut Tx<'_>) -> Result<()> {
    let now = tx.now();
    tx.exec(store::AHEAD, p![now, now, now.plus(CLOCKS_DIFFER)]).map(drop)
}

/// How many jobs of each kind wait, and since when the oldest is due.
pub fn depth(tx: &mut Tx<'_>) -> Result<Vec<(String, i64, Timestamp)>> {
    tx.all(store::DEPTH, p![], |row| Ok((row.take()?, row.take()?, row.take()?)))
}
