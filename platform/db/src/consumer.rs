//! Consumers of the event log: at least once, in order per thing, with their lag visible.
//!
//! What a consumer does and its new place are one commit, so on this database an event takes effect once. An event whose
//! handler fails is parked with the reason and tried again with growing delay; later events of the same thing wait behind it.
//!
//! Where a consumer begins is decided when a database first hears of it, and never again. On a new installation nothing has
//! happened yet, so everybody begins with the first event; after an upgrade only those walk the log for whom the past matters.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use kernel::{Event, EventId, FaultKind, Result, Timestamp};

use crate::database::Db;
use crate::tx::Tx;
use crate::{events, p, sql};

sql! {
    ENSURE = "insert into db_consumers (name, tx, number, moved_at) values ($1, $2, $3, $4) on conflict (name) do nothing";
    KNOWN = "select count(*) from db_consumers where name = $1";
    MOVE_BACK = "update db_consumers set tx = 0, number = case when number > 0 then 0 else number - 1 end, moved_at = $1 where name = $2";
    GO_ON = "update db_consumers set tx = $1, number = $2, moved_at = $3 where name = $4 and tx = $5 and number = $6";
    PLACE = "select tx, number from db_consumers where name = $1";
    ALL = "select name, tx, number, moved_at from db_consumers order by name";
    PARK = "insert into db_parked_events (consumer, number, tx, thing, attempts, retry_at, error) values ($1, $2, $3, $4, 1, $5, $6)
            on conflict (consumer, number) do update set attempts = db_parked_events.attempts + 1, retry_at = excluded.retry_at, error = excluded.error";
    PARKED_THINGS = "select distinct thing from db_parked_events where consumer = $1";
    PARKED_COUNT = "select count(*) from db_parked_events where consumer = $1";
    PARKED_DUE = "select number, attempts from db_parked_events p where consumer = $1 and retry_at <= $2
                  and not exists (select 1 from db_parked_events e where e.consumer = p.consumer and e.thing = p.thing and e.number < p.number)
                  order by number limit 50";
    FORGET_PARKED = "delete from db_parked_events where consumer = $1";
    UNPARK = "delete from db_parked_events where consumer = $1 and number = $2";
}

type OfOne = dyn Fn(&mut Tx<'_>, &Event) -> Result<()> + Send + Sync;
type OfMany = dyn Fn(&mut Tx<'_>, &[Event]) -> Result<()> + Send + Sync;

/// Batches in a row of one consumer before the others have their turn: a long walk holds nobody up.
const TURN: usize = 4;
/// Events of one unit of work.
const SOME: u32 = 500;
/// The same for those who handle many at once.
const MANY: u32 = 2_000;

/// What a consumer makes of events that happened before its database first heard of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Past {
    /// It walks the whole log: what it keeps is made of everything that ever happened.
    Matters,
    /// It begins with what happens from then on: nobody wants to be told of what is long over.
    IsOver,
}

/// A consumer and what it does.
#[derive(Clone)]
struct Listener {
    name: &'static str,
    past: Past,
    handler: Handler,
    /// How many events it takes at once, at most.
    portion: u32,
}

/// What a consumer does with events.
#[derive(Clone)]
enum Handler {
    One(Arc<OfOne>),
    Many(Arc<OfMany>),
}

impl Handler {
    fn run(&self, tx: &mut Tx<'_>, event: &Event) -> Result<()> {
        match self {
            Self::One(handler) => handler(tx, event),
            Self::Many(handler) => handler(tx, std::slice::from_ref(event)),
        }
    }

    fn run_all(&self, tx: &mut Tx<'_>, events: &[Event]) -> Result<()> {
        match self {
            Self::One(handler) => events.iter().try_for_each(|event| handler(tx, event)),
            Self::Many(handler) => handler(tx, events),
        }
    }
}

/// How far a consumer is behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsumerLag {
    /// The consumer.
    pub name: String,
    /// Events it has not seen yet.
    pub behind: i64,
    /// Events whose handling failed and is tried again.
    pub parked: i64,
    /// When it last moved.
    pub moved_at: Timestamp,
}

/// The consumers of a node. Several nodes share them: a consumer's row is held by one at a time.
#[derive(Clone)]
pub struct Consumers {
    db: Db,
    listeners: Vec<Listener>,
}

impl Consumers {
    /// Nobody listens yet.
    pub fn new(db: Db) -> Self {
        Self { db, listeners: Vec::new() }
    }

