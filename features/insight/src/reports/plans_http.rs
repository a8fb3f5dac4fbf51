//! Plans of reports over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use kernel::{Page, PageRequest};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Once, Path, ProblemBody, Query, Who};

use super::house::Reports;
use super::model::{PlanContent, PlanId};
use super::plans::{self, Plan};
use super::wire;

/// The endpoints of plans.
pub(super) fn router() -> OpenApiRouter<Reports> {
    OpenApiRouter::new().routes(routes!(report_plans_list, report_plans_create)).routes(routes!(
        report_plans_get,
        report_plans_update,
        report_plans_delete
    ))
}

/// A plan as it shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReportPlanChange, example = json!({"content": wire::content(), "version": 1}))]
struct PlanChange {
    /// What is told, of which stretches, to whom.
    content: PlanContent,
    /// The version that was seen.
    #[schema(examples(1))]
    version: i64,
}

/// Plans whose reports one may see.
#[utoipa::path(get, path = "/insight/report-plans", operation_id = "report_plans_list", tag = "insight", params(PageRequest),
    responses(
        (status = 200, description = "Plans", body = inline(Page<Plan>), example = json!({"items": [wire::plan()], "next_cursor": null})),
        (status = 400, description = "The cursor is not right", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
    ))]
async fn report_plans_list(
    State(reports): State<Reports>,
    who: Who,
    Query(page): Query<PageRequest>,
) -> Answer<Json<Page<Plan>>> {
    Ok(Json(reports.db.read(move |tx| plans::page(tx, &who.actor, &page)).await?))
}

/// Plans what is told again and again, by itself or by hand.
#[utoipa::path(post, path = "/insight/report-plans", operation_id = "report_plans_create", tag = "insight",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key makes the plan once")),
    request_body = PlanContent,
    responses(
        (status = 201, description = "The plan", body = Plan, example = json!(wire::plan())),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "It is about what is not yours to see", body = ProblemBody),
        (status = 422, description = "A field is wrong", body = ProblemBody),
    ))]
async fn report_plans_create(
    State(reports): State<Reports>,
    who: Who,
    once: Once,
    Json(body): Json<PlanContent>,
) -> Answer<(StatusCode, Json<Plan>)> {
    let plan = once.write(&reports.db, move |tx| plans::create(tx, &who.actor, &body)).await?;
    Ok((StatusCode::CREATED, Json(plan)))
}

/// One plan.
#[utoipa::path(get, path = "/insight/report-plans/{id}", operation_id = "report_plans_get", tag = "insight",
    params(("id" = PlanId, Path, description = "The plan")),
    responses(
        (status = 200, description = "The plan", body = Plan, example = json!(wire::plan())),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such plan", body = ProblemBody),
    ))]
async fn report_plans_get(State(reports): State<Reports>, who: Who, Path(id): Path<PlanId>) -> Answer<Json<Plan>> {
    Ok(Json(reports.db.read(move |tx| plans::one(tx, &who.actor, id)).await?))
}

/// Changes a plan. What was due by an old schedule is not made up for by a new one.
#[utoipa::path(put, path = "/insight/report-plans/{id}", operation_id = "report_plans_update", tag = "insight",
    params(("id" = PlanId, Path, description = "The plan")), request_body = PlanChange,
    responses(
        (status = 200, description = "As it is now", body = Plan, example = json!(wire::plan())),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such plan", body = ProblemBody),
        (status = 409, description = "It was changed in the meantime", body = ProblemBody),
        (status = 422, description = "A field is wrong", body = ProblemBody),
    ))]
async fn report_plans_update(
    State(reports): State<Reports>,
    who: Who,
    Path(id): Path<PlanId>,
    Json(body): Json<PlanChange>,
) -> Answer<Json<Plan>> {
    Ok(Json(reports.db.write(move |tx| plans::change(tx, &who.actor, id, &body.content, body.version)).await?))
}

/// Gives a plan up. Its reports stay.
#[utoipa::path(delete, path = "/insight/report-plans/{id}", operation_id = "report_plans_delete", tag = "insight",
    params(("id" = PlanId, Path, description = "The plan")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such plan", body = ProblemBody),
    ))]
async fn report_plans_delete(State(reports): State<Reports>, who: Who, Path(id): Path<PlanId>) -> Answer<StatusCode> {
    reports.db.write(move |tx| plans::delete(tx, &who.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
