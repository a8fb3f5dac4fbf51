//! Endpoints of sessions.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use kernel::{Page, PageRequest, PersonId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Answer, ClientAddress, Json, OwnPage, Path, Query, Who};

use super::store::SessionRow;
use super::{Device, SessionId, Start};
use crate::access::Access;
use crate::error;
use crate::me::{self, Me};
use crate::refusal::{Forbidden, Invalid, NotFound, SignIn, TooOften};
use crate::secret::{Secret, SecretHash};
use crate::sign_ins::{self, Entered, Entry, SecondStep};

/// What a browser is known by after somebody signed in with it; it opens nothing.
const BROWSER: &str = "qd_browser";

/// A browser that somebody signed in with.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "sess_06pz3k5m8v00g", "created_at": "2026-03-02T09:00:00Z", "last_seen_at": "2026-03-02T11:20:00Z",
    "expires_at": "2026-04-01T11:20:00Z", "address": "192.0.2.7", "device": "Mozilla/5.0 (X11; Linux x86_64) Firefox/139.0", "current": true}))]
pub(crate) struct SessionView {
    id: SessionId,
    created_at: Timestamp,
    /// Right to about a minute.
    last_seen_at: Timestamp,
    /// Moves on with every use.
    expires_at: Timestamp,
    address: String,
    /// What the browser calls itself.
    device: String,
    /// Whether this request came with it.
    current: bool,
}

impl SessionView {
    pub(super) fn of(row: SessionRow, current: &str) -> Self {
        Self {
            current: row.id.to_string() == current,
            id: row.id,
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
            expires_at: row.expires_at,
            address: row.address,
            device: row.device,
        }
    }
}

/// Who wants to sign in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "ada@example.com", "password": "correct horse battery"}))]
pub(crate) struct SignInRequest {
    email: String,
    password: String,
}

pub(crate) fn router() -> OpenApiRouter<Access> {
    OpenApiRouter::new()
        .routes(routes!(sessions_list, sessions_create))
        .routes(routes!(sessions_delete_current))
        .routes(routes!(sessions_delete))
}

/// The browser's cookie for a session; the server alone knows when it expires.
pub(crate) fn cookie(secret: &Secret, https: bool) -> HeaderMap {
    // As long as browsers keep a cookie at all (400 days): the session's own end is kept by the server.
    set_cookie(&format!("qd_session={}; Path=/; HttpOnly; SameSite=Lax; Max-Age=34560000", secret.reveal()), https)
}

/// A cookie for the browser; over HTTPS it travels by nothing else.
pub(crate) fn set_cookie(text: &str, https: bool) -> HeaderMap {
    let text = if https { format!("{text}; Secure") } else { text.to_owned() };
    let value = HeaderValue::from_str(&text);
    value.map(|value| HeaderMap::from_iter([(header::SET_COOKIE, value)])).unwrap_or_default()
}

/// The browser's cookies for a session that begins: the session, and what the browser is known by the next time.
pub(crate) fn cookies(start: &Start, https: bool) -> HeaderMap {
    let mut headers = cookie(&start.secret, https);
    let known = format!("{BROWSER}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age=34560000", start.browser.reveal());
    for value in set_cookie(&known, https).values() {
        headers.append(header::SET_COOKIE, value.clone());
    }
    headers
}

/// The secret that a browser shows in a cookie.
pub(crate) fn shown(headers: &HeaderMap, name: &str) -> Option<SecretHash> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let value =
        lines.flat_map(|line| line.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))?;
    Some(SecretHash::of(value))
}

/// Where a request comes from.
pub(crate) fn device(address: ClientAddress, headers: &HeaderMap) -> Device {
    let name = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    Device { address: address.0, name, shown: shown(headers, BROWSER) }
}

