//! Identity providers (OpenID Connect): whose word is taken for who somebody is, and what they become here.

mod commands;
mod http;
mod model;
pub(crate) mod store;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub(crate) use http::router;
pub(crate) use model::{IdentityProvider, secret_place};

db::typed_id!(
    /// An identity provider.
    IdentityProviderId, "idpr");
