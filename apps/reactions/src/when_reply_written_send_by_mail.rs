//! When one of us wrote a reply, it goes into the outgoing mail, to leave after its undo time.

use db::Tx;
use kernel::{ConversationId, Event, Fault, MailboxId, Result, Timestamp};

pub(crate) fn react(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let detail = &event.facts["detail"];
    if event.name != inbox::events::WRITTEN || detail["to_send"] != true {
        return Ok(());
    }
    let message = crate::message(event)?;
    let conversation: ConversationId = event.thing.0.parse().map_err(Fault::internal)?;
    let mailbox: MailboxId = detail["mailbox"].as_str().unwrap_or_default().parse().map_err(Fault::internal)?;
    let send_at: Timestamp = detail["send_at"].as_str().unwrap_or_default().parse().map_err(Fault::internal)?;
    channels::outgoing::commands::queue_reply(tx, message, conversation, mailbox, send_at)
}
