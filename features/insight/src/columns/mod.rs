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

use std::collections::BTreeMap;

use db::Sql;

pub(crate) use follow::Answer;
pub use follow::Columns;
pub(crate) use slice::{Made, Slice};

/// Parts with what was made of each, in order.
pub(crate) type Parts<T> = BTreeMap<Vec<String>, T>;

/// Every statement of this room.
pub(crate) fn statements() -> Vec<&'static Sql> {
    crate::columns::store::STATEMENTS.to_vec()
}
