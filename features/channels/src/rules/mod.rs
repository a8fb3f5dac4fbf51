//! The rules mail goes by: how fast it goes out, how much answers itself, when a flood is one.

pub mod commands;
pub mod http;
pub mod model;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub use model::{MailboxRules, Rules};
