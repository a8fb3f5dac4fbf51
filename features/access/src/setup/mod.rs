//! The first visit: the company and its first administrator, and the demo company if they want to explore.

mod commands;
mod http;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub use commands::{Beginning, NewCompany, StartDemo, create, report_progress};
pub(crate) use http::router;
pub use store::{Progress, ProgressState};
