//! The two steps of signing in: what lies between the right password and the session.
//!
//! Half a sign-in is no session: its ticket opens nothing but the second step, for a few minutes and a few tries.

mod commands;
mod http;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub(crate) use commands::{Entry, enter};
pub(crate) use http::{Entered, SecondStep, entered, router};

db::typed_id!(
    /// Half a sign-in.
    SignInId, "sgni");
