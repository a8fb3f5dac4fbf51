//! Which days a report covers and when it is made. No I/O.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Fault, Result, Timestamp};

use super::model::Schedule;
use crate::error;
use crate::goals::Every;
use crate::metrics::Period;

/// Days a report may cover.
const MOST_DAYS: i32 = 400;

/// The whole stretch before the one that a day belongs to.
///
/// # Errors
/// An internal fault for days beyond the calendar.
pub(crate) fn last_whole(every: Every, today: Date, zone: &TimeZone) -> Result<Period> {
    let now = every.stretch(today, zone)?;
    every.stretch(now.first.yesterday().map_err(Fault::internal)?, zone)
}

/// Own days of a report.
///
/// # Errors
/// `request.invalid`
pub(crate) fn own_days(first: &str, last: &str, today: Date, zone: &TimeZone) -> Result<Period> {
    let day = |field: &str, text: &str| {
        let wrong = |_| Fault::wrong_field(field, error::DAY_INVALID.said([("value", text)]));
        text.parse::<Date>().map_err(wrong)
    };
    let (first, last) = (day("first", first)?, day("last", last)?);
    if last < first {
        return Err(Fault::wrong_field("last", error::DAYS_REVERSED));
    }
    if first.until(last).is_ok_and(|span| span.get_days() > MOST_DAYS) {
        return Err(Fault::wrong_field("last", error::REPORT_DAYS));
    }
    if last >= today {
        return Err(Fault::wrong_field("last", error::REPORT_AHEAD));
    }
    Ok(Period { first, last, zone: zone.clone() })
}

impl Schedule {
    /// The instant at which the report about the stretch before is made, within the stretch that a day belongs to. Where clocks
    /// are put forward over the hour, it is the hour after.
    ///
    /// # Errors
    /// An internal fault for days beyond the calendar.
    pub(crate) fn instant(&self, every: Every, day: Date, zone: &TimeZone) -> Result<Timestamp> {
        let first = every.stretch(day, zone)?.first;
        let later = jiff::Span::new().days(i64::from(self.day) - 1);
        let on = first.checked_add(later).map_err(Fault::internal)?;
        let zoned = on.at(self.hour, 0, 0, 0).to_zoned(zone.clone()).map_err(Fault::internal)?;
        Ok(Timestamp::from_micros(zoned.timestamp().as_microsecond()))
    }

    /// The last instant that has come, with the stretch that its report is about, and the next one.
    ///
    /// # Errors
    /// An internal fault for days beyond the calendar.
    pub(crate) fn around(
        &self,
        every: Every,
        now: Timestamp,
        zone: &TimeZone,
    ) -> Result<(Timestamp, Period, Timestamp)> {
        let today = now.to_jiff().to_zoned(zone.clone()).date();
        let here = every.stretch(today, zone)?;
        let before = every.stretch(here.first.yesterday().map_err(Fault::internal)?, zone)?;
        let after = here.last.tomorrow().map_err(Fault::internal)?;
        let due = self.instant(every, here.first, zone)?;
        if due <= now {
            return Ok((due, before, self.instant(every, after, zone)?));
        }
        let earlier = every.stretch(before.first.yesterday().map_err(Fault::internal)?, zone)?;
        Ok((self.instant(every, before.first, zone)?, earlier, due))
    }
}
