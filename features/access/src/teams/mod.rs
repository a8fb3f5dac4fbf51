//! Teams and who belongs to them.

mod commands;
mod http;
mod queries;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub(crate) use commands::check_teams;
pub use commands::{NewTeam, TeamChange, create, remove, revise};
pub(crate) use http::router;
pub(crate) use queries::{page, view};
