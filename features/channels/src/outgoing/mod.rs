//! Mail on its way out: queued with the work that causes it, sent with patience, its fate told to the conversation.

pub(crate) mod back;
#[cfg(test)]
mod back_tests;
pub mod commands;
pub mod http;
pub mod model;
pub mod queries;
pub mod send;
pub(crate) mod store;
#[cfg(test)]
mod tests;
pub(crate) mod write;

pub use commands::{SystemMail, queue_reply, queue_system_mail, retry_reply, withdraw_reply};
pub use model::OutgoingId;
