//! `quarterdeck backup FILE`: the whole installation in one file, while the server runs.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use super::store::{Store, counts, label, tell_missing, told};
use super::{Ended, complain, explain, say};
use crate::config::Config;

pub(crate) async fn backup(config: Config, file: PathBuf, with_key: bool) -> Ended {
    if file.exists() {
        return Err(format!("{} exists already, and a backup is never written over", file.display()));
    }
    let started = Instant::now();
    let store = Store::configured(&config);
    let (db, files) = store.open()?;
    let label = label(&config, with_key)?;
    let totals = ::backup::save(&db, &files, label, &file, told("saved")).await.map_err(|fault| explain(&fault))?;
    if with_key {
        complain("the secret key is in the file: whoever has it can read the mailbox passwords");
    } else {
        complain(&format!(
            "the secret key is not in the file: keep a copy of {} somewhere else; without it mailbox passwords must be entered again",
            store.key_file.display()
        ));
    }
    tell_missing(&totals, &store.folder);
    say(&format!("saved {} to {}", counts(&totals, started), file.display()));
    Ok(if totals.missing.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
