//! Endpoints of set-up.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Answer, ClientAddress, Json, OwnPage, Who};

use super::{Beginning, NewCompany, Progress, commands, store};
use crate::access::Access;
use crate::fields::{self, Email, Fields};
use crate::me::Me;
use crate::refusal::{Conflict, Invalid, SignIn, TooOften, Unprocessable};
use crate::{error, passwords, sessions};

/// Whether Quarterdeck waits to be set up.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"needed": true}))]
pub(crate) struct SetupState {
    needed: bool,
}

/// The company and its first administrator.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Ada Lovelace", "email": "ada@example.com", "password": "correct horse battery",
    "company": "Velo & Co", "time_zone": "Europe/Berlin", "language": "en", "start": "demo"}))]
pub(crate) struct SetupRequest {
    /// The administrator's name.
    name: String,
    /// The administrator's mail address.
    email: String,
    /// At least 12 characters, without the name and mail address, and none that is tried first.
    password: String,
    /// The company's name.
    company: String,
    /// A zone of the time zone database.
    time_zone: String,
    /// `en` or `de`.
    language: String,
    /// With nothing, or with a demo company to explore.
    start: Beginning,
}

pub(crate) fn router() -> OpenApiRouter<Access> {
    OpenApiRouter::new().routes(routes!(setup_get, setup_create)).routes(routes!(setup_progress_get))
}

/// Whether Quarterdeck waits to be set up.
#[utoipa::path(get, path = "/access/setup", operation_id = "setup_get", tag = "access", security(()),
    responses((status = 200, body = SetupState, description = "Whether set-up is needed")))]
async fn setup_get(State(access): State<Access>) -> Answer<Json<SetupState>> {
    let needed = access.db().read(commands::is_needed).await?;
    Ok(Json(SetupState { needed }))
}

/// Sets Quarterdeck up: makes the company and its first administrator, who is signed in at once.
#[utoipa::path(post, path = "/access/setup", operation_id = "setup_create", tag = "access", security(()), request_body = SetupRequest,
    responses((status = 201, body = Me, description = "The administrator, signed in", headers(("set-cookie" = String,
    description = "`qd_session`, for the browser"))), Invalid, Conflict, Unprocessable, TooOften))]
async fn setup_create(
    State(access): State<Access>,
    _: OwnPage,
    address: ClientAddress,
    headers: HeaderMap,
    Json(body): Json<SetupRequest>,
) -> Answer<(StatusCode, HeaderMap, Json<Me>)> {
    check(&body)?;
    let (per_minute, from) = (access.sign_ins_per_minute(), address.0);
    let counted = move |tx: &mut db::Tx<'_>| {
        sessions::begin_anonymous(tx, from, per_minute)?;
        commands::is_needed(tx)
    };
    if !access.db().write(counted).await? {
        return Err(error::ALREADY_SET_UP.into());
    }
    let password = access.hasher().hash(body.password).await?;
    let (name, email, company, time_zone, language) =
        (body.name, body.email, body.company, body.time_zone, body.language);
    let input = NewCompany { name, email, password, company, time_zone, language };
    let start = access.new_session(sessions::device(address, &headers))?;
    let (begun, demo, beginning) = (start.clone(), access.demo(), body.start);
    let work = move |tx: &mut db::Tx<'_>| {
        let person = super::create(tx, &input)?;
        if beginning == Beginning::Demo {
            commands::begin_demo(tx, &*demo, person)?;
        }
        sessions::start(tx, person, &begun)?;
        Ok(person)
    };
    let person = access.db().write(work).await?;
    Ok((
        StatusCode::CREATED,
        sessions::cookies(&start, access.is_https()),
        Json(sessions::me_of(&access, person).await?),
    ))
}

/// Names every field at fault before anything slow is done.
fn check(body: &SetupRequest) -> kernel::Result<()> {
    let mut checked = Fields::default();
    checked.check("name", fields::name(&body.name));
    if let Err(spec) = Email::parse(&body.email) {
        checked.refuse("email", spec);
    }
    checked.check("password", passwords::check(&body.password, &[&body.email, &body.name, &body.company]));
    checked.check("company", fields::name(&body.company));
    checked.check("time_zone", fields::time_zone(&body.time_zone));
    checked.check("language", fields::language(&body.language));
    checked.done()
}

/// How far the demo company is.
#[utoipa::path(get, path = "/access/setup/progress", operation_id = "setup_progress_get", tag = "access",
    responses((status = 200, body = Progress, description = "How far it is"), SignIn))]
async fn setup_progress_get(State(access): State<Access>, _: Who) -> Answer<Json<Progress>> {
    Ok(Json(access.db().read(store::find).await?))
}
