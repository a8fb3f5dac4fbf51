//! Mail from before: a whole archive becomes conversations with its own dates. Nothing is sent, nobody is told, and the same
//! archive twice changes nothing.
//!
//! The archive is read in portions. Each portion is prepared beside the others and kept in one unit of work together with the
//! place it ends at, so an import that was interrupted goes on exactly there.

mod batch;
mod dates;
mod found;
pub mod maildir;
pub mod mbox;
mod model;
pub(crate) mod ours;
mod rehearse;
mod run;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub use found::{Archive, Format};
pub use model::{Counts, Progress};
pub use run::{Order, import};

/// The source of a mail that an import brought.
pub const SOURCE: &str = "import";
