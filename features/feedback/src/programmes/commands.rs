//! Making, changing and removing programmes.

use db::Tx;
use kernel::{Actor, Fault, FieldFault, Result};
use serde_json::{Value, json};

use super::model::{Kind, Programme, ProgrammeId};
use super::plan::Plan;
use super::store;
use crate::permissions::PROGRAMME_MANAGE;
use crate::{error, events};

/// A programme to be.
#[derive(Debug, Clone)]
pub struct NewProgramme {
    /// What we call it.
    pub name: String,
    /// What is measured.
    pub kind: Kind,
    /// Whether customers are asked at once.
    pub active: bool,
    /// What is asked, of whom and when.
    pub plan: Plan,
}

/// What changes; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// The version that was seen.
    pub version: i64,
    /// What we call it.
    pub name: Option<String>,
    /// Whether customers are asked.
    pub active: Option<bool>,
    /// What is asked, of whom and when.
    pub plan: Option<Plan>,
}

fn check(name: &str, kind: Kind, plan: &Plan) -> Result<String> {
    let name = kernel::one_line(name);
    let mut faults = plan.faults(kind);
    if name.is_empty() || name.chars().count() > 100 {
        faults.push(FieldFault::saying("name", error::NAME_LENGTH));
    }
    Fault::check_fields(faults)?;
    Ok(name)
}

/// Makes a programme.
///
/// # Errors
/// `access.forbidden`, wrong fields.
pub fn create(tx: &mut Tx<'_>, actor: &Actor, new: NewProgramme) -> Result<Programme> {
    actor.require(PROGRAMME_MANAGE)?;
    let NewProgramme { name, kind, active, plan } = new;
    let name = check(&name, kind, &plan)?;
    let now = tx.now();
    let made = Programme {
        id: tx.id(),
        name,
        kind,
        active,
        active_since: active.then_some(now),
        plan,
        version: 1,
        created_at: now,
    };
    store::insert(tx, &made)?;
    record(tx, actor, "created", made.id, facts(&made))?;
    Ok(made)
}

/// Changes a programme. Switched on again, it asks about what happens from then on.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `feedback.changed`, wrong fields.
pub fn change(tx: &mut Tx<'_>, actor: &Actor, id: ProgrammeId, change: &Change) -> Result<Programme> {
    actor.require(PROGRAMME_MANAGE)?;
    let mut it = store::find(tx, id)?;
    let before = facts(&it);
    if let Some(plan) = &change.plan {
        it.plan = plan.clone();
    }
    it.name = check(change.name.as_deref().unwrap_or(&it.name), it.kind, &it.plan)?;
    if let Some(active) = change.active.filter(|active| *active != it.active) {
        it.active = active;
        it.active_since = active.then_some(tx.now());
    }
    if !store::change(tx, &it, change.version)? {
        return Err(error::CHANGED.into());
    }
    let mut detail = facts(&it);
    detail["before"] = before;
    detail["plan_changed"] = json!(change.plan.is_some());
    record(tx, actor, "changed", id, detail)?;
    store::find(tx, id)
}

/// Removes a programme. What it asked can still be answered, and its answers stay.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub fn remove(tx: &mut Tx<'_>, actor: &Actor, id: ProgrammeId) -> Result<()> {
    actor.require(PROGRAMME_MANAGE)?;
    let it = store::find(tx, id)?;
    store::remove(tx, id)?;
    record(tx, actor, "removed", id, facts(&it))
}

fn facts(it: &Programme) -> Value {
    json!({"name": it.name, "kind": it.kind, "active": it.active, "sample_percent": it.plan.rule.sample_percent})
}

fn record(tx: &mut Tx<'_>, actor: &Actor, what: &'static str, id: ProgrammeId, facts: Value) -> Result<()> {
    let event = events::programme(what, id, facts);
    tx.audit(actor, events::audit_of(&event, None))?;
    tx.emit(actor, event)
}
