//! How things stand, over HTTP.

use axum::extract::State;
use db::{Db, Tx};
use jiff::civil::Date;
use kernel::{Actor, Page, Result, TeamId, Timestamp};
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, ProblemBody, Query, Who};

use super::among;
use super::backlog::{Part, backlog};
use super::now::{Live, live};
use crate::figures::{Filter, within};
use crate::metrics::{Period, settings};

/// The endpoints of how things stand.
pub(crate) fn router() -> OpenApiRouter<Db> {
    OpenApiRouter::new().routes(routes!(live_get)).routes(routes!(backlog_get))
}

/// Of which team.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct LiveQuery {
    /// Only this team.
    team: Option<TeamId>,
}

/// Of which day and team.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct BacklogQuery {
    /// At the end of this day; now when absent.
    #[param(value_type = Option<String>, example = "2026-03-31")]
    on: Option<Date>,
    /// Only this team.
    team: Option<TeamId>,
}

/// What the actor may see, as a condition of ids to go on with.
fn condition(actor: &Actor, team: Option<TeamId>) -> Result<String> {
    let filter = within(actor, &Filter { teams: team.into_iter().collect(), ..Filter::default() }, &[])?;
    Ok(among("team_id", &filter.teams) + &among("assignee_id", &filter.people))
}

/// Shows how things stand now: for the wallboard and the page of the day.
#[utoipa::path(
    get, path = "/insight/live", operation_id = "live_get", tag = "insight", params(LiveQuery),
    responses(
        (status = 200, description = "The numbers", body = Live, example = json!({"at": "2026-03-02T09:30:00Z", "open": 31, "unassigned": 4,
         "waiting": 18, "longest": [{"conversation": "conv_06pz3k5m8v00g", "number": 1042, "team": null, "since": "2026-03-02T07:10:00Z"}],
         "states": [{"team": "team_06pz3k5m8v00g", "status": "open", "count": 12, "unassigned": 3, "oldest": "2026-03-01T17:00:00Z"}],
         "created_today": 40, "solved_today": 37, "replies_today": 85})),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "A team that is not yours to see", body = ProblemBody),
    )
)]
async fn live_get(State(db): State<Db>, who: Who, Query(query): Query<LiveQuery>) -> Answer<Json<Live>> {
    Ok(Json(db.read(move |tx| now(tx, &who.actor, query.team)).await?))
}

/// How things stand now, as far as the actor may see it.
pub(crate) fn now(tx: &mut Tx<'_>, actor: &Actor, team: Option<TeamId>) -> Result<Live> {
    let condition = condition(actor, team)?;
    let zone = settings::find(tx)?.zone;
    let day = tx.now().to_jiff().to_zoned(zone.clone()).date();
    live(tx, &condition, &Period { first: day, last: day, zone })
}

/// Shows what was open at the end of a day, by age, state and team.
#[utoipa::path(
    get, path = "/insight/backlog", operation_id = "backlog_get", tag = "insight", params(BacklogQuery),
    responses(
        (status = 200, description = "The parts of the backlog, all on one page", body = inline(Page<Part>), example = json!({"items": [
            {"team": "team_06pz3k5m8v00g", "status": "open", "from_days": 3, "to_days": 7, "count": 12}], "next_cursor": null})),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "A team that is not yours to see", body = ProblemBody),
    )
)]
async fn backlog_get(State(db): State<Db>, who: Who, Query(query): Query<BacklogQuery>) -> Answer<Json<Page<Part>>> {
    let items = db.report(move |tx| parts(tx, &who.actor, query.team, query.on)).await?;
    Ok(Json(Page { items, next_cursor: None }))
}

/// The backlog at the end of a day, or now, as far as the actor may see it.
pub(crate) fn parts(tx: &mut Tx<'_>, actor: &Actor, team: Option<TeamId>, on: Option<Date>) -> Result<Vec<Part>> {
    let condition = condition(actor, team)?;
    let at: Timestamp = match on {
        Some(day) => Period { first: day, last: day, zone: settings::find(tx)?.zone }.instants()?.1.min(tx.now()),
        None => tx.now(),
    };
    backlog(tx, &condition, at)
}
