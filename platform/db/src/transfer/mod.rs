//! Rows of every table out of one database and into another, whichever their engines: what backup, restore and move share.
//!
//! What leaves is neutral. The event log and the audit trail bear no transaction of the server they were in; the place of each
//! consumer is told by numbers alone, and counters and identities by name. What arrives is one unit of work, so a database holds
//! all of it or nothing.

mod cell;
mod load;
mod rows;
mod shape;

pub use cell::Cell;
pub(crate) use load::has_table;
pub use load::{
    DAMAGED, Load, MOVED, NEWER, NOT_EMPTY, UNFINISHED, begin, finish, is_moved_away, is_unfinished, load,
    mark_moved_away, prepare,
};
pub use rows::rows;
pub use shape::{Column, Consumer, EMPTY, Kind, Missed, Shape, Step, Table, shape};

use crate::Sql;

/// The statements of this folder, for the test that prepares all of them.
pub(crate) const STATEMENTS: [&[&Sql]; 2] = [shape::STATEMENTS, load::STATEMENTS];

/// Tables whose `tx` is the place of a transaction in the server they are in, and means nothing elsewhere.
const LOGS: [&str; 4] = ["db_events", "db_consumers", "db_parked_events", "db_audit"];

/// Rows of one engine, a sequence of the other.
const COUNTERS: &str = "db_counters";

/// A name as both engines take it; it comes from the database's own catalogue.
fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}
