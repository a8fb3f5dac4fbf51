//! Contacts over HTTP.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use db::Db;
use kernel::{ContactId, OrganisationId, Page, PageRequest, Patch};
use serde::Deserialize;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Once, Path, ProblemBody, Query, Who};

use super::commands;
use super::identity::{IdentityId, NewIdentity};
use super::model::{Contact, ContactChange, NewContact, Tier};
use super::queries::{self, ContactQuery};

/// The endpoints of contacts.
pub fn router() -> OpenApiRouter<Db> {
    OpenApiRouter::new()
        .routes(routes!(contacts_list, contacts_create))
        .routes(routes!(contacts_get, contacts_update))
        .routes(routes!(identities_create))
        .routes(routes!(identities_delete))
}

/// What a list of contacts is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ListQuery {
    /// Beginnings of words in name, addresses, numbers, handles or the organisation's name; all must fit.
    #[param(example = "anna nordl")]
    q: Option<String>,
    /// Those of one organisation.
    #[param(value_type = Option<OrganisationId>)]
    organisation_id: Option<OrganisationId>,
    /// How many rows, 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200, example = 50)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A contact to be.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewContact, example = json!({
    "name": "Anna Schmidt", "identities": [{"kind": "email", "value": "anna.schmidt@nordlicht.example"}],
    "language": "de", "time_zone": "Europe/Berlin", "tier": "vip", "attributes": {"customer_number": "K-1042"}
}))]
struct NewContactBody {
    /// The name.
    name: Option<String>,
    /// The ways it is known by; at least one.
    identities: Vec<NewIdentity>,
    /// The organisation; found by mail domain when absent.
    organisation_id: Option<OrganisationId>,
    /// The language it is written to in.
    language: Option<String>,
    /// The time zone it lives in, by its IANA name.
    time_zone: Option<String>,
    /// How much it matters.
    #[serde(default)]
    tier: Tier,
    /// Values of the defined attributes.
    #[serde(default)]
    #[schema(value_type = Object)]
    attributes: BTreeMap<String, Value>,
}

/// What to change in a contact; what is absent stays.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ContactChange, example = json!({"version": 3, "name": "Anna Schmidt-Lang", "time_zone": null, "attributes": {"customer_number": "K-1042"}}))]
struct ContactChangeBody {
    /// The version that was seen.
    version: i64,
    /// Another name.
    name: Option<String>,
    /// Another organisation; null for none.
    #[serde(default)]
    #[schema(value_type = Option<OrganisationId>)]
    organisation_id: Patch<OrganisationId>,
    /// Another language; null for none.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    language: Patch<String>,
    /// Another time zone; null for none.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    time_zone: Patch<String>,
    /// Another tier.
    tier: Option<Tier>,
    /// Attributes to set; null clears one.
    #[serde(default)]
    #[schema(value_type = Object)]
    attributes: BTreeMap<String, Value>,
}

/// Finds contacts by the beginnings of words, in order of their names.
#[utoipa::path(
    get, path = "/customers/contacts", operation_id = "contacts_list", tag = "customers", params(ListQuery),
    responses(
        (status = 200, description = "A page of contacts", body = inline(Page<Contact>), example = json!({"items": [], "next_cursor": null})),
        (status = 400, description = "The query or cursor is not right", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
    )
)]
async fn contacts_list(State(db): State<Db>, who: Who, Query(asked): Query<ListQuery>) -> Answer<Json<Page<Contact>>> {
    let page = PageRequest { limit: asked.limit, cursor: asked.cursor };
    let query = ContactQuery { text: asked.q, organisation_id: asked.organisation_id, page };
    Ok(Json(db.read(move |tx| queries::page(tx, &who.actor, &query)).await?))
}

/// Records a contact by hand.
#[utoipa::path(
    post, path = "/customers/contacts", operation_id = "contacts_create", tag = "customers", request_body = NewContactBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key makes the contact once")),
    responses(
        (status = 201, description = "The contact", body = Contact, example = json!(example())),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 409, description = "An address, number or handle is somebody's already", body = ProblemBody),
        (status = 422, description = "A field is not right", body = ProblemBody),
    )
)]
async fn contacts_create(
    State(db): State<Db>,
    who: Who,
    once: Once,
    Json(body): Json<NewContactBody>,
) -> Answer<(StatusCode, Json<Contact>)> {
    let new = NewContact {
        name: body.name,
        identities: body.identities,
        organisation_id: body.organisation_id,
        language: body.language,
        time_zone: body.time_zone,
        tier: body.tier,
        attributes: body.attributes,
    };
    let contact = once.write(&db, move |tx| commands::create(tx, &who.actor, &new)).await?;
    Ok((StatusCode::CREATED, Json(contact)))
}

