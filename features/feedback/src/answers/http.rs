//! Answers over HTTP.

use axum::extract::State;
use kernel::{ContactId, ConversationId, Page, PageRequest, PersonId, TeamId, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer as Answered, Json, Path, ProblemBody, Query, Who};

use super::model::{Answer, AnswerId};
use super::queries::Wanted;
use super::{commands, queries};
use crate::Feedback;
use crate::programmes::model::{ProgrammeId, TopicId};

pub(crate) fn routes() -> OpenApiRouter<Feedback> {
    OpenApiRouter::new()
        .routes(routes!(answers_list))
        .routes(routes!(answers_get))
        .routes(routes!(answers_exclude, answers_restore))
}

pub(crate) fn example() -> Value {
    json!({
        "id": "answ_06pz3k5m8v00g", "survey": "surv_06pz3k5m8v00g", "programme": "prog_06pz3k5m8v00g", "kind": "csat", "score": 2,
        "is_good": false, "is_bad": true, "more": {"why": "It took two weeks."}, "comment": "It took two weeks.", "language": "en",
        "about": {"conversation": "conv_06pz3k5m8v00g", "number": 1042, "contact": "cont_06pz3k5m8v00g", "team": "team_06pz3k5m8v00g",
                  "assignee": "pers_06pz3k5m8v00g", "topic": "topic_06pz3k5m8v00g", "channel": "mail"},
        "given_at": "2026-03-01T09:30:00Z", "changed_at": null, "exclusion": null,
    })
}

/// Which answers are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct AnswersQuery {
    /// Of this programme.
    programme: Option<ProgrammeId>,
    /// About this conversation.
    conversation: Option<ConversationId>,
    /// Of this customer.
    contact: Option<ContactId>,
    /// Given at or after.
    from: Option<Timestamp>,
    /// Given before.
    to: Option<Timestamp>,
    /// With this score.
    #[param(example = 2)]
    score: Option<i64>,
    /// About conversations of this team; `team_0000000000000` for none.
    team: Option<TeamId>,
    /// About conversations of this person; `pers_0000000000000` for nobody.
    agent: Option<PersonId>,
    /// On this channel.
    #[param(example = "mail")]
    channel: Option<String>,
    /// With this contact reason; `topic_0000000000000` for none.
    topic: Option<TopicId>,
    /// Only those left out of the figures, or only those that count.
    excluded: Option<bool>,
    /// Only those with a comment.
    #[serde(default)]
    commented: bool,
    /// How many rows, 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200, example = 50)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Why an answer is left out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSurveyAnswerExclusion, example = json!({"reason": "The customer rated the carrier, not us"}))]
struct ExclusionBody {
    /// Why; it is shown beside the figure.
    reason: String,
}

/// Lists survey answers, newest first.
#[utoipa::path(get, path = "/answers", operation_id = "answers_list", tag = "feedback", params(AnswersQuery),
    responses((status = 200, body = inline(Page<Answer>), example = json!({"items": [example()], "next_cursor": null})),
              (status = 400, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn answers_list(
    State(feedback): State<Feedback>,
    who: Who,
    Query(query): Query<AnswersQuery>,
) -> Answered<Json<Page<Answer>>> {
    let AnswersQuery {
        programme,
        conversation,
        contact,
        from,
        to,
        score,
        team,
        agent,
        channel,
        topic,
        excluded,
        commented,
        limit,
        cursor,
    } = query;
    let page = PageRequest { limit, cursor };
    let wanted = Wanted {
        programme,
        conversation,
        contact,
        from,
        to,
        score,
        team,
        assignee: agent,
        channel,
        topic,
        excluded,
        commented,
    };
    Ok(Json(feedback.db.read(move |tx| queries::list(tx, &who.actor, &wanted, &page)).await?))
}

/// Shows a survey answer.
#[utoipa::path(get, path = "/answers/{id}", operation_id = "answers_get", tag = "feedback", params(("id" = AnswerId, Path)),
    responses((status = 200, body = Answer), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn answers_get(State(feedback): State<Feedback>, who: Who, Path(id): Path<AnswerId>) -> Answered<Json<Answer>> {
    Ok(Json(feedback.db.read(move |tx| queries::one(tx, &who.actor, id)).await?))
}

/// Leaves an unfair answer out of the figures, for a reason that is shown beside them.
#[utoipa::path(put, path = "/answers/{id}/exclusion", operation_id = "answers_exclude", tag = "feedback", params(("id" = AnswerId, Path)),
    request_body = ExclusionBody,
    responses((status = 200, body = Answer), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
              (status = 422, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn answers_exclude(
    State(feedback): State<Feedback>,
    who: Who,
    Path(id): Path<AnswerId>,
    Json(body): Json<ExclusionBody>,
) -> Answered<Json<Answer>> {
    Ok(Json(feedback.db.write(move |tx| commands::exclude(tx, &who.actor, id, &body.reason)).await?))
}

/// Lets an answer count again.
#[utoipa::path(delete, path = "/answers/{id}/exclusion", operation_id = "answers_restore", tag = "feedback", params(("id" = AnswerId, Path)),
    responses((status = 200, body = Answer), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn answers_restore(
    State(feedback): State<Feedback>,
    who: Who,
    Path(id): Path<AnswerId>,
) -> Answered<Json<Answer>> {
    Ok(Json(feedback.db.write(move |tx| commands::restore(tx, &who.actor, id)).await?))
}
