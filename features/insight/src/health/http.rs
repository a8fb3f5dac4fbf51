//! Whether the numbers can be trusted, over HTTP.

use axum::extract::State;
use db::Db;
use kernel::{Page, PageRequest};
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, ProblemBody, Query, Who};

use super::excluded::{self, Excluded};
use super::{Health, Reason, health};
use crate::permissions::PEOPLE_READ;

/// The endpoints.
pub(crate) fn router() -> OpenApiRouter<Db> {
    OpenApiRouter::new().routes(routes!(insight_health_get)).routes(routes!(exclusions_list))
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

/// Which conversations are listed.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ExclusionsQuery {
    /// Why they are left out.
    #[param(inline, example = "begun_by_us")]
    reason: Reason,
    /// How many rows, 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200, example = 50)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Lists the conversations that are left out of some figures for a reason, the newest first, of the teams that you see.
#[utoipa::path(
    get, path = "/insight/health/exclusions", operation_id = "exclusions_list", tag = "insight", params(ExclusionsQuery),
    responses(
        (status = 200, description = "A page of them", body = inline(Page<Excluded>), example = json!({"items": [{
         "conversation": "conv_06pz3k5m8v00g", "number": 1042, "created_at": "2026-03-02T08:00:00Z", "team": "team_06pz3k5m8v00g",
         "channel": "mail", "status": "solved"}], "next_cursor": null})),
        (status = 400, description = "The query or cursor is not right", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
    )
)]
async fn exclusions_list(
    State(db): State<Db>,
    who: Who,
    Query(asked): Query<ExclusionsQuery>,
) -> Answer<Json<Page<Excluded>>> {
    let ExclusionsQuery { reason, limit, cursor } = asked;
    let page = PageRequest { limit, cursor };
    Ok(Json(db.report(move |tx| excluded::page(tx, &who.actor, reason, &page)).await?))
}
