//! When a customer wrote, their contact page says when that was. Automatic mail is no contact.

use db::Tx;
use kernel::{ContactId, Event, Fault, Result, Timestamp};

pub(crate) fn react(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let detail = &event.facts["detail"];
    if event.name != inbox::events::RECEIVED || detail["automatic"] == true {
        return Ok(());
    }
    let contact: ContactId = detail["contact"].as_str().unwrap_or_default().parse().map_err(Fault::internal)?;
    let at: Timestamp = detail["arrived_at"].as_str().unwrap_or_default().parse().map_err(Fault::internal)?;
    customers::contacts::commands::record_contact(tx, contact, at)
}
