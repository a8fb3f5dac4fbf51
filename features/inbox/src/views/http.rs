//! Endpoints of saved views.

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Once, Path, ProblemBody, Who};

use super::{NewView, View, ViewId};
use crate::Inbox;

pub(crate) fn routes() -> OpenApiRouter<Inbox> {
    OpenApiRouter::new().routes(routes!(views_list, views_create)).routes(routes!(views_change, views_delete))
}

/// Saved views.
#[derive(Debug, Serialize, ToSchema)]
struct Views {
    /// Sorted by name.
    items: Vec<View>,
}

/// A view as it shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"version": 1, "view": {"name": "Refunds that wait", "query": "status:open tag:refund", "audience": "all"}}))]
struct ViewChange {
    /// The version you saw.
    version: i64,
    /// As it shall be.
    view: NewView,
}

/// Lists the views you see.
#[utoipa::path(get, path = "/views", operation_id = "views_list", tag = "inbox",
    responses((status = 200, body = Views), (status = 403, body = ProblemBody)))]
async fn views_list(State(inbox): State<Inbox>, who: Who) -> Answer<Json<Views>> {
    let items = inbox.db.read(move |tx| super::all(tx, &who.actor)).await?;
    Ok(Json(Views { items }))
}

/// Saves a view.
#[utoipa::path(post, path = "/views", operation_id = "views_create", tag = "inbox", request_body = NewView,
    responses((status = 201, body = View), (status = 422, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn views_create(
    State(inbox): State<Inbox>,
    who: Who,
    once: Once,
    Json(asked): Json<NewView>,
) -> Answer<(StatusCode, Json<View>)> {
    let view = once.write(&inbox.db, move |tx| super::create(tx, &who.actor, &asked)).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Changes a view.
#[utoipa::path(patch, path = "/views/{id}", operation_id = "views_change", tag = "inbox", params(("id" = ViewId, Path)), request_body = ViewChange,
    responses((status = 200, body = View), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn views_change(
    State(inbox): State<Inbox>,
    who: Who,
    Path(id): Path<ViewId>,
    Json(asked): Json<ViewChange>,
) -> Answer<Json<View>> {
    Ok(Json(inbox.db.write(move |tx| super::change(tx, &who.actor, id, asked.version, &asked.view)).await?))
}

/// Removes a view.
#[utoipa::path(delete, path = "/views/{id}", operation_id = "views_delete", tag = "inbox", params(("id" = ViewId, Path)),
    responses((status = 204), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn views_delete(State(inbox): State<Inbox>, who: Who, Path(id): Path<ViewId>) -> Answer<StatusCode> {
    inbox.db.write(move |tx| super::delete(tx, &who.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
