//! Facts: what reports count, made from the event log and nothing else.

pub(crate) mod model;
pub(crate) mod store;
#[cfg(test)]
mod tests;

use db::{Db, Tx};
use kernel::{Event, Result};

pub use model::{Conversation, Ended, Message, TopicId};

/// The consumer that makes facts of events.
pub const CONSUMER: &str = "make facts for reports";

/// Makes facts of an event; events of other things are passed over.
pub fn take(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let Some(stand) = model::read(event)? else { return Ok(()) };
    let known = store::find(tx, stand.conversation())?;
    let (it, effects) = model::apply(known, &stand, event);
    store::save(tx, &it)?;
    store::record(tx, it.id, event, &effects)
}

/// Throws all facts away; the consumer makes them anew from the beginning of the log.
pub async fn begin_anew(db: &Db) -> Result<()> {
    db.write(|tx| {
        store::forget_all(tx)?;
        db::rewind(tx, CONSUMER)
    })
    .await
}
