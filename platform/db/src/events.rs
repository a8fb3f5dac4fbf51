//! The event log: written in the unit of work, read in commit order.
//!
//! On PostgreSQL numbers are given before the commit, so a later number can be seen first. Every event therefore bears its
//! transaction's place, and readers stop at the oldest transaction that is still open: what they pass over never changes.
//! Two units of work that touch the same row cannot both commit out of order at REPEATABLE READ, so events of one thing
//! stay in order.
//!
//! On SQLite one writer gives the numbers in commit order and all places in the log have the same transaction, so there the number
//! alone says how far a reader is: an index that begins with the transaction would be walked from its beginning.

use kernel::{Actor, Event, EventId, Facts, NewEvent, PersonId, Result, ThingId, TypedId};

use crate::config::Engine;
use crate::told::EventRow;
use crate::tx::Tx;
use crate::{Row, p, sql};

sql! {
    AFTER = "select tx, number, name, version, thing, at, person, facts from db_events
             where (tx, number) > ($1, $2) and tx < $3 order by tx, number limit $4";
    BEHIND = "select tx, number, name, version, thing, at, person, facts from db_events
              where number > $1 order by number limit $2";
    NEWEST = "select tx, number from db_events where tx < $1 order by tx desc, number desc limit 1";
    OF_THING = "select tx, number, name, version, thing, at, person, facts from db_events
                where thing = $1 and number < $2 order by number desc limit 200";
    COUNT_AFTER = "select count(*) from db_events where (tx, number) > ($1, $2)";
    COUNT_BEHIND = "select count(*) from db_events where number > $1";
    MORE_AFTER = "select number from db_events where (tx, number) > ($1, $2) order by tx, number limit 1 offset $3";
    MORE_BEHIND = "select number from db_events where number > $1 order by number limit 1 offset $2";
    ONE = "select tx, number, name, version, thing, at, person, facts from db_events where number = $1";
}

impl Tx<'_> {
    /// Records that something happened, at this unit of work's instant.
    pub fn emit(&mut self, actor: &Actor, event: NewEvent) -> Result<()> {
        self.announce();
        self.tell_event(EventRow {
            name: event.name,
            version: event.version,
            thing: event.thing,
            at: self.now(),
            person: actor.person(),
            facts: event.facts.to_string(),
        })
    }
}

fn read(row: &mut Row<'_>) -> Result<Event> {
    Ok(Event {
        id: EventId { tx: row.take()?, number: row.take()? },
        name: row.take()?,
        version: row.take::<i64>()? as u32,
        thing: row.take()?,
        at: row.take()?,
        person: Some(row.take::<i64>()?).filter(|person| *person != 0).map(PersonId::from_raw),
        facts: Facts::written(row.take()?),
    })
}

/// Transactions below this are finished for good.
pub(crate) fn horizon(tx: &mut Tx<'_>) -> Result<i64> {
    match tx.engine() {
        Engine::Sqlite => Ok(1),
        Engine::Postgres => {
            tx.one("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint", p![], |row| row.take())
        }
    }
}

/// Up to 500 events behind a place, in commit order.
pub fn after(tx: &mut Tx<'_>, place: EventId) -> Result<Vec<Event>> {
    up_to(tx, place, 500)
}

/// So many events behind a place at most, in commit order.
pub(crate) fn up_to(tx: &mut Tx<'_>, place: EventId, most: u32) -> Result<Vec<Event>> {
    tx.write_told()?;
    if tx.engine() == Engine::Sqlite {
        return tx.all(BEHIND, p![place.number, most], read);
    }
    let horizon = horizon(tx)?;
    tx.all(AFTER, p![place.tx, place.number, horizon, most], read)
}

/// The place of the newest event that nothing can come before any more.
pub fn newest(tx: &mut Tx<'_>) -> Result<EventId> {
    tx.write_told()?;
    let horizon = horizon(tx)?;
    let found = tx.opt(NEWEST, p![horizon], |row| Ok(EventId { tx: row.take()?, number: row.take()? }))?;
    Ok(found.unwrap_or_default())
}

/// Up to 200 events of one thing, newest first, below a number (`i64::MAX` for the first page).
pub fn of_thing(tx: &mut Tx<'_>, thing: &ThingId, below: i64) -> Result<Vec<Event>> {
    tx.write_told()?;
    tx.all(OF_THING, p![thing, below], read)
}

pub(crate) fn count_after(tx: &mut Tx<'_>, place: EventId) -> Result<i64> {
    match tx.engine() {
        Engine::Sqlite => tx.one(COUNT_BEHIND, p![place.number], |row| row.take()),
        Engine::Postgres => tx.one(COUNT_AFTER, p![place.tx, place.number], |row| row.take()),
    }
}

/// Whether there are more than so many events behind a place; looks no further.
pub(crate) fn more_than(tx: &mut Tx<'_>, place: EventId, few: u32) -> Result<bool> {
    let found = match tx.engine() {
        Engine::Sqlite => tx.opt(MORE_BEHIND, p![place.number, few], |row| row.take::<i64>())?,
        Engine::Postgres => tx.opt(MORE_AFTER, p![place.tx, place.number, few], |row| row.take::<i64>())?,
    };
    Ok(found.is_some())
}

pub(crate) fn find(tx: &mut Tx<'_>, number: i64) -> Result<Option<Event>> {
    tx.opt(ONE, p![number], read)
}