/// One contact with all that is known.
#[utoipa::path(
    get, path = "/customers/contacts/{id}", operation_id = "contacts_get", tag = "customers",
    params(("id" = ContactId, Path, description = "The contact")),
    responses(
        (status = 200, description = "The contact", body = Contact, example = json!(example())),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 404, description = "There is no such contact", body = ProblemBody),
    )
)]
async fn contacts_get(State(db): State<Db>, who: Who, Path(id): Path<ContactId>) -> Answer<Json<Contact>> {
    Ok(Json(db.read(move |tx| queries::one(tx, &who.actor, id)).await?))
}

/// Changes a contact.
#[utoipa::path(
    patch, path = "/customers/contacts/{id}", operation_id = "contacts_update", tag = "customers",
    params(("id" = ContactId, Path, description = "The contact")), request_body = ContactChangeBody,
    responses(
        (status = 200, description = "The contact as it is now", body = Contact, example = json!(example())),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such contact", body = ProblemBody),
        (status = 409, description = "Somebody else changed it in the meantime", body = ProblemBody),
        (status = 422, description = "A field is not right", body = ProblemBody),
    )
)]
async fn contacts_update(
    State(db): State<Db>,
    who: Who,
    Path(id): Path<ContactId>,
    Json(body): Json<ContactChangeBody>,
) -> Answer<Json<Contact>> {
    let change = ContactChange {
        version: body.version,
        name: body.name,
        organisation_id: body.organisation_id,
        language: body.language,
        time_zone: body.time_zone,
        tier: body.tier,
        attributes: body.attributes,
    };
    Ok(Json(db.write(move |tx| commands::change(tx, &who.actor, id, &change)).await?))
}

/// Adds an address, a number or a handle to a contact.
#[utoipa::path(
    post, path = "/customers/contacts/{id}/identities", operation_id = "identities_create", tag = "customers",
    params(
        ("id" = ContactId, Path, description = "The contact"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key adds it once"),
    ),
    request_body(content = NewIdentity, example = json!({"kind": "phone", "value": "+49 30 123456"})),
    responses(
        (status = 201, description = "The contact as it is now", body = Contact, example = json!(example())),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such contact", body = ProblemBody),
        (status = 409, description = "It is somebody's already", body = ProblemBody),
        (status = 422, description = "It is no address, number or handle", body = ProblemBody),
    )
)]
async fn identities_create(
    State(db): State<Db>,
    who: Who,
    once: Once,
    Path(id): Path<ContactId>,
    Json(body): Json<NewIdentity>,
) -> Answer<(StatusCode, Json<Contact>)> {
    let contact = once.write(&db, move |tx| commands::add_identity(tx, &who.actor, id, &body)).await?;
    Ok((StatusCode::CREATED, Json(contact)))
}

/// Removes an address, a number or a handle from a contact.
#[utoipa::path(
    delete, path = "/customers/contacts/{id}/identities/{identity_id}", operation_id = "identities_delete", tag = "customers",
    params(("id" = ContactId, Path, description = "The contact"), ("identity_id" = IdentityId, Path, description = "The identity")),
    responses(
        (status = 200, description = "The contact as it is now", body = Contact, example = json!(example())),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such contact or identity", body = ProblemBody),
        (status = 409, description = "It is the last one", body = ProblemBody),
    )
)]
async fn identities_delete(
    State(db): State<Db>,
    who: Who,
    Path((id, identity)): Path<(ContactId, IdentityId)>,
) -> Answer<Json<Contact>> {
    Ok(Json(db.write(move |tx| commands::remove_identity(tx, &who.actor, id, identity)).await?))
}

pub(crate) fn example() -> Value {
    serde_json::json!({
        "id": "cont_06pz3k5m8v00g", "name": "Anna Schmidt", "address": "anna.schmidt@nordlicht.example",
        "identities": [{"id": "idty_06pz3k5m8v00h", "kind": "email", "value": "anna.schmidt@nordlicht.example", "verified": true, "mark": null}],
        "organisation": {"id": "org_06pz3k5m8v00j", "name": "Nordlicht Fahrräder"}, "language": "de", "time_zone": "Europe/Berlin",
        "tier": "vip", "attributes": {"customer_number": "K-1042"}, "created_at": "2026-01-12T08:15:00Z",
        "updated_at": "2026-02-27T13:40:00Z", "last_contact_at": "2026-02-27T13:40:00Z", "version": 3
    })
}
