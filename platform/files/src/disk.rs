//! Large blobs as files: `ab/cd/abcd…`, written beside, flushed, then renamed, so that a file is whole or not there.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

fn place(folder: &Path, hash: &str) -> io::Result<PathBuf> {
    // Hashes are our own, but a path is never built from anything that is not plainly one.
    match (hash.get(..2), hash.get(2..4)) {
        (Some(first), Some(second)) if hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            Ok(folder.join(first).join(second).join(hash))
        }
        _ => Err(io::Error::new(io::ErrorKind::InvalidInput, "not the name of a blob")),
    }
}

pub(crate) fn write(folder: &Path, hash: &str, bytes: &[u8]) -> io::Result<()> {
    let target = place(folder, hash)?;
    if fs::metadata(&target).is_ok_and(|known| known.len() == bytes.len() as u64) {
        return Ok(());
    }
    let parent = target.parent().ok_or_else(|| io::Error::other("a blob has a folder"))?;
    fs::create_dir_all(parent)?;
    let beside = parent.join(format!("{hash}.{}.{:?}.part", std::process::id(), std::thread::current().id()));
    let written = (|| {
        let mut file = File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, &target)?;
        File::open(parent)?.sync_all()
    })();
    if written.is_err() {
        // Half a file is of no use to anybody; that it stays is no harm either.
        let _ = fs::remove_file(&beside);
    }
    written
}

pub(crate) fn read(folder: &Path, hash: &str) -> io::Result<Vec<u8>> {
    fs::read(place(folder, hash)?)
}

pub(crate) fn check(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let probe = folder.join(format!(".probe-{}-{:?}", std::process::id(), std::thread::current().id()));
    // As much as a blob that is not a row: a disk on which only a word fits is full.
    let written = fs::write(&probe, vec![0; crate::ROW_LIMIT]);
    // A probe that could not be written whole is in the way of others.
    let removed = fs::remove_file(&probe);
    written.and(removed)
}
