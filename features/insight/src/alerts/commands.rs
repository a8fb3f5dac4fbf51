//! Setting rules, and looking after alerts.

use db::Tx;
use kernel::{Actor, Fault, Result};

use super::model::{AlertId, RuleContent, RuleId, RuleState};
use super::queries::{self, Alert, AlertRule};
use super::sealed::{self, Seal};
use super::store;
use crate::error;
use crate::events;
use crate::permissions::{ACTIONS_MANAGE, SETTINGS_MANAGE};

/// Lets a figure be watched.
///
/// # Errors
/// `access.forbidden`, `request.invalid`
pub fn create_rule(tx: &mut Tx<'_>, actor: &Actor, seal: &dyn Seal, content: &RuleContent) -> Result<AlertRule> {
    actor.require(SETTINGS_MANAGE)?;
    content.check()?;
    let by = actor.require_person()?;
    let id = tx.id::<RuleId>();
    store::insert_rule(tx, id, content, by)?;
    sealed::follow(tx, seal, id, content)?;
    events::tell(tx, actor, events::alert_rule("created", id, &content.measure.metric))?;
    queries::rule(tx, id)
}

/// Changes a rule. What was found by the old one stays open until the figure is normal by the new one, or is not watched any more.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `request.invalid`, `insight.alert_rule_changed`
pub fn change_rule(
    tx: &mut Tx<'_>,
    actor: &Actor,
    seal: &dyn Seal,
    (id, version): (RuleId, i64),
    content: &RuleContent,
) -> Result<AlertRule> {
    actor.require(SETTINGS_MANAGE)?;
    store::rule(tx, id)?;
    content.check()?;
    if !store::update_rule(tx, id, content, version)? {
        return Err(error::ALERT_RULE_CHANGED.into());
    }
    sealed::follow(tx, seal, id, content)?;
    // What nobody watches any more would stay open for ever.
    if let Some(alert) = store::open_of(tx, id)?.filter(|_| !content.active) {
        store::close(tx, alert)?;
        store::note_state(tx, id, RuleState::New)?;
        events::tell(tx, actor, events::alert("closed", alert, id))?;
    }
    events::tell(tx, actor, events::alert_rule("changed", id, &content.measure.metric))?;
    queries::rule(tx, id)
}

/// Deletes a rule with all that it found.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub fn delete_rule(tx: &mut Tx<'_>, actor: &Actor, id: RuleId) -> Result<()> {
    actor.require(SETTINGS_MANAGE)?;
    let kept = store::rule(tx, id)?;
    sealed::forget(tx, id)?;
    if !store::delete_rule(tx, id)? {
        return Err(Fault::not_found());
    }
    events::tell(tx, actor, events::alert_rule("deleted", id, &kept.content.measure.metric))
}

/// Says that one looks after an alert.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `insight.alert_changed`
pub fn acknowledge(tx: &mut Tx<'_>, actor: &Actor, id: AlertId, version: i64) -> Result<Alert> {
    actor.require(ACTIONS_MANAGE)?;
    let by = actor.require_person()?;
    let seen = queries::one(tx, actor, id)?;
    if !store::acknowledge(tx, id, by, version)? {
        return Err(error::ALERT_CHANGED.into());
    }
    events::tell(tx, actor, events::alert("acknowledged", id, seen.rule_id))?;
    queries::one(tx, actor, id)
}
