//! The one definition of every metric, and what is computed from it.

use db::Sql;

mod compute;
mod dictionary;
pub(crate) mod http;
mod load;
pub(crate) mod owners;
#[cfg(test)]
mod owners_tests;
mod period;
pub(crate) mod samples;
pub mod settings;
pub(crate) mod settings_http;
#[cfg(test)]
mod tests;

pub(crate) use compute::part_of;
pub use compute::{Figure, Line, Spread, compute};
pub use dictionary::{Definition, Edition, Good, Metric, Unit};
pub use load::{Facts, Reply, load};
pub(crate) use load::{came_again, came_again_of};
pub use period::{By, Period};

/// Every statement of this room.
pub(crate) fn statements() -> Vec<&'static Sql> {
    [load::STATEMENTS, owners::STATEMENTS, settings::STATEMENTS].concat()
}
