//! Insights: what customers taught us, shared with another department and followed to an outcome.

pub mod commands;
pub(crate) mod http;
pub mod model;
pub(crate) mod store;
#[cfg(test)]
mod tests;
