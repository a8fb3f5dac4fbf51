//! The dictionary over HTTP.

use axum::extract::State;
use db::Db;
use kernel::Page;
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Path, ProblemBody, Who};

use super::dictionary::{Edition, Good, Metric, Unit};
use super::owners::{self, NewOwner, Owner};
use crate::permissions::FIGURES_READ;

/// The endpoints of the dictionary.
pub(crate) fn router() -> OpenApiRouter<Db> {
    OpenApiRouter::new()
        .routes(routes!(metrics_list))
        .routes(routes!(metric_owners_update))
        .routes(routes!(metric_changes_list))
}

/// An entry of the dictionary.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = Metric)]
pub(crate) struct MetricBody {
    /// Its name for programs, under which figures are asked for.
    #[schema(examples("first_response_time"))]
    metric: String,
    /// Its name for people.
    #[schema(examples("First response time"))]
    name: String,
    /// What it is measured in: `count`, `share`, `duration`, `points` (−100 to 100), `score` (1 to 7) or `money`.
    #[schema(examples("duration"))]
    unit: String,
    /// Which way is good: `up`, `down`, or `neither`.
    #[schema(examples("down"))]
    good: String,
    /// How it is computed, and which instant puts something into a period.
    #[schema(examples(
        "First public reply of a person minus first message of the customer, for first replies written in the period."
    ))]
    formula: String,
    /// What does not count; may be empty.
    #[schema(examples("Automatic answers; messages that machines wrote."))]
    excluded: String,
    /// Rises when the definition changes.
    #[schema(examples(1))]
    version: u32,
    /// What it meant from when on, the oldest first.
    history: Vec<EditionBody>,
    /// Who answers for it, and what is noted beside it.
    owner: Owner,
}

/// A definition as it was decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = MetricEdition)]
pub(crate) struct EditionBody {
    /// The day.
    #[schema(examples("2026-11-22"))]
    since: String,
    /// What was changed, in words.
    #[schema(examples("First defined."))]
    change: String,
}

impl From<&Edition> for EditionBody {
    fn from(it: &Edition) -> Self {
        Self { since: it.since.to_owned(), change: it.change.to_owned() }
    }
}

impl MetricBody {
    fn of(metric: Metric, owner: Owner) -> Self {
        let it = metric.definition();
        let unit = match it.unit {
            Unit::Count => "count",
            Unit::Share => "share",
            Unit::Duration => "duration",
            Unit::Points => "points",
            Unit::Score => "score",
            Unit::Money => "money",
        };
        let good = match it.good {
            Good::Up => "up",
            Good::Down => "down",
            Good::Neither => "neither",
        };
        Self {
            metric: it.code.to_owned(),
            name: it.name.to_owned(),
            unit: unit.to_owned(),
            good: good.to_owned(),
            formula: it.formula.to_owned(),
            excluded: it.excluded.to_owned(),
            version: it.version,
            history: it.editions.iter().map(Into::into).collect(),
            owner,
        }
    }
}

/// Lists every metric with its definition.
#[utoipa::path(
    get, path = "/insight/metrics", operation_id = "metrics_list", tag = "insight",
    responses(
        (status = 200, description = "The dictionary, all on one page", body = inline(Page<MetricBody>), example = json!({"items": [
            {"metric": "first_response_time", "name": "First response time", "unit": "duration", "good": "down",
             "formula": "First public reply of a person minus first message of the customer, for first replies written in the period.",
             "excluded": "Automatic answers; messages that machines wrote; conversations that one of us began.", "version": 1,
             "history": [{"since": "2026-11-22", "change": "First defined."}], "owner": owners::example()}], "next_cursor": null})),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
    )
)]
async fn metrics_list(State(db): State<Db>, who: Who) -> Answer<Json<Page<MetricBody>>> {
    who.actor.require(FIGURES_READ)?;
    let mut owners = db.read(owners::all).await?;
    let entry = |metric: &Metric| MetricBody::of(*metric, owners.remove(metric.definition().code).unwrap_or_default());
    Ok(Json(Page { items: Metric::ALL.iter().map(entry).collect(), next_cursor: None }))
}

/// Says who answers for a metric, and what is noted beside its definition.
#[utoipa::path(
    put, path = "/insight/metrics/{metric}/owner", operation_id = "metric_owners_update", tag = "insight",
    params(("metric" = String, Path, description = "Its name in the dictionary", example = "first_response_time")), request_body = NewOwner,
    responses(
        (status = 200, description = "As it is now", body = Owner, example = json!(owners::example())),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "It is not in the dictionary", body = ProblemBody),
        (status = 409, description = "It was changed in the meantime", body = ProblemBody),
        (status = 422, description = "A field is wrong", body = ProblemBody),
    )
)]
async fn metric_owners_update(
    State(db): State<Db>,
    who: Who,
    Path(metric): Path<String>,
    Json(body): Json<NewOwner>,
) -> Answer<Json<Owner>> {
    Ok(Json(db.write(move |tx| owners::change(tx, &who.actor, &metric, &body)).await?))
}

/// Lists who answered for a metric and what was noted, the newest change first.
#[utoipa::path(
    get, path = "/insight/metrics/{metric}/changes", operation_id = "metric_changes_list", tag = "insight",
    params(("metric" = String, Path, description = "Its name in the dictionary", example = "first_response_time")),
    responses(
        (status = 200, description = "The newest 200 on one page", body = inline(Page<Owner>), example = json!({"items": [owners::example()], "next_cursor": null})),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "It is not in the dictionary", body = ProblemBody),
    )
)]
async fn metric_changes_list(State(db): State<Db>, who: Who, Path(metric): Path<String>) -> Answer<Json<Page<Owner>>> {
    let items = db.read(move |tx| owners::changes(tx, &who.actor, &metric)).await?;
    Ok(Json(Page { items, next_cursor: None }))
}
