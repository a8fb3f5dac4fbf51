//! Making, changing and removing calendars.

use db::Tx;
use kernel::{Actor, Fault, FieldFault, Result};

use super::ics::Reading;
use super::store::{self, CalendarRow};
use super::{CalendarId, Holiday, Hours, Week, hours, queries};
use crate::permissions::CALENDAR_MANAGE;
use crate::{error, events};

const LONGEST_NAME: usize = 100;
const MOST_CALENDARS: i64 = 100;
/// What the calendar is called that the company begins with.
const FIRST_NAME: &str = "Working hours";

/// A calendar to be.
#[derive(Debug, Clone)]
pub struct NewCalendar {
    /// Its name.
    pub name: String,
    /// When the department works by it.
    pub hours: Hours,
}

/// A change of a calendar; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct CalendarChange {
    /// Another name.
    pub name: Option<String>,
    /// Another zone.
    pub time_zone: Option<String>,
    /// Another week.
    pub week: Option<Week>,
    /// Other holidays, all of them.
    pub holidays: Option<Vec<Holiday>>,
    /// The version that was seen.
    pub version: i64,
}

/// Gives the department its first calendar: the usual hours in the company's zone. Does nothing when there is one.
///
/// # Errors
/// `request.invalid` when the zone is unknown.
pub fn found(tx: &mut Tx<'_>, time_zone: &str) -> Result<()> {
    if store::count(tx)? > 0 {
        return Ok(());
    }
    let new = NewCalendar { name: FIRST_NAME.to_owned(), hours: Hours::usual(time_zone) };
    create(tx, &Actor::system(), &new).map(drop)
}

/// Makes a calendar; the first one is the department's.
///
/// # Errors
/// `service_levels.calendar_name_taken`, `service_levels.calendars_many`, `request.invalid` at fields.
pub fn create(tx: &mut Tx<'_>, actor: &Actor, input: &NewCalendar) -> Result<CalendarRow> {
    actor.require(CALENDAR_MANAGE)?;
    let (name, hours) = checked(&input.name, input.hours.clone())?;
    let others = store::count(tx)?;
    if others >= MOST_CALENDARS {
        return Err(error::CALENDARS_MANY.into());
    }
    let new = CalendarRow { id: tx.id(), name, hours, is_default: others == 0, version: 1 };
    if !store::insert(tx, &new)? {
        return Err(error::CALENDAR_NAME_TAKEN.at("name"));
    }
    events::record(tx, actor, events::CALENDAR_CREATED, &new)?;
    Ok(new)
}

/// Changes a calendar. What was counted before stays as it was; what is counted from now on goes by the new hours.
///
/// # Errors
/// `service_levels.calendar_changed`, `service_levels.calendar_name_taken`, `request.invalid` at fields, or not found.
pub fn revise(tx: &mut Tx<'_>, actor: &Actor, id: CalendarId, change: &CalendarChange) -> Result<CalendarRow> {
    actor.require(CALENDAR_MANAGE)?;
    let before = queries::one(tx, id)?;
    let kept = before.hours.clone();
    let hours = Hours {
        time_zone: change.time_zone.clone().unwrap_or(kept.time_zone),
        week: change.week.clone().unwrap_or(kept.week),
        holidays: change.holidays.clone().unwrap_or(kept.holidays),
    };
    let (name, hours) = checked(change.name.as_deref().unwrap_or(&before.name), hours)?;
    if store::named(tx, &kernel::fold(&name))?.is_some_and(|other| other != id) {
        return Err(error::CALENDAR_NAME_TAKEN.at("name"));
    }
    save(tx, actor, CalendarRow { name, hours, version: change.version, ..before })
}

/// Removes a calendar.
///
/// # Errors
/// `service_levels.calendar_is_default`, or not found.
pub fn remove(tx: &mut Tx<'_>, actor: &Actor, id: CalendarId) -> Result<()> {
    actor.require(CALENDAR_MANAGE)?;
    let row = queries::one(tx, id)?;
    if row.is_default {
        return Err(error::CALENDAR_IS_DEFAULT.into());
    }
    store::delete(tx, id)?;
    events::record(tx, actor, events::CALENDAR_REMOVED, &row)
}

/// Makes a calendar the department's own; does nothing when it is.
///
/// # Errors
/// Not found.
pub fn make_default(tx: &mut Tx<'_>, actor: &Actor, id: CalendarId) -> Result<CalendarRow> {
    actor.require(CALENDAR_MANAGE)?;
    let row = queries::one(tx, id)?;
    if row.is_default {
        return Ok(row);
    }
    if let Some(before) = store::default(tx)? {
        save(tx, actor, CalendarRow { is_default: false, ..before })?;
    }
    save(tx, actor, CalendarRow { is_default: true, ..row })
}

/// Adds the holidays of a calendar file that are not there yet.
///
/// # Errors
/// `service_levels.calendar_changed`, `request.invalid` when there are too many, or not found.
pub fn add_holidays(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: CalendarId,
    version: i64,
    reading: &Reading,
) -> Result<CalendarRow> {
    actor.require(CALENDAR_MANAGE)?;
    let before = queries::one(tx, id)?;
    let mut holidays = before.hours.holidays.clone();
    for found in &reading.found {
        if !hours::is_among(&found.holiday, &holidays) {
            holidays.push(found.holiday.clone());
        }
    }
    if holidays.len() == before.hours.holidays.len() && before.version == version {
        return Ok(before);
    }
    revise(tx, actor, id, &CalendarChange { holidays: Some(holidays), version, ..CalendarChange::default() })
}

/// Saves a calendar as it should be, with the version that was seen.
fn save(tx: &mut Tx<'_>, actor: &Actor, after: CalendarRow) -> Result<CalendarRow> {
    if !store::update(tx, &after)? {
        return Err(error::CALENDAR_CHANGED.into());
    }
    let after = CalendarRow { version: after.version + 1, ..after };
    events::record(tx, actor, events::CALENDAR_CHANGED, &after)?;
    Ok(after)
}

/// Name and hours as they are kept; one refusal names every field at fault.
fn checked(name: &str, hours: Hours) -> Result<(String, Hours)> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_wrong = name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control);
    let mut faults = hours::faults(&hours);
    if is_wrong {
        faults.insert(0, FieldFault::new("name", error::NAME_INVALID.code, error::NAME_INVALID.sentence));
    }
    Fault::check_fields(faults)?;
    Ok((name, hours::tidied(hours)))
}
