//! A copy before the schema of a database with something in it changes: whoever regrets an update has a way back.

use std::path::Path;

use db::{Db, DbConfig, Engine};
use files::Files;
use kernel::{Fault, Result};

use super::NO_ROOM;
use super::make::{label, make_folder, silent};
use crate::app::{Plan, migrations};

/// How many of these copies are kept.
const KEEP: usize = 3;
/// What must stay free beside the copy, for the update itself.
const SPARE: u64 = 64 * 1024 * 1024;
const BEGINNING: &str = "before-update-";

/// Copies the database when this release would change its schema.
///
/// # Errors
/// `system.backup_no_room`; or that the copy cannot be made. Then the database is left as it is.
pub(crate) async fn save_before_migration(db: &Db, files: &Files, plan: &Plan) -> Result<()> {
    if !plan.backups.before_migration {
        return Ok(());
    }
    let steps = migrations();
    let waiting = db.read(move |tx| db::waiting_steps(tx, &steps)).await?;
    if waiting.is_none_or(|waiting| waiting == 0) {
        return Ok(());
    }
    let folder = plan.backups.folder.as_path();
    make_folder(folder)?;
    let stamp = db.clock().now().to_jiff().strftime("%Y%m%d-%H%M%S").to_string();
    let target = match db.config() {
        DbConfig::Sqlite { path, .. } => {
            refuse_without_room(path, folder)?;
            let target = folder.join(format!("{BEGINNING}{stamp}.db"));
            let (db, beside) =
                (db.clone(), folder.join(format!("{BEGINNING}{stamp}.{}.unfinished", std::process::id())));
            let (from, to) = (beside.clone(), target.clone());
            let copied = tokio::task::spawn_blocking(move || {
                db.copy_to(&from)?;
                std::fs::File::open(&from).and_then(|file| file.sync_all()).map_err(Fault::disk)?;
                std::fs::rename(&from, &to).map_err(Fault::disk)
            });
            let copied = copied.await.map_err(Fault::internal)?;
            if copied.is_err() {
                let _ = std::fs::remove_file(&beside);
            }
            copied?;
            target
        }
        DbConfig::Postgres { .. } => {
            let target = folder.join(format!("{BEGINNING}{stamp}.backup"));
            backup::save(db, files, label(&plan.secret), &target, silent()).await?;
            target
        }
    };
    tracing::info!(copy = %target.display(), "The database was copied before it is brought up to date.");
    prune(folder, db.engine());
    Ok(())
}

fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |file| file.len())
}

fn refuse_without_room(database: &Path, folder: &Path) -> Result<()> {
    let mut log = database.as_os_str().to_owned();
    log.push("-wal");
    let needed = size(database) + size(Path::new(&log)) + SPARE;
    let disk = rustix::fs::statvfs(folder).map_err(|error| Fault::disk(error.into()))?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    if free < needed {
        let said =
            format!("{} {} MB are needed, {} MB are free.", NO_ROOM.sentence, needed / 1_000_000, free / 1_000_000);
        return Err(NO_ROOM.detail(said));
    }
    Ok(())
}

/// Keeps the newest ones; names rise with time.
fn prune(folder: &Path, engine: Engine) {
    let ending = if engine == Engine::Sqlite { ".db" } else { ".backup" };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.retain(|name| name.starts_with(BEGINNING) && name.ends_with(ending));
    names.sort_unstable();
    for name in names.iter().rev().skip(KEEP) {
        if let Err(error) = std::fs::remove_file(folder.join(name)) {
            tracing::warn!(name, %error, "An old copy cannot be removed.");
        }
    }
}
