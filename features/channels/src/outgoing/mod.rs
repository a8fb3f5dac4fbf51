//! Mail on its way out: queued with the work that causes it, sent with patience, its fate told to the conversation.

pub(crate) mod back;
#[cfg(test)]
mod back_tests;
pub mod commands;
pub mod gate;
pub mod http;
pub mod model;
pub mod queries;
#[cfg(test)]
mod recipient_tests;
pub mod recipients;
pub mod send;
pub mod steer;
pub(crate) mod store;
pub(crate) mod summary;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod write;

pub use commands::{
    BulkMail, SystemMail, queue_bulk_mail, queue_reply, queue_system_mail, retry_reply, withdraw_reply,
};
pub use model::OutgoingId;
