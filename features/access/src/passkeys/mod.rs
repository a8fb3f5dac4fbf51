//! Passkeys: keys of a device or a password manager, bound to our address, so that no false page can ask for them.
//!
//! A passkey asks its owner for finger, face or PIN. So it signs in alone, and is as good as password and code together.

mod commands;
mod http;
mod relying_party;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub(crate) use http::router;
pub(crate) use relying_party::RelyingParty;

db::typed_id!(
    /// A passkey.
    PasskeyId, "pkey");
