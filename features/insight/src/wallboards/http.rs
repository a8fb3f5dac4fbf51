//! Wallboards over HTTP: for who manages them, and for the screens.

use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use db::Db;
use kernel::{Page, PageRequest};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Once, Path, ProblemBody, Query, Who};

use super::link::Link;
use super::model::{WallboardContent, WallboardId};
use super::queries::{self, Wallboard};
use super::shown::{self, Shown};
use super::{commands, store, wire};

/// Screens ask every few seconds; when one did last is noted less often.
const NOTED_EVERY: Duration = Duration::from_mins(1);
/// In a header of its own: it is no sign-in, and never part of an address that is logged.
const HEADER: &str = "x-quarterdeck-wallboard";

/// The endpoints of wallboards.
pub(crate) fn router() -> OpenApiRouter<Db> {
    OpenApiRouter::new()
        .routes(routes!(wallboards_list, wallboards_create))
        .routes(routes!(wallboards_update, wallboards_delete))
        .routes(routes!(wallboards_show))
}

/// A new wallboard with the secret of its link, which is shown this once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"wallboard": wire::wallboard(), "secret": "qdw_x7Kq2mExampleOnly"}))]
struct WallboardCreated {
    /// The wallboard.
    wallboard: Wallboard,
    /// What stands behind the `#` of the link. Null when the request was repeated: it was shown the first time.
    #[schema(examples("qdw_x7Kq2mExampleOnly"))]
    secret: Option<String>,
}

/// A wallboard as it shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"content": wire::content(), "version": 1}))]
struct WallboardChange {
    /// What stands on it.
    content: WallboardContent,
    /// The version that was seen.
    #[schema(examples(1))]
    version: i64,
}

/// Lists wallboards with their links, the oldest first.
#[utoipa::path(get, path = "/insight/wallboards", operation_id = "wallboards_list", tag = "insight", params(PageRequest),
    responses(
        (status = 200, description = "Wallboards", body = inline(Page<Wallboard>), example = json!({"items": [wire::wallboard()], "next_cursor": null})),
        (status = 400, description = "The cursor is not right", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
    ))]
async fn wallboards_list(
    State(db): State<Db>,
    who: Who,
    Query(page): Query<PageRequest>,
) -> Answer<Json<Page<Wallboard>>> {
    Ok(Json(db.read(move |tx| queries::page(tx, &who.actor, &page)).await?))
}

/// Makes a wallboard and the link that shows it to whoever has it.
#[utoipa::path(post, path = "/insight/wallboards", operation_id = "wallboards_create", tag = "insight",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key makes the wallboard once")),
    request_body = WallboardContent,
    responses(
        (status = 201, description = "The wallboard with the secret of its link", body = WallboardCreated),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "A goal or a team that is not yours to see", body = ProblemBody),
        (status = 422, description = "A field is wrong", body = ProblemBody),
    ))]
async fn wallboards_create(
    State(db): State<Db>,
    who: Who,
    once: Once,
    Json(body): Json<WallboardContent>,
) -> Answer<(StatusCode, Json<WallboardCreated>)> {
    let link = Link::random()?;
    let kept = link.clone();
    // The answer that is kept for a repeated request is without the secret, which nobody keeps.
    let wallboard = once.write(&db, move |tx| commands::create(tx, &who.actor, &body, &kept)).await?;
    let is_new = wallboard.hint == link.hint();
    let secret = is_new.then(|| link.reveal().to_owned());
    Ok((StatusCode::CREATED, Json(WallboardCreated { wallboard, secret })))
}

/// Changes what the screens show that have the link; the link stays as it is.
#[utoipa::path(put, path = "/insight/wallboards/{id}", operation_id = "wallboards_update", tag = "insight",
    params(("id" = WallboardId, Path, description = "The wallboard")), request_body = WallboardChange,
    responses(
        (status = 200, description = "As it is now", body = Wallboard, example = json!(wire::wallboard())),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such wallboard", body = ProblemBody),
        (status = 409, description = "It was changed in the meantime", body = ProblemBody),
        (status = 422, description = "A field is wrong", body = ProblemBody),
    ))]
async fn wallboards_update(
    State(db): State<Db>,
    who: Who,
    Path(id): Path<WallboardId>,
    Json(body): Json<WallboardChange>,
) -> Answer<Json<Wallboard>> {
    Ok(Json(db.write(move |tx| commands::change(tx, &who.actor, id, &body.content, body.version)).await?))
}

/// Revokes a wallboard's link; screens that show it go dark.
#[utoipa::path(delete, path = "/insight/wallboards/{id}", operation_id = "wallboards_delete", tag = "insight",
    params(("id" = WallboardId, Path, description = "The wallboard")),
    responses(
        (status = 204, description = "The link shows nothing any more"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such wallboard", body = ProblemBody),
    ))]
async fn wallboards_delete(State(db): State<Db>, who: Who, Path(id): Path<WallboardId>) -> Answer<StatusCode> {
    db.write(move |tx| commands::revoke(tx, &who.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows a wallboard to a screen that has its link. Nobody is signed in, and nothing else is opened.
#[utoipa::path(get, path = "/insight/wallboards/shown", operation_id = "wallboards_show", tag = "insight",
    params(("X-Quarterdeck-Wallboard" = String, Header, description = "The secret of the link", example = "qdw_x7Kq2mExampleOnly")),
    responses(
        (status = 200, description = "What stands on it", body = Shown, example = json!(wire::shown())),
        (status = 404, description = "The link was revoked, has expired or never was", body = ProblemBody),
    ))]
async fn wallboards_show(State(db): State<Db>, headers: HeaderMap) -> Answer<Json<Shown>> {
    let presented = headers.get(HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let (kept, shown) = db.read(move |tx| shown::shown(tx, &presented)).await?;
    if shown.at.since(kept.seen_at) >= NOTED_EVERY {
        db.write(move |tx| store::note_seen(tx, kept.id)).await?;
    }
    Ok(Json(shown))
}
