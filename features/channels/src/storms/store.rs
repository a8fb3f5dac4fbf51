//! SQL text of storms and of the counts they are found by.

use db::{Row, Tx, p, sql};
use kernel::{Result, Timestamp};

use super::model::{Course, Scope, Storm, StormId};
use crate::intake::IntakeId;

sql! {
    CURSOR = "select last_id from channels_watch where id = 1";
    BEGIN = "insert into channels_watch (id, last_id) select 1, coalesce(max(id), 0) from channels_intake where true on conflict (id) do nothing";
    ADVANCE = "update channels_watch set last_id = $1 where id = 1 and last_id = $2";
    ARRIVED = "select id, mailbox_id, from_address, received_at, historic from channels_intake where id > $1 order by id limit 5000";
    COUNT = "insert into channels_arrivals (scope, who, span, mails) values ($1, $2, $3, $4)
             on conflict (scope, who, span) do update set mails = channels_arrivals.mails + excluded.mails";
    SPANS = "select span, mails from channels_arrivals where scope = $1 and who = $2 order by span desc limit 2100";
    FORGET = "delete from channels_arrivals where span < $1";
    OPEN = "insert into channels_storms (id, scope, who, state, seen, usual, began_at, last_at, ended_at, next_at)
            values ($1, $2, $3, 'slowed', $4, $5, $6, $7, 0, $8)";
    ACTIVE = "select id, scope, who, state, seen, usual, began_at, last_at, ended_at, next_at from channels_storms
              where ended_at = 0 order by began_at, id limit 500";
    RECENT = "select id, scope, who, state, seen, usual, began_at, last_at, ended_at, next_at from channels_storms
              where ended_at > 0 order by ended_at desc, id desc limit 20";
    FIND = "select id, scope, who, state, seen, usual, began_at, last_at, ended_at, next_at from channels_storms where id = $1";
    SEEN = "update channels_storms set seen = seen + $1, last_at = $2 where id = $3 and ended_at = 0";
    END = "update channels_storms set ended_at = $1 where id = $2 and ended_at = 0";
    STEER = "update channels_storms set state = $1, next_at = $2 where id = $3 and ended_at = 0";
    SLOT = "update channels_storms set next_at = $1 where id = $2";
    ASSIGN = "update channels_intake set storm_id = $1, release_at = $2 where id = $3";
    WAITING = "select count(*) from channels_intake where storm_id = $1 and state = 'waiting' and storm_id <> 0";
    WAITING_IDS = "select id from channels_intake where storm_id = $1 and state = 'waiting' and storm_id <> 0 order by id limit 10000";
    FREE = "update channels_intake set release_at = $1 where storm_id = $2 and state = 'waiting' and storm_id <> 0";
}

/// A mail as the guard counts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Arrived {
    pub id: i64,
    pub mailbox: i64,
    pub sender: String,
    pub at: Timestamp,
    pub historic: bool,
}

fn read(row: &mut Row<'_>) -> Result<Storm> {
    Ok(Storm {
        id: row.take()?,
        scope: Scope::of(&row.take::<String>()?),
        who: row.take()?,
        course: Course::of(&row.take::<String>()?),
        seen: row.take()?,
        usual: row.take()?,
        began_at: row.take()?,
        last_at: row.take()?,
        ended_at: row.take()?,
        next_at: row.take()?,
    })
}

/// Up to which mail everything was counted; none before the first look.
pub(crate) fn cursor(tx: &mut Tx<'_>) -> Result<Option<i64>> {
    tx.opt(CURSOR, p![], |row| row.take())
}

/// The first look begins with what comes from now on.
pub(crate) fn begin(tx: &mut Tx<'_>) -> Result<()> {
    tx.exec(BEGIN, p![]).map(drop)
}

/// Moves on; `false` when another node counted these mails.
pub(crate) fn advance(tx: &mut Tx<'_>, from: i64, to: i64) -> Result<bool> {
    Ok(tx.exec(ADVANCE, p![to, from])? > 0)
}

/// The next mails behind one.
pub(crate) fn arrived(tx: &mut Tx<'_>, after: i64) -> Result<Vec<Arrived>> {
    tx.all(ARRIVED, p![after], |row| {
        let (id, mailbox, sender) = (row.take()?, row.take()?, row.take::<String>()?.to_lowercase());
        Ok(Arrived { id, mailbox, sender, at: row.take()?, historic: row.take()? })
    })
}

pub(crate) fn count(tx: &mut Tx<'_>, scope: Scope, who: &str, span: i64, mails: i64) -> Result<()> {
    tx.exec(COUNT, p![scope.code(), who, span, mails]).map(drop)
}

/// Mails in each span of ten minutes, newest first.
pub(crate) fn spans(tx: &mut Tx<'_>, scope: Scope, who: &str) -> Result<Vec<(i64, i64)>> {
    tx.all(SPANS, p![scope.code(), who], |row| Ok((row.take()?, row.take()?)))
}

pub(crate) fn forget(tx: &mut Tx<'_>, before: i64) -> Result<()> {
    tx.exec(FORGET, p![before]).map(drop)
}

pub(crate) fn open(tx: &mut Tx<'_>, storm: &Storm) -> Result<()> {
    let Storm { id, scope, who, seen, usual, began_at, last_at, next_at, .. } = storm;
    tx.exec(OPEN, p![*id, scope.code(), who, *seen, *usual, *began_at, *last_at, *next_at]).map(drop)
}

/// Storms that last.
pub(crate) fn active(tx: &mut Tx<'_>) -> Result<Vec<Storm>> {
    tx.all(ACTIVE, p![], read)
}

/// The last storms that are over, newest first.
pub(crate) fn recent(tx: &mut Tx<'_>) -> Result<Vec<Storm>> {
    tx.all(RECENT, p![], read)
}

pub(crate) fn find(tx: &mut Tx<'_>, id: StormId) -> Result<Storm> {
    tx.one(FIND, p![id], read)
}

pub(crate) fn seen(tx: &mut Tx<'_>, id: StormId, more: i64, last_at: Timestamp) -> Result<()> {
    tx.exec(SEEN, p![more, last_at, id]).map(drop)
}

pub(crate) fn end(tx: &mut Tx<'_>, id: StormId) -> Result<bool> {
    let now = tx.now();
    Ok(tx.exec(END, p![now, id])? > 0)
}

/// Another course; says whether the storm lasts.
pub(crate) fn steer(tx: &mut Tx<'_>, id: StormId, course: Course) -> Result<bool> {
    let now = tx.now();
    Ok(tx.exec(STEER, p![course.code(), now, id])? > 0)
}

pub(crate) fn set_slot(tx: &mut Tx<'_>, id: StormId, next_at: Timestamp) -> Result<()> {
    tx.exec(SLOT, p![next_at, id]).map(drop)
}

/// A mail is part of a storm and is placed at an instant.
pub(crate) fn assign(tx: &mut Tx<'_>, mail: IntakeId, storm: StormId, release_at: Timestamp) -> Result<()> {
    tx.exec(ASSIGN, p![storm, release_at, mail]).map(drop)
}

/// How many mails of a storm wait.
pub(crate) fn waiting(tx: &mut Tx<'_>, id: StormId) -> Result<i64> {
    tx.one(WAITING, p![id], |row| row.take())
}

/// Lets the waiting mails of a storm go now; gives the first ten thousand.
pub(crate) fn free(tx: &mut Tx<'_>, id: StormId) -> Result<Vec<IntakeId>> {
    let now = tx.now();
    tx.exec(FREE, p![now, id])?;
    tx.all(WAITING_IDS, p![id], |row| row.take())
}
