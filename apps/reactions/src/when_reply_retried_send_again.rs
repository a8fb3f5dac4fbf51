//! When somebody wants a failed reply sent again, it goes back into the outgoing mail.

use channels::Post;
use db::Tx;
use kernel::{Event, Result};

pub(crate) fn react(tx: &mut Tx<'_>, event: &Event, post: &Post) -> Result<()> {
    if event.name != inbox::events::RETRIED {
        return Ok(());
    }
    channels::outgoing::commands::retry_reply(tx, post, crate::message(event)?)
}
