//! When the company was set up, its department has a calendar: the usual hours in the company's zone, until somebody
//! decides otherwise. An installation that is older than calendars gets its own in the same way.

use db::Tx;
use kernel::{Event, Result};

pub(crate) fn react(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    if event.name != access::events::COMPANY_CREATED {
        return Ok(());
    }
    service_levels::calendars::found(tx, event.facts["time_zone"].as_str().unwrap_or_default())
}
