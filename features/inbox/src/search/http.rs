//! Search over HTTP.

use std::time::Instant;

use axum::extract::State;
use kernel::{Cursor, Fault, Params};
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, ProblemBody, Query, Who};

use super::Search;
use super::feed::Filling;
use super::find::{Asked, Item, find};
use super::language::{Moment, Wrong};

/// The endpoint, below `/api/v1`.
pub fn router(search: Search) -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(conversations_search)).with_state(search)
}

/// What is searched for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct SearchQuery {
    /// Words, `"a phrase"`, `pref*`, `-not`, `OR`, parentheses, and filters: `status: priority: tag: assignee:me|none|name
    /// team: topic: from: to: subject: channel: has:attachment created>2026-01-01 updated<7d number:#1042`.
    #[param(example = "refund \"broken wheel\" status:open -tag:spam created>2026-01-01")]
    q: String,
    /// The time zone of days in the query; UTC when absent.
    #[param(example = "Europe/Berlin")]
    time_zone: Option<String>,
    /// How many rows, 1 to 100; 20 when absent.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// What was found.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct SearchAnswer {
    /// The best first; newest first when the query has filters only.
    items: Vec<Item>,
    /// Hand this back as `cursor` for the next page; null on the last.
    next_cursor: Option<String>,
    /// How many there are in all.
    #[schema(examples(128))]
    total: usize,
    /// How long it took here, in milliseconds.
    #[schema(examples(4.2))]
    took_ms: f64,
    /// What could not be understood.
    errors: Vec<SearchError>,
    /// How far a new index is filled; null when it is complete. Older conversations are not found yet meanwhile.
    filling: Option<Filling>,
}

/// Something in the query that could not be understood.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct SearchError {
    /// Where it begins, in UTF-16 units.
    #[schema(examples(7))]
    at: usize,
    /// What is wrong, in words.
    #[schema(examples("There is no filter «stats»; did you mean «status»? It was searched for as text."))]
    detail: String,
    /// The same as a code, to be said in another language.
    #[schema(examples("inbox.search_filter_near"))]
    code: String,
    /// What fills the places of the sentence.
    #[schema(example = json!({"name": "stats", "near": "status"}))]
    params: Params,
}

impl From<Wrong> for SearchError {
    fn from(Wrong { at, said }: Wrong) -> Self {
        Self { at, detail: said.text, code: said.code, params: said.params }
    }
}

/// Searches subjects, messages and people.
#[utoipa::path(
    get, path = "/inbox/search", operation_id = "conversations_search", tag = "inbox", params(SearchQuery),
    responses(
        (status = 200, description = "What was found", body = SearchAnswer, example = json!({
            "items": [], "next_cursor": null, "total": 0, "took_ms": 1.8, "errors": [], "filling": null
        })),
        (status = 400, description = "The query of the address or the cursor is not right", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 422, description = "There is no such time zone", body = ProblemBody),
    )
)]
async fn conversations_search(
    State(search): State<Search>,
    who: Who,
    Query(query): Query<SearchQuery>,
) -> Answer<Json<SearchAnswer>> {
    let started = Instant::now();
    let asked = asked(&search, query)?;
    let (desk, filling) = (search.clone(), search.filling());
    let found = search.db.read(move |tx| find(tx, &desk, &who.actor, &asked)).await?;
    Ok(Json(SearchAnswer {
        items: found.items,
        next_cursor: found.next_cursor,
        total: found.total,
        took_ms: (started.elapsed().as_secs_f64() * 10_000.0).round() / 10.0,
        errors: found.wrong.into_iter().map(SearchError::from).collect(),
        filling,
    }))
}

fn asked(search: &Search, query: SearchQuery) -> kernel::Result<Asked> {
    let zone = query.time_zone.as_deref().unwrap_or("UTC");
    let unknown =
        |_| Fault::invalid_field("time_zone", "inbox.time_zone_unknown", format!("There is no time zone «{zone}»."));
    let moment = Moment { now: search.db.clock().now(), zone: jiff::tz::TimeZone::get(zone).map_err(unknown)? };
    let offset = query.cursor.as_deref().map(Cursor::decode).transpose()?.unwrap_or(0);
    Ok(Asked { query: query.q, moment, offset, limit: query.limit.unwrap_or(20).clamp(1, 100) as usize })
}
