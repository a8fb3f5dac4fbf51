//! Endpoints for a new password.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Answer, ClientAddress, Json, OwnPage};

use super::commands;
use crate::access::Access;
use crate::refusal::{Gone, Invalid, TooOften, Unprocessable};
use crate::secret::SecretHash;
use crate::{passwords, sessions};

/// Who forgot the password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "ada@example.com"}))]
pub(crate) struct ResetRequest {
    email: String,
}

/// The new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"token": "ExampleOnly", "password": "correct horse battery"}))]
pub(crate) struct ResetRedemption {
    /// The secret of the link.
    token: String,
    /// At least 12 characters, without the name and mail address, and none that is tried first.
    password: String,
}

pub(crate) fn router() -> OpenApiRouter<Access> {
    OpenApiRouter::new().routes(routes!(password_resets_create)).routes(routes!(password_resets_redeem))
}

/// Asks for a link to choose a new password. The answer is the same whether or not there is such a person.
#[utoipa::path(post, path = "/access/password-resets", operation_id = "password_resets_create", tag = "access", security(()),
    request_body = ResetRequest, responses((status = 202, description = "If there is such a person, a mail is on its way"), Invalid, TooOften))]
async fn password_resets_create(
    State(access): State<Access>,
    _: OwnPage,
    ClientAddress(address): ClientAddress,
    Json(body): Json<ResetRequest>,
) -> Answer<StatusCode> {
    let per_minute = access.sign_ins_per_minute();
    access.db().write(move |tx| commands::request(tx, &body.email, address, per_minute)).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Chooses a new password by a link; all sessions of the person end.
#[utoipa::path(post, path = "/access/password-resets/redeem", operation_id = "password_resets_redeem", tag = "access", security(()),
    request_body = ResetRedemption, responses((status = 204, description = "The password is changed; sign in with it"),
    Invalid, Gone, Unprocessable, TooOften))]
async fn password_resets_redeem(
    State(access): State<Access>,
    _: OwnPage,
    ClientAddress(address): ClientAddress,
    Json(body): Json<ResetRedemption>,
) -> Answer<StatusCode> {
    let (secret, per_minute) = (SecretHash::of(&body.token), access.sign_ins_per_minute());
    let wanted = secret.clone();
    let look = move |tx: &mut db::Tx<'_>| {
        sessions::begin_anonymous(tx, address, per_minute)?;
        commands::open_link(tx, &wanted)
    };
    let (_, email) = access.db().write(look).await?;
    passwords::check(&body.password, &[&email]).map_err(|spec| spec.at("password"))?;
    let password = access.hasher().hash(body.password).await?;
    access.db().write(move |tx| commands::redeem(tx, &secret, &password)).await?;
    Ok(StatusCode::NO_CONTENT)
}
