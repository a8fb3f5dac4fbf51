//! Definitions of attributes over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use db::Db;
use serde::Deserialize;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Once, Path, ProblemBody, Query, Who};

use super::model::{AttributeChange, AttributeKind, Definition, NewDefinition, Subject};
use super::{commands, queries};

/// The endpoints of attributes.
pub fn router() -> OpenApiRouter<Db> {
    OpenApiRouter::new()
        .routes(routes!(attributes_list, attributes_create))
        .routes(routes!(attributes_update, attributes_delete))
}

/// Whose attribute a key names.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct SubjectQuery {
    /// What bears the attribute; `contact` when absent.
    #[serde(default)]
    subject: Subject,
}

/// An attribute to be.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAttribute, example = json!({"subject": "contact", "key": "plan", "label": "Plan", "kind": "choice", "choices": ["basic", "gold"]}))]
struct NewAttributeBody {
    /// What bears it; `contact` when absent.
    #[serde(default)]
    subject: Subject,
    /// Its stable key: lower-case letters, digits and underscores.
    key: String,
    /// What people read.
    label: String,
    /// What sort of value it takes.
    kind: AttributeKind,
    /// What can be chosen, for a choice.
    #[serde(default)]
    choices: Vec<String>,
}

/// What to change in a definition; what is absent stays.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AttributeChange, example = json!({"version": 1, "choices": ["basic", "silver", "gold"]}))]
struct AttributeChangeBody {
    /// The version that was seen.
    version: i64,
    /// Another label.
    label: Option<String>,
    /// Other choices; values that were chosen before stay.
    choices: Option<Vec<String>>,
}

/// All defined attributes.
#[utoipa::path(
    get, path = "/customers/attributes", operation_id = "attributes_list", tag = "customers",
    responses(
        (status = 200, description = "The definitions, those of contacts first", body = [Definition], example = json!([example()])),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
    )
)]
async fn attributes_list(State(db): State<Db>, who: Who) -> Answer<Json<Vec<Definition>>> {
    Ok(Json(db.read(move |tx| queries::all(tx, &who.actor)).await?))
}

/// Defines an attribute.
#[utoipa::path(
    post, path = "/customers/attributes", operation_id = "attributes_create", tag = "customers", request_body = NewAttributeBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key makes the attribute once")),
    responses(
        (status = 201, description = "The definition", body = Definition, example = json!(example())),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 409, description = "The key is in use", body = ProblemBody),
        (status = 422, description = "A field is not right", body = ProblemBody),
    )
)]
async fn attributes_create(
    State(db): State<Db>,
    who: Who,
    once: Once,
    Json(body): Json<NewAttributeBody>,
) -> Answer<(StatusCode, Json<Definition>)> {
    let new = NewDefinition {
        subject: body.subject,
        key: body.key,
        label: body.label,
        kind: body.kind,
        choices: body.choices,
    };
    let definition = once.write(&db, move |tx| commands::define(tx, &who.actor, &new)).await?;
    Ok((StatusCode::CREATED, Json(definition)))
}

/// Changes label or choices of an attribute.
#[utoipa::path(
    patch, path = "/customers/attributes/{key}", operation_id = "attributes_update", tag = "customers",
    params(("key" = String, Path, description = "The attribute's key", example = "plan"), SubjectQuery), request_body = AttributeChangeBody,
    responses(
        (status = 200, description = "The definition as it is now", body = Definition, example = json!(example())),
        (status = 400, description = "The body or query is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such attribute", body = ProblemBody),
        (status = 409, description = "Somebody else changed it in the meantime", body = ProblemBody),
        (status = 422, description = "A field is not right", body = ProblemBody),
    )
)]
async fn attributes_update(
    State(db): State<Db>,
    who: Who,
    Path(key): Path<String>,
    Query(of): Query<SubjectQuery>,
    Json(body): Json<AttributeChangeBody>,
) -> Answer<Json<Definition>> {
    let change = AttributeChange { version: body.version, label: body.label, choices: body.choices };
    Ok(Json(db.write(move |tx| commands::change(tx, &who.actor, of.subject, &key, &change)).await?))
}

/// Deletes an attribute with all its values.
#[utoipa::path(
    delete, path = "/customers/attributes/{key}", operation_id = "attributes_delete", tag = "customers",
    params(("key" = String, Path, description = "The attribute's key", example = "plan"), SubjectQuery),
    responses(
        (status = 204, description = "It is gone"),
        (status = 400, description = "The query is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such attribute", body = ProblemBody),
        (status = 409, description = "Somebody else changed it in the meantime", body = ProblemBody),
    )
)]
async fn attributes_delete(
    State(db): State<Db>,
    who: Who,
    Path(key): Path<String>,
    Query(of): Query<SubjectQuery>,
) -> Answer<StatusCode> {
    db.write(move |tx| commands::delete(tx, &who.actor, of.subject, &key)).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn example() -> Value {
    serde_json::json!({"subject": "contact", "key": "plan", "label": "Plan", "kind": "choice", "choices": ["basic", "gold"], "version": 1})
}
