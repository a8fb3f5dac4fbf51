//! Taking actions.

use db::Tx;
use kernel::{Actor, Fault, FieldFault, PersonId, Result};

use super::check;
use super::model::{ActionContent, ActionId, ActionState, OriginKind};
use super::queries::{self, Action};
use super::store;
use crate::alerts;
use crate::error;
use crate::events;
use crate::permissions::ACTIONS_MANAGE;

/// Takes an action. One that answers an alert is noted there, and whoever takes it looks after the alert.
///
/// # Errors
/// `access.forbidden`, `platform.not_found` for figures that are not the actor's to see, `request.invalid`
pub fn create(tx: &mut Tx<'_>, actor: &Actor, owner: PersonId, content: &ActionContent) -> Result<Action> {
    actor.require(ACTIONS_MANAGE)?;
    content.check()?;
    let by = actor.require_person()?;
    if !content.measure.is_seen_by(actor) {
        return Err(Fault::not_found());
    }
    check_owner(tx, owner)?;
    let id = tx.id::<ActionId>();
    store::insert(tx, id, owner, content, by)?;
    if content.origin.kind == OriginKind::Alert {
        answer_alert(tx, actor, id, &content.origin.id)?;
    }
    check::plan(tx, id, content)?;
    events::tell(tx, actor, events::action("created", id, &content.measure.metric, None))?;
    queries::one(tx, actor, id)
}

fn answer_alert(tx: &mut Tx<'_>, actor: &Actor, id: ActionId, alert: &str) -> Result<()> {
    let unknown = || Fault::check_fields(vec![FieldFault::saying("origin/id", error::ALERT_UNKNOWN)]);
    let Ok(alert_id) = alert.parse() else { return unknown() };
    match alerts::queries::one(tx, actor, alert_id) {
        Ok(seen) => {
            if seen.state == alerts::AlertState::Open {
                alerts::commands::acknowledge(tx, actor, alert_id, seen.version)?;
            }
            alerts::answer_with(tx, alert_id, id)
        }
        Err(fault) if fault.kind() == kernel::FaultKind::NotFound => unknown(),
        Err(fault) => Err(fault),
    }
}

fn check_owner(tx: &mut Tx<'_>, owner: PersonId) -> Result<()> {
    let known = store::active_person(tx, owner)?.is_some();
    let faults = if known { Vec::new() } else { vec![FieldFault::saying("owner_id", error::PERSON_UNKNOWN)] };
    Fault::check_fields(faults)
}

/// Changes an action. The figure and the days before stay as they were frozen: whoever wants others takes another action.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `request.invalid`, `insight.action_changed`, `insight.action_frozen`
pub fn change(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: ActionId,
    wanted: (PersonId, ActionState, &ActionContent),
    version: i64,
) -> Result<Action> {
    actor.require(ACTIONS_MANAGE)?;
    let seen = queries::one(tx, actor, id)?;
    let (owner, state, content) = wanted;
    content.check()?;
    if (&content.measure, &content.before, &content.origin)
        != (&seen.content.measure, &seen.content.before, &seen.content.origin)
    {
        return Err(error::ACTION_FROZEN.into());
    }
    if owner != seen.owner_id {
        check_owner(tx, owner)?;
    }
    if !store::update(tx, id, owner, state, content, version)? {
        return Err(error::ACTION_CHANGED.into());
    }
    let days = |it: &ActionContent| (it.begins_on.clone(), it.due_on.clone(), it.change.to_bits());
    let is_to_be_checked = seen.verdict.is_none() || days(content) != days(&seen.content);
    check::cancel(tx, id)?;
    // What was checked is not checked again because of a word in its title.
    if state != ActionState::Dropped && is_to_be_checked {
        check::plan(tx, id, content)?;
    }
    events::tell(tx, actor, events::action("changed", id, &content.measure.metric, None))?;
    queries::one(tx, actor, id)
}
