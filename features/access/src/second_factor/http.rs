//! Endpoints of one's own second factor, and of resetting a colleague's.

use axum::extract::State;
use axum::http::StatusCode;
use kernel::{PersonId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Answer, Json, Path, Who};

use super::model::{Codes, TotpSecret, qr_svg};
use super::{commands, reset};
use crate::access::Access;
use crate::refusal::{Conflict, Forbidden, Invalid, NotFound, SignIn, TooOften, Unprocessable};
use crate::sessions;

/// What you have set up.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"totp_since": "2026-03-02T09:00:00Z", "recovery_codes": 10, "required": true}))]
pub(crate) struct SecondFactorView {
    /// Since when an authenticator app is asked for; null when none is.
    totp_since: Option<Timestamp>,
    /// Recovery codes that were not used yet.
    recovery_codes: i64,
    /// Whether the house demands a second factor of you.
    required: bool,
}

/// Your password once more, for what protects your account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"password": "correct horse battery"}))]
pub(crate) struct PasswordAgain {
    pub(crate) password: String,
}

/// A code of the authenticator app.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "287082"}))]
pub(crate) struct CodeConfirmation {
    /// Six digits.
    code: String,
}

/// What an authenticator app is given, shown this once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"secret": "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ",
    "uri": "otpauth://totp/Velo:ada%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Velo", "qr_svg": "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"}))]
pub(crate) struct Enrolment {
    /// To type, where nothing can be scanned.
    secret: String,
    /// To open on the device that has the app.
    uri: String,
    /// The address as a picture, SVG.
    qr_svg: String,
}

impl Enrolment {
    pub(crate) fn of(secret: &TotpSecret, company: &str, email: &str) -> kernel::Result<Self> {
        let uri = secret.uri(company, email);
        Ok(Self { secret: secret.text(), qr_svg: qr_svg(&uri)?, uri })
    }
}

/// Recovery codes, shown this once. Each works once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"recovery_codes": ["abcd-efgh-2345", "jkmn-pqrs-6789"]}))]
pub(crate) struct RecoveryCodes {
    pub(crate) recovery_codes: Vec<String>,
}

pub(crate) fn router() -> OpenApiRouter<Access> {
    OpenApiRouter::new()
        .routes(routes!(second_factor_get))
        .routes(routes!(second_factor_begin))
        .routes(routes!(second_factor_confirm))
        .routes(routes!(second_factor_remove))
        .routes(routes!(second_factor_renew_codes))
        .routes(routes!(people_reset_second_factor))
}

/// What you have set up as second factor.
#[utoipa::path(get, path = "/access/me/second-factor", operation_id = "second_factor_get", tag = "access",
    responses((status = 200, body = SecondFactorView, description = "What is set up"), SignIn, Forbidden))]
async fn second_factor_get(State(access): State<Access>, who: Who) -> Answer<Json<SecondFactorView>> {
    let person = sessions::require_browser(&who.actor)?;
    let view = access.db().read(move |tx| commands::view(tx, person)).await?;
    let commands::View { totp_since, recovery_codes, required, .. } = view;
    Ok(Json(SecondFactorView { totp_since, recovery_codes, required }))
}

/// Begins to set an authenticator app up. It counts once a code of it was confirmed.
#[utoipa::path(post, path = "/access/me/second-factor/totp", operation_id = "second_factor_begin", tag = "access",
    request_body = PasswordAgain, responses((status = 200, body = Enrolment, description = "What the app is given"),
    Invalid, SignIn, Forbidden, Conflict, Unprocessable, TooOften))]
async fn second_factor_begin(
    State(access): State<Access>,
    who: Who,
    Json(body): Json<PasswordAgain>,
) -> Answer<Json<Enrolment>> {
    let person = sessions::confirm(&access, &who, body.password).await?;
    Ok(Json(begin_for(&access, person).await?))
}

/// Makes and keeps a secret for somebody, and shows it to them.
pub(crate) async fn begin_for(access: &Access, person: PersonId) -> kernel::Result<Enrolment> {
    let (secret, vault) = (TotpSecret::random()?, access.vault());
    let kept = secret.clone();
    let work = move |tx: &mut db::Tx<'_>| {
        commands::begin(tx, &vault, person, &kept)?;
        crate::notices::addressee(tx, person)
    };
    let (known, company) = access.db().write(work).await?;
    Enrolment::of(&secret, &format!("Quarterdeck {}", company.name), &known.email)
}

/// Switches the authenticator app on by one of its codes; answers ten recovery codes, shown this once.
#[utoipa::path(post, path = "/access/me/second-factor/totp/confirm", operation_id = "second_factor_confirm", tag = "access",
    request_body = CodeConfirmation, responses((status = 200, body = RecoveryCodes, description = "It is on"),
    Invalid, SignIn, Forbidden, Conflict, Unprocessable, TooOften))]
async fn second_factor_confirm(
    State(access): State<Access>,
    who: Who,
    Json(body): Json<CodeConfirmation>,
) -> Answer<Json<RecoveryCodes>> {
    let person = sessions::require_browser(&who.actor)?;
    access.db().write(move |tx| commands::count_guess(tx, person)).await?;
    let (codes, vault) = (Codes::random()?, access.vault());
    let shown = codes.0.clone();
    access.db().write(move |tx| commands::confirm(tx, &vault, person, &body.code, &codes)).await?;
    Ok(Json(RecoveryCodes { recovery_codes: shown }))
}

/// Switches the authenticator app off.
#[utoipa::path(post, path = "/access/me/second-factor/totp/remove", operation_id = "second_factor_remove", tag = "access",
    request_body = PasswordAgain, responses((status = 204, description = "It is off"),
    Invalid, SignIn, Forbidden, Conflict, Unprocessable, TooOften))]
async fn second_factor_remove(
    State(access): State<Access>,
    who: Who,
    Json(body): Json<PasswordAgain>,
) -> Answer<StatusCode> {
    let person = sessions::confirm(&access, &who, body.password).await?;
    access.db().write(move |tx| commands::remove_totp(tx, &who.actor, person)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes new recovery codes; the old ones are useless from now on.
#[utoipa::path(post, path = "/access/me/second-factor/recovery-codes", operation_id = "second_factor_renew_codes", tag = "access",
    request_body = PasswordAgain, responses((status = 200, body = RecoveryCodes, description = "The new codes"),
    Invalid, SignIn, Forbidden, Conflict, Unprocessable, TooOften))]
async fn second_factor_renew_codes(
    State(access): State<Access>,
    who: Who,
    Json(body): Json<PasswordAgain>,
) -> Answer<Json<RecoveryCodes>> {
    let person = sessions::confirm(&access, &who, body.password).await?;
    let (codes, vault) = (Codes::random()?, access.vault());
    let shown = codes.0.clone();
    access.db().write(move |tx| commands::renew_codes(tx, &vault, &who.actor, person, &codes)).await?;
    Ok(Json(RecoveryCodes { recovery_codes: shown }))
}

/// Takes a colleague's second factor away, who lost it; all their sessions end.
#[utoipa::path(delete, path = "/access/people/{id}/second-factor", operation_id = "people_reset_second_factor", tag = "access",
    params(("id" = PersonId, Path)), responses((status = 204, description = "They sign in with the password alone, or set a new one up"),
    SignIn, Forbidden, NotFound))]
async fn people_reset_second_factor(
    State(access): State<Access>,
    who: Who,
    Path(id): Path<PersonId>,
) -> Answer<StatusCode> {
    let registry = access.registry();
    access.db().write(move |tx| reset(tx, &who.actor, &registry, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
