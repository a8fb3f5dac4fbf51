//! All that typst sees: one source, one file of data, six fonts. No disk, no network, no packages, no clock.

use std::sync::LazyLock;

use kernel::{Fault, Result};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};

use crate::fonts::FONTS;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

pub(super) struct World {
    source: Source,
    data_id: FileId,
    data: Bytes,
}

impl World {
    pub(super) fn new(data: Vec<u8>) -> Result<Self> {
        let source = Source::new(file("pages.typ")?, include_str!("pages.typ").to_owned());
        Ok(Self { source, data_id: file("document.json")?, data: Bytes::new(data) })
    }
}

fn file(name: &str) -> Result<FileId> {
    let path = VirtualPath::new(name).map_err(|error| Fault::internal(format!("no path: {error:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl typst::World for World {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() { Ok(self.source.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.cuts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
