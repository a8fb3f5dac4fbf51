//! Endpoints of teams.

use axum::extract::State;
use axum::http::StatusCode;
use kernel::{Page, PageRequest, PersonId, TeamId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Answer, Json, Once, Path, Query, Who};

use super::store::TeamRow;
use super::{NewTeam, TeamChange};
use crate::access::Access;
use crate::refusal::{Conflict, Forbidden, Invalid, NotFound, SignIn, Unprocessable};

/// A team with its members.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"id": "team_06pz3k5m8v00g", "name": "Returns", "member_ids": ["pers_06pz3k5m8v00h"], "version": 3}))]
pub(crate) struct TeamView {
    id: TeamId,
    name: String,
    /// Who belongs to it, in order of name.
    member_ids: Vec<PersonId>,
    version: i64,
}

impl TeamView {
    pub(super) fn of(team: TeamRow, member_ids: Vec<PersonId>) -> Self {
        Self { id: team.id, name: team.name, member_ids, version: team.version }
    }
}

/// A team to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Returns", "member_ids": ["pers_06pz3k5m8v00h"]}))]
pub(crate) struct TeamCreation {
    name: String,
    #[serde(default)]
    member_ids: Vec<PersonId>,
}

/// A change of a team; absent fields stay as they are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Returns and repairs", "version": 3}))]
pub(crate) struct TeamRevision {
    name: Option<String>,
    /// All members after the change.
    member_ids: Option<Vec<PersonId>>,
    /// The version that was seen.
    version: i64,
}

pub(crate) fn router() -> OpenApiRouter<Access> {
    OpenApiRouter::new().routes(routes!(teams_list, teams_create)).routes(routes!(teams_update, teams_delete))
}

/// Lists the teams in order of name.
#[utoipa::path(get, path = "/access/teams", operation_id = "teams_list", tag = "access", params(PageRequest),
    responses((status = 200, body = Page<TeamView>, description = "A page of teams", example = json!({"items": [{
        "id": "team_06pz3k5m8v00g", "name": "Returns", "member_ids": ["pers_06pz3k5m8v00h"], "version": 3}], "next_cursor": null})),
    Invalid, SignIn))]
async fn teams_list(
    State(access): State<Access>,
    _: Who,
    Query(request): Query<PageRequest>,
) -> Answer<Json<Page<TeamView>>> {
    Ok(Json(access.db().read(move |tx| super::page(tx, &request)).await?))
}

/// Makes a team.
#[utoipa::path(post, path = "/access/teams", operation_id = "teams_create", tag = "access", request_body = TeamCreation,
    responses((status = 201, body = TeamView, description = "The new team"), Invalid, SignIn, Forbidden, Conflict, Unprocessable))]
async fn teams_create(
    State(access): State<Access>,
    who: Who,
    once: Once,
    Json(body): Json<TeamCreation>,
) -> Answer<(StatusCode, Json<TeamView>)> {
    let input = NewTeam { name: body.name, members: body.member_ids };
    let team = once
        .write(access.db(), move |tx| {
            let id = super::create(tx, &who.actor, &input)?;
            super::view(tx, id)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(team)))
}

/// Changes a team's name or members.
#[utoipa::path(patch, path = "/access/teams/{id}", operation_id = "teams_update", tag = "access", params(("id" = TeamId, Path)),
    request_body = TeamRevision, responses((status = 200, body = TeamView, description = "The changed team"),
    Invalid, SignIn, Forbidden, NotFound, Conflict, Unprocessable))]
async fn teams_update(
    State(access): State<Access>,
    who: Who,
    Path(id): Path<TeamId>,
    Json(body): Json<TeamRevision>,
) -> Answer<Json<TeamView>> {
    let change = TeamChange { name: body.name, members: body.member_ids, version: body.version };
    let work = move |tx: &mut db::Tx<'_>| {
        super::revise(tx, &who.actor, id, &change)?;
        super::view(tx, id)
    };
    Ok(Json(access.db().write(work).await?))
}

/// Removes a team.
#[utoipa::path(delete, path = "/access/teams/{id}", operation_id = "teams_delete", tag = "access", params(("id" = TeamId, Path)),
    responses((status = 204, description = "The team is gone"), SignIn, Forbidden, NotFound))]
async fn teams_delete(State(access): State<Access>, who: Who, Path(id): Path<TeamId>) -> Answer<StatusCode> {
    access.db().write(move |tx| super::remove(tx, &who.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
