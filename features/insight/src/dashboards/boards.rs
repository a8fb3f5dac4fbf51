//! Keeping dashboards.

use db::{Row, Tx, p, sql};
use kernel::{Actor, AuditEntry, Fault, PersonId, Result, Sees, TeamId, TypedId};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::layout::{self, Element};
use crate::error;
use crate::permissions::{FIGURES_READ, PEOPLE_READ, SETTINGS_MANAGE};

db::typed_id!(
    /// A dashboard.
    DashboardId, "dash");

sql! {
    ALL = "select id, owner_id, shared, team_id, name, layout, version from insight_dashboards order by name, id";
    ONE = "select id, owner_id, shared, team_id, name, layout, version from insight_dashboards where id = $1";
    INSERT = "insert into insight_dashboards (id, owner_id, shared, team_id, name, layout, version) values ($1, $2, $3, $4, $5, $6, 1)";
    UPDATE = "update insight_dashboards set shared = $1, team_id = $2, name = $3, layout = $4, version = version + 1 where id = $5 and version = $6";
    DELETE = "delete from insight_dashboards where id = $1";
}

/// Who sees a dashboard. Everybody sees in it only what they may see anyway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DashboardAudience)]
pub(crate) enum Audience {
    /// Its owner.
    Me,
    /// A team.
    Team,
    /// Everybody.
    All,
}

/// A dashboard as it shall be.
#[derive(Debug, Clone, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDashboard, example = json!({"name": "Monday morning", "audience": "me", "team_id": null, "elements": [
    {"kind": "trend", "metrics": ["first_response_time"], "by": ["week"], "x": 0, "y": 0, "width": 6, "height": 4, "text": ""}]}))]
pub(crate) struct NewDashboard {
    /// The name.
    pub(crate) name: String,
    /// Who sees it.
    pub(crate) audience: Audience,
    /// The team that sees it, when it is one.
    #[serde(default)]
    pub(crate) team_id: Option<TeamId>,
    /// What stands where; no two over each other.
    pub(crate) elements: Vec<Element>,
}

/// A dashboard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct Dashboard {
    /// Which.
    pub(crate) id: DashboardId,
    /// Who made it.
    pub(crate) owner_id: PersonId,
    /// Who sees it.
    pub(crate) audience: Audience,
    /// The team that sees it, when it is one.
    pub(crate) team_id: Option<TeamId>,
    /// The name.
    #[schema(examples("Monday morning"))]
    pub(crate) name: String,
    /// What stands where.
    pub(crate) elements: Vec<Element>,
    /// Rises with each change.
    #[schema(examples(1))]
    pub(crate) version: i64,
}

fn read(row: &mut Row<'_>) -> Result<Dashboard> {
    let (id, owner_id) = (row.take()?, row.take()?);
    let audience = match row.take::<i64>()? {
        0 => Audience::Me,
        1 => Audience::Team,
        _ => Audience::All,
    };
    let (team, name): (i64, String) = (row.take()?, row.take()?);
    let elements = serde_json::from_str(&row.take::<String>()?).map_err(Fault::internal)?;
    let team_id = (team != 0).then(|| TeamId::from_raw(team));
    Ok(Dashboard { id, owner_id, audience, team_id, name, elements, version: row.take()? })
}

fn is_for(it: &Dashboard, actor: &Actor) -> bool {
    match (it.audience, actor.sees()) {
        _ if actor.person() == Some(it.owner_id) => true,
        (Audience::All, _) | (Audience::Team, Sees::All) => true,
        (Audience::Team, Sees::Teams(own)) => it.team_id.is_some_and(|team| own.contains(&team)),
        _ => false,
    }
}

/// Those that the actor sees, by name.
pub(crate) fn all(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Dashboard>> {
    actor.require(FIGURES_READ)?;
    Ok(tx.all(ALL, p![], read)?.into_iter().filter(|it| is_for(it, actor)).collect())
}

/// One that the actor sees.
pub(crate) fn find(tx: &mut Tx<'_>, actor: &Actor, id: DashboardId) -> Result<Dashboard> {
    actor.require(FIGURES_READ)?;
    tx.opt(ONE, p![id], read)?.filter(|it| is_for(it, actor)).ok_or_else(Fault::not_found)
}

/// The name and what is kept of the rest.
fn check(actor: &Actor, asked: &NewDashboard) -> Result<(String, i64, i64, String)> {
    let name = asked.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > 120 {
        return Err(Fault::wrong_field("name", error::NAME_LENGTH));
    }
    if (asked.audience == Audience::Team) != asked.team_id.is_some() {
        return Err(Fault::wrong_field("team_id", error::TEAM_OF_AUDIENCE));
    }
    let shared = match (asked.audience, actor.sees()) {
        (Audience::Me, _) => 0,
        (Audience::Team, Sees::Teams(own)) if asked.team_id.is_some_and(|team| own.contains(&team)) => {
            actor.require(PEOPLE_READ)?;
            1
        }
        (audience, _) => {
            actor.require(SETTINGS_MANAGE)?;
            if audience == Audience::Team { 1 } else { 2 }
        }
    };
    layout::check(&asked.elements)?;
    let layout = serde_json::to_string(&asked.elements).map_err(Fault::internal)?;
    Ok((name, shared, asked.team_id.map_or(0, TypedId::raw), layout))
}

pub(crate) fn create(tx: &mut Tx<'_>, actor: &Actor, asked: &NewDashboard) -> Result<Dashboard> {
    actor.require(FIGURES_READ)?;
    let (name, shared, team, layout) = check(actor, asked)?;
    let (id, owner) = (tx.id::<DashboardId>(), actor.require_person()?);
    tx.exec(INSERT, p![id, owner, shared, team, name, layout])?;
    note(tx, actor, "insight.dashboard.created", id, &name)?;
    find(tx, actor, id)
}

/// Changes one: its owner may, and whoever manages what everybody sees.
pub(crate) fn change(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: DashboardId,
    version: i64,
    asked: &NewDashboard,
) -> Result<Dashboard> {
    let before = find(tx, actor, id)?;
    require_own(actor, &before)?;
    let (name, shared, team, layout) = check(actor, asked)?;
    if tx.exec(UPDATE, p![shared, team, name, layout, id, version])? == 0 {
        return Err(error::DASHBOARD_CHANGED.into());
    }
    note(tx, actor, "insight.dashboard.changed", id, &name)?;
    tx.one(ONE, p![id], read)
}

pub(crate) fn delete(tx: &mut Tx<'_>, actor: &Actor, id: DashboardId) -> Result<()> {
    let it = find(tx, actor, id)?;
    require_own(actor, &it)?;
    tx.exec(DELETE, p![id])?;
    note(tx, actor, "insight.dashboard.deleted", id, &it.name)
}

fn require_own(actor: &Actor, it: &Dashboard) -> Result<()> {
    if actor.person() == Some(it.owner_id) { Ok(()) } else { actor.require(SETTINGS_MANAGE) }
}

fn note(tx: &mut Tx<'_>, actor: &Actor, action: &'static str, id: DashboardId, name: &str) -> Result<()> {
    tx.audit(actor, AuditEntry { action, thing: id.into(), detail: json!({ "name": name }) })
}
