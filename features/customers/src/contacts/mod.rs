//! Contacts: customers, and anybody else outside who writes to us.

pub mod commands;
mod http;
mod identity;
pub mod intake;
mod model;
pub mod queries;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use http::example;
pub use http::router;
pub use identity::{Identity, IdentityId, IdentityKind, NewIdentity, normalise};
pub use intake::{ContactRef, Correspondent};
pub use model::{Contact, ContactChange, NewContact, OrganisationRef, Tier};
pub(crate) use store::{STATEMENTS, exists, join_organisation};
