//! Follow-ups over HTTP.

use axum::extract::State;
use kernel::{ConversationId, Page, PageRequest, Patch, PersonId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Path, ProblemBody, Query, Who};

use super::model::{Effect, Ending, FollowUp, FollowUpId};
use super::queries::Wanted;
use super::{commands, queries};
use crate::Feedback;

pub(crate) fn routes() -> OpenApiRouter<Feedback> {
    OpenApiRouter::new()
        .routes(routes!(follow_ups_list))
        .routes(routes!(follow_ups_effect))
        .routes(routes!(follow_ups_update))
        .routes(routes!(follow_ups_close))
}

pub(super) fn example() -> Value {
    json!({
        "id": "foll_06pz3k5m8v00g", "answer": "answ_06pz3k5m8v00g", "programme": "prog_06pz3k5m8v00g", "kind": "csat", "score": 1,
        "conversation": "conv_06pz3k5m8v00g", "number": 1042, "contact": "cont_06pz3k5m8v00g", "team": "team_06pz3k5m8v00g",
        "assignee": "pers_06pz3k5m8v00g", "owner": "pers_06pz3k5m8v00g", "opened_at": "2026-03-01T09:30:00Z", "due_at": "2026-03-01T17:30:00Z",
        "outcome": "reached", "note": "Sent a new part by courier.", "closed_at": "2026-03-01T11:00:00Z", "closed_by": "pers_06pz3k5m8v00g",
        "later": {"score": 5, "is_good": true, "given_at": "2026-04-02T08:00:00Z"}, "version": 2,
    })
}

/// Which follow-ups are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct FollowUpsQuery {
    /// Those that have ended instead of those that are open.
    #[serde(default)]
    closed: bool,
    /// Only one's own.
    #[serde(default)]
    mine: bool,
    /// About this conversation.
    conversation: Option<ConversationId>,
    /// How many rows, 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200, example = 50)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// When the follow-ups were opened.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct EffectQuery {
    /// At or after.
    #[param(example = "2026-01-01T00:00:00Z")]
    from: Timestamp,
    /// Before.
    #[param(example = "2026-04-01T00:00:00Z")]
    to: Timestamp,
}

/// What changes of a follow-up; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SurveyFollowUpChange, example = json!({"version": 1, "owner": "pers_06pz3k5m8v00g"}))]
struct ChangeBody {
    /// The version that was seen.
    version: i64,
    /// Who calls back; null for nobody.
    #[serde(default)]
    #[schema(value_type = Option<PersonId>)]
    owner: Patch<PersonId>,
    /// When the customer should have been called back.
    due_at: Option<Timestamp>,
}

/// How calling back ended.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SurveyCallBack, example = json!({"version": 1, "outcome": "reached", "note": "Sent a new part by courier."}))]
struct CloseBody {
    /// The version that was seen.
    version: i64,
    /// How it ended.
    outcome: Ending,
    /// What came of it.
    note: String,
}

/// Whether calling back helped.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FollowUpEffects, example = json!({"reached": {"follow_ups": 20, "answered_again": 8, "positive_later": 5, "mean_rise": 2.1},
    "others": {"follow_ups": 12, "answered_again": 3, "positive_later": 0, "mean_rise": 0.3}}))]
struct EffectsBody {
    /// Customers we spoke with; what they said afterwards.
    reached: Effect,
    /// All others.
    others: Effect,
}

/// Lists follow-ups: open ones by when they are due, ended ones newest first.
#[utoipa::path(get, path = "/follow-ups", operation_id = "follow_ups_list", tag = "feedback", params(FollowUpsQuery),
    responses((status = 200, body = inline(Page<FollowUp>), example = json!({"items": [example()], "next_cursor": null})),
              (status = 400, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn follow_ups_list(
    State(feedback): State<Feedback>,
    who: Who,
    Query(query): Query<FollowUpsQuery>,
) -> Answer<Json<Page<FollowUp>>> {
    let FollowUpsQuery { closed, mine, conversation, limit, cursor } = query;
    let (wanted, page) = (Wanted { closed, mine, conversation }, PageRequest { limit, cursor });
    Ok(Json(feedback.db.read(move |tx| queries::list(tx, &who.actor, &wanted, &page)).await?))
}

/// Compares what customers said later, after we reached them and otherwise.
#[utoipa::path(get, path = "/follow-ups/effect", operation_id = "follow_ups_effect", tag = "feedback", params(EffectQuery),
    responses((status = 200, body = EffectsBody), (status = 400, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn follow_ups_effect(
    State(feedback): State<Feedback>,
    who: Who,
    Query(query): Query<EffectQuery>,
) -> Answer<Json<EffectsBody>> {
    let EffectQuery { from, to } = query;
    let (reached, others) = feedback.db.report(move |tx| queries::effect(tx, &who.actor, from, to)).await?;
    Ok(Json(EffectsBody { reached, others }))
}

/// Hands a follow-up over, or moves when it is due.
#[utoipa::path(patch, path = "/follow-ups/{id}", operation_id = "follow_ups_update", tag = "feedback", params(("id" = FollowUpId, Path)),
    request_body = ChangeBody,
    responses((status = 200, body = FollowUp), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn follow_ups_update(
    State(feedback): State<Feedback>,
    who: Who,
    Path(id): Path<FollowUpId>,
    Json(body): Json<ChangeBody>,
) -> Answer<Json<FollowUp>> {
    let change = commands::Change { version: body.version, owner: body.owner, due_at: body.due_at };
    Ok(Json(feedback.db.write(move |tx| commands::change(tx, &who.actor, id, &change)).await?))
}

/// Records how calling back ended.
#[utoipa::path(post, path = "/follow-ups/{id}/close", operation_id = "follow_ups_close", tag = "feedback", params(("id" = FollowUpId, Path)),
    request_body = CloseBody,
    responses((status = 200, body = FollowUp), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
              (status = 422, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn follow_ups_close(
    State(feedback): State<Feedback>,
    who: Who,
    Path(id): Path<FollowUpId>,
    Json(body): Json<CloseBody>,
) -> Answer<Json<FollowUp>> {
    let CloseBody { version, outcome, note } = body;
    Ok(Json(feedback.db.write(move |tx| commands::close(tx, &who.actor, id, version, outcome, &note)).await?))
}
