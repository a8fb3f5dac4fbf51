//! Mailboxes: where mail comes in and goes out.

pub mod commands;
pub mod http;
pub mod model;
pub mod probe;
pub mod queries;
mod state_wire;
pub(crate) mod store;
#[cfg(test)]
mod tests;
pub mod wire;
