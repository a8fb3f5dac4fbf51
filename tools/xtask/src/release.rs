//! `cargo xtask release-data`: keeps a data folder of this release, so that every later one is tested against it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run;
use crate::shell::{self, Failure, Outcome};

/// Enough for a row in most tables, and small enough to be kept for good.
const CONVERSATIONS: &str = "25";
const KEPT: &str = "apps/server/tests/releases";

/// Fills a small company with the binary of this clone and packs its data folder under the release's number.
pub(crate) fn keep_data() -> Outcome {
    let binary = run::build(&[])?;
    let version = Command::new(&binary).arg("--version").output()?;
    let words = String::from_utf8_lossy(&version.stdout).into_owned();
    let version = words.split_whitespace().last().ok_or_else(|| Failure::new("the binary tells no version"))?;
    let target = Path::new(KEPT).join(format!("{version}.tar.gz"));
    if target.exists() {
        return Err(Failure::new(format!("{} is there already: what a release wrote never changes", target.display())));
    }
    let folder = std::env::temp_dir().join(format!("quarterdeck-release-{}", std::process::id()));
    let packed = fill_and_pack(&binary, &folder, &target);
    // What is left behind is only a copy.
    let _ = std::fs::remove_dir_all(&folder);
    packed
}

fn fill_and_pack(binary: &Path, folder: &PathBuf, target: &Path) -> Outcome {
    std::fs::create_dir_all(folder)?;
    let mut fill = shell::command(&binary.to_string_lossy(), ["demo", "--conversations", CONVERSATIONS]);
    shell::run(fill.env("QUARTERDECK_DATA_FOLDER", folder))?;
    // The search index is built anew anyhow.
    let search = folder.join("search");
    if search.exists() {
        std::fs::remove_dir_all(search)?;
    }
    let mut pack = Command::new("tar");
    shell::run(pack.args(["--sort=name", "--owner=0", "--group=0", "-czf"]).arg(target).arg("-C").arg(folder).arg("."))
}
