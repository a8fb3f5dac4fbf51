//! The file itself: parts in order, with their sums.

use std::io::{self, Read, Write};

use db::transfer::DAMAGED;
use files::hash_of;
use kernel::{Fault, Result};
use tar::{Archive, Builder, Header};
use zstd::{Decoder, Encoder};

use crate::manifest::{FORMAT, Manifest, Totals};

pub(crate) const MANIFEST: &str = "manifest.json";
pub(crate) const TOTALS: &str = "totals.json";
pub(crate) const KEY: &str = "secret.key";
const SUMS: &str = "SHA256SUMS";
const ROWS: &str = "rows/";
const FILES: &str = "files/";
/// Rows are cut after a few megabytes and mails are at most 150; written as text a mail's row may be some times that.
const LARGEST_PART: u64 = 1024 * 1024 * 1024;
/// Manifest, totals, key, sums.
const LARGEST_LIST: u64 = 64 * 1024 * 1024;
/// Zstandard's own default: about as fast as the disk.
const LEVEL: i32 = 3;

/// Writes parts one after another.
pub(crate) struct Writer<W: Write> {
    tar: Builder<Encoder<'static, W>>,
    sums: String,
    /// Seconds since 1970, for the parts' dates.
    at: u64,
}

impl<W: Write> Writer<W> {
    pub(crate) fn new(out: W, at: u64) -> io::Result<Self> {
        let mut encoder = Encoder::new(out, LEVEL)?;
        encoder.include_checksum(true)?;
        Ok(Self { tar: Builder::new(encoder), sums: String::new(), at })
    }

    /// Adds a part whose sum is listed at the end.
    pub(crate) fn part(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.sums.push_str(&sum(name, bytes));
        self.append(name, bytes)
    }

    /// Adds rows of a table.
    pub(crate) fn rows(&mut self, table: &str, number: u32, lines: &[u8]) -> io::Result<()> {
        self.part(&format!("{ROWS}{table}/{number:06}.jsonl"), lines)
    }

    /// Adds a file whose name is its sum, at the place it has in the data folder.
    pub(crate) fn file(&mut self, hash: &str, bytes: &[u8]) -> io::Result<()> {
        self.append(&format!("{FILES}{}/{}/{hash}", &hash[..2], &hash[2..4]), bytes)
    }

    /// Adds the sums and ends the file.
    pub(crate) fn finish(mut self) -> io::Result<W> {
        let sums = std::mem::take(&mut self.sums);
        self.append(SUMS, sums.as_bytes())?;
        self.tar.into_inner()?.finish()
    }

    fn append(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut header = Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        header.set_mtime(self.at);
        self.tar.append_data(&mut header, name, bytes)
    }
}

/// A line of the sums, as `sha256sum --check` reads it.
fn sum(name: &str, bytes: &[u8]) -> String {
    format!("{}  {name}\n", hash_of(bytes))
}

/// A part as it comes out.
pub(crate) enum Part {
    /// What the file is; always first.
    Manifest(Box<Manifest>),
    /// Lines of rows of a table.
    Rows { table: String, lines: Vec<u8> },
    /// A large attachment; its bytes are not yet compared with its name.
    File { hash: String, bytes: Vec<u8> },
    /// The secret key.
    Key(String),
}

/// Hands over every part. Whoever writes them down must undo it when this fails: the sums come last.
///
/// # Errors
/// [`DAMAGED`] when the file is cut off, changed or of another kind, and the visitor's own.
pub(crate) fn read(input: impl Read, mut visit: impl FnMut(Part) -> Result<()>) -> Result<Totals> {
    let mut archive = Archive::new(Decoder::new(input).map_err(damaged)?);
    let (mut sums, mut listed, mut totals) = (String::new(), None, None);
    for (place, entry) in archive.entries().map_err(damaged)?.enumerate() {
        let mut entry = entry.map_err(damaged)?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let bytes = bounded(&mut entry, &name)?;
        if (place == 0) != (name == MANIFEST) || listed.is_some() {
            return Err(damaged(format!("{name} is not where it belongs")));
        }
        if let Some((_, hash)) = name.strip_prefix(FILES).and_then(|path| path.rsplit_once('/')) {
            visit(Part::File { hash: hash.to_owned(), bytes })?;
            continue;
        }
        if name == SUMS {
            listed = Some(text(bytes)?);
            continue;
        }
        sums.push_str(&sum(&name, &bytes));
        match name.strip_prefix(ROWS).and_then(|path| path.split_once('/')) {
            Some((table, _)) => visit(Part::Rows { table: table.to_owned(), lines: bytes })?,
            None if name == MANIFEST => visit(Part::Manifest(Box::new(manifest(&bytes)?)))?,
            None if name == KEY => visit(Part::Key(text(bytes)?))?,
            None if name == TOTALS => totals = Some(serde_json::from_slice(&bytes).map_err(damaged)?),
            None => return Err(damaged(format!("{name} is not known"))),
        }
    }
    // The end of the stream has a checksum of its own, and whoever writes into a pipe wants to be heard to the end.
    io::copy(&mut archive.into_inner(), &mut io::sink()).map_err(damaged)?;
    match (listed, totals) {
        (Some(listed), Some(totals)) if listed == sums => Ok(totals),
        (Some(_), Some(_)) => Err(damaged("a part has another checksum than the one listed for it")),
        _ => Err(damaged("it is cut off before its end")),
    }
}

/// A part's bytes, as long as it is no larger than one that we write: a damaged or malicious file must not take the memory.
fn bounded(entry: &mut impl Read, name: &str) -> Result<Vec<u8>> {
    let most = if name.starts_with(ROWS) || name.starts_with(FILES) { LARGEST_PART } else { LARGEST_LIST };
    let mut bytes = Vec::new();
    entry.take(most + 1).read_to_end(&mut bytes).map_err(damaged)?;
    if bytes.len() as u64 > most {
        return Err(damaged(format!("{name} is larger than any part we write")));
    }
    Ok(bytes)
}

/// The manifest, once its format is one we can read: a newer one may have other fields.
fn manifest(bytes: &[u8]) -> Result<Manifest> {
    let plain: serde_json::Value = serde_json::from_slice(bytes).map_err(damaged)?;
    let format = plain.get("format").and_then(serde_json::Value::as_u64).unwrap_or_default();
    if format > u64::from(FORMAT) {
        return Err(Fault::from(db::transfer::NEWER).because(format!("its format is {format}, ours is {FORMAT}")));
    }
    serde_json::from_value(plain).map_err(damaged)
}

fn text(bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(damaged)
}

pub(crate) fn damaged(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Fault {
    Fault::from(DAMAGED).because(why)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::{LARGEST_LIST, MANIFEST, bounded};

    #[test]
    fn a_part_larger_than_any_of_ours_is_refused_without_being_read_to_its_end() {
        let mut endless = std::io::repeat(b' ');
        let refused = bounded(&mut endless, MANIFEST).expect_err("endless");
        assert!(refused.is(db::transfer::DAMAGED), "{refused:?}");
        let mut whole = std::io::repeat(b' ').take(LARGEST_LIST);
        assert_eq!(bounded(&mut whole, MANIFEST).expect("as large as may be").len() as u64, LARGEST_LIST);
    }
}