/// Lists your own sessions, newest first.
#[utoipa::path(get, path = "/access/sessions", operation_id = "sessions_list", tag = "access", params(PageRequest),
    responses((status = 200, body = Page<SessionView>, description = "A page of sessions", example = json!({"items": [{
        "id": "sess_06pz3k5m8v00g", "created_at": "2026-03-02T09:00:00Z", "last_seen_at": "2026-03-02T11:20:00Z",
        "expires_at": "2026-04-01T11:20:00Z", "address": "192.0.2.7", "device": "Firefox/139.0", "current": true}], "next_cursor": null})),
    Invalid, SignIn, Forbidden))]
async fn sessions_list(
    State(access): State<Access>,
    who: Who,
    Query(request): Query<PageRequest>,
) -> Answer<Json<Page<SessionView>>> {
    let work = move |tx: &mut db::Tx<'_>| super::queries::page(tx, &who.actor, &who.credential, &request);
    Ok(Json(access.db().read(work).await?))
}

/// Signs in: answers who you are, and sets the cookie `qd_session`; or asks for the second step.
///
/// An unknown address, a wrong password and a person who left are answered alike, and take as long.
#[utoipa::path(post, path = "/access/sessions", operation_id = "sessions_create", tag = "access", request_body = SignInRequest,
    security(()), responses((status = 201, body = Me, description = "Signed in", headers(("set-cookie" = String,
    description = "`qd_session`, for the browser"))), (status = 202, body = SecondStep, description = "A second step is needed"),
    Invalid, SignIn, TooOften))]
async fn sessions_create(
    State(access): State<Access>,
    _: OwnPage,
    address: ClientAddress,
    headers: HeaderMap,
    Json(body): Json<SignInRequest>,
) -> Answer<Entered> {
    let (person, start, entry) = sign_in(&access, body, device(address, &headers)).await?;
    Ok(sign_ins::entered(&access, person, &start, entry).await?)
}

async fn sign_in(access: &Access, body: SignInRequest, device: Device) -> kernel::Result<(PersonId, Start, Entry)> {
    let (per_minute, from, email) = (access.sign_ins_per_minute(), device.clone(), body.email);
    let attempt = access.db().write(move |tx| super::begin(tx, &email, &from, per_minute)).await?;
    let hasher = access.hasher();
    let right = hasher.matches(body.password.clone(), attempt.hash.clone()).await?;
    let (true, Some(person), Some(hash)) = (right, attempt.person, attempt.hash.clone()) else {
        access.db().write(move |tx| super::refuse(tx, &attempt, &device)).await?;
        return Err(error::WRONG_CREDENTIALS.into());
    };
    let renewed = if hasher.is_outdated(&hash) { Some(hasher.hash(body.password).await?) } else { None };
    let start = access.new_session(device)?;
    let begun = start.clone();
    let entry = access.db().write(move |tx| super::finish(tx, person, &hash, renewed.as_ref(), &begun)).await?;
    Ok((person, start, entry))
}

/// Who a person is, as the screens need it after signing in.
pub(crate) async fn me_of(access: &Access, person: PersonId) -> kernel::Result<Me> {
    let registry = access.registry();
    access.db().read(move |tx| me::view(tx, &registry, person)).await
}

/// Signs out.
#[utoipa::path(delete, path = "/access/sessions/current", operation_id = "sessions_delete_current", tag = "access",
    responses((status = 204, description = "Signed out; the cookie is cleared"), SignIn, Forbidden))]
async fn sessions_delete_current(State(access): State<Access>, who: Who) -> Answer<(StatusCode, HeaderMap)> {
    let id = who.credential.parse::<SessionId>().map_err(|_| error::PERSON_ONLY)?;
    access.db().write(move |tx| super::end(tx, &who.actor, id)).await?;
    Ok((
        StatusCode::NO_CONTENT,
        set_cookie("qd_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0", access.is_https()),
    ))
}

/// Ends one of your sessions.
#[utoipa::path(delete, path = "/access/sessions/{id}", operation_id = "sessions_delete", tag = "access", params(("id" = SessionId, Path)),
    responses((status = 204, description = "The session is ended"), SignIn, Forbidden, NotFound))]
async fn sessions_delete(State(access): State<Access>, who: Who, Path(id): Path<SessionId>) -> Answer<StatusCode> {
    access.db().write(move |tx| super::end(tx, &who.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
