//! Programmes: what is asked, of whom and when, and how much a customer is asked at all.

pub mod budget;
pub mod commands;
pub(crate) mod http;
pub mod model;
pub mod plan;
pub mod queries;
pub(crate) mod store;
#[cfg(test)]
mod tests;
