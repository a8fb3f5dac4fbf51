//! A small company in a test's database, made by the same commands as a real one.

use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use access::passwords::Hasher;
use db::DbConfig;
use files::Files;
use kernel::FakeClock;
use server::{App, Plan};
use testkit::{MONDAY_MORNING, TestDb};

/// How many conversations it has.
pub(crate) const CONVERSATIONS: u32 = 40;

/// An installation on a database.
pub(crate) fn plan(database: DbConfig, folder: &Path) -> Plan {
    Plan {
        database,
        folder: folder.to_owned(),
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
        backups: server::backups::BackupPlan::by_hand(folder.join("backups")),
    }
}

/// Fills the test's database and gives the place of its files.
pub(crate) async fn company(store: &TestDb) -> Files {
    let clock = Arc::new(FakeClock::at(MONDAY_MORNING));
    let app = App::open(plan(store.config().clone(), store.folder.path()), clock).await.expect("opened");
    let rooms = demo::fill::Rooms {
        db: app.db.clone(),
        files: app.files.clone(),
        registry: app.access.registry(),
        post: app.post.clone(),
        hasher: Hasher::cheap(),
        feedback: app.feedback.clone(),
    };
    let plan = demo::fill::Plan { seed: 1, until: MONDAY_MORNING, conversations: CONVERSATIONS, host: None };
    demo::fill::fill(&rooms, plan, |_| {}).await.expect("filled");
    app.files.clone()
}
