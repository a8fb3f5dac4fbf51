//! Reports over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use kernel::{Fault, Page, PageRequest};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Once, Path, ProblemBody, Query, Who};

use super::commands::{self, Asked};
use super::house::Reports;
use super::model::{PlanId, ReportId, ReportState};
use super::queries::{self, Line, Report};
use super::sections::SectionChange;
use super::wire;
use crate::error;
use crate::figures::{LookKind, keep_look};

/// The endpoints of reports.
pub(super) fn router() -> OpenApiRouter<Reports> {
    OpenApiRouter::new()
        .routes(routes!(reports_list, reports_create))
        .routes(routes!(reports_get, reports_update, reports_delete))
        .routes(routes!(reports_renew))
        .routes(routes!(reports_freeze))
}

/// Which reports.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ReportsQuery {
    /// Only drafts, or only records.
    state: Option<ReportState>,
    /// Only those of this plan.
    plan: Option<PlanId>,
    /// How many rows, 1 to 200; 50 when absent.
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A word for days.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReportPeriod)]
enum Word {
    /// The last whole week, month or quarter, as the plan has it.
    Last,
}

/// A report as it shall be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"plan": "rplan_06pz3k5m8v00g", "period": "last"}))]
struct NewReport {
    /// By which plan.
    plan: PlanId,
    /// The last whole stretch; or own days.
    #[serde(default)]
    period: Option<Word>,
    /// The first day.
    #[serde(default)]
    #[schema(examples("2026-03-01"))]
    first: Option<String>,
    /// The last day.
    #[serde(default)]
    #[schema(examples("2026-03-31"))]
    last: Option<String>,
}

/// A draft as it shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Customer service for the board: March 2026", "version": 1, "sections": [
    {"key": "summary", "heading": "Summary", "text": "A calm month.", "hidden": false}]}))]
struct ReportChange {
    /// What it is called.
    #[schema(examples("Customer service for the board: March 2026"))]
    name: String,
    /// All its sections, in the order in which they are to stand.
    sections: Vec<SectionChange>,
    /// The version that was seen.
    #[schema(examples(1))]
    version: i64,
}

/// The version that was seen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"version": 2}))]
struct ReportVersion {
    /// The version that was seen.
    #[schema(examples(2))]
    version: i64,
}

impl NewReport {
    fn asked(self) -> Result<(PlanId, Asked), Fault> {
        match (self.period, self.first, self.last) {
            (Some(Word::Last), None, None) => Ok((self.plan, Asked::Last)),
            (None, Some(first), Some(last)) => Ok((self.plan, Asked::Days(first, last))),
            _ => Err(Fault::wrong_field("period", error::REPORT_PERIOD)),
        }
    }
}

/// Reports, the newest first.
#[utoipa::path(get, path = "/insight/reports", operation_id = "reports_list", tag = "insight", params(ReportsQuery),
    responses(
        (status = 200, description = "Reports", body = inline(Page<Line>), example = json!({"items": [wire::head()], "next_cursor": null})),
        (status = 400, description = "The query is not right", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
    ))]
async fn reports_list(
    State(reports): State<Reports>,
    who: Who,
    Query(query): Query<ReportsQuery>,
) -> Answer<Json<Page<Line>>> {
    let page = PageRequest { limit: query.limit, cursor: query.cursor };
    let read = reports.db.read(move |tx| queries::page(tx, &who.actor, query.state, query.plan, &page));
    Ok(Json(read.await?))
}

/// Makes a draft, written from the data.
#[utoipa::path(post, path = "/insight/reports", operation_id = "reports_create", tag = "insight",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key makes the report once")),
    request_body = NewReport,
    responses(
        (status = 201, description = "The draft", body = Report, example = json!(wire::report())),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such plan", body = ProblemBody),
        (status = 409, description = "What has happened is still being counted", body = ProblemBody),
        (status = 422, description = "A field is wrong", body = ProblemBody),
    ))]
async fn reports_create(
    State(reports): State<Reports>,
    who: Who,
    once: Once,
    Json(body): Json<NewReport>,
) -> Answer<(StatusCode, Json<Report>)> {
    let (plan, asked) = body.asked()?;
    let (house, actor) = (reports.clone(), who.actor.clone());
    let drawn = reports.db.report(move |tx| commands::draw_up(tx, &house, &actor, plan, &asked)).await?;
    let report = once.write(&reports.db, move |tx| commands::create(tx, &who.actor, &drawn)).await?;
    Ok((StatusCode::CREATED, Json(report)))
}

