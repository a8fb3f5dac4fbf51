//! History from elsewhere: tables of tickets, messages and event logs become conversations with their own instants. Nothing is
//! sent, nobody is told, and the same tables twice change nothing.
//!
//! All rows are read and checked before anything is written, and put in order on disk. Then each case is told as what happened,
//! step by step, and kept in one unit of work with the line that remembers it: an import that was interrupted goes on behind
//! the cases that are there.

mod columns;
mod instant;
mod keep;
mod map;
mod model;
mod names;
mod plan;
mod row;
mod run;
mod stage;
mod store;
mod table;
#[cfg(test)]
mod tests;

use db::{Sql, Tx};
use kernel::{ContactId, Result, TeamId};

pub use map::Map;
pub use model::{Counts, Doing, Progress};
pub use names::Colleague;
pub use row::Trouble;
pub use run::{Order, Outcome, import};

use crate::messages::Address;

pub(crate) const STATEMENTS: &[&Sql] = store::STATEMENTS;

/// What an import needs of other rooms.
pub trait Elsewhere: Send + Sync + 'static {
    /// The contact with a mail address; made when there is none.
    fn contact(&self, tx: &mut Tx<'_>, who: &Address) -> Result<ContactId>;
    /// The contact with a handle; made with a name when there is none.
    fn contact_by_handle(&self, tx: &mut Tx<'_>, handle: &str, name: &str) -> Result<ContactId>;
    /// The one of us with a mail address, or else the only one of that name.
    fn colleague(&self, tx: &mut Tx<'_>, address: Option<&str>, name: &str) -> Result<Option<Colleague>>;
    /// Adds somebody who no longer works here, or finds whom an earlier import added.
    fn add_former(&self, tx: &mut Tx<'_>, address: &str, name: &str) -> Result<Colleague>;
    /// The team of a name, and whether it was made just now; none, when it is not there and shall not be made.
    fn team(&self, tx: &mut Tx<'_>, name: &str, make: bool) -> Result<Option<(TeamId, bool)>>;
}
