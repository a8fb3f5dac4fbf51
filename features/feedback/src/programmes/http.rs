//! Programmes over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Once, Path, ProblemBody, Who};

use super::budget::{self, Budget};
use super::commands::{self, Change};
use super::model::{Kind, Programme, ProgrammeId};
use super::plan::Plan;
use super::queries;
use crate::Feedback;

pub(crate) fn routes() -> OpenApiRouter<Feedback> {
    OpenApiRouter::new()
        .routes(routes!(programmes_list, programmes_create))
        .routes(routes!(programmes_get, programmes_update, programmes_delete))
        .routes(routes!(survey_budget_get, survey_budget_update))
}

/// All programmes.
#[derive(Debug, Serialize, ToSchema)]
struct SurveyProgrammes {
    /// Oldest first.
    items: Vec<Programme>,
}

/// A programme to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSurveyProgramme, example = json!({"name": "After each answer", "kind": "csat", "active": true, "plan": plan_example()}))]
struct NewBody {
    /// What we call it.
    name: String,
    /// What is measured.
    kind: Kind,
    /// Whether customers are asked at once.
    #[serde(default)]
    active: bool,
    /// What is asked, of whom and when.
    plan: Plan,
}

/// What changes; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SurveyProgrammeChange, example = json!({"version": 1, "active": false}))]
struct ChangeBody {
    /// The version that was seen.
    version: i64,
    /// What we call it.
    name: Option<String>,
    /// Whether customers are asked.
    active: Option<bool>,
    /// What is asked, of whom and when.
    plan: Option<Plan>,
}

/// The budget to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SurveyBudgetChange, example = json!({"version": 0, "surveys": 1, "days": 30}))]
struct BudgetBody {
    /// The version that was seen; 0 while nobody chose any.
    version: i64,
    /// At most so many surveys of all programmes together …
    surveys: i64,
    /// … within so many days.
    days: i64,
}

pub(super) fn plan_example() -> Value {
    json!({
        "default_language": "en",
        "wordings": {"en": {
            "subject": "How did we do? [#{number}]", "intro": "You wrote to us. We would like to know whether we helped.",
            "question": "How satisfied are you with our answer?", "low": "Not at all", "high": "Very",
            "thanks": "Thank you. We read every answer.", "reminder": "You have not answered yet. It takes one click.",
        }},
        "questions": [{
            "key": "why", "kind": "text", "words": {"en": "What should we have done better?"}, "choices": [],
            "ask_if": {"question": "score", "at_least": null, "at_most": 3, "one_of": []},
        }],
        "rule": {"statuses": ["solved"], "channels": [], "topics": [], "asked_in": "mail", "sample_percent": 100, "delay_hours": 1,
                 "remind_after_days": 3, "expires_after_days": 14},
        "follow_up": {"score_at_most": 2, "owner": null, "due_hours": 8},
    })
}

pub(super) fn example() -> Value {
    json!({"id": "prog_06pz3k5m8v00g", "name": "After each answer", "kind": "csat", "active": true, "active_since": "2026-03-01T09:30:00Z",
           "plan": plan_example(), "version": 1, "created_at": "2026-03-01T09:30:00Z"})
}

/// Lists all survey programmes.
#[utoipa::path(get, path = "/programmes", operation_id = "programmes_list", tag = "feedback",
    responses((status = 200, body = SurveyProgrammes), (status = 403, body = ProblemBody)))]
async fn programmes_list(State(feedback): State<Feedback>, who: Who) -> Answer<Json<SurveyProgrammes>> {
    let items = feedback.db.read(move |tx| queries::all(tx, &who.actor)).await?;
    Ok(Json(SurveyProgrammes { items }))
}

/// Makes a survey programme.
#[utoipa::path(post, path = "/programmes", operation_id = "programmes_create", tag = "feedback", request_body = NewBody,
    responses((status = 201, body = Programme), (status = 422, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn programmes_create(
    State(feedback): State<Feedback>,
    who: Who,
    once: Once,
    Json(body): Json<NewBody>,
) -> Answer<(StatusCode, Json<Programme>)> {
    let NewBody { name, kind, active, plan } = body;
    let new = commands::NewProgramme { name, kind, active, plan };
    let made = once.write(&feedback.db, move |tx| commands::create(tx, &who.actor, new.clone())).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Shows a survey programme.
#[utoipa::path(get, path = "/programmes/{id}", operation_id = "programmes_get", tag = "feedback", params(("id" = ProgrammeId, Path)),
    responses((status = 200, body = Programme), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn programmes_get(
    State(feedback): State<Feedback>,
    who: Who,
    Path(id): Path<ProgrammeId>,
) -> Answer<Json<Programme>> {
    Ok(Json(feedback.db.read(move |tx| queries::one(tx, &who.actor, id)).await?))
}

/// Changes a survey programme, or switches it on or off.
#[utoipa::path(patch, path = "/programmes/{id}", operation_id = "programmes_update", tag = "feedback", params(("id" = ProgrammeId, Path)),
    request_body = ChangeBody,
    responses((status = 200, body = Programme), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
              (status = 422, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn programmes_update(
    State(feedback): State<Feedback>,
    who: Who,
    Path(id): Path<ProgrammeId>,
    Json(body): Json<ChangeBody>,
) -> Answer<Json<Programme>> {
    let ChangeBody { version, name, active, plan } = body;
    let change = Change { version, name, active, plan };
    Ok(Json(feedback.db.write(move |tx| commands::change(tx, &who.actor, id, &change)).await?))
}

/// Removes a survey programme; its answers stay.
#[utoipa::path(delete, path = "/programmes/{id}", operation_id = "programmes_delete", tag = "feedback", params(("id" = ProgrammeId, Path)),
    responses((status = 204), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn programmes_delete(
    State(feedback): State<Feedback>,
    who: Who,
    Path(id): Path<ProgrammeId>,
) -> Answer<StatusCode> {
    feedback.db.write(move |tx| commands::remove(tx, &who.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows how many surveys a customer gets at most, of all programmes together.
#[utoipa::path(get, path = "/budget", operation_id = "survey_budget_get", tag = "feedback",
    responses((status = 200, body = Budget), (status = 403, body = ProblemBody)))]
async fn survey_budget_get(State(feedback): State<Feedback>, who: Who) -> Answer<Json<Budget>> {
    Ok(Json(feedback.db.read(move |tx| budget::shown(tx, &who.actor)).await?))
}

/// Changes how many surveys a customer gets at most.
#[utoipa::path(put, path = "/budget", operation_id = "survey_budget_update", tag = "feedback", request_body = BudgetBody,
    responses((status = 200, body = Budget), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn survey_budget_update(
    State(feedback): State<Feedback>,
    who: Who,
    Json(body): Json<BudgetBody>,
) -> Answer<Json<Budget>> {
    let BudgetBody { version, surveys, days } = body;
    let wanted = Budget { surveys, days, version };
    Ok(Json(feedback.db.write(move |tx| budget::change(tx, &who.actor, wanted)).await?))
}
