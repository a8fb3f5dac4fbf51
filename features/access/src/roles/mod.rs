//! Roles: built in with the permissions that features give them, or composed of named permissions.

mod commands;
mod http;
mod model;
mod queries;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub use commands::{NewRole, RoleChange, create, remove, revise};
pub(crate) use http::router;
pub use model::{Role, RoleSees, built_in_id};
pub(crate) use queries::{page, view};
