//! Endpoints of the second step.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use kernel::{Fault, PersonId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Answer, ClientAddress, Json, OwnPage};

use super::commands::{self, Entry};
use crate::access::Access;
use crate::error;
use crate::me::Me;
use crate::refusal::{Conflict, Gone, Invalid, TooOften, Unprocessable};
use crate::second_factor::{self, Codes, Enrolment, Proof, Way};
use crate::secret::SecretHash;
use crate::sessions::{self, Start};

/// The password was right, and a second step is needed before anything opens.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"ticket": "ExampleOnly", "ways": ["code", "recovery_code"], "expires_at": "2026-03-02T09:10:00Z"}))]
pub(crate) struct SecondStep {
    /// To be sent with the second step; it opens nothing else.
    ticket: String,
    /// By what it can be taken. None: a second factor has to be set up now, because the house demands one.
    ways: Vec<Way>,
    expires_at: Timestamp,
}

/// The second step: a code of the authenticator app, or a recovery code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ticket": "ExampleOnly", "code": "287082"}))]
pub(crate) struct SecondStepRequest {
    ticket: String,
    /// Six digits.
    code: Option<String>,
    /// One of the codes that were shown when the app was set up.
    recovery_code: Option<String>,
}

/// The ticket of a sign-in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ticket": "ExampleOnly"}))]
pub(crate) struct TicketRequest {
    ticket: String,
}

/// A code of the app that is being set up.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ticket": "ExampleOnly", "code": "287082"}))]
pub(crate) struct EnrolmentConfirmation {
    ticket: String,
    /// Six digits.
    code: String,
}

/// Signed in with a second factor that was just set up.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"recovery_codes": ["abcd-efgh-2345", "jkmn-pqrs-6789"]}))]
pub(crate) struct Enrolled {
    /// Shown this once. Each works once.
    recovery_codes: Vec<String>,
}

/// The answer to somebody with the right password.
pub(crate) enum Entered {
    In(HeaderMap, Box<Me>),
    Second(SecondStep),
}

impl IntoResponse for Entered {
    fn into_response(self) -> Response {
        match self {
            Self::In(headers, me) => (StatusCode::CREATED, headers, Json(*me)).into_response(),
            Self::Second(step) => (StatusCode::ACCEPTED, Json(step)).into_response(),
        }
    }
}

/// The answer for what became of a sign-in.
pub(crate) async fn entered(access: &Access, person: PersonId, start: &Start, entry: Entry) -> kernel::Result<Entered> {
    Ok(match entry {
        Entry::In => {
            Entered::In(sessions::cookies(start, access.is_https()), Box::new(sessions::me_of(access, person).await?))
        }
        Entry::Second(ways, expires_at) => {
            Entered::Second(SecondStep { ticket: start.secret.reveal().to_owned(), ways, expires_at })
        }
    })
}

pub(crate) fn router() -> OpenApiRouter<Access> {
    OpenApiRouter::new()
        .routes(routes!(sessions_second_step))
        .routes(routes!(sessions_enrol))
        .routes(routes!(sessions_confirm_enrolment))
}

/// Signs in with the second step.
#[utoipa::path(post, path = "/access/sessions/second-step", operation_id = "sessions_second_step", tag = "access", security(()),
    request_body = SecondStepRequest, responses((status = 201, body = Me, description = "Signed in", headers(("set-cookie" = String,
    description = "`qd_session`, for the browser"))), Invalid, Gone, Unprocessable, TooOften))]
async fn sessions_second_step(
    State(access): State<Access>,
    _: OwnPage,
    address: ClientAddress,
    headers: HeaderMap,
    Json(body): Json<SecondStepRequest>,
) -> Answer<(StatusCode, HeaderMap, Json<Me>)> {
    let proof = match (body.code, body.recovery_code) {
        (Some(code), None) => Proof::Code(code),
        (None, Some(code)) => Proof::RecoveryCode(code),
        _ => return Err(error::CODE_WRONG.at("code").into()),
    };
    let secret = SecretHash::of(&body.ticket);
    let (from, per_minute) = (address.0, access.sign_ins_per_minute());
    let counted = move |tx: &mut db::Tx<'_>| {
        sessions::begin_anonymous(tx, from, per_minute)?;
        commands::begin(tx, &secret)
    };
    let ticket = access.db().write(counted).await?;
    let start = access.new_session(sessions::device(address, &headers))?;
    let (begun, vault) = (start.clone(), access.vault());
    let done = access.db().write(move |tx| commands::finish(tx, &vault, &ticket, &proof, &begun)).await;
    if let Err(fault) = done {
        return Err(refused(&access, ticket.person, &start, fault).await.into());
    }
    Ok((
        StatusCode::CREATED,
        sessions::cookies(&start, access.is_https()),
        Json(sessions::me_of(&access, ticket.person).await?),
    ))
}

/// Writes a wrong second step down, as a wrong password is.
async fn refused(access: &Access, person: PersonId, start: &Start, fault: Fault) -> Fault {
    if !fault.is(error::CODE_WRONG) && !fault.is(error::SIGN_IN_GONE) {
        return fault;
    }
    let device = start.device.clone();
    let noted = access.db().write(move |tx| sessions::refuse_step(tx, person, &device)).await;
    noted.err().unwrap_or(fault)
}

/// Begins to set the demanded second factor up, between the password and the session.
#[utoipa::path(post, path = "/access/sessions/enrolment", operation_id = "sessions_enrol", tag = "access", security(()),
    request_body = TicketRequest, responses((status = 200, body = Enrolment, description = "What the app is given"),
    Invalid, Conflict, Gone, TooOften))]
async fn sessions_enrol(
    State(access): State<Access>,
    _: OwnPage,
    Json(body): Json<TicketRequest>,
) -> Answer<Json<Enrolment>> {
    let secret = SecretHash::of(&body.ticket);
    let ticket = access.db().write(move |tx| commands::open(tx, &secret)).await?;
    Ok(Json(second_factor::begin_for(&access, ticket.person).await?))
}

/// Switches the demanded second factor on, and signs in.
#[utoipa::path(post, path = "/access/sessions/enrolment/confirm", operation_id = "sessions_confirm_enrolment", tag = "access", security(()),
    request_body = EnrolmentConfirmation, responses((status = 201, body = Enrolled, description = "Signed in", headers(("set-cookie" = String,
    description = "`qd_session`, for the browser"))), Invalid, Conflict, Gone, Unprocessable, TooOften))]
async fn sessions_confirm_enrolment(
    State(access): State<Access>,
    _: OwnPage,
    address: ClientAddress,
    headers: HeaderMap,
    Json(body): Json<EnrolmentConfirmation>,
) -> Answer<(StatusCode, HeaderMap, Json<Enrolled>)> {
    let secret = SecretHash::of(&body.ticket);
    let ticket = access.db().write(move |tx| commands::begin(tx, &secret)).await?;
    let start = access.new_session(sessions::device(address, &headers))?;
    let (begun, vault, codes) = (start.clone(), access.vault(), Codes::random()?);
    let recovery_codes = codes.0.clone();
    let work = move |tx: &mut db::Tx<'_>| commands::finish_enrolment(tx, &vault, &ticket, (&body.code, &codes), &begun);
    access.db().write(work).await?;
    Ok((StatusCode::CREATED, sessions::cookies(&start, access.is_https()), Json(Enrolled { recovery_codes })))
}
