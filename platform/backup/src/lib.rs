//! One file that holds a whole installation, and the ways into and out of it.
//!
//! The file is a tar archive compressed with Zstandard: `manifest.json` (what the database is made of), `rows/TABLE/000001.jsonl`
//! (rows of either engine in a neutral form), `files/ab/cd/SHA-256` (large attachments), `totals.json`, and `SHA256SUMS` of all
//! but the files, whose names are their sums. Everything comes from one snapshot, so a server may run meanwhile, and everything
//! goes into one unit of work. Moving to another engine is the same stream through a pipe.

mod archive;
mod manifest;
mod restore;
mod save;

use std::sync::Arc;

pub use manifest::{Label, Manifest, Totals, key_mark};
pub use restore::{Restored, check, copy, restore};
pub use save::save;

/// How far a backup or restore is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Rows so far.
    pub rows: u64,
    /// Files so far.
    pub files: u64,
    /// Bytes before compression so far.
    pub bytes: u64,
}

/// Who is told how far it is, after every few megabytes.
pub type Told = Arc<dyn Fn(Progress) + Send + Sync>;
