//! Results: the figures of a programme as PRODUCT defines them, with intervals, divided as asked.

pub(crate) mod http;
pub mod model;
pub mod queries;
#[cfg(test)]
mod tests;
