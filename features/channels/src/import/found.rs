//! Archives of mail, read one mail after another from any place on.

use std::path::{Path, PathBuf};

use kernel::{Fault, Result};
use serde::{Deserialize, Serialize};

use super::{maildir::Maildir, mbox::Mboxes};
use crate::error;

/// How an archive keeps its mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One file with many mails, or a folder of such files.
    Mbox,
    /// A folder with a file for each mail, and its subfolders.
    Maildir,
}

/// A place in an archive: everything up to it is done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file; archives are walked in the order of these names.
    pub file: String,
    /// The byte in it.
    pub offset: u64,
}

/// A mail of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The raw mail; none when it is larger than we keep.
    pub raw: Option<Vec<u8>>,
    /// Where the next one begins.
    pub after: Place,
    /// When it arrived as the archive has it, in seconds since 1970.
    pub arrived: Option<i64>,
    /// Bytes of the archive that it takes.
    pub size: u64,
}

/// An archive on the disk.
#[derive(Debug, Clone)]
pub struct Archive {
    /// How it keeps its mails.
    pub format: Format,
    /// Its whole path.
    pub path: PathBuf,
}

/// The mails of an archive in order.
pub(super) type Mails = Box<dyn Iterator<Item = Result<Found>> + Send>;

impl Archive {
    /// The archive at a path.
    ///
    /// # Errors
    /// `channels.archive_unreadable` with the reason in words when there is nothing that can be read.
    pub fn at(format: Format, path: &Path) -> Result<Self> {
        let path = path.canonicalize().map_err(|error| unreadable(path, &error))?;
        Ok(Self { format, path })
    }

    /// What tells this archive from others.
    pub(super) fn key(&self) -> String {
        self.path.to_string_lossy().into_owned()
    }

    /// All mails after a place, and how many bytes there are in all and before that place.
    ///
    /// # Errors
    /// As [`Archive::at`].
    pub(super) fn mails(&self, from: &Place) -> Result<(Mails, u64, u64)> {
        match self.format {
            Format::Mbox => Mboxes::open(&self.path, from),
            Format::Maildir => Maildir::open(&self.path, from),
        }
    }
}

/// A fault about the archive, naming the path.
pub(super) fn unreadable(path: &Path, why: &dyn std::fmt::Display) -> Fault {
    error::ARCHIVE_UNREADABLE.detail(format!("{}: {why}", path.display()))
}
