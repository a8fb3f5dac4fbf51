//! Loading the columns, a portion at a time, and bringing them to what the log says now.

use std::collections::BTreeSet;

use db::{Db, Tx};
use kernel::{ConversationId, EventId, Result, Timestamp, TypedId};

use super::store;
use super::table::{BYTES_OF_CONVERSATION, BYTES_OF_REPLY, Table};
use crate::facts;
use crate::metrics::settings::Settings;
use crate::metrics::{came_again, settings};
use crate::rollups;

/// Who is further behind in the log loads anew: that is quicker.
const MOST_EVENTS: usize = 20_000;

fn window(settings: &Settings) -> i64 {
    i64::try_from(settings.window.as_micros()).unwrap_or(i64::MAX)
}

/// How far the facts are told, and how many events wait to be told.
fn place(tx: &mut Tx<'_>) -> Result<(EventId, i64)> {
    Ok(db::place_of(tx, facts::CONSUMER)?.unwrap_or_default())
}

/// Whether all of them fit into so many bytes.
pub(super) async fn fit(db: &Db, bytes: u64) -> Result<bool> {
    let (conversations, messages) = db.report(|tx| Ok((facts::count(tx)?, store::count_messages(tx)?))).await?;
    let needed = conversations.unsigned_abs() * BYTES_OF_CONVERSATION + messages.unsigned_abs() * BYTES_OF_REPLY;
    Ok(needed <= bytes)
}

/// Loads all columns. What happens meanwhile is caught up with by [`catch_up`].
pub(super) async fn load(db: &Db) -> Result<Table> {
    let (place, times_anew, window) =
        db.report(|tx| Ok((place(tx)?, store::times_anew(tx)?, window(&settings::find(tx)?)))).await?;
    let mut table = Table::at(place, times_anew, window);
    let mut above = 0;
    loop {
        let portion = move |tx: &mut Tx<'_>| {
            let conversations = store::conversations(tx, above)?;
            let to = conversations.last().map_or(above, |it| it.id.raw());
            Ok((conversations, rollups::came_again_between(tx, above, to, window)?))
        };
        let (conversations, again) = db.report(portion).await?;
        let again: BTreeSet<ConversationId> = again.into_iter().collect();
        let Some(last) = conversations.last() else { break };
        above = last.id.raw();
        for it in &conversations {
            table.put(it, again.contains(&it.id));
        }
    }
    above = 0;
    loop {
        let replies = db.report(move |tx| store::replies(tx, above)).await?;
        let Some((last, _)) = replies.last() else { break };
        above = last.raw();
        for (id, reply) in &replies {
            table.put_reply(*id, reply);
        }
    }
    Ok(table)
}

/// Brings the columns to where this unit of work sees the facts; false when they are to be loaded anew.
pub(super) fn catch_up(tx: &mut Tx<'_>, table: &mut Table) -> Result<bool> {
    let settings = settings::find(tx)?;
    if store::times_anew(tx)? != table.times_anew || window(&settings) != table.window {
        return Ok(false);
    }
    // An event that was told late is behind us in the log.
    let (until, parked) = place(tx)?;
    if parked != table.parked {
        return Ok(false);
    }
    let mut changed = BTreeSet::new();
    let (mut at, mut seen) = (table.place, 0);
    while at < until {
        let events = db::events_after(tx, at)?;
        let Some(last) = events.last() else { break };
        at = last.id;
        seen += events.len();
        if seen > MOST_EVENTS {
            return Ok(false);
        }
        for event in events.iter().filter(|event| event.id <= until) {
            if let Some((conversation, withdrawn)) = facts::touched(event)? {
                changed.insert(conversation);
                if let Some(message) = withdrawn {
                    table.take_back(message);
                }
            }
        }
    }
    tell(tx, table, &settings, &changed)?;
    table.place = table.place.max(until);
    Ok(true)
}

/// Takes in how some conversations stand now, and those whose customer came again by them or did not after all.
fn tell(tx: &mut Tx<'_>, table: &mut Table, settings: &Settings, changed: &BTreeSet<ConversationId>) -> Result<()> {
    let ids: Vec<_> = changed.iter().copied().collect();
    let mut now = facts::store::find_all(tx, &ids)?;
    let mut others = BTreeSet::new();
    for it in now.values() {
        let before = table.of_whom(it.id);
        let is_of = (it.contact.raw(), it.topic.map_or(0, TypedId::raw));
        for (contact, topic) in before.into_iter().filter(|before| *before != is_of).chain([is_of]) {
            let contact = TypedId::from_raw(contact);
            let within = (it.created_at.minus(settings.window), it.created_at);
            others.extend(rollups::returned_to(tx, contact, topic, within)?);
        }
    }
    let others: Vec<_> = others.into_iter().filter(|id| !changed.contains(id)).collect();
    now.extend(facts::store::find_all(tx, &others)?);
    // In order of their ids, so that new ones stay in order.
    let mut now: Vec<_> = now.into_values().collect();
    now.sort_unstable_by_key(|it| it.id);
    for it in &now {
        let again = it.solved_at != Timestamp::NEVER && came_again(tx, it, settings.window)?;
        table.put(it, again);
    }
    for id in changed {
        for (message, reply) in store::replies_of(tx, *id)? {
            table.put_reply(message, &reply);
        }
    }
    Ok(())
}
