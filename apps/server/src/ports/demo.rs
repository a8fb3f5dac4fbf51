//! The demo company is filled by a job, so that a restart goes on with it and the set-up page can show how far it is.

use access::setup::StartDemo;
use db::Tx;
use jobs::NewJob;
use kernel::{PersonId, Result};
use serde::{Deserialize, Serialize};

/// The job that fills the demo company.
pub(crate) const FILL_DEMO: &str = "demo.fill";

/// What the job needs to know.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FillDemo {
    pub(crate) seed: u64,
    pub(crate) conversations: u32,
    pub(crate) host: PersonId,
}

/// Puts the filling into the queue.
pub(crate) struct QueuedDemo;

impl StartDemo for QueuedDemo {
    fn start(&self, tx: &mut Tx<'_>, administrator: PersonId) -> Result<()> {
        let plan = FillDemo { seed: demo::fill::SEED, conversations: demo::fill::CONVERSATIONS, host: administrator };
        jobs::enqueue(tx, NewJob::now(FILL_DEMO, plan).once_for("demo"))
    }
}
