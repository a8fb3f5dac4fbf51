//! SQLite: one writer thread that groups the waiting units of work into one durable commit, and readers in a pool.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded};
use kernel::{Clock, Fault, IdGenerator, Result, Timestamp};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::bus::Bus;
use crate::errors::from_sqlite;
use crate::lanes::{Work, same_fault};
use crate::tx::{Link, Tx};

/// Written into the file's header, so that `file` and others know whose file it is ("QDCK").
const APPLICATION_ID: i32 = 0x5144_434b;
/// Units of work in one commit at most, so that nobody waits long for the first.
const GROUP: usize = 256;
/// Between two looks whether the file is free, and how long one waits altogether.
const TURN: Duration = Duration::from_millis(2);
const PATIENCE: Duration = Duration::from_secs(10);
const STATEMENTS: usize = 512;

/// A unit of work on its way to a database thread, with the instant it shall bear (the clock's when absent).
pub(crate) struct Order {
    pub(crate) work: Box<dyn Work>,
    pub(crate) at: Option<Timestamp>,
}

/// What database threads need besides their connection.
#[derive(Clone)]
pub(crate) struct Surroundings {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<IdGenerator>,
    pub(crate) bus: Bus,
}

impl Surroundings {
    pub(crate) fn tx<'c>(&self, link: Link<'c>, at: Option<Timestamp>) -> Tx<'c> {
        Tx::new(link, at.unwrap_or_else(|| self.clock.now()), Arc::clone(&self.ids))
    }
}

/// What a connection may take of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Means {
    /// The installation's own file: as much of it as possible in memory.
    Ample,
    /// A file of any size that goes away again: what is put in order goes to disk, and memory stays small.
    Small,
}

impl Means {
    fn pragmas(self) -> &'static str {
        match self {
            Self::Ample => "pragma temp_store=memory; pragma mmap_size=2147483648;",
            Self::Small => "pragma temp_store=file; pragma mmap_size=0;",
        }
    }
}

fn connect(path: &Path, durable: bool, means: Means) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).map_err(from_sqlite)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.busy_handler(Some(wait_for_turn)).map_err(from_sqlite)?;
    // Without it the engine plans a statement anew whenever a parameter that its plan looked at has another value: a fifth of
    // an import's time went into that.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(from_sqlite)?;
    let synchronous = if durable { "FULL" } else { "OFF" };
    connection
        .execute_batch(&format!(
            "pragma page_size=8192; pragma journal_mode=wal; pragma application_id={APPLICATION_ID};
             pragma synchronous={synchronous}; pragma foreign_keys=on; pragma trusted_schema=off; {}",
            means.pragmas()
        ))
        .map_err(from_sqlite)?;
    Ok(connection)
}

/// Waits for another process that writes (an import): a short time often, because the engine's own waiting grows to a tenth of a
/// second and would miss the moments between two of its units of work.
fn wait_for_turn(tries: i32) -> bool {
    std::thread::sleep(TURN);
    TURN * u32::try_from(tries).unwrap_or(u32::MAX) < PATIENCE
}

/// Starts the writer. Its connection is made here, so that a file that cannot be opened is told at once.
pub(crate) fn start_writer(path: &Path, durable: bool, means: Means, around: Surroundings) -> Result<Sender<Order>> {
    let connection = connect(path, durable, means)?;
    connection
        .execute_batch("pragma cache_size=-65536; pragma wal_autocheckpoint=8000; pragma journal_size_limit=268435456;")
        .map_err(from_sqlite)?;
    let (sender, orders) = bounded::<Order>(1024);
    spawn("db-writer", move || write(&connection, &orders, &around))?;
    Ok(sender)
}

/// Starts threads that read. A read sees one state of the database, however many statements it runs.
pub(crate) fn start_readers(
    path: &Path,
    threads: usize,
    name: &str,
    means: Means,
    around: &Surroundings,
) -> Result<Sender<Order>> {
    let (sender, orders) = bounded::<Order>(4096);
    for number in 0..threads {
        let connection = connect(path, true, means)?;
        connection.execute_batch("pragma cache_size=-16384; pragma query_only=on;").map_err(from_sqlite)?;
        let (orders, around) = (orders.clone(), around.clone());
        spawn(&format!("{name}-{number}"), move || read(&connection, &orders, &around))?;
    }
    Ok(sender)
}

