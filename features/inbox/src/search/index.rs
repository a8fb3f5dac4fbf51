//! The index on this node's disk: opening, writing, and knowing how far in the event log it is.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use kernel::{ConversationId, EventId, Fault, FaultKind, FaultSpec, Result, TypedId};
use serde::{Deserialize, Serialize};
use tantivy::directory::{INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::indexer::LogMergePolicy;
use tantivy::store::Compressor;
use tantivy::{Directory, Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher, TantivyError, Term};

use super::fields::{Fields, TOKENIZER, VERSION, schema};
use super::source::Source;
use super::tokens::DeskTokenizer;

/// Memory for documents that are not committed yet, in bytes; merging adds little, because it streams.
const WRITER_MEMORY: usize = 32_000_000;

/// Another process writes to the folder.
pub const IN_USE: FaultSpec = FaultSpec {
    kind: FaultKind::Conflict,
    code: "inbox.search_index_in_use",
    sentence: "Another Quarterdeck uses this search index. Stop it first; a running one builds its index anew by itself when that is needed.",
};

/// How far the index is. Kept in the payload of the index's own commits, so that it can never differ from what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    version: u32,
    /// Everything that happened up to here is in the index,
    pub(crate) event: EventId,
    /// except conversations below this id, when the index is still being filled from the newest to the oldest.
    pub(crate) below: Option<i64>,
}

impl Place {
    /// Nothing is there yet; what happens behind `event` will be heard of.
    pub(crate) fn empty(event: EventId) -> Self {
        Self { version: VERSION, event, below: Some(i64::MAX) }
    }
}

/// The index.
pub(crate) struct DeskIndex {
    folder: PathBuf,
    pub(crate) fields: Fields,
    /// Apart from the writing side, so that no search waits for a commit.
    reader: RwLock<IndexReader>,
    writing: Mutex<Writing>,
}

struct Writing {
    index: Index,
    /// Made when the first document is written, so that a process that only reads takes no lock.
    writer: Option<IndexWriter>,
    /// There is no usable index in the folder: an empty one in memory stands in until [`DeskIndex::clear`] makes it.
    stands_in: bool,
}

fn fault(error: TantivyError) -> Fault {
    match error {
        TantivyError::LockFailure(..) => Fault::from(IN_USE).because(error),
        TantivyError::IoError(cause) => Fault::disk(std::io::Error::new(cause.kind(), cause)),
        TantivyError::OpenWriteError(_) => Fault::unavailable(error),
        other => Fault::internal(other),
    }
}

