//! Themes and comments over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use kernel::{Page, PageRequest, Patch, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Once, Path, ProblemBody, Query, Who};

use super::model::{Comment, Counted, Theme, ThemeId};
use super::sentiment::Sentiment;
use super::{commands, queries};
use crate::Feedback;
use crate::answers::model::AnswerId;
use crate::answers::queries::Wanted;
use crate::programmes::model::{ProgrammeId, TopicId};

pub(crate) fn routes() -> OpenApiRouter<Feedback> {
    OpenApiRouter::new()
        .routes(routes!(themes_list, themes_create))
        .routes(routes!(themes_learn))
        .routes(routes!(themes_update))
        .routes(routes!(themes_merge))
        .routes(routes!(comments_list))
        .routes(routes!(comments_correct))
}

pub(super) fn theme_example() -> Value {
    json!({"id": "thme_06pz3k5m8v00g", "name": "brake, squeak, pads", "named": false, "topic": null, "stems": {"brake": 0.8, "squeak": 0.6},
           "created_at": "2026-03-01T09:30:00Z", "version": 1})
}

pub(super) fn count_example() -> Value {
    json!({"theme": theme_example(), "comments": 14, "negative": 11, "neutral": 2, "positive": 1})
}

pub(super) fn comment_example() -> Value {
    json!({"answer": crate::answers::http::example(), "sentiment": "negative", "sentiment_by_hand": false, "theme": "thme_06pz3k5m8v00g",
           "theme_by_hand": false, "words": ["brakes", "squeak"]})
}

/// Of which answers.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ThemesQuery {
    /// Of this programme.
    programme: Option<ProgrammeId>,
    /// Given at or after.
    from: Option<Timestamp>,
    /// Given before.
    to: Option<Timestamp>,
}

/// Which comments are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct CommentsQuery {
    /// Of this programme.
    programme: Option<ProgrammeId>,
    /// Given at or after.
    from: Option<Timestamp>,
    /// Given before.
    to: Option<Timestamp>,
    /// About this theme; `thme_0000000000000` for none.
    theme: Option<ThemeId>,
    /// That feel so.
    #[param(inline)]
    sentiment: Option<Sentiment>,
    /// How many rows, 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200, example = 50)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Themes with what was said of them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CommentThemes, example = json!({"items": [count_example()]}))]
struct ThemesBody {
    /// The most talked of first.
    items: Vec<Counted>,
}

/// All themes after learning.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LearnedThemes, example = json!({"items": [theme_example()]}))]
struct LearnedBody {
    /// Oldest first.
    items: Vec<Theme>,
}

/// A theme made by hand.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCommentTheme, example = json!({"name": "Brakes"}))]
struct NewBody {
    /// What it is called.
    name: String,
    /// The contact reason it belongs to.
    #[serde(default)]
    topic: Option<TopicId>,
}

/// What changes of a theme; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CommentThemeChange, example = json!({"version": 1, "name": "Brakes"}))]
struct ChangeBody {
    /// The version that was seen.
    version: i64,
    /// What it is called.
    name: Option<String>,
    /// The contact reason it belongs to; null for none.
    #[serde(default)]
    #[schema(value_type = Option<TopicId>)]
    topic: Patch<TopicId>,
}

/// Into which theme another goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CommentThemeMerge, example = json!({"into": "thme_06pz3k5m8v00g"}))]
struct MergeBody {
    /// The theme that stays.
    into: ThemeId,
}

/// What a person says of a comment; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CommentCorrection, example = json!({"sentiment": "positive"}))]
struct CorrectionBody {
    /// How it feels.
    sentiment: Option<Sentiment>,
    /// What it is about; null for nothing known.
    #[serde(default)]
    #[schema(value_type = Option<ThemeId>)]
    theme: Patch<ThemeId>,
}

