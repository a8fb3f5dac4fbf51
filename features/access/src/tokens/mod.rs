//! API tokens: a program acts with some of its owner's permissions.

mod commands;
mod http;
mod queries;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub use commands::{NewToken, create, revoke};
pub(crate) use http::router;
