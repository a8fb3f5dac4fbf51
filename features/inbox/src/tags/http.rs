//! Endpoints of tags.

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Once, Path, ProblemBody, Who};

use super::{Tag, TagId};
use crate::Inbox;

pub(crate) fn routes() -> OpenApiRouter<Inbox> {
    OpenApiRouter::new().routes(routes!(tags_list, tags_create)).routes(routes!(tags_change, tags_delete))
}

/// All tags.
#[derive(Debug, Serialize, ToSchema)]
struct Tags {
    /// Sorted by name.
    items: Vec<Tag>,
}

/// A new tag.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "refund"}))]
struct NewTag {
    /// The name.
    name: String,
}

/// What changes of a tag.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"version": 1, "color": "#7a5c2e"}))]
struct TagChange {
    /// The version you saw.
    version: i64,
    /// The name.
    name: Option<String>,
    /// The colour.
    color: Option<String>,
}

/// Lists all tags.
#[utoipa::path(get, path = "/tags", operation_id = "tags_list", tag = "inbox",
    responses((status = 200, body = Tags), (status = 403, body = ProblemBody)))]
async fn tags_list(State(inbox): State<Inbox>, who: Who) -> Answer<Json<Tags>> {
    let items = inbox.db.read(move |tx| super::all(tx, &who.actor)).await?;
    Ok(Json(Tags { items }))
}

/// Makes a tag, or gives the one of that name.
#[utoipa::path(post, path = "/tags", operation_id = "tags_create", tag = "inbox", request_body = NewTag,
    responses((status = 201, body = Tag), (status = 422, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn tags_create(
    State(inbox): State<Inbox>,
    who: Who,
    once: Once,
    Json(asked): Json<NewTag>,
) -> Answer<(StatusCode, Json<Tag>)> {
    let tag = once.write(&inbox.db, move |tx| super::create(tx, &who.actor, &asked.name)).await?;
    Ok((StatusCode::CREATED, Json(tag)))
}

/// Renames or colours a tag.
#[utoipa::path(patch, path = "/tags/{id}", operation_id = "tags_change", tag = "inbox", params(("id" = TagId, Path)), request_body = TagChange,
    responses((status = 200, body = Tag), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn tags_change(
    State(inbox): State<Inbox>,
    who: Who,
    Path(id): Path<TagId>,
    Json(asked): Json<TagChange>,
) -> Answer<Json<Tag>> {
    let changed = inbox.db.write(move |tx| {
        super::change(tx, &who.actor, id, asked.version, asked.name.as_deref(), asked.color.as_deref())
    });
    Ok(Json(changed.await?))
}

/// Removes a tag from everywhere.
#[utoipa::path(delete, path = "/tags/{id}", operation_id = "tags_delete", tag = "inbox", params(("id" = TagId, Path)),
    responses((status = 204), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn tags_delete(State(inbox): State<Inbox>, who: Who, Path(id): Path<TagId>) -> Answer<StatusCode> {
    inbox.db.write(move |tx| super::delete(tx, &who.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
