//! When somebody left, what lay with them lies with nobody again.

use db::Tx;
use inbox::conversations::release::{Leaver, release_soon};
use kernel::{Event, Fault, Result};

pub(crate) fn react(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    if event.name != access::events::PERSON_DEACTIVATED {
        return Ok(());
    }
    release_soon(tx, Leaver::Person(event.thing.0.parse().map_err(Fault::internal)?))
}
