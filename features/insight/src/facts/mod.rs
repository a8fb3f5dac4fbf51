//! Facts: what reports count, made from the event log and nothing else.

pub(crate) mod business;
mod changes;
mod maker;
pub(crate) mod model;
pub(crate) mod store;
pub(crate) mod survey_store;
mod surveys;
pub(crate) mod tally;
#[cfg(test)]
pub(crate) mod tests;

use std::time::Duration;

use db::{Db, Tx};
use kernel::{ConversationId, Event, MessageId, Result};

pub use business::Timeline;
pub use changes::{Change, Changes, Stretch, SurveyChange};
pub use maker::{VERSION, maker};
pub use model::{Business, Conversation, Ended, Message, Place, TopicId};
pub use surveys::{ProgrammeId, Survey, SurveyId, SurveyKind};

/// The consumer that makes facts of events.
pub const CONSUMER: &str = "make facts for reports";

/// Every statement of this room.
pub(crate) fn statements() -> Vec<&'static db::Sql> {
    [crate::facts::store::STATEMENTS, crate::facts::survey_store::STATEMENTS, crate::facts::tally::STATEMENTS].concat()
}

/// Throws all facts away; the consumer makes them anew from the beginning of the log.
pub async fn begin_anew(db: &Db) -> Result<()> {
    db.write(|tx| {
        tx.without_time_limit()?;
        crate::rollups::forget_all(tx)?;
        store::forget_all(tx)?;
        db::rewind(tx, CONSUMER)
    })
    .await
}

/// Which conversation an event changes the facts of, and which message it takes back; none for events of other things.
///
/// # Errors
/// An internal fault for an event that is not what it says.
pub(crate) fn touched(event: &Event) -> Result<Option<(ConversationId, Option<MessageId>)>> {
    Ok(model::read(event)?.map(|stand| (stand.conversation(), stand.withdrawn(event))))
}

/// So many events are told within a second: figures of days need no more haste than that.
const FEW: u32 = 1_000;

/// When a job looks again that found them behind.
pub(crate) const LATER: Duration = Duration::from_mins(1);

/// Whether the facts are as good as what has happened. While they are made anew, or a large import is taken in, figures are of what
/// is counted so far; nothing is judged or written down by them then.
pub(crate) fn are_current(tx: &mut Tx<'_>) -> Result<bool> {
    db::is_behind(tx, CONSUMER, FEW).map(|is_behind| !is_behind)
}

/// How many conversations there are facts of.
pub fn count(tx: &mut Tx<'_>) -> Result<i64> {
    Ok(tally::find(tx)?.conversations)
}
