//! What the house demands of everybody who signs in, and the locks on single accounts.

mod commands;
mod http;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub(crate) use commands::{admit, demands, enforce};
pub(crate) use http::router;
pub(crate) use store::forget_role;
