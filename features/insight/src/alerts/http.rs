//! Alert rules and alerts over HTTP.

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use db::Db;
use kernel::{Page, PageRequest};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Once, Path, ProblemBody, Query, Who};

use super::calls::{self, Call};
use super::model::{AlertId, AlertState, RuleContent, RuleId};
use super::queries::{self, Alert, AlertRule};
use super::sealed::{self, Sealing};
use super::{commands, wire};

/// The endpoints of alert rules and alerts.
pub fn router(sealing: Sealing) -> OpenApiRouter<Db> {
    OpenApiRouter::new()
        .routes(routes!(alert_rules_list, alert_rules_create))
        .routes(routes!(alert_rules_update, alert_rules_delete))
        .routes(routes!(alert_rules_renew_secret))
        .routes(routes!(alert_calls_list))
        .routes(routes!(alerts_list))
        .routes(routes!(alerts_get))
        .routes(routes!(alerts_acknowledge))
        .layer(Extension(sealing))
}

/// A rule as it shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"content": wire::rule_content(), "version": 1}))]
struct AlertRuleChange {
    /// What is watched.
    content: RuleContent,
    /// The version that was seen.
    #[schema(examples(1))]
    version: i64,
}

/// The version of something that was seen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"version": 1}))]
struct AlertSeen {
    /// The version that was seen.
    #[schema(examples(1))]
    version: i64,
}

/// Which alerts are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct AlertsQuery {
    /// Only those that stand so.
    state: Option<AlertState>,
    /// How many rows, 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200, example = 50)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Rules that watch figures.
#[utoipa::path(get, path = "/insight/alert-rules", operation_id = "alert_rules_list", tag = "insight", params(PageRequest),
    responses(
        (status = 200, description = "Rules", body = inline(Page<AlertRule>), example = json!({"items": [wire::rule()], "next_cursor": null})),
        (status = 400, description = "The cursor is not right", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
    ))]
async fn alert_rules_list(
    State(db): State<Db>,
    who: Who,
    Query(page): Query<PageRequest>,
) -> Answer<Json<Page<AlertRule>>> {
    Ok(Json(db.read(move |tx| queries::rules(tx, &who.actor, &page)).await?))
}

/// Lets a figure be watched: within a band, or within the natural limits of its own history.
#[utoipa::path(post, path = "/insight/alert-rules", operation_id = "alert_rules_create", tag = "insight",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key makes the rule once")),
    request_body = RuleContent,
    responses(
        (status = 201, description = "The rule", body = AlertRule, example = json!(wire::rule())),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 422, description = "A field is wrong", body = ProblemBody),
    ))]
async fn alert_rules_create(
    State(db): State<Db>,
    Extension(sealing): Extension<Sealing>,
    who: Who,
    once: Once,
    Json(body): Json<RuleContent>,
) -> Answer<(StatusCode, Json<AlertRule>)> {
    let rule = once.write(&db, move |tx| commands::create_rule(tx, &who.actor, sealing.as_ref(), &body)).await?;
    Ok((StatusCode::CREATED, Json(rule)))
}

/// Changes a rule.
#[utoipa::path(put, path = "/insight/alert-rules/{id}", operation_id = "alert_rules_update", tag = "insight",
    params(("id" = RuleId, Path, description = "The rule")), request_body = AlertRuleChange,
    responses(
        (status = 200, description = "As it is now", body = AlertRule, example = json!(wire::rule())),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such rule", body = ProblemBody),
        (status = 409, description = "It was changed in the meantime", body = ProblemBody),
        (status = 422, description = "A field is wrong", body = ProblemBody),
    ))]
async fn alert_rules_update(
    State(db): State<Db>,
    Extension(sealing): Extension<Sealing>,
    who: Who,
    Path(id): Path<RuleId>,
    Json(body): Json<AlertRuleChange>,
) -> Answer<Json<AlertRule>> {
    let AlertRuleChange { content, version } = body;
    let change =
        move |tx: &mut db::Tx<'_>| commands::change_rule(tx, &who.actor, sealing.as_ref(), (id, version), &content);
    Ok(Json(db.write(change).await?))
}

/// The secret with which calls of another system are signed; it is shown this once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"secret": "qdh_ExampleOnly"}))]
struct WebhookSecret {
    /// The key of the HMAC.
    #[schema(examples("qdh_ExampleOnly"))]
    secret: String,
}

