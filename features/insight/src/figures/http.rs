//! Figures over HTTP.

use std::collections::BTreeMap;

use axum::Extension;
use axum::extract::State;
use db::{Db, Tx};
use kernel::{Actor, Fault, Page, PageRequest, PersonId, Result};
use serde::Deserialize;
use serde_json::json;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, ProblemBody, Query, Who};

use super::answer::{answer, tell_all};
use super::asked::Asked;
use super::behind::samples;
use super::distribution::{DistributionBody, bars, percentiles};
use super::looks::{self, Kind, Look};
use super::model::{Filter, Question};
use super::sight::within;
use super::summary::Summary;
use super::wire::{FigureBody, FiguresBody, LackBody, LineBody, SampleBody, ValuesBody};
use crate::columns::{Columns, Parts};
use crate::error;
use crate::metrics::{By, Metric, Period, Unit, settings};
use crate::series;

/// The endpoints of figures.
pub(crate) fn router(columns: Columns) -> OpenApiRouter<Db> {
    OpenApiRouter::new()
        .routes(routes!(figures_list))
        .routes(routes!(figure_conversations_list))
        .routes(routes!(distributions_list))
        .routes(routes!(figure_looks_list))
        .layer(Extension(columns))
}

/// What the document shows.
fn example() -> serde_json::Value {
    json!({"period": {"from": "2026-03-01", "to": "2026-03-31"}, "against": {"from": "2026-02-01", "to": "2026-02-28"},
        "zone": "Europe/Berlin", "clock": "calendar", "by": ["team"], "lines": [{"part": ["team_06pz3k5m8v00g"], "figures": [
        {"metric": "first_response_time", "unit": "duration", "value": 5400.0, "count": 128, "of": null, "mean": 7200.5, "median": 5400.0,
         "p90": 21600.0, "low": 4800.0, "high": 6100.0, "small": false, "before": {"value": 6000.0, "count": 110, "of": null, "mean": 7900.0,
         "median": 6000.0, "p90": 25200.0, "low": 5300.0, "high": 6900.0, "small": false}},
        {"metric": "one_touch_rate", "unit": "share", "value": 0.61, "count": 61, "of": 100, "mean": null, "median": null, "p90": null,
         "low": 0.51, "high": 0.7, "small": false, "before": null}]}],
        "lacking": [{"metric": "cost_per_contact", "series": "cost", "days": 31, "first": "2026-03-01"}]})
}

/// Computes figures over some days, divided by up to three things, beside those of another period.
#[utoipa::path(
    get, path = "/insight/figures", operation_id = "figures_list", tag = "insight", params(Asked),
    responses(
        (status = 200, description = "The figures", body = FiguresBody, example = json!(example())),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "A team or person that is not yours to see", body = ProblemBody),
        (status = 422, description = "The question is not right", body = ProblemBody),
    )
)]
async fn figures_list(
    State(db): State<Db>,
    who: Who,
    Extension(columns): Extension<Columns>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer<Json<FiguresBody>> {
    who.actor.require(crate::permissions::FIGURES_READ)?;
    let asked = Asked::read(&pairs)?;
    let told = figures(&db, &columns, &who.actor, &asked).await?;
    looks::note(&db, &who.actor, Kind::Figures, &asked, &pairs).await?;
    Ok(Json(told))
}

/// Which looks are listed.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct LooksQuery {
    /// Only those of one person.
    person: Option<PersonId>,
    /// How many rows, 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200, example = 50)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Lists who looked at the figures of others by name, newest first.
#[utoipa::path(
    get, path = "/insight/views", operation_id = "figure_looks_list", tag = "insight", params(LooksQuery),
    responses(
        (status = 200, description = "A page of them", body = inline(Page<Look>), example = json!({"items": [{"id": "look_06pz3k5m8v00g",
         "at": "2026-03-02T09:30:00Z", "person": "pers_06pz3k5m8v00g", "kind": "figures", "question": "metric=solved&from=2026-03-01&to=2026-03-31&by=agent"}],
         "next_cursor": null})),
        (status = 400, description = "The cursor is not right", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
    )
)]
async fn figure_looks_list(
    State(db): State<Db>,
    who: Who,
    Query(asked): Query<LooksQuery>,
) -> Answer<Json<Page<Look>>> {
    let LooksQuery { person, limit, cursor } = asked;
    let page = PageRequest { limit, cursor };
    Ok(Json(db.read(move |tx| looks::page(tx, &who.actor, person, &page)).await?))
}

