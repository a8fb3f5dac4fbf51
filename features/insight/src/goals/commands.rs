//! Setting goals.

use db::Tx;
use kernel::{Actor, Fault, Result};

use super::model::{GoalContent, GoalId};
use super::queries::{self, Goal};
use super::store;
use crate::error;
use crate::events;
use crate::permissions::SETTINGS_MANAGE;

/// Sets a goal.
///
/// # Errors
/// `access.forbidden`, `request.invalid`
pub fn create(tx: &mut Tx<'_>, actor: &Actor, content: &GoalContent) -> Result<Goal> {
    actor.require(SETTINGS_MANAGE)?;
    content.check()?;
    let by = actor.require_person()?;
    let id = tx.id::<GoalId>();
    store::insert(tx, id, content, by)?;
    events::tell(tx, actor, events::goal("created", id, &content.measure.metric))?;
    queries::one(tx, actor, id)
}

/// Changes a goal.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `request.invalid`, `insight.goal_changed`
pub fn change(tx: &mut Tx<'_>, actor: &Actor, id: GoalId, content: &GoalContent, version: i64) -> Result<Goal> {
    actor.require(SETTINGS_MANAGE)?;
    store::find(tx, id)?;
    content.check()?;
    if !store::update(tx, id, content, version)? {
        return Err(error::GOAL_CHANGED.into());
    }
    events::tell(tx, actor, events::goal("changed", id, &content.measure.metric))?;
    queries::one(tx, actor, id)
}

/// Gives a goal up.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub fn delete(tx: &mut Tx<'_>, actor: &Actor, id: GoalId) -> Result<()> {
    actor.require(SETTINGS_MANAGE)?;
    let kept = store::find(tx, id)?;
    if !store::delete(tx, id)? {
        return Err(Fault::not_found());
    }
    events::tell(tx, actor, events::goal("deleted", id, &kept.content.measure.metric))
}
