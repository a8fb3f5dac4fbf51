//! Data files of earlier releases are opened by this one, brought up to date, and whole afterwards.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use db::DbConfig;
use kernel::SystemClock;
use server::checks::look;
use server::{App, Plan};
use testkit::SmallDisk;

use crate::company::plan;
use crate::migrations;

/// A data folder of each release, as `cargo xtask release-data` packs them.
fn releases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/releases");
    let mut found: Vec<_> =
        std::fs::read_dir(folder).expect("releases").map(|entry| entry.expect("an entry").path()).collect();
    found.sort();
    found
}

fn unpack(release: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let unpacked = Command::new("tar").arg("-xzf").arg(release).arg("-C").arg(folder.path()).status().expect("tar");
    assert!(unpacked.success(), "{}", release.display());
    folder
}

fn installation(folder: &Path) -> Plan {
    let mut plan = plan(DbConfig::sqlite(folder.join("quarterdeck.db")), folder);
    plan.backups.before_migration = true;
    plan
}

fn copies(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.expect("an entry").path()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn data_of_every_earlier_release_is_brought_up_to_date_and_whole() {
    let releases = releases();
    assert!(!releases.is_empty());
    for release in releases {
        let folder = unpack(&release);
        let app = App::open(installation(folder.path()), Arc::new(SystemClock)).await.expect("opened");
        let files = app.files.clone();
        let found = app.db.report(move |tx| look(tx, &files)).await.expect("a look");
        assert_eq!(found.wrong, Vec::<String>::new(), "{}", release.display());
        let audit = app.db.report(db::verify_audit).await.expect("a report");
        assert!(audit.sealed + audit.waiting > 0 && audit.broken.is_empty(), "{}: {audit:?}", release.display());
        app.search.catch_up().await.expect("an index");
        assert!(app.search.count() > 0, "{}", release.display());
        let steps = migrations();
        let waiting = app.db.read(move |tx| db::waiting_steps(tx, &steps)).await.expect("steps");
        assert_eq!(waiting, Some(0));
        // What was there before stands beside: the way back.
        let copies = copies(&folder.path().join("backups"));
        assert_eq!(copies.len(), 1, "{copies:?}");
        let copy = db::Db::open(DbConfig::sqlite(&copies[0]), Arc::new(SystemClock)).expect("the copy");
        let steps = migrations();
        let waiting = copy.read(move |tx| db::waiting_steps(tx, &steps)).await.expect("steps");
        assert!(waiting > Some(0), "{waiting:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_room_for_the_copy_nothing_is_changed() {
    let Some(disk) = SmallDisk::mount(1) else { return };
    let release = releases().remove(0);
    let folder = unpack(&release);
    let mut cramped = installation(folder.path());
    cramped.backups.folder = disk.path().join("backups");
    let refused = App::open(cramped, Arc::new(SystemClock)).await.err().expect("no room");
    assert_eq!(refused.code(), "system.backup_no_room", "{refused:?}");
    let db =
        db::Db::open(DbConfig::sqlite(folder.path().join("quarterdeck.db")), Arc::new(SystemClock)).expect("opened");
    let steps = migrations();
    let waiting = db.read(move |tx| db::waiting_steps(tx, &steps)).await.expect("steps");
    assert!(waiting > Some(0), "the schema was changed all the same");
}
