//! What is done so that a figure moves, and whether it did.

mod check;
pub mod commands;
mod http;
mod model;
pub mod queries;
mod store;
#[cfg(test)]
pub(crate) mod tests;
mod wire;

pub(crate) use check::register;
pub use check::{ActionLetter, letter};
pub use http::router;
pub use model::{ActionContent, ActionId, ActionState, Days, Effect, Origin, OriginKind, Why, Word};
pub(crate) use store::STATEMENTS;
