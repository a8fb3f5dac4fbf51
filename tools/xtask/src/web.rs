//! The web packages: installed and built only when what they are made from has changed.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::Hasher as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::install;
use crate::shell::{self, Outcome};

/// The staff's screens.
pub(crate) const STAFF: &str = "web/staff";
/// The browser journeys.
pub(crate) const JOURNEYS: &str = "web/e2e";

/// Installs a package's dependencies as its lock file names them, unless that is done already.
pub(crate) fn dependencies(package: &str) -> Outcome {
    install::node()?;
    let folder = shell::root().join(package);
    // npm writes this copy of the lock file when it has installed everything.
    let installed = changed(&folder.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= changed(&folder.join("package-lock.json")) {
        return Ok(());
    }
    shell::run(&mut npm(package, &["ci", "--no-audit", "--no-fund"]))
}

fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|about| about.modified()).ok()
}

/// Builds the staff's screens into `web/staff/dist`, unless nothing has changed since the last build.
pub(crate) fn build() -> Outcome {
    dependencies(STAFF)?;
    let folder = shell::root().join(STAFF);
    let mut inputs = Vec::new();
    collect(&folder, &mut inputs)?;
    let stamp = Stamp::new(&folder, &inputs)?;
    if stamp.is_current() && folder.join("dist/index.html").is_file() {
        return Ok(());
    }
    shell::run(&mut npm(STAFF, &["run", "--silent", "build", "--", "--logLevel", "warn"]))?;
    stamp.write()
}

/// Returns an npm command inside a package.
pub(crate) fn npm(package: &str, arguments: &[&str]) -> Command {
    let mut command = shell::command("npm", arguments);
    command.current_dir(shell::root().join(package));
    // A browser of its own would be downloaded otherwise; Debian's Chromium is used.
    command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    command
}

/// What the last build was made from, as a number kept beside the installed packages.
struct Stamp {
    file: PathBuf,
    value: String,
}

impl Stamp {
    fn new(folder: &Path, inputs: &[PathBuf]) -> Outcome<Self> {
        let mut hasher = DefaultHasher::new();
        for input in inputs {
            hasher.write(input.to_string_lossy().as_bytes());
            hasher.write(&fs::read(input)?);
        }
        let file = folder.join("node_modules/.quarterdeck-build");
        Ok(Self { file, value: format!("{:016x}", hasher.finish()) })
    }

    fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|value| value == self.value)
    }

    fn write(&self) -> Outcome {
        Ok(fs::write(&self.file, &self.value)?)
    }
}

/// Gathers every file that a build may read, in a fixed order.
fn collect(folder: &Path, into: &mut Vec<PathBuf>) -> Outcome {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        if name == "node_modules" || name == "dist" || name.to_string_lossy().starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), into)?;
        } else {
            into.push(entry.path());
        }
    }
    Ok(())
}
