//! What reports need of the rest of the house; the server wires it.

use std::collections::BTreeMap;
use std::sync::Arc;

use db::{Db, Tx};
use files::Files;
use kernel::{ConversationId, PersonId, Result, Timestamp};

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

/// A letter with files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// A mail address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// What is attached.
    pub files: Vec<LetterFile>,
}

/// A file of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterFile {
    /// How it is called.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// The blob that holds it.
    pub blob: String,
}

/// What became of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fate {
    /// A word: `waiting`, `sending`, `sent`, `failed`, `withdrawn`.
    pub state: String,
    /// Why it was not sent, in words; empty otherwise.
    pub reason: String,
    /// When a mail server took it.
    pub sent_at: Option<Timestamp>,
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

    /// The mail address of somebody who works here still.
    ///
    /// # Errors
    /// Trouble with the store.
    fn address_of(&self, tx: &mut Tx<'_>, person: PersonId) -> Result<Option<String>>;

    /// Hands a letter to the outgoing mail, which tries until it is gone or says why it cannot. `source` names its cause: the same
    /// cause is posted once.
    ///
    /// # Errors
    /// Trouble with the store.
    fn post(&self, tx: &mut Tx<'_>, source: &str, letter: &Letter) -> Result<()>;

    /// What became of the letter with a cause; none when there is none.
    ///
    /// # Errors
    /// Trouble with the store.
    fn fate(&self, tx: &mut Tx<'_>, source: &str) -> Result<Option<Fate>>;
}

/// The handle of reports. Cheap to clone.
#[derive(Clone)]
pub struct Reports {
    /// The database.
    pub db: Db,
    /// Where what is sent is kept.
    pub files: Files,
    /// The installation as browsers call it.
    pub address: String,
    /// The rest of the house.
    pub house: Arc<dyn House>,
}
