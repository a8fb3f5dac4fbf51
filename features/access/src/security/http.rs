//! Endpoints of what the house demands, and of the locks on accounts.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::StatusCode;
use kernel::{PersonId, RoleId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Answer, Json, Path, Who};

use super::commands::{self, RulesChange};
use super::store::{Demand, PasswordSignIn, Rules};
use crate::access::Access;
use crate::refusal::{Conflict, Forbidden, Invalid, NotFound, SignIn, Unprocessable};
use crate::sign_on::PersonIdentityId;
use crate::sign_on::store::Identity;

/// What the house demands of whoever signs in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"second_factor": "roles", "role_ids": ["role_0000000000001"], "password_sign_in": "everybody", "version": 2}))]
pub(crate) struct SecurityView {
    second_factor: Demand,
    /// Whose holders need one, with `roles`.
    role_ids: BTreeSet<RoleId>,
    /// Who may sign in with a password or a passkey.
    password_sign_in: PasswordSignIn,
    version: i64,
}

impl From<Rules> for SecurityView {
    fn from(rules: Rules) -> Self {
        let Rules { password_sign_in, second_factor, roles, version } = rules;
        Self { second_factor, role_ids: roles, password_sign_in, version }
    }
}

/// A change of what the house demands; absent fields stay as they are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"second_factor": "nobody", "version": 1}))]
pub(crate) struct SecurityRevision {
    second_factor: Option<Demand>,
    role_ids: Option<BTreeSet<RoleId>>,
    /// `administrators` signs everybody else out; there must be an enabled identity provider.
    password_sign_in: Option<PasswordSignIn>,
    /// The version that was seen.
    version: i64,
}

/// How a colleague signs in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"second_factor": true, "required": true, "locked_until": null, "identities": [{
    "id": "pidn_06pz3k5m8v00g", "provider": "Velo account", "created_at": "2026-03-02T09:00:00Z", "last_used_at": "2026-03-02T09:00:00Z"}]}))]
pub(crate) struct SignInView {
    /// Whether they have one.
    second_factor: bool,
    /// Whether the house demands one of them.
    required: bool,
    /// Until when too many failed attempts keep strangers' browsers out; null when nothing does.
    locked_until: Option<Timestamp>,
    /// Accounts at identity providers that sign in as this person.
    identities: Vec<PersonIdentity>,
}

/// Somebody's account at an identity provider.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "pidn_06pz3k5m8v00g", "provider": "Velo account", "created_at": "2026-03-02T09:00:00Z",
    "last_used_at": "2026-03-02T09:00:00Z"}))]
pub(crate) struct PersonIdentity {
    id: PersonIdentityId,
    /// What the provider is called here.
    provider: String,
    created_at: Timestamp,
    last_used_at: Timestamp,
}

impl From<Identity> for PersonIdentity {
    fn from(identity: Identity) -> Self {
        let Identity { id, provider, created_at, last_used_at } = identity;
        Self { id, provider, created_at, last_used_at }
    }
}

pub(crate) fn router() -> OpenApiRouter<Access> {
    OpenApiRouter::new()
        .routes(routes!(security_get, security_update))
        .routes(routes!(people_get_sign_in))
        .routes(routes!(people_unlock))
}

/// What the house demands of whoever signs in.
#[utoipa::path(get, path = "/access/security", operation_id = "security_get", tag = "access",
    responses((status = 200, body = SecurityView, description = "The demands"), SignIn, Forbidden))]
async fn security_get(State(access): State<Access>, who: Who) -> Answer<Json<SecurityView>> {
    Ok(Json(access.db().read(move |tx| commands::rules(tx, &who.actor)).await?.into()))
}

/// Changes what the house demands. Whoever is signed in without it has to sign in again.
#[utoipa::path(patch, path = "/access/security", operation_id = "security_update", tag = "access", request_body = SecurityRevision,
    responses((status = 200, body = SecurityView, description = "The changed demands"), Invalid, SignIn, Forbidden, Conflict, Unprocessable))]
async fn security_update(
    State(access): State<Access>,
    who: Who,
    Json(body): Json<SecurityRevision>,
) -> Answer<Json<SecurityView>> {
    let change = RulesChange {
        password_sign_in: body.password_sign_in,
        second_factor: body.second_factor,
        roles: body.role_ids,
        version: body.version,
    };
    Ok(Json(access.db().write(move |tx| commands::revise(tx, &who.actor, &change)).await?.into()))
}

/// How a colleague signs in, and whether their account is locked.
#[utoipa::path(get, path = "/access/people/{id}/sign-in", operation_id = "people_get_sign_in", tag = "access",
    params(("id" = PersonId, Path)), responses((status = 200, body = SignInView, description = "How they sign in"), SignIn, Forbidden, NotFound))]
async fn people_get_sign_in(
    State(access): State<Access>,
    who: Who,
    Path(id): Path<PersonId>,
) -> Answer<Json<SignInView>> {
    let state = access.db().read(move |tx| commands::state(tx, &who.actor, id)).await?;
    let commands::SignInState { second_factor, required, locked_until, identities } = state;
    let identities = identities.into_iter().map(PersonIdentity::from).collect();
    Ok(Json(SignInView { second_factor, required, locked_until, identities }))
}

/// Opens the lock that failed attempts put on a colleague's account.
#[utoipa::path(post, path = "/access/people/{id}/unlock", operation_id = "people_unlock", tag = "access", params(("id" = PersonId, Path)),
    responses((status = 204, description = "The account is open"), SignIn, Forbidden, NotFound))]
async fn people_unlock(State(access): State<Access>, who: Who, Path(id): Path<PersonId>) -> Answer<StatusCode> {
    let registry = access.registry();
    access.db().write(move |tx| commands::unlock(tx, &who.actor, &registry, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
