//! Endpoints of providers and consents.

use axum::extract::State;
use axum::http::StatusCode;
use kernel::{MailboxId, Page};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Once, Path, Who};

use super::commands::{self, ProviderInput};
use super::model::ProviderId;
use super::wire::{
    ConsentRequest, ConsentResult, ConsentReturn, ConsentWay, ProviderCreation, ProviderRevision, ProviderView,
    provider_example,
};
use super::{exchange, store};
use crate::error;
use crate::permissions::MANAGE_MAILBOXES;
use crate::post::Post;
use crate::refusal::{Conflict, Forbidden, Invalid, NotFound, SignIn, Unprocessable};

/// The endpoints of providers and consents.
pub(crate) fn router() -> OpenApiRouter<Post> {
    OpenApiRouter::new()
        .routes(routes!(mail_providers_list, mail_providers_create))
        .routes(routes!(mail_providers_update, mail_providers_delete))
        .routes(routes!(mailboxes_ask_consent, mailboxes_withdraw_consent))
        .routes(routes!(consents_redeem))
}

/// Lists the mail providers that give access by consent, all on one page.
#[utoipa::path(get, path = "/channels/mail-providers", operation_id = "mail_providers_list", tag = "channels",
    responses((status = 200, body = Page<ProviderView>, description = "The providers",
    example = json!({"items": [provider_example()], "next_cursor": null})), SignIn, Forbidden))]
async fn mail_providers_list(State(post): State<Post>, who: Who) -> Answer<Json<Page<ProviderView>>> {
    who.actor.require(MANAGE_MAILBOXES)?;
    let all = post.db().read(store::providers).await?;
    let items = all.into_iter().map(|one| ProviderView::of(one, post.settings().consent_url())).collect();
    Ok(Json(Page { items, next_cursor: None }))
}

/// Registers a mail provider.
#[utoipa::path(post, path = "/channels/mail-providers", operation_id = "mail_providers_create", tag = "channels",
    request_body = ProviderCreation,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key registers the provider once")),
    responses((status = 201, body = ProviderView, description = "The new provider", example = json!(provider_example())),
    Invalid, SignIn, Forbidden, Conflict, Unprocessable))]
async fn mail_providers_create(
    State(post): State<Post>,
    who: Who,
    once: Once,
    Json(body): Json<ProviderCreation>,
) -> Answer<(StatusCode, Json<ProviderView>)> {
    let (input, office) = (ProviderInput::from(body), post.clone());
    let view = once.write(post.db(), move |tx| {
        let provider = commands::add_provider(tx, &office, &who.actor, &input)?;
        Ok(ProviderView::of(provider, office.settings().consent_url()))
    });
    Ok((StatusCode::CREATED, Json(view.await?)))
}

/// Changes a mail provider.
#[utoipa::path(patch, path = "/channels/mail-providers/{id}", operation_id = "mail_providers_update", tag = "channels",
    params(("id" = ProviderId, Path)), request_body = ProviderRevision,
    responses((status = 200, body = ProviderView, description = "The changed provider", example = json!(provider_example())),
    Invalid, SignIn, Forbidden, NotFound, Conflict, Unprocessable))]
async fn mail_providers_update(
    State(post): State<Post>,
    who: Who,
    Path(id): Path<ProviderId>,
    Json(body): Json<ProviderRevision>,
) -> Answer<Json<ProviderView>> {
    let (version, input, office) = (body.version, ProviderInput::from(body), post.clone());
    let view = post.db().write(move |tx| {
        let provider = commands::change_provider(tx, &office, &who.actor, id, version, &input)?;
        Ok(ProviderView::of(provider, office.settings().consent_url()))
    });
    Ok(Json(view.await?))
}

/// Removes a mail provider that no mailbox uses.
#[utoipa::path(delete, path = "/channels/mail-providers/{id}", operation_id = "mail_providers_delete", tag = "channels",
    params(("id" = ProviderId, Path)),
    responses((status = 204, description = "It is removed"), SignIn, Forbidden, NotFound, Conflict))]
async fn mail_providers_delete(State(post): State<Post>, who: Who, Path(id): Path<ProviderId>) -> Answer<StatusCode> {
    post.db().write(move |tx| commands::remove_provider(tx, &who.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Tells where to go to allow access to a mailbox. Good for a quarter of an hour, for whoever asked.
#[utoipa::path(post, path = "/channels/mailboxes/{id}/consent", operation_id = "mailboxes_ask_consent", tag = "channels",
    params(("id" = MailboxId, Path)), request_body = ConsentRequest,
    responses((status = 200, body = ConsentWay, description = "The provider's page"), Invalid, SignIn, Forbidden, NotFound,
    Unprocessable))]
async fn mailboxes_ask_consent(
    State(post): State<Post>,
    who: Who,
    Path(id): Path<MailboxId>,
    Json(body): Json<ConsentRequest>,
) -> Answer<Json<ConsentWay>> {
    let office = post.clone();
    let url = post.db().write(move |tx| commands::ask(tx, &office, &who.actor, id, body.provider_id));
    Ok(Json(ConsentWay { url: url.await? }))
}

/// Forgets what a provider allowed for a mailbox.
#[utoipa::path(delete, path = "/channels/mailboxes/{id}/consent", operation_id = "mailboxes_withdraw_consent", tag = "channels",
    params(("id" = MailboxId, Path)),
    responses((status = 204, description = "It is forgotten"), SignIn, Forbidden, NotFound))]
async fn mailboxes_withdraw_consent(
    State(post): State<Post>,
    who: Who,
    Path(id): Path<MailboxId>,
) -> Answer<StatusCode> {
    post.db().write(move |tx| commands::withdraw(tx, &who.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes what somebody brings back from a provider, and connects the mailbox with it.
#[utoipa::path(post, path = "/channels/consents", operation_id = "consents_redeem", tag = "channels", request_body = ConsentReturn,
    responses((status = 200, body = ConsentResult, description = "The mailbox is connected"), Invalid, SignIn, Forbidden, NotFound,
    Conflict, Unprocessable))]
async fn consents_redeem(
    State(post): State<Post>,
    who: Who,
    Json(body): Json<ConsentReturn>,
) -> Answer<Json<ConsentResult>> {
    let (office, actor) = (post.clone(), who.actor.clone());
    let back = post.db().write(move |tx| commands::come_back(tx, &office, &actor, &body.state)).await?;
    let Some(code) = body.code.filter(|_| body.error.is_none()) else {
        return Err(kernel::Fault::from(error::CONSENT_REFUSED).into());
    };
    let redirect = post.settings().consent_url();
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", redirect.as_str()),
        ("code_verifier", back.verifier.as_str()),
    ];
    let tokens = exchange::tokens(&post, &back.provider, back.secret.as_deref(), &fields).await;
    let tokens = tokens.map_err(|trouble| kernel::Fault::from(error::CONSENT_FAILED).saying(trouble.said()))?;
    let mailbox_id = back.request.mailbox;
    let office = post.clone();
    post.db().write(move |tx| commands::give(tx, &office, &who.actor, &back.request, &tokens)).await?;
    Ok(Json(ConsentResult { mailbox_id }))
}
