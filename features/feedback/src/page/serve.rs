//! The page over HTTP, for everybody who has a link.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use kernel::{Fault, FaultKind, Result};
use serde::Deserialize;

use super::render::{self, Shown};
use super::words::words;
use crate::answers::commands::{Submission, give};
use crate::answers::queries::{Page, page};
use crate::surveys::commands::{language_of, stop};
use crate::{Feedback, error};

/// The pages, for everybody.
pub fn routes(feedback: Feedback) -> Router {
    Router::new()
        .route("/survey/{token}", get(look).post(answer))
        .route("/survey/{token}/stop", get(ask_to_leave).post(leave))
        .with_state(feedback)
}

/// What a link may say besides its survey. Anything else is passed over: mail programs add their own.
#[derive(Debug, Deserialize)]
struct Chosen {
    score: Option<String>,
    change: Option<String>,
}

/// Shows the question or what was answered. Changes nothing, whoever looks.
async fn look(
    State(feedback): State<Feedback>,
    Path(token): Path<String>,
    Query(chosen): Query<Chosen>,
    headers: HeaderMap,
) -> Response {
    let shown = seen(&feedback, &token).await.map(|page| {
        let scores = page.programme.kind.scores();
        let wanted = chosen.score.as_deref().and_then(|text| text.parse().ok()).filter(|score| scores.contains(score));
        let shown = match &page.answer {
            Some(answer) if wanted.is_none_or(|score| score == answer.score) && chosen.change.is_none() => {
                Shown::Kept { answer }
            }
            Some(answer) => Shown::Ask { chosen: wanted.or(Some(answer.score)), is_incomplete: false },
            None => Shown::Ask { chosen: wanted, is_incomplete: false },
        };
        Html(render::survey(&page.programme, &page.language, &token, &shown)).into_response()
    });
    guarded(shown.unwrap_or_else(|fault| refused(&headers, &fault)))
}

/// Takes the answer.
async fn answer(
    State(feedback): State<Feedback>,
    Path(token): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<BTreeMap<String, String>>,
) -> Response {
    let score = fields.get("score").and_then(|text| text.trim().parse::<i64>().ok());
    let more =
        fields.into_iter().filter_map(|(name, text)| Some((name.strip_prefix("q_")?.to_owned(), text))).collect();
    let taken = match feedback.links.survey(&token) {
        None => Err(Fault::from(error::LINK_UNKNOWN)),
        Some(survey) => {
            let (office, submission) = (feedback.clone(), Submission { score, more });
            feedback.db.write(move |tx| give(tx, &office, survey, &submission)).await
        }
    };
    let response = match taken {
        // Reloading the page that follows sends nothing again.
        Ok(_) => Redirect::to(&format!("/survey/{token}")).into_response(),
        Err(fault) if fault.is(error::SCORE_INVALID) => incomplete(&feedback, &token, &headers).await,
        Err(fault) => refused(&headers, &fault),
    };
    guarded(response)
}

/// Asks whether the customer wants no more surveys. Changes nothing, whoever looks, and however old the link is.
async fn ask_to_leave(State(feedback): State<Feedback>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    guarded(match feedback.links.survey(&token) {
        Some(survey) => match feedback.db.read(move |tx| language_of(tx, survey)).await {
            Ok(language) => Html(render::leaving(&language, false)).into_response(),
            Err(fault) => refused(&headers, &fault),
        },
        None => refused(&headers, &error::LINK_UNKNOWN.into()),
    })
}

/// Sends no more surveys to whoever got this one.
async fn leave(State(feedback): State<Feedback>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    let Some(survey) = feedback.links.survey(&token) else {
        return guarded(refused(&headers, &error::LINK_UNKNOWN.into()));
    };
    let office = feedback.clone();
    let left = feedback.db.write(move |tx| {
        stop(tx, &office, survey)?;
        language_of(tx, survey)
    });
    guarded(match left.await {
        Ok(language) => Html(render::leaving(&language, true)).into_response(),
        Err(fault) => refused(&headers, &fault),
    })
}

async fn incomplete(feedback: &Feedback, token: &str, headers: &HeaderMap) -> Response {
    match seen(feedback, token).await {
        Ok(page) => {
            let shown = Shown::Ask { chosen: None, is_incomplete: true };
            let html = Html(render::survey(&page.programme, &page.language, token, &shown));
            (StatusCode::UNPROCESSABLE_ENTITY, html).into_response()
        }
        Err(fault) => refused(headers, &fault),
    }
}

async fn seen(feedback: &Feedback, token: &str) -> Result<Page> {
    let survey = feedback.links.survey(token).ok_or_else(|| Fault::from(error::LINK_UNKNOWN))?;
    feedback.db.read(move |tx| page(tx, survey)).await
}

fn refused(headers: &HeaderMap, fault: &Fault) -> Response {
    let language = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let language = if language.to_lowercase().starts_with("de") { "de" } else { "en" };
    let (status, text) = match fault.kind() {
        FaultKind::NotFound => (StatusCode::NOT_FOUND, words(language).unknown),
        FaultKind::Gone => (StatusCode::GONE, words(language).expired),
        FaultKind::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, fault.title()),
        _ => {
            tracing::error!(cause = fault.causes(), "The page of a survey broke.");
            (StatusCode::INTERNAL_SERVER_ERROR, fault.title())
        }
    };
    (status, Html(render::notice(language, text))).into_response()
}

/// The address is a secret: nobody keeps the page, and nobody it links to learns where it is.
fn guarded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    response
}
