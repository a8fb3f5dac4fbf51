//! The index on this node's disk: opening, writing, and knowing how far in the event log it is.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use kernel::{ConversationId, EventId, Fault, FaultKind, FaultSpec, Result, TypedId};
use serde::{Deserialize, Serialize};
use tantivy::indexer::LogMergePolicy;
use tantivy::store::Compressor;
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher, TantivyError, Term};

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
}

fn fault(error: TantivyError) -> Fault {
    match error {
        TantivyError::LockFailure(..) => Fault::from(IN_USE).because(error),
        TantivyError::IoError(_) | TantivyError::OpenWriteError(_) => Fault::unavailable(error),
        other => Fault::internal(other),
    }
}

impl DeskIndex {
    /// Opens the index of a folder. One that is not there, damaged or of another version is made anew, empty.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(Fault::unavailable)?;
        let (index, reader) = Self::existing(folder).map_or_else(|| Self::fresh(folder), Ok)?;
        let writing = Mutex::new(Writing { index, writer: None });
        Ok(Self { folder: folder.to_owned(), fields: schema().1, reader: RwLock::new(reader), writing })
    }

    fn existing(folder: &Path) -> Option<(Index, IndexReader)> {
        if !folder.join("meta.json").exists() {
            return None;
        }
        // Of a file that was cut short tantivy may even panic; that is one more way to be damaged.
        let open = std::panic::catch_unwind(|| Index::open_in_dir(folder).and_then(Self::ready))
            .unwrap_or_else(|_| Err(TantivyError::SystemError("a file is cut short".to_owned())));
        let place = open.as_ref().ok().and_then(|(index, _)| read_place(index));
        match (open, place) {
            (Ok(open), Some(Place { version: VERSION, .. })) => Some(open),
            (Ok(_), _) => {
                tracing::info!("The search index is of another version; it is built anew.");
                None
            }
            (Err(error), _) => {
                tracing::warn!(%error, "The search index is damaged; it is built anew.");
                None
            }
        }
    }

    fn fresh(folder: &Path) -> Result<(Index, IndexReader)> {
        for entry in std::fs::read_dir(folder).map_err(Fault::unavailable)?.flatten() {
            // Whatever else somebody keeps here is not ours to remove.
            if is_of_index(&entry.file_name().to_string_lossy()) {
                std::fs::remove_file(entry.path()).map_err(Fault::unavailable)?;
            }
        }
        let settings = IndexSettings { docstore_compression: Compressor::None, ..IndexSettings::default() };
        let index = Index::builder().schema(schema().0).settings(settings).create_in_dir(folder).map_err(fault)?;
        Self::ready(index).map_err(fault)
    }

    fn ready(index: Index) -> tantivy::Result<(Index, IndexReader)> {
        index.tokenizers().register(TOKENIZER, DeskTokenizer::new());
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok((index, reader))
    }

    fn writing(&self) -> MutexGuard<'_, Writing> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far the index is; nothing for a new one.
    pub(crate) fn place(&self) -> Option<Place> {
        read_place(&self.writing().index)
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
        for source in sources {
            writer.add_document(source.document(&self.fields)).map_err(fault)?;
        }
        Ok(())
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

    /// Throws everything away.
    pub(crate) fn clear(&self) -> Result<()> {
        let mut writing = self.writing();
        // Takes the lock of the folder, so that an index that is in use is never cleared.
        writer(&mut writing)?;
        writing.writer = None;
        let (index, reader) = Self::fresh(&self.folder)?;
        writing.index = index;
        *self.reader.write().unwrap_or_else(PoisonError::into_inner) = reader;
        Ok(())
    }

    /// How many conversations can be found.
    pub(crate) fn count(&self) -> u64 {
        self.searcher().num_docs()
    }
}

/// Whether a file is one that tantivy writes.
fn is_of_index(name: &str) -> bool {
    let known = [".managed.json", "meta.json", ".tantivy-writer.lock", ".tantivy-meta.lock"];
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
