//! The one definition of every metric, and what is computed from it.

mod compute;
mod dictionary;
mod load;
mod period;
#[cfg(test)]
mod tests;

pub use compute::{Figure, Line, Spread, compute};
pub use dictionary::{Definition, Metric, Unit};
pub(crate) use load::STATEMENTS;
pub use load::{Facts, Reply, load};
pub use period::{By, Period};
