//! Changing what the house demands; looking at and opening the lock of an account.

use std::collections::BTreeSet;

use db::Tx;
use kernel::{Actor, Fault, PersonId, Result, RoleId, Timestamp};
use serde_json::json;

use super::store::{self, Demand, PasswordSignIn, Rules};
use crate::fields::fold;
use crate::identity_providers::IdentityProviderId;
use crate::permissions::{MANAGE_PEOPLE, MANAGE_SECURITY, Registry};
use crate::second_factor::{self, Need};
use crate::sessions::throttle;
use crate::{company, error, events, identity_providers, people, roles, sessions, sign_on};

/// A change of what the house demands.
#[derive(Debug, Clone, Default)]
pub(super) struct RulesChange {
    pub(super) password_sign_in: Option<PasswordSignIn>,
    pub(super) second_factor: Option<Demand>,
    pub(super) roles: Option<BTreeSet<RoleId>>,
    pub(super) version: i64,
}

/// What the house demands.
pub(super) fn rules(tx: &mut Tx<'_>, actor: &Actor) -> Result<Rules> {
    actor.require(MANAGE_SECURITY)?;
    store::find(tx)
}

/// Whether a second factor is demanded of the holders of a role.
pub(crate) fn demands(tx: &mut Tx<'_>, role: RoleId) -> Result<bool> {
    Ok(store::find(tx)?.demand(role))
}

/// Changes what the house demands. Whoever is signed in without what is demanded now has to sign in again.
pub(super) fn revise(tx: &mut Tx<'_>, actor: &Actor, change: &RulesChange) -> Result<Rules> {
    actor.require(MANAGE_SECURITY)?;
    let before = store::find(tx)?;
    let second_factor = change.second_factor.unwrap_or(before.second_factor);
    let roles = change.roles.clone().unwrap_or_else(|| before.roles.clone());
    for role in &roles {
        roles::store::find(tx, *role)?.ok_or_else(|| error::ROLE_UNKNOWN.at("role_ids"))?;
    }
    let password_sign_in = change.password_sign_in.unwrap_or(before.password_sign_in);
    let narrowed = password_sign_in != before.password_sign_in && password_sign_in == PasswordSignIn::Administrators;
    if narrowed && !identity_providers::store::others_enabled(tx, None)? {
        return Err(error::SIGN_ON_NEEDED.into());
    }
    let mut after = Rules { password_sign_in, second_factor, roles, version: change.version };
    let me = people::store::find(tx, actor.require_person()?)?.ok_or_else(Fault::not_found)?;
    if after.demand(me.role) && second_factor::need(tx, me.id)? == Need::Nothing {
        return Err(error::OWN_SECOND_FACTOR_FIRST.into());
    }
    if !store::update(tx, &after)? {
        return Err(error::SECURITY_CHANGED.into());
    }
    let mut ended = 0;
    for (person, role) in store::signed_in_without(tx)? {
        if after.demand(role) {
            ended += sessions::end_all(tx, person, None)?;
        }
    }
    if narrowed {
        // Whoever is in by a provider is in again with two clicks.
        for person in store::signed_in_but_administrators(tx)? {
            ended += sessions::end_all(tx, person, None)?;
        }
    }
    let side = |rules: &Rules| {
        json!({"second_factor": rules.second_factor.word(), "roles": rules.roles,
            "password_sign_in": rules.password_sign_in.word()})
    };
    let facts = json!({"before": side(&before), "after": side(&after), "sessions_ended": ended});
    events::record(tx, actor, events::SECURITY_CHANGED, company::thing(), facts)?;
    after.version += 1;
    Ok(after)
}

/// Refuses somebody who may sign in by a provider only.
pub(crate) fn admit(tx: &mut Tx<'_>, person: PersonId, provider: Option<IdentityProviderId>) -> Result<()> {
    if provider.is_some() || store::find(tx)?.password_sign_in == PasswordSignIn::Everybody {
        return Ok(());
    }
    let known = people::store::find(tx, person)?.ok_or_else(Fault::not_found)?;
    let administers = roles::store::find(tx, known.role)?.is_some_and(|role| role.is_administrator());
    if administers { Ok(()) } else { Err(error::USE_SIGN_ON.into()) }
}

/// Signs somebody out whose new role demands a second factor that they do not have.
pub(crate) fn enforce(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    if second_factor::need(tx, person)? == Need::Enrol {
        sessions::end_all(tx, person, None)?;
    }
    Ok(())
}

/// How somebody signs in, for who manages people.
#[derive(Debug, Clone)]
pub(super) struct SignInState {
    pub(super) second_factor: bool,
    pub(super) required: bool,
    pub(super) locked_until: Option<Timestamp>,
    pub(super) identities: Vec<sign_on::store::Identity>,
}

/// How a colleague signs in, and until when their account is locked.
pub(super) fn state(tx: &mut Tx<'_>, actor: &Actor, id: PersonId) -> Result<SignInState> {
    actor.require(MANAGE_PEOPLE)?;
    let person = people::store::find(tx, id)?.ok_or_else(Fault::not_found)?;
    let subjects = [throttle::account_subject(&fold(&person.email)), second_factor::subject(id)];
    let mut locked_until = None;
    for subject in &subjects {
        locked_until = locked_until.max(throttle::blocked_until(tx, subject)?);
    }
    let need = second_factor::need(tx, id)?;
    let required = demands(tx, person.role)?;
    let identities = sign_on::store::of_person(tx, id)?;
    Ok(SignInState { second_factor: matches!(need, Need::Prove(_)), required, locked_until, identities })
}

/// Opens the lock that failed attempts put on an account.
pub(super) fn unlock(tx: &mut Tx<'_>, actor: &Actor, registry: &Registry, id: PersonId) -> Result<()> {
    actor.require(MANAGE_PEOPLE)?;
    people::check_superior(tx, actor, registry, id)?;
    sessions::forget_failures(tx, id)?;
    events::record(tx, actor, events::ACCOUNT_UNLOCKED, id, json!({}))
}
