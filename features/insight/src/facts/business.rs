//! Business time of the past: the department's calendar as it was at every instant.

use std::sync::Arc;

use kernel::business_time::{Calendar, Hours};
use kernel::{Event, Fault, Result, Timestamp};
use serde::Deserialize;

/// What tells of calendars.
const CALENDARS: &str = "service_levels.calendar.";

/// What an event of a calendar says: the whole of it, as it was from then on.
#[derive(Deserialize)]
struct Said {
    default: bool,
    hours: Hours,
}

/// The hours that an event makes the department's; none when it is about something else.
pub(crate) fn read(event: &Event) -> Result<Option<Hours>> {
    if !event.name.starts_with(CALENDARS) {
        return Ok(None);
    }
    let said: Said = event.facts()?;
    Ok(said.default.then_some(said.hours))
}

/// Hours made ready for counting.
pub(crate) fn ready(hours: &Hours) -> Result<Arc<Calendar>> {
    let unknown = || Fault::internal(format!("the time zone {} is unknown on this machine", hours.time_zone));
    Calendar::of(hours).map(Arc::new).ok_or_else(unknown)
}

/// The department's calendars one after another. The first one counts for all that was before it too, so that history which
/// is brought from elsewhere has business time; each later one counts from its own instant on.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    versions: Vec<Version>,
}

#[derive(Debug, Clone)]
struct Version {
    /// The number of the event that told of it.
    place: i64,
    from: Timestamp,
    calendar: Arc<Calendar>,
}

impl Timeline {
    /// Adds the next calendar, told by the event of that number; gives the instant from which it counts.
    pub(crate) fn push(&mut self, place: i64, from: Timestamp, calendar: Arc<Calendar>) -> Timestamp {
        let from = self.versions.last().map_or(from, |before| from.max(before.from));
        self.versions.push(Version { place, from, calendar });
        from
    }

    /// Whether the event of that number was taken in.
    pub(crate) fn knows(&self, place: i64) -> bool {
        self.versions.iter().any(|version| version.place == place)
    }

    /// Whether nothing was ever said of when the department works.
    pub(crate) fn is_empty(&self) -> bool {
        self.versions.is_empty()
    }

    /// Time between two instants during which the department worked, in microseconds; all of it when it has no calendar. Zero
    /// when the second is not later.
    pub fn between(&self, from: Timestamp, until: Timestamp) -> i64 {
        if self.is_empty() {
            return (until.micros() - from.micros()).max(0);
        }
        let first = self.versions.partition_point(|version| version.from <= from).saturating_sub(1);
        let mut open = 0;
        for (place, version) in self.versions.iter().enumerate().skip(first) {
            if place > first && version.from >= until {
                break;
            }
            let from = if place == first { from } else { version.from };
            let until = self.versions.get(place + 1).map_or(until, |next| until.min(next.from));
            open += version.calendar.business_time(from, until);
        }
        open
    }
}
