//! Many conversations at once, each on its own: one that refuses does not hold up the others. All of it can be undone.

use db::{Tx, p};
use kernel::{Actor, ConversationId, Fault, Patch, PersonId, Result, TeamId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Change, store};
use crate::topics::TopicId;
use crate::words::{Priority, Status};
use crate::{error, permissions, tags};

db::typed_id!(
    /// A token that undoes a change of many.
    UndoToken, "undo");

db::sql! {
    KEEP = "insert into inbox_undo (token, person_id, changes, made_at) values ($1, $2, $3, $4)";
    TAKE = "delete from inbox_undo where token = $1 and person_id = $2 returning changes";
}

/// What is done to many.
#[derive(Debug, Clone, Default)]
pub struct BulkChange {
    /// Status, priority, assignee, team, topic.
    pub change: Change,
    /// Tags to add, by name.
    pub add_tags: Vec<String>,
    /// Tags to take away, by name.
    pub remove_tags: Vec<String>,
}

/// How it went.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BulkOutcome {
    /// Those that are as asked now.
    pub changed: Vec<BulkChanged>,
    /// Those that refused, and why.
    pub refused: Vec<BulkRefused>,
    /// Undoes it, for ten minutes.
    pub undo_token: Option<UndoToken>,
}

/// One that was changed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BulkChanged {
    /// The conversation.
    pub id: ConversationId,
    /// Its version now.
    #[schema(examples(8))]
    pub version: i64,
}

/// One that refused.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BulkRefused {
    /// The conversation.
    pub id: ConversationId,
    /// Stable code.
    #[schema(examples("inbox.conversation_closed"))]
    pub code: String,
    /// Why, in words.
    #[schema(examples("This conversation is closed. A new message starts a new one that links to it."))]
    pub detail: String,
}

/// How one stood before, to go back to.
#[derive(Debug, Serialize, Deserialize)]
struct Before {
    id: ConversationId,
    version: i64,
    status: Status,
    priority: Priority,
    assignee: Option<PersonId>,
    team: Option<TeamId>,
    topic: Option<TopicId>,
    tags: Vec<String>,
}

/// Changes up to 200 conversations.
pub fn change_many(tx: &mut Tx<'_>, actor: &Actor, ids: &[ConversationId], asked: &BulkChange) -> Result<BulkOutcome> {
    actor.require(permissions::CHANGE)?;
    let mut outcome = BulkOutcome { changed: Vec::new(), refused: Vec::new(), undo_token: None };
    let mut befores = Vec::new();
    for id in ids {
        match tx.attempt(|tx| change_one(tx, actor, *id, asked)) {
            Ok((before, version)) => {
                befores.push(Before { version, ..before });
                outcome.changed.push(BulkChanged { id: *id, version });
            }
            Err(fault) if fault.kind().is_alarming() => return Err(fault),
            Err(fault) => {
                outcome.refused.push(BulkRefused {
                    id: *id,
                    code: fault.code().to_owned(),
                    detail: fault.sentence().to_owned(),
                });
            }
        }
    }
    if !befores.is_empty() {
        let (token, person, now) = (tx.id::<UndoToken>(), actor.require_person()?, tx.now());
        let text = serde_json::to_string(&befores).map_err(Fault::internal)?;
        tx.exec(KEEP, p![token.to_string(), person, text, now])?;
        outcome.undo_token = Some(token);
    }
    Ok(outcome)
}

fn change_one(tx: &mut Tx<'_>, actor: &Actor, id: ConversationId, asked: &BulkChange) -> Result<(Before, i64)> {
    let it = store::find_visible(tx, actor, id)?;
    let names = tags::of(tx, id)?;
    let before = Before {
        id,
        version: it.version,
        status: it.status,
        priority: it.priority,
        assignee: it.assignee_id,
        team: it.team_id,
        topic: it.topic_id,
        tags: names.clone(),
    };
    let new_tags = (!asked.add_tags.is_empty() || !asked.remove_tags.is_empty()).then(|| {
        let mut names: Vec<String> = names.into_iter().filter(|name| !asked.remove_tags.contains(name)).collect();
        names.extend(asked.add_tags.iter().cloned());
        names
    });
    let changed = super::change(tx, actor, id, None, &asked.change, new_tags.as_deref())?;
    Ok((before, changed.version))
}

/// Puts everything back that nobody has touched since.
///
/// # Errors
/// `inbox.undo_gone` when the token is not known any more.
pub fn undo_many(tx: &mut Tx<'_>, actor: &Actor, token: UndoToken) -> Result<BulkOutcome> {
    actor.require(permissions::CHANGE)?;
    let person = actor.require_person()?;
    let text = tx.opt(TAKE, p![token.to_string(), person], |row| row.take::<String>())?.ok_or(error::UNDO_GONE)?;
    let befores: Vec<Before> = serde_json::from_str(&text).map_err(Fault::internal)?;
    let mut outcome = BulkOutcome { changed: Vec::new(), refused: Vec::new(), undo_token: None };
    for before in befores {
        let back = Change {
            status: Some(before.status),
            priority: Some(before.priority),
            assignee: before.assignee.map_or(Patch::Clear, Patch::Set),
            team: before.team.map_or(Patch::Clear, Patch::Set),
            topic: before.topic.map_or(Patch::Clear, Patch::Set),
            subject: None,
        };
        match tx.attempt(|tx| super::change(tx, actor, before.id, Some(before.version), &back, Some(&before.tags))) {
            Ok(it) => outcome.changed.push(BulkChanged { id: it.id, version: it.version }),
            Err(fault) if fault.kind().is_alarming() => return Err(fault),
            Err(fault) => {
                outcome.refused.push(BulkRefused {
                    id: before.id,
                    code: fault.code().to_owned(),
                    detail: fault.sentence().to_owned(),
                });
            }
        }
    }
    Ok(outcome)
}
