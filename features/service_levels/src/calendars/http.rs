//! Endpoints of calendars.

use axum::extract::State;
use axum::http::StatusCode;
use db::{Db, Tx};
use kernel::{Params, Result, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Once, Path, Query, Who};

use super::{
    CalendarChange, CalendarId, CalendarRow, Holiday, Hours, NewCalendar, Reading, Week, commands, hours, ics, queries,
};
use crate::permissions::CALENDAR_MANAGE;
use crate::refusal::{Conflict, Forbidden, NotFound, Unprocessable};

/// The endpoints of calendars.
pub(crate) fn router() -> OpenApiRouter<Db> {
    OpenApiRouter::new()
        .routes(routes!(calendars_list, calendars_create))
        .routes(routes!(calendars_get, calendars_update, calendars_delete))
        .routes(routes!(calendars_make_default))
        .routes(routes!(calendars_business_time))
        .routes(routes!(calendars_import_holidays))
}

/// A calendar and how things are by it now.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Calendar)]
struct CalendarView {
    id: CalendarId,
    /// Its name.
    #[schema(examples("Working hours"))]
    name: String,
    /// A zone of the time zone database; windows and days are of its clock.
    #[schema(examples("Europe/Berlin"))]
    time_zone: String,
    /// The windows of each weekday.
    week: Week,
    /// Days that differ, by date.
    holidays: Vec<Holiday>,
    /// Whether it is the department's own: what counts where nothing else is said.
    default: bool,
    /// Rises with every change.
    #[schema(examples(1))]
    version: i64,
    /// Whether the department works by it now.
    open: bool,
    /// Now when it is open, else when it opens next; null when it never does.
    next_opening: Option<Timestamp>,
}

impl CalendarView {
    fn of(row: CalendarRow, now: Timestamp) -> Result<Self> {
        let calendar = queries::ready(&row.hours)?;
        let Hours { time_zone, week, holidays } = row.hours;
        let (open, next_opening) = (calendar.is_open(now), calendar.next_opening(now));
        let (name, default, version) = (row.name, row.is_default, row.version);
        Ok(Self { id: row.id, name, time_zone, week, holidays, default, version, open, next_opening })
    }
}

/// All calendars.
#[derive(Debug, Serialize, ToSchema)]
struct Calendars {
    /// The department's first, then by name.
    items: Vec<CalendarView>,
}

/// A calendar to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Hotline", "time_zone": "Europe/Berlin",
    "week": {"monday": [{"from": 480, "to": 720}, {"from": 780, "to": 1080}], "saturday": [{"from": 600, "to": 840}]},
    "holidays": [{"name": "Labour Day", "from": "2026-05-01", "to": "2026-05-01", "every_year": true}]}))]
struct CalendarCreation {
    /// Its name.
    name: String,
    /// A zone of the time zone database.
    time_zone: String,
    /// The windows of each weekday; days that are left out are closed.
    week: Week,
    /// Days that differ.
    #[serde(default)]
    holidays: Vec<Holiday>,
}

/// A change of a calendar; absent fields stay as they are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"version": 1, "name": "Hotline and chat"}))]
struct CalendarRevision {
    /// The version that was seen.
    version: i64,
    /// Another name.
    name: Option<String>,
    /// Another zone.
    time_zone: Option<String>,
    /// The whole week after the change.
    week: Option<Week>,
    /// All holidays after the change.
    holidays: Option<Vec<Holiday>>,
}

/// Two instants.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Between {
    /// The earlier instant.
    #[param(example = "2026-03-06T15:30:00Z")]
    from: Timestamp,
    /// The later instant.
    #[param(example = "2026-03-09T08:30:00Z")]
    to: Timestamp,
}

/// How long the department worked between two instants.
#[derive(Debug, Serialize, ToSchema)]
struct BusinessTime {
    /// In microseconds; zero when the second instant is not later.
    #[schema(examples(3_600_000_000_i64))]
    micros: i64,
}

/// A calendar file.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"version": 1, "add": false,
    "text": "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260501\r\nSUMMARY:Labour Day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"}))]
