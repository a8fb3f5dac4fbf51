//! What happens here, as others hear of it. Every event carries the whole calendar as it was from then on, so that business
//! time of any past instant can be counted from the events alone.

use std::collections::BTreeMap;

use db::Tx;
use kernel::{Actor, AuditEntry, NewEvent, Result};
use serde_json::{Value, json};

use crate::calendars::{CalendarRow, Holiday, Window};

/// There is one more calendar.
pub const CALENDAR_CREATED: &str = "service_levels.calendar.created";
/// Name, zone, windows or holidays changed, or whether it is the department's.
pub const CALENDAR_CHANGED: &str = "service_levels.calendar.changed";
/// A calendar is gone; the facts tell how it was last.
pub const CALENDAR_REMOVED: &str = "service_levels.calendar.removed";

/// Emits the event and writes the audit entry of one act. The event is for programs, the entry for people.
pub(crate) fn record(tx: &mut Tx<'_>, actor: &Actor, name: &'static str, calendar: &CalendarRow) -> Result<()> {
    let CalendarRow { id, hours, is_default, .. } = calendar;
    tx.audit(actor, AuditEntry { action: name, thing: (*id).into(), detail: detail(calendar) })?;
    let facts = json!({"name": calendar.name, "default": is_default, "hours": hours});
    tx.emit(actor, NewEvent { name, version: 1, thing: (*id).into(), facts })
}

/// The whole calendar in words.
fn detail(calendar: &CalendarRow) -> Value {
    let written = |windows: &[Window]| windows.iter().copied().map(written_window).collect::<Vec<_>>().join(", ");
    let week: BTreeMap<&str, String> =
        calendar.hours.week.days().into_iter().map(|(day, windows)| (day, written(windows))).collect();
    let holidays: Vec<String> = calendar
        .hours
        .holidays
        .iter()
        .map(|Holiday { name, from, to, every_year, windows }| {
            let days = if from == to { from.to_string() } else { format!("{from}–{to}") };
            let repeats = if *every_year { " ↻" } else { "" };
            format!("{days}{repeats} {name} {}", written(windows)).trim_end().to_owned()
        })
        .collect();
    let CalendarRow { name, is_default, hours, .. } = calendar;
    json!({"name": name, "default": is_default, "time_zone": hours.time_zone, "week": week, "holidays": holidays})
}

/// As people write it: `09:00–17:30`.
fn written_window(Window { from, to }: Window) -> String {
    format!("{:02}:{:02}–{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)
}
