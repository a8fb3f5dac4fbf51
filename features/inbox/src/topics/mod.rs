//! Topics: the tree of reasons why customers write. Later numbers rest on it, so topics are archived, not removed.

pub(crate) mod http;

use std::collections::HashMap;

use db::{Tx, p};
use kernel::{Actor, AuditEntry, Fault, NewEvent, Patch, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::{error, permissions};

db::typed_id!(
    /// A reason why customers write.
    TopicId, "topic");

/// How deep the tree may be.
const DEEPEST: usize = 5;

db::sql! {
    ALL = "select id, parent_id, name, archived, version from inbox_topics order by folded, id";
    INSERT = "insert into inbox_topics (id, parent_id, name, folded, archived, version) values ($1, $2, $3, $4, FALSE, 1)";
    CHANGE = "update inbox_topics set parent_id = $1, name = $2, folded = $3, archived = $4, version = version + 1 where id = $5 and version = $6";
    USES = "select (select count(*) from inbox_conversations where topic_id = $1) + (select count(*) from inbox_topics where parent_id = $1)";
    DELETE = "delete from inbox_topics where id = $1";
}

/// A reason why customers write.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Topic {
    /// The topic.
    pub id: TopicId,
    /// The topic above.
    pub parent_id: Option<TopicId>,
    /// The name.
    #[schema(examples("Late delivery"))]
    pub name: String,
    /// The names from the top down.
    #[schema(examples("Delivery › Late delivery"))]
    pub path: String,
    /// Not offered any more.
    pub archived: bool,
    /// Rises with each change.
    #[schema(examples(1))]
    pub version: i64,
}

/// The whole tree, sorted by path.
pub fn all(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Topic>> {
    actor.require(permissions::SEE)?;
    load(tx)
}

fn load(tx: &mut Tx<'_>) -> Result<Vec<Topic>> {
    let mut topics = tx.all(ALL, p![], |row| {
        let (id, parent_id, name) = (row.take()?, row.take()?, row.take()?);
        Ok(Topic { id, parent_id, name, path: String::new(), archived: row.take()?, version: row.take()? })
    })?;
    let names: HashMap<TopicId, (Option<TopicId>, String)> =
        topics.iter().map(|topic| (topic.id, (topic.parent_id, topic.name.clone()))).collect();
    for topic in &mut topics {
        topic.path = ancestry(&names, topic.id).into_iter().rev().collect::<Vec<_>>().join(" › ");
    }
    topics.sort_by_key(|topic| topic.path.to_lowercase());
    Ok(topics)
}

/// Names from a topic up to the top; a circle, which `change` refuses, would end after as many steps as a tree is deep.
fn ancestry(names: &HashMap<TopicId, (Option<TopicId>, String)>, from: TopicId) -> Vec<String> {
    let mut found = Vec::new();
    let mut next = Some(from);
    while let Some((parent, name)) = next.and_then(|id| names.get(&id)) {
        found.push(name.clone());
        next = *parent;
        if found.len() > DEEPEST {
            break;
        }
    }
    found
}

/// Adds a topic.
///
/// # Errors
/// `inbox.name_taken` when its parent has one of that name, `inbox.reference_unknown`.
pub fn create(tx: &mut Tx<'_>, actor: &Actor, name: &str, parent: Option<TopicId>) -> Result<Topic> {
    actor.require(permissions::MANAGE_TOPICS)?;
    let topics = load(tx)?;
    let id = tx.id::<TopicId>();
    let name = check(&topics, id, name, parent)?;
    tx.exec(INSERT, p![id, parent, name, name.to_lowercase()])?;
    record(tx, actor, "inbox.topic.created", id, json!({"name": name, "parent": parent}))?;
    one(tx, id)
}

/// Renames, moves or archives a topic.
///
/// # Errors
/// `inbox.changed`, `inbox.name_taken`, `inbox.reference_unknown`, `inbox.topic_below_itself`, `inbox.topic_too_deep`, or not found.
pub fn change(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: TopicId,
    version: i64,
    name: Option<&str>,
    parent: Patch<TopicId>,
    archived: Option<bool>,
) -> Result<Topic> {
    actor.require(permissions::MANAGE_TOPICS)?;
    let topics = load(tx)?;
    let before = topics.iter().find(|topic| topic.id == id).ok_or_else(Fault::not_found)?;
    let parent = parent.apply(before.parent_id);
    let name = check(&topics, id, name.unwrap_or(&before.name), parent)?;
    let archived = archived.unwrap_or(before.archived);
    if tx.exec(CHANGE, p![parent, name, name.to_lowercase(), archived, id, version])? == 0 {
        return Err(error::CHANGED.into());
    }
    record(
        tx,
        actor,
        "inbox.topic.changed",
        id,
        json!({"name": name, "parent": parent, "archived": archived, "before": before.path}),
    )?;
    one(tx, id)
}

/// Removes a topic that was never used.
///
/// # Errors
/// `inbox.in_use`, or not found.
pub fn delete(tx: &mut Tx<'_>, actor: &Actor, id: TopicId) -> Result<()> {
    actor.require(permissions::MANAGE_TOPICS)?;
    let before = one(tx, id)?;
    if tx.one(USES, p![id], |row| row.take::<i64>())? > 0 {
        return Err(error::IN_USE.into());
    }
    tx.exec(DELETE, p![id])?;
    record(tx, actor, "inbox.topic.deleted", id, json!({"path": before.path}))
}

fn one(tx: &mut Tx<'_>, id: TopicId) -> Result<Topic> {
    load(tx)?.into_iter().find(|topic| topic.id == id).ok_or_else(Fault::not_found)
}

fn check(topics: &[Topic], id: TopicId, name: &str, parent: Option<TopicId>) -> Result<String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > 100 {
        return Err(Fault::invalid_field("name", "request.length", "A name has 1 to 100 characters."));
    }
    let folded = name.to_lowercase();
    if topics.iter().any(|other| other.id != id && other.parent_id == parent && other.name.to_lowercase() == folded) {
        return Err(error::NAME_TAKEN.at("name"));
    }
    let mut next = parent;
    for _ in 0..DEEPEST {
        let Some(above) = next else { return Ok(name) };
        if above == id {
            return Err(Fault::wrong_field("parent_id", error::TOPIC_BELOW_ITSELF));
        }
        next = topics
            .iter()
            .find(|topic| topic.id == above)
            .ok_or_else(|| error::REFERENCE_UNKNOWN.at("parent_id"))?
            .parent_id;
    }
    Err(Fault::wrong_field("parent_id", error::TOPIC_TOO_DEEP.said([("depth", &DEEPEST.to_string())])))
}

fn record(tx: &mut Tx<'_>, actor: &Actor, name: &'static str, id: TopicId, detail: serde_json::Value) -> Result<()> {
    tx.emit(actor, NewEvent { name, version: 1, thing: id.into(), facts: detail.clone() })?;
    tx.audit(actor, AuditEntry { action: name, thing: id.into(), detail })
}
