//! A figure that somebody wants to see move, frozen: goals, alert rules and actions all keep one.

mod compare;
mod model;
mod reading;
pub(crate) mod wire;

pub use compare::{Comparison, compare, compare_question};
pub(crate) use compare::{days, of_cells};
pub use model::{Measure, MeasureClock, MeasureOf, Scope, Statistic};
pub use reading::{Reading, estimate, of_cell};
pub(crate) use reading::{moments_of, seconds};