struct HolidayFile {
    /// The iCalendar text (.ics), at most 1 MB.
    text: String,
    /// Whether to add what is found; otherwise it is only shown.
    #[serde(default)]
    add: bool,
    /// The version of the calendar that was seen.
    version: i64,
}

/// What a calendar file holds.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct HolidaysFound {
    /// The holidays, in order of their lines.
    found: Vec<HolidayFound>,
    /// The first hundred lines and entries that were not taken.
    unread: Vec<LineUnread>,
    /// How many lines and entries were not taken.
    #[schema(examples(1))]
    unread_count: usize,
    /// The calendar, with the holidays when they were added.
    calendar: CalendarView,
}

/// A holiday in a calendar file.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct HolidayFound {
    /// The line on which it begins.
    #[schema(examples(2))]
    line: u32,
    holiday: Holiday,
    /// The calendar had it before.
    known: bool,
}

/// A line or entry that was not taken.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct LineUnread {
    /// The line.
    #[schema(examples(7))]
    line: u32,
    /// What it says, shortened.
    #[schema(examples("DTSTART:20260501T090000Z"))]
    text: String,
    /// Stable code of the reason.
    #[schema(examples("service_levels.entry_timed"))]
    code: String,
    /// What varies in the reason.
    #[schema(value_type = std::collections::HashMap<String, String>, example = json!({}))]
    params: Params,
    /// The reason in English.
    #[schema(examples("This is an appointment at a time of day, not a whole day."))]
    reason: String,
}

/// Lists the calendars. There are at most a hundred.
#[utoipa::path(get, path = "/service_levels/calendars", operation_id = "calendars_list", tag = "service_levels",
    responses((status = 200, body = Calendars, description = "All calendars")))]
async fn calendars_list(State(db): State<Db>, _: Who) -> Answer<Json<Calendars>> {
    let items = db.read(|tx| {
        let now = tx.now();
        queries::all(tx)?.into_iter().map(|row| CalendarView::of(row, now)).collect::<Result<_>>()
    });
    Ok(Json(Calendars { items: items.await? }))
}

/// Makes a calendar. The first one is the department's.
#[utoipa::path(post, path = "/service_levels/calendars", operation_id = "calendars_create", tag = "service_levels",
    request_body = CalendarCreation,
    responses((status = 201, body = CalendarView, description = "The new calendar"), Forbidden, Conflict, Unprocessable))]
async fn calendars_create(
    State(db): State<Db>,
    who: Who,
    once: Once,
    Json(body): Json<CalendarCreation>,
) -> Answer<(StatusCode, Json<CalendarView>)> {
    let hours = Hours { time_zone: body.time_zone, week: body.week, holidays: body.holidays };
    let new = NewCalendar { name: body.name, hours };
    let made = once.write(&db, move |tx| {
        let row = commands::create(tx, &who.actor, &new)?;
        CalendarView::of(row, tx.now())
    });
    Ok((StatusCode::CREATED, Json(made.await?)))
}

/// One calendar.
#[utoipa::path(get, path = "/service_levels/calendars/{id}", operation_id = "calendars_get", tag = "service_levels",
    params(("id" = CalendarId, Path)),
    responses((status = 200, body = CalendarView, description = "The calendar"), NotFound))]
async fn calendars_get(State(db): State<Db>, _: Who, Path(id): Path<CalendarId>) -> Answer<Json<CalendarView>> {
    Ok(Json(db.read(move |tx| CalendarView::of(queries::one(tx, id)?, tx.now())).await?))
}

/// Changes a calendar. What was counted before stays as it was.
#[utoipa::path(patch, path = "/service_levels/calendars/{id}", operation_id = "calendars_update", tag = "service_levels",
    params(("id" = CalendarId, Path)), request_body = CalendarRevision,
    responses((status = 200, body = CalendarView, description = "The changed calendar"), Forbidden, NotFound, Conflict, Unprocessable))]
