//! When a team was removed, what lay with it lies with no team again.

use db::Tx;
use inbox::conversations::release::{Leaver, release_soon};
use kernel::{Event, Fault, Result};

pub(crate) fn react(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    if event.name != access::events::TEAM_REMOVED {
        return Ok(());
    }
    release_soon(tx, Leaver::Team(event.thing.0.parse().map_err(Fault::internal)?))
}
