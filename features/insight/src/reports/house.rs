//! What reports need of the rest of the house; the server wires it.

use std::collections::BTreeMap;
use std::sync::Arc;

use db::{Db, Tx};
use kernel::{ConversationId, Result, Timestamp};

use super::model::ReportFilter;

/// Which comments of customers are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedComments {
    /// Given from here on.
    pub from: Timestamp,
    /// Given before.
    pub until: Timestamp,
    /// About what.
    pub filter: ReportFilter,
    /// So many at most.
    pub most: usize,
}

/// What a customer said with an answer that counts. Nobody's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Their words.
    pub text: String,
    /// What was asked: `csat`, `nps`, `ces`, `happiness`.
    pub kind: String,
    /// What they answered.
    pub score: i64,
    /// When.
    pub given_at: Timestamp,
    /// About which conversation.
    pub conversation: ConversationId,
    /// On which channel it began.
    pub channel: String,
}

/// The rest of the house, as reports see it.
pub trait House: Send + Sync {
    /// What the company is called.
    ///
    /// # Errors
    /// Trouble with the store.
    fn company(&self, tx: &mut Tx<'_>) -> Result<String>;

    /// What teams, people, topics and mailboxes are called, by their ids as they stand in addresses.
    ///
    /// # Errors
    /// Trouble with the store.
    fn names(&self, tx: &mut Tx<'_>) -> Result<BTreeMap<String, String>>;

    /// What customers said: the worst and the best first, so that few tell much.
    ///
    /// # Errors
    /// Trouble with the store.
    fn comments(&self, tx: &mut Tx<'_>, wanted: &WantedComments) -> Result<Vec<Comment>>;
}

/// The handle of reports. Cheap to clone.
#[derive(Clone)]
pub struct Reports {
    /// The database.
    pub db: Db,
    /// The rest of the house.
    pub house: Arc<dyn House>,
}
