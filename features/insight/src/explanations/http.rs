//! Explanations over HTTP.

use axum::Extension;
use axum::extract::State;
use db::{Db, Tx};
use kernel::{Actor, Fault, Result};
use serde::{Deserialize, Serialize};
use statistics::Signal;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, ProblemBody, Query, Who};

use super::asked::{self, More};
use super::bottlenecks::{self, BottlenecksBody};
use super::explain::{self, ExplanationBody};
use super::fair::{self, FairBody};
use super::gaps::{self, GapsBody};
use super::{series, wire};
use crate::columns::Columns;
use crate::error;
use crate::figures::{Asked, LookKind, Question, keep_look, note_look, within};
use crate::measures::{Reading, Statistic};
use crate::metrics::{By, Metric, settings};
use crate::permissions::FIGURES_READ;

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

/// The question of an asker, cut down to what they may see.
fn question(tx: &mut Tx<'_>, actor: &Actor, asked: &Asked, metric: Metric, by: &[By]) -> Result<Question> {
    let filter = within(actor, &asked.filter(), by)?;
    let period = asked.period(settings::find(tx)?.zone);
    Ok(Question { metric, period, clock: asked.clock, filter })
}

/// Whether people may be looked at, and whether others than the asker are among them.
fn people(actor: &Actor, asked: &Asked) -> (bool, bool) {
    let seen = within(actor, &asked.filter(), &[By::Agent]).ok().map(|filter| filter.people);
    let of_others = seen.as_ref().is_some_and(|people| people[..].iter().copied().ne(actor.person()));
    (seen.is_some(), of_others)
}

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
    who.actor.require(FIGURES_READ)?;
    let (asked, more) = asked::read(&pairs)?;
    let metric = asked.one_metric()?;
    let statistic = more.statistic(metric);
    let (with_people, of_others) = people(&who.actor, &asked);
    if of_others {
        keep_look(&db, &who.actor, LookKind::Explanation, &pairs).await?;
    }
    let found = columns.report(&db, move |tx, columns| {
        let by = if with_people { &[By::Agent][..] } else { &[] };
        let question = question(tx, &who.actor, &asked, metric, by)?;
        let against = more.against(&question.period)?;
        explain::explain(tx, &question, statistic, &against, with_people, Some(columns))
    });
    Ok(Json(found.await?))
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
    who.actor.require(FIGURES_READ)?;
    let (asked, _) = asked::read(&pairs)?;
    Ok(Json(db.report(move |tx| waits(tx, &who.actor, &asked)).await?))
}

/// Where conversations waited, as far as the actor may see it.
pub(crate) fn waits(tx: &mut Tx<'_>, actor: &Actor, asked: &Asked) -> Result<BottlenecksBody> {
    let question = question(tx, actor, asked, Metric::RequesterWait, &[By::Team])?;
    bottlenecks::find(tx, &question)
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
    who.actor.require(FIGURES_READ)?;
    let (asked, _) = asked::read(&pairs)?;
    let (with_people, of_others) = people(&who.actor, &asked);
    if of_others {
        keep_look(&db, &who.actor, LookKind::TrainingGaps, &pairs).await?;
    }
    let found = db.report(move |tx| {
        let by = if with_people { &[By::Team, By::Agent][..] } else { &[By::Team] };
        let question = question(tx, &who.actor, &asked, Metric::RequesterWait, by)?;
        gaps::find(tx, &question, by)
    });
    Ok(Json(found.await?))
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
    who.actor.require(FIGURES_READ)?;
    let (asked, More { mut adjust, .. }) = asked::read(&pairs)?;
    let metric = asked.one_metric()?;
    let [by @ (By::Team | By::Agent)] = asked.by[..] else {
        return Err(Fault::wrong_field("by", error::COMPARED_UNKNOWN).into());
    };
    adjust.dedup();
    if adjust.len() > 2 {
        return Err(Fault::wrong_field("adjust", error::DIVISIONS_MANY).into());
    }
    if by == By::Agent && people(&who.actor, &asked).1 {
        keep_look(&db, &who.actor, LookKind::Comparison, &pairs).await?;
    }
    let found = columns.report(&db, move |tx, columns| {
        let question = question(tx, &who.actor, &asked, metric, &[by])?;
        fair::compare(tx, &question, by, &adjust, Some(columns))
    });
    Ok(Json(found.await?))
}

