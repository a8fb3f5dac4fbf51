//! How things stand: now, for the wallboard, and the backlog of any day.

mod backlog;
pub(crate) mod http;
mod now;

pub(crate) use backlog::backlog;
use db::Sql;

/// Every statement of this room.
pub(crate) fn statements() -> Vec<&'static Sql> {
    [now::STATEMENTS, backlog::STATEMENTS].concat()
}

#[cfg(test)]
mod tests;
