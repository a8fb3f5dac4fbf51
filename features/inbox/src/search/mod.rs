//! Full-text search over conversations.
pub mod language;
