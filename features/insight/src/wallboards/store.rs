//! SQL text of wallboards.

use db::{Row, Tx, p, sql};
use kernel::{Fault, PersonId, Result, Timestamp};

use super::link::{Link, hash};
use super::model::{WallboardContent, WallboardId};

sql! {
    LIST = "select id, content, hint, seen_at, created_by, created_at, version from insight_wallboards where id > $1 order by id limit 201";
    FIND = "select id, content, hint, seen_at, created_by, created_at, version from insight_wallboards where id = $1";
    BY_LINK = "select id, content, hint, seen_at, created_by, created_at, version from insight_wallboards
               where secret_hash = $1 and (expires_at = 0 or expires_at > $2)";
    INSERT = "insert into insight_wallboards (id, content, secret_hash, hint, expires_at, seen_at, created_by, created_at, version)
              values ($1, $2, $3, $4, $5, 0, $6, $7, 1)";
    UPDATE = "update insight_wallboards set content = $1, expires_at = $2, version = version + 1 where id = $3 and version = $4";
    SEEN = "update insight_wallboards set seen_at = $1 where id = $2";
    DELETE = "delete from insight_wallboards where id = $1";
}

/// A wallboard as it is kept, without its secret.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) id: WallboardId,
    pub(crate) content: WallboardContent,
    pub(crate) hint: String,
    pub(crate) seen_at: Timestamp,
    pub(crate) created_by: PersonId,
    pub(crate) created_at: Timestamp,
    pub(crate) version: i64,
}

fn read(row: &mut Row<'_>) -> Result<Kept> {
    let id = row.take()?;
    let content: String = row.take()?;
    Ok(Kept {
        id,
        content: serde_json::from_str(&content).map_err(Fault::internal)?,
        hint: row.take()?,
        seen_at: row.take()?,
        created_by: row.take()?,
        created_at: row.take()?,
        version: row.take()?,
    })
}

fn text(content: &WallboardContent) -> Result<(String, Timestamp)> {
    let text = serde_json::to_string(content).map_err(Fault::internal)?;
    Ok((text, content.expires_at.unwrap_or(Timestamp::NEVER)))
}

pub(crate) fn list(tx: &mut Tx<'_>, after: i64) -> Result<Vec<Kept>> {
    tx.all(LIST, p![after], read)
}

pub(crate) fn find(tx: &mut Tx<'_>, id: WallboardId) -> Result<Kept> {
    tx.one(FIND, p![id], read)
}

/// What a link shows that has not expired.
pub(crate) fn by_link(tx: &mut Tx<'_>, presented: &str) -> Result<Option<Kept>> {
    let now = tx.now();
    tx.opt(BY_LINK, p![hash(presented), now], read)
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    id: WallboardId,
    content: &WallboardContent,
    link: &Link,
    by: PersonId,
) -> Result<()> {
    let ((text, expires), now) = (text(content)?, tx.now());
    tx.exec(INSERT, p![id, text, link.hash(), link.hint(), expires, by, now]).map(drop)
}

/// Saves when nobody else did since that version; says whether it was saved.
pub(crate) fn update(tx: &mut Tx<'_>, id: WallboardId, content: &WallboardContent, version: i64) -> Result<bool> {
    let (text, expires) = text(content)?;
    Ok(tx.exec(UPDATE, p![text, expires, id, version])? > 0)
}

/// Notes that a screen shows it.
pub(crate) fn note_seen(tx: &mut Tx<'_>, id: WallboardId) -> Result<()> {
    let now = tx.now();
    tx.exec(SEEN, p![now, id]).map(drop)
}

pub(crate) fn delete(tx: &mut Tx<'_>, id: WallboardId) -> Result<bool> {
    Ok(tx.exec(DELETE, p![id])? > 0)
}