/// A point of a control chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
struct ControlPoint {
    /// The first day of the stretch.
    #[schema(examples("2026-03-02"))]
    from: String,
    /// The figure.
    reading: Reading,
    /// By how much it differs from the point before.
    #[schema(examples(120.0))]
    range: Option<f64>,
    /// Why it is a signal; empty, when it is noise.
    signals: Vec<Signal>,
}

/// A control chart of single values and moving ranges (XmR).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(example = json!(chart_example()))]
struct ControlChart {
    /// The metric's name in the dictionary.
    #[schema(examples("first_response_time"))]
    metric: String,
    /// Which number of it.
    statistic: Statistic,
    /// The mean of the points that make the limits; null with fewer than six.
    #[schema(examples(4100.0))]
    mean: Option<f64>,
    /// The lower natural process limit.
    #[schema(examples(2900.0))]
    lower: Option<f64>,
    /// The upper natural process limit.
    #[schema(examples(5300.0))]
    upper: Option<f64>,
    /// What neighbours do not differ by more than by chance.
    #[schema(examples(1470.0))]
    range_limit: Option<f64>,
    /// Whole days or weeks, in order.
    points: Vec<ControlPoint>,
}

fn chart_example() -> serde_json::Value {
    serde_json::json!({
        "metric": "first_response_time", "statistic": "median", "mean": 4100.0, "lower": 2900.0, "upper": 5300.0, "range_limit": 1470.0,
        "points": [{
            "from": "2026-03-02", "reading": {"value": 5410.0, "interval": {"low": 5100.0, "high": 5800.0}, "count": 88, "small": false},
            "range": 120.0, "signals": ["beyond_limits"]
        }]
    })
}

/// What of a figure's ups and downs is signal and what noise: natural process limits made of its own points, and which points are
/// beyond chance.
#[utoipa::path(get, path = "/insight/control-charts", operation_id = "control_charts_get", tag = "insight", params(Asked, ChartQuery),
    responses(
        (status = 200, description = "The chart", body = ControlChart, example = json!(chart_example())),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "A team or person that is not yours to see", body = ProblemBody),
        (status = 422, description = "The question is not right", body = ProblemBody),
    ))]
async fn control_charts_get(State(db): State<Db>, who: Who, Query(pairs): Pairs) -> Answer<Json<ControlChart>> {
    who.actor.require(FIGURES_READ)?;
    let (asked, more) = asked::read(&pairs)?;
    let metric = asked.one_metric()?;
    let by = match asked.by[..] {
        [] => By::Week,
        [by @ (By::Day | By::Week)] => by,
        _ => return Err(Fault::wrong_field("by", error::CHART_DIVISION).into()),
    };
    note_look(&db, &who.actor, LookKind::ControlChart, &asked, &pairs).await?;
    let found = db.report(move |tx| {
        let question = question(tx, &who.actor, &asked, metric, &[])?;
        chart(tx, &question, by, &more)
    });
    Ok(Json(found.await?))
}

fn chart(tx: &mut Tx<'_>, question: &Question, by: By, more: &More) -> Result<ControlChart> {
    let statistic = more.statistic(question.metric);
    let series = series::of(tx, question, statistic, by)?;
    let chart = series.chart(more.baseline.unwrap_or(series.points.len()));
    let mut judged = chart.as_ref().map(|it| it.points.iter()).into_iter().flatten();
    let point = |point: &series::SeriesPoint| {
        let judged = judged.next();
        ControlPoint {
            from: point.day.to_string(),
            reading: point.reading,
            range: judged.and_then(|it| it.range),
            signals: judged.map(|it| it.signals.clone()).unwrap_or_default(),
        }
    };
    Ok(ControlChart {
        metric: question.metric.definition().code.to_owned(),
        statistic,
        points: series.points.iter().map(point).collect(),
        mean: chart.as_ref().map(|it| it.mean),
        lower: chart.as_ref().map(|it| it.lower),
        upper: chart.as_ref().map(|it| it.upper),
        range_limit: chart.as_ref().map(|it| it.range_limit),
    })
}
