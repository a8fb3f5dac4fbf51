//! SQL text of series and their values.

use std::collections::BTreeMap;

use db::{Row, Tx, p, sql};
use jiff::civil::Date;
use kernel::Result;

use super::model::{Content, Every, Kind, SeriesId};
use crate::rollups::{day, days};

sql! {
    ALL = "select id, code, name, every, kind, currency, version from insight_series order by id";
    FIND = "select id, code, name, every, kind, currency, version from insight_series where code = $1";
    INSERT = "insert into insight_series (id, code, name, every, kind, currency, version) values ($1, $2, $3, $4, $5, $6, 1)";
    UPDATE = "update insight_series set name = $1, every = $2, kind = $3, currency = $4, version = version + 1 where id = $5 and version = $6";
    DELETE = "delete from insight_series where id = $1";
    EXTENT = "select count(*), coalesce(min(day), 0), coalesce(max(day), 0) from insight_series_values where series_id = $1";
    BETWEEN = "select day, value from insight_series_values where series_id = $1 and day >= $2 and day <= $3 order by day";
    NEWEST = "select day, value from insight_series_values where series_id = $1 and day < $2 order by day desc limit 201";
    PUT = "insert into insight_series_values (series_id, day, value) values ($1, $2, $3)
           on conflict (series_id, day) do update set value = excluded.value";
    REMOVE = "delete from insight_series_values where series_id = $1 and day = $2";
    REMOVE_ALL = "delete from insight_series_values where series_id = $1";
}

/// A series as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) id: SeriesId,
    pub(crate) code: String,
    pub(crate) content: Content,
    pub(crate) version: i64,
}

fn read(row: &mut Row<'_>) -> Result<Kept> {
    let (id, code, name) = (row.take()?, row.take()?, row.take()?);
    let (every, kind): (i64, i64) = (row.take()?, row.take()?);
    let currency: String = row.take()?;
    let content = Content {
        name,
        every: if every == 1 { Every::Day } else { Every::Month },
        kind: if kind == 1 { Kind::Sum } else { Kind::Level },
        currency: (!currency.is_empty()).then_some(currency),
    };
    Ok(Kept { id, code, content, version: row.take()? })
}

fn numbers(content: &Content) -> (i64, i64, &str) {
    let every = if content.every == Every::Day { 1 } else { 2 };
    let kind = if content.kind == Kind::Sum { 1 } else { 2 };
    (every, kind, content.currency.as_deref().unwrap_or_default())
}

pub(crate) fn all(tx: &mut Tx<'_>) -> Result<Vec<Kept>> {
    tx.all(ALL, p![], read)
}

pub(crate) fn find(tx: &mut Tx<'_>, code: &str) -> Result<Kept> {
    tx.one(FIND, p![code], read)
}

pub(crate) fn insert(tx: &mut Tx<'_>, id: SeriesId, code: &str, content: &Content) -> Result<()> {
    let (every, kind, currency) = numbers(content);
    tx.exec(INSERT, p![id, code, content.name.trim(), every, kind, currency]).map(drop)
}

/// Saves when nobody else did since that version; says whether it was saved.
pub(crate) fn update(tx: &mut Tx<'_>, id: SeriesId, content: &Content, version: i64) -> Result<bool> {
    let (every, kind, currency) = numbers(content);
    Ok(tx.exec(UPDATE, p![content.name.trim(), every, kind, currency, id, version])? > 0)
}

pub(crate) fn delete(tx: &mut Tx<'_>, id: SeriesId) -> Result<()> {
    tx.exec(REMOVE_ALL, p![id])?;
    tx.exec(DELETE, p![id]).map(drop)
}

/// How many values there are, and the first and the last stretch that has one.
pub(crate) fn extent(tx: &mut Tx<'_>, id: SeriesId) -> Result<Option<(i64, Date, Date)>> {
    let (count, first, last): (i64, i64, i64) =
        tx.one(EXTENT, p![id], |row| Ok((row.take()?, row.take()?, row.take()?)))?;
    Ok((count > 0).then(|| (count, day(first), day(last))))
}

/// The values of stretches that begin between two days.
pub(crate) fn between(tx: &mut Tx<'_>, id: SeriesId, first: Date, last: Date) -> Result<BTreeMap<Date, i64>> {
    let rows = tx.all(BETWEEN, p![id, days(first), days(last)], |row| Ok((row.take::<i64>()?, row.take()?)))?;
    Ok(rows.into_iter().map(|(at, value)| (day(at), value)).collect())
}

/// The newest values before a day, with the day they begin on; one more than a page shows.
pub(crate) fn newest(tx: &mut Tx<'_>, id: SeriesId, before: i64) -> Result<Vec<(i64, i64)>> {
    tx.all(NEWEST, p![id, before], |row| Ok((row.take()?, row.take()?)))
}

pub(crate) fn put(tx: &mut Tx<'_>, id: SeriesId, values: &[(Date, i64)]) -> Result<()> {
    values.iter().try_for_each(|(at, value)| tx.exec(PUT, p![id, days(*at), *value]).map(drop))
}

pub(crate) fn remove(tx: &mut Tx<'_>, id: SeriesId, at: Date) -> Result<bool> {
    Ok(tx.exec(REMOVE, p![id, days(at)])? > 0)
}
