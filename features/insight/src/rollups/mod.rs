//! Roll-ups: what every metric counts of each day, week and month, by team, agent, channel and topic, kept as facts change.

mod cube;
mod delta;
mod keep;
mod read;
mod store;
mod stored;
#[cfg(test)]
mod tests;

use db::Sql;

pub use keep::build;
pub(crate) use keep::{after, are_ready, before, forget_all};
pub(crate) use read::{Plan, plan};

/// Every statement of this room.
pub(crate) fn statements() -> Vec<&'static Sql> {
    [store::STATEMENTS, read::STATEMENTS].concat()
}
