//! Mail on its way in: kept byte for byte first, placed into a conversation afterwards.

mod arriving;
pub mod brief;
pub mod commands;
pub mod deliver;
pub mod envelope;
pub mod http;
pub mod letter_store;
pub mod model;
pub mod place;
pub mod prepare;
pub mod queries;
pub mod receive;
pub(crate) mod report;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub use model::{IntakeId, Received};