pub(crate) fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<()> {
    std::thread::Builder::new().name(name.to_owned()).spawn(body).map(drop).map_err(Fault::unavailable)
}

/// Runs one of the few statements around every unit of work, parsed once.
fn run(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(drop)
}

fn read(connection: &Connection, orders: &Receiver<Order>, around: &Surroundings) {
    for mut order in orders {
        let begun = run(connection, "begin").map_err(from_sqlite);
        if begun.is_ok() {
            // The answer, good or bad, is kept with the work; a read has nothing to commit.
            let _ = order.work.run(&mut around.tx(Link::Sqlite(connection), order.at));
            let _ = run(connection, "rollback");
        }
        order.work.finish(begun);
    }
}

fn write(connection: &Connection, orders: &Receiver<Order>, around: &Surroundings) {
    while let Ok(first) = orders.recv() {
        write_group(connection, first, orders, around);
    }
    // Keeps the planner's statistics fresh; the last statement of a clean stop.
    let _ = connection.execute_batch("pragma optimize");
}

fn write_group(connection: &Connection, first: Order, orders: &Receiver<Order>, around: &Surroundings) {
    if let Err(fault) = run(connection, "begin immediate").map_err(from_sqlite) {
        tracing::error!(cause = fault.causes(), "The database does not take a write.");
        return first.work.finish(Err(fault));
    }
    let mut done: Vec<Box<dyn Work>> = Vec::new();
    let mut announces = false;
    let mut lost = None;
    let mut next = Some(first);
    while let Some(mut order) = next.take() {
        let part = run_part(connection, &mut order, around, done.is_empty());
        match part {
            Ok(spoke) => {
                announces |= spoke;
                done.push(order.work);
            }
            Err(broken) => {
                // The engine may have rolled everything back (a full disk does that): the group is lost with this one's
                // trouble, and everyone is told below.
                if connection.is_autocommit() {
                    lost = Some(order.work.trouble().unwrap_or_else(|| Fault::unavailable("the engine rolled back")));
                }
                order.work.finish(broken);
            }
        }
        if lost.is_some() {
            break;
        }
        if done.len() < GROUP {
            next = orders.try_recv().ok();
        }
    }
    let committed = lost.map_or_else(|| run(connection, "commit").map_err(from_sqlite), Err);
    if let Err(fault) = &committed {
        tracing::error!(cause = fault.causes(), "The database does not commit.");
        if !connection.is_autocommit() {
            let _ = run(connection, "rollback");
        }
    }
    metrics::histogram!("quarterdeck_db_group_size").record(done.len() as f64);
    // First the notice, then the answers: whoever was answered finds that everybody has been told.
    if committed.is_ok() && announces {
        around.bus.announce();
    }
    for work in done {
        work.finish(committed.as_ref().copied().map_err(same_fault));
    }
}

/// One unit of work within the group: a savepoint of its own, so that its failure undoes only itself. The first has none to
/// protect: it fails with the whole transaction, which is begun anew, and the engine need not copy every page it touches.
fn run_part(
    connection: &Connection,
    order: &mut Order,
    around: &Surroundings,
    is_first: bool,
) -> std::result::Result<bool, Result<()>> {
    if !is_first && let Err(fault) = run(connection, "savepoint part").map_err(from_sqlite) {
        return Err(Err(fault));
    }
    let mut tx = around.tx(Link::Sqlite(connection), order.at);
    let outcome = order.work.run(&mut tx);
    let spoke = tx.announces();
    let ended = match (&outcome, is_first) {
        (Ok(()), true) => Ok(()),
        (Ok(()), false) => run(connection, "release part"),
        // The engine rolled everything back by itself: whoever called sees it.
        (Err(_), true) if connection.is_autocommit() => Ok(()),
        (Err(_), true) => run(connection, "rollback").and_then(|()| run(connection, "begin immediate")),
        (Err(_), false) => run(connection, "rollback to part").and_then(|()| run(connection, "release part")),
    };
    match (outcome, ended.map_err(from_sqlite)) {
        (Ok(()), Ok(())) => Ok(spoke),
        (Ok(()), Err(fault)) => Err(Err(fault)),
        (Err(_), _) => Err(Ok(())),
    }
}
