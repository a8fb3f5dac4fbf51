//! Organisations: companies and bodies that contacts belong to, recognised by their mail domains.

pub mod commands;
mod http;
mod model;
pub mod queries;
mod store;
#[cfg(test)]
mod tests;

pub use http::router;
pub use model::{NewOrganisation, Organisation, OrganisationChange};
pub(crate) use store::{STATEMENTS, exists, find_by_domain};
