//! People who work here: added, changed, let go.

mod commands;
pub mod former;
mod http;
mod model;
mod queries;
pub mod readers;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub use commands::{NewPerson, PersonChange, add, revise};
pub(crate) use commands::{check_superior, follow, given_role, join};
pub(crate) use http::{Ref, router};
pub use model::Person;
pub(crate) use queries::{page, view};
