//! Single sign-on (OpenID Connect, authorization code with PKCE): a provider says who somebody is, and they are in.
//!
//! What comes back is believed once, in time, from the browser that was sent, signed by the provider for us.

mod arrive;
mod begin;
mod claims;
mod http;
mod oidc;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub(crate) use http::router;
pub(crate) use oidc::discover;

db::typed_id!(
    /// Somebody's account at an identity provider.
    PersonIdentityId, "pidn");
