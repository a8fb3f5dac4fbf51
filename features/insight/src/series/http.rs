//! Series over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use db::Db;
use kernel::{Page, PageRequest};
use serde::Deserialize;
use serde_json::{Value as Json_, json};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Once, Path, ProblemBody, Query, Who};

use super::commands::{self, NewValue, Written};
use super::model::Content;
use super::queries::{self, Series, Value};

/// The endpoints of series.
pub fn router() -> OpenApiRouter<Db> {
    OpenApiRouter::new()
        .routes(routes!(series_list, series_create))
        .routes(routes!(series_update, series_delete))
        .routes(routes!(series_values_list, series_values_write))
        .routes(routes!(series_values_delete))
        .routes(routes!(series_upload))
}

/// How a series looks on the wire.
pub(super) fn series() -> Json_ {
    json!({"code": "orders", "content": {"name": "Orders", "every": "month", "kind": "sum", "currency": null}, "is_built_in": true,
        "count": 14, "first": "2025-01", "last": "2026-02", "version": 1})
}

/// A new series.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "shipments", "content": {"name": "Shipments", "every": "day", "kind": "sum", "currency": null}}))]
struct NewSeries {
    /// Its name for programs: small letters, digits and `_`.
    #[schema(examples("shipments"))]
    code: String,
    /// What it is.
    content: Content,
}

/// A series as it shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"content": {"name": "Orders", "every": "month", "kind": "sum", "currency": null}, "version": 1}))]
struct SeriesChange {
    /// What it is.
    content: Content,
    /// The version that was seen.
    #[schema(examples(1))]
    version: i64,
}

/// Values to be written.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SeriesValues, example = json!({"values": [{"at": "2026-03", "value": 18250.0}], "is_trial": false}))]
struct ValuesBody {
    /// At most 4,000; those that are there already change nothing.
    values: Vec<NewValue>,
    /// Only say what it would do.
    #[serde(default)]
    is_trial: bool,
}

/// A table of values.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SeriesTable, example = json!({"csv": "month,orders,cost\n2026-02,18250,51200.50\n", "is_trial": true}))]
struct TableBody {
    /// Comma- or semicolon-separated: the first column is headed `day` or `month`, every other one by the code of a series.
    csv: String,
    /// Only say what it would do.
    #[serde(default)]
    is_trial: bool,
}

/// Lists all series.
#[utoipa::path(get, path = "/insight/series", operation_id = "series_list", tag = "insight",
    responses(
        (status = 200, description = "All on one page", body = inline(Page<Series>), example = json!({"items": [series()], "next_cursor": null})),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
    ))]
async fn series_list(State(db): State<Db>, who: Who) -> Answer<Json<Page<Series>>> {
    let items = db.read(move |tx| queries::all(tx, &who.actor)).await?;
    Ok(Json(Page { items, next_cursor: None }))
}

/// Makes a series of one's own.
#[utoipa::path(post, path = "/insight/series", operation_id = "series_create", tag = "insight", request_body = NewSeries,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key makes the series once")),
    responses(
        (status = 201, description = "The series", body = Series, example = json!(series())),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 409, description = "There is one of this code", body = ProblemBody),
        (status = 422, description = "A field is wrong", body = ProblemBody),
    ))]
async fn series_create(
    State(db): State<Db>,
    who: Who,
    once: Once,
    Json(body): Json<NewSeries>,
) -> Answer<(StatusCode, Json<Series>)> {
    let made = once.write(&db, move |tx| commands::create(tx, &who.actor, &body.code, &body.content)).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Changes a series.
#[utoipa::path(put, path = "/insight/series/{code}", operation_id = "series_update", tag = "insight", request_body = SeriesChange,
    params(("code" = String, Path, description = "The series", example = "orders")),
    responses(
        (status = 200, description = "As it is now", body = Series, example = json!(series())),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such series", body = ProblemBody),
        (status = 409, description = "It was changed in the meantime, or cannot be changed so", body = ProblemBody),
        (status = 422, description = "A field is wrong", body = ProblemBody),
    ))]
