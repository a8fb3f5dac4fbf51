//! Making one backup, reading it again, and throwing away what is not to be kept.

use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use backup::{Label, Told, key_mark};
use db::{Db, DbConfig};
use kernel::{Fault, Result, Timestamp};

use super::{INCOMPLETE, Kept, UNREADABLE};
use crate::app::App;

const FORM: &str = "quarterdeck-%Y%m%d-%H%M%S.backup";

/// Every backup of ours in a folder, newest first; what is unfinished or somebody else's is passed over.
pub(crate) fn list(folder: &Path) -> Vec<Kept> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<Kept> = entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let at = jiff::civil::DateTime::strptime(FORM, &name).ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
            let at = Timestamp::from_micros(at.timestamp().as_microsecond());
            Some(Kept { name, at, bytes: entry.metadata().ok()?.len() })
        })
        .collect();
    found.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| b.name.cmp(&a.name)));
    found
}

/// What the database does not know about this installation. The key stays out of backups that nobody asked for.
pub(super) fn label(secret: &[u8; 32]) -> Label {
    Label { release: env!("CARGO_PKG_VERSION").to_owned(), key_mark: Some(key_mark(secret)), key: None }
}

pub(super) fn silent() -> Told {
    Arc::new(|_| {})
}

/// Makes the folder for its owner alone: customers' letters will be in it.
pub(super) fn make_folder(folder: &Path) -> Result<()> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(Fault::disk)
}

/// Makes a backup, reads it again, and gives it its name.
pub(crate) async fn make(app: &App) -> Result<Kept> {
    let plan = &app.plan.backups;
    make_folder(&plan.folder)?;
    let name = app.db.clock().now().to_jiff().strftime(FORM).to_string();
    let (target, unchecked) = (plan.folder.join(&name), plan.folder.join(format!("{name}.unchecked")));
    let outcome = save_and_check(app, &unchecked).await;
    let complete = match outcome {
        Ok(complete) => complete,
        Err(fault) => {
            // Half a backup is of no use to anybody; that it stays is no harm either.
            let _ = std::fs::remove_file(&unchecked);
            return Err(fault);
        }
    };
    std::fs::rename(&unchecked, &target).map_err(Fault::disk)?;
    std::fs::File::open(&plan.folder).and_then(|folder| folder.sync_all()).map_err(Fault::disk)?;
    if !complete {
        // It stays, being better than none, but nobody may take it for a whole one.
        return Err(INCOMPLETE.into());
    }
    let bytes = std::fs::metadata(&target).map_err(Fault::disk)?.len();
    prune(app).await;
    Ok(Kept { at: app.db.clock().now(), name, bytes })
}

/// Says whether every attachment was there.
async fn save_and_check(app: &App, place: &Path) -> Result<bool> {
    let label = label(&app.plan.secret);
    // On SQLite there is one lane for reports, and the search index needs it: a backup reads by a handle of its own.
    let own = match app.db.config() {
        DbConfig::Sqlite { path, .. } => {
            let config = DbConfig::Sqlite { path: path.clone(), readers: 1, durable: true };
            Some(Db::open(config, Arc::clone(app.db.clock()))?)
        }
        DbConfig::Postgres { .. } => None,
    };
    let db = own.as_ref().unwrap_or(&app.db);
    let totals = backup::save(db, &app.files, label, place, silent()).await?;
    let written = place.to_owned();
    let checked = tokio::task::spawn_blocking(move || backup::check(&written, &silent())).await;
    let (_, read) =
        checked.map_err(Fault::internal)?.map_err(|fault| Fault::from(UNREADABLE).because(fault.causes()))?;
    if read != totals {
        return Err(Fault::from(UNREADABLE).because("it holds something else than was written"));
    }
    Ok(totals.missing.is_empty())
}

/// Throws away what is not to be kept. A file that cannot be removed costs room and nothing else.
async fn prune(app: &App) {
    let zone = super::schedule::zone(app).await;
    let (folder, keep) = (app.plan.backups.folder.clone(), app.plan.backups.keep);
    let all = list(&folder);
    let kept = keep.of(&all.iter().map(|each| each.at).collect::<Vec<_>>(), &zone);
    for each in all.iter().filter(|each| !kept.contains(&each.at)) {
        remove(&folder.join(&each.name));
    }
    // What a process that died in the middle left behind.
    let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()).filter(|path| is_left_over(path)) {
        remove(&path);
    }
}

fn is_left_over(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let ours = name.starts_with("quarterdeck-") && (name.ends_with(".unchecked") || name.ends_with(".unfinished"));
    let old = std::time::Duration::from_hours(24);
    ours && path.metadata().and_then(|file| file.modified()).is_ok_and(|at| at.elapsed().is_ok_and(|age| age > old))
}

fn remove(path: &PathBuf) {
    if let Err(error) = std::fs::remove_file(path) {
        tracing::warn!(file = %path.display(), %error, "An old backup cannot be removed.");
    }
}
