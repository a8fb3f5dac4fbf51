//! SQL text of imports.

use db::{Filter, Tx, Value, p, sql};
use kernel::{ConversationId, Fault, MailboxId, Result, Timestamp, TypedId};

use super::found::Place;
use super::model::Counts;

db::typed_id!(
    /// An import.
    ImportId, "impo");

sql! {
    OPEN = "select id, place, counts from channels_imports where archive = $1 and mailbox_id = $2 and ended_at = 0";
    BEGIN = "insert into channels_imports (id, archive, mailbox_id, place, counts, started_at, ended_at) values ($1, $2, $3, $4, $5, $6, 0)";
    ADVANCE = "update channels_imports set place = $1, counts = $2 where id = $3";
    END = "update channels_imports set ended_at = $1 where id = $2";
    OPENED = "insert into channels_import_conversations (conversation_id, import_id) values ($1, $2) on conflict (import_id, conversation_id) do nothing";
    SOME_OPENED = "select conversation_id from channels_import_conversations where import_id = $1 order by conversation_id limit 200";
    LOOKED_AT = "delete from channels_import_conversations where import_id = $1 and conversation_id <= $2";
}

/// An import that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Import {
    pub(crate) id: ImportId,
    pub(crate) place: Place,
    pub(crate) counts: Counts,
}

impl Import {
    /// One that leaves no trace.
    pub(crate) fn rehearsed() -> Self {
        Self { id: ImportId::from_raw(0), place: Place::default(), counts: Counts::default() }
    }
}

/// The import of this archive that has not ended, or a new one.
pub(crate) fn begin(tx: &mut Tx<'_>, archive: &str, mailbox: MailboxId) -> Result<Import> {
    let known = tx.opt(OPEN, p![archive, mailbox], |row| {
        Ok((row.take::<ImportId>()?, row.take::<String>()?, row.take::<String>()?))
    })?;
    if let Some((id, place, counts)) = known {
        let place = serde_json::from_str(&place).map_err(Fault::internal)?;
        return Ok(Import { id, place, counts: serde_json::from_str(&counts).map_err(Fault::internal)? });
    }
    let (id, now) = (tx.id::<ImportId>(), tx.now());
    let import = Import { id, place: Place::default(), counts: Counts::default() };
    let (place, counts) = texts(&import.place, &import.counts)?;
    tx.exec(BEGIN, p![id, archive, mailbox, place, counts, now])?;
    Ok(import)
}

/// Notes how far an import is.
pub(crate) fn advance(tx: &mut Tx<'_>, id: ImportId, place: &Place, counts: &Counts) -> Result<()> {
    let (place, counts) = texts(place, counts)?;
    tx.exec(ADVANCE, p![place, counts, id]).map(drop)
}

fn texts(place: &Place, counts: &Counts) -> Result<(String, String)> {
    Ok((
        serde_json::to_string(place).map_err(Fault::internal)?,
        serde_json::to_string(counts).map_err(Fault::internal)?,
    ))
}

/// Ends an import.
pub(crate) fn end(tx: &mut Tx<'_>, id: ImportId) -> Result<()> {
    let now = tx.now();
    tx.exec(END, p![now, id]).map(drop)
}

/// Notes that an import began conversations.
pub(crate) fn opened(tx: &mut Tx<'_>, id: ImportId, conversations: &[ConversationId]) -> Result<()> {
    let row = |conversation: &ConversationId| [conversation.raw(), id.raw()].map(Value::Int).to_vec();
    let rows: Vec<Vec<Value<'_>>> = conversations.iter().map(row).collect();
    tx.exec_rows(OPENED, &rows)
}

/// Some conversations that an import began.
pub(crate) fn some_opened(tx: &mut Tx<'_>, id: ImportId) -> Result<Vec<ConversationId>> {
    tx.all(SOME_OPENED, p![id], |row| row.take())
}

/// Those up to this one need no further look.
pub(crate) fn looked_at(tx: &mut Tx<'_>, id: ImportId, up_to: ConversationId) -> Result<()> {
    tx.exec(LOOKED_AT, p![id, up_to]).map(drop)
}

/// Which of these mails are here already.
pub(crate) fn known_mails(tx: &mut Tx<'_>, mailbox: MailboxId, keys: &[String]) -> Result<Vec<String>> {
    let mut filter = Filter::new();
    filter.and_in("content_key", keys).and("mailbox_id = ?", &[&mailbox]);
    tx.all(format!("select content_key from channels_intake{}", filter.sql()), &filter.params(), |row| row.take())
}

/// Which of these Message-IDs belong to a conversation.
pub(crate) fn known_letters(tx: &mut Tx<'_>, message_ids: &[String]) -> Result<Vec<String>> {
    if message_ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut filter = Filter::new();
    filter.and_in("message_id", message_ids);
    let sql = format!("select distinct message_id from channels_letters{}", filter.sql());
    tx.all(sql, &filter.params(), |row| row.take())
}

/// The instant before which a conversation counts as old.
pub(crate) fn old(now: Timestamp) -> Timestamp {
    now.minus(super::run::RECENT)
}
