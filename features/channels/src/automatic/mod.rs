//! Answers nobody writes: to the first message of a new conversation, never to a machine, never in circles.

pub(crate) mod answer;
pub mod model;
pub(crate) mod store;
#[cfg(test)]
mod tests;
