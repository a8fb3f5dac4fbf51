//! Follow-ups: what happens after a low score, and whether it helped.

pub mod commands;
pub(crate) mod http;
pub mod model;
pub mod queries;
pub(crate) mod store;
#[cfg(test)]
mod tests;
