//! Signing in, and what a session allows.

mod authenticator;
mod cache;
mod commands;
mod http;
mod queries;
pub(crate) mod store;
#[cfg(test)]
mod tests;
pub(crate) mod throttle;

pub use authenticator::Authenticator;
pub use commands::Device;
pub(crate) use commands::{Start, begin, begin_anonymous, begin_own, end, finish, forget_failures, refuse, start};
pub(crate) use http::{cookie, device, me_of, router};
pub(crate) use queries::require_browser;

db::typed_id!(
    /// A browser that somebody signed in with.
    SessionId, "sess");
