//! Whole tables over HTTP.

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use futures::stream;
use kernel::Fault;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Path, ProblemBody, Query, Who, table_file};

use super::rows::{Export, Want};
use super::tables::Table;
use crate::Feedback;

pub(crate) fn routes() -> OpenApiRouter<Feedback> {
    OpenApiRouter::new().routes(routes!(feedback_exports_get))
}

/// What is asked: of each table the words of its list, without `limit` and `cursor`.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the API's document only")]
struct ExportQuery {
    /// Of answers and comments: of this programme.
    #[param(example = "prog_06pz3k5m8v00g")]
    programme: Option<String>,
    /// Of answers and comments: given at or after.
    #[param(example = "2026-01-01T00:00:00Z")]
    from: Option<String>,
    /// Of answers and comments: given before.
    #[param(example = "2026-04-01T00:00:00Z")]
    to: Option<String>,
    /// Of answers and follow-ups: about this conversation.
    #[param(example = "conv_06pz3k5m8v00g")]
    conversation: Option<String>,
    /// Of answers: of this customer.
    #[param(example = "cont_06pz3k5m8v00g")]
    contact: Option<String>,
    /// Of answers: with this score.
    #[param(example = 2)]
    score: Option<i64>,
    /// Of answers: about conversations of this team; `team_0000000000000` for none.
    #[param(example = "team_06pz3k5m8v00g")]
    team: Option<String>,
    /// Of answers: about conversations of this person; `pers_0000000000000` for nobody.
    #[param(example = "pers_06pz3k5m8v00g")]
    agent: Option<String>,
    /// Of answers: on this channel.
    #[param(example = "mail")]
    channel: Option<String>,
    /// Of answers: with this contact reason; `topic_0000000000000` for none.
    #[param(example = "topic_06pz3k5m8v00g")]
    topic: Option<String>,
    /// Of answers: only those left out of the figures, or only those that count.
    excluded: Option<bool>,
    /// Of answers: only those with a comment.
    commented: Option<bool>,
    /// Of comments: about this theme; `thme_0000000000000` for none.
    #[param(example = "thme_06pz3k5m8v00g")]
    theme: Option<String>,
    /// Of comments: only those that feel so.
    #[param(example = "negative")]
    sentiment: Option<String>,
    /// Of follow-ups: those that have ended instead of those that are open.
    closed: Option<bool>,
    /// Of follow-ups: only one's own.
    mine: Option<bool>,
    /// Of insights: only those that stand so.
    #[param(example = "accepted")]
    state: Option<String>,
}

/// Gives a whole table as CSV, with the same question and the same rights as on the screen: `answers`, `comments`, `follow_ups` or
/// `insights` (shared with other departments). It is written while it is read; a file that ends within a row broke off.
#[utoipa::path(get, path = "/exports/{table}", operation_id = "feedback_exports_get", tag = "feedback",
    params(("table" = String, Path, description = "Which table", example = "answers"), ExportQuery),
    responses(
        (status = 200, description = "The table; times in UTC", body = String, content_type = "text/csv",
         example = "given at,programme,kind,score,good,bad,comment\r\n2026-03-01T09:30:00Z,After mail,csat,2,false,true,It took two weeks.\r\n"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "No such table", body = ProblemBody),
        (status = 422, description = "The question is not right", body = ProblemBody),
    ))]
async fn feedback_exports_get(
    State(feedback): State<Feedback>,
    who: Who,
    Path(name): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer<(HeaderMap, Body)> {
    let table = Table::named(&name).ok_or_else(Fault::not_found)?;
    let export = Export::new(feedback.db.clone(), who.actor, Want::read(table, &pairs)?);
    let lines = stream::try_unfold(export, |mut export| async move {
        let lines = export.next().await?;
        Ok(lines.map(|lines| (lines, export)))
    });
    Ok(table_file(&name, Box::pin(lines)).await?)
}
