//! Whether the numbers can be trusted, over HTTP.

use axum::extract::State;
use db::Db;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, ProblemBody, Who};

use super::{Health, health};
use crate::permissions::PEOPLE_READ;

/// The endpoint.
pub(crate) fn router() -> OpenApiRouter<Db> {
    OpenApiRouter::new().routes(routes!(insight_health_get))
}

/// Shows how far the facts are behind, and what is left out of which figures and why.
#[utoipa::path(
    get, path = "/insight/health", operation_id = "insight_health_get", tag = "insight",
    responses(
        (status = 200, description = "How things stand with the numbers", body = Health, example = json!({"behind": 0, "parked": 0,
         "moved_at": "2026-03-02T09:30:00Z", "rollups_ready": true, "conversations": 1042, "numbers_missing": 3,
         "first_at": "2025-03-02T09:30:00Z", "last_at": "2026-03-02T09:30:00Z", "exclusions": [{"reason": "begun_by_us", "count": 17}]})),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
    )
)]
async fn insight_health_get(State(db): State<Db>, who: Who) -> Answer<Json<Health>> {
    who.actor.require(PEOPLE_READ)?;
    Ok(Json(db.report(health).await?))
}
