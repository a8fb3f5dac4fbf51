//! Themes and sentiment: what comments are about and how they feel, by rules that can be read, corrected by hand.

pub mod cluster;
pub mod commands;
pub(crate) mod http;
pub mod model;
pub mod queries;
pub mod sentiment;
pub(crate) mod store;
pub mod terms;
#[cfg(test)]
mod tests;
