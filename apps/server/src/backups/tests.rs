use std::num::NonZeroU32;
use std::path::Path;
use std::time::Duration;

use access::passwords::Hasher;
use jobs::Runner;
use testkit::{SmallDisk, TestDb, check_statements, db_test};

use super::{BackupPlan, Keep, make, register, schedule, state, statements};
use crate::app::{App, Plan};

async fn app(store: &TestDb, folder: &Path) -> App {
    let keep = Keep { daily: 2, weekly: 0, monthly: 0 };
    let plan = Plan {
        database: store.config().clone(),
        folder: store.folder.path().to_owned(),
        public_url: "http://127.0.0.1:8480".to_owned(),
        secret: [7; 32],
        mail_domain: None,
        mail_poll: Duration::from_mins(1),
        name_servers: Vec::new(),
        senders: channels::authenticity::Policy::default(),
        undo: Duration::from_secs(10),
        trust: delivery::Trust::public(),
        session: Duration::from_hours(1),
        requests_per_minute: NonZeroU32::MAX,
        sign_ins_per_minute: 10,
        trusted_proxies: Vec::new(),
        inner_hosts: std::sync::Arc::default(),
        upload_bytes: 0,
        slicing_bytes: 0,
        hasher: Hasher::cheap(),
        backups: BackupPlan { hour: Some(3), keep, ..BackupPlan::by_hand(folder) },
    };
    App::open(plan, store.clock.clone()).await.expect("an installation")
}

fn runner(app: &App) -> Runner {
    let mut runner = Runner::new(app.db.clone());
    register(&mut runner, app);
    runner
}

#[db_test(crate::app::migrations)]
async fn every_statement_is_understood(db: TestDb) {
    check_statements(&db, statements()).await;
}

#[db_test(crate::app::migrations)]
async fn a_backup_comes_every_night_is_whole_and_old_ones_go(store: TestDb) {
    let folder = store.folder.path().join("backups");
    let app = app(&store, &folder).await;
    schedule(&app).await.expect("planned");
    let runner = runner(&app);
    assert_eq!(runner.run_due().await.expect("nothing is due"), 0);
    for night in 1..=4 {
        store.clock.advance(Duration::from_hours(24));
        assert_eq!(runner.run_due().await.expect("a night"), 1, "night {night}");
    }
    let kept = make::list(&folder);
    assert_eq!(kept.len(), 2, "{kept:?}");
    for each in &kept {
        backup::check(&folder.join(&each.name), &make::silent()).expect("whole");
    }
    let state = state(&app).await.expect("a state");
    assert!(!state.failed && !state.overdue && state.newest == kept.first().map(|kept| kept.at), "{state:?}");
    store.clock.advance(Duration::from_hours(37));
    assert!(super::state(&app).await.expect("a state").overdue);
}

#[db_test(crate::app::migrations)]
async fn a_full_disk_is_told_leaves_nothing_half_and_the_next_attempt_is_soon(store: TestDb) {
    let Some(disk) = SmallDisk::mount(2) else { return };
    let folder = disk.path().join("backups");
    let app = app(&store, &folder).await;
    make::make_folder(&folder).expect("a folder");
    schedule(&app).await.expect("planned");
    disk.fill(0);
    let runner = runner(&app);
    store.clock.advance(Duration::from_hours(24));
    assert_eq!(runner.run_due().await.expect("a night"), 1);
    assert!(state(&app).await.expect("a state").failed);
    let left: Vec<_> = std::fs::read_dir(&folder).expect("the folder").collect();
    assert!(left.is_empty(), "{left:?}");
    let events = "select count(*) from db_events where name = 'system.backup.failed'";
    let told = store.read(move |tx| tx.one(events, &[], |row| row.take::<i64>())).await.expect("events");
    assert_eq!(told, 1);
    disk.free();
    store.clock.advance(Duration::from_hours(1));
    assert_eq!(runner.run_due().await.expect("an hour later"), 1);
    let state = state(&app).await.expect("a state");
    assert!(!state.failed && state.newest.is_some(), "{state:?}");
}
