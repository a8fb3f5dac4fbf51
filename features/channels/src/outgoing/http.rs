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
use super::recipients::Recipient;
use super::{commands, queries, steer};
use crate::post::Post;
use crate::refusal::{Conflict, Forbidden, Invalid, NotFound, SignIn};
use crate::why::Why;

/// The endpoints of mail on its way out.
pub(crate) fn router() -> OpenApiRouter<Post> {
    OpenApiRouter::new()
        .routes(routes!(outgoing_list))
        .routes(routes!(outgoing_retry))
        .routes(routes!(deliveries_list))
        .routes(routes!(outgoing_show))
        .routes(routes!(outgoing_try_now))
        .routes(routes!(outgoing_give_up))
        .routes(routes!(deliveries_try_now))
        .routes(routes!(deliveries_give_up))
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
    /// `reply`, `system` (invitations, passwords, notices), `automatic` or `bulk`.
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

/// What became of a mail for one recipient.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = MailRecipient)]
struct RecipientView {
    /// The address.
    #[schema(examples("anna@example.org"))]
    address: String,
    /// `waiting`, `sending`, `sent`, `failed` or `bounced`.
    #[schema(examples("failed"))]
    state: String,
    /// Why it was not sent, in words.
    #[schema(examples("The server does not accept anna@example.org. (“5.1.1 No such user”)"))]
    reason: Option<String>,
    /// The same by its codes.
    why: Option<Why>,
    /// When it was tried last.
    tried_at: Option<Timestamp>,
}

impl From<Recipient> for RecipientView {
    fn from(one: Recipient) -> Self {
        Self {
            address: one.address,
            state: one.fate.code().to_owned(),
            reason: Some(one.reason).filter(|reason| !reason.is_empty()),
            why: one.why,
            tried_at: one.tried_at.happened(),
        }
    }
}

/// A mail with what became of it for each recipient.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = MailDelivery, example = json!(delivery_example()))]
struct DeliveryView {
    /// The mail.
    mail: OutgoingView,
    /// To whom it went or goes.
    recipients: Vec<RecipientView>,
}

impl From<(Outgoing, Vec<Recipient>)> for DeliveryView {
    fn from((mail, recipients): (Outgoing, Vec<Recipient>)) -> Self {
        Self { mail: mail.into(), recipients: recipients.into_iter().map(RecipientView::from).collect() }
    }
}

fn delivery_example() -> serde_json::Value {
    let mail = example();
    json!({"mail": mail, "recipients": [
        {"address": "anna@example.org", "state": "failed", "reason": mail["reason"], "why": mail["why"], "tried_at": "2026-03-02T09:00:10Z"},
        {"address": "bob@example.org", "state": "sent", "reason": null, "why": null, "tried_at": "2026-03-02T09:00:10Z"},
    ]})
}

/// One mail on its way out, with what became of it for each recipient.
#[utoipa::path(get, path = "/channels/outgoing/{id}", operation_id = "outgoing_show", tag = "channels",
    params(("id" = OutgoingId, Path)),
    responses((status = 200, body = DeliveryView, description = "The mail", example = json!(delivery_example())),
    SignIn, Forbidden, NotFound))]
async fn outgoing_show(State(post): State<Post>, who: Who, Path(id): Path<OutgoingId>) -> Answer<Json<DeliveryView>> {
    let mail = post.db().read(move |tx| queries::one(tx, &who.actor, id)).await?;
    Ok(Json(mail.into()))
}

/// Tries a mail now that waits for its next try.
#[utoipa::path(post, path = "/channels/outgoing/{id}/try-now", operation_id = "outgoing_try_now", tag = "channels",
    params(("id" = OutgoingId, Path)),
    responses((status = 202, body = OutgoingView, description = "It is tried in a moment", example = json!(example())),
    SignIn, Forbidden, NotFound, Conflict))]
async fn outgoing_try_now(
    State(post): State<Post>,
    who: Who,
    Path(id): Path<OutgoingId>,
) -> Answer<(StatusCode, Json<OutgoingView>)> {
    let mail = post.db().write(move |tx| steer::try_now(tx, &who.actor, id)).await?;
    Ok((StatusCode::ACCEPTED, Json(mail.into())))
}

/// Gives up a mail that waits for its next try: it counts as failed.
#[utoipa::path(post, path = "/channels/outgoing/{id}/give-up", operation_id = "outgoing_give_up", tag = "channels",
    params(("id" = OutgoingId, Path)),
    responses((status = 200, body = OutgoingView, description = "It is not tried any more", example = json!(example())),
    SignIn, Forbidden, NotFound, Conflict))]
async fn outgoing_give_up(
    State(post): State<Post>,
    who: Who,
    Path(id): Path<OutgoingId>,
) -> Answer<Json<OutgoingView>> {
    let office = post.clone();
    let mail = post.db().write(move |tx| steer::give_up(tx, &office, &who.actor, id)).await?;
    Ok(Json(mail.into()))
}

/// Tries the mail of a message now, for whoever may answer in its conversation.
#[utoipa::path(post, path = "/channels/messages/{id}/try-now", operation_id = "deliveries_try_now", tag = "channels",
    params(("id" = MessageId, Path)),
    responses((status = 202, body = OutgoingView, description = "It is tried in a moment", example = json!(example())),
    SignIn, Forbidden, NotFound, Conflict))]
async fn deliveries_try_now(
    State(post): State<Post>,
    who: Who,
    Path(id): Path<MessageId>,
) -> Answer<(StatusCode, Json<OutgoingView>)> {
    let office = post.clone();
    let mail = post.db().write(move |tx| steer::try_message_now(tx, &office, &who.actor, id)).await?;
    Ok((StatusCode::ACCEPTED, Json(mail.into())))
}

/// Gives up the mail of a message, for whoever may answer in its conversation.
#[utoipa::path(post, path = "/channels/messages/{id}/give-up", operation_id = "deliveries_give_up", tag = "channels",
    params(("id" = MessageId, Path)),
    responses((status = 200, body = OutgoingView, description = "It is not tried any more", example = json!(example())),
    SignIn, Forbidden, NotFound, Conflict))]
async fn deliveries_give_up(
    State(post): State<Post>,
    who: Who,
    Path(id): Path<MessageId>,
) -> Answer<Json<OutgoingView>> {
    let office = post.clone();
    let mail = post.db().write(move |tx| steer::give_message_up(tx, &office, &who.actor, id)).await?;
    Ok(Json(mail.into()))
}

/// Lists the newest fifty mails of a conversation, newest first, with what became of each for each recipient.
#[utoipa::path(get, path = "/channels/conversations/{id}/deliveries", operation_id = "deliveries_list", tag = "channels",
    params(("id" = ConversationId, Path)),
    responses((status = 200, body = Page<DeliveryView>, description = "The mails, all on one page",
    example = json!({"items": [delivery_example()], "next_cursor": null})), SignIn, NotFound))]
async fn deliveries_list(
    State(post): State<Post>,
    who: Who,
    Path(id): Path<ConversationId>,
) -> Answer<Json<Page<DeliveryView>>> {
    let office = post.clone();
    let mails = post.db().read(move |tx| queries::deliveries(tx, &office, &who.actor, id)).await?;
    Ok(Json(Page { items: mails.into_iter().map(DeliveryView::from).collect(), next_cursor: None }))
}
