//! Adding and changing people.

use db::Tx;
use kernel::{Actor, Fault, PersonId, Result, RoleId, TeamId};
use serde_json::json;

use super::model::{Person, avatar_color};
use super::store;
use crate::fields::{self, Email, Fields, fold};
use crate::passwords::PasswordHash;
use crate::permissions::{MANAGE_PEOPLE, Registry};
use crate::roles::{self, Role};
use crate::{epoch, error, events, password_resets, security, sessions, teams, tokens};

/// Somebody who shall work here.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// First and last name.
    pub name: String,
    /// The mail address.
    pub email: String,
    /// The role; [`roles::built_in_id`] names the built-in ones.
    pub role: RoleId,
    /// The teams.
    pub teams: Vec<TeamId>,
    /// `en` or `de`.
    pub language: String,
    /// A zone of the time zone database.
    pub time_zone: String,
    /// The password; nobody can sign in without one.
    pub password: Option<PasswordHash>,
}

/// A change of a person by somebody who manages people.
#[derive(Debug, Clone, Default)]
pub struct PersonChange {
    /// Another name.
    pub name: Option<String>,
    /// Another role.
    pub role: Option<RoleId>,
    /// Other teams, all of them.
    pub teams: Option<Vec<TeamId>>,
    /// Whether the person works here.
    pub active: Option<bool>,
    /// The version that was seen.
    pub version: i64,
}

/// Adds an active person at this unit of work's instant.
pub fn add(tx: &mut Tx<'_>, actor: &Actor, registry: &Registry, input: &NewPerson) -> Result<PersonId> {
    actor.require(MANAGE_PEOPLE)?;
    given_role(tx, actor, registry, input.role)?;
    join(tx, actor, input)
}

/// Adds a person whose role was checked before: by [`add`], by an invitation, by set-up.
pub(crate) fn join(tx: &mut Tx<'_>, actor: &Actor, input: &NewPerson) -> Result<PersonId> {
    let mut checked = Fields::default();
    let email = Email::parse(&input.email);
    let name = checked.check("name", fields::name(&input.name));
    let language = checked.check("language", fields::language(&input.language));
    let time_zone = checked.check("time_zone", fields::time_zone(&input.time_zone));
    if let Err(spec) = &email {
        checked.refuse("email", *spec);
    }
    teams::check_teams(tx, &mut checked, &input.teams)?;
    checked.done()?;
    let email = email?;
    let (id, now) = (tx.id::<PersonId>(), tx.now());
    let (signature_html, avatar_color) = (String::new(), avatar_color(id).to_owned());
    let shown = email.shown().to_owned();
    let (role, active, version) = (input.role, true, 1);
    let person =
        Person { id, name, email: shown, role, language, time_zone, signature_html, avatar_color, active, version };
    if !store::insert(tx, &person, &fold(&person.name), &email, input.password.as_ref(), now)? {
        return Err(error::EMAIL_TAKEN.at("email"));
    }
    teams::store::set_teams_of(tx, id, &input.teams)?;
    epoch::raise(tx)?;
    let facts = json!({"name": person.name, "email": person.email, "role": person.role, "teams": input.teams});
    events::record(tx, actor, events::PERSON_ADDED, id, facts)?;
    Ok(id)
}

/// Changes name, role, teams or whether somebody works here. Who leaves loses sessions and tokens at once.
pub fn revise(tx: &mut Tx<'_>, actor: &Actor, registry: &Registry, id: PersonId, change: &PersonChange) -> Result<()> {
    actor.require(MANAGE_PEOPLE)?;
    let before = store::find(tx, id)?.ok_or_else(Fault::not_found)?;
    let role_before = roles::store::find(tx, before.role)?.ok_or_else(Fault::not_found)?;
    role_before.check_giver(actor, registry)?;
    let mut checked = Fields::default();
    let name = checked.check_opt("name", change.name.as_deref().map(fields::name));
    teams::check_teams(tx, &mut checked, change.teams.as_deref().unwrap_or_default())?;
    checked.done()?;
    let role = match change.role {
        Some(role) => given_role(tx, actor, registry, role)?,
        None => role_before.clone(),
    };
    let after = Person {
        name: name.unwrap_or_else(|| before.name.clone()),
        role: role.id,
        active: change.active.unwrap_or(before.active),
        version: change.version,
        ..before.clone()
    };
    let administered = before.active && role_before.is_administrator();
    let administers = after.active && role.is_administrator();
    if administered && !administers && store::other_administrators(tx, id)? == 0 {
        return Err(error::LAST_ADMINISTRATOR.into());
    }
    if !store::update(tx, &after, &fold(&after.name))? {
        return Err(error::PERSON_CHANGED.into());
    }
    if let Some(teams) = &change.teams {
        teams::store::set_teams_of(tx, id, teams)?;
    }
    if before.active && !after.active {
        sessions::end_all(tx, id, None)?;
        sessions::devices::delete_of(tx, id)?;
        tokens::store::delete_of(tx, id)?;
        password_resets::store::delete_of(tx, id)?;
    }
    if before.role != after.role {
        security::enforce(tx, id)?;
    }
    epoch::raise(tx)?;
    record(tx, actor, &before, &after, change.teams.as_deref())
}

fn record(tx: &mut Tx<'_>, actor: &Actor, before: &Person, after: &Person, teams: Option<&[TeamId]>) -> Result<()> {
    let name = match (before.active, after.active) {
        (true, false) => events::PERSON_DEACTIVATED,
        (false, true) => events::PERSON_REACTIVATED,
        _ => events::PERSON_CHANGED,
    };
    let side = |person: &Person| json!({"name": person.name, "role": person.role, "active": person.active});
    events::record(tx, actor, name, after.id, json!({"before": side(before), "after": side(after), "teams": teams}))
}

/// Gives somebody the role that their identity provider says; nobody is asked. The last administrator stays one.
pub(crate) fn follow(tx: &mut Tx<'_>, actor: &Actor, id: PersonId, role: RoleId) -> Result<()> {
    let before = store::find(tx, id)?.ok_or_else(Fault::not_found)?;
    if before.role == role {
        return Ok(());
    }
    let after = roles::store::find(tx, role)?.ok_or(error::SIGN_ON_NO_ROLE)?;
    let administered = roles::store::find(tx, before.role)?.is_some_and(|role| role.is_administrator());
    if administered && !after.is_administrator() && store::other_administrators(tx, id)? == 0 {
        return Ok(());
    }
    let after = Person { role, ..before.clone() };
    if !store::update(tx, &after, &fold(&after.name))? {
        return Err(error::PERSON_CHANGED.into());
    }
    security::enforce(tx, id)?;
    epoch::raise(tx)?;
    record(tx, actor, &before, &after, None)
}

/// Refuses who may not manage somebody, because their role holds more.
pub(crate) fn check_superior(tx: &mut Tx<'_>, actor: &Actor, registry: &Registry, id: PersonId) -> Result<()> {
    let person = store::find(tx, id)?.ok_or_else(Fault::not_found)?;
    roles::store::find(tx, person.role)?.ok_or_else(Fault::not_found)?.check_giver(actor, registry)
}

/// A role that the actor may give.
pub(crate) fn given_role(tx: &mut Tx<'_>, actor: &Actor, registry: &Registry, id: RoleId) -> Result<Role> {
    let role = roles::store::find(tx, id)?.ok_or_else(|| error::ROLE_UNKNOWN.at("role_id"))?;
    role.check_giver(actor, registry)?;
    Ok(role)
}
