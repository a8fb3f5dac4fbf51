//! Endpoints of mailboxes.

use axum::extract::State;
use axum::http::StatusCode;
use delivery::{Cause, Trouble};
use kernel::{MailboxId, Page, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Once, Path, Who};

use super::commands::{ImapInput, MailboxChange, NewMailbox, SmtpInput};
use super::model::{Check, Mailbox, SignBy};
use super::probe::{Step, bad, try_fetching, try_smtp};
use super::wire::{ImapSettings, MailboxCreation, MailboxRevision, MailboxView, SmtpSettings, example};
use super::{commands, queries, store};
use crate::consent::token;
use crate::fetch::access::Key;
use crate::fetch::pass::Stop;
use crate::permissions::MANAGE_MAILBOXES;
use crate::post::Post;
use crate::refusal::{Conflict, Forbidden, Invalid, NotFound, SignIn, Unprocessable};
use crate::words;

/// The endpoints of mailboxes.
pub(crate) fn router() -> OpenApiRouter<Post> {
    OpenApiRouter::new()
        .routes(routes!(mailboxes_list, mailboxes_create))
        .routes(routes!(mailboxes_show, mailboxes_update, mailboxes_delete))
        .routes(routes!(mailboxes_test))
}

/// Lists the mailboxes, oldest first, all on one page.
#[utoipa::path(get, path = "/channels/mailboxes", operation_id = "mailboxes_list", tag = "channels",
    responses((status = 200, body = Page<MailboxView>, description = "The mailboxes",
    example = json!({"items": [example()], "next_cursor": null})), SignIn))]
async fn mailboxes_list(State(post): State<Post>, who: Who) -> Answer<Json<Page<MailboxView>>> {
    let full = who.actor.may(MANAGE_MAILBOXES);
    let items = post.db().read(move |tx| {
        let now = tx.now();
        let all = queries::list(tx)?;
        Ok(all.into_iter().map(|(mailbox, standing)| MailboxView::of(mailbox, standing, now, full)).collect())
    });
    Ok(Json(Page { items: items.await?, next_cursor: None }))
}

/// Connects a mailbox. Fetching begins at once.
#[utoipa::path(post, path = "/channels/mailboxes", operation_id = "mailboxes_create", tag = "channels", request_body = MailboxCreation,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key connects the mailbox once")),
    responses((status = 201, body = MailboxView, description = "The new mailbox", example = json!(example())),
    Invalid, SignIn, Forbidden, Conflict, Unprocessable))]
async fn mailboxes_create(
    State(post): State<Post>,
    who: Who,
    once: Once,
    Json(body): Json<MailboxCreation>,
) -> Answer<(StatusCode, Json<MailboxView>)> {
    let (input, office) = (NewMailbox::from(body), post.clone());
    let view = once
        .write(post.db(), move |tx| {
            let mailbox = commands::create(tx, &office, &who.actor, &input)?;
            let now = tx.now();
            let (mailbox, standing) = queries::one(tx, mailbox.id)?;
            Ok(MailboxView::of(mailbox, standing, now, true))
        })
        .await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Shows a mailbox.
#[utoipa::path(get, path = "/channels/mailboxes/{id}", operation_id = "mailboxes_show", tag = "channels", params(("id" = MailboxId, Path)),
    responses((status = 200, body = MailboxView, description = "The mailbox", example = json!(example())), SignIn, NotFound))]
async fn mailboxes_show(State(post): State<Post>, who: Who, Path(id): Path<MailboxId>) -> Answer<Json<MailboxView>> {
    let full = who.actor.may(MANAGE_MAILBOXES);
    let view = post.db().read(move |tx| {
        let now = tx.now();
        let (mailbox, standing) = queries::one(tx, id)?;
        Ok(MailboxView::of(mailbox, standing, now, full))
    });
    Ok(Json(view.await?))
}

/// Changes a mailbox. Fetching and sending take up the new settings at once.
#[utoipa::path(patch, path = "/channels/mailboxes/{id}", operation_id = "mailboxes_update", tag = "channels",
    params(("id" = MailboxId, Path)), request_body = MailboxRevision,
    responses((status = 200, body = MailboxView, description = "The changed mailbox", example = json!(example())),
    Invalid, SignIn, Forbidden, NotFound, Conflict, Unprocessable))]
async fn mailboxes_update(
    State(post): State<Post>,
    who: Who,
    Path(id): Path<MailboxId>,
    Json(body): Json<MailboxRevision>,
) -> Answer<Json<MailboxView>> {
    let (input, office) = (MailboxChange::from(body), post.clone());
    let view = post.db().write(move |tx| {
        commands::change(tx, &office, &who.actor, id, &input)?;
        let now = tx.now();
        let (mailbox, standing) = queries::one(tx, id)?;
        Ok(MailboxView::of(mailbox, standing, now, true))
    });
    Ok(Json(view.await?))
}

/// Removes a mailbox. Its conversations stay; nothing is fetched or sent by it any more.
#[utoipa::path(delete, path = "/channels/mailboxes/{id}", operation_id = "mailboxes_delete", tag = "channels",
    params(("id" = MailboxId, Path)),
    responses((status = 204, description = "It is removed"), SignIn, Forbidden, NotFound))]