/// One report. It is noted who looked, when it tells of people by name.
#[utoipa::path(get, path = "/insight/reports/{id}", operation_id = "reports_get", tag = "insight",
    params(("id" = ReportId, Path, description = "The report")),
    responses(
        (status = 200, description = "The report", body = Report, example = json!(wire::report())),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such report", body = ProblemBody),
    ))]
async fn reports_get(State(reports): State<Reports>, who: Who, Path(id): Path<ReportId>) -> Answer<Json<Report>> {
    let actor = who.actor.clone();
    let read = reports.db.read(move |tx| {
        let names_people = queries::seen(tx, &actor, id)?.head.content.names_people();
        Ok((queries::one(tx, &actor, id)?, names_people))
    });
    let (report, names_people) = read.await?;
    if names_people {
        let asked = [("report".to_owned(), id.to_string())];
        keep_look(&reports.db, &who.actor, LookKind::Figures, &asked).await?;
    }
    Ok(Json(report))
}

/// Changes the words, the order and what is shown of a draft.
#[utoipa::path(put, path = "/insight/reports/{id}", operation_id = "reports_update", tag = "insight",
    params(("id" = ReportId, Path, description = "The report")), request_body = ReportChange,
    responses(
        (status = 200, description = "As it is now", body = Report, example = json!(wire::report())),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such report", body = ProblemBody),
        (status = 409, description = "It was changed in the meantime, or is frozen", body = ProblemBody),
        (status = 422, description = "A field is wrong", body = ProblemBody),
    ))]
async fn reports_update(
    State(reports): State<Reports>,
    who: Who,
    Path(id): Path<ReportId>,
    Json(body): Json<ReportChange>,
) -> Answer<Json<Report>> {
    let ReportChange { name, sections, version } = body;
    let changed = reports.db.write(move |tx| commands::change(tx, &who.actor, id, &name, &sections, version));
    Ok(Json(changed.await?))
}

/// Throws a draft away.
#[utoipa::path(delete, path = "/insight/reports/{id}", operation_id = "reports_delete", tag = "insight",
    params(("id" = ReportId, Path, description = "The report")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such report", body = ProblemBody),
        (status = 409, description = "It is frozen", body = ProblemBody),
    ))]
async fn reports_delete(State(reports): State<Reports>, who: Who, Path(id): Path<ReportId>) -> Answer<StatusCode> {
    reports.db.write(move |tx| commands::delete(tx, &who.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Reads the figures of a draft anew. Own words, order and what is hidden stay; words that nobody changed follow the data.
#[utoipa::path(post, path = "/insight/reports/{id}/renew", operation_id = "reports_renew", tag = "insight",
    params(("id" = ReportId, Path, description = "The report")),
    responses(
        (status = 200, description = "As it is now", body = Report, example = json!(wire::report())),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such report", body = ProblemBody),
        (status = 409, description = "It was changed in the meantime, is frozen, or what has happened is still being counted", body = ProblemBody),
    ))]
async fn reports_renew(State(reports): State<Reports>, who: Who, Path(id): Path<ReportId>) -> Answer<Json<Report>> {
    let (house, actor) = (reports.clone(), who.actor.clone());
    let renewal = reports.db.report(move |tx| commands::read_anew(tx, &house, &actor, id)).await?;
    Ok(Json(reports.db.write(move |tx| commands::renew(tx, &who.actor, &renewal)).await?))
}

/// Makes a record of a draft: it never changes again, whatever becomes of the facts.
#[utoipa::path(post, path = "/insight/reports/{id}/freeze", operation_id = "reports_freeze", tag = "insight",
    params(("id" = ReportId, Path, description = "The report")), request_body = ReportVersion,
    responses(
        (status = 200, description = "The record", body = Report, example = json!(wire::report())),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such report", body = ProblemBody),
        (status = 409, description = "It was changed in the meantime, or is frozen", body = ProblemBody),
    ))]
async fn reports_freeze(
    State(reports): State<Reports>,
    who: Who,
    Path(id): Path<ReportId>,
    Json(body): Json<ReportVersion>,
) -> Answer<Json<Report>> {
    Ok(Json(reports.db.write(move |tx| commands::freeze(tx, &who.actor, id, body.version)).await?))
}
