//! Reading series and their values.

use db::Tx;
use kernel::{Actor, Page, PageRequest, Result};
use serde::{Deserialize, Serialize};

use super::model::{BUILT_IN, Content};
use super::store::{self, Kept};
use crate::permissions::FIGURES_READ;
use crate::rollups::day;

/// A series with how far it reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(example = json!(super::http::series()))]
pub struct Series {
    /// Its name for programs.
    #[schema(examples("orders"))]
    pub code: String,
    /// What it is.
    pub content: Content,
    /// Metrics of the dictionary are made of it: it cannot be deleted.
    #[schema(examples(true))]
    pub is_built_in: bool,
    /// How many values it has.
    #[schema(examples(14))]
    pub count: i64,
    /// The first day or month that has a value; null without any.
    #[schema(examples("2025-01"))]
    pub first: Option<String>,
    /// The last one.
    #[schema(examples("2026-02"))]
    pub last: Option<String>,
    /// For optimistic locking.
    #[schema(examples(1))]
    pub version: i64,
}

/// A value of a series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = SeriesValue, example = json!({"at": "2026-03", "value": 18250.0}))]
pub struct Value {
    /// The day or the month.
    pub at: String,
    /// The value.
    pub value: f64,
}

fn told(tx: &mut Tx<'_>, kept: Kept) -> Result<Series> {
    let extent = store::extent(tx, kept.id)?;
    let every = kept.content.every;
    Ok(Series {
        is_built_in: BUILT_IN.contains(&kept.code.as_str()),
        code: kept.code,
        content: kept.content,
        count: extent.map_or(0, |(count, _, _)| count),
        first: extent.map(|(_, first, _)| every.write(first)),
        last: extent.map(|(_, _, last)| every.write(last)),
        version: kept.version,
    })
}

/// All series, the built-in ones first.
///
/// # Errors
/// `access.forbidden`
pub fn all(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Series>> {
    actor.require(FIGURES_READ)?;
    store::all(tx)?.into_iter().map(|kept| told(tx, kept)).collect()
}

pub(super) fn one(tx: &mut Tx<'_>, code: &str) -> Result<Series> {
    let kept = store::find(tx, code)?;
    told(tx, kept)
}

/// The values of a series, the newest first.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `request.cursor_invalid`
pub fn values(tx: &mut Tx<'_>, actor: &Actor, code: &str, page: &PageRequest) -> Result<Page<Value>> {
    actor.require(FIGURES_READ)?;
    let kept = store::find(tx, code)?;
    let before = page.after::<i64>()?.unwrap_or(i64::MAX);
    let rows = Page::from_rows(store::newest(tx, kept.id, before)?, page.limit(), |(at, _)| *at);
    let every = kept.content.every;
    Ok(rows.map(|(at, value)| Value { at: every.write(day(at)), value: value as f64 / 100.0 }))
}
