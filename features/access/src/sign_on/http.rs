//! Endpoints of signing in by a provider.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use kernel::PersonId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Answer, ClientAddress, Json, OwnPage, Path, Who};

use super::begin::{self, Brought};
use super::{PersonIdentityId, arrive, store};
use crate::access::Access;
use crate::events;
use crate::identity_providers::{self, IdentityProviderId};
use crate::me::Me;
use crate::people;
use crate::permissions::MANAGE_PEOPLE;
use crate::refusal::{Forbidden, Gone, Invalid, NotFound, SignIn, TooOften, Unprocessable};
use crate::security::store::{self as security, PasswordSignIn};
use crate::sessions;
use crate::sign_ins::{self, Entered, SecondStep};

/// What a browser shows that was sent to a provider.
const SENT: &str = "qd_sign_on";

/// A provider, as a button on the sign-in page.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"id": "idpr_06pz3k5m8v00g", "name": "Velo account"}))]
pub(crate) struct SignOnChoice {
    id: IdentityProviderId,
    name: String,
}

/// How people can sign in here.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"password": "everybody", "providers": [{"id": "idpr_06pz3k5m8v00g", "name": "Velo account"}]}))]
pub(crate) struct SignOnOffer {
    /// Who may sign in with a password or passkey.
    password: PasswordSignIn,
    providers: Vec<SignOnChoice>,
}

/// Where to go to sign in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"url": "https://login.example.com/realms/velo/auth?response_type=code"}))]
pub(crate) struct SignOnWay {
    url: String,
}

/// What somebody brought back from a provider, as it stood in the address.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"state": "ExampleOnly", "code": "ExampleOnly"}))]
pub(crate) struct SignOnReturn {
    state: String,
    code: Option<String>,
    /// Why there is no code.
    error: Option<String>,
    /// Who says it sends them, where it does.
    iss: Option<String>,
}

pub(crate) fn router() -> OpenApiRouter<Access> {
    OpenApiRouter::new()
        .routes(routes!(sign_on_offer))
        .routes(routes!(sign_on_begin))
        .routes(routes!(sign_on_return))
        .routes(routes!(people_forget_identity))
}

/// How people can sign in here.
#[utoipa::path(get, path = "/access/sign-on", operation_id = "sign_on_offer", tag = "access", security(()),
    responses((status = 200, body = SignOnOffer, description = "The ways in")))]
async fn sign_on_offer(State(access): State<Access>) -> Answer<Json<SignOnOffer>> {
    let work = |tx: &mut db::Tx<'_>| {
        let providers = identity_providers::store::all(tx)?.into_iter().filter(|provider| provider.enabled);
        let providers = providers.map(|provider| SignOnChoice { id: provider.id, name: provider.name }).collect();
        Ok(SignOnOffer { password: security::find(tx)?.password_sign_in, providers })
    };
    Ok(Json(access.db().read(work).await?))
}

/// Begins to sign in by a provider. Good for a quarter of an hour, in the browser that asked.
#[utoipa::path(post, path = "/access/sign-on/{id}/begin", operation_id = "sign_on_begin", tag = "access", security(()),
    params(("id" = IdentityProviderId, Path)), responses((status = 200, body = SignOnWay, description = "The provider's page",
    headers(("set-cookie" = String, description = "`qd_sign_on`, to be shown on return"))), NotFound, Unprocessable, TooOften))]
async fn sign_on_begin(
    State(access): State<Access>,
    _: OwnPage,
    ClientAddress(address): ClientAddress,
    Path(id): Path<IdentityProviderId>,
) -> Answer<(HeaderMap, Json<SignOnWay>)> {
    let per_minute = access.sign_ins_per_minute();
    access.db().write(move |tx| sessions::begin_anonymous(tx, address, per_minute)).await?;
    let (url, browser) = begin::begin(&access, id).await?;
    let cookie = format!("{SENT}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age=900", browser.reveal());
    Ok((sessions::set_cookie(&cookie, access.is_https()), Json(SignOnWay { url })))
}

/// Signs in with what a provider says: answers who you are, and sets the cookie `qd_session`; or asks for the second step.
#[utoipa::path(post, path = "/access/sign-on/return", operation_id = "sign_on_return", tag = "access", security(()),
    request_body = SignOnReturn, responses((status = 201, body = Me, description = "Signed in", headers(("set-cookie" = String,
    description = "`qd_session`, for the browser"))), (status = 202, body = SecondStep, description = "A second step is needed"),
    Invalid, Forbidden, NotFound, Gone, Unprocessable, TooOften))]
async fn sign_on_return(
    State(access): State<Access>,
    _: OwnPage,
    address: ClientAddress,
    headers: HeaderMap,
    Json(body): Json<SignOnReturn>,
) -> Answer<Entered> {
    let browser = sessions::shown(&headers, SENT);
    let code = body.code.filter(|_| body.error.is_none());
    let brought = Brought { state: body.state, code, issuer: body.iss, browser };
    let (provider, claims) = begin::claims(&access, brought).await?;
    let start = access.new_session(sessions::device(address, &headers))?;
    let begun = start.clone();
    let work = move |tx: &mut db::Tx<'_>| {
        // Who got through is no stranger who tries: many colleagues may share one address.
        sessions::give_back(tx, begun.device.address)?;
        arrive::arrive(tx, &provider, &claims, &begun)
    };
    let (person, entry) = access.db().write(work).await?;
    Ok(sign_ins::entered(&access, person, &start, entry).await?)
}

/// Disconnects a colleague's account at a provider. It connects again by its address at the next sign-in, unless they left.
#[utoipa::path(delete, path = "/access/people/{id}/identities/{identity}", operation_id = "people_forget_identity", tag = "access",
    params(("id" = PersonId, Path), ("identity" = PersonIdentityId, Path)),
    responses((status = 204, description = "It is disconnected"), SignIn, Forbidden, NotFound))]
async fn people_forget_identity(
    State(access): State<Access>,
    who: Who,
    Path((id, identity)): Path<(PersonId, PersonIdentityId)>,
) -> Answer<StatusCode> {
    let registry = access.registry();
    let work = move |tx: &mut db::Tx<'_>| {
        who.actor.require(MANAGE_PEOPLE)?;
        people::check_superior(tx, &who.actor, &registry, id)?;
        if !store::forget(tx, identity, id)? {
            return Err(kernel::Fault::not_found());
        }
        sessions::end_all(tx, id, None)?;
        events::record(tx, &who.actor, events::IDENTITY_FORGOTTEN, id, serde_json::json!({}))
    };
    access.db().write(work).await?;
    Ok(StatusCode::NO_CONTENT)
}
