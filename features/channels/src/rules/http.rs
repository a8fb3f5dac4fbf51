//! Endpoints of the rules.

use axum::extract::State;
use kernel::MailboxId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Path, Who};

use super::commands;
use super::model::{MailboxRules, Rules};
use crate::post::Post;
use crate::refusal::{Conflict, Forbidden, Invalid, NotFound, SignIn, Unprocessable};

/// The endpoints of the rules.
pub(crate) fn router() -> OpenApiRouter<Post> {
    OpenApiRouter::new()
        .routes(routes!(rules_show, rules_update))
        .routes(routes!(mailbox_rules_show, mailbox_rules_update))
}

/// Rules with their version.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VersionedMailRules, example = json!({"rules": {
    "domain_connections": 10, "domain_per_minute": 120, "server_connections": 20, "server_per_minute": 300,
    "automatic_per_hour": 3, "soft_bounces": 5, "soft_days": 7, "storm_sender": 60, "storm_domain": 200, "storm_mailbox": 600,
    "storm_factor": 10, "storm_per_minute": 20}, "version": 1}))]
struct RulesView {
    /// The rules.
    rules: Rules,
    /// For optimistic locking; 0 when nobody chose any.
    #[schema(examples(1))]
    version: i64,
}

impl From<(Rules, i64)> for RulesView {
    fn from((rules, version): (Rules, i64)) -> Self {
        Self { rules, version }
    }
}

/// Rules of a mailbox with their version.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VersionedMailboxRules, example = json!({"rules": {"signed_return": true, "answer": true,
    "texts": [{"language": "en", "subject": "We have your message [#{number}]", "text": "Dear {name}, we answer soon."}]}, "version": 1}))]
struct MailboxRulesView {
    /// The rules.
    rules: MailboxRules,
    /// For optimistic locking; 0 when nobody chose any.
    #[schema(examples(1))]
    version: i64,
}

impl From<(MailboxRules, i64)> for MailboxRulesView {
    fn from((rules, version): (MailboxRules, i64)) -> Self {
        Self { rules, version }
    }
}

/// The rules for all mail: limits, automatic answers, storms.
#[utoipa::path(get, path = "/channels/rules", operation_id = "mail_rules_show", tag = "channels",
    responses((status = 200, body = RulesView, description = "The rules"), SignIn, Forbidden))]
async fn rules_show(State(post): State<Post>, who: Who) -> Answer<Json<RulesView>> {
    let rules = post.db().read(move |tx| commands::read(tx, &who.actor)).await?;
    Ok(Json(rules.into()))
}

/// Replaces the rules for all mail.
#[utoipa::path(put, path = "/channels/rules", operation_id = "mail_rules_update", tag = "channels", request_body = RulesView,
    responses((status = 200, body = RulesView, description = "As they are now"), Invalid, SignIn, Forbidden, Conflict, Unprocessable))]
async fn rules_update(State(post): State<Post>, who: Who, Json(body): Json<RulesView>) -> Answer<Json<RulesView>> {
    let rules = post.db().write(move |tx| commands::change(tx, &who.actor, &body.rules, body.version)).await?;
    Ok(Json(rules.into()))
}

/// The rules of one mailbox: its return path and its automatic answer.
#[utoipa::path(get, path = "/channels/mailboxes/{id}/rules", operation_id = "mailbox_rules_show", tag = "channels",
    params(("id" = MailboxId, Path)),
    responses((status = 200, body = MailboxRulesView, description = "The rules"), SignIn, Forbidden, NotFound))]
async fn mailbox_rules_show(
    State(post): State<Post>,
    who: Who,
    Path(id): Path<MailboxId>,
) -> Answer<Json<MailboxRulesView>> {
    let rules = post.db().read(move |tx| commands::read_of_mailbox(tx, &who.actor, id)).await?;
    Ok(Json(rules.into()))
}

/// Replaces the rules of one mailbox.
#[utoipa::path(put, path = "/channels/mailboxes/{id}/rules", operation_id = "mailbox_rules_update", tag = "channels",
    params(("id" = MailboxId, Path)), request_body = MailboxRulesView,
    responses((status = 200, body = MailboxRulesView, description = "As they are now"), Invalid, SignIn, Forbidden, NotFound,
    Conflict, Unprocessable))]
async fn mailbox_rules_update(
    State(post): State<Post>,
    who: Who,
    Path(id): Path<MailboxId>,
    Json(body): Json<MailboxRulesView>,
) -> Answer<Json<MailboxRulesView>> {
    let rules =
        post.db().write(move |tx| commands::change_of_mailbox(tx, &who.actor, id, &body.rules, body.version)).await?;
    Ok(Json(rules.into()))
}
