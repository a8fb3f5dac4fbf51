//! Goals over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use db::Db;
use kernel::{Page, PageRequest};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Once, Path, ProblemBody, Query, Who};

use super::model::{GoalContent, GoalId};
use super::queries::Goal;
use super::wire;
use super::{commands, queries};

/// The endpoints of goals.
pub fn router() -> OpenApiRouter<Db> {
    OpenApiRouter::new().routes(routes!(goals_list, goals_create)).routes(routes!(
        goals_get,
        goals_update,
        goals_delete
    ))
}

/// A goal as it shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"content": wire::content(), "version": 1}))]
struct GoalChange {
    /// What somebody wants.
    content: GoalContent,
    /// The version that was seen.
    #[schema(examples(1))]
    version: i64,
}

/// Goals whose figures one may see, each with how far it is in the stretch of today.
#[utoipa::path(get, path = "/insight/goals", operation_id = "goals_list", tag = "insight", params(PageRequest),
    responses(
        (status = 200, description = "Goals", body = inline(Page<Goal>), example = json!({"items": [wire::goal()], "next_cursor": null})),
        (status = 400, description = "The cursor is not right", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
    ))]
async fn goals_list(State(db): State<Db>, who: Who, Query(page): Query<PageRequest>) -> Answer<Json<Page<Goal>>> {
    Ok(Json(db.report(move |tx| queries::page(tx, &who.actor, &page)).await?))
}

/// Sets a goal for the department, a team or a person.
#[utoipa::path(post, path = "/insight/goals", operation_id = "goals_create", tag = "insight",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key sets the goal once")),
    request_body = GoalContent,
    responses(
        (status = 201, description = "The goal", body = Goal, example = json!(wire::goal())),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 422, description = "A field is wrong", body = ProblemBody),
    ))]
async fn goals_create(
    State(db): State<Db>,
    who: Who,
    once: Once,
    Json(body): Json<GoalContent>,
) -> Answer<(StatusCode, Json<Goal>)> {
    let goal = once.write(&db, move |tx| commands::create(tx, &who.actor, &body)).await?;
    Ok((StatusCode::CREATED, Json(goal)))
}

/// One goal, with how far it was in the six stretches before.
#[utoipa::path(get, path = "/insight/goals/{id}", operation_id = "goals_get", tag = "insight",
    params(("id" = GoalId, Path, description = "The goal")),
    responses(
        (status = 200, description = "The goal", body = Goal, example = json!(wire::goal())),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such goal", body = ProblemBody),
    ))]
async fn goals_get(State(db): State<Db>, who: Who, Path(id): Path<GoalId>) -> Answer<Json<Goal>> {
    Ok(Json(db.report(move |tx| queries::one(tx, &who.actor, id)).await?))
}

/// Changes a goal.
#[utoipa::path(put, path = "/insight/goals/{id}", operation_id = "goals_update", tag = "insight",
    params(("id" = GoalId, Path, description = "The goal")), request_body = GoalChange,
    responses(
        (status = 200, description = "As it is now", body = Goal, example = json!(wire::goal())),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such goal", body = ProblemBody),
        (status = 409, description = "It was changed in the meantime", body = ProblemBody),
        (status = 422, description = "A field is wrong", body = ProblemBody),
    ))]
async fn goals_update(
    State(db): State<Db>,
    who: Who,
    Path(id): Path<GoalId>,
    Json(body): Json<GoalChange>,
) -> Answer<Json<Goal>> {
    Ok(Json(db.write(move |tx| commands::change(tx, &who.actor, id, &body.content, body.version)).await?))
}

/// Gives a goal up.
#[utoipa::path(delete, path = "/insight/goals/{id}", operation_id = "goals_delete", tag = "insight",
    params(("id" = GoalId, Path, description = "The goal")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such goal", body = ProblemBody),
    ))]
async fn goals_delete(State(db): State<Db>, who: Who, Path(id): Path<GoalId>) -> Answer<StatusCode> {
    db.write(move |tx| commands::delete(tx, &who.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
