//! Figures that are watched: a rule says what is normal, an alert says that something is not.

pub mod commands;
mod http;
mod model;
pub mod queries;
mod store;
#[cfg(test)]
mod tests;
pub(crate) mod watch;
pub(crate) mod webhook;
mod wire;

pub use http::router;
pub use model::{AlertId, AlertState, Finding, Reason, RuleContent, RuleId, RuleState, Watch};
pub(crate) use store::{Past, STATEMENTS, answer_with, between};
pub use watch::{Letter, letter};
