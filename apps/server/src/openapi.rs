//! The OpenAPI document: produced from the code, committed as `openapi.json`, and browsable.

use axum::Router;
use axum::http::header;
use axum::response::Html;
use axum::routing::get;
use utoipa::OpenApi;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{OpenApi as Document, Ref, RefOr, ResponseBuilder};
use web::ProblemBody;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Quarterdeck",
        description = "The API of Quarterdeck: everything its own screens do is done with it.\n\nSign in with a cookie (browsers; every change then needs the header `X-Quarterdeck-Client`) or with a token (`Authorization: Bearer qd_…`). Lists are paged with `limit` and `cursor`. Things that are edited carry a `version`. Creating requests accept an `Idempotency-Key`. Refusals are problem answers (RFC 9457) with a stable `code`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    components(schemas(ProblemBody)),
    tags(
        (name = "access", description = "Sign-in, people, teams, roles, tokens, audit"),
        (name = "customers", description = "Contacts, organisations, attributes, notes"),
        (name = "inbox", description = "Conversations, messages, notes, topics, tags, views, search"),
        (name = "channels", description = "Mailboxes, mail that could not be placed, outgoing mail"),
        (name = "insight", description = "The dictionary of metrics, figures, what lies behind them, why they moved, goals, alerts, actions"),
        (name = "feedback", description = "Survey programmes, answers and their figures"),
        (name = "service_levels", description = "Working hours, holidays, business time"),
        (name = "system", description = "Health and jobs"),
    )
)]
struct Base;

/// The frame of the document: what it is, and how one signs in.
pub(crate) fn base() -> Document {
    let mut document = Base::openapi();
    let components = document.components.get_or_insert_with(Default::default);
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("qd_session")));
    components.add_security_scheme("session", cookie);
    components
        .add_security_scheme("token", SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build()));
    let none: [&str; 0] = [];
    document.security = Some(vec![SecurityRequirement::new("session", none), SecurityRequirement::new("token", none)]);
    document
}

/// Adds the refusals that any operation may answer with, so that each operation declares only its own.
pub(crate) fn complete(mut document: Document) -> Document {
    let common = [
        ("400", "The request is not understood."),
        ("401", "Nobody is signed in."),
        ("413", "The request is too large."),
        ("429", "Too many requests; wait as long as Retry-After says."),
        ("500", "Something went wrong on our side; nothing was changed."),
        ("503", "The database does not answer; nothing was changed."),
    ];
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            for (status, words) in common {
                let answer = ResponseBuilder::new().description(words).content(
                    "application/problem+json",
                    utoipa::openapi::ContentBuilder::new()
                        .schema(Some(RefOr::Ref(Ref::from_schema_name("ProblemBody"))))
                        .build(),
                );
                operation.responses.responses.entry(status.to_owned()).or_insert_with(|| RefOr::T(answer.build()));
            }
            for (status, response) in &mut operation.responses.responses {
                let RefOr::T(response) = response else { continue };
                if status.starts_with(['4', '5'])
                    && let Some(content) = response.content.shift_remove("application/json")
                {
                    response.content.insert("application/problem+json".to_owned(), content);
                }
                if response.description.is_empty() {
                    describe(status).clone_into(&mut response.description);
                }
            }
        }
    }
    document
}

fn describe(status: &str) -> &'static str {
    match status {
        "200" => "Done.",
        "201" => "Created.",
        "202" => "Accepted; it is done in a moment.",
        "204" => "Done; there is nothing to say.",
        "403" => "Your role does not allow this.",
        "404" => "There is nothing here, or it is not yours to see.",
        "409" => "Somebody else was faster, or the state does not allow it.",
        "410" => "It was here once.",
        "422" => "A field is wrong; see `errors`.",
        _ => "Refused.",
    }
}

const PAGE: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Quarterdeck API</title>
<link rel="stylesheet" href="/api/docs/docs.css">
</head>
<body><main id="docs"><p>The document is at <a href="/api/openapi.json">/api/openapi.json</a>.</p></main>
<script src="/api/docs/docs.js"></script></body>
</html>
"#;

/// `/api/openapi.json` and `/api/docs`.
pub(crate) fn pages(document: Document) -> Router {
    let json = complete(document).to_json().unwrap_or_default();
    let text = |kind: &'static str, body: &'static str| move || async move { ([(header::CONTENT_TYPE, kind)], body) };
    Router::new()
        .route("/api/openapi.json", get(move || async move { ([(header::CONTENT_TYPE, "application/json")], json) }))
        .route("/api/docs", get(|| async { Html(PAGE) }))
        .route("/api/docs/docs.css", get(text("text/css", include_str!("openapi/docs.css"))))
        .route("/api/docs/docs.js", get(text("text/javascript", include_str!("openapi/docs.js"))))
}

#[cfg(test)]
#[path = "openapi/examples_tests.rs"]
mod examples_tests;
