//! Explanations over HTTP.

use axum::Extension;
use axum::extract::State;
use db::Db;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, ProblemBody, Query, Who};

use super::bottlenecks::BottlenecksBody;
use super::chart::ControlChart;
use super::explain::{self, ExplanationBody};
use super::fair::FairBody;
use super::find::{self, Asking};
use super::gaps::GapsBody;
use super::wire;
use crate::columns::Columns;
use crate::figures::Asked;

/// The endpoints of explanations.
pub fn router(columns: Columns) -> OpenApiRouter<Db> {
    OpenApiRouter::new()
        .routes(routes!(explanations_get))
        .routes(routes!(bottlenecks_list))
        .routes(routes!(training_gaps_list))
        .routes(routes!(comparisons_get))
        .routes(routes!(control_charts_get))
        .layer(Extension(columns))
}

/// What is asked beside the question.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the API's document only")]
struct ExplanationQuery {
    /// The first day of the earlier period; as many days right before when absent.
    #[param(example = "2026-02-01")]
    against_from: Option<String>,
    /// Its last day.
    #[param(example = "2026-02-28")]
    against_to: Option<String>,
    /// For durations: `median`, `mean` or `p90`; the median when absent.
    statistic: Option<String>,
}

/// What is asked beside the question.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the API's document only")]
struct ChartQuery {
    /// For durations: `median`, `mean` or `p90`; the median when absent.
    statistic: Option<String>,
    /// So many first points make the limits; all of them when absent.
    #[param(example = 26)]
    baseline: Option<usize>,
}

/// What is asked beside the question.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the API's document only")]
struct FairQuery {
    /// What is made equal: `topic`, `channel`, `hour` or `priority`; up to two, by repeating the name.
    #[param(required = false)]
    adjust: Vec<String>,
}

type Pairs = Query<Vec<(String, String)>>;

/// Why a figure moved: what each team, person, channel, topic, mailbox and priority contributed by its mix and by its own figure.
/// The contributions of a division add up to the difference.
#[utoipa::path(get, path = "/insight/explanations", operation_id = "explanations_get", tag = "insight", params(Asked, ExplanationQuery),
    responses(
        (status = 200, description = "Why it moved", body = ExplanationBody, example = json!(wire::explanation())),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "A team or person that is not yours to see", body = ProblemBody),
        (status = 422, description = "The question is not right", body = ProblemBody),
    ))]
async fn explanations_get(
    State(db): State<Db>,
    who: Who,
    Extension(columns): Extension<Columns>,
    Query(pairs): Pairs,
) -> Answer<Json<ExplanationBody>> {
    let asking = Asking::read(&who.actor, &pairs)?;
    Ok(Json(find::explanation(&db, &columns, &who.actor, asking, explain::SHOWN).await?))
}

/// Where conversations waited, of the waits that ended in some days: by stage, queue and the hour at which they began.
#[utoipa::path(get, path = "/insight/bottlenecks", operation_id = "bottlenecks_list", tag = "insight", params(Asked),
    responses(
        (status = 200, description = "Where they waited", body = BottlenecksBody, example = json!(wire::bottlenecks())),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "A team or person that is not yours to see", body = ProblemBody),
        (status = 422, description = "The question is not right", body = ProblemBody),
    ))]
async fn bottlenecks_list(State(db): State<Db>, who: Who, Query(pairs): Pairs) -> Answer<Json<BottlenecksBody>> {
    let asking = Asking::read(&who.actor, &pairs)?;
    Ok(Json(find::bottlenecks(&db, &who.actor, asking).await?))
}

/// Topics on which a team or somebody is slower, opened again more often or rated lower than the others on the same topic, beyond
/// what chance makes of so many comparisons.
#[utoipa::path(get, path = "/insight/training-gaps", operation_id = "training_gaps_list", tag = "insight", params(Asked),
    responses(
        (status = 200, description = "What is worth being taught", body = GapsBody, example = json!(wire::gaps())),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "A team or person that is not yours to see", body = ProblemBody),
        (status = 422, description = "The question is not right", body = ProblemBody),
    ))]
async fn training_gaps_list(State(db): State<Db>, who: Who, Query(pairs): Pairs) -> Answer<Json<GapsBody>> {
    let asking = Asking::read(&who.actor, &pairs)?;
    Ok(Json(find::gaps(&db, &who.actor, asking).await?))
}

/// Compares teams or people fairly: what their figures would be if all had the same mix of topics, channels or hours. Nobody with
/// too few conversations is put in order.
#[utoipa::path(get, path = "/insight/comparisons", operation_id = "comparisons_get", tag = "insight", params(Asked, FairQuery),
    responses(
        (status = 200, description = "The comparison", body = FairBody, example = json!(wire::fair())),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "A team or person that is not yours to see", body = ProblemBody),
        (status = 422, description = "The question is not right", body = ProblemBody),
    ))]
async fn comparisons_get(
    State(db): State<Db>,
    who: Who,
    Extension(columns): Extension<Columns>,
    Query(pairs): Pairs,
) -> Answer<Json<FairBody>> {
    let asking = Asking::read(&who.actor, &pairs)?;
    Ok(Json(find::comparison(&db, &columns, &who.actor, asking).await?))
}

/// What of a figure's ups and downs is signal and what noise: natural process limits made of its own points, and which points are
/// beyond chance.
#[utoipa::path(get, path = "/insight/control-charts", operation_id = "control_charts_get", tag = "insight", params(Asked, ChartQuery),
    responses(
        (status = 200, description = "The chart", body = ControlChart, example = json!(wire::control_chart())),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "A team or person that is not yours to see", body = ProblemBody),
        (status = 422, description = "The question is not right", body = ProblemBody),
    ))]
async fn control_charts_get(State(db): State<Db>, who: Who, Query(pairs): Pairs) -> Answer<Json<ControlChart>> {
    let asking = Asking::read(&who.actor, &pairs)?;
    Ok(Json(find::control_chart(&db, &who.actor, asking).await?))
}