async fn mailboxes_delete(State(post): State<Post>, who: Who, Path(id): Path<MailboxId>) -> Answer<StatusCode> {
    post.db().write(move |tx| commands::remove(tx, &who.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Settings to be tried.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "imap": {"host": "imap.example.com", "port": 993, "security": "tls", "user": "help@example.com", "password": "secret"}
}))]
struct MailboxTrial {
    /// How mail would be fetched.
    imap: Option<ImapSettings>,
    /// How mail would be sent.
    smtp: Option<SmtpSettings>,
    /// The address mail would be sent from.
    address: Option<String>,
    /// A known mailbox, whose kept passwords are used where none is given and the server is the same.
    id: Option<MailboxId>,
}

/// What a test of settings found.
#[derive(Debug, Serialize, ToSchema)]
struct MailboxTrialReport {
    /// The steps in order; after one that went wrong those that need it are left out.
    steps: Vec<Step>,
}

/// Tries settings without keeping them: reads no mail, sends none.
#[utoipa::path(post, path = "/channels/mailboxes/test", operation_id = "mailboxes_test", tag = "channels", request_body = MailboxTrial,
    responses((status = 200, body = MailboxTrialReport, description = "What every step found", example = json!({"steps": [
        {"step": "imap_connect", "ok": true, "detail": "imap.example.com answers on port 993.", "hint": "",
         "why": {"code": "channels.answers", "params": {"host": "imap.example.com", "port": "993"}, "answer": null, "hint": null}},
        {"step": "imap_login", "ok": false, "detail": "The mail server did not accept user name and password.",
         "hint": "Check user name and password. Many providers want an app password instead of your own.",
         "why": {"code": "channels.login_refused", "params": {}, "answer": null, "hint": "delivery.hint_login"}}]})),
    Invalid, SignIn, Forbidden, NotFound, Unprocessable))]
async fn mailboxes_test(
    State(post): State<Post>,
    who: Who,
    Json(body): Json<MailboxTrial>,
) -> Answer<Json<MailboxTrialReport>> {
    who.actor.require(MANAGE_MAILBOXES)?;
    let known = match body.id {
        Some(id) => Some(post.db().read(move |tx| store::find(tx, id)).await?),
        None => None,
    };
    let mut check = Check::default();
    let imap =
        body.imap.map(ImapSettings::input).map(|input| ImapInput { settings: check.imap(input.settings), ..input });
    let smtp =
        body.smtp.map(SmtpSettings::input).map(|input| SmtpInput { settings: check.smtp(input.settings), ..input });
    let given = body.address.as_deref().and_then(|address| check.address("address", address));
    check.done()?;
    let sender = given.or_else(|| known.as_ref().map(|known| known.address.clone()));
    let mut steps = Vec::new();
    if let Some(input) = imap {
        let same =
            known.as_ref().and_then(|known| known.imap.as_ref()).is_some_and(|kept| kept.host == input.settings.host);
        let kept = known.as_ref().filter(|_| same);
        match key(&post, kept, known.as_ref(), &input).await? {
            Ok(key) => steps.extend(try_fetching(&post, &input.settings, &key).await),
            Err(trouble) => steps.push(bad("imap_login", &trouble)),
        }
    }
    if let Some(input) = smtp {
        let same =
            known.as_ref().and_then(|known| known.smtp.as_ref()).is_some_and(|kept| kept.host == input.settings.host);
        let password = password(&post, known.as_ref().filter(|_| same), "smtp", input.password)?;
        let hello = sender.as_ref().map_or_else(|| "localhost".to_owned(), |sender| post.hello(sender));
        let mut server = input.settings.server(password, &hello);
        if let Some(known) = known.as_ref().filter(|_| input.settings.sign_in == SignBy::Consent) {
            server = match token::for_sending(&post, known.id, server).await {
                Ok(server) => server,
                Err(trouble) => {
                    steps.push(bad("smtp_login", &trouble));
                    return Ok(Json(MailboxTrialReport { steps }));
                }
            };
        }
        steps.extend(try_smtp(&post, &server, sender.as_ref().map(|sender| sender.address.as_str())).await);
    }
    Ok(Json(MailboxTrialReport { steps }))
}

/// What opens a mailbox on its server: its consent, the given password, or the kept one.
async fn key(
    post: &Post,
    kept: Option<&Mailbox>,
    known: Option<&Mailbox>,
    input: &ImapInput,
) -> Result<std::result::Result<Key, Trouble>> {
    if input.settings.sign_in == SignBy::Password {
        let password = password(post, kept, "imap", input.password.clone())?.unwrap_or_default();
        return Ok(Ok(Key::Password(password)));
    }
    let Some(known) = known else {
        return Ok(Err(Trouble::lasting(Cause::Consent, words::CONSENT_WANTED)));
    };
    match token::access_token(post, known.id, None).await {
        Ok(token) => Ok(Ok(Key::Token(token))),
        Err(Stop::Server(trouble)) => Ok(Err(trouble)),
        Err(Stop::Us(fault)) => Err(fault),
    }
}

/// The given password, else the kept one of the same server.
fn password(post: &Post, known: Option<&Mailbox>, what: &str, given: Option<String>) -> Result<Option<String>> {
    if let Some(given) = given.filter(|given| !given.is_empty()) {
        return Ok(Some(given));
    }
    let Some(known) = known else { return Ok(None) };
    let sealed = if what == "imap" { &known.imap_password } else { &known.smtp_password };
    let open = sealed.as_deref().map(|sealed| post.vault().open(sealed, &Mailbox::secret_place(known.id, what)));
    open.transpose()
}
