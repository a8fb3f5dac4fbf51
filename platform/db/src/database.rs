//! The handle everybody holds: reads, reports and units of work on either engine.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crossbeam_channel::Sender;
use kernel::{Clock, Fault, FaultSpec, IdGenerator, Result, Timestamp};
use tokio::sync::oneshot;

use crate::bus::Bus;
use crate::config::{DbConfig, Engine};
use crate::lanes::Unit;
use crate::postgres_lane::{self, Purpose};
use crate::sqlite_lane::{self, Means, Order, Surroundings};
use crate::tx::Tx;

/// A database. Cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    engine: Engine,
    config: DbConfig,
    writer: Sender<Order>,
    reader: Sender<Order>,
    reporter: Sender<Order>,
    around: Surroundings,
    /// Tells this process from others on the same database.
    node: String,
    /// What the store last failed with, until it takes a write again.
    trouble: Mutex<Option<FaultSpec>>,
}

/// The threads of a SQLite file: who writes, who reads, who reports.
fn sqlite(
    path: &Path,
    readers: usize,
    durable: bool,
    means: Means,
    around: &Surroundings,
) -> Result<[Sender<Order>; 3]> {
    Ok([
        sqlite_lane::start_writer(path, durable, means, around.clone())?,
        sqlite_lane::start_readers(path, readers, "db-reader", means, around)?,
        sqlite_lane::start_readers(path, 1, "db-report", means, around)?,
    ])
}

impl Db {
    /// Opens a database and starts its threads. Does not migrate.
    ///
    /// # Errors
    /// `platform.unavailable` when the file or server cannot be reached.
    pub fn open(config: DbConfig, clock: Arc<dyn Clock>) -> Result<Self> {
        let ids = Arc::new(IdGenerator::new());
        let inner = match &config {
            DbConfig::Sqlite { path, readers, durable } => {
                let around = Surroundings { clock, ids, bus: Bus::local() };
                let lanes = sqlite(path, *readers, *durable, Means::Ample, &around)?;
                Inner::new(Engine::Sqlite, lanes, around, config)
            }
            DbConfig::Postgres { url, connections, tls } => {
                // One connection first, so that a wrong address or password is told at once and in words.
                // On a thread of its own, because the sync client cannot start inside an async caller.
                let probe =
                    std::thread::scope(|scope| scope.spawn(|| postgres_lane::connect(url, *tls).map(drop)).join());
                probe.unwrap_or_else(|_| Err(Fault::internal("the first connection panicked")))?;
                let around = Surroundings { clock, ids, bus: Bus::postgres(url, *tls)? };
                let share = (connections.saturating_sub(2) / 2).max(1);
                let writer = postgres_lane::start(url, *tls, share, Purpose::Write, &around)?;
                let reader = postgres_lane::start(url, *tls, share, Purpose::Read, &around)?;
                let reporter = postgres_lane::start(url, *tls, 2, Purpose::Report, &around)?;
                Inner::new(Engine::Postgres, [writer, reader, reporter], around, config)
            }
        };
        Ok(Self(Arc::new(inner)))
    }

    /// A file that goes away again, for work on more than fits into memory: nothing in it is durable, and what is put in
    /// order goes to the machine's folder for temporary files.
    ///
    /// # Errors
    /// `platform.unavailable` when the file cannot be made.
    pub fn scratch(path: PathBuf, clock: Arc<dyn Clock>) -> Result<Self> {
        let around = Surroundings { clock, ids: Arc::new(IdGenerator::new()), bus: Bus::local() };
        let lanes = sqlite(&path, 1, false, Means::Small, &around)?;
        let config = DbConfig::Sqlite { path, readers: 1, durable: false };
        Ok(Self(Arc::new(Inner::new(Engine::Sqlite, lanes, around, config))))
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        self.0.engine
    }

    /// How it was opened.
    pub fn config(&self) -> &DbConfig {
        &self.0.config
    }

    /// The name of this process among those that work on the database. On SQLite it is always the same: one process has the file.
    pub fn node(&self) -> &str {
        &self.0.node
    }

    /// What the store is in trouble with, until it takes a write again.
    pub fn trouble(&self) -> Option<FaultSpec> {
        *self.0.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notices of commits and whispers.
    pub fn bus(&self) -> &Bus {
        &self.0.around.bus
    }

    /// The clock of every unit of work.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.around.clock
    }

    /// Runs a read: all its statements see the same state.
    pub async fn read<T, F>(&self, closure: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.0.hand_over(&self.0.reader, None, closure, "read").await
    }

    /// Runs a long read in a lane of its own, so that it blocks no page.
    pub async fn report<T, F>(&self, closure: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.0.hand_over(&self.0.reporter, None, closure, "report").await
    }

    /// Runs a unit of work and answers after its durable commit.
    pub async fn write<T, F>(&self, closure: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.0.hand_over(&self.0.writer, None, closure, "write").await
    }

    /// Runs a unit of work that bears another instant than the clock's: history from elsewhere, the demo company.
    pub async fn write_at<T, F>(&self, at: Timestamp, closure: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.0.hand_over(&self.0.writer, Some(at), closure, "write").await
    }
}

impl Inner {
    fn new(engine: Engine, lanes: [Sender<Order>; 3], around: Surroundings, config: DbConfig) -> Self {
        let [writer, reader, reporter] = lanes;
        let node = match engine {
            Engine::Sqlite => "local".to_owned(),
            // Random: a restarted process is another node than the one that died.
            Engine::Postgres => format!("node-{:016x}", around.ids.next_raw()),
        };
        Self { engine, config, writer, reader, reporter, around, node, trouble: Mutex::new(None) }
    }

    /// Remembers trouble of the store; a write that it took ends it.
    fn note<T>(&self, lane: &str, result: &Result<T>) {
        let now = match result {
            Ok(_) if lane == "write" => None,
            Err(fault) if fault.is_of_store() => Some(fault.spec()),
            _ => return,
        };
        let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        match (*trouble, now) {
            (None, Some(spec)) => tracing::error!(code = spec.code, "The store is in trouble."),
            (Some(spec), None) => tracing::info!(code = spec.code, "The store works again."),
            _ => {}
        }
        *trouble = now;
    }

    async fn hand_over<T, F>(
        &self,
        lane: &Sender<Order>,
        at: Option<Timestamp>,
        closure: F,
        name: &'static str,
    ) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        let started = std::time::Instant::now();
        let (work, answer): (_, oneshot::Receiver<Result<T>>) = Unit::pack(closure);
        match lane.try_send(Order { work, at }) {
            Ok(()) => {}
            Err(crossbeam_channel::TrySendError::Full(order)) => {
                // The queue is full: waiting blocks a thread, so it is done where that is allowed.
                let lane = lane.clone();
                let sent = tokio::task::spawn_blocking(move || lane.send(order)).await;
                if !matches!(sent, Ok(Ok(()))) {
                    return Err(Fault::unavailable("the database threads have stopped"));
                }
            }
            Err(crossbeam_channel::TrySendError::Disconnected(_)) => {
                return Err(Fault::unavailable("the database threads have stopped"));
            }
        }
        let result = answer.await.unwrap_or_else(|_| Err(Fault::unavailable("the database threads have stopped")));
        metrics::histogram!("quarterdeck_db_seconds", "lane" => name).record(started.elapsed().as_secs_f64());
        self.note(name, &result);
        result
    }
}
