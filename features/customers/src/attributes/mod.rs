//! Custom attributes: what else a company wants to know of its contacts and organisations.

pub mod commands;
mod http;
mod model;
pub mod queries;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use commands::write;
pub use http::router;
pub use model::{AttributeChange, AttributeKind, Definition, NewDefinition, Subject};
pub(crate) use store::{STATEMENTS, values_of};
