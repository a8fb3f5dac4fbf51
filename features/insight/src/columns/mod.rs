//! Facts in memory, a column beside the other, for questions that no roll-up holds: exact, whatever is asked.
//!
//! Loaded when the first such question comes, kept current by the event log, given back when nobody asks any more. Nothing here is
//! the truth: it can be thrown away at any moment ([why so](../../../docs/decisions/0027-columns.md)).

mod dictionary;
mod follow;
mod load;
mod quantiles;
mod slice;
mod store;
mod table;
#[cfg(test)]
mod tests;

use db::Sql;

pub use follow::Columns;
pub(crate) use follow::{Answer, Told};
pub(crate) use slice::Slice;

/// Every statement of this room.
pub(crate) fn statements() -> Vec<&'static Sql> {
    crate::columns::store::STATEMENTS.to_vec()
}
