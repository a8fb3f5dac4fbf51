//! Backups that make themselves: every night, before the schema changes, and when an administrator asks for one.
//!
//! A file has its name only when it was read again and every sum in it was right. So whatever has the name is a good backup,
//! and what is thrown away is decided among good ones only.

mod before_migration;
pub(crate) mod http;
mod make;
mod retention;
mod schedule;
mod store;

use std::path::PathBuf;
use std::time::Duration;

pub(crate) use before_migration::save_before_migration;
pub use retention::Keep;
pub(crate) use schedule::{register, schedule, zone};
pub(crate) use store::last_failure;
pub use store::statements;

use db::Migration;
use kernel::{FaultKind, FaultSpec, Result, Timestamp};

use crate::app::App;

/// What is kept where, and when.
#[derive(Debug, Clone)]
pub struct BackupPlan {
    /// Where backups are put.
    pub folder: PathBuf,
    /// The hour of the company's day at which one is made; none makes none by itself.
    pub hour: Option<i8>,
    /// What is kept.
    pub keep: Keep,
    /// Whether one is made before the schema of a database with something in it changes.
    pub before_migration: bool,
}

impl BackupPlan {
    /// None is made by itself: for tests and commands.
    pub fn by_hand(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            hour: None,
            keep: Keep { daily: 7, weekly: 4, monthly: 6 },
            before_migration: false,
        }
    }
}

/// A backup in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Its file name.
    pub(crate) name: String,
    /// When it was made, by its name.
    pub(crate) at: Timestamp,
    /// Its size.
    pub(crate) bytes: u64,
}

const UNREADABLE: FaultSpec = FaultSpec {
    kind: FaultKind::Unavailable,
    code: "system.backup_unreadable",
    sentence: "The backup was written, but could not be read again without a fault, so it was thrown away. The disk may be failing.",
};
const INCOMPLETE: FaultSpec = FaultSpec {
    kind: FaultKind::Unavailable,
    code: "system.backup_incomplete",
    sentence: "The backup was made, but attachments are missing or damaged on the disk and are not in it. `quarterdeck verify --deep` names them.",
};
const NO_ROOM: FaultSpec = FaultSpec {
    kind: FaultKind::Unavailable,
    code: "system.backup_no_room",
    sentence: "This release changes the database, and a copy is made before. There is not enough room for it: make room, name another backup.folder, or save the installation yourself and set backup.before_migration to off.",
};

/// Without a backup for so long a night was missed.
const OVERDUE: Duration = Duration::from_hours(36);

/// How it stands with backups.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) newest: Option<Timestamp>,
    pub(crate) failed: bool,
    pub(crate) overdue: bool,
}

/// How it stands with the backups of this node.
pub(crate) async fn state(app: &App) -> Result<State> {
    let read = app.db.read(|tx| {
        let installed = tx.one("select min(at) from db_migrations", &[], |row| row.take::<Option<Timestamp>>())?;
        Ok((last_failure(tx)?.is_some(), installed, tx.now()))
    });
    let (failed, installed, now) = read.await?;
    let newest = newest(&app.plan.backups.folder);
    let since = newest.or(installed).unwrap_or(now);
    let overdue = app.plan.backups.hour.is_some() && since < now.minus(OVERDUE);
    Ok(State { newest, failed, overdue })
}

/// When the newest backup in a folder was made.
pub(crate) fn newest(folder: &std::path::Path) -> Option<Timestamp> {
    make::list(folder).first().map(|kept| kept.at)
}

/// The step of this room's table.
pub(crate) fn migrations() -> Vec<Migration> {
    vec![Migration {
        name: "202611220412_system_backups",
        sql: include_str!("../../migrations/202611220412_system_backups.sql"),
    }]
}

#[cfg(test)]
mod tests;
