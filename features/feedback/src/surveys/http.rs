//! Surveys over HTTP: for chats that ask by themselves.

use axum::extract::State;
use kernel::ConversationId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Path, ProblemBody, Who};

use super::chat::{self, Shown};
use super::wire;
use crate::Feedback;

pub(crate) fn routes() -> OpenApiRouter<Feedback> {
    OpenApiRouter::new().routes(routes!(surveys_ask))
}

/// What a chat shows now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"items": [wire::shown()]}))]
struct SurveysToShow {
    /// One survey for each programme that asks here; nothing when nobody asks, or not yet.
    items: Vec<Shown>,
}

/// Takes over the surveys about a conversation that programmes ask in a chat: those that are due count as sent. Asking again gives the same.
#[utoipa::path(post, path = "/conversations/{id}/surveys", operation_id = "surveys_ask", tag = "feedback", params(("id" = ConversationId, Path)),
    responses((status = 200, body = SurveysToShow), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)))]
async fn surveys_ask(
    State(feedback): State<Feedback>,
    who: Who,
    Path(id): Path<ConversationId>,
) -> Answer<Json<SurveysToShow>> {
    let office = feedback.clone();
    let items = feedback.db.write(move |tx| chat::ask(tx, &office, &who.actor, id)).await?;
    Ok(Json(SurveysToShow { items }))
}
