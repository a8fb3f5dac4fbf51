//! Calendars in the database.

use db::{Row, Tx, p, sql};
use kernel::{Fault, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{CalendarId, Hours};

sql! {
    ALL = "select id, name, time_zone, week, holidays, is_default, version from service_levels_calendars
           order by is_default desc, name_folded, id";
    FIND = "select id, name, time_zone, week, holidays, is_default, version from service_levels_calendars where id = $1";
    DEFAULT = "select id, name, time_zone, week, holidays, is_default, version from service_levels_calendars where is_default = TRUE";
    NAMED = "select id from service_levels_calendars where name_folded = $1";
    COUNT = "select count(*) from service_levels_calendars";
    INSERT = "insert into service_levels_calendars (id, name, name_folded, time_zone, week, holidays, is_default, created_at, version)
              values ($1, $2, $3, $4, $5, $6, $7, $8, 1) on conflict (name_folded) do nothing";
    UPDATE = "update service_levels_calendars set name = $1, name_folded = $2, time_zone = $3, week = $4, holidays = $5,
              is_default = $6, version = version + 1 where id = $7 and version = $8";
    DELETE = "delete from service_levels_calendars where id = $1";
}

/// A calendar as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarRow {
    /// The calendar.
    pub id: CalendarId,
    /// Its name.
    pub name: String,
    /// When the department works by it.
    pub hours: Hours,
    /// Whether it is the department's own.
    pub is_default: bool,
    /// Rises with every change.
    pub version: i64,
}

fn read(row: &mut Row<'_>) -> Result<CalendarRow> {
    let (id, name, time_zone) = (row.take()?, row.take()?, row.take()?);
    let hours = Hours { time_zone, week: parsed(&row.take::<String>()?)?, holidays: parsed(&row.take::<String>()?)? };
    Ok(CalendarRow { id, name, hours, is_default: row.take()?, version: row.take()? })
}

fn parsed<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(Fault::internal)
}

fn text<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(Fault::internal)
}

/// All calendars, the department's first, then by name.
pub(super) fn all(tx: &mut Tx<'_>) -> Result<Vec<CalendarRow>> {
    tx.all(ALL, p![], read)
}

pub(super) fn find(tx: &mut Tx<'_>, id: CalendarId) -> Result<Option<CalendarRow>> {
    tx.opt(FIND, p![id], read)
}

/// The department's calendar, once there is one.
pub(super) fn default(tx: &mut Tx<'_>) -> Result<Option<CalendarRow>> {
    tx.opt(DEFAULT, p![], read)
}

pub(super) fn named(tx: &mut Tx<'_>, folded: &str) -> Result<Option<CalendarId>> {
    tx.opt(NAMED, p![folded], |row| row.take())
}

pub(super) fn count(tx: &mut Tx<'_>) -> Result<i64> {
    tx.one(COUNT, p![], |row| row.take())
}

/// Whether the name was free and the calendar is there now.
pub(super) fn insert(tx: &mut Tx<'_>, new: &CalendarRow) -> Result<bool> {
    let (folded, now) = (kernel::fold(&new.name), tx.now());
    let (week, holidays) = (text(&new.hours.week)?, text(&new.hours.holidays)?);
    let params = p![new.id, new.name, folded, new.hours.time_zone, week, holidays, new.is_default, now];
    Ok(tx.exec(INSERT, params)? == 1)
}

/// Whether the calendar still had its version.
pub(super) fn update(tx: &mut Tx<'_>, after: &CalendarRow) -> Result<bool> {
    let folded = kernel::fold(&after.name);
    let (week, holidays) = (text(&after.hours.week)?, text(&after.hours.holidays)?);
    let params =
        p![after.name, folded, after.hours.time_zone, week, holidays, after.is_default, after.id, after.version];
    Ok(tx.exec(UPDATE, params)? == 1)
}

pub(super) fn delete(tx: &mut Tx<'_>, id: CalendarId) -> Result<()> {
    tx.exec(DELETE, p![id]).map(drop)
}
