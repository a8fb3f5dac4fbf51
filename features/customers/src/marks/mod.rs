//! What mail taught us about an address: mail to it comes back, somebody there does not want ours, or unsubscribed.
//!
//! Kept by address and not by contact, because mail goes to people who are no contact, and an address may change hands.

pub mod commands;
mod http;
mod model;
pub mod queries;
mod store;
#[cfg(test)]
mod tests;

pub use http::router;
pub use model::{Bounce, Mark, MarkState, Reach};
pub(crate) use store::{STATEMENTS, of_identity};