/// Lists the conversations behind a figure, newest first.
#[utoipa::path(
    get, path = "/insight/figures/conversations", operation_id = "figure_conversations_list", tag = "insight", params(Asked),
    responses(
        (status = 200, description = "A page of them; a page may be short and still have a next one", body = inline(Page<SampleBody>),
         example = json!({"items": [{"conversation": "conv_06pz3k5m8v00g", "number": 1042, "at": "2026-03-02T09:30:00Z", "counts": true,
          "seconds": 5400.0, "score": null, "person": "pers_06pz3k5m8v00g", "team": "team_06pz3k5m8v00g", "topic": null, "mailbox": null, "channel": "mail",
          "status": "solved", "priority": "normal", "created_at": "2026-03-02T08:00:00Z",
          "first_reply_at": "2026-03-02T09:30:00Z", "solved_at": "2026-03-03T08:00:00Z", "reopened": 0, "transfers": 0, "customer_messages": 3, "replies": 2,
          "times": {"first_response": 5400.0, "first_resolution": 86400.0, "full_resolution": 86400.0, "requester_wait": 7200.0, "agent_wait": 79200.0,
          "hold_wait": 0.0}}], "next_cursor": null})),
        (status = 400, description = "The cursor is not right", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "A team or person that is not yours to see", body = ProblemBody),
        (status = 422, description = "The question is not right", body = ProblemBody),
    )
)]
async fn figure_conversations_list(
    State(db): State<Db>,
    who: Who,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer<Json<Page<SampleBody>>> {
    who.actor.require(crate::permissions::FIGURES_READ)?;
    let asked = Asked::read(&pairs)?;
    let metric = asked.one_metric()?;
    let (actor, noted) = (who.actor.clone(), asked.clone());
    // What a metric divides by or into an imported series has conversations of its own.
    let metric = metric.counts().unwrap_or(metric);
    let page = db.read(move |tx| {
        let filter = within(&actor, &asked.filter(), &asked.by)?;
        let period = asked.period(settings::find(tx)?.zone);
        let question = Question { metric, period, clock: asked.clock, filter };
        samples(tx, &question, &asked.within(), &asked.page())
    });
    let page = page.await?;
    looks::note(&db, &who.actor, Kind::Conversations, &noted, &pairs).await?;
    Ok(Json(page.map(SampleBody::from)))
}

/// Shows how the durations of a metric are spread.
#[utoipa::path(
    get, path = "/insight/figures/distribution", operation_id = "distributions_list", tag = "insight", params(Asked),
    responses(
        (status = 200, description = "The distribution", body = DistributionBody, example = json!({"metric": "first_response_time",
         "period": {"from": "2026-03-01", "to": "2026-03-31"}, "count": 128, "bars": [{"from": 0, "to": 60, "count": 4}],
         "percentiles": [{"percent": 90, "seconds": 21600.0}]})),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "A team or person that is not yours to see", body = ProblemBody),
        (status = 422, description = "The question is not right", body = ProblemBody),
    )
)]
async fn distributions_list(
    State(db): State<Db>,
    who: Who,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer<Json<DistributionBody>> {
    who.actor.require(crate::permissions::FIGURES_READ)?;
    let asked = Asked::read(&pairs)?;
    let (actor, noted) = (who.actor.clone(), asked.clone());
    let found = db.report(move |tx| distribution(tx, &actor, &asked)).await?;
    looks::note(&db, &who.actor, Kind::Distribution, &noted, &pairs).await?;
    Ok(Json(found))
}

/// How the durations of a metric are spread, as far as the actor may see them.
///
/// # Errors
/// As those of the endpoint.
pub(crate) fn distribution(tx: &mut Tx<'_>, actor: &Actor, asked: &Asked) -> Result<DistributionBody> {
    let metric = asked.one_metric()?;
    if metric.definition().unit != Unit::Duration {
        return Err(Fault::wrong_field("metric", error::METRIC_NO_DURATION));
    }
    let filter = within(actor, &asked.filter(), &[])?;
    let period = asked.period(settings::find(tx)?.zone);
    let question = Question { metric, period, clock: asked.clock, filter };
    let cell = answer(tx, &question, &[])?.pop().map(|(_, cell)| cell).unwrap_or_default();
    Ok(DistributionBody {
        metric: metric.definition().code.to_owned(),
        period: (&question.period).into(),
        count: cell.sketch.count(),
        bars: bars(&cell),
        percentiles: percentiles(&cell),
    })
}

/// The figures that are asked for, as far as the actor may see them.
///
/// # Errors
/// As those of the endpoint.
pub(crate) async fn figures(db: &Db, columns: &Columns, actor: &Actor, asked: &Asked) -> Result<FiguresBody> {
    let (asked, actor) = (asked.clone(), actor.clone());
    columns.report(db, move |tx, columns| found(tx, &actor, &asked, columns)).await
}

/// The same; none while facts are loaded for them.
fn found(tx: &mut Tx<'_>, actor: &Actor, asked: &Asked, columns: &Columns) -> Result<Option<FiguresBody>> {
    let filter = within(actor, &asked.filter(), &asked.by)?;
    let zone = settings::find(tx)?.zone;
    let (metrics, period) = (asked.metrics(), asked.period(zone));
    let metrics = tellable(metrics, asked, &filter)?;
    let against = asked.against(&period)?;
    let tell = |tx: &mut Tx<'_>, period| tell_all(tx, &metrics, period, asked.clock, &filter, &asked.by, columns);
    let Some(now) = tell(tx, &period)? else { return Ok(None) };
    let is_of_time = |by: &By| matches!(by, By::Day | By::Week | By::Month);
    let before = match &against {
        Some(other) if !asked.by.iter().any(is_of_time) => match tell(tx, other)? {
            Some(before) => before,
            None => return Ok(None),
        },
        _ => Vec::new(),
    };
    Ok(Some(FiguresBody {
        period: (&period).into(),
        against: against.as_ref().map(Into::into),
        zone: period.zone.iana_name().unwrap_or("UTC").to_owned(),
        clock: asked.clock.into(),
        by: asked.by.iter().map(|by| by.code().to_owned()).collect(),
        lines: lines(&metrics, now, before),
        lacking: lacking(tx, &metrics, &period)?,
    }))
}

/// Metrics made of imported series are of the whole department: left out where all are asked for, refused where they are named.
fn tellable(metrics: Vec<Metric>, asked: &Asked, filter: &Filter) -> Result<Vec<Metric>> {
    if series::is_tellable(filter, &asked.by) {
        return Ok(metrics);
    }
    let refused = asked.metric.iter().find(|metric| metric.counts().is_some());
    if let Some(metric) = refused {
        let said = error::METRIC_OF_WHOLE.said([("metric", metric.definition().name)]);
        return Err(Fault::wrong_field("metric", said));
    }
    Ok(metrics.into_iter().filter(|metric| metric.counts().is_none()).collect())
}

fn lacking(tx: &mut Tx<'_>, metrics: &[Metric], period: &Period) -> Result<Vec<LackBody>> {
    let mut all = Vec::new();
    for metric in metrics {
        all.extend(series::lack(tx, *metric, period)?.map(|it| LackBody {
            metric: metric.definition().code.to_owned(),
            series: it.series,
            days: it.days,
            first: it.first,
        }));
    }
    Ok(all)
}

/// A line for each part in which anything happened now.
fn lines(metrics: &[Metric], now: Vec<Parts<Summary>>, before: Vec<Parts<Summary>>) -> Vec<LineBody> {
    type Table = BTreeMap<Vec<String>, Vec<Option<Summary>>>;
    let gather = |answers: Vec<Parts<Summary>>| {
        let mut table = Table::new();
        for (place, cells) in answers.into_iter().enumerate() {
            for (part, cell) in cells {
                table.entry(part).or_insert_with(|| vec![None; metrics.len()])[place] = Some(cell);
            }
        }
        table
    };
    let is_compared = !before.is_empty();
    let (now, before) = (gather(now), gather(before));
    let line = |(part, cells): (Vec<String>, Vec<Option<Summary>>)| {
        let earlier = before.get(&part);
        let figure = |(place, metric): (usize, &Metric)| {
            let values = |told: Option<&Summary>| ValuesBody::of(*metric, told.unwrap_or(&Summary::default()));
            FigureBody {
                metric: metric.definition().code.to_owned(),
                unit: metric.definition().unit.into(),
                now: values(cells[place].as_ref()),
                before: is_compared.then(|| values(earlier.and_then(|cells| cells[place].as_ref()))),
            }
        };
        LineBody { figures: metrics.iter().enumerate().map(figure).collect(), part }
    };
    now.into_iter().map(line).collect()
}
