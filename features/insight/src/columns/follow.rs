//! Who keeps the columns: loads them when they are wanted, gives their memory back when nobody asks any more.

use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use db::{Db, Tx};
use kernel::{Fault, Result};

use super::slice::{Made, Slice};
use super::table::Table;
use super::{Parts, load, slice};

/// Nobody has asked for so long: the memory is given back.
const UNUSED: Duration = Duration::from_hours(12);
/// How often it is looked whether somebody asked.
const LOOK: Duration = Duration::from_mins(10);

/// What the columns say to a question.
#[derive(Debug)]
pub(crate) enum Answer<T> {
    /// For each metric.
    Told(Vec<Parts<T>>),
    /// They are being loaded: [`Columns::loaded`] waits for it.
    Loading,
    /// They are too many for the memory that they may have: ask the store.
    Absent,
}

/// How the columns are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Empty,
    Ready,
    TooMany,
}

/// The columns of a node. Cheap to clone.
#[derive(Clone)]
pub struct Columns(Arc<Kept>);

struct Kept {
    /// The memory they may have, in bytes.
    most: u64,
    table: RwLock<Option<Table>>,
    used: Mutex<Instant>,
    state: Mutex<State>,
    loading: tokio::sync::Mutex<()>,
}

impl Columns {
    /// Empty ones, which may take so much memory in bytes; with 0 there are none.
    pub fn new(most: u64) -> Self {
        let state = if most == 0 { State::TooMany } else { State::Empty };
        Self(Arc::new(Kept {
            most,
            table: RwLock::default(),
            used: Mutex::new(Instant::now()),
            state: Mutex::new(state),
            loading: tokio::sync::Mutex::default(),
        }))
    }

    /// Gives their memory back when nobody asks any more; until the process ends.
    pub async fn tidy_up(self) {
        loop {
            tokio::time::sleep(LOOK).await;
            if self.0.used.lock().unwrap_or_else(PoisonError::into_inner).elapsed() > UNUSED {
                self.forget();
            }
        }
    }

    /// Waits until they are loaded, or known not to fit. Who asks at the same time waits for the same; it goes on when nobody
    /// waits any more.
    ///
    /// # Errors
    /// Trouble with the store.
    pub(crate) async fn loaded(&self, db: &Db) -> Result<()> {
        let (columns, db) = (self.clone(), db.clone());
        tokio::spawn(async move {
            let _only_one = columns.0.loading.lock().await;
            if columns.state() == State::Empty { columns.load(&db).await } else { Ok(()) }
        })
        .await
        .map_err(Fault::internal)?
    }

    /// Reads what needs much time, again when facts had to be loaded into memory for it first: then it has none.
    ///
    /// # Errors
    /// Those of the work, and trouble with the store.
    pub(crate) async fn report<T, F>(&self, db: &Db, work: F) -> Result<T>
    where
        F: Fn(&mut Tx<'_>, &Self) -> Result<Option<T>> + Clone + Send + 'static,
        T: Send + 'static,
    {
        loop {
            let (work, columns) = (work.clone(), self.clone());
            match db.report(move |tx| work(tx, &columns)).await? {
                Some(told) => return Ok(told),
                None => self.loaded(db).await?,
            }
        }
    }

    async fn load(&self, db: &Db) -> Result<()> {
        if !load::fit(db, self.0.most).await? {
            tracing::info!(
                bytes = self.0.most,
                "Facts do not fit into the memory for slicing; figures come from the store."
            );
            self.put(State::TooMany);
            return Ok(());
        }
        let began = Instant::now();
        let table = load::load(db).await?;
        tracing::info!(conversations = table.len(), took = ?began.elapsed(), "Facts are in memory for slicing.");
        *self.0.table.write().unwrap_or_else(PoisonError::into_inner) = Some(table);
        self.put(State::Ready);
        Ok(())
    }

    fn state(&self) -> State {
        *self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, state: State) {
        *self.0.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }

    fn forget(&self) {
        *self.0.table.write().unwrap_or_else(PoisonError::into_inner) = None;
        self.put(State::Empty);
    }

    /// Answers a question as this unit of work sees the facts.
    ///
    /// # Errors
    /// Trouble with the store.
    pub(crate) fn answer<T: Made>(&self, tx: &mut Tx<'_>, asked: &Slice<'_>) -> Result<Answer<T>> {
        let kept = &self.0;
        *kept.used.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        match self.state() {
            State::TooMany => return Ok(Answer::Absent),
            State::Empty => return Ok(Answer::Loading),
            State::Ready => {}
        }
        let is_current = match &mut *kept.table.write().unwrap_or_else(PoisonError::into_inner) {
            Some(table) => load::catch_up(tx, table)?,
            None => false,
        };
        if is_current && let Some(table) = &*kept.table.read().unwrap_or_else(PoisonError::into_inner) {
            return Ok(Answer::Told(slice::tell(table, asked)?));
        }
        self.forget();
        Ok(Answer::Loading)
    }
}
