//! Problem answers (RFC 9457): a stable code, the field at fault, and a sentence a person understands.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Fault, FaultKind, FieldFault, Params, Said};
use serde::Serialize;

/// A fault on its way to the client.
#[derive(Debug)]
pub struct Problem(pub Fault);

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        Self(fault)
    }
}

impl From<kernel::FaultSpec> for Problem {
    fn from(spec: kernel::FaultSpec) -> Self {
        Self(spec.into())
    }
}

/// The body of every refusal, `application/problem+json`.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(example = json!({
    "type": "about:blank", "title": "Something in the request is not right; see the fields.", "status": 422,
    "detail": "A subject is needed.", "code": "request.invalid",
    "errors": [{"pointer": "subject", "code": "request.required", "detail": "A subject is needed."}]
}))]
pub struct ProblemBody {
    /// Where the code is explained.
    #[serde(rename = "type")]
    pub kind: String,
    /// The short sentence of the code.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened, in words for a person.
    pub detail: String,
    /// Stable code, `<feature>.<what>`.
    pub code: String,
    /// Stable code of the sentence in `detail` when that is more exact than the code's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail_code: Option<String>,
    /// What varies in `detail`, for whoever says it in another language.
    #[serde(skip_serializing_if = "Params::is_empty")]
    #[schema(value_type = Option<std::collections::HashMap<String, String>>)]
    pub params: Params,
    /// The fields at fault.
    pub errors: Vec<FieldFault>,
}

/// The status of a kind of fault.
fn status(kind: FaultKind) -> StatusCode {
    match kind {
        FaultKind::Invalid => StatusCode::BAD_REQUEST,
        FaultKind::Unauthenticated => StatusCode::UNAUTHORIZED,
        FaultKind::Forbidden => StatusCode::FORBIDDEN,
        FaultKind::NotFound => StatusCode::NOT_FOUND,
        FaultKind::Conflict => StatusCode::CONFLICT,
        FaultKind::Gone => StatusCode::GONE,
        FaultKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        FaultKind::Unprocessable => StatusCode::UNPROCESSABLE_ENTITY,
        FaultKind::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        FaultKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        FaultKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Self(fault) = self;
        let status = status(fault.kind());
        if fault.kind().is_alarming() {
            tracing::error!(fault.code = fault.code(), cause = fault.causes(), "A request failed.");
        }
        let Said { code: detail_code, params, text: detail } = fault.said();
        let body = ProblemBody {
            kind: "about:blank".to_owned(),
            title: fault.title().to_owned(),
            status: status.as_u16(),
            detail,
            code: fault.code().to_owned(),
            detail_code: Some(detail_code).filter(|exact| exact != fault.code()),
            params,
            errors: fault.fields,
        };
        let mut response = (status, axum::Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = fault.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
