//! Dashboards and notes over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use db::Db;
use jiff::civil::Date;
use kernel::Page;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Once, Path, ProblemBody, Query, Who};

use super::boards::{self, Dashboard, DashboardId, NewDashboard};
use super::notes::{self, NewNote, Note, PinId};

/// The endpoints of dashboards and notes.
pub(crate) fn router() -> OpenApiRouter<Db> {
    OpenApiRouter::new()
        .routes(routes!(dashboards_list, dashboards_create))
        .routes(routes!(dashboards_get, dashboards_update, dashboards_delete))
        .routes(routes!(pinned_notes_list, pinned_notes_create))
        .routes(routes!(pinned_notes_update, pinned_notes_delete))
}

fn example() -> Value {
    json!({"id": "dash_06pz3k5m8v00g", "owner_id": "pers_06pz3k5m8v00g", "audience": "me", "team_id": null, "name": "Monday morning",
        "elements": [{"kind": "trend", "metrics": ["first_response_time"], "by": ["week"], "x": 0, "y": 0, "width": 6, "height": 4, "text": ""}],
        "version": 1})
}

/// A dashboard as it shall be now.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DashboardChange, example = json!({"version": 1, "dashboard": {"name": "Monday morning", "audience": "me", "elements": []}}))]
struct ChangeBody {
    /// The version that was seen.
    version: i64,
    /// As it shall be.
    dashboard: NewDashboard,
}

/// A note as it shall be now.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PinnedNoteChange, example = json!({"version": 1, "note": {"day": "2026-03-02", "text": "Release 4.2"}}))]
struct NoteChangeBody {
    /// The version that was seen.
    version: i64,
    /// As it shall be.
    note: NewNote,
}

/// Which days.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Days {
    /// The first day.
    #[param(value_type = String, example = "2026-03-01")]
    from: Date,
    /// The last day.
    #[param(value_type = String, example = "2026-03-31")]
    to: Date,
}

/// Lists the dashboards that you see, by name.
#[utoipa::path(
    get, path = "/insight/dashboards", operation_id = "dashboards_list", tag = "insight",
    responses(
        (status = 200, description = "All on one page", body = inline(Page<Dashboard>), example = json!({"items": [example()], "next_cursor": null})),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
    )
)]
async fn dashboards_list(State(db): State<Db>, who: Who) -> Answer<Json<Page<Dashboard>>> {
    let items = db.read(move |tx| boards::all(tx, &who.actor)).await?;
    Ok(Json(Page { items, next_cursor: None }))
}

/// Lays out a dashboard.
#[utoipa::path(
    post, path = "/insight/dashboards", operation_id = "dashboards_create", tag = "insight", request_body = NewDashboard,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key makes the dashboard once")),
    responses(
        (status = 201, description = "The dashboard", body = Dashboard, example = json!(example())),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 422, description = "Something on it is not right", body = ProblemBody),
    )
)]
async fn dashboards_create(
    State(db): State<Db>,
    who: Who,
    once: Once,
    Json(asked): Json<NewDashboard>,
) -> Answer<(StatusCode, Json<Dashboard>)> {
    let made = once.write(&db, move |tx| boards::create(tx, &who.actor, &asked)).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Shows a dashboard.
#[utoipa::path(
    get, path = "/insight/dashboards/{id}", operation_id = "dashboards_get", tag = "insight",
    params(("id" = DashboardId, Path, description = "The dashboard")),
    responses(
        (status = 200, description = "The dashboard", body = Dashboard, example = json!(example())),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is none, or it is not yours to see", body = ProblemBody),
    )
)]
async fn dashboards_get(State(db): State<Db>, who: Who, Path(id): Path<DashboardId>) -> Answer<Json<Dashboard>> {
    Ok(Json(db.read(move |tx| boards::find(tx, &who.actor, id)).await?))
}

