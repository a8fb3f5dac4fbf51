//! Answers: what customers said, how they changed it, and what is left out of the figures.

pub mod commands;
pub(crate) mod http;
pub mod model;
pub mod queries;
mod spoken;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub use spoken::{Spoken, said_between};
