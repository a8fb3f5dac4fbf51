//! Opening follow-ups, handing them over, recording the call back.

use std::time::Duration;

use db::Tx;
use kernel::{Actor, Fault, Patch, PersonId, Result, Timestamp};
use serde_json::json;

use super::model::{Ending, FollowUp, FollowUpId};
use super::{queries, store};
use crate::answers::model::Answer;
use crate::permissions::FOLLOW_UP_WORK;
use crate::programmes::model::Programme;
use crate::{Feedback, error, events};

/// A low score opens a follow-up, once for an answer.
pub(crate) fn after_answer(tx: &mut Tx<'_>, feedback: &Feedback, programme: &Programme, answer: &Answer) -> Result<()> {
    let rule = programme.plan.follow_up.as_ref().filter(|rule| answer.score <= rule.score_at_most);
    let Some(rule) = rule else { return Ok(()) };
    if store::exists(tx, answer.id)? {
        return Ok(());
    }
    let now = tx.now();
    let due_at = feedback.hours.after(tx, now, Duration::from_hours(rule.due_hours.unsigned_abs()))?;
    let opened = FollowUp {
        id: tx.id(),
        answer: answer.id,
        programme: answer.programme,
        kind: answer.kind,
        score: answer.score,
        conversation: answer.about.conversation,
        number: answer.about.number,
        contact: answer.about.contact,
        team: answer.about.team,
        assignee: answer.about.assignee,
        owner: rule.owner.or(answer.about.assignee),
        opened_at: now,
        due_at,
        outcome: None,
        note: String::new(),
        closed_at: None,
        closed_by: None,
        later: None,
        version: 1,
    };
    store::insert(tx, &opened)?;
    tx.emit(&Actor::system(), events::follow_up("opened", &opened))
}

/// What changes of a follow-up; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// The version that was seen.
    pub version: i64,
    /// Who calls back.
    pub owner: Patch<PersonId>,
    /// When the customer should have been called back.
    pub due_at: Option<Timestamp>,
}

/// Hands a follow-up over, or moves when it is due.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `feedback.changed`, `feedback.follow_up_closed`
pub fn change(tx: &mut Tx<'_>, actor: &Actor, id: FollowUpId, change: &Change) -> Result<FollowUp> {
    let before = open(tx, actor, id)?;
    let owner = change.owner.clone().apply(before.owner);
    let after = FollowUp { owner, due_at: change.due_at.unwrap_or(before.due_at), ..before };
    save(tx, actor, "changed", &after, change.version)
}

/// Records how calling back ended.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `feedback.changed`, `feedback.follow_up_closed`, a note that says nothing.
pub fn close(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: FollowUpId,
    version: i64,
    ending: Ending,
    note: &str,
) -> Result<FollowUp> {
    let before = open(tx, actor, id)?;
    let note = note.trim().to_owned();
    if !(3..=2_000).contains(&note.chars().count()) {
        return Err(Fault::wrong_field("note", error::NOTE_LENGTH));
    }
    let closed_at = Some(tx.now());
    let after = FollowUp { outcome: Some(ending), note, closed_at, closed_by: actor.person(), ..before };
    save(tx, actor, "closed", &after, version)
}

fn open(tx: &mut Tx<'_>, actor: &Actor, id: FollowUpId) -> Result<FollowUp> {
    actor.require(FOLLOW_UP_WORK)?;
    let found = queries::one(tx, actor, id)?;
    if found.closed_at.is_some() { Err(error::FOLLOW_UP_CLOSED.into()) } else { Ok(found) }
}

fn save(tx: &mut Tx<'_>, actor: &Actor, what: &'static str, after: &FollowUp, version: i64) -> Result<FollowUp> {
    if !store::change(tx, after, version)? {
        return Err(error::CHANGED.into());
    }
    let event = events::follow_up(what, after);
    let detail = json!({"owner": after.owner, "due_at": after.due_at, "outcome": after.outcome});
    tx.audit(actor, events::audit_of(&event, Some(detail)))?;
    tx.emit(actor, event)?;
    Ok(FollowUp { version: version + 1, ..after.clone() })
}