/// Lists themes of comments with how customers feel about them.
#[utoipa::path(get, path = "/themes", operation_id = "themes_list", tag = "feedback", params(ThemesQuery),
    responses((status = 200, body = ThemesBody), (status = 400, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn themes_list(
    State(feedback): State<Feedback>,
    who: Who,
    Query(query): Query<ThemesQuery>,
) -> Answer<Json<ThemesBody>> {
    let wanted = Wanted { programme: query.programme, from: query.from, to: query.to, ..Wanted::default() };
    let items = feedback.db.report(move |tx| queries::counts(tx, &who.actor, &wanted)).await?;
    Ok(Json(ThemesBody { items }))
}

/// Makes a theme by hand.
#[utoipa::path(post, path = "/themes", operation_id = "themes_create", tag = "feedback", request_body = NewBody,
    responses((status = 201, body = Theme), (status = 422, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn themes_create(
    State(feedback): State<Feedback>,
    who: Who,
    once: Once,
    Json(body): Json<NewBody>,
) -> Answer<(StatusCode, Json<Theme>)> {
    let made = once.write(&feedback.db, move |tx| commands::create(tx, &who.actor, &body.name, body.topic)).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Learns themes anew from the newest comments; what people named, merged or corrected stays.
#[utoipa::path(post, path = "/themes/learn", operation_id = "themes_learn", tag = "feedback",
    responses((status = 200, body = LearnedBody), (status = 403, body = ProblemBody)))]
async fn themes_learn(State(feedback): State<Feedback>, who: Who) -> Answer<Json<LearnedBody>> {
    let looker = who.actor.clone();
    let found = feedback.db.report(move |tx| commands::find(tx, &looker)).await?;
    let items = feedback.db.write(move |tx| commands::learn(tx, &who.actor, &found)).await?;
    Ok(Json(LearnedBody { items }))
}

/// Renames a theme, or puts it to a contact reason.
#[utoipa::path(patch, path = "/themes/{id}", operation_id = "themes_update", tag = "feedback", params(("id" = ThemeId, Path)),
    request_body = ChangeBody,
    responses((status = 200, body = Theme), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
              (status = 422, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn themes_update(
    State(feedback): State<Feedback>,
    who: Who,
    Path(id): Path<ThemeId>,
    Json(body): Json<ChangeBody>,
) -> Answer<Json<Theme>> {
    let ChangeBody { version, name, topic } = body;
    let changed =
        feedback.db.write(move |tx| commands::change(tx, &who.actor, id, version, name.as_deref(), topic.clone()));
    Ok(Json(changed.await?))
}

/// Makes two themes one.
#[utoipa::path(post, path = "/themes/{id}/merge", operation_id = "themes_merge", tag = "feedback", params(("id" = ThemeId, Path)),
    request_body = MergeBody,
    responses((status = 200, body = Theme), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn themes_merge(
    State(feedback): State<Feedback>,
    who: Who,
    Path(id): Path<ThemeId>,
    Json(body): Json<MergeBody>,
) -> Answer<Json<Theme>> {
    Ok(Json(feedback.db.write(move |tx| commands::merge(tx, &who.actor, id, body.into)).await?))
}

/// Lists comments with how they feel and what they are about, newest first.
#[utoipa::path(get, path = "/comments", operation_id = "comments_list", tag = "feedback", params(CommentsQuery),
    responses((status = 200, body = inline(Page<Comment>), example = json!({"items": [comment_example()], "next_cursor": null})),
              (status = 400, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn comments_list(
    State(feedback): State<Feedback>,
    who: Who,
    Query(query): Query<CommentsQuery>,
) -> Answer<Json<Page<Comment>>> {
    let CommentsQuery { programme, from, to, theme, sentiment, limit, cursor } = query;
    let (wanted, page) = (Wanted { programme, from, to, ..Wanted::default() }, PageRequest { limit, cursor });
    let found = feedback.db.read(move |tx| queries::comments(tx, &who.actor, &wanted, theme, sentiment, &page));
    Ok(Json(found.await?))
}

/// Says by hand how a comment feels or what it is about.
#[utoipa::path(patch, path = "/comments/{answer}", operation_id = "comments_correct", tag = "feedback",
    params(("answer" = AnswerId, Path, description = "The answer it belongs to")), request_body = CorrectionBody,
    responses((status = 204), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn comments_correct(
    State(feedback): State<Feedback>,
    who: Who,
    Path(answer): Path<AnswerId>,
    Json(body): Json<CorrectionBody>,
) -> Answer<StatusCode> {
    let CorrectionBody { sentiment, theme } = body;
    feedback.db.write(move |tx| commands::correct(tx, &who.actor, answer, sentiment, theme.clone())).await?;
    Ok(StatusCode::NO_CONTENT)
}
