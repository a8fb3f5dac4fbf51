//! A durable queue: jobs are enqueued in the unit of work, leased, retried with growing delay, and parked visibly.
//!
//! A job runs at least once: its handler must be idempotent. A worker that dies loses its lease, and the job comes back.

mod queue;
mod runner;
mod store;

pub use queue::{JobId, NewJob, ParkedJob, cancel, depth, enqueue, parked, rearrange, release, retry_parked};
pub use runner::{Handler, Job, Outcome, Runner};

use db::{Migration, Sql};

/// The steps of this room's tables.
pub fn migrations() -> Vec<Migration> {
    db::steps!["202611210001_jobs_queue", "202611220411_jobs_holder",]
}

/// Every statement, for the test that prepares all of them on both engines.
pub fn statements() -> Vec<&'static Sql> {
    store::STATEMENTS.to_vec()
}

#[cfg(test)]
mod tests;
