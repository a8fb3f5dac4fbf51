//! Reading calendars.

use db::Tx;
use kernel::{Fault, Result};

use super::store::{self, CalendarRow};
use super::{Calendar, CalendarId, Hours};
use crate::error;

/// The department's calendar, ready for counting. Until the company is set up: the usual hours in UTC.
///
/// # Errors
/// `service_levels.time_zone_unknown` when this machine does not know its zone.
pub fn default_calendar(tx: &mut Tx<'_>) -> Result<Calendar> {
    let hours = store::default(tx)?.map_or_else(|| Hours::usual("Etc/UTC"), |row| row.hours);
    ready(&hours)
}

/// A calendar, ready for counting.
///
/// # Errors
/// `platform.not_found`, `service_levels.time_zone_unknown`
pub fn calendar(tx: &mut Tx<'_>, id: CalendarId) -> Result<Calendar> {
    ready(&one(tx, id)?.hours)
}

/// Hours, ready for counting.
pub(super) fn ready(hours: &Hours) -> Result<Calendar> {
    Calendar::of(hours).ok_or_else(|| error::TIME_ZONE_UNKNOWN.into())
}

/// All calendars, the department's first, then by name. At most a hundred.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<CalendarRow>> {
    store::all(tx)
}

/// One calendar.
///
/// # Errors
/// `platform.not_found`
pub fn one(tx: &mut Tx<'_>, id: CalendarId) -> Result<CalendarRow> {
    store::find(tx, id)?.ok_or_else(Fault::not_found)
}