/// Changes a dashboard: its owner may, and whoever manages what everybody sees.
#[utoipa::path(
    put, path = "/insight/dashboards/{id}", operation_id = "dashboards_update", tag = "insight",
    params(("id" = DashboardId, Path, description = "The dashboard")), request_body = ChangeBody,
    responses(
        (status = 200, description = "As it is now", body = Dashboard, example = json!(example())),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "It is somebody else's", body = ProblemBody),
        (status = 404, description = "There is none, or it is not yours to see", body = ProblemBody),
        (status = 409, description = "It was changed in the meantime", body = ProblemBody),
        (status = 422, description = "Something on it is not right", body = ProblemBody),
    )
)]
async fn dashboards_update(
    State(db): State<Db>,
    who: Who,
    Path(id): Path<DashboardId>,
    Json(asked): Json<ChangeBody>,
) -> Answer<Json<Dashboard>> {
    let changed = db.write(move |tx| boards::change(tx, &who.actor, id, asked.version, &asked.dashboard)).await?;
    Ok(Json(changed))
}

/// Removes a dashboard: its owner may, and whoever manages what everybody sees.
#[utoipa::path(
    delete, path = "/insight/dashboards/{id}", operation_id = "dashboards_delete", tag = "insight",
    params(("id" = DashboardId, Path, description = "The dashboard")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "It is somebody else's", body = ProblemBody),
        (status = 404, description = "There is none, or it is not yours to see", body = ProblemBody),
    )
)]
async fn dashboards_delete(State(db): State<Db>, who: Who, Path(id): Path<DashboardId>) -> Answer<StatusCode> {
    db.write(move |tx| boards::delete(tx, &who.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists the notes pinned on some days, in order; at most 500.
#[utoipa::path(
    get, path = "/insight/notes", operation_id = "pinned_notes_list", tag = "insight", params(Days),
    responses(
        (status = 200, description = "All on one page", body = inline(Page<Note>), example = json!({"items": [
            {"id": "pin_06pz3k5m8v00g", "day": "2026-03-02", "text": "Release 4.2", "author_id": "pers_06pz3k5m8v00g", "version": 1}], "next_cursor": null})),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
    )
)]
async fn pinned_notes_list(State(db): State<Db>, who: Who, Query(days): Query<Days>) -> Answer<Json<Page<Note>>> {
    let items = db.read(move |tx| notes::between(tx, &who.actor, days.from, days.to)).await?;
    Ok(Json(Page { items, next_cursor: None }))
}

/// Pins a note on a day.
#[utoipa::path(
    post, path = "/insight/notes", operation_id = "pinned_notes_create", tag = "insight", request_body = NewNote,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key pins the note once")),
    responses(
        (status = 201, description = "The note", body = Note),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 422, description = "There are no words, or too many", body = ProblemBody),
    )
)]
async fn pinned_notes_create(
    State(db): State<Db>,
    who: Who,
    once: Once,
    Json(asked): Json<NewNote>,
) -> Answer<(StatusCode, Json<Note>)> {
    let note = once.write(&db, move |tx| notes::create(tx, &who.actor, &asked)).await?;
    Ok((StatusCode::CREATED, Json(note)))
}

/// Changes a note.
#[utoipa::path(
    put, path = "/insight/notes/{id}", operation_id = "pinned_notes_update", tag = "insight",
    params(("id" = PinId, Path, description = "The note")), request_body = NoteChangeBody,
    responses(
        (status = 200, description = "As it is now", body = Note),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is none", body = ProblemBody),
        (status = 409, description = "It was changed in the meantime", body = ProblemBody),
        (status = 422, description = "There are no words, or too many", body = ProblemBody),
    )
)]
async fn pinned_notes_update(
    State(db): State<Db>,
    who: Who,
    Path(id): Path<PinId>,
    Json(asked): Json<NoteChangeBody>,
) -> Answer<Json<Note>> {
    Ok(Json(db.write(move |tx| notes::change(tx, &who.actor, id, asked.version, &asked.note)).await?))
}

/// Takes a note off.
#[utoipa::path(
    delete, path = "/insight/notes/{id}", operation_id = "pinned_notes_delete", tag = "insight",
    params(("id" = PinId, Path, description = "The note")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is none", body = ProblemBody),
    )
)]
async fn pinned_notes_delete(State(db): State<Db>, who: Who, Path(id): Path<PinId>) -> Answer<StatusCode> {
    db.write(move |tx| notes::delete(tx, &who.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
