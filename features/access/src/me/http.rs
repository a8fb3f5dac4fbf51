//! Endpoints about oneself.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use kernel::{PersonId, RoleId, TeamId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Answer, Json, Who};

use super::{MeChange, queries};
use crate::access::Access;
use crate::people::Ref;
use crate::refusal::{Conflict, Forbidden, Invalid, SignIn, TooOften, Unprocessable};
use crate::secret::Secret;
use crate::sessions::{self, SessionId};
use crate::{error, passwords};

/// Who you are and what you may do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"person": {"id": "pers_06pz3k5m8v00g", "name": "Ada Lovelace", "email": "ada@example.com", "language": "en",
    "time_zone": "Europe/Berlin", "role": {"id": "role_0000000000001", "name": "Administrator"}, "signature_html": "<p>Ada</p>",
    "version": 4, "avatar_color": "#1f5f8b", "has_password": true}, "permissions": ["access.team.manage"], "teams": [],
    "company": {"name": "Velo & Co", "time_zone": "Europe/Berlin", "language": "en"}}))]
pub(crate) struct Me {
    pub(super) person: MySelf,
    /// Names of permissions, sorted.
    pub(super) permissions: Vec<String>,
    pub(super) teams: Vec<Ref<TeamId>>,
    pub(super) company: MyCompany,
}

/// Your own person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MySelf {
    pub(super) id: PersonId,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) language: String,
    pub(super) time_zone: String,
    pub(super) role: Ref<RoleId>,
    /// Put under your mails, clean HTML.
    pub(super) signature_html: String,
    pub(super) version: i64,
    /// The disc behind the initials, as CSS colour.
    pub(super) avatar_color: String,
    /// Whether you have a password here; people who sign in with a provider may have none.
    pub(super) has_password: bool,
}

/// The company you work for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MyCompany {
    pub(super) name: String,
    pub(super) time_zone: String,
    pub(super) language: String,
}

/// A change of your own preferences; absent fields stay as they are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"language": "de", "time_zone": "Europe/Berlin", "version": 4}))]
pub(crate) struct MeRevision {
    name: Option<String>,
    /// `en` or `de`.
    language: Option<String>,
    /// A zone of the time zone database.
    time_zone: Option<String>,
    /// Cleaned of everything that could act.
    signature_html: Option<String>,
    /// The version that was seen.
    version: i64,
}

/// Your present and your new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"current": "correct horse battery", "new": "staple the other way"}))]
pub(crate) struct PasswordChange {
    current: String,
    /// At least 12 characters, without your name and mail address, and none that is tried first.
    new: String,
}

pub(crate) fn router() -> OpenApiRouter<Access> {
    OpenApiRouter::new().routes(routes!(me_get, me_update)).routes(routes!(me_set_password))
}

/// Who you are and what you may do.
#[utoipa::path(get, path = "/access/me", operation_id = "me_get", tag = "access",
    responses((status = 200, body = Me, description = "Who you are"), SignIn))]
async fn me_get(State(access): State<Access>, who: Who) -> Answer<Json<Me>> {
    let registry = access.registry();
    Ok(Json(access.db().read(move |tx| queries::view_of_actor(tx, &registry, &who.actor)).await?))
}

/// Changes your own preferences.
#[utoipa::path(patch, path = "/access/me", operation_id = "me_update", tag = "access", request_body = MeRevision,
    responses((status = 200, body = Me, description = "Who you are now"), Invalid, SignIn, Forbidden, Conflict, Unprocessable))]
async fn me_update(State(access): State<Access>, who: Who, Json(body): Json<MeRevision>) -> Answer<Json<Me>> {
    let registry = access.registry();
    let change = MeChange {
        name: body.name,
        language: body.language,
        time_zone: body.time_zone,
        signature_html: body.signature_html,
        version: body.version,
    };
    let work = move |tx: &mut db::Tx<'_>| {
        super::revise(tx, &who.actor, &change)?;
        queries::view_of_actor(tx, &registry, &who.actor)
    };
    Ok(Json(access.db().write(work).await?))
}

/// Changes your password; all your other sessions end, and this one gets a new cookie.
#[utoipa::path(put, path = "/access/me/password", operation_id = "me_set_password", tag = "access", request_body = PasswordChange,
    responses((status = 204, description = "The password is changed", headers(("set-cookie" = String, description = "`qd_session`, anew"))), Invalid, SignIn, Forbidden, Unprocessable, TooOften))]
async fn me_set_password(
    State(access): State<Access>,
    who: Who,
    Json(body): Json<PasswordChange>,
) -> Answer<(StatusCode, HeaderMap)> {
    let person = sessions::require_browser(&who.actor)?;
    let session = who.credential.parse::<SessionId>().map_err(|_| error::PERSON_ONLY)?;
    let (email, hash) = access.db().write(move |tx| sessions::begin_own(tx, person)).await?;
    passwords::check(&body.new, &[&email, &who.actor.name]).map_err(|spec| spec.at("new"))?;
    let hasher = access.hasher();
    let (true, Some(compared)) = (hasher.matches(body.current, hash.clone()).await?, hash) else {
        return Err(error::PASSWORD_WRONG.at("current").into());
    };
    let new = hasher.hash(body.new).await?;
    let secret = Secret::random()?;
    let renewed = secret.hash();
    access.db().write(move |tx| super::change_password(tx, &who.actor, &compared, &new, (session, &renewed))).await?;
    Ok((StatusCode::NO_CONTENT, sessions::cookie(&secret, access.is_https())))
}
