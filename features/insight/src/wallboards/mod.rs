//! Wallboards for screens on a wall: a link shows four to six figures to whoever has it, and opens nothing else.

pub mod commands;
mod http;
mod link;
mod model;
pub mod queries;
mod shown;
mod store;
#[cfg(test)]
mod tests;
mod wire;

pub(crate) use http::router;
pub use link::Link;
pub use model::{Now, Tile, WallboardContent, WallboardId};
pub(crate) use store::STATEMENTS;
