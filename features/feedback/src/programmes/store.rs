//! SQL text of programmes.

use db::{Row, Tx, p, sql};
use kernel::{Fault, Result, Timestamp};

use super::model::{Kind, Programme, ProgrammeId};

sql! {
    ALL = "select id, name, kind, active, active_since, plan, version, created_at from feedback_programmes where removed_at = 0 order by created_at, id";
    FIND = "select id, name, kind, active, active_since, plan, version, created_at from feedback_programmes where id = $1 and removed_at = 0";
    ANY = "select id, name, kind, active, active_since, plan, version, created_at from feedback_programmes where id = $1";
    INSERT = "insert into feedback_programmes (id, name, kind, active, active_since, plan, version, created_at, removed_at)
              values ($1, $2, $3, $4, $5, $6, 1, $7, 0)";
    CHANGE = "update feedback_programmes set name = $1, active = $2, active_since = $3, plan = $4, version = version + 1
              where id = $5 and version = $6 and removed_at = 0";
    REMOVE = "update feedback_programmes set active = FALSE, active_since = 0, removed_at = $1, version = version + 1 where id = $2 and removed_at = 0";
}

fn read(row: &mut Row<'_>) -> Result<Programme> {
    let (id, name, kind) = (row.take()?, row.take()?, row.take::<String>()?);
    let (active, active_since, plan) = (row.take()?, row.take::<Timestamp>()?, row.take::<String>()?);
    Ok(Programme {
        id,
        name,
        kind: Kind::of(&kind).unwrap_or(Kind::Csat),
        active,
        active_since: active_since.happened(),
        plan: serde_json::from_str(&plan).map_err(Fault::internal)?,
        version: row.take()?,
        created_at: row.take()?,
    })
}

pub(crate) fn all(tx: &mut Tx<'_>) -> Result<Vec<Programme>> {
    tx.all(ALL, p![], read)
}

pub(crate) fn find(tx: &mut Tx<'_>, id: ProgrammeId) -> Result<Programme> {
    tx.one(FIND, p![id], read)
}

/// Even one that was removed: what it asked can still be answered.
pub(crate) fn any(tx: &mut Tx<'_>, id: ProgrammeId) -> Result<Programme> {
    tx.one(ANY, p![id], read)
}

fn since(it: &Programme) -> Timestamp {
    it.active_since.unwrap_or(Timestamp::NEVER)
}

fn written(it: &Programme) -> Result<String> {
    serde_json::to_string(&it.plan).map_err(Fault::internal)
}

pub(crate) fn insert(tx: &mut Tx<'_>, it: &Programme) -> Result<()> {
    tx.exec(INSERT, p![it.id, it.name, it.kind.code(), it.active, since(it), written(it)?, it.created_at]).map(drop)
}

pub(crate) fn change(tx: &mut Tx<'_>, it: &Programme, version: i64) -> Result<bool> {
    Ok(tx.exec(CHANGE, p![it.name, it.active, since(it), written(it)?, it.id, version])? > 0)
}

pub(crate) fn remove(tx: &mut Tx<'_>, id: ProgrammeId) -> Result<bool> {
    let now = tx.now();
    Ok(tx.exec(REMOVE, p![now, id])? > 0)
}
