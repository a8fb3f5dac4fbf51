//! Organisations over HTTP.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use db::Db;
use kernel::{OrganisationId, Page, PageRequest};
use serde::Deserialize;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Once, Path, ProblemBody, Query, Who};

use super::commands;
use super::model::{NewOrganisation, Organisation, OrganisationChange};
use super::queries::{self, OrganisationQuery};

/// The endpoints of organisations.
pub fn router() -> OpenApiRouter<Db> {
    OpenApiRouter::new()
        .routes(routes!(organisations_list, organisations_create))
        .routes(routes!(organisations_get, organisations_update))
}

/// What a list of organisations is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ListQuery {
    /// Beginnings of words in the name, or of a domain; all must fit.
    #[param(example = "nordl")]
    q: Option<String>,
    /// How many rows, 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200, example = 50)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// An organisation to be.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewOrganisation, example = json!({"name": "Nordlicht Fahrräder", "domains": ["nordlicht.example"], "attributes": {"contract": "gold"}}))]
struct NewOrganisationBody {
    /// Its name.
    name: String,
    /// Mail domains by which its people are recognised.
    #[serde(default)]
    domains: Vec<String>,
    /// Values of the defined attributes.
    #[serde(default)]
    #[schema(value_type = Object)]
    attributes: BTreeMap<String, Value>,
}

/// What to change in an organisation; what is absent stays.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OrganisationChange, example = json!({"version": 1, "domains": ["nordlicht.example", "nordlicht-service.example"]}))]
struct OrganisationChangeBody {
    /// The version that was seen.
    version: i64,
    /// Another name.
    name: Option<String>,
    /// All its mail domains from now on.
    domains: Option<Vec<String>>,
    /// Attributes to set; null clears one.
    #[serde(default)]
    #[schema(value_type = Object)]
    attributes: BTreeMap<String, Value>,
}

/// Finds organisations by the beginnings of words, in order of their names.
#[utoipa::path(
    get, path = "/customers/organisations", operation_id = "organisations_list", tag = "customers", params(ListQuery),
    responses(
        (status = 200, description = "A page of organisations", body = inline(Page<Organisation>), example = json!({"items": [], "next_cursor": null})),
        (status = 400, description = "The query or cursor is not right", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
    )
)]
async fn organisations_list(
    State(db): State<Db>,
    who: Who,
    Query(asked): Query<ListQuery>,
) -> Answer<Json<Page<Organisation>>> {
    let query = OrganisationQuery { text: asked.q, page: PageRequest { limit: asked.limit, cursor: asked.cursor } };
    Ok(Json(db.read(move |tx| queries::page(tx, &who.actor, &query)).await?))
}

/// Records an organisation; contacts with an address at its domains join it.
#[utoipa::path(
    post, path = "/customers/organisations", operation_id = "organisations_create", tag = "customers", request_body = NewOrganisationBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key makes the organisation once")),
    responses(
        (status = 201, description = "The organisation", body = Organisation, example = json!(example())),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 409, description = "A domain is another organisation's already", body = ProblemBody),
        (status = 422, description = "A field is not right", body = ProblemBody),
    )
)]
async fn organisations_create(
    State(db): State<Db>,
    who: Who,
    once: Once,
    Json(body): Json<NewOrganisationBody>,
) -> Answer<(StatusCode, Json<Organisation>)> {
    let new = NewOrganisation { name: body.name, domains: body.domains, attributes: body.attributes };
    let organisation = once.write(&db, move |tx| commands::create(tx, &who.actor, &new)).await?;
    Ok((StatusCode::CREATED, Json(organisation)))
}

/// One organisation with all that is known.
#[utoipa::path(
    get, path = "/customers/organisations/{id}", operation_id = "organisations_get", tag = "customers",
    params(("id" = OrganisationId, Path, description = "The organisation")),
    responses(
        (status = 200, description = "The organisation", body = Organisation, example = json!(example())),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 404, description = "There is no such organisation", body = ProblemBody),
    )
)]
async fn organisations_get(
    State(db): State<Db>,
    who: Who,
    Path(id): Path<OrganisationId>,
) -> Answer<Json<Organisation>> {
    Ok(Json(db.read(move |tx| queries::one(tx, &who.actor, id)).await?))
}

/// Changes an organisation; contacts with an address at a new domain join it.
#[utoipa::path(
    patch, path = "/customers/organisations/{id}", operation_id = "organisations_update", tag = "customers",
    params(("id" = OrganisationId, Path, description = "The organisation")), request_body = OrganisationChangeBody,
    responses(
        (status = 200, description = "The organisation as it is now", body = Organisation, example = json!(example())),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such organisation", body = ProblemBody),
        (status = 409, description = "Somebody else changed it, or a domain is taken", body = ProblemBody),
        (status = 422, description = "A field is not right", body = ProblemBody),
    )
)]
async fn organisations_update(
    State(db): State<Db>,
    who: Who,
    Path(id): Path<OrganisationId>,
    Json(body): Json<OrganisationChangeBody>,
) -> Answer<Json<Organisation>> {
    let change = OrganisationChange {
        version: body.version,
        name: body.name,
        domains: body.domains,
        attributes: body.attributes,
    };
    Ok(Json(db.write(move |tx| commands::change(tx, &who.actor, id, &change)).await?))
}

fn example() -> Value {
    serde_json::json!({
        "id": "org_06pz3k5m8v00j", "name": "Nordlicht Fahrräder", "domains": ["nordlicht.example"], "attributes": {"contract": "gold"},
        "contact_count": 12, "created_at": "2026-01-12T08:15:00Z", "updated_at": "2026-02-27T13:40:00Z", "version": 1
    })
}
