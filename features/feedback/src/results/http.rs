//! Results over HTTP.

use axum::extract::State;
use jiff::tz::TimeZone;
use kernel::{Fault, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Path, ProblemBody, Query, Who};

use super::model::Outcome;
use super::queries::{self, By, Question};
use crate::programmes::model::{Kind, ProgrammeId};
use crate::{Feedback, error};

pub(crate) fn routes() -> OpenApiRouter<Feedback> {
    OpenApiRouter::new().routes(routes!(programme_results_get))
}

pub(super) fn result_example() -> Value {
    json!({
        "answers": 50, "excluded": 1, "is_few": false,
        "scores": [{"score": 1, "count": 2}, {"score": 2, "count": 3}, {"score": 3, "count": 5}, {"score": 4, "count": 15}, {"score": 5, "count": 25}],
        "figure": {"value": 0.8, "low": 0.669, "high": 0.888}, "share_easy": null, "sent": 120, "answered": 51,
        "response_rate": {"value": 0.425, "low": 0.34, "high": 0.514},
    })
}

/// What results are divided by.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SurveyResultsBy)]
enum ByWord {
    /// The team the conversation lay with.
    Team,
    /// Who had it.
    Agent,
    /// Where it came in.
    Channel,
    /// The contact reason.
    Topic,
    /// The ISO week, by the day it begins.
    Week,
}

/// Of when, and divided how.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ResultsQuery {
    /// At or after.
    #[param(example = "2026-01-01T00:00:00Z")]
    from: Timestamp,
    /// Before.
    #[param(example = "2026-04-01T00:00:00Z")]
    to: Timestamp,
    /// Divided by; not at all when absent.
    #[param(inline)]
    by: Option<ByWord>,
    /// The zone in which weeks begin; UTC when absent.
    #[param(example = "Europe/Berlin")]
    zone: Option<String>,
}

/// One part of the results.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SurveyResultsPart)]
struct PartBody {
    /// The team, person, channel, topic or Monday; empty for none.
    #[schema(examples("mail"))]
    key: String,
    /// What it comes to.
    result: Outcome,
}

/// The results of a programme.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SurveyResults, example = json!({"kind": "csat", "result": result_example(), "parts": [{"key": "mail", "result": result_example()}]}))]
struct ResultsBody {
    /// What is measured.
    kind: Kind,
    /// All of it.
    result: Outcome,
    /// The parts, in order.
    parts: Vec<PartBody>,
}

/// Shows the figures of a programme: answers given in a period, surveys sent in it, with 95 % intervals.
#[utoipa::path(get, path = "/programmes/{id}/results", operation_id = "programme_results_get", tag = "feedback",
    params(("id" = ProgrammeId, Path), ResultsQuery),
    responses((status = 200, body = ResultsBody), (status = 400, body = ProblemBody), (status = 404, body = ProblemBody),
              (status = 422, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn programme_results_get(
    State(feedback): State<Feedback>,
    who: Who,
    Path(id): Path<ProgrammeId>,
    Query(query): Query<ResultsQuery>,
) -> Answer<Json<ResultsBody>> {
    let zone = query.zone.as_deref().map_or(Ok(TimeZone::UTC), TimeZone::get);
    let zone = zone.map_err(|_| Fault::wrong_field("zone", error::ZONE_UNKNOWN))?;
    let by = query.by.map(|by| match by {
        ByWord::Team => By::Team,
        ByWord::Agent => By::Agent,
        ByWord::Channel => By::Channel,
        ByWord::Topic => By::Topic,
        ByWord::Week => By::Week,
    });
    let question = Question { programme: id, from: query.from, to: query.to, by, zone };
    let (kind, all, parts) = feedback.db.report(move |tx| queries::results(tx, &who.actor, &question)).await?;
    let parts = parts.into_iter().map(|(key, tally)| PartBody { key, result: tally.outcome(kind) }).collect();
    Ok(Json(ResultsBody { kind, result: all.outcome(kind), parts }))
}