impl DeskIndex {
    /// Opens the index of a folder, and changes nothing there: another process may be writing to it. Where there is none,
    /// or a damaged one, or one of another version, an empty one stands in.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        let existing = Self::existing(folder);
        let stands_in = existing.is_none();
        let (index, reader) = match existing {
            Some(found) => found,
            None => Self::ready(Index::create_in_ram(schema().0)).map_err(fault)?,
        };
        let writing = Mutex::new(Writing { index, writer: None, stands_in });
        Ok(Self { folder: folder.to_owned(), fields: schema().1, reader: RwLock::new(reader), writing })
    }

    fn existing(folder: &Path) -> Option<(Index, IndexReader)> {
        if !folder.join("meta.json").exists() {
            return None;
        }
        // Of a file that was cut short tantivy may even panic; that is one more way to be damaged.
        let open = std::panic::catch_unwind(|| Index::open_in_dir(folder).and_then(Self::ready))
            .unwrap_or_else(|_| Err(TantivyError::SystemError("a file is cut short".to_owned())));
        match open {
            Ok((index, reader)) if is_current(&index) => Some((index, reader)),
            Ok(_) => {
                tracing::info!("The search index is of another version; it is built anew.");
                None
            }
            Err(error) => {
                tracing::warn!(%error, "The search index is damaged; it is built anew.");
                None
            }
        }
    }

    fn ready(index: Index) -> tantivy::Result<(Index, IndexReader)> {
        index.tokenizers().register(TOKENIZER, DeskTokenizer::new());
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok((index, reader))
    }

    fn writing(&self) -> MutexGuard<'_, Writing> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far the index is; nothing for a new one. Makes the index when there is none that can be used.
    pub(crate) fn place(&self) -> Result<Option<Place>> {
        if self.writing().stands_in {
            self.clear()?;
        }
        Ok(read_place(&self.writing().index))
    }

    /// What can be searched now.
    pub(crate) fn searcher(&self) -> Searcher {
        self.reader.read().unwrap_or_else(PoisonError::into_inner).searcher()
    }

    /// Replaces the documents of conversations; those without a source are gone. Seen after the next [`DeskIndex::commit`].
    pub(crate) fn replace(&self, ids: &[ConversationId], sources: &[Source]) -> Result<()> {
        let mut writing = self.writing();
        let writer = writer(&mut writing)?;
        for id in ids {
            writer.delete_term(Term::from_field_u64(self.fields.id, id.raw() as u64));
        }
        let added = sources.iter().try_for_each(|source| writer.add_document(source.document(&self.fields)).map(drop));
        // A writer whose threads met a full disk takes no more work; the next round begins from the last commit.
        added.map_err(|error| {
            writing.writer = None;
            fault(error)
        })
    }

    /// Makes durable and visible what was replaced, together with the place.
    pub(crate) fn commit(&self, place: Place) -> Result<()> {
        let mut writing = self.writing();
        let payload = serde_json::to_string(&place).map_err(Fault::internal)?;
        let committed = writer(&mut writing)?.prepare_commit().and_then(|mut prepared| {
            prepared.set_payload(&payload);
            prepared.commit()
        });
        if let Err(error) = committed {
            // A writer that failed takes no more work; the next attempt begins from the last commit.
            writing.writer = None;
            return Err(fault(error));
        }
        self.reader.read().unwrap_or_else(PoisonError::into_inner).reload().map_err(fault)
    }

    /// Throws everything away and begins with an empty index.
    ///
    /// # Errors
    /// `inbox.search_index_in_use` when another process writes to it.
    pub(crate) fn clear(&self) -> Result<()> {
        let mut writing = self.writing();
        if let Some(writer) = writing.writer.take() {
            writer.wait_merging_threads().map_err(fault)?;
        }
        std::fs::create_dir_all(&self.folder).map_err(Fault::unavailable)?;
        let directory = MmapDirectory::open(&self.folder).map_err(|error| Fault::unavailable(error.to_string()))?;
        let _lock = directory
            .acquire_lock(&INDEX_WRITER_LOCK)
            .map_err(|error| Fault::from(IN_USE).because(error.to_string()))?;
        for entry in std::fs::read_dir(&self.folder).map_err(Fault::unavailable)?.flatten() {
            // Whatever else somebody keeps here is not ours to remove.
            if is_of_index(&entry.file_name().to_string_lossy()) {
                std::fs::remove_file(entry.path()).map_err(Fault::unavailable)?;
            }
        }
        let settings = IndexSettings { docstore_compression: Compressor::None, ..IndexSettings::default() };
        let made = Index::builder().schema(schema().0).settings(settings).create_in_dir(&self.folder);
        let (index, reader) = made.and_then(Self::ready).map_err(fault)?;
        (writing.index, writing.stands_in) = (index, false);
        *self.reader.write().unwrap_or_else(PoisonError::into_inner) = reader;
        Ok(())
    }

    /// How many conversations can be found.
    pub(crate) fn count(&self) -> u64 {
        self.searcher().num_docs()
    }
}

/// Whether an index has our fields and was written by this version; a new one was written by none yet.
fn is_current(index: &Index) -> bool {
    let payload = index.load_metas().map(|metas| metas.payload);
    let is_ours = match payload {
        Ok(None) => true,
        Ok(Some(text)) => serde_json::from_str::<Place>(&text).is_ok_and(|place| place.version == VERSION),
        Err(_) => false,
    };
    is_ours && index.schema() == schema().0
}

/// Whether a file is one that tantivy writes.
fn is_of_index(name: &str) -> bool {
    let known = [".managed.json", "meta.json"];
    let extensions = ["idx", "pos", "term", "store", "fast", "fieldnorm", "del", "temp"];
    known.contains(&name) || name.rsplit_once('.').is_some_and(|(_, extension)| extensions.contains(&extension))
}

fn read_place(index: &Index) -> Option<Place> {
    serde_json::from_str(&index.load_metas().ok()?.payload?).ok()
}

fn writer(writing: &mut Writing) -> Result<&mut IndexWriter> {
    if writing.writer.is_none() {
        let writer: IndexWriter = writing.index.writer_with_num_threads(1, WRITER_MEMORY).map_err(fault)?;
        let mut merging = LogMergePolicy::default();
        // Each change of a conversation leaves a deleted document behind.
        merging.set_del_docs_ratio_before_merge(0.3);
        writer.set_merge_policy(Box::new(merging));
        writing.writer = Some(writer);
    }
    writing.writer.as_mut().ok_or_else(|| Fault::internal("there is no index writer"))
}
