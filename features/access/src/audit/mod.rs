//! The audit trail, to be read.

mod http;
mod queries;
#[cfg(test)]
mod tests;

pub(crate) use http::router;
