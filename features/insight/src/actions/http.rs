//! Actions over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use db::Db;
use kernel::{Page, PageRequest, PersonId};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Once, Path, ProblemBody, Query, Who};

use super::model::{ActionContent, ActionId, ActionState, Effect};
use super::queries::{self, Action};
use super::{commands, wire};

/// The endpoints of actions.
pub fn router() -> OpenApiRouter<Db> {
    OpenApiRouter::new()
        .routes(routes!(actions_list, actions_create))
        .routes(routes!(actions_get, actions_update))
        .routes(routes!(actions_effect))
}

/// An action to be taken.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"owner_id": "pers_06pz3k5m8v00m", "content": wire::content()}))]
struct NewAction {
    /// Who sees to it.
    owner_id: PersonId,
    /// What is done and what it should change.
    content: ActionContent,
}

/// An action as it shall be; figure, days before and origin stay as they were.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"owner_id": "pers_06pz3k5m8v00m", "state": "done", "content": wire::content(), "version": 1}))]
struct ActionChange {
    /// Who sees to it.
    owner_id: PersonId,
    /// Where it stands.
    state: ActionState,
    /// What is done and what it should change.
    content: ActionContent,
    /// The version that was seen.
    #[schema(examples(1))]
    version: i64,
}

/// Which actions are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ActionsQuery {
    /// Only those that stand so.
    state: Option<ActionState>,
    /// Only those of one person.
    owner_id: Option<PersonId>,
    /// How many rows, 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200, example = 50)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Actions: what is to be done first, what is overdue before all.
#[utoipa::path(get, path = "/insight/actions", operation_id = "actions_list", tag = "insight", params(ActionsQuery),
    responses(
        (status = 200, description = "Actions", body = inline(Page<Action>), example = json!({"items": [wire::action()], "next_cursor": null})),
        (status = 400, description = "The query or cursor is not right", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
    ))]
async fn actions_list(State(db): State<Db>, who: Who, Query(asked): Query<ActionsQuery>) -> Answer<Json<Page<Action>>> {
    let ActionsQuery { state, owner_id, limit, cursor } = asked;
    let page = PageRequest { limit, cursor };
    Ok(Json(db.read(move |tx| queries::page(tx, &who.actor, state, owner_id, &page)).await?))
}

/// Takes an action: what is done, by whom, until when, and which figure it should move by how much.
#[utoipa::path(post, path = "/insight/actions", operation_id = "actions_create", tag = "insight",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key takes the action once")),
    request_body = NewAction,
    responses(
        (status = 201, description = "The action", body = Action, example = json!(wire::action())),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "The figure is not yours to see", body = ProblemBody),
        (status = 422, description = "A field is wrong", body = ProblemBody),
    ))]
async fn actions_create(
    State(db): State<Db>,
    who: Who,
    once: Once,
    Json(body): Json<NewAction>,
) -> Answer<(StatusCode, Json<Action>)> {
    let action = once.write(&db, move |tx| commands::create(tx, &who.actor, body.owner_id, &body.content)).await?;
    Ok((StatusCode::CREATED, Json(action)))
}

/// One action.
#[utoipa::path(get, path = "/insight/actions/{id}", operation_id = "actions_get", tag = "insight",
    params(("id" = ActionId, Path, description = "The action")),
    responses(
        (status = 200, description = "The action", body = Action, example = json!(wire::action())),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such action", body = ProblemBody),
    ))]
async fn actions_get(State(db): State<Db>, who: Who, Path(id): Path<ActionId>) -> Answer<Json<Action>> {
    Ok(Json(db.read(move |tx| queries::one(tx, &who.actor, id)).await?))
}

/// Changes an action: who sees to it, its days, its words, or that it is done or given up.
#[utoipa::path(put, path = "/insight/actions/{id}", operation_id = "actions_update", tag = "insight",
    params(("id" = ActionId, Path, description = "The action")), request_body = ActionChange,
    responses(
        (status = 200, description = "As it is now", body = Action, example = json!(wire::action())),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such action", body = ProblemBody),
        (status = 409, description = "It was changed in the meantime, or what is frozen would change", body = ProblemBody),
        (status = 422, description = "A field is wrong", body = ProblemBody),
    ))]
async fn actions_update(
    State(db): State<Db>,
    who: Who,
    Path(id): Path<ActionId>,
    Json(body): Json<ActionChange>,
) -> Answer<Json<Action>> {
    let ActionChange { owner_id, state, content, version } = body;
    let change = move |tx: &mut db::Tx<'_>| commands::change(tx, &who.actor, id, (owner_id, state, &content), version);
    Ok(Json(db.write(change).await?))
}

/// Whether an action worked: the figure before and after with the interval of their difference, and a plain word.
#[utoipa::path(get, path = "/insight/actions/{id}/effect", operation_id = "actions_effect", tag = "insight",
    params(("id" = ActionId, Path, description = "The action")),
    responses(
        (status = 200, description = "What became of the figure", body = Effect, example = json!(wire::effect())),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such action", body = ProblemBody),
        (status = 422, description = "The figure is not counted any more, or not in business time", body = ProblemBody),
    ))]
async fn actions_effect(State(db): State<Db>, who: Who, Path(id): Path<ActionId>) -> Answer<Json<Effect>> {
    Ok(Json(db.report(move |tx| queries::effect(tx, &who.actor, id)).await?))
}
