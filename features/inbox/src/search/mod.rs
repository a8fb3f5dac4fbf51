//! Full-text search over conversations: the same on both engines, by an index beside the database.
//!
//! The index is derived: it follows the event log, can be thrown away, and is built anew by itself when it is damaged or of
//! another version. Each node keeps its own. `language` reads what people type; `query` turns it into a query of the index,
//! with what the actor may know of inside; `rank` runs it; `find` adds rows from the database and highlights.

mod feed;
mod fields;
mod find;
mod highlight;
pub mod http;
mod index;
pub mod language;
mod names;
mod query;
mod rank;
mod source;
#[cfg(test)]
mod tests;
mod tokens;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use db::{Db, Sql};
use kernel::Result;

pub use feed::Filling;
pub use find::{Highlight, Item};
pub use http::router;
pub use index::IN_USE;

use index::{DeskIndex, Place};

/// The search of this node. Cheap to clone.
#[derive(Clone)]
pub struct Search {
    db: Db,
    index: Arc<DeskIndex>,
    /// How far the index is; held by whoever writes to it. Nothing before the first round.
    place: Arc<tokio::sync::Mutex<Option<Place>>>,
    filling: Arc<Mutex<Option<Filling>>>,
}

impl Search {
    /// Opens the index of a folder of its own. One that is not there, damaged or of another version is made anew and
    /// filled while [`Search::run`] runs.
    ///
    /// # Errors
    /// `platform.unavailable` when the folder cannot be used.
    pub fn open(db: Db, folder: &Path) -> Result<Self> {
        let index = Arc::new(DeskIndex::open(folder)?);
        Ok(Self { db, index, place: Arc::default(), filling: Arc::default() })
    }

    /// How far a new index is filled; nothing when it is complete.
    pub fn filling(&self) -> Option<Filling> {
        *self.filling.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many conversations can be found.
    pub fn count(&self) -> u64 {
        self.index.count()
    }
}

/// Every statement of this folder.
pub(crate) fn statements() -> Vec<&'static Sql> {
    [names::STATEMENTS, feed::STATEMENTS, find::STATEMENTS].concat()
}
