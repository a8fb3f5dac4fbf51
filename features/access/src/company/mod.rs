//! The company: name, time zone, language.

mod commands;
mod http;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub(crate) use commands::thing;
pub use commands::{CompanyChange, revise};
pub(crate) use http::router;
pub use store::{Company, name};
