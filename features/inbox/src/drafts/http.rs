//! Endpoints of drafts.

use axum::extract::State;
use axum::http::StatusCode;
use kernel::ConversationId;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Path, ProblemBody, Who};

use super::{Draft, SavedDraft};
use crate::Inbox;

pub(crate) fn routes() -> OpenApiRouter<Inbox> {
    OpenApiRouter::new().routes(routes!(drafts_get, drafts_save, drafts_delete))
}

/// A draft over the revision that the window knew.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"draft": {"kind": "reply", "html": "<p>Dear Jonas,</p>", "recipients": {"to": [{"address": "jonas.weber@example.org", "name": "Jonas Weber"}], "cc": [], "bcc": []}}, "revision": 2}))]
struct SaveDraft {
    /// What is being written.
    draft: Draft,
    /// The revision it is based on; 0 for the first.
    revision: i64,
}

/// Gives your own draft; null when there is none.
#[utoipa::path(get, path = "/conversations/{id}/draft", operation_id = "drafts_get", tag = "inbox", params(("id" = ConversationId, Path)),
    responses((status = 200, body = Option<SavedDraft>), (status = 404, body = ProblemBody)))]
async fn drafts_get(
    State(inbox): State<Inbox>,
    who: Who,
    Path(id): Path<ConversationId>,
) -> Answer<Json<Option<SavedDraft>>> {
    Ok(Json(inbox.db.read(move |tx| super::find(tx, &who.actor, id)).await?))
}

/// Saves your own draft.
#[utoipa::path(put, path = "/conversations/{id}/draft", operation_id = "drafts_save", tag = "inbox", params(("id" = ConversationId, Path)),
    request_body = SaveDraft,
    responses((status = 200, body = SavedDraft), (status = 409, body = ProblemBody), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn drafts_save(
    State(inbox): State<Inbox>,
    who: Who,
    Path(id): Path<ConversationId>,
    Json(asked): Json<SaveDraft>,
) -> Answer<Json<SavedDraft>> {
    Ok(Json(inbox.db.write(move |tx| super::save(tx, &who.actor, id, &asked.draft, asked.revision)).await?))
}

/// Throws your own draft away.
#[utoipa::path(delete, path = "/conversations/{id}/draft", operation_id = "drafts_delete", tag = "inbox", params(("id" = ConversationId, Path)),
    responses((status = 204), (status = 404, body = ProblemBody)))]
async fn drafts_delete(State(inbox): State<Inbox>, who: Who, Path(id): Path<ConversationId>) -> Answer<StatusCode> {
    who.actor.require(crate::permissions::NOTE)?;
    let person = who.actor.require_person()?;
    inbox
        .db
        .write(move |tx| {
            crate::conversations::store::find_visible(tx, &who.actor, id)?;
            super::forget(tx, person, id)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
