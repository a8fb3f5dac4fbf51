//! A figure that somebody wants to see move, frozen: goals, alert rules and actions all keep one.

mod compare;
mod model;
mod reading;

pub use compare::{Comparison, compare, compare_question};
pub(crate) use compare::{days, of_cells};
pub(crate) use model::example;
pub use model::{Measure, MeasureClock, MeasureOf, Scope, Statistic};
pub(crate) use reading::{moments, seconds};
pub use reading::{Reading, estimate, of_cell};