async fn calendars_update(
    State(db): State<Db>,
    who: Who,
    Path(id): Path<CalendarId>,
    Json(body): Json<CalendarRevision>,
) -> Answer<Json<CalendarView>> {
    let CalendarRevision { version, name, time_zone, week, holidays } = body;
    let change = CalendarChange { name, time_zone, week, holidays, version };
    let work = move |tx: &mut Tx<'_>| {
        let row = commands::revise(tx, &who.actor, id, &change)?;
        CalendarView::of(row, tx.now())
    };
    Ok(Json(db.write(work).await?))
}

/// Removes a calendar; the department's own stays.
#[utoipa::path(delete, path = "/service_levels/calendars/{id}", operation_id = "calendars_delete", tag = "service_levels",
    params(("id" = CalendarId, Path)),
    responses((status = 204, description = "The calendar is gone"), Forbidden, NotFound, Conflict))]
async fn calendars_delete(State(db): State<Db>, who: Who, Path(id): Path<CalendarId>) -> Answer<StatusCode> {
    db.write(move |tx| commands::remove(tx, &who.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a calendar the department's own.
#[utoipa::path(post, path = "/service_levels/calendars/{id}/default", operation_id = "calendars_make_default", tag = "service_levels",
    params(("id" = CalendarId, Path)),
    responses((status = 200, body = CalendarView, description = "The department's calendar"), Forbidden, NotFound, Conflict))]
async fn calendars_make_default(
    State(db): State<Db>,
    who: Who,
    Path(id): Path<CalendarId>,
) -> Answer<Json<CalendarView>> {
    let work = move |tx: &mut Tx<'_>| {
        let row = commands::make_default(tx, &who.actor, id)?;
        CalendarView::of(row, tx.now())
    };
    Ok(Json(db.write(work).await?))
}

/// Counts how long the department works between two instants.
#[utoipa::path(get, path = "/service_levels/calendars/{id}/business_time", operation_id = "calendars_business_time", tag = "service_levels",
    params(("id" = CalendarId, Path), Between),
    responses((status = 200, body = BusinessTime, description = "The business time"), NotFound))]
async fn calendars_business_time(
    State(db): State<Db>,
    _: Who,
    Path(id): Path<CalendarId>,
    Query(between): Query<Between>,
) -> Answer<Json<BusinessTime>> {
    let calendar = db.read(move |tx| queries::calendar(tx, id)).await?;
    Ok(Json(BusinessTime { micros: calendar.business_time(between.from, between.to) }))
}

/// Reads public holidays from a calendar file: shows them, or adds those that are not there yet.
#[utoipa::path(post, path = "/service_levels/calendars/{id}/holidays/import", operation_id = "calendars_import_holidays", tag = "service_levels",
    params(("id" = CalendarId, Path)), request_body = HolidayFile,
    responses((status = 200, body = HolidaysFound, description = "What the file holds"), Forbidden, NotFound, Conflict, Unprocessable))]
async fn calendars_import_holidays(
    State(db): State<Db>,
    who: Who,
    Path(id): Path<CalendarId>,
    Json(body): Json<HolidayFile>,
) -> Answer<Json<HolidaysFound>> {
    who.actor.require(CALENDAR_MANAGE)?;
    let reading = ics::read(&body.text)?;
    let work = move |tx: &mut Tx<'_>| {
        let before = queries::one(tx, id)?;
        let after =
            if body.add { commands::add_holidays(tx, &who.actor, id, body.version, &reading)? } else { before.clone() };
        Ok(shown(&reading, &before, CalendarView::of(after, tx.now())?))
    };
    let shown = if body.add { db.write(work).await? } else { db.read(work).await? };
    Ok(Json(shown))
}

fn shown(reading: &Reading, before: &CalendarRow, calendar: CalendarView) -> HolidaysFound {
    let found = reading.found.iter().map(|each| HolidayFound {
        line: each.line,
        holiday: each.holiday.clone(),
        known: hours::is_among(&each.holiday, &before.hours.holidays),
    });
    let unread = reading.unread.iter().map(|each| LineUnread {
        line: each.line,
        text: each.text.clone(),
        code: each.why.code.clone(),
        params: each.why.params.clone(),
        reason: each.why.text.clone(),
    });
    HolidaysFound { found: found.collect(), unread: unread.collect(), unread_count: reading.unread_count, calendar }
}
