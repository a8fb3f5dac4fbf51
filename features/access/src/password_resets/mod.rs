//! A new password by mail.

mod commands;
mod http;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub(crate) use commands::{SEND, Wanted};
pub use commands::{redeem, request, send};
pub(crate) use http::router;
