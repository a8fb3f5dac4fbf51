//! The SQL of notes.

use db::{Row, Tx, p, sql};
use kernel::{PersonId, Result, Timestamp};

use super::model::{Author, Note, NoteId, Owner};

sql! {
    INSERT = "insert into customers_notes (id, owner_id, author_id, author_name, text, created_at, edited_at, version)
              values ($1, $2, $3, $4, $5, $6, 0, 1)";
    ONE = "select id, author_id, author_name, text, created_at, edited_at, version from customers_notes where id = $1 and owner_id = $2";
    PAGE = "select id, author_id, author_name, text, created_at, edited_at, version from customers_notes
            where owner_id = $1 and id < $2 order by id desc limit $3";
    UPDATE = "update customers_notes set text = $1, edited_at = $2, version = version + 1 where id = $3 and version = $4";
    DELETE = "delete from customers_notes where id = $1";
}

fn read(row: &mut Row<'_>) -> Result<Note> {
    Ok(Note {
        id: row.take()?,
        author: Author { id: row.take()?, name: row.take()? },
        text: row.take()?,
        created_at: row.take()?,
        edited_at: row.take::<Timestamp>()?.happened(),
        version: row.take()?,
    })
}

pub(crate) fn insert(tx: &mut Tx<'_>, owner: Owner, author: PersonId, name: &str, text: &str) -> Result<NoteId> {
    let (id, now) = (tx.id::<NoteId>(), tx.now());
    tx.exec(INSERT, p![id, owner.raw(), author, name, text, now])?;
    Ok(id)
}

pub(crate) fn one(tx: &mut Tx<'_>, owner: Owner, id: NoteId) -> Result<Note> {
    tx.one(ONE, p![id, owner.raw()], read)
}

/// Up to `limit` notes older than one, newest first.
pub(crate) fn page(tx: &mut Tx<'_>, owner: Owner, before: NoteId, limit: usize) -> Result<Vec<Note>> {
    tx.all(PAGE, p![owner.raw(), before, limit], read)
}

/// Saves another text; says whether the note still had the version that was seen.
pub(crate) fn update(tx: &mut Tx<'_>, before: &Note, text: &str) -> Result<bool> {
    let now = tx.now();
    Ok(tx.exec(UPDATE, p![text, now, before.id, before.version])? == 1)
}

pub(crate) fn delete(tx: &mut Tx<'_>, id: NoteId) -> Result<()> {
    tx.exec(DELETE, p![id]).map(drop)
}
