//! SQL text of automatic answers: what went to an address and what was held back.

use std::time::Duration;

use db::{Tx, p, sql};
use kernel::{ConversationId, Result, Timestamp};

use super::model::Held;

db::typed_id!(
    /// An automatic answer, sent or held back.
    AutomaticId, "auto");

sql! {
    INSERT = "insert into channels_automatic (id, address, conversation_id, held, at) values ($1, $2, $3, $4, $5)";
    OF_ADDRESS = "select held, at from channels_automatic where address = $1 and at > $2 order by at desc limit 200";
    FORGET = "delete from channels_automatic where address = $1 and at <= $2";
}

const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

/// What happened at an address within the last day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Recent {
    pub sent_in_hour: i64,
    pub sent_in_day: i64,
    pub was_stopped: bool,
}

/// Notes what became of an answer.
pub(crate) fn note(tx: &mut Tx<'_>, address: &str, conversation: ConversationId, held: Option<Held>) -> Result<()> {
    let (id, now) = (tx.id::<AutomaticId>(), tx.now());
    // Older ones decide nothing any more.
    tx.exec(FORGET, p![address, now.minus(DAY)])?;
    tx.exec(INSERT, p![id, address, conversation, held.map_or("", Held::code), now]).map(drop)
}

pub(crate) fn recent(tx: &mut Tx<'_>, address: &str) -> Result<Recent> {
    let now = tx.now();
    let rows =
        tx.all(OF_ADDRESS, p![address, now.minus(DAY)], |row| Ok((row.take::<String>()?, row.take::<Timestamp>()?)))?;
    let mut recent = Recent::default();
    for (held, at) in rows {
        if held.is_empty() {
            recent.sent_in_day += 1;
            recent.sent_in_hour += i64::from(now.since(at) < HOUR);
        } else if Held::is_stop(&held) {
            recent.was_stopped = true;
        }
    }
    Ok(recent)
}
