//! Attachments and raw mail: content-addressed blobs, kept byte for byte.
//!
//! Small blobs are rows, so that they are committed and rolled back with the message they belong to; large ones are files
//! in the data folder, written and flushed before the row that names them. A file without a row is harmless.

mod disk;
mod store;

use std::path::PathBuf;
use std::sync::Arc;

use db::{Db, Migration, Sql, Tx, Value, p};
use kernel::{Fault, Result, TypedId};
use sha2::{Digest, Sha256};

/// Up to this many bytes a blob is a row: below it a row is faster to write and read than a file.
pub const ROW_LIMIT: usize = 64 * 1024;

db::typed_id!(
    /// A blob's row.
    BlobId, "blob");

/// The steps of this room's table.
pub fn migrations() -> Vec<Migration> {
    db::steps!["202611210002_files_blobs"]
}

/// Every statement, for the test that prepares all of them on both engines.
pub fn statements() -> Vec<&'static Sql> {
    store::STATEMENTS.to_vec()
}

/// SHA-256 of a blob in lower-case hex: its name.
pub type BlobHash = String;

/// Where blobs are kept. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Files {
    folder: Arc<PathBuf>,
}

/// A blob that is ready to be recorded in a unit of work; a large one is on the disk already.
#[derive(Debug, Clone)]
pub struct Prepared {
    hash: BlobHash,
    size: usize,
    row: Option<Arc<[u8]>>,
}

impl Files {
    /// Keeps large blobs below a folder.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: Arc::new(folder.into()) }
    }

    /// Makes a blob ready. Blocks on the disk when it is large.
    ///
    /// # Errors
    /// `platform.unavailable` when the disk does not take it.
    pub fn prepare(&self, bytes: &[u8]) -> Result<Prepared> {
        let hash = hash_of(bytes);
        if bytes.len() <= ROW_LIMIT {
            return Ok(Prepared { hash, size: bytes.len(), row: Some(bytes.into()) });
        }
        disk::write(&self.folder, &hash, bytes).map_err(Fault::disk)?;
        Ok(Prepared { hash, size: bytes.len(), row: None })
    }

    /// Reads a blob within a unit of work.
    ///
    /// # Errors
    /// `platform.not_found` when it is not known; an internal fault when its file is missing or was changed.
    pub fn read(&self, tx: &mut Tx<'_>, hash: &str) -> Result<Vec<u8>> {
        let row = tx.one(store::FIND, p![hash], |row| row.take::<Option<Vec<u8>>>())?;
        let bytes = match row {
            Some(bytes) => bytes,
            None => disk::read(&self.folder, hash).map_err(Fault::internal)?,
        };
        if hash_of(&bytes) == hash { Ok(bytes) } else { Err(changed(hash)) }
    }

    /// Reads a blob.
    ///
    /// # Errors
    /// As [`Files::read`].
    pub async fn load(&self, db: &Db, hash: &str) -> Result<Vec<u8>> {
        let (files, hash) = (self.clone(), hash.to_owned());
        db.read(move |tx| files.read(tx, &hash)).await
    }

    /// Hands over the names of all blobs that are files, not rows.
    ///
    /// # Errors
    /// Those of the visitor.
    pub fn each_file(tx: &mut Tx<'_>, mut visit: impl FnMut(&str) -> Result<()>) -> Result<()> {
        tx.each(store::OUTSIDE_ROWS, p![], |row| visit(&row.take::<String>()?))
    }

    /// Reads the file of a blob and checks that it is what its name says.
    ///
    /// # Errors
    /// An internal fault when it is missing or was changed.
    pub fn read_file(&self, hash: &str) -> Result<Vec<u8>> {
        let bytes = disk::read(&self.folder, hash).map_err(Fault::internal)?;
        if hash_of(&bytes) == hash { Ok(bytes) } else { Err(changed(hash)) }
    }

    /// Takes the file of a blob that came from elsewhere, after checking that it is what its name says.
    ///
    /// # Errors
    /// An internal fault when it is not; `platform.unavailable` when the disk does not take it.
    pub fn take_file(&self, hash: &str, bytes: &[u8]) -> Result<()> {
        if hash_of(bytes) != hash {
            return Err(changed(hash));
        }
        disk::write(&self.folder, hash, bytes).map_err(Fault::disk)
    }

    /// Reads every blob and compares it with its name.
    ///
    /// # Errors
    /// `platform.unavailable` when the database goes away.
    pub fn check_all(&self, tx: &mut Tx<'_>) -> Result<Checked> {
        let mut checked = Checked::default();
        tx.each(store::ALL, p![], |row| {
            let (hash, bytes) = (row.take::<String>()?, row.take::<Option<Vec<u8>>>()?);
            checked.kept += 1;
            let words = match bytes.map_or_else(|| disk::read(&self.folder, &hash), Ok) {
                Ok(bytes) if hash_of(&bytes) == hash => return Ok(()),
                Ok(_) => format!("blob {hash} is damaged: its content is not what its name says"),
                Err(error) => format!("the file of blob {hash} is missing or cannot be read: {error}"),
            };
            checked.wrong.push(words);
            Ok(())
        })?;
        Ok(checked)
    }

    /// Whether the disk takes files.
    ///
    /// # Errors
    /// `platform.unavailable` when it does not.
    pub fn check(&self) -> Result<()> {
        disk::check(&self.folder).map_err(Fault::disk)
    }
}

/// What a look at every blob found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// Blobs that the database knows.
    pub kept: u64,
    /// What is wrong with some of them, in words.
    pub wrong: Vec<String>,
}

impl Prepared {
    /// The blob's name.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Its length in bytes.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Records the blob in this unit of work; the same content twice is one row.
    pub fn save(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (id, now) = (tx.id::<BlobId>(), tx.now());
        tx.exec(store::INSERT, p![id, self.hash, self.size, now, self.row.as_deref()]).map(drop)
    }

    /// Records many blobs at once.
    pub fn save_all<'a>(tx: &mut Tx<'_>, blobs: impl Iterator<Item = &'a Self>) -> Result<()> {
        let now = Value::Int(tx.now().micros());
        let row = |blob: &'a Self| {
            let size = Value::Int(i64::try_from(blob.size).unwrap_or(i64::MAX));
            let bytes = blob.row.as_deref().map_or(Value::Null, Value::Bytes);
            vec![Value::Int(TypedId::raw(tx.id::<BlobId>())), Value::Text(&blob.hash), size, now, bytes]
        };
        let rows: Vec<Vec<Value<'_>>> = blobs.map(row).collect();
        tx.exec_rows(store::INSERT, &rows)
    }
}

fn changed(hash: &str) -> Fault {
    Fault::internal(format!("blob {hash} is not what its name says: it was changed on the disk"))
}

/// SHA-256 of bytes in lower-case hex.
pub fn hash_of(bytes: &[u8]) -> BlobHash {
    use std::fmt::Write;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests;
