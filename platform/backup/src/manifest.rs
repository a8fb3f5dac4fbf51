//! What a backup says of itself.

use std::collections::BTreeMap;

use db::transfer::Shape;
use kernel::Timestamp;
use serde::{Deserialize, Serialize};

/// The form of the file. It rises when an older release could misread it.
pub(crate) const FORMAT: u32 = 1;

/// What the file is, at its beginning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the file.
    pub format: u32,
    /// The release that wrote it.
    pub release: String,
    /// The instant of the snapshot.
    pub made_at: Timestamp,
    /// The engine it came from, `sqlite` or `postgres`; the rows fit both.
    pub engine: String,
    /// Tells one secret key from another without giving it away; none when there was no key.
    pub key_mark: Option<String>,
    /// Tables, schema steps, counters, places of readers.
    pub shape: Shape,
}

/// What the file holds, at its end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Rows of each table.
    pub rows: BTreeMap<String, u64>,
    /// Files of large attachments.
    pub files: u64,
    /// Bytes before compression.
    pub bytes: u64,
    /// Files that the database knows but the disk did not hand over whole when the backup was made.
    pub missing: Vec<String>,
}

impl Totals {
    /// Rows of all tables.
    pub fn all_rows(&self) -> u64 {
        self.rows.values().sum()
    }
}

/// What the database does not know about its own installation.
#[derive(Debug, Clone, Default)]
pub struct Label {
    /// The release that writes.
    pub release: String,
    /// [`key_mark`] of the secret key.
    pub key_mark: Option<String>,
    /// The secret key in hexadecimal digits, when it shall be in the file.
    pub key: Option<String>,
}

/// Tells one secret key from another without giving it away: the key is random and long, so its hash tells nothing.
pub fn key_mark(key: &[u8; 32]) -> String {
    let mark = files::hash_of(&[b"quarterdeck key mark\0".as_slice(), key].concat());
    mark.chars().take(16).collect()
}