    /// Adds a consumer.
    pub fn add(
        &mut self,
        name: &'static str,
        past: Past,
        handler: impl Fn(&mut Tx<'_>, &Event) -> Result<()> + Send + Sync + 'static,
    ) {
        let handler = Handler::One(Arc::new(handler));
        self.listeners.push(Listener { name, past, handler, portion: SOME });
    }

    /// Adds a consumer that is handed many events at once, in order. When it fails it is handed the same ones one by one, so
    /// that only those wait that cannot be handled. It may [`rewind`] itself: then it goes on from the beginning.
    pub fn add_many(
        &mut self,
        name: &'static str,
        past: Past,
        handler: impl Fn(&mut Tx<'_>, &[Event]) -> Result<()> + Send + Sync + 'static,
    ) {
        let handler = Handler::Many(Arc::new(handler));
        self.listeners.push(Listener { name, past, handler, portion: MANY });
    }

    /// Takes so many events at once where many are handled at once: fewer units of work, during which others wait longer.
    pub fn in_portions_of(mut self, portion: u32) -> Self {
        for listener in &mut self.listeners {
            if matches!(listener.handler, Handler::Many(_)) {
                listener.portion = portion;
            }
        }
        self
    }

    /// Records those that this database does not know, all at once. To be called by each process when it opened the database,
    /// before it lets anything happen: so nobody misses the first event of a new installation.
    pub async fn register(&self) -> Result<()> {
        let all: Vec<(&'static str, Past)> = self.listeners.iter().map(|one| (one.name, one.past)).collect();
        let wanted = all.clone();
        let missing = self.db.read(move |tx| {
            let known = wanted.iter().map(|(name, _)| is_known(tx, name)).collect::<Result<Vec<_>>>()?;
            Ok(known.contains(&false))
        });
        if missing.await? {
            self.db.write(move |tx| all.iter().try_for_each(|(name, past)| begin(tx, name, *past))).await?;
        }
        Ok(())
    }

    /// Runs until the process ends: woken by commits, and every second all the same.
    pub async fn run(self) {
        let mut commits = self.db.bus().commits();
        loop {
            commits.mark_unchanged();
            let moved = self.catch_up().await;
            if let Err(fault) = &moved {
                tracing::warn!(cause = fault.causes(), "Consumers of events cannot go on; trying again in a second.");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            let _ = tokio::time::timeout(Duration::from_secs(1), commits.changed()).await;
        }
    }

    /// Handles everything there is, parked events that are due included; gives the number of events handled.
    pub async fn catch_up(&self) -> Result<usize> {
        self.catch_up_watched(|_| {}).await
    }

    /// The same; tells after each batch how far in the log it came.
    pub async fn catch_up_watched(&self, mut watch: impl FnMut(EventId) + Send) -> Result<usize> {
        let mut total = 0;
        loop {
            let mut round = 0;
            for listener in &self.listeners {
                round += self.turn(listener, &mut watch).await?;
            }
            if round == 0 {
                return Ok(total);
            }
            total += round;
        }
    }

    /// Some batches of one consumer; gives how many events those were.
    async fn turn(&self, listener: &Listener, watch: &mut (impl FnMut(EventId) + Send)) -> Result<usize> {
        let mut total = 0;
        for _ in 0..TURN {
            let listener = listener.clone();
            let (handled, place) = self.db.write(move |tx| step(tx, &listener)).await?;
            if handled == 0 {
                break;
            }
            total += handled;
            watch(place);
        }
        Ok(total)
    }
}

fn is_known(tx: &mut Tx<'_>, name: &str) -> Result<bool> {
    Ok(tx.one(KNOWN, p![name], |row| row.take::<i64>())? > 0)
}

/// Gives a consumer that is not known yet its first place. Whoever comes second changes nothing.
fn begin(tx: &mut Tx<'_>, name: &str, past: Past) -> Result<()> {
    if is_known(tx, name)? {
        return Ok(());
    }
    let place = match past {
        Past::Matters => EventId::default(),
        Past::IsOver => events::newest(tx)?,
    };
    let now = tx.now();
    tx.exec(ENSURE, p![name, place.tx, place.number, now]).map(drop)
}

/// One batch of a consumer: parked events that are due, then new ones. Gives how many those were, and the last one's place.
fn step(tx: &mut Tx<'_>, listener: &Listener) -> Result<(usize, EventId)> {
    let Listener { name, past, handler, portion } = listener;
    let name = *name;
    let select = format!("select tx, number from db_consumers where name = $1{}", tx.skip_locked());
    let mut held = tx.opt(&select, p![name], |row| Ok(EventId { tx: row.take()?, number: row.take()? }))?;
    if held.is_none() {
        begin(tx, name, *past)?;
        held = tx.opt(&select, p![name], |row| Ok(EventId { tx: row.take()?, number: row.take()? }))?;
    }
    // Nothing found now means that another node holds the row and does the work.
    let Some(place) = held else { return Ok((0, EventId::default())) };
    let retried = retry_parked(tx, name, handler)?;
    let events = events::up_to(tx, place, *portion)?;
    hand_over(tx, name, handler, &events)?;
    if let Some(last) = events.last() {
        // Whoever rewound itself is not moved on.
        let now = tx.now();
        tx.exec(GO_ON, p![last.id.tx, last.id.number, now, name, place.tx, place.number])?;
    }
    Ok((events.len() + retried, events.last().map_or(place, |last| last.id)))
}

/// Hands new events over, but not those of things that wait. All in one go if that succeeds: to put a savepoint round each
/// event is most of the work of passing over what does not matter.
fn hand_over(tx: &mut Tx<'_>, name: &'static str, handler: &Handler, events: &[Event]) -> Result<()> {
    if events.is_empty() {
        return Ok(());
    }
    let mut waiting: HashSet<String> =
        tx.all(PARKED_THINGS, p![name], |row| row.take::<String>())?.into_iter().collect();
    if events.iter().all(|event| !waiting.contains(&event.thing.0)) {
        match tx.attempt(|tx| handler.run_all(tx, events)) {
            Err(fault) if fault.kind() != FaultKind::Unavailable => {}
            done => return done,
        }
    }
    for event in events {
        if waiting.contains(&event.thing.0) {
            park(tx, name, event, 0, "waits behind an earlier event of the same thing")?;
        } else if !handle(tx, name, handler, event, 0)? {
            waiting.insert(event.thing.0.clone());
        }
    }
    Ok(())
}

fn retry_parked(tx: &mut Tx<'_>, name: &'static str, handler: &Handler) -> Result<usize> {
    let now = tx.now();
    let due = tx.all(PARKED_DUE, p![name, now], |row| Ok((row.take::<i64>()?, row.take::<i64>()?)))?;
    let mut cured = 0;
    for (number, attempts) in due {
        match events::find(tx, number)? {
            Some(event) => cured += usize::from(handle(tx, name, handler, &event, attempts)?),
            None => drop(tx.exec(UNPARK, p![name, number])?),
        }
    }
    Ok(cured)
}

/// Hands one event over; says whether it succeeded. Trouble with the database itself ends the whole batch instead.
fn handle(tx: &mut Tx<'_>, name: &'static str, handler: &Handler, event: &Event, attempts: i64) -> Result<bool> {
    match tx.attempt(|tx| handler.run(tx, event)) {
        Ok(()) => {
            if attempts > 0 {
                tx.exec(UNPARK, p![name, event.id.number])?;
            }
            Ok(true)
        }
        Err(fault) if fault.kind() == FaultKind::Unavailable => Err(fault),
        Err(fault) => {
            tracing::error!(consumer = name, event = event.id.number, fault = ?fault, "An event could not be handled; it is parked.");
            park(tx, name, event, attempts, &format!("{fault:?}"))?;
            Ok(false)
        }
    }
}

fn park(tx: &mut Tx<'_>, name: &str, event: &Event, attempts: i64, error: &str) -> Result<()> {
    let delay = Duration::from_secs(5u64.saturating_mul(1 << attempts.clamp(0, 10)));
    let retry_at = tx.now().plus(delay);
    tx.exec(PARK, p![name, event.id.number, event.id.tx, event.thing, retry_at, error]).map(drop)
}

/// Lets a consumer begin at the beginning of the log again: for those whose work is made of the log alone. Its place is never the
/// one before, so that who does it with the very first events is not moved on either.
pub fn rewind(tx: &mut Tx<'_>, name: &str) -> Result<()> {
    let now = tx.now();
    tx.exec(FORGET_PARKED, p![name])?;
    tx.exec(MOVE_BACK, p![now, name]).map(drop)
}

/// How far a consumer is, and how many events it could not handle yet; none before it began.
pub fn place_of(tx: &mut Tx<'_>, name: &str) -> Result<Option<(EventId, i64)>> {
    let place = tx.opt(PLACE, p![name], |row| Ok(EventId { tx: row.take()?, number: row.take()? }))?;
    let parked: i64 = tx.one(PARKED_COUNT, p![name], |row| row.take())?;
    Ok(place.map(|place| (place, parked)))
}

/// Whether a consumer has more than so many events to handle; one that never began has nothing to do with the log.
pub fn is_behind(tx: &mut Tx<'_>, name: &str, few: u32) -> Result<bool> {
    let place = tx.opt(PLACE, p![name], |row| Ok(EventId { tx: row.take()?, number: row.take()? }))?;
    place.map_or(Ok(false), |place| events::more_than(tx, place, few))
}

/// How far each consumer is behind.
pub fn lags(tx: &mut Tx<'_>) -> Result<Vec<ConsumerLag>> {
    let consumers = tx.all(ALL, p![], |row| {
        Ok((row.take::<String>()?, EventId { tx: row.take()?, number: row.take()? }, row.take::<Timestamp>()?))
    })?;
    let mut lags = Vec::new();
    for (name, place, moved_at) in consumers {
        let parked = tx.one(PARKED_COUNT, p![name], |row| row.take())?;
        lags.push(ConsumerLag { behind: events::count_after(tx, place)?, parked, moved_at, name });
    }
    Ok(lags)
}