async fn series_update(
    State(db): State<Db>,
    who: Who,
    Path(code): Path<String>,
    Json(body): Json<SeriesChange>,
) -> Answer<Json<Series>> {
    let change = move |tx: &mut db::Tx<'_>| commands::change(tx, &who.actor, &code, &body.content, body.version);
    Ok(Json(db.write(change).await?))
}

/// Deletes a series with its values.
#[utoipa::path(delete, path = "/insight/series/{code}", operation_id = "series_delete", tag = "insight",
    params(("code" = String, Path, description = "The series", example = "shipments")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such series", body = ProblemBody),
        (status = 409, description = "Metrics are made of it", body = ProblemBody),
    ))]
async fn series_delete(State(db): State<Db>, who: Who, Path(code): Path<String>) -> Answer<StatusCode> {
    db.write(move |tx| commands::delete(tx, &who.actor, &code)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists the values of a series, the newest first.
#[utoipa::path(get, path = "/insight/series/{code}/values", operation_id = "series_values_list", tag = "insight",
    params(("code" = String, Path, description = "The series", example = "orders"), PageRequest),
    responses(
        (status = 200, description = "A page of them", body = inline(Page<Value>),
         example = json!({"items": [{"at": "2026-03", "value": 18250.0}], "next_cursor": null})),
        (status = 400, description = "The cursor is not right", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such series", body = ProblemBody),
    ))]
async fn series_values_list(
    State(db): State<Db>,
    who: Who,
    Path(code): Path<String>,
    Query(page): Query<PageRequest>,
) -> Answer<Json<Page<Value>>> {
    Ok(Json(db.read(move |tx| queries::values(tx, &who.actor, &code, &page)).await?))
}

/// Writes values of a series, all or none. Those that are there already change nothing.
#[utoipa::path(put, path = "/insight/series/{code}/values", operation_id = "series_values_write", tag = "insight", request_body = ValuesBody,
    params(("code" = String, Path, description = "The series", example = "orders")),
    responses(
        (status = 200, description = "What was done", body = Written),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such series", body = ProblemBody),
        (status = 422, description = "A value is wrong", body = ProblemBody),
    ))]
async fn series_values_write(
    State(db): State<Db>,
    who: Who,
    Path(code): Path<String>,
    Json(body): Json<ValuesBody>,
) -> Answer<Json<Written>> {
    let write = move |tx: &mut db::Tx<'_>| commands::write(tx, &who.actor, &code, &body.values, body.is_trial);
    Ok(Json(db.write(write).await?))
}

/// Takes one value away.
#[utoipa::path(delete, path = "/insight/series/{code}/values/{at}", operation_id = "series_values_delete", tag = "insight",
    params(("code" = String, Path, description = "The series", example = "orders"),
           ("at" = String, Path, description = "The day or the month", example = "2026-03")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such series or value", body = ProblemBody),
        (status = 422, description = "It is no day or month", body = ProblemBody),
    ))]
async fn series_values_delete(
    State(db): State<Db>,
    who: Who,
    Path((code, at)): Path<(String, String)>,
) -> Answer<StatusCode> {
    db.write(move |tx| commands::remove(tx, &who.actor, &code, &at)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Writes a table of values of one or several series, all of it or nothing; what is wrong is named by row and column.
#[utoipa::path(post, path = "/insight/series_uploads", operation_id = "series_upload", tag = "insight", request_body = TableBody,
    responses(
        (status = 200, description = "What was done, or would be", body = Written),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 422, description = "A cell is wrong: `csv/3/orders` is the third row, the column of orders", body = ProblemBody),
    ))]
async fn series_upload(State(db): State<Db>, who: Who, Json(body): Json<TableBody>) -> Answer<Json<Written>> {
    Ok(Json(db.write(move |tx| commands::upload(tx, &who.actor, &body.csv, body.is_trial)).await?))
}
