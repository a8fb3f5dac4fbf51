//! When the author took a reply back, it leaves the outgoing mail.

use db::Tx;
use kernel::{Event, Result};

pub(crate) fn react(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    if event.name != inbox::events::WITHDRAWN {
        return Ok(());
    }
    // Whether it was still waiting does not matter here: a withdrawn message has nothing to send in any case.
    channels::outgoing::commands::withdraw_reply(tx, crate::message(event)?).map(drop)
}
