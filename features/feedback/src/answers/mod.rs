//! Answers: what customers said, how they changed it, and what is left out of the figures.

pub mod commands;
pub(crate) mod http;
pub mod model;
pub mod queries;
pub(crate) mod store;
#[cfg(test)]
mod tests;
