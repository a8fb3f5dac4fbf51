//! Reports that leave the house: as files, and by mail.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use kernel::{Fault, Page};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Once, Path, ProblemBody, Query, Who};

use super::house::Reports;
use super::model::{Format, ReportId};
use super::queries;
use super::render::File;
use super::sendings::{self, Sending};
use super::wire;
use crate::error;
use crate::figures::{LookKind, keep_look};

/// What a report as a page may do: nothing but look as it is. It has no script, and asks nobody for anything.
const POLICY: &str = "sandbox allow-popups allow-top-navigation-by-user-activation; default-src 'none'; \
                      style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'";

/// The endpoints of what leaves the house.
pub(super) fn router() -> OpenApiRouter<Reports> {
    OpenApiRouter::new()
        .routes(routes!(reports_document))
        .routes(routes!(reports_send))
        .routes(routes!(report_sendings_list))
}

/// As what.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct DocumentQuery {
    /// `pdf`, `xlsx` or `html`.
    #[param(value_type = String, example = "html")]
    format: String,
}

/// To whom a report goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReportSendingOrder, example = json!({"recipients": ["board@nordlicht.example"], "formats": ["pdf"]}))]
struct Order {
    /// Mail addresses.
    #[schema(examples(json!(["board@nordlicht.example"])))]
    recipients: Vec<String>,
    /// As what it is attached.
    formats: Vec<Format>,
}

fn format(text: &str) -> Result<Format, Fault> {
    let found = [Format::Pdf, Format::Xlsx, Format::Html].into_iter().find(|format| format.ending() == text);
    found.ok_or_else(|| Fault::wrong_field("format", error::FORMAT_UNKNOWN))
}

/// A report as a file: PDF and workbook to be kept, HTML to be read at once. It is noted who looked, when it tells of people by
/// name.
#[utoipa::path(get, path = "/insight/reports/{id}/document", operation_id = "reports_document", tag = "insight",
    params(("id" = ReportId, Path, description = "The report"), DocumentQuery),
    responses(
        (status = 200, description = "The file", content(
            (String = "application/pdf"),
            (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (String = "text/html; charset=utf-8"),
        )),
        (status = 400, description = "The query is not right", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such report", body = ProblemBody),
        (status = 422, description = "There is no such format", body = ProblemBody),
    ))]
async fn reports_document(
    State(reports): State<Reports>,
    who: Who,
    Path(id): Path<ReportId>,
    Query(query): Query<DocumentQuery>,
) -> Answer<Response> {
    let format = format(&query.format)?;
    let (house, actor) = (reports.clone(), who.actor.clone());
    let read = reports.db.read(move |tx| {
        let kept = queries::seen(tx, &actor, id)?;
        Ok((queries::pages(tx, &house, &kept)?, kept.head.content.names_people()))
    });
    let (pages, names_people) = read.await?;
    if names_people {
        let asked = [("report".to_owned(), id.to_string())];
        keep_look(&reports.db, &who.actor, LookKind::Figures, &asked).await?;
    }
    let mut files = pages.files(vec![format]).await?;
    let file = files.pop().ok_or_else(|| Fault::internal("no file was rendered"))?;
    Ok(answer(file)?)
}

fn answer(file: File) -> Result<Response, Fault> {
    let File { name, format, bytes } = file;
    let plain: String = name.chars().map(|letter| if letter.is_ascii() { letter } else { '_' }).collect();
    let encoded: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
    let shown = if format == Format::Html { "inline" } else { "attachment" };
    let disposition = format!("{shown}; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    let value = |text: &str| HeaderValue::from_str(text).map_err(Fault::internal);
    Response::builder()
        .header(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()))
        .header(header::CONTENT_DISPOSITION, value(&disposition)?)
        .header(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY))
        .header(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"))
        .header(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"))
        .body(Body::from(bytes))
        .map_err(Fault::internal)
}

/// Sends a frozen report by mail. What becomes of it is told by its sendings.
#[utoipa::path(post, path = "/insight/reports/{id}/send", operation_id = "reports_send", tag = "insight",
    params(
        ("id" = ReportId, Path, description = "The report"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key sends it once"),
    ),
    request_body = Order,
    responses(
        (status = 202, description = "It is on its way"),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such report", body = ProblemBody),
        (status = 409, description = "It is a draft", body = ProblemBody),
        (status = 422, description = "A field is wrong", body = ProblemBody),
    ))]
async fn reports_send(
    State(reports): State<Reports>,
    who: Who,
    Path(id): Path<ReportId>,
    once: Once,
    Json(body): Json<Order>,
) -> Answer<StatusCode> {
    let Order { recipients, formats } = body;
    once.write(&reports.db, move |tx| sendings::send(tx, &who.actor, id, &recipients, &formats)).await?;
    Ok(StatusCode::ACCEPTED)
}

/// To whom a report was sent, and what became of it: the newest 500.
#[utoipa::path(get, path = "/insight/reports/{id}/sendings", operation_id = "report_sendings_list", tag = "insight",
    params(("id" = ReportId, Path, description = "The report")),
    responses(
        (status = 200, description = "Sendings, all on one page", body = inline(Page<Sending>), example = json!({"items": [wire::sending()], "next_cursor": null})),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such report", body = ProblemBody),
    ))]
async fn report_sendings_list(
    State(reports): State<Reports>,
    who: Who,
    Path(id): Path<ReportId>,
) -> Answer<Json<Page<Sending>>> {
    let house = reports.clone();
    let items = reports.db.read(move |tx| sendings::of_report(tx, &house, &who.actor, id)).await?;
    Ok(Json(Page { items, next_cursor: None }))
}
