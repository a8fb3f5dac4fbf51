//! What figures should be, and how far they are.

pub mod commands;
mod http;
mod model;
pub mod queries;
mod store;
#[cfg(test)]
mod tests;
mod wire;

pub use http::router;
pub use model::{Aim, Every, GoalContent, GoalId, Progress, Standing};
pub(crate) use store::{STATEMENTS, contents};
