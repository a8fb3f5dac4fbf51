//! Shared insights over HTTP.

use axum::extract::State as Held;
use axum::http::StatusCode;
use kernel::{Page, PageRequest, Patch, PersonId, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Once, Path, ProblemBody, Query, Who};

use super::commands::{self, Change, NewInsight};
use super::model::{Insight, InsightId, State};
use crate::Feedback;
use crate::themes::model::ThemeId;

pub(crate) fn routes() -> OpenApiRouter<Feedback> {
    OpenApiRouter::new()
        .routes(routes!(shared_insights_list, shared_insights_create))
        .routes(routes!(shared_insights_update))
}

pub(super) fn example() -> Value {
    json!({
        "id": "insi_06pz3k5m8v00g", "title": "Brake pads wear out within weeks", "text": "14 customers in March; see the theme.",
        "department": "Product", "address": "product@company.example", "owner": "pers_06pz3k5m8v00g", "theme": "thme_06pz3k5m8v00g", "state": "accepted", "outcome": "",
        "due_at": "2026-04-01T00:00:00Z", "shared_by": "pers_06pz3k5m8v00g", "shared_at": "2026-03-01T09:30:00Z",
        "changed_at": "2026-03-02T09:30:00Z", "version": 2,
    })
}

/// Which insights are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct InsightsQuery {
    /// Only those that stand so.
    #[param(inline)]
    state: Option<State>,
    /// How many rows, 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200, example = 50)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// An insight to be shared.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSharedInsight, example = json!({"title": "Brake pads wear out within weeks", "text": "14 customers in March; see the theme.",
    "department": "Product", "address": "product@company.example", "due_at": "2026-04-01T00:00:00Z"}))]
struct NewBody {
    /// One line.
    title: String,
    /// What customers say, in our words.
    text: String,
    /// Who is told.
    department: String,
    /// The department's mail address, to which it is written, and written again when it ends; empty to write to nobody.
    #[serde(default)]
    address: String,
    /// Who of us follows it; whoever shares it when absent.
    #[serde(default)]
    owner: Option<PersonId>,
    /// The theme of comments it rests on.
    #[serde(default)]
    theme: Option<ThemeId>,
    /// Until when an answer is expected.
    #[serde(default)]
    due_at: Option<Timestamp>,
}

/// What changes; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SharedInsightChange, example = json!({"version": 1, "state": "done", "outcome": "New supplier from May on."}))]
struct ChangeBody {
    /// The version that was seen.
    version: i64,
    /// One line.
    title: Option<String>,
    /// What customers say, in our words.
    text: Option<String>,
    /// Who is told.
    department: Option<String>,
    /// The department's mail address; empty to write to nobody.
    address: Option<String>,
    /// Who of us follows it; null for nobody.
    #[serde(default)]
    #[schema(value_type = Option<PersonId>)]
    owner: Patch<PersonId>,
    /// Where it stands.
    state: Option<State>,
    /// What came of it; needed when it is done or declined.
    outcome: Option<String>,
    /// Until when an answer is expected; null for no time.
    #[serde(default)]
    #[schema(value_type = Option<Timestamp>)]
    due_at: Patch<Timestamp>,
}

/// Lists insights shared with other departments, newest first.
#[utoipa::path(get, path = "/insights", operation_id = "shared_insights_list", tag = "feedback", params(InsightsQuery),
    responses((status = 200, body = inline(Page<Insight>), example = json!({"items": [example()], "next_cursor": null})),
              (status = 400, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn shared_insights_list(
    Held(feedback): Held<Feedback>,
    who: Who,
    Query(query): Query<InsightsQuery>,
) -> Answer<Json<Page<Insight>>> {
    let InsightsQuery { state, limit, cursor } = query;
    let page = PageRequest { limit, cursor };
    Ok(Json(feedback.db.read(move |tx| commands::list(tx, &who.actor, state, &page)).await?))
}

/// Shares an insight with another department.
#[utoipa::path(post, path = "/insights", operation_id = "shared_insights_create", tag = "feedback", request_body = NewBody,
    responses((status = 201, body = Insight), (status = 422, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn shared_insights_create(
    Held(feedback): Held<Feedback>,
    who: Who,
    once: Once,
    Json(body): Json<NewBody>,
) -> Answer<(StatusCode, Json<Insight>)> {
    let NewBody { title, text, department, address, owner, theme, due_at } = body;
    let new = NewInsight { title, text, department, address, owner, theme, due_at };
    let made = once.write(&feedback.db, move |tx| commands::share(tx, &who.actor, new.clone())).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Changes a shared insight; whoever ends it says what came of it.
#[utoipa::path(patch, path = "/insights/{id}", operation_id = "shared_insights_update", tag = "feedback", params(("id" = InsightId, Path)),
    request_body = ChangeBody,
    responses((status = 200, body = Insight), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
              (status = 422, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn shared_insights_update(
    Held(feedback): Held<Feedback>,
    who: Who,
    Path(id): Path<InsightId>,
    Json(body): Json<ChangeBody>,
) -> Answer<Json<Insight>> {
    let ChangeBody { version, title, text, department, address, owner, state, outcome, due_at } = body;
    let change = Change { version, title, text, department, address, owner, state, outcome, due_at };
    Ok(Json(feedback.db.write(move |tx| commands::change(tx, &who.actor, id, &change)).await?))
}