/// Makes another secret with which calls of another system are signed, and shows it this once. The old one is of no use any more.
#[utoipa::path(post, path = "/insight/alert-rules/{id}/webhook-secret", operation_id = "alert_rules_renew_secret", tag = "insight",
    params(("id" = RuleId, Path, description = "The rule")),
    responses(
        (status = 200, description = "The secret", body = WebhookSecret),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such rule, or it tells no other system", body = ProblemBody),
    ))]
async fn alert_rules_renew_secret(
    State(db): State<Db>,
    Extension(sealing): Extension<Sealing>,
    who: Who,
    Path(id): Path<RuleId>,
) -> Answer<Json<WebhookSecret>> {
    let secret = db.write(move |tx| sealed::renew(tx, &who.actor, sealing.as_ref(), id)).await?;
    Ok(Json(WebhookSecret { secret }))
}

/// Calls of another system that a rule made, the newest first, and what came of each.
#[utoipa::path(get, path = "/insight/alert-rules/{id}/calls", operation_id = "alert_calls_list", tag = "insight",
    params(("id" = RuleId, Path, description = "The rule"), PageRequest),
    responses(
        (status = 200, description = "Calls", body = inline(Page<Call>), example = json!({"items": [wire::call()], "next_cursor": null})),
        (status = 400, description = "The cursor is not right", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such rule", body = ProblemBody),
    ))]
async fn alert_calls_list(
    State(db): State<Db>,
    who: Who,
    Path(id): Path<RuleId>,
    Query(page): Query<PageRequest>,
) -> Answer<Json<Page<Call>>> {
    Ok(Json(db.read(move |tx| calls::page(tx, &who.actor, id, &page)).await?))
}

/// Deletes a rule with all that it found.
#[utoipa::path(delete, path = "/insight/alert-rules/{id}", operation_id = "alert_rules_delete", tag = "insight",
    params(("id" = RuleId, Path, description = "The rule")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such rule", body = ProblemBody),
    ))]
async fn alert_rules_delete(State(db): State<Db>, who: Who, Path(id): Path<RuleId>) -> Answer<StatusCode> {
    db.write(move |tx| commands::delete_rule(tx, &who.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Figures that were not normal, the newest first.
#[utoipa::path(get, path = "/insight/alerts", operation_id = "alerts_list", tag = "insight", params(AlertsQuery),
    responses(
        (status = 200, description = "Alerts", body = inline(Page<Alert>), example = json!({"items": [wire::alert()], "next_cursor": null})),
        (status = 400, description = "The query or cursor is not right", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
    ))]
async fn alerts_list(State(db): State<Db>, who: Who, Query(asked): Query<AlertsQuery>) -> Answer<Json<Page<Alert>>> {
    let AlertsQuery { state, limit, cursor } = asked;
    let page = PageRequest { limit, cursor };
    Ok(Json(db.read(move |tx| queries::page(tx, &who.actor, state, &page)).await?))
}

/// One alert.
#[utoipa::path(get, path = "/insight/alerts/{id}", operation_id = "alerts_get", tag = "insight",
    params(("id" = AlertId, Path, description = "The alert")),
    responses(
        (status = 200, description = "The alert", body = Alert, example = json!(wire::alert())),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such alert", body = ProblemBody),
    ))]
async fn alerts_get(State(db): State<Db>, who: Who, Path(id): Path<AlertId>) -> Answer<Json<Alert>> {
    Ok(Json(db.read(move |tx| queries::one(tx, &who.actor, id)).await?))
}

/// Says that one looks after an alert.
#[utoipa::path(post, path = "/insight/alerts/{id}/acknowledge", operation_id = "alerts_acknowledge", tag = "insight",
    params(("id" = AlertId, Path, description = "The alert")), request_body = AlertSeen,
    responses(
        (status = 200, description = "As it is now", body = Alert, example = json!(wire::alert())),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such alert", body = ProblemBody),
        (status = 409, description = "Somebody looks after it already, or it is over", body = ProblemBody),
    ))]
async fn alerts_acknowledge(
    State(db): State<Db>,
    who: Who,
    Path(id): Path<AlertId>,
    Json(body): Json<AlertSeen>,
) -> Answer<Json<Alert>> {
    Ok(Json(db.write(move |tx| commands::acknowledge(tx, &who.actor, id, body.version)).await?))
}
