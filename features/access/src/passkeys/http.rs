//! Endpoints of passkeys.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Answer, ClientAddress, Json, OwnPage, Path, Who};

use super::store::Kept;
use super::{PasskeyId, commands, store};
use crate::access::Access;
use crate::me::Me;
use crate::refusal::{Conflict, Forbidden, Gone, Invalid, NotFound, SignIn, TooOften, Unprocessable};
use crate::second_factor::{Codes, PasswordAgain};
use crate::secret::{Secret, SecretHash};
use crate::sessions;

/// A passkey of yours.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "pkey_06pz3k5m8v00g", "name": "Laptop", "created_at": "2026-03-02T09:00:00Z", "last_used_at": null}))]
pub(crate) struct PasskeyView {
    id: PasskeyId,
    name: String,
    created_at: Timestamp,
    last_used_at: Option<Timestamp>,
}

impl From<Kept> for PasskeyView {
    fn from(kept: Kept) -> Self {
        Self { id: kept.id, name: kept.name, created_at: kept.created_at, last_used_at: kept.last_used_at.happened() }
    }
}

/// Your passkeys.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"available": true, "items": [{"id": "pkey_06pz3k5m8v00g", "name": "Laptop",
    "created_at": "2026-03-02T09:00:00Z", "last_used_at": null}]}))]
pub(crate) struct Passkeys {
    /// Whether browsers take passkeys at this server's public address: by HTTPS under a name, or as localhost.
    available: bool,
    items: Vec<PasskeyView>,
}

/// What the browser is to ask a device.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"ticket": "ExampleOnly", "options": {"challenge": "ExampleOnly"}}))]
pub(crate) struct PasskeyQuestion {
    /// To be sent with the answer.
    ticket: String,
    /// As `PublicKeyCredential.parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON` take it.
    #[schema(value_type = Object)]
    options: Value,
}

/// The passkey that a device made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ticket": "ExampleOnly", "name": "Laptop", "credential": {"id": "ExampleOnly"}}))]
pub(crate) struct PasskeyCreation {
    ticket: String,
    /// What you call the device.
    name: String,
    /// The browser's `credential.toJSON()`.
    #[schema(value_type = Object)]
    credential: Value,
}

/// A new passkey.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"passkey": {"id": "pkey_06pz3k5m8v00g", "name": "Laptop", "created_at": "2026-03-02T09:00:00Z",
    "last_used_at": null}, "recovery_codes": null}))]
pub(crate) struct PasskeyMade {
    passkey: PasskeyView,
    /// Shown this once, with the first second factor; null when you have some.
    recovery_codes: Option<Vec<String>>,
}

/// The passkey that a device shows.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ticket": "ExampleOnly", "credential": {"id": "ExampleOnly"}}))]
pub(crate) struct PasskeyAnswer {
    ticket: String,
    /// The browser's `credential.toJSON()`.
    #[schema(value_type = Object)]
    credential: Value,
}

pub(crate) fn router() -> OpenApiRouter<Access> {
    OpenApiRouter::new()
        .routes(routes!(passkeys_list, passkeys_create))
        .routes(routes!(passkeys_begin))
        .routes(routes!(passkeys_remove))
        .routes(routes!(sessions_ask_passkey))
        .routes(routes!(sessions_create_by_passkey))
}

/// Lists your passkeys, and whether you can have any here.
#[utoipa::path(get, path = "/access/me/passkeys", operation_id = "passkeys_list", tag = "access",
    responses((status = 200, body = Passkeys, description = "Your passkeys"), SignIn, Forbidden))]
async fn passkeys_list(State(access): State<Access>, who: Who) -> Answer<Json<Passkeys>> {
    let person = sessions::require_browser(&who.actor)?;
    let kept = access.db().read(move |tx| store::of(tx, person)).await?;
    let items = kept.into_iter().map(PasskeyView::from).collect();
    Ok(Json(Passkeys { available: access.relying_party().is_available(), items }))
}

/// Begins to add a passkey.
#[utoipa::path(post, path = "/access/me/passkeys/begin", operation_id = "passkeys_begin", tag = "access", request_body = PasswordAgain,
    responses((status = 200, body = PasskeyQuestion, description = "What to ask the device"), Invalid, SignIn, Forbidden, Conflict,
    Unprocessable, TooOften))]
