//! Whole tables as CSV: the same rows that the screens show a page of, for the same people, written while they are read.

mod flat;
mod heads;
mod http;
mod rows;
mod tables;
#[cfg(test)]
mod tests;

pub(crate) use http::router;
