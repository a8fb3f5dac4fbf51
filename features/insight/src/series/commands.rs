//! Writing series and their values.

use std::collections::BTreeMap;

use db::Tx;
use jiff::civil::Date;
use kernel::{Actor, Fault, FieldFault, Result};
use serde::{Deserialize, Serialize};

use super::model::{BUILT_IN, Content, Every, SeriesId, hundredths, is_code};
use super::queries::{self, Series};
use super::store::{self, Kept};
use super::upload;
use crate::permissions::SETTINGS_MANAGE;
use crate::{error, events};

/// Values that one request writes.
const MOST: usize = 4000;
/// Changes that one event tells of: events stay small.
const TOLD: usize = 200;

/// What writing values did, or would do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = SeriesWritten, example = json!({"created": 10, "changed": 1, "same": 1, "is_written": true}))]
pub struct Written {
    /// Values where there was none.
    #[schema(examples(10))]
    pub created: usize,
    /// Values that were others before.
    #[schema(examples(1))]
    pub changed: usize,
    /// Values that are there already.
    #[schema(examples(1))]
    pub same: usize,
    /// Whether it was done; false for a trial.
    #[schema(examples(true))]
    pub is_written: bool,
}

/// A value as it is sent.
#[derive(Debug, Clone, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSeriesValue, example = json!({"at": "2026-03", "value": 18250.0}))]
pub struct NewValue {
    /// The day as `2026-03-02`, or the month as `2026-03`.
    pub at: String,
    /// From 0 upwards, with at most two decimals.
    pub value: f64,
}

/// Makes a series.
///
/// # Errors
/// `access.forbidden`, `request.invalid`, `insight.series_exists`
pub fn create(tx: &mut Tx<'_>, actor: &Actor, code: &str, content: &Content) -> Result<Series> {
    actor.require(SETTINGS_MANAGE)?;
    let mut faults = content.faults();
    if !is_code(code) {
        faults.push(FieldFault::saying("code", error::CODE_INVALID));
    }
    Fault::check_fields(faults)?;
    if store::all(tx)?.iter().any(|kept| kept.code == code) {
        return Err(error::SERIES_EXISTS.into());
    }
    let id = tx.id::<SeriesId>();
    store::insert(tx, id, code, content)?;
    events::tell(tx, actor, events::series("created", id, code))?;
    queries::one(tx, code)
}

/// Changes a series.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `request.invalid`, `insight.series_changed`, `insight.series_has_values`,
/// `insight.series_built_in`
pub fn change(tx: &mut Tx<'_>, actor: &Actor, code: &str, content: &Content, version: i64) -> Result<Series> {
    actor.require(SETTINGS_MANAGE)?;
    let kept = store::find(tx, code)?;
    Fault::check_fields(content.faults())?;
    if kept.content.every != content.every && store::extent(tx, kept.id)?.is_some() {
        return Err(error::SERIES_HAS_VALUES.into());
    }
    let (is_money, was_money) = (content.currency.is_some(), kept.content.currency.is_some());
    if is_built_in(code) && (kept.content.kind != content.kind || is_money != was_money) {
        return Err(error::SERIES_BUILT_IN.into());
    }
    if !store::update(tx, kept.id, content, version)? {
        return Err(error::SERIES_CHANGED.into());
    }
    events::tell(tx, actor, events::series("changed", kept.id, code))?;
    queries::one(tx, code)
}

/// Deletes a series with its values.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `insight.series_built_in`
pub fn delete(tx: &mut Tx<'_>, actor: &Actor, code: &str) -> Result<()> {
    actor.require(SETTINGS_MANAGE)?;
    let kept = store::find(tx, code)?;
    if is_built_in(code) {
        return Err(error::SERIES_BUILT_IN.into());
    }
    store::delete(tx, kept.id)?;
    events::tell(tx, actor, events::series("deleted", kept.id, code))
}

fn is_built_in(code: &str) -> bool {
    BUILT_IN.contains(&code)
}

