//! Numbers from elsewhere (customers, orders, cost), and the metrics that are made of them and of facts.

pub mod commands;
mod http;
mod model;
pub mod queries;
mod ratio;
mod store;
#[cfg(test)]
mod tests;
mod upload;

pub use http::router;
pub use model::{Content, Every, Kind, SeriesId};
pub(crate) use ratio::{cells, is_tellable, lack};
pub(crate) use store::STATEMENTS;
