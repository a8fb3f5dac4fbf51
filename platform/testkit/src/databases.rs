//! A migrated database for each test: a file of its own, or a PostgreSQL database made from a template.

use std::ops::Deref;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use db::{Db, DbConfig, Migration, Sql};
use kernel::FakeClock;
use postgres::{Client, NoTls};

use crate::MONDAY_MORNING;

/// A superuser's URL of a running server; durability may be off there.
const SERVER: &str = "QUARTERDECK_TEST_POSTGRES";

/// A database that lives as long as its test. Also a [`Db`].
pub struct TestDb {
    db: Db,
    /// The clock of every unit of work.
    pub clock: Arc<FakeClock>,
    /// A folder for whatever else the test needs.
    pub folder: tempfile::TempDir,
}

impl Deref for TestDb {
    type Target = Db;
    fn deref(&self) -> &Db {
        &self.db
    }
}

impl TestDb {
    /// The handle itself, for whoever keeps one.
    pub fn handle(&self) -> Db {
        self.db.clone()
    }
}

fn all_steps(own: Vec<Migration>) -> Vec<Migration> {
    let mut steps = db::migrations();
    steps.extend(own);
    steps.sort_by_key(|step| step.name);
    steps.dedup_by_key(|step| step.name);
    steps
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

/// Runs a test body on a fresh SQLite file.
pub fn on_sqlite<F: Future<Output = ()>>(steps: Vec<Migration>, body: fn(TestDb) -> F) {
    runtime().block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Arc::new(FakeClock::at(MONDAY_MORNING));
        let config = DbConfig::Sqlite { path: folder.path().join("test.db"), readers: 2, durable: false };
        let db = Db::open(config, clock.clone()).expect("a database");
        db::migrate(&db, &all_steps(steps)).await.expect("migrations");
        body(TestDb { db, clock, folder }).await;
    });
}

/// Runs a test body on a fresh PostgreSQL database. Without a server it fails where `CI` is set, and says so elsewhere.
pub fn on_postgres<F: Future<Output = ()>>(steps: Vec<Migration>, body: fn(TestDb) -> F) {
    let Ok(server) = std::env::var(SERVER) else {
        assert!(std::env::var_os("CI").is_none(), "{SERVER} must name a server when CI is set");
        #[expect(clippy::print_stderr, reason = "whoever runs the test must see that half of it did not run")]
        {
            eprintln!("not run: {SERVER} names no PostgreSQL server (`cargo xtask pg` starts one)");
        }
        return;
    };
    let steps = all_steps(steps);
    let template = template(&server, &steps);
    let name = unique("qd_test");
    admin(&server, &[&format!("create database {name} template {template}")]);
    let outcome = {
        let runtime = runtime();
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            runtime.block_on(async {
                let folder = tempfile::tempdir().expect("a folder");
                let clock = Arc::new(FakeClock::at(MONDAY_MORNING));
                let config =
                    DbConfig::Postgres { url: in_database(&server, &name), connections: 6, tls: db::PostgresTls::Off };
                let db = Db::open(config, clock.clone()).expect("a database");
                body(TestDb { db, clock, folder }).await;
            });
        }));
        runtime.shutdown_background();
        outcome
    };
    admin(&server, &[&format!("drop database if exists {name} with (force)")]);
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}

/// A database without any table, gone with this value.
pub struct EmptyDb {
    /// How it is opened.
    pub config: DbConfig,
    /// A folder of its own, for the file and whatever lies beside it.
    pub folder: tempfile::TempDir,
    dropped: Option<(String, String)>,
}

/// Makes a database without any table; none when it should be on PostgreSQL and no server is named.
pub fn empty_database(engine: db::Engine) -> Option<EmptyDb> {
    let folder = tempfile::tempdir().expect("a folder");
    if engine == db::Engine::Sqlite {
        let config = DbConfig::Sqlite { path: folder.path().join("quarterdeck.db"), readers: 1, durable: false };
        return Some(EmptyDb { config, folder, dropped: None });
    }
    let server = std::env::var(SERVER).ok()?;
    let name = unique("qd_empty");
    let (at, made) = (server.clone(), name.clone());
    // On a thread of its own: the synchronous client cannot run inside an asynchronous test.
    std::thread::spawn(move || admin(&at, &[&format!("create database {made}")])).join().expect("a database");
    let config = DbConfig::Postgres { url: in_database(&server, &name), connections: 4, tls: db::PostgresTls::Off };
    Some(EmptyDb { config, folder, dropped: Some((server, name)) })
}

impl Drop for EmptyDb {
    fn drop(&mut self) {
        if let Some((server, name)) = self.dropped.take() {
            let dropped = std::thread::spawn(move || {
                admin(&server, &[&format!("drop database if exists {name} with (force)")]);
            });
            drop(dropped.join());
        }
    }
}

fn unique(prefix: &str) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("{prefix}_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

fn in_database(server: &str, name: &str) -> String {
    let (base, query) =
        server.split_once('?').map_or((server, String::new()), |(base, query)| (base, format!("?{query}")));
    let base = base.trim_end_matches('/');
    let after_scheme = base.find("://").map_or(0, |at| at + 3);
    let host = base.get(after_scheme..).and_then(|rest| rest.find('/')).map_or(base, |at| &base[..after_scheme + at]);
    format!("{host}/{name}{query}")
}

fn admin(server: &str, statements: &[&str]) {
    let mut client = Client::connect(server, NoTls).expect("a connection to the test server");
    for statement in statements {
        client.batch_execute(statement).expect("an administrative statement");
    }
}

/// A database with these steps applied, made once for all tests and processes with the same steps.
fn template(server: &str, steps: &[Migration]) -> String {
    static MADE: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let text: String = steps.iter().flat_map(|step| [step.name, "\n", step.sql, "\n"]).collect();
    let mark = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let name = format!("qd_template_{mark:016x}");
    let mut made = MADE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if made.contains(&name) {
        return name;
    }
    let mut client = Client::connect(server, NoTls).expect("a connection to the test server");
    client.batch_execute("select pg_advisory_lock(7406)").expect("a lock");
    let known = client.query("select 1 from pg_database where datname = $1", &[&name]).expect("the databases");
    if known.is_empty() {
        let building = format!("{name}_new");
        admin(
            server,
            &[&format!("drop database if exists {building} with (force)"), &format!("create database {building}")],
        );
        let runtime = runtime();
        runtime.block_on(async {
            let config =
                DbConfig::Postgres { url: in_database(server, &building), connections: 3, tls: db::PostgresTls::Off };
            let db = Db::open(config, Arc::new(FakeClock::at(MONDAY_MORNING))).expect("a database");
            db::migrate(&db, steps).await.expect("migrations");
        });
        runtime.shutdown_background();
        let leave = format!("select pg_terminate_backend(pid) from pg_stat_activity where datname = '{building}'");
        admin(server, &[&leave, &format!("alter database {building} rename to {name}")]);
    }
    client.batch_execute("select pg_advisory_unlock(7406)").expect("the lock's end");
    made.push(name.clone());
    name
}

/// Prepares every statement; panics with the names of those an engine refuses.
pub async fn check_statements(db: &TestDb, statements: Vec<&'static Sql>) {
    let mut wrong = Vec::new();
    for statement in statements {
        let checked = db.read(move |tx| tx.check(statement)).await;
        if let Err(fault) = checked {
            wrong.push(format!("{}: {}", statement.name, fault.causes()));
        }
    }
    assert!(wrong.is_empty(), "statements that {:?} refuses:\n{}", db.engine(), wrong.join("\n"));
}
