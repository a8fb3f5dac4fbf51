//! Endpoints of API tokens.

use axum::extract::State;
use axum::http::StatusCode;
use kernel::{Fault, Page, PageRequest, PersonId, Timestamp, TokenId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Answer, Json, Once, Path, Query, Who};

use super::store::TokenRow;
use super::{NewToken, commands, queries};
use crate::access::Access;
use crate::people::Ref;
use crate::refusal::{Forbidden, Invalid, NotFound, SignIn, Unprocessable};
use crate::secret::Secret;

/// An API token, without its secret.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"id": "tok_06pz3k5m8v00g", "name": "Nightly export", "owner": {"id": "pers_06pz3k5m8v00g", "name": "Ada Lovelace"},
    "hint": "qd_x7Kq2m", "scopes": ["access.audit.read"], "created_at": "2026-03-02T09:00:00Z", "last_used_at": null, "expires_at": null}))]
pub(crate) struct TokenView {
    id: TokenId,
    name: String,
    /// Whose permissions it borrows.
    owner: Ref<PersonId>,
    /// The first characters, by which it can be told from others.
    hint: String,
    /// Names of permissions, sorted.
    scopes: Vec<String>,
    created_at: Timestamp,
    /// Right to about a minute.
    last_used_at: Option<Timestamp>,
    expires_at: Option<Timestamp>,
}

impl From<TokenRow> for TokenView {
    fn from(row: TokenRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            owner: Ref { id: row.person, name: row.person_name },
            hint: row.hint,
            scopes: row.scopes.into_iter().collect(),
            created_at: row.created_at,
            last_used_at: row.last_used_at.happened(),
            expires_at: row.expires_at.happened(),
        }
    }
}

/// A token to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Nightly export", "scopes": ["access.audit.read"], "expires_at": "2027-03-02T00:00:00Z"}))]
pub(crate) struct TokenCreation {
    name: String,
    /// Names of permissions that you hold yourself.
    scopes: Vec<String>,
    /// When it ends; never when absent.
    expires_at: Option<Timestamp>,
}

/// The new token with its secret, which is shown this once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"token": {"id": "tok_06pz3k5m8v00g", "name": "Nightly export",
    "owner": {"id": "pers_06pz3k5m8v00g", "name": "Ada Lovelace"}, "hint": "qd_x7Kq2m", "scopes": ["access.audit.read"],
    "created_at": "2026-03-02T09:00:00Z", "last_used_at": null, "expires_at": null}, "secret": "qd_x7Kq2mExampleOnly"}))]
pub(crate) struct TokenCreated {
    token: TokenView,
    /// To be sent as `Authorization: Bearer …`. Null when the request was repeated: the secret was shown the first time.
    secret: Option<String>,
}

pub(crate) fn router() -> OpenApiRouter<Access> {
    OpenApiRouter::new().routes(routes!(tokens_list, tokens_create)).routes(routes!(tokens_delete))
}

/// Lists your API tokens, or everybody's when you manage tokens; newest first.
#[utoipa::path(get, path = "/access/tokens", operation_id = "tokens_list", tag = "access", params(PageRequest),
    responses((status = 200, body = Page<TokenView>, description = "A page of tokens", example = json!({"items": [{
        "id": "tok_06pz3k5m8v00g", "name": "Nightly export", "owner": {"id": "pers_06pz3k5m8v00g", "name": "Ada Lovelace"},
        "hint": "qd_x7Kq2m", "scopes": ["access.audit.read"], "created_at": "2026-03-02T09:00:00Z", "last_used_at": null,
        "expires_at": null}], "next_cursor": null})), Invalid, SignIn))]
async fn tokens_list(
    State(access): State<Access>,
    who: Who,
    Query(request): Query<PageRequest>,
) -> Answer<Json<Page<TokenView>>> {
    Ok(Json(access.db().read(move |tx| queries::page(tx, &who.actor, &request)).await?))
}

/// Makes an API token that acts with some of your permissions.
#[utoipa::path(post, path = "/access/tokens", operation_id = "tokens_create", tag = "access", request_body = TokenCreation,
    responses((status = 201, body = TokenCreated, description = "The token with its secret"), Invalid, SignIn, Forbidden, Unprocessable))]
async fn tokens_create(
    State(access): State<Access>,
    who: Who,
    once: Once,
    Json(body): Json<TokenCreation>,
) -> Answer<(StatusCode, Json<TokenCreated>)> {
    let (registry, secret) = (access.registry(), Secret::random_token()?);
    let input = NewToken { name: body.name, scopes: body.scopes, expires_at: body.expires_at };
    let kept = secret.clone();
    // The answer that is kept for a repeated request is without the secret, which nobody keeps.
    let token = once
        .write(access.db(), move |tx| {
            let id = commands::create(tx, &who.actor, &registry, &input, &kept)?;
            queries::visible(tx, &who.actor, id)?.map(TokenView::from).ok_or_else(Fault::not_found)
        })
        .await?;
    let is_new = token.hint == commands::hint(&secret);
    Ok((StatusCode::CREATED, Json(TokenCreated { token, secret: is_new.then(|| secret.reveal().to_owned()) })))
}

/// Revokes a token.
#[utoipa::path(delete, path = "/access/tokens/{id}", operation_id = "tokens_delete", tag = "access", params(("id" = TokenId, Path)),
    responses((status = 204, description = "The token is revoked"), SignIn, NotFound))]
async fn tokens_delete(State(access): State<Access>, who: Who, Path(id): Path<TokenId>) -> Answer<StatusCode> {
    access.db().write(move |tx| commands::revoke(tx, &who.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
