//! Whole tables over HTTP.

use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use db::Db;
use futures::stream;
use kernel::Fault;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Path, ProblemBody, Query, Who, table_file};

use super::rows::{Export, Want};
use super::tables::Table;
use crate::columns::Columns;
use crate::figures::{Asked, note_look};
use crate::reports::House;

/// The endpoint of whole tables.
pub(crate) fn router(columns: Columns, house: Arc<dyn House>) -> OpenApiRouter<Db> {
    OpenApiRouter::new().routes(routes!(exports_get)).layer(Extension(columns)).layer(Extension(house))
}

/// What is asked of tables that are no figures.
#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the API's document only")]
struct ExportQuery {
    /// Of the backlog: at the end of this day; now when absent.
    #[param(example = "2026-03-31")]
    on: Option<String>,
    /// Of alerts and actions: only those that stand so.
    #[param(example = "open")]
    state: Option<String>,
    /// Of actions: only those of one person.
    #[param(example = "pers_06pz3k5m8v00g")]
    owner_id: Option<String>,
    /// Of views: only what one person looked at.
    #[param(example = "pers_06pz3k5m8v00g")]
    person: Option<String>,
    /// Of series: which one.
    #[param(example = "orders")]
    series: Option<String>,
}

/// Gives a whole table as CSV, with the same question and the same rights as on the screen: `figures`, `conversations` (behind a
/// figure), `distribution`, `explanation`, `comparison`, `control_chart`, `training_gaps`, `bottlenecks`, `bottleneck_hours`,
/// `backlog`, `live`, `goals`, `alerts`, `actions`, `series` or `views` (who looked at the figures of others). It is written while
/// it is read; a file that ends within a row broke off.
#[utoipa::path(get, path = "/insight/exports/{table}", operation_id = "exports_get", tag = "insight",
    params(("table" = String, Path, description = "Which table", example = "figures"), Asked, ExportQuery),
    responses(
        (status = 200, description = "The table; times in UTC, durations in seconds, shares from 0 to 1", body = String, content_type = "text/csv",
         example = "team,,,metric,name,unit,value\r\nReturns,,,solved,Conversations solved,count,128\r\n"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "No such table, or a team or person that is not yours to see", body = ProblemBody),
        (status = 422, description = "The question is not right", body = ProblemBody),
    ))]
async fn exports_get(
    State(db): State<Db>,
    who: Who,
    Extension(columns): Extension<Columns>,
    Extension(house): Extension<Arc<dyn House>>,
    Path(name): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer<(HeaderMap, Body)> {
    let table = Table::named(&name).ok_or_else(Fault::not_found)?;
    let want = Want::read(&who.actor, table, &pairs)?;
    let asked = want.asked.clone();
    let export = Export::new(db.clone(), (columns, house), who.actor.clone(), want);
    let lines = stream::try_unfold(export, |mut export| async move {
        let lines = export.next().await?;
        Ok(lines.map(|lines| (lines, export)))
    });
    let file = table_file(&name, Box::pin(lines)).await?;
    if let Some(kind) = table.noted_as() {
        let pairs = [pairs, vec![("export".to_owned(), "csv".to_owned())]].concat();
        note_look(&db, &who.actor, kind, &asked, &pairs).await?;
    }
    Ok(file)
}
