//! The envelope of what happened, and of who did what.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::{Facts, PersonId, Result, ThingId, Timestamp};

/// Place of an event in the log: rises in commit order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct EventId {
    /// The transaction's place (always 0 on SQLite, whose one writer commits in order).
    pub tx: i64,
    /// The event's number.
    pub number: i64,
}

/// Something that is about to have happened, handed to the unit of work.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// `<feature>.<thing>.<past tense>`, for example `inbox.conversation.solved`.
    pub name: &'static str,
    /// Version of the facts' shape.
    pub version: u32,
    /// What it happened to.
    pub thing: ThingId,
    /// The facts and instants that reports will need, so that nobody must look at "now" later.
    pub facts: serde_json::Value,
}

/// Something that happened.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its place in the log.
    pub id: EventId,
    /// `<feature>.<thing>.<past tense>`.
    pub name: String,
    /// Version of the facts' shape.
    pub version: u32,
    /// What it happened to.
    pub thing: ThingId,
    /// When it happened.
    pub at: Timestamp,
    /// The person who did it; nobody when Quarterdeck did it by itself.
    pub person: Option<PersonId>,
    /// The facts.
    pub facts: Facts,
}

impl Event {
    /// The facts as the feature's own type.
    ///
    /// # Errors
    /// An internal fault when the stored facts do not have this shape.
    pub fn facts<T: DeserializeOwned>(&self) -> Result<T> {
        self.facts.read()
    }
}

/// Who did what to which thing: written by the command, never derived later.
#[derive(Debug, Clone)]
pub struct AuditEntry {
    /// `<feature>.<thing>.<past tense>`.
    pub action: &'static str,
    /// What was changed.
    pub thing: ThingId,
    /// What changed: before and after, without secrets and without message texts.
    pub detail: serde_json::Value,
}
