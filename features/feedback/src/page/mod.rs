//! The page customers answer on: rendered here, without script, in their language.
//!
//! Looking never votes: mail scanners follow every link. A link of the mail only chooses; the customer's own POST is the vote.

pub(crate) mod html;
mod render;
mod serve;
#[cfg(test)]
mod tests;
pub(crate) mod words;

pub use serve::routes;
