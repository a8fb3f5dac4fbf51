//! Saved views: a search with a name, for oneself, a team or everybody.

pub(crate) mod http;

use db::{Tx, p};
use kernel::{Actor, AuditEntry, Fault, NewEvent, PersonId, Result, Sees, TeamId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::{error, permissions};

db::typed_id!(
    /// A saved view.
    ViewId, "view");

db::sql! {
    ALL = "select id, owner_id, team_id, shared, name, query, version from inbox_views order by name, id";
    INSERT = "insert into inbox_views (id, owner_id, team_id, shared, name, query, version) values ($1, $2, $3, $4, $5, $6, 1)";
    CHANGE = "update inbox_views set team_id = $1, shared = $2, name = $3, query = $4, version = version + 1 where id = $5 and version = $6";
    DELETE = "delete from inbox_views where id = $1";
}

/// Who sees a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Its owner.
    Me,
    /// A team.
    Team,
    /// Everybody.
    All,
}

/// A saved view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct View {
    /// The view.
    pub id: ViewId,
    /// Who made it.
    pub owner_id: PersonId,
    /// Who sees it.
    pub audience: Audience,
    /// The team that sees it, when it is one.
    pub team_id: Option<TeamId>,
    /// The name.
    #[schema(examples("Refunds that wait"))]
    pub name: String,
    /// In the language of the search.
    #[schema(examples("status:open tag:refund"))]
    pub query: String,
    /// Rises with each change.
    #[schema(examples(1))]
    pub version: i64,
}

/// What a view is made from.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Refunds that wait", "query": "status:open tag:refund", "audience": "me"}))]
pub struct NewView {
    /// The name.
    pub name: String,
    /// In the language of the search.
    pub query: String,
    /// Who sees it.
    pub audience: Audience,
    /// The team that sees it, when it is one.
    #[serde(default)]
    pub team_id: Option<TeamId>,
}

fn is_for(view: &View, actor: &Actor) -> bool {
    match view.audience {
        Audience::All => true,
        Audience::Me => actor.person() == Some(view.owner_id),
        Audience::Team => match actor.sees() {
            Sees::All => true,
            Sees::Teams(own) => view.team_id.is_some_and(|team| own.contains(&team)),
            Sees::Mine => false,
        },
    }
}

/// The views that the actor sees, by name.
pub fn all(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<View>> {
    actor.require(permissions::SEE)?;
    let views = tx.all(ALL, p![], |row| {
        let (id, owner_id, team_id) = (row.take()?, row.take()?, row.take()?);
        let audience = match row.take::<i64>()? {
            0 => Audience::Me,
            1 => Audience::Team,
            _ => Audience::All,
        };
        Ok(View { id, owner_id, audience, team_id, name: row.take()?, query: row.take()?, version: row.take()? })
    })?;
    Ok(views.into_iter().filter(|view| is_for(view, actor)).collect())
}

fn find(tx: &mut Tx<'_>, actor: &Actor, id: ViewId) -> Result<View> {
    all(tx, actor)?.into_iter().find(|view| view.id == id).ok_or_else(Fault::not_found)
}

fn check(actor: &Actor, asked: &NewView) -> Result<(String, i64)> {
    let name = asked.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > 80 {
        return Err(Fault::invalid_field("name", "request.length", "A name has 1 to 80 characters."));
    }
    if asked.query.chars().count() > 1000 {
        return Err(Fault::invalid_field("query", "request.length", "A search has at most 1,000 characters."));
    }
    let shared = match asked.audience {
        Audience::Me => 0,
        Audience::Team => 1,
        Audience::All => 2,
    };
    if shared > 0 {
        actor.require(permissions::SHARE_VIEWS)?;
    }
    if (asked.audience == Audience::Team) != asked.team_id.is_some() {
        return Err(Fault::invalid_field(
            "team_id",
            "request.required",
            "Name the team exactly when the view is for a team.",
        ));
    }
    Ok((name, shared))
}

/// Saves a view.
pub fn create(tx: &mut Tx<'_>, actor: &Actor, asked: &NewView) -> Result<View> {
    actor.require(permissions::SEE)?;
    let (name, shared) = check(actor, asked)?;
    let (id, owner) = (tx.id::<ViewId>(), actor.require_person()?);
    tx.exec(INSERT, p![id, owner, asked.team_id, shared, name, asked.query])?;
    record(tx, actor, "inbox.view.created", id, &name)?;
    Ok(View {
        id,
        owner_id: owner,
        audience: asked.audience,
        team_id: asked.team_id,
        name,
        query: asked.query.clone(),
        version: 1,
    })
}

/// Changes a view: its owner may, and whoever may share views when it is shared.
///
/// # Errors
/// `inbox.changed`, `access.forbidden`, or not found.
pub fn change(tx: &mut Tx<'_>, actor: &Actor, id: ViewId, version: i64, asked: &NewView) -> Result<View> {
    let view = find(tx, actor, id)?;
    if Some(view.owner_id) != actor.person() {
        actor.require(permissions::SHARE_VIEWS)?;
    }
    let (name, shared) = check(actor, asked)?;
    if tx.exec(CHANGE, p![asked.team_id, shared, name, asked.query, id, version])? == 0 {
        return Err(error::CHANGED.into());
    }
    record(tx, actor, "inbox.view.changed", id, &name)?;
    Ok(View {
        audience: asked.audience,
        team_id: asked.team_id,
        name,
        query: asked.query.clone(),
        version: version + 1,
        ..view
    })
}

/// Removes a view.
pub fn delete(tx: &mut Tx<'_>, actor: &Actor, id: ViewId) -> Result<()> {
    let view = find(tx, actor, id)?;
    if Some(view.owner_id) != actor.person() {
        actor.require(permissions::SHARE_VIEWS)?;
    }
    tx.exec(DELETE, p![id])?;
    record(tx, actor, "inbox.view.deleted", id, &view.name)
}

fn record(tx: &mut Tx<'_>, actor: &Actor, name: &'static str, id: ViewId, view: &str) -> Result<()> {
    let detail = json!({"name": view});
    tx.emit(actor, NewEvent { name, version: 1, thing: id.into(), facts: detail.clone() })?;
    tx.audit(actor, AuditEntry { action: name, thing: id.into(), detail })
}
