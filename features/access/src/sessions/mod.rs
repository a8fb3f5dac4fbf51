//! Signing in, and what a session allows.

mod agents;
mod authenticator;
mod cache;
mod commands;
mod confirm;
pub(crate) mod devices;
mod http;
mod queries;
pub(crate) mod store;
#[cfg(test)]
mod tests;
pub(crate) mod throttle;

pub(crate) use agents::family;
pub use authenticator::Authenticator;
pub use commands::Device;
pub(crate) use commands::{
    Start, acting, begin, begin_anonymous, begin_own, end, end_all, finish, forget_failures, give_back, refuse,
    refuse_step, start,
};
pub(crate) use confirm::confirm;
pub(crate) use http::{cookie, cookies, device, me_of, router, set_cookie, shown};
pub(crate) use queries::require_browser;

db::typed_id!(
    /// A browser that somebody signed in with.
    SessionId, "sess");
