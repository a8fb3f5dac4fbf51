//! SQL text of goals.

use db::{Row, Tx, p, sql};
use kernel::{Fault, PersonId, Result, Timestamp};

use super::model::{GoalContent, GoalId};

sql! {
    LIST = "select id, content, created_by, created_at, changed_at, version from insight_goals where id > $1 order by id limit 201";
    ALL = "select id, content, created_by, created_at, changed_at, version from insight_goals order by id";
    FIND = "select id, content, created_by, created_at, changed_at, version from insight_goals where id = $1";
    INSERT = "insert into insight_goals (id, content, created_by, created_at, changed_at, version) values ($1, $2, $3, $4, $5, 1)";
    UPDATE = "update insight_goals set content = $1, changed_at = $2, version = version + 1 where id = $3 and version = $4";
    DELETE = "delete from insight_goals where id = $1";
}

/// A goal as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) id: GoalId,
    pub(crate) content: GoalContent,
    pub(crate) created_by: PersonId,
    pub(crate) created_at: Timestamp,
    pub(crate) version: i64,
}

fn read(row: &mut Row<'_>) -> Result<Kept> {
    let id = row.take()?;
    let content: String = row.take()?;
    let content = serde_json::from_str(&content).map_err(Fault::internal)?;
    let (created_by, created_at) = (row.take()?, row.take()?);
    let _changed_at: Timestamp = row.take()?;
    Ok(Kept { id, content, created_by, created_at, version: row.take()? })
}

pub(crate) fn list(tx: &mut Tx<'_>, after: i64) -> Result<Vec<Kept>> {
    tx.all(LIST, p![after], read)
}

/// All that is wanted, the oldest first.
pub(crate) fn contents(tx: &mut Tx<'_>) -> Result<Vec<GoalContent>> {
    tx.all(ALL, p![], |row| Ok(read(row)?.content))
}

pub(crate) fn find(tx: &mut Tx<'_>, id: GoalId) -> Result<Kept> {
    tx.one(FIND, p![id], read)
}

pub(crate) fn insert(tx: &mut Tx<'_>, id: GoalId, content: &GoalContent, by: PersonId) -> Result<()> {
    let (text, now) = (serde_json::to_string(content).map_err(Fault::internal)?, tx.now());
    tx.exec(INSERT, p![id, text, by, now, now]).map(drop)
}

/// Saves when nobody else did since that version; says whether it was saved.
pub(crate) fn update(tx: &mut Tx<'_>, id: GoalId, content: &GoalContent, version: i64) -> Result<bool> {
    let (text, now) = (serde_json::to_string(content).map_err(Fault::internal)?, tx.now());
    Ok(tx.exec(UPDATE, p![text, now, id, version])? > 0)
}

pub(crate) fn delete(tx: &mut Tx<'_>, id: GoalId) -> Result<bool> {
    Ok(tx.exec(DELETE, p![id])? > 0)
}
