//! Endpoints of people.

use axum::extract::State;
use kernel::{Page, PageRequest, PersonId, RoleId, TeamId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Answer, Json, Path, Query, Who};

use super::PersonChange;
use super::model::Person;
use crate::access::Access;
use crate::refusal::{Conflict, Forbidden, Invalid, NotFound, SignIn, Unprocessable};

/// A thing by id and name.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct Ref<I> {
    pub(crate) id: I,
    pub(crate) name: String,
}

/// Somebody who works here, as colleagues see them.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"id": "pers_06pz3k5m8v00g", "name": "Ada Lovelace", "email": "ada@example.com",
    "role": {"id": "role_0000000000004", "name": "Agent"}, "teams": [{"id": "team_06pz3k5m8v00h", "name": "Returns"}],
    "active": true, "avatar_color": "#1f5f8b", "version": 4}))]
pub(crate) struct PersonView {
    id: PersonId,
    name: String,
    email: String,
    role: Ref<RoleId>,
    teams: Vec<Ref<TeamId>>,
    /// Whether the person works here now.
    active: bool,
    /// The disc behind the initials, as CSS colour.
    avatar_color: String,
    version: i64,
}

impl PersonView {
    pub(super) fn of(person: Person, role_name: String, teams: Vec<Ref<TeamId>>) -> Self {
        Self {
            id: person.id,
            name: person.name,
            email: person.email,
            role: Ref { id: person.role, name: role_name },
            teams,
            active: person.active,
            avatar_color: person.avatar_color,
            version: person.version,
        }
    }
}

/// Which people to list.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct PeopleQuery {
    /// Part of a name or address.
    #[param(example = "ada")]
    pub(super) q: Option<String>,
    /// Only those who work here now, or only those who left.
    pub(super) active: Option<bool>,
    /// How many rows, 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200, example = 50)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

impl PeopleQuery {
    pub(super) fn page(&self) -> PageRequest {
        PageRequest { limit: self.limit, cursor: self.cursor.clone() }
    }
}

/// A change of a person; absent fields stay as they are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"role_id": "role_0000000000003", "team_ids": ["team_06pz3k5m8v00h"], "version": 4}))]
pub(crate) struct PersonRevision {
    name: Option<String>,
    role_id: Option<RoleId>,
    /// All teams after the change.
    team_ids: Option<Vec<TeamId>>,
    /// False ends the person's sessions and tokens.
    active: Option<bool>,
    /// The version that was seen.
    version: i64,
}

pub(crate) fn router() -> OpenApiRouter<Access> {
    OpenApiRouter::new().routes(routes!(people_list)).routes(routes!(people_get, people_update))
}

/// Lists the people in order of name.
#[utoipa::path(get, path = "/access/people", operation_id = "people_list", tag = "access", params(PeopleQuery),
    responses((status = 200, body = Page<PersonView>, description = "A page of people", example = json!({"items": [{
        "id": "pers_06pz3k5m8v00g", "name": "Ada Lovelace", "email": "ada@example.com",
        "role": {"id": "role_0000000000004", "name": "Agent"}, "teams": [{"id": "team_06pz3k5m8v00h", "name": "Returns"}],
        "active": true, "avatar_color": "#1f5f8b", "version": 4}], "next_cursor": null})), Invalid, SignIn))]
async fn people_list(
    State(access): State<Access>,
    _: Who,
    Query(query): Query<PeopleQuery>,
) -> Answer<Json<Page<PersonView>>> {
    Ok(Json(access.db().read(move |tx| super::page(tx, &query)).await?))
}

/// One person.
#[utoipa::path(get, path = "/access/people/{id}", operation_id = "people_get", tag = "access", params(("id" = PersonId, Path)),
    responses((status = 200, body = PersonView, description = "The person"), SignIn, NotFound))]
async fn people_get(State(access): State<Access>, _: Who, Path(id): Path<PersonId>) -> Answer<Json<PersonView>> {
    Ok(Json(access.db().read(move |tx| super::view(tx, id)).await?))
}

/// Changes name, role, teams, or whether somebody works here.
#[utoipa::path(patch, path = "/access/people/{id}", operation_id = "people_update", tag = "access", params(("id" = PersonId, Path)),
    request_body = PersonRevision, responses((status = 200, body = PersonView, description = "The changed person"),
    Invalid, SignIn, Forbidden, NotFound, Conflict, Unprocessable))]
async fn people_update(
    State(access): State<Access>,
    who: Who,
    Path(id): Path<PersonId>,
    Json(body): Json<PersonRevision>,
) -> Answer<Json<PersonView>> {
    let registry = access.registry();
    let change = PersonChange {
        name: body.name,
        role: body.role_id,
        teams: body.team_ids,
        active: body.active,
        version: body.version,
    };
    let work = move |tx: &mut db::Tx<'_>| {
        super::revise(tx, &who.actor, &registry, id, &change)?;
        super::view(tx, id)
    };
    Ok(Json(access.db().write(work).await?))
}
