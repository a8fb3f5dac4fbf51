//! What somebody does about themselves: name, language, signature, password.

mod commands;
mod http;
mod queries;
#[cfg(test)]
mod tests;

pub use commands::{MeChange, change_password, revise};
pub(crate) use http::{Me, router};
pub(crate) use queries::view;
