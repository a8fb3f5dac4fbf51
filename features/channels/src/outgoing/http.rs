//! Endpoints of mail on its way out.

use axum::extract::State;
use axum::http::StatusCode;
use kernel::{ConversationId, MailboxId, MessageId, Page, PageRequest, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Path, Query, Who};

use super::model::{Outgoing, OutgoingId, State as Sending};
use super::{commands, queries};
use crate::post::Post;
use crate::refusal::{Conflict, Forbidden, Invalid, NotFound, SignIn};
use crate::why::Why;

/// The endpoints of mail on its way out.
pub(crate) fn router() -> OpenApiRouter<Post> {
    OpenApiRouter::new().routes(routes!(outgoing_list)).routes(routes!(outgoing_retry)).routes(routes!(deliveries_list))
}

/// The state of a mail on its way out.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum OutgoingState {
    /// To be sent, or to be tried again.
    Waiting,
    /// In the hands of a worker.
    Sending,
    /// A server took it.
    Sent,
    /// Nobody will take it as it is.
    Failed,
    /// Its author took it back in time.
    Withdrawn,
}

impl From<OutgoingState> for Sending {
    fn from(state: OutgoingState) -> Self {
        match state {
            OutgoingState::Waiting => Self::Waiting,
            OutgoingState::Sending => Self::Sending,
            OutgoingState::Sent => Self::Sent,
            OutgoingState::Failed => Self::Failed,
            OutgoingState::Withdrawn => Self::Withdrawn,
        }
    }
}

/// Which mail is listed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct OutgoingQuery {
    /// Only those of this state.
    #[param(inline)]
    state: Option<OutgoingState>,
    /// How many rows, 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200, example = 50)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A mail on its way out, or gone.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = OutgoingMail, example = json!(example()))]
struct OutgoingView {
    /// Its id.
    id: OutgoingId,
    /// `reply` or `system` (invitations, passwords, notices).
    kind: String,
    /// The mailbox it is sent by.
    mailbox_id: Option<MailboxId>,
    /// The conversation of the reply.
    conversation_id: Option<ConversationId>,
    /// The message that is sent.
    message_id: Option<MessageId>,
    /// To whom; empty before the first try.
    recipients: String,
    /// One line; empty before the first try of a reply.
    subject: String,
    /// `waiting`, `sending`, `sent`, `failed` or `withdrawn`.
    state: String,
    /// Why it was not sent, in words.
    reason: Option<String>,
    /// What to do about it.
    hint: Option<String>,
    /// The same by its codes.
    why: Option<Why>,
    /// How often it was tried.
    attempts: i64,
    /// When it was queued.
    queued_at: Timestamp,
    /// When it is tried next.
    next_at: Option<Timestamp>,
    /// When a server took it.
    sent_at: Option<Timestamp>,
}

fn example() -> serde_json::Value {
    json!({
        "id": "out_06pz3k5m8v00g", "kind": "reply", "mailbox_id": "mbox_06pz3k5m8v00g", "conversation_id": "conv_06pz3k5m8v00g",
        "message_id": "msg_06pz3k5m8v00g", "recipients": "anna@example.org", "subject": "Re: Broken lamp [#1042]", "state": "failed",
        "reason": "The server does not accept anna@example.org. (“5.1.1 No such user”)", "hint": "Check the recipient's address.",
        "why": {"code": "delivery.address_refused", "params": {"address": "anna@example.org"}, "answer": "5.1.1 No such user",
                "hint": "delivery.hint_recipient_refused"},
        "attempts": 1, "queued_at": "2026-03-02T09:00:00Z", "next_at": null, "sent_at": null,
    })
}

impl From<Outgoing> for OutgoingView {
    fn from(mail: Outgoing) -> Self {
        let waits = mail.state == Sending::Waiting.code();
        Self {
            id: mail.id,
            kind: mail.kind,
            mailbox_id: mail.mailbox,
            conversation_id: mail.conversation,
            message_id: mail.message,
            recipients: mail.recipients,
            subject: mail.subject,
            state: mail.state,
            reason: Some(mail.reason).filter(|reason| !reason.is_empty()),
            hint: Some(mail.hint).filter(|hint| !hint.is_empty()),
            why: mail.why,
            attempts: mail.attempts,
            queued_at: mail.queued_at,
            next_at: mail.next_at.happened().filter(|_| waits),
            sent_at: mail.sent_at.happened(),
        }
    }
}

/// Lists mail on its way out or gone, newest first.
#[utoipa::path(get, path = "/channels/outgoing", operation_id = "outgoing_list", tag = "channels", params(OutgoingQuery),
    responses((status = 200, body = Page<OutgoingView>, description = "A page of mail",
    example = json!({"items": [example()], "next_cursor": null})), Invalid, SignIn, Forbidden))]
async fn outgoing_list(
    State(post): State<Post>,
    who: Who,
    Query(query): Query<OutgoingQuery>,
) -> Answer<Json<Page<OutgoingView>>> {
    let page = PageRequest { limit: query.limit, cursor: query.cursor };
    let state = query.state.map(Sending::from);
    let rows = post.db().read(move |tx| queries::list(tx, &who.actor, state, &page)).await?;
    Ok(Json(rows.map(OutgoingView::from)))
}

/// Tries to send a failed mail again.
#[utoipa::path(post, path = "/channels/outgoing/{id}/retry", operation_id = "outgoing_retry", tag = "channels",
    params(("id" = OutgoingId, Path)),
    responses((status = 202, body = OutgoingView, description = "It is tried in a moment", example = json!(example())),
    SignIn, Forbidden, NotFound, Conflict))]
async fn outgoing_retry(
    State(post): State<Post>,
    who: Who,
    Path(id): Path<OutgoingId>,
) -> Answer<(StatusCode, Json<OutgoingView>)> {
    let office = post.clone();
    let mail = post.db().write(move |tx| commands::retry_by_id(tx, &office, &who.actor, id)).await?;
    Ok((StatusCode::ACCEPTED, Json(mail.into())))
}

/// A message of a conversation whose sending failed, or is tried again.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = TroubledDelivery, example = json!(troubled_example()))]
struct TroubledView {
    /// The message.
    message_id: MessageId,
    /// Why it was not sent, in words.
    reason: String,
    /// What to do about it.
    hint: String,
    /// The same by its codes.
    why: Why,
}

fn troubled_example() -> serde_json::Value {
    let example = example();
    json!({
        "message_id": example["message_id"], "reason": example["reason"], "hint": example["hint"], "why": example["why"],
    })
}

/// Lists the messages of a conversation that could not be sent at the last try, with the reason by its codes.
#[utoipa::path(get, path = "/channels/conversations/{id}/deliveries", operation_id = "deliveries_list", tag = "channels",
    params(("id" = ConversationId, Path)),
    responses((status = 200, body = Page<TroubledView>, description = "The messages, all on one page",
    example = json!({"items": [troubled_example()], "next_cursor": null})), SignIn, NotFound))]
async fn deliveries_list(
    State(post): State<Post>,
    who: Who,
    Path(id): Path<ConversationId>,
) -> Answer<Json<Page<TroubledView>>> {
    let office = post.clone();
    let troubled = post.db().read(move |tx| queries::troubled(tx, &office, &who.actor, id)).await?;
    let items = troubled.into_iter().filter_map(|mail| {
        let (message_id, why) = (mail.message?, mail.why?);
        Some(TroubledView { message_id, reason: mail.reason, hint: mail.hint, why })
    });
    Ok(Json(Page { items: items.collect(), next_cursor: None }))
}
