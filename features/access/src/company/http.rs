//! Endpoints of the company.

use axum::extract::State;
use kernel::Fault;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Answer, Json, Who};

use super::{Company, CompanyChange, store};
use crate::access::Access;
use crate::refusal::{Conflict, Forbidden, Invalid, SignIn, Unprocessable};

/// The company.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"name": "Velo & Co", "time_zone": "Europe/Berlin", "language": "en", "version": 1}))]
pub(crate) struct CompanyView {
    name: String,
    time_zone: String,
    language: String,
    version: i64,
}

impl From<Company> for CompanyView {
    fn from(company: Company) -> Self {
        let Company { name, time_zone, language, version } = company;
        Self { name, time_zone, language, version }
    }
}

/// A change of the company; absent fields stay as they are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Velo & Company", "version": 1}))]
pub(crate) struct CompanyRevision {
    name: Option<String>,
    /// A zone of the time zone database.
    time_zone: Option<String>,
    /// `en` or `de`.
    language: Option<String>,
    /// The version that was seen.
    version: i64,
}

pub(crate) fn router() -> OpenApiRouter<Access> {
    OpenApiRouter::new().routes(routes!(company_get, company_update))
}

/// The company.
#[utoipa::path(get, path = "/access/company", operation_id = "company_get", tag = "access",
    responses((status = 200, body = CompanyView, description = "The company"), SignIn))]
async fn company_get(State(access): State<Access>, _: Who) -> Answer<Json<CompanyView>> {
    let company = access.db().read(store::find).await?.ok_or_else(Fault::not_found)?;
    Ok(Json(company.into()))
}

/// Changes the company's name, time zone or language.
#[utoipa::path(patch, path = "/access/company", operation_id = "company_update", tag = "access", request_body = CompanyRevision,
    responses((status = 200, body = CompanyView, description = "The changed company"), Invalid, SignIn, Forbidden, Conflict, Unprocessable))]
async fn company_update(
    State(access): State<Access>,
    who: Who,
    Json(body): Json<CompanyRevision>,
) -> Answer<Json<CompanyView>> {
    let change =
        CompanyChange { name: body.name, time_zone: body.time_zone, language: body.language, version: body.version };
    let company = access.db().write(move |tx| super::revise(tx, &who.actor, &change)).await?;
    Ok(Json(company.into()))
}
