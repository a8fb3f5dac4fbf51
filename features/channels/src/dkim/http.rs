//! Endpoints of keys. The private half never comes out.

use axum::extract::State;
use axum::http::StatusCode;
use kernel::{Page, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Path, Who};

use super::commands;
use super::model::{Algorithm, DkimKey, DkimKeyId, Found, KeyState};
use crate::post::Post;
use crate::refusal::{Conflict, Forbidden, Invalid, NotFound, SignIn, Unprocessable};

/// The endpoints of keys.
pub(crate) fn router() -> OpenApiRouter<Post> {
    OpenApiRouter::new()
        .routes(routes!(dkim_list, dkim_create))
        .routes(routes!(dkim_check))
        .routes(routes!(dkim_activate))
        .routes(routes!(dkim_delete))
}

/// A pair of keys that mail of a domain is signed with.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = DkimKey, example = json!(example()))]
struct KeyView {
    /// Its id.
    id: DkimKeyId,
    /// The domain it signs for.
    domain: String,
    /// The name of its record.
    selector: String,
    /// How is signed.
    algorithm: Algorithm,
    /// What it is for at the moment.
    state: KeyState,
    /// The name of the TXT record to publish.
    record_name: String,
    /// What the TXT record says.
    record_value: String,
    /// When it was made.
    made_at: Timestamp,
    /// When its record was last found right.
    found_at: Option<Timestamp>,
}

fn example() -> serde_json::Value {
    json!({"id": "dkim_06pz3k5m8v00g", "domain": "example.com", "selector": "qdr-06pz3k5m8v00h", "algorithm": "rsa", "state": "next",
           "record_name": "qdr-06pz3k5m8v00h._domainkey.example.com", "record_value": "v=DKIM1; k=rsa; p=MIIBCgKCAQEA",
           "made_at": "2026-03-02T09:00:00Z", "found_at": null})
}

impl From<DkimKey> for KeyView {
    fn from(key: DkimKey) -> Self {
        Self {
            id: key.id,
            record_name: key.record_name(),
            record_value: key.record_value(),
            domain: key.domain,
            selector: key.selector,
            algorithm: key.algorithm,
            state: key.state,
            made_at: key.made_at,
            found_at: key.found_at.happened(),
        }
    }
}

/// Lists the keys that outgoing mail is or will be signed with.
#[utoipa::path(get, path = "/channels/dkim", operation_id = "dkim_list", tag = "channels",
    responses((status = 200, body = Page<KeyView>, description = "The keys, all on one page",
    example = json!({"items": [example()], "next_cursor": null})), SignIn, Forbidden))]
async fn dkim_list(State(post): State<Post>, who: Who) -> Answer<Json<Page<KeyView>>> {
    let keys = post.db().read(move |tx| commands::list(tx, &who.actor)).await?;
    Ok(Json(Page { items: keys.into_iter().map(KeyView::from).collect(), next_cursor: None }))
}

/// A key to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"domain": "example.com", "algorithm": "ed25519"}))]
struct DkimKeyCreation {
    /// The domain of one of the mailboxes.
    domain: String,
    /// `rsa` or `ed25519`.
    algorithm: Algorithm,
}

/// Makes a pair of keys; nothing is signed with it yet.
#[utoipa::path(post, path = "/channels/dkim", operation_id = "dkim_create", tag = "channels", request_body = DkimKeyCreation,
    responses((status = 201, body = KeyView, description = "The key, with the record to publish", example = json!(example())),
    Invalid, SignIn, Forbidden, Unprocessable))]
async fn dkim_create(
    State(post): State<Post>,
    who: Who,
    Json(body): Json<DkimKeyCreation>,
) -> Answer<(StatusCode, Json<KeyView>)> {
    let key = commands::create(&post, &who.actor, &body.domain, body.algorithm).await?;
    Ok((StatusCode::CREATED, Json(key.into())))
}

/// What the DNS says about a key.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"key": example(), "found": "missing"}))]
struct DkimCheck {
    /// The key as it is now.
    key: KeyView,
    /// `right`, `missing`, `other` or `silent`.
    found: Found,
}

/// Asks the DNS whether the record of a key is there and right.
#[utoipa::path(post, path = "/channels/dkim/{id}/check", operation_id = "dkim_check", tag = "channels",
    params(("id" = DkimKeyId, Path)),
    responses((status = 200, body = DkimCheck, description = "What the DNS says"), SignIn, Forbidden, NotFound))]
async fn dkim_check(State(post): State<Post>, who: Who, Path(id): Path<DkimKeyId>) -> Answer<Json<DkimCheck>> {
    let (key, found) = commands::check(&post, &who.actor, id).await?;
    Ok(Json(DkimCheck { key: key.into(), found }))
}

/// Signs with a key from now on; the one before of its kind retires.
#[utoipa::path(post, path = "/channels/dkim/{id}/activate", operation_id = "dkim_activate", tag = "channels",
    params(("id" = DkimKeyId, Path)),
    responses((status = 200, body = KeyView, description = "The key as it is now", example = json!(example())),
    SignIn, Forbidden, NotFound, Conflict))]
async fn dkim_activate(State(post): State<Post>, who: Who, Path(id): Path<DkimKeyId>) -> Answer<Json<KeyView>> {
    let key = post.db().write(move |tx| commands::activate(tx, &who.actor, id)).await?;
    Ok(Json(key.into()))
}

/// Stops signing with a key, or removes one that signs nothing.
#[utoipa::path(delete, path = "/channels/dkim/{id}", operation_id = "dkim_delete", tag = "channels",
    params(("id" = DkimKeyId, Path)),
    responses((status = 204, description = "It signs nothing any more"), SignIn, Forbidden, NotFound))]
async fn dkim_delete(State(post): State<Post>, who: Who, Path(id): Path<DkimKeyId>) -> Answer<StatusCode> {
    post.db().write(move |tx| commands::remove(tx, &who.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
