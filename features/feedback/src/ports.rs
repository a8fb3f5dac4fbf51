//! What this room needs of others; the server wires it.

use std::time::Duration;

use db::Tx;
use kernel::{MailboxId, Result, Timestamp};

/// A mail that asks a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The mail address.
    pub to: String,
    /// The customer's name, perhaps empty.
    pub name: String,
    /// The mailbox the conversation came to.
    pub mailbox: Option<MailboxId>,
    /// One line.
    pub subject: String,
    /// HTML.
    pub html: String,
    /// Text.
    pub text: String,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Posted {
    /// It is on its way.
    Queued,
    /// There is no address to write to.
    NoAddress,
    /// Mail to the address comes back, or its owner wants no surveys.
    Unwanted,
    /// No mailbox can send.
    NoMailbox,
}

/// The outgoing mail.
pub trait Letters: Send + Sync + 'static {
    /// Queues a mail inside the unit of work. `source` names its cause; the same cause is queued once.
    ///
    /// # Errors
    /// Only that the database does not answer.
    fn post(&self, tx: &mut Tx<'_>, source: &str, letter: &Letter) -> Result<Posted>;

    /// Sends no more surveys to an address. Twice is as good as once.
    ///
    /// # Errors
    /// Only that the database does not answer.
    fn stop(&self, tx: &mut Tx<'_>, address: &str) -> Result<()>;

    /// Whether the owner of an address wants no surveys. What is no address wanted nothing.
    ///
    /// # Errors
    /// Only that the database does not answer.
    fn has_stopped(&self, tx: &mut Tx<'_>, address: &str) -> Result<bool>;
}

/// Business time.
pub trait Hours: Send + Sync + 'static {
    /// The instant at which so much business time has passed.
    ///
    /// # Errors
    /// Only that the database does not answer.
    fn after(&self, tx: &mut Tx<'_>, from: Timestamp, business: Duration) -> Result<Timestamp>;
}
