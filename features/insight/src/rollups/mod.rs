//! Roll-ups: what every metric counts of each day, week and month, by team, agent, channel and topic, kept as facts change.

mod cube;
mod delta;
mod keep;
mod read;
mod store;
mod stored;

use db::Sql;

pub(crate) use cube::{day, days};
pub(crate) use keep::{after, are_ready, before, forget_all};
pub use keep::{are_due, build};
pub(crate) use read::{Plan, plan};
pub(crate) use store::{came_again_between, returned_to};

/// Every statement of this room.
pub(crate) fn statements() -> Vec<&'static Sql> {
    [crate::rollups::store::STATEMENTS, read::STATEMENTS].concat()
}

#[cfg(test)]
mod tests;