/// Writes values of one series; a trial only says what it would do.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `request.invalid`
pub fn write(tx: &mut Tx<'_>, actor: &Actor, code: &str, values: &[NewValue], is_trial: bool) -> Result<Written> {
    actor.require(SETTINGS_MANAGE)?;
    let kept = store::find(tx, code)?;
    let mut read = BTreeMap::new();
    let mut faults = Vec::new();
    if values.is_empty() || values.len() > MOST {
        faults.push(FieldFault::saying("values", error::SERIES_VALUES_MANY));
    }
    for (place, NewValue { at, value }) in values.iter().enumerate().take(MOST) {
        let field = |name: &str| format!("values/{place}/{name}");
        match (kept.content.every.read(at), hundredths(*value)) {
            (Err(phrase), _) => faults.push(FieldFault::saying(field("at"), phrase)),
            (_, None) => {
                let said = error::VALUE_INVALID.said([("value", value.to_string().as_str())]);
                faults.push(FieldFault::saying(field("value"), said));
            }
            (Ok(at), Some(value)) => {
                if read.insert(at, value).is_some() {
                    faults.push(FieldFault::saying(field("at"), error::STRETCH_TWICE));
                }
            }
        }
    }
    Fault::check_fields(faults)?;
    let written = keep(tx, actor, &kept, &read, is_trial)?;
    Ok(Written { is_written: !is_trial, ..written })
}

/// Writes a table of values of one or several series: all of it or nothing. A trial only says what it would do.
///
/// # Errors
/// `access.forbidden`, `request.invalid` with row and column of what is wrong
pub fn upload(tx: &mut Tx<'_>, actor: &Actor, csv: &str, is_trial: bool) -> Result<Written> {
    actor.require(SETTINGS_MANAGE)?;
    let all = store::all(tx)?;
    let every: BTreeMap<String, Every> = all.iter().map(|kept| (kept.code.clone(), kept.content.every)).collect();
    let read = match upload::read(csv, &every) {
        Ok(read) => read,
        Err(faults) => {
            Fault::check_fields(faults)?;
            return Ok(Written::default());
        }
    };
    let mut sum = Written { is_written: !is_trial, ..Written::default() };
    for kept in &all {
        let Some(values) = read.get(&kept.code) else { continue };
        let one = keep(tx, actor, kept, values, is_trial)?;
        sum.created += one.created;
        sum.changed += one.changed;
        sum.same += one.same;
    }
    Ok(sum)
}

/// Keeps what differs, and tells of it; what is there already changes nothing and is not told of.
fn keep(tx: &mut Tx<'_>, actor: &Actor, kept: &Kept, values: &BTreeMap<Date, i64>, is_trial: bool) -> Result<Written> {
    let (Some((first, _)), Some((last, _))) = (values.first_key_value(), values.last_key_value()) else {
        return Ok(Written::default());
    };
    let before = store::between(tx, kept.id, *first, *last)?;
    let differing: Vec<(Date, i64)> =
        values.iter().filter(|(at, value)| before.get(at) != Some(value)).map(|(at, value)| (*at, *value)).collect();
    let changed = differing.iter().filter(|(at, _)| before.contains_key(at)).count();
    let created = differing.len() - changed;
    if !is_trial && !differing.is_empty() {
        store::put(tx, kept.id, &differing)?;
        for some in differing.chunks(TOLD) {
            let every = kept.content.every;
            let of = |(at, value): &(Date, i64)| (every.write(*at), before.get(at).copied(), Some(*value));
            let changes: Vec<_> = some.iter().map(of).collect();
            events::tell(tx, actor, events::series_values(kept.id, &kept.code, &changes))?;
        }
    }
    Ok(Written { created, changed, same: values.len() - differing.len(), is_written: false })
}

/// Takes one value away.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `request.invalid`
pub fn remove(tx: &mut Tx<'_>, actor: &Actor, code: &str, at: &str) -> Result<()> {
    actor.require(SETTINGS_MANAGE)?;
    let kept = store::find(tx, code)?;
    let every = kept.content.every;
    let day = every.read(at).map_err(|phrase| Fault::wrong_field("at", phrase))?;
    let before = store::between(tx, kept.id, day, day)?.remove(&day).ok_or_else(Fault::not_found)?;
    if !store::remove(tx, kept.id, day)? {
        return Err(Fault::not_found());
    }
    events::tell(tx, actor, events::series_values(kept.id, code, &[(every.write(day), Some(before), None)]))
}
