//! Making, changing and removing teams.

use db::Tx;
use kernel::{Actor, Fault, PersonId, Result, TeamId};
use serde_json::json;

use super::store::{self, TeamRow};
use crate::fields::{self, Fields, fold};
use crate::permissions::MANAGE_TEAMS;
use crate::{epoch, error, events, people};

/// A team to be.
#[derive(Debug, Clone, Default)]
pub struct NewTeam {
    /// Its name.
    pub name: String,
    /// Who belongs to it.
    pub members: Vec<PersonId>,
}

/// A change of a team.
#[derive(Debug, Clone, Default)]
pub struct TeamChange {
    /// Another name.
    pub name: Option<String>,
    /// Other members, all of them.
    pub members: Option<Vec<PersonId>>,
    /// The version that was seen.
    pub version: i64,
}

/// Makes a team.
pub fn create(tx: &mut Tx<'_>, actor: &Actor, input: &NewTeam) -> Result<TeamId> {
    actor.require(MANAGE_TEAMS)?;
    let mut checked = Fields::default();
    let name = checked.check("name", fields::name(&input.name));
    check_members(tx, &mut checked, &input.members)?;
    checked.done()?;
    let (id, now) = (tx.id(), tx.now());
    if !store::insert(tx, id, &name, &fold(&name), now)? {
        return Err(error::TEAM_NAME_TAKEN.at("name"));
    }
    store::set_members(tx, id, &input.members)?;
    epoch::raise(tx)?;
    events::record(tx, actor, events::TEAM_CREATED, id, json!({"name": name, "members": input.members}))?;
    Ok(id)
}

/// Changes a team's name or members; what its members see changes with their next request.
pub fn revise(tx: &mut Tx<'_>, actor: &Actor, id: TeamId, change: &TeamChange) -> Result<()> {
    actor.require(MANAGE_TEAMS)?;
    let before = store::find(tx, id)?.ok_or_else(Fault::not_found)?;
    let mut checked = Fields::default();
    let name =
        checked.check_opt("name", change.name.as_deref().map(fields::name)).unwrap_or_else(|| before.name.clone());
    check_members(tx, &mut checked, change.members.as_deref().unwrap_or_default())?;
    checked.done()?;
    let after = TeamRow { folded: fold(&name), name, version: change.version, id };
    if store::named(tx, &after.folded)?.is_some_and(|other| other != id) {
        return Err(error::TEAM_NAME_TAKEN.at("name"));
    }
    if !store::update(tx, &after)? {
        return Err(error::TEAM_CHANGED.into());
    }
    if let Some(members) = &change.members {
        store::set_members(tx, id, members)?;
    }
    epoch::raise(tx)?;
    let facts = json!({"before": {"name": before.name}, "after": {"name": after.name}, "members": change.members});
    events::record(tx, actor, events::TEAM_CHANGED, id, facts)
}

/// Removes a team. What lies with it is moved by those who hear of it.
pub fn remove(tx: &mut Tx<'_>, actor: &Actor, id: TeamId) -> Result<()> {
    actor.require(MANAGE_TEAMS)?;
    let team = store::find(tx, id)?.ok_or_else(Fault::not_found)?;
    store::delete(tx, id)?;
    epoch::raise(tx)?;
    events::record(tx, actor, events::TEAM_REMOVED, id, json!({"name": team.name}))
}

fn check_members(tx: &mut Tx<'_>, checked: &mut Fields, members: &[PersonId]) -> Result<()> {
    let known = people::store::existing(tx, members)?;
    for (place, member) in members.iter().enumerate() {
        if !known.contains(member) {
            checked.refuse(&format!("member_ids/{place}"), error::PERSON_UNKNOWN);
        }
    }
    Ok(())
}

/// Names the teams that do not exist as fields at fault.
pub(crate) fn check_teams(tx: &mut Tx<'_>, checked: &mut Fields, teams: &[TeamId]) -> Result<()> {
    let known = store::existing(tx, teams)?;
    for (place, team) in teams.iter().enumerate() {
        if !known.contains(team) {
            checked.refuse(&format!("team_ids/{place}"), error::TEAM_UNKNOWN);
        }
    }
    Ok(())
}