async fn passkeys_begin(
    State(access): State<Access>,
    who: Who,
    Json(body): Json<PasswordAgain>,
) -> Answer<Json<PasskeyQuestion>> {
    let person = sessions::confirm(&access, &who, body.password).await?;
    let (party, secret) = (access.relying_party(), Secret::random()?);
    let ticket = secret.hash();
    let options = access.db().write(move |tx| commands::begin(tx, &party, person, &ticket)).await?;
    Ok(Json(PasskeyQuestion { ticket: secret.reveal().to_owned(), options }))
}

/// Adds the passkey that a device made.
#[utoipa::path(post, path = "/access/me/passkeys", operation_id = "passkeys_create", tag = "access", request_body = PasskeyCreation,
    responses((status = 201, body = PasskeyMade, description = "The passkey"), Invalid, SignIn, Forbidden, Conflict, Gone, Unprocessable))]
async fn passkeys_create(
    State(access): State<Access>,
    who: Who,
    Json(body): Json<PasskeyCreation>,
) -> Answer<(StatusCode, Json<PasskeyMade>)> {
    sessions::require_browser(&who.actor)?;
    let made = commands::Made { ticket: SecretHash::of(&body.ticket), name: body.name, credential: body.credential };
    let (party, vault, codes) = (access.relying_party(), access.vault(), Codes::random()?);
    let shown = codes.0.clone();
    let work = move |tx: &mut db::Tx<'_>| commands::add(tx, (&party, &vault), &who.actor, &made, &codes);
    let (kept, fresh) = access.db().write(work).await?;
    Ok((StatusCode::CREATED, Json(PasskeyMade { passkey: kept.into(), recovery_codes: fresh.then_some(shown) })))
}

/// Removes a passkey of yours.
#[utoipa::path(post, path = "/access/me/passkeys/{id}/remove", operation_id = "passkeys_remove", tag = "access",
    params(("id" = PasskeyId, Path)), request_body = PasswordAgain, responses((status = 204, description = "It is removed"),
    Invalid, SignIn, Forbidden, NotFound, Conflict, Unprocessable, TooOften))]
async fn passkeys_remove(
    State(access): State<Access>,
    who: Who,
    Path(id): Path<PasskeyId>,
    Json(body): Json<PasswordAgain>,
) -> Answer<StatusCode> {
    let person = sessions::confirm(&access, &who, body.password).await?;
    access.db().write(move |tx| commands::remove(tx, &who.actor, person, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Begins to sign in with a passkey; nobody has to say who they are.
#[utoipa::path(post, path = "/access/sessions/passkey/begin", operation_id = "sessions_ask_passkey", tag = "access", security(()),
    responses((status = 200, body = PasskeyQuestion, description = "What to ask the device"), Conflict, TooOften))]
async fn sessions_ask_passkey(
    State(access): State<Access>,
    _: OwnPage,
    ClientAddress(address): ClientAddress,
) -> Answer<Json<PasskeyQuestion>> {
    let (party, secret, per_minute) = (access.relying_party(), Secret::random()?, access.sign_ins_per_minute());
    let ticket = secret.hash();
    let work = move |tx: &mut db::Tx<'_>| {
        sessions::begin_anonymous(tx, address, per_minute)?;
        commands::ask(tx, &party, &ticket)
    };
    let options = access.db().write(work).await?;
    Ok(Json(PasskeyQuestion { ticket: secret.reveal().to_owned(), options }))
}

/// Signs in with the passkey that a device shows, without password and code.
#[utoipa::path(post, path = "/access/sessions/passkey", operation_id = "sessions_create_by_passkey", tag = "access", security(()),
    request_body = PasskeyAnswer, responses((status = 201, body = Me, description = "Signed in", headers(("set-cookie" = String,
    description = "`qd_session`, for the browser"))), Invalid, Conflict, Gone, Unprocessable, TooOften))]
async fn sessions_create_by_passkey(
    State(access): State<Access>,
    _: OwnPage,
    address: ClientAddress,
    headers: HeaderMap,
    Json(body): Json<PasskeyAnswer>,
) -> Answer<(StatusCode, HeaderMap, Json<Me>)> {
    let (party, ticket) = (access.relying_party(), SecretHash::of(&body.ticket));
    let start = access.new_session(sessions::device(address, &headers))?;
    let begun = start.clone();
    let work = move |tx: &mut db::Tx<'_>| commands::enter(tx, &party, (&ticket, &body.credential), &begun);
    let person = access.db().write(work).await?;
    Ok((
        StatusCode::CREATED,
        sessions::cookies(&start, access.is_https()),
        Json(sessions::me_of(&access, person).await?),
    ))
}
