//! Figures that are watched: a rule says what is normal, an alert says that something is not.

mod calls;
pub mod commands;
mod http;
mod model;
pub mod queries;
mod sealed;
mod store;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod told_tests;
pub(crate) mod watch;
pub(crate) mod webhook;
mod wire;

pub use http::router;
pub use model::{AlertId, AlertState, Finding, Reason, RuleContent, RuleId, RuleState, Watch};
pub use sealed::{Seal, Sealing, seal_old};
pub(crate) use store::{Past, STATEMENTS, answer_with, between};
pub use watch::{Letter, letter};

/// The statements about other systems that are told.
pub(crate) fn told_statements() -> Vec<&'static db::Sql> {
    [sealed::STATEMENTS, calls::STATEMENTS].concat()
}
