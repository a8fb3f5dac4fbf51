//! Tags: short names that people give to conversations.

pub(crate) mod http;

use db::{Tx, p};
use kernel::{Actor, AuditEntry, ConversationId, Fault, NewEvent, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::{error, permissions};

db::typed_id!(
    /// A tag.
    TagId, "tag");

db::sql! {
    ALL = "select id, name, color, version from inbox_tags order by name";
    FIND = "select id, name, color, version from inbox_tags where id = $1";
    ENSURE = "insert into inbox_tags (id, name, color, version) values ($1, $2, $3, 1) on conflict (name) do nothing";
    BY_NAME = "select id from inbox_tags where name = $1";
    OF = "select t.name from inbox_conversation_tags l join inbox_tags t on t.id = l.tag_id where l.conversation_id = $1 order by t.name";
    LINK = "insert into inbox_conversation_tags (conversation_id, tag_id) values ($1, $2) on conflict do nothing";
    UNLINK = "delete from inbox_conversation_tags where conversation_id = $1 and tag_id = $2";
    CHANGE = "update inbox_tags set name = $1, color = $2, version = version + 1 where id = $3 and version = $4";
    UNLINK_ALL = "delete from inbox_conversation_tags where tag_id = $1";
    DELETE = "delete from inbox_tags where id = $1";
}

/// A tag.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Tag {
    /// The tag.
    pub id: TagId,
    /// Lower-case, without spaces.
    #[schema(examples("refund"))]
    pub name: String,
    /// A colour like `#7a5c2e`; empty for the default.
    #[schema(examples("#7a5c2e"))]
    pub color: String,
    /// Rises with each change.
    #[schema(examples(1))]
    pub version: i64,
}

/// What changed among the tags of a conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tagging {
    /// Names added.
    pub added: Vec<String>,
    /// Names removed.
    pub removed: Vec<String>,
}

impl Tagging {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty()
    }
}

/// A tag's name as it is kept: lower-case, inner spaces as hyphens, at most 60 characters.
///
/// # Errors
/// Refuses an empty name, or one with a comma or quotation mark, which the search language needs.
pub fn fold(name: &str) -> Result<String> {
    let folded = name.trim().to_lowercase().split_whitespace().collect::<Vec<_>>().join("-");
    let bad = folded.is_empty() || folded.chars().count() > 60 || folded.contains([',', '"', ':', '(', ')']);
    if bad {
        return Err(Fault::invalid_field(
            "tags",
            "request.tag",
            format!("“{name}” cannot be a tag: 1 to 60 characters, no comma, colon, bracket or quotation mark."),
        ));
    }
    Ok(folded)
}

/// All tags by name.
pub fn all(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Tag>> {
    actor.require(permissions::SEE)?;
    tx.all(ALL, p![], read)
}

fn read(row: &mut db::Row<'_>) -> Result<Tag> {
    Ok(Tag { id: row.take()?, name: row.take()?, color: row.take()?, version: row.take()? })
}

/// The names of a conversation's tags.
pub(crate) fn of(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Vec<String>> {
    tx.all(OF, p![conversation], |row| row.take())
}

/// Makes a conversation's tags just these; unknown names become tags.
pub(crate) fn set(tx: &mut Tx<'_>, conversation: ConversationId, names: &[String]) -> Result<Tagging> {
    let mut wanted = names.iter().map(|name| fold(name)).collect::<Result<Vec<_>>>()?;
    wanted.sort();
    wanted.dedup();
    if wanted.len() > 50 {
        return Err(Fault::invalid_field("tags", "request.too_many", "A conversation has at most 50 tags."));
    }
    let before = of(tx, conversation)?;
    let added: Vec<String> = wanted.iter().filter(|name| !before.contains(name)).cloned().collect();
    let removed: Vec<String> = before.iter().filter(|name| !wanted.contains(name)).cloned().collect();
    for name in &added {
        let tag = ensure(tx, name)?;
        tx.exec(LINK, p![conversation, tag])?;
    }
    for name in &removed {
        let tag = ensure(tx, name)?;
        tx.exec(UNLINK, p![conversation, tag])?;
    }
    Ok(Tagging { added, removed })
}

fn ensure(tx: &mut Tx<'_>, name: &str) -> Result<TagId> {
    if let Some(id) = tx.opt(BY_NAME, p![name], |row| row.take())? {
        return Ok(id);
    }
    let id = tx.id::<TagId>();
    tx.exec(ENSURE, p![id, name, ""])?;
    tx.one(BY_NAME, p![name], |row| row.take())
}

/// Makes a tag, or gives the one of that name.
pub fn create(tx: &mut Tx<'_>, actor: &Actor, name: &str) -> Result<Tag> {
    actor.require(permissions::CHANGE)?;
    let name = fold(name)?;
    let known = tx.opt(BY_NAME, p![name], |row| row.take::<TagId>())?;
    let id = ensure(tx, &name)?;
    if known.is_none() {
        record(tx, actor, "inbox.tag.created", id, json!({"name": name}))?;
    }
    tx.one(FIND, p![id], read)
}

/// Renames or colours a tag.
///
/// # Errors
/// `inbox.name_taken`, `inbox.changed`, or not found.
pub fn change(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: TagId,
    version: i64,
    name: Option<&str>,
    color: Option<&str>,
) -> Result<Tag> {
    actor.require(permissions::MANAGE_TAGS)?;
    let before = tx.one(FIND, p![id], read)?;
    let name = name.map_or(Ok(before.name.clone()), fold)?;
    if tx.opt(BY_NAME, p![name], |row| row.take::<TagId>())?.is_some_and(|other| other != id) {
        return Err(error::NAME_TAKEN.at("name"));
    }
    let color = color.unwrap_or(&before.color).to_owned();
    if tx.exec(CHANGE, p![name, color, id, version])? == 0 {
        return Err(error::CHANGED.into());
    }
    record(tx, actor, "inbox.tag.changed", id, json!({"from": before.name, "to": name}))?;
    tx.one(FIND, p![id], read)
}

/// Removes a tag from everywhere.
pub fn delete(tx: &mut Tx<'_>, actor: &Actor, id: TagId) -> Result<()> {
    actor.require(permissions::MANAGE_TAGS)?;
    let before = tx.one(FIND, p![id], read)?;
    tx.exec(UNLINK_ALL, p![id])?;
    tx.exec(DELETE, p![id])?;
    record(tx, actor, "inbox.tag.deleted", id, json!({"name": before.name}))
}

fn record(tx: &mut Tx<'_>, actor: &Actor, name: &'static str, id: TagId, detail: serde_json::Value) -> Result<()> {
    tx.emit(actor, NewEvent { name, version: 1, thing: id.into(), facts: detail.clone() })?;
    tx.audit(actor, AuditEntry { action: name, thing: id.into(), detail })
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn names_are_folded_and_what_the_search_language_needs_is_refused() {
        assert_eq!(fold("  Late  Delivery ").expect("a tag"), "late-delivery");
        for bad in ["", "   ", "a,b", "\"x\"", "x:y"] {
            assert_eq!(fold(bad).expect_err(bad).fields[0].pointer, "tags");
        }
    }
}
