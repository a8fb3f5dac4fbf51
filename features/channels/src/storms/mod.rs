//! The storm guard: a flood of mail is kept whole, placed slowly and answered by nobody, and somebody is told.

pub mod commands;
pub mod http;
pub mod model;
pub(crate) mod slow;
pub(crate) mod store;
#[cfg(test)]
mod tests;
pub mod watch;
