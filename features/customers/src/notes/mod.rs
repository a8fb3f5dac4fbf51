//! Notes: what colleagues should know about a contact or an organisation.

pub mod commands;
mod http;
mod model;
pub mod queries;
mod store;
#[cfg(test)]
mod tests;

pub use http::router;
pub use model::{Author, Note, NoteId, Owner};
pub(crate) use store::STATEMENTS;
