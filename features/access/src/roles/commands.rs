//! Making, changing and removing custom roles.

use std::collections::BTreeSet;

use db::Tx;
use kernel::{Actor, Fault, Result, RoleId};
use serde_json::json;

use super::model::{Role, RoleSees};
use super::store;
use crate::fields::{self, Fields, fold};
use crate::permissions::{MANAGE_ROLES, Registry};
use crate::{epoch, error, events, identity_providers, security};

/// A custom role to be.
#[derive(Debug, Clone)]
pub struct NewRole {
    /// Its name.
    pub name: String,
    /// What its holders may do.
    pub permissions: Vec<String>,
    /// What its holders may know of.
    pub sees: RoleSees,
}

/// A change of a custom role.
#[derive(Debug, Clone, Default)]
pub struct RoleChange {
    /// Another name.
    pub name: Option<String>,
    /// Other permissions, all of them.
    pub permissions: Option<Vec<String>>,
    /// Another sight.
    pub sees: Option<RoleSees>,
    /// The version that was seen.
    pub version: i64,
}

/// Makes a custom role; nobody can put more into it than they hold.
pub fn create(tx: &mut Tx<'_>, actor: &Actor, registry: &Registry, input: &NewRole) -> Result<RoleId> {
    actor.require(MANAGE_ROLES)?;
    let mut checked = Fields::default();
    let name = checked.check("name", fields::name(&input.name));
    check_known(&mut checked, registry, &input.permissions);
    checked.done()?;
    let chosen = input.permissions.iter().cloned().collect();
    let role = Role { id: tx.id(), builtin: None, name, sees: input.sees, chosen, version: 1 };
    role.check_giver(actor, registry)?;
    if !store::insert(tx, &role, &fold(&role.name))? {
        return Err(error::ROLE_NAME_TAKEN.at("name"));
    }
    events::record(tx, actor, events::ROLE_CREATED, role.id, facts(&role))?;
    Ok(role.id)
}

/// Changes a custom role; its holders feel it with their next request.
pub fn revise(tx: &mut Tx<'_>, actor: &Actor, registry: &Registry, id: RoleId, change: &RoleChange) -> Result<()> {
    actor.require(MANAGE_ROLES)?;
    let before = custom(tx, id)?;
    before.check_giver(actor, registry)?;
    let mut checked = Fields::default();
    let name = checked.check_opt("name", change.name.as_deref().map(fields::name));
    check_known(&mut checked, registry, change.permissions.as_deref().unwrap_or_default());
    checked.done()?;
    let after = Role {
        name: name.unwrap_or_else(|| before.name.clone()),
        chosen: change
            .permissions
            .as_ref()
            .map_or_else(|| before.chosen.clone(), |list| list.iter().cloned().collect()),
        sees: change.sees.unwrap_or(before.sees),
        version: change.version,
        ..before.clone()
    };
    after.check_giver(actor, registry)?;
    if store::named(tx, &fold(&after.name))?.is_some_and(|other| other != id) {
        return Err(error::ROLE_NAME_TAKEN.at("name"));
    }
    if !store::update(tx, &after, &fold(&after.name))? {
        return Err(error::ROLE_CHANGED.into());
    }
    epoch::raise(tx)?;
    events::record(tx, actor, events::ROLE_CHANGED, id, json!({"before": facts(&before), "after": facts(&after)}))
}

/// Removes a custom role that nobody holds.
pub fn remove(tx: &mut Tx<'_>, actor: &Actor, id: RoleId) -> Result<()> {
    actor.require(MANAGE_ROLES)?;
    let role = custom(tx, id)?;
    if store::holders(tx, id)? > 0 || identity_providers::store::gives(tx, id)? {
        return Err(error::ROLE_IN_USE.into());
    }
    store::delete(tx, id)?;
    security::forget_role(tx, id)?;
    epoch::raise(tx)?;
    events::record(tx, actor, events::ROLE_REMOVED, id, facts(&role))
}

fn custom(tx: &mut Tx<'_>, id: RoleId) -> Result<Role> {
    let role = store::find(tx, id)?.ok_or_else(Fault::not_found)?;
    if role.builtin.is_some() { Err(error::ROLE_BUILT_IN.into()) } else { Ok(role) }
}

fn check_known(checked: &mut Fields, registry: &Registry, permissions: &[String]) {
    let mut seen = BTreeSet::new();
    for (place, name) in permissions.iter().enumerate() {
        if !registry.knows(name) && seen.insert(name) {
            checked.refuse(&format!("permissions/{place}"), error::PERMISSION_UNKNOWN);
        }
    }
}

fn facts(role: &Role) -> serde_json::Value {
    json!({"name": role.name, "sees": role.sees, "permissions": role.chosen})
}
