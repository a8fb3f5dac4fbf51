//! Signing what goes out (RFC 6376): a key pair for each domain, its public half in the DNS, its private half sealed here.

pub mod commands;
pub mod http;
pub mod model;
pub mod records;
pub(crate) mod sign;
pub(crate) mod store;
#[cfg(test)]
mod tests;
