//! Why a figure moved, where conversations wait, and what is worth being taught.

mod asked;
mod bottlenecks;
mod chart;
mod decompose;
mod explain;
mod fair;
pub(crate) mod find;
mod gaps;
mod http;
pub(crate) mod series;
#[cfg(test)]
mod tests;
mod wire;

pub(crate) use bottlenecks::STATEMENTS;
pub(crate) use chart::ControlChart;
pub use decompose::{Amount, Contribution, Movement, Segment, of_count, of_quantile, of_ratio};
#[cfg(test)]
pub(crate) use explain::Kind as MovementKind;
pub(crate) use explain::{Cause, ExplanationBody as Explanation, ReasonBody as Reason, SHOWN, Shown, explain};
pub use http::router;
