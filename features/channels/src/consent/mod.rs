//! Access to mailboxes by consent (OAuth 2, XOAUTH2): providers, what they allowed, and tokens that are renewed in time.

pub mod commands;
pub mod exchange;
pub(crate) mod http;
pub mod model;
pub(crate) mod store;
pub mod token;
pub(crate) mod wire;
