//! Surveys: one customer asked by one programme about one conversation, from the plan to the answer.

pub mod chat;
#[cfg(test)]
mod chat_tests;
pub mod commands;
pub mod history;
pub(crate) mod http;
pub(crate) mod letter;
pub mod model;
pub(crate) mod send;
pub(crate) mod store;
#[cfg(test)]
mod tests;
mod wire;

pub use model::SurveyId;
