//! When the company is set up or moves to another time zone, the days of figures are those of its zone.

use db::Tx;
use kernel::{Event, Result};

pub(crate) fn react(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let company = match event.name.as_str() {
        access::events::COMPANY_CREATED => event.facts.value(),
        access::events::COMPANY_CHANGED => &event.facts["after"],
        _ => return Ok(()),
    };
    company["time_zone"].as_str().map_or(Ok(()), |zone| insight::metrics::settings::follow_zone(tx, zone))
}
