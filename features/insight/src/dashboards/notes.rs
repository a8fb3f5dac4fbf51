//! Notes pinned on days, for whoever reads a trend: a release, an outage.

use db::{Row, Tx, p, sql};
use jiff::civil::Date;
use kernel::{Actor, AuditEntry, Fault, PersonId, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::error;
use crate::permissions::{FIGURES_READ, SETTINGS_MANAGE};
use crate::rollups::{day, days};

db::typed_id!(
    /// A note on a day.
    PinId, "pin");

sql! {
    BETWEEN = "select id, day, text, author_id, version from insight_notes where day >= $1 and day <= $2 order by day, id limit 500";
    ONE = "select id, day, text, author_id, version from insight_notes where id = $1";
    INSERT = "insert into insight_notes (id, day, text, author_id, version) values ($1, $2, $3, $4, 1)";
    UPDATE = "update insight_notes set day = $1, text = $2, version = version + 1 where id = $3 and version = $4";
    DELETE = "delete from insight_notes where id = $1";
}

/// A note as it shall be.
#[derive(Debug, Clone, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPinnedNote, example = json!({"day": "2026-03-02", "text": "Release 4.2"}))]
pub(crate) struct NewNote {
    /// On which day.
    #[schema(value_type = String)]
    pub(crate) day: Date,
    /// A few words.
    pub(crate) text: String,
}

/// A note on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = PinnedNote)]
pub(crate) struct Note {
    /// Which.
    pub(crate) id: PinId,
    /// On which day.
    #[schema(value_type = String, examples("2026-03-02"))]
    pub(crate) day: Date,
    /// A few words.
    #[schema(examples("Release 4.2"))]
    pub(crate) text: String,
    /// Who pinned it.
    pub(crate) author_id: PersonId,
    /// Rises with each change.
    #[schema(examples(1))]
    pub(crate) version: i64,
}

fn read(row: &mut Row<'_>) -> Result<Note> {
    let (id, on) = (row.take()?, row.take()?);
    Ok(Note { id, day: day(on), text: row.take()?, author_id: row.take()?, version: row.take()? })
}

/// Those of some days, in order; at most 500.
pub(crate) fn between(tx: &mut Tx<'_>, actor: &Actor, from: Date, to: Date) -> Result<Vec<Note>> {
    actor.require(FIGURES_READ)?;
    tx.all(BETWEEN, p![days(from), days(to)], read)
}

fn check(asked: &NewNote) -> Result<String> {
    let text = asked.text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() || text.chars().count() > 200 {
        return Err(Fault::wrong_field("text", error::NOTE_LENGTH));
    }
    Ok(text)
}

pub(crate) fn create(tx: &mut Tx<'_>, actor: &Actor, asked: &NewNote) -> Result<Note> {
    actor.require(SETTINGS_MANAGE)?;
    let (text, id, author) = (check(asked)?, tx.id::<PinId>(), actor.require_person()?);
    tx.exec(INSERT, p![id, days(asked.day), text, author])?;
    tell(tx, actor, "insight.note.created", id, &text)?;
    tx.one(ONE, p![id], read)
}

pub(crate) fn change(tx: &mut Tx<'_>, actor: &Actor, id: PinId, version: i64, asked: &NewNote) -> Result<Note> {
    actor.require(SETTINGS_MANAGE)?;
    tx.one(ONE, p![id], read)?;
    let text = check(asked)?;
    if tx.exec(UPDATE, p![days(asked.day), text, id, version])? == 0 {
        return Err(error::NOTE_CHANGED.into());
    }
    tell(tx, actor, "insight.note.changed", id, &text)?;
    tx.one(ONE, p![id], read)
}

pub(crate) fn delete(tx: &mut Tx<'_>, actor: &Actor, id: PinId) -> Result<()> {
    actor.require(SETTINGS_MANAGE)?;
    let note = tx.one(ONE, p![id], read)?;
    tx.exec(DELETE, p![id])?;
    tell(tx, actor, "insight.note.deleted", id, &note.text)
}

fn tell(tx: &mut Tx<'_>, actor: &Actor, action: &'static str, id: PinId, text: &str) -> Result<()> {
    tx.audit(actor, AuditEntry { action, thing: id.into(), detail: json!({ "name": text }) })
}
