//! What happens here, as others hear of it. Every event carries the whole calendar as it was from then on, so that business
//! time of any past instant can be counted from the events alone.

use db::Tx;
use kernel::{Actor, AuditEntry, NewEvent, Result};
use serde_json::{Value, json};

use crate::calendars::CalendarRow;

/// There is one more calendar.
pub const CALENDAR_CREATED: &str = "service_levels.calendar.created";
/// Name, zone, windows or holidays changed, or whether it is the department's.
pub const CALENDAR_CHANGED: &str = "service_levels.calendar.changed";
/// A calendar is gone; the facts tell how it was last.
pub const CALENDAR_REMOVED: &str = "service_levels.calendar.removed";

/// Emits the event and writes the audit entry of one act.
pub(crate) fn record(tx: &mut Tx<'_>, actor: &Actor, name: &'static str, calendar: &CalendarRow) -> Result<()> {
    let (thing, facts) = (calendar.id.into(), facts(calendar));
    tx.audit(actor, AuditEntry { action: name, thing, detail: facts.clone() })?;
    tx.emit(actor, NewEvent { name, version: 1, thing: calendar.id.into(), facts })
}

/// `hours` reads back as [`crate::calendars::Hours`].
fn facts(calendar: &CalendarRow) -> Value {
    json!({"name": calendar.name, "default": calendar.is_default, "hours": calendar.hours})
}
