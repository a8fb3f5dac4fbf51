//! Invitations: a letter with a link by which somebody joins.

mod commands;
mod http;
mod queries;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use commands::take;
pub use commands::{NewInvitation, Sending, create, redeem, resend, withdraw};
pub(crate) use http::router;
pub(crate) use store::{STATEMENTS, sweep};

db::typed_id!(
    /// An open invitation.
    InvitationId, "inv");
