//! Maildir folders: a file for each mail in `cur` and `new`, subfolders in folders whose names begin with a dot.
//!
//! Mails are walked in the order they were delivered, which their names begin with, so that answers come after what they answer.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use kernel::Result;

use super::found::{Found, Mails, Place, unreadable};
use crate::intake::receive::LARGEST;

/// The mails of a Maildir and its subfolders.
pub(super) struct Maildir {
    root: PathBuf,
    files: std::vec::IntoIter<Entry>,
}

/// A file: when it was delivered, and where it is below the root.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    delivered: u64,
    path: Box<str>,
}

impl Entry {
    /// Flags at the end of a name change while the mail stays the same.
    fn place(&self) -> Place {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        let unique = name.split(':').next().unwrap_or_default();
        Place { file: format!("{:020} {unique}", self.delivered), offset: 0 }
    }
}

impl Maildir {
    pub(super) fn open(root: &Path, from: &Place) -> Result<(Mails, u64, u64)> {
        let mut files = Vec::new();
        collect(root, root, &mut files)?;
        if files.is_empty() && !root.join("cur").is_dir() {
            return Err(unreadable(root, &"this is not a Maildir: it has no folder “cur”"));
        }
        files.sort_by_cached_key(|entry: &Entry| entry.place().file);
        let total = files.len() as u64;
        files.retain(|entry| entry.place().file > from.file);
        let before = total - files.len() as u64;
        Ok((Box::new(Self { root: root.to_owned(), files: files.into_iter() }), total, before))
    }
}

impl Iterator for Maildir {
    type Item = Result<Found>;

    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.files.next()?;
        let path = self.root.join(&*entry.path);
        let read = read(&path).map_err(|error| unreadable(&path, &error));
        let arrived = i64::try_from(entry.delivered).ok().filter(|seconds| *seconds > 0);
        Some(read.map(|raw| Found { raw, after: entry.place(), arrived, size: 1 }))
    }
}

fn read(path: &Path) -> std::io::Result<Option<Vec<u8>>> {
    let mut raw = Vec::new();
    File::open(path)?.take(LARGEST as u64 + 1).read_to_end(&mut raw)?;
    Ok((raw.len() <= LARGEST).then_some(raw))
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<Entry>) -> Result<()> {
    for entry in std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error))? {
        let entry = entry.map_err(|error| unreadable(folder, &error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // A link could lead back up, and round and round.
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        match name.as_str() {
            "cur" | "new" if is_folder => collect_mails(root, &entry.path(), files)?,
            "tmp" => {}
            _ if is_folder => collect(root, &entry.path(), files)?,
            _ => {}
        }
    }
    Ok(())
}

fn collect_mails(root: &Path, folder: &Path, files: &mut Vec<Entry>) -> Result<()> {
    for entry in std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error))? {
        let entry = entry.map_err(|error| unreadable(folder, &error))?;
        let path = entry.path();
        let (Some(name), Ok(below)) = (entry.file_name().to_str().map(str::to_owned), path.strip_prefix(root)) else {
            return Err(unreadable(&path, &"the name of this file is not text"));
        };
        if !entry.file_type().is_ok_and(|kind| kind.is_file()) || name.starts_with('.') {
            continue;
        }
        files.push(Entry { delivered: delivered(&name, &entry), path: below.to_string_lossy().into() });
    }
    Ok(())
}

/// The name begins with the second of delivery; else the file's own time stands for it.
fn delivered(name: &str, entry: &std::fs::DirEntry) -> u64 {
    let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
    let by_name = digits.parse::<u64>().ok().filter(|_| (9..=11).contains(&digits.len()));
    by_name.unwrap_or_else(|| {
        let changed = entry.metadata().and_then(|about| about.modified()).ok();
        changed.and_then(|at| at.duration_since(UNIX_EPOCH).ok()).map_or(0, |since| since.as_secs())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_come_in_the_order_of_delivery_and_go_on_after_any_of_them() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("cur/1700000003.M1.host:2,S", "three");
        write("new/1700000001.M1.host", "one");
        write(".Sent/cur/1700000002.M1.host:2,", "two");
        write("tmp/1700000000.half", "never");
        write("dovecot.index", "never");
        let read = |from: &Place| -> Vec<Found> {
            Maildir::open(folder.path(), from).unwrap().0.map(Result::unwrap).collect()
        };
        let all = read(&Place::default());
        let texts: Vec<_> = all.iter().map(|found| String::from_utf8(found.raw.clone().unwrap()).unwrap()).collect();
        assert_eq!(texts, ["one", "two", "three"]);
        assert_eq!(all[0].arrived, Some(1_700_000_001));
        std::fs::rename(
            folder.path().join("new/1700000001.M1.host"),
            folder.path().join("cur/1700000001.M1.host:2,RS"),
        )
        .unwrap();
        assert_eq!(read(&all[0].after), all[1..]);
        assert!(read(&all[2].after).is_empty());
    }

    #[test]
    fn another_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Maildir::open(folder.path(), &Place::default()).is_err());
    }
}
