//! Endpoints of mail that could not be placed.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{MailboxId, Page, PageRequest, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Path, Query, Who};

use super::model::{Intake, IntakeId, Reason};
use super::{commands, queries};
use crate::mailboxes::queries as mailboxes;
use crate::post::Post;
use crate::refusal::{Conflict, Forbidden, Invalid, NotFound, SignIn};
use crate::why::Why;

/// The endpoints of mail that could not be placed.
pub(crate) fn router() -> OpenApiRouter<Post> {
    OpenApiRouter::new()
        .routes(routes!(unplaced_list))
        .routes(routes!(unplaced_raw))
        .routes(routes!(unplaced_retry))
        .routes(routes!(unplaced_dismiss))
}

/// The mailbox a mail came in by.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = UnplacedMailbox)]
struct MailboxName {
    /// Its id.
    id: MailboxId,
    /// What people here call it.
    name: String,
    /// Its address.
    address: String,
}

/// A mail that could not be placed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = UnplacedMail, example = json!(example()))]
struct UnplacedView {
    /// Its id.
    id: IntakeId,
    /// When it came to us.
    received_at: Timestamp,
    /// The mailbox it came in by.
    mailbox: Option<MailboxName>,
    /// Who wrote it, as far as it could be told.
    from: Option<String>,
    /// Its subject, as far as it could be told.
    subject: String,
    /// Stable word for the reason.
    reason: String,
    /// The reason in words, with what more there is to tell.
    detail: String,
    /// What more there is to tell, in words of its own; null when the reason says it all.
    more: Option<String>,
    /// The same by its codes.
    why: Option<Why>,
    /// Bytes.
    size: i64,
    /// How often it was tried.
    attempts: i64,
}

fn example() -> serde_json::Value {
    json!({
        "id": "mail_06pz3k5m8v00g", "received_at": "2026-03-02T09:00:00Z",
        "mailbox": {"id": "mbox_06pz3k5m8v00g", "name": "Support", "address": "help@example.com"},
        "from": null, "subject": "Invoice", "reason": "no_sender", "detail": "The mail does not say who wrote it.",
        "more": null, "why": null, "size": 4096, "attempts": 1,
    })
}

impl UnplacedView {
    fn of(intake: Intake, names: &[(MailboxId, String, String)]) -> Self {
        let mailbox = names.iter().find(|(id, ..)| Some(*id) == intake.mailbox);
        let words = Reason::of(&intake.reason).map_or("", Reason::words);
        let detail = if intake.detail.is_empty() { words.to_owned() } else { format!("{words} {}", intake.detail) };
        Self {
            id: intake.id,
            received_at: intake.received_at,
            mailbox: mailbox.map(|(id, name, address)| MailboxName {
                id: *id,
                name: name.clone(),
                address: address.clone(),
            }),
            from: Some(intake.from_address).filter(|from| !from.is_empty()),
            subject: intake.subject,
            reason: intake.reason,
            detail: detail.trim().to_owned(),
            more: Some(intake.detail).filter(|more| !more.is_empty()),
            why: intake.why,
            size: intake.size,
            attempts: intake.attempts,
        }
    }
}

fn names(tx: &mut db::Tx<'_>) -> kernel::Result<Vec<(MailboxId, String, String)>> {
    Ok(mailboxes::list(tx)?
        .into_iter()
        .map(|(mailbox, _)| (mailbox.id, mailbox.name, mailbox.address.address))
        .collect())
}

/// Lists mail that could not be placed, newest first.
#[utoipa::path(get, path = "/channels/unplaced", operation_id = "unplaced_list", tag = "channels", params(PageRequest),
    responses((status = 200, body = Page<UnplacedView>, description = "A page of mail",
    example = json!({"items": [example()], "next_cursor": null})), Invalid, SignIn, Forbidden))]
async fn unplaced_list(
    State(post): State<Post>,
    who: Who,
    Query(page): Query<PageRequest>,
) -> Answer<Json<Page<UnplacedView>>> {
    let page = post.db().read(move |tx| {
        let rows = queries::unplaced(tx, &who.actor, &page)?;
        let names = names(tx)?;
        Ok(rows.map(|intake| UnplacedView::of(intake, &names)))
    });
    Ok(Json(page.await?))
}

/// Gives the raw bytes of a mail.
#[utoipa::path(get, path = "/channels/unplaced/{id}/raw", operation_id = "unplaced_raw", tag = "channels", params(("id" = IntakeId, Path)),
    responses((status = 200, content_type = "message/rfc822", body = Vec<u8>, description = "The mail as it came, byte for byte"),
    SignIn, Forbidden, NotFound))]
async fn unplaced_raw(State(post): State<Post>, who: Who, Path(id): Path<IntakeId>) -> Answer<Response> {
    let blob = post.db().read(move |tx| queries::raw_blob(tx, &who.actor, id)).await?;
    let bytes = post.files().load(post.db(), &blob).await?;
    let mut response = (StatusCode::OK, bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("message/rfc822"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{id}.eml\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// Tries to place a mail again.
#[utoipa::path(post, path = "/channels/unplaced/{id}/retry", operation_id = "unplaced_retry", tag = "channels",
    params(("id" = IntakeId, Path)),
    responses((status = 202, body = UnplacedView, description = "It is tried in a moment", example = json!(example())),
    SignIn, Forbidden, NotFound, Conflict))]
async fn unplaced_retry(
    State(post): State<Post>,
    who: Who,
    Path(id): Path<IntakeId>,
) -> Answer<(StatusCode, Json<UnplacedView>)> {
    let view = post.db().write(move |tx| {
        let intake = commands::retry(tx, &who.actor, id)?;
        let names = names(tx)?;
        Ok(UnplacedView::of(intake, &names))
    });
    Ok((StatusCode::ACCEPTED, Json(view.await?)))
}

/// Puts a mail aside; its raw bytes stay.
#[utoipa::path(post, path = "/channels/unplaced/{id}/dismiss", operation_id = "unplaced_dismiss", tag = "channels",
    params(("id" = IntakeId, Path)),
    responses((status = 204, description = "It is put aside"), SignIn, Forbidden, NotFound, Conflict))]
async fn unplaced_dismiss(State(post): State<Post>, who: Who, Path(id): Path<IntakeId>) -> Answer<StatusCode> {
    post.db().write(move |tx| commands::dismiss(tx, &who.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
