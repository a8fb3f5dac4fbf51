//! The files of the clone, read once.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::shell::{Failure, Outcome};

/// Endings of the files whose text the rules read; of others only the names count.
const READ: [&str; 11] = ["package.json", ".rs", ".toml", ".sql", ".ts", ".tsx", ".mts", ".mjs", ".css", ".sh", ".md"];

/// Paths from the root of the clone, each with its text.
#[derive(Debug, Default)]
pub(super) struct Tree {
    files: BTreeMap<String, String>,
}

impl Tree {
    /// Reads what git knows or would add, so that build output is left out.
    pub(super) fn of_clone(root: &Path) -> Outcome<Self> {
        let output = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(root)
            .output()
            .map_err(|error| Failure::new(format!("cannot start git: {error}")))?;
        if !output.status.success() {
            return Err(Failure::new("git cannot list the files of this clone"));
        }
        let mut files = BTreeMap::new();
        for path in String::from_utf8_lossy(&output.stdout).split('\0').filter(|path| !path.is_empty()) {
            let file = root.join(path);
            // A file that was removed without telling git is still in its list.
            if !file.is_file() {
                continue;
            }
            let text = if READ.iter().any(|ending| path.ends_with(ending)) {
                String::from_utf8_lossy(&fs::read(&file)?).into_owned()
            } else {
                String::new()
            };
            files.insert(path.to_owned(), text);
        }
        Ok(Self { files })
    }

    /// Returns a small tree for a test.
    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        Self { files: files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect() }
    }

    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Returns path and text of the files below a folder with one of the endings.
    pub(super) fn under(&self, folder: &str, endings: &[&str]) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .filter(move |(path, _)| path.starts_with(folder) && endings.iter().any(|ending| path.ends_with(ending)))
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Returns the names of the features: the folders below `features/` that are crates.
    pub(super) fn features(&self) -> Vec<&str> {
        self.files
            .keys()
            .filter_map(|path| path.strip_prefix("features/")?.strip_suffix("/Cargo.toml"))
            .filter(|name| !name.contains('/'))
            .collect()
    }
}
