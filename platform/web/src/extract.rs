//! Extractors whose refusals are problem answers that name the field.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use kernel::{Fault, FaultKind, FaultSpec, FieldFault};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::problem::Problem;

const BODY: FaultSpec = FaultSpec {
    kind: FaultKind::Invalid,
    code: "request.body_invalid",
    sentence: "The body of the request is not the JSON that is expected here.",
};
const TOO_LARGE: FaultSpec =
    FaultSpec { kind: FaultKind::TooLarge, code: "request.too_large", sentence: "The request is larger than we take." };
const FORM: FaultSpec = FaultSpec {
    kind: FaultKind::Invalid,
    code: "request.form_invalid",
    sentence: "The body of the request is not a form with a file (multipart/form-data with its boundary).",
};
const QUERY: FaultSpec = FaultSpec {
    kind: FaultKind::Invalid,
    code: "request.query_invalid",
    sentence: "The query of the address is not right.",
};

/// A JSON body, in and out.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        // Into a plain vector: the writer that axum::Json serialises to takes twice as long on a page of a list.
        let mut body = Vec::with_capacity(1024);
        match serde_json::to_writer(&mut body, &self.0) {
            Ok(()) => ([(CONTENT_TYPE, "application/json")], body).into_response(),
            Err(error) => Problem::from(Fault::internal(error)).into_response(),
        }
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let bytes = axum::body::Bytes::from_request(request, state).await.map_err(|refused| {
            let too_large = refused.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE;
            Fault::from(if too_large { TOO_LARGE } else { BODY }).because(refused.to_string())
        })?;
        let mut from = serde_json::Deserializer::from_slice(&bytes);
        let read = serde_path_to_error::deserialize(&mut from).map_err(|wrong| {
            let pointer = wrong.path().to_string().replace('.', "/");
            body_fault(&pointer, &wrong.inner().to_string())
        })?;
        from.end().map_err(|wrong| body_fault("", &wrong.to_string()))?;
        Ok(Self(read))
    }
}

fn body_fault(pointer: &str, words: &str) -> Fault {
    let pointer = if pointer == "/" || pointer == "?" { "" } else { pointer };
    // serde names an unknown or missing field only in its words; the pointer should name it too.
    let named =
        words.split('`').nth(1).filter(|_| words.starts_with("unknown field") || words.starts_with("missing field"));
    let pointer = match (pointer, named) {
        (path, None) => path.to_owned(),
        ("", Some(field)) => field.to_owned(),
        (path, Some(field)) if path == field || path.ends_with(&format!("/{field}")) => path.to_owned(),
        (path, Some(field)) => format!("{path}/{field}"),
    };
    let detail = words.split(" at line ").next().unwrap_or(words).to_owned();
    Fault::from(BODY)
        .detail(format!("The request is not understood: {detail}."))
        .field(FieldFault::new(pointer, BODY.code, detail))
}

/// A form with files.
#[derive(Debug)]
pub struct Form(pub axum::extract::Multipart);

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let form = axum::extract::Multipart::from_request(request, state).await;
        form.map(Self).map_err(|refused| Fault::from(FORM).because(refused.to_string()).into())
    }
}

/// Parts of the path. A text that cannot be an id here is "not found", because there is nothing of that name.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = axum::extract::Path::from_request_parts(parts, state).await;
        path.map(|axum::extract::Path(read)| Self(read))
            .map_err(|refused| Fault::not_found().because(refused.to_string()).into())
    }
}

/// The query of the address.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let query = axum::extract::Query::from_request_parts(parts, state).await;
        query.map(|axum::extract::Query(read)| Self(read)).map_err(|refused| {
            let words = std::error::Error::source(&refused).map_or_else(|| refused.to_string(), ToString::to_string);
            let (pointer, detail) = match words.split_once(": ") {
                Some((field, detail)) if !field.contains(' ') => (field.to_owned(), detail.to_owned()),
                _ => (words.split('`').nth(1).unwrap_or_default().to_owned(), words.clone()),
            };
            Fault::from(QUERY)
                .detail(format!("The query is not understood: {words}."))
                .field(FieldFault::new(pointer, QUERY.code, detail))
                .into()
        })
    }
}
