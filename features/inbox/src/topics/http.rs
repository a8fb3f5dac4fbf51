//! Endpoints of topics.

use axum::extract::State;
use axum::http::StatusCode;
use kernel::Patch;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Once, Path, ProblemBody, Who};

use super::{Topic, TopicId};
use crate::Inbox;

pub(crate) fn routes() -> OpenApiRouter<Inbox> {
    OpenApiRouter::new().routes(routes!(topics_list, topics_create)).routes(routes!(topics_change, topics_delete))
}

/// The whole tree.
#[derive(Debug, Serialize, ToSchema)]
struct Topics {
    /// Sorted by path.
    items: Vec<Topic>,
}

/// A new topic.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Late delivery", "parent_id": null}))]
struct NewTopic {
    /// The name.
    name: String,
    /// The topic above.
    #[serde(default)]
    parent_id: Option<TopicId>,
}

/// What changes of a topic.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"version": 1, "name": "Delayed delivery"}))]
struct TopicChange {
    /// The version you saw.
    version: i64,
    /// The name.
    name: Option<String>,
    /// The topic above; null for the top.
    #[serde(default)]
    #[schema(value_type = Option<TopicId>)]
    parent_id: Patch<TopicId>,
    /// Not offered any more.
    archived: Option<bool>,
}

/// Lists the tree of contact reasons.
#[utoipa::path(get, path = "/topics", operation_id = "topics_list", tag = "inbox",
    responses((status = 200, body = Topics), (status = 403, body = ProblemBody)))]
async fn topics_list(State(inbox): State<Inbox>, who: Who) -> Answer<Json<Topics>> {
    let items = inbox.db.read(move |tx| super::all(tx, &who.actor)).await?;
    Ok(Json(Topics { items }))
}

/// Adds a topic.
#[utoipa::path(post, path = "/topics", operation_id = "topics_create", tag = "inbox", request_body = NewTopic,
    responses((status = 201, body = Topic), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn topics_create(
    State(inbox): State<Inbox>,
    who: Who,
    once: Once,
    Json(asked): Json<NewTopic>,
) -> Answer<(StatusCode, Json<Topic>)> {
    let topic = once.write(&inbox.db, move |tx| super::create(tx, &who.actor, &asked.name, asked.parent_id)).await?;
    Ok((StatusCode::CREATED, Json(topic)))
}

/// Renames, moves or archives a topic.
#[utoipa::path(patch, path = "/topics/{id}", operation_id = "topics_change", tag = "inbox", params(("id" = TopicId, Path)), request_body = TopicChange,
    responses((status = 200, body = Topic), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn topics_change(
    State(inbox): State<Inbox>,
    who: Who,
    Path(id): Path<TopicId>,
    Json(asked): Json<TopicChange>,
) -> Answer<Json<Topic>> {
    let changed = inbox.db.write(move |tx| {
        super::change(tx, &who.actor, id, asked.version, asked.name.as_deref(), asked.parent_id.clone(), asked.archived)
    });
    Ok(Json(changed.await?))
}

/// Removes a topic that was never used; archive one that was.
#[utoipa::path(delete, path = "/topics/{id}", operation_id = "topics_delete", tag = "inbox", params(("id" = TopicId, Path)),
    responses((status = 204), (status = 409, body = ProblemBody), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn topics_delete(State(inbox): State<Inbox>, who: Who, Path(id): Path<TopicId>) -> Answer<StatusCode> {
    inbox.db.write(move |tx| super::delete(tx, &who.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
