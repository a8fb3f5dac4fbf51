//! SQL text of the roll-ups.

use std::collections::HashMap;

use db::{Engine, Tx, Value, p, sql};
use kernel::{ContactId, ConversationId, Fault, PersonId, Result, Timestamp, TypedId};

use super::delta::{Delta, Gains, Key};
use super::stored::{self, Counters};
use crate::facts::{Conversation, store};
use crate::metrics::Reply;

sql! {
    STATE = "select zone, window_days, rules, built_to from insight_rollup_state where id = 1";
    HOLD = "update insight_rollup_state set batches = batches + 1 where id = 1";
    BUILT = "update insight_rollup_state set built_to = $1 where id = 1";
    BEGIN = "update insight_rollup_state set zone = $1, window_days = $2, rules = $3, built_to = 0 where id = 1";
    BUCKETS = "select buckets from insight_rollup_sketches where dimension = $1 and grain = $2 and start = $3 and part = $4";
    KEEP = "insert into insight_rollups (dimension, grain, start, part, summary) values ($1, $2, $3, $4, $5)
            on conflict (dimension, grain, start, part) do update set summary = excluded.summary";
    KEEP_BUCKETS = "insert into insight_rollup_sketches (dimension, grain, start, part, buckets) values ($1, $2, $3, $4, $5)
            on conflict (dimension, grain, start, part) do update set buckets = excluded.buckets";
    DROP = "delete from insight_rollups where dimension = $1 and grain = $2 and start = $3 and part = $4";
    DROP_BUCKETS = "delete from insight_rollup_sketches where dimension = $1 and grain = $2 and start = $3 and part = $4";
    REPLIES_OF = "select conversation_id, person_id, at, waited_since, waited_business, id from insight_messages
                  where conversation_id = $1 and kind = 'agent' order by id";
    REPLY = "select conversation_id, person_id, at, waited_since, waited_business, id from insight_messages where id = $1 and kind = 'agent'";
    LAST_BEFORE = "select created_at from insight_conversations where contact_id = $1 and topic_id = $2 and created_at < $3 and not by_agent
                  order by created_at desc limit 1";
    LEFT_BEHIND = "select id from insight_conversations where contact_id = $1 and topic_id = $2 and solved_at > 0 and solved_at >= $3 and solved_at < $4";
    NEXT = "select id from insight_conversations where id > $1 order by id limit $2";
    REPLIES_BETWEEN = "select conversation_id, person_id, at, waited_since, waited_business, id from insight_messages
                  where conversation_id > $1 and conversation_id <= $2 and kind = 'agent' order by conversation_id, id";
    AGAIN_BETWEEN = "select c.id from insight_conversations c where c.id > $1 and c.id <= $2 and c.solved_at > 0
                  and exists (select 1 from insight_conversations n where n.contact_id = c.contact_id and n.topic_id = c.topic_id
                  and n.created_at > c.solved_at and n.created_at <= c.solved_at + $3 and not n.by_agent)";
}

/// Cells that one statement reads on PostgreSQL.
const AT_ONCE: usize = 64;

/// How the roll-ups were counted and how far they are built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) zone: String,
    pub(crate) window_days: i64,
    pub(crate) rules: i64,
    pub(crate) built_to: i64,
}

pub(crate) fn state(tx: &mut Tx<'_>) -> Result<State> {
    tx.one(STATE, p![], |row| {
        Ok(State { zone: row.take()?, window_days: row.take()?, rules: row.take()?, built_to: row.take()? })
    })
}

/// The same, and nobody else changes the roll-ups until the end of the unit of work.
pub(crate) fn hold(tx: &mut Tx<'_>) -> Result<State> {
    tx.exec(HOLD, p![])?;
    state(tx)
}

pub(crate) fn note_built(tx: &mut Tx<'_>, to: i64) -> Result<()> {
    tx.exec(BUILT, p![to]).map(drop)
}

/// Empties them, to be counted in a way from now on.
pub(crate) fn begin(tx: &mut Tx<'_>, zone: &str, window_days: i64, rules: i64) -> Result<()> {
    let empty = match tx.engine() {
        Engine::Sqlite => "delete from",
        Engine::Postgres => "truncate",
    };
    for table in ["insight_rollups", "insight_rollup_sketches"] {
        tx.exec(format!("{empty} {table}"), p![])?;
    }
    tx.exec(BEGIN, p![zone, window_days, rules]).map(drop)
}

/// Adds what was gathered to what is kept: one read and one write for each cell.
pub(crate) fn add(tx: &mut Tx<'_>, delta: Delta) -> Result<()> {
    let mut kept: Vec<(Key, Counters)> = Vec::new();
    let cells = delta.into_cells();
    let mut known = find(tx, &cells)?;
    for (key, gains) in cells {
        let mut counters = known.remove(&key).unwrap_or_default();
        if !gains.add_to(&mut counters)? {
            continue;
        }
        if counters.is_empty() {
            let (dimension, grain, start, part) = &key;
            tx.exec(DROP, p![dimension_of(*dimension), dimension_of(*grain), start, part])?;
            tx.exec(DROP_BUCKETS, p![dimension_of(*dimension), dimension_of(*grain), start, part])?;
        } else {
            kept.push((key, counters));
        }
    }
    for (statement, bytes) in
        [(KEEP, stored::summary_bytes as fn(&Counters) -> Vec<u8>), (KEEP_BUCKETS, stored::bucket_bytes)]
    {
        let blobs: Vec<Vec<u8>> = kept.iter().map(|(_, counters)| bytes(counters)).collect();
        let rows: Vec<Vec<Value<'_>>> = kept.iter().zip(&blobs).map(|((key, _), blob)| row(key, blob)).collect();
        tx.exec_rows(statement, &rows)?;
    }
    Ok(())
}

fn dimension_of(number: u8) -> i64 {
    i64::from(number)
}

fn row<'v>((dimension, grain, start, part): &'v Key, blob: &'v [u8]) -> Vec<Value<'v>> {
    let numbers = [i64::from(*dimension), i64::from(*grain), *start].map(Value::Int);
    [numbers.to_vec(), vec![Value::Text(part), Value::Bytes(blob)]].concat()
}

/// What is kept of some cells. On PostgreSQL, where each statement is a way to the server and back, many at once.
fn find(tx: &mut Tx<'_>, cells: &[(Key, Gains)]) -> Result<HashMap<Key, Counters>> {
    let mut found = HashMap::with_capacity(cells.len());
    if tx.engine() == Engine::Sqlite {
        for ((dimension, grain, start, part), _) in cells {
            let (d, g) = (i64::from(*dimension), i64::from(*grain));
            if let Some(bytes) = tx.opt(BUCKETS, p![d, g, start, part], |row| row.take::<Vec<u8>>())? {
                found.insert((*dimension, *grain, *start, part.clone()), stored::counters(&bytes)?);
            }
        }
        return Ok(found);
    }
    for some in cells.chunks(AT_ONCE) {
        let tuple =
            |place: usize| format!("(${}, ${}, ${}, ${})", place * 4 + 1, place * 4 + 2, place * 4 + 3, place * 4 + 4);
        let tuples: Vec<String> = (0..AT_ONCE).map(tuple).collect();
        let text = format!(
            "select dimension, grain, start, part, buckets from insight_rollup_sketches where (dimension, grain, start, part) in ({})",
            tuples.join(", ")
        );
        // One text whatever the number: what is missing is asked for as a cell that is not there.
        let mut marks = vec![[Value::Int(-1), Value::Int(0), Value::Int(0), Value::Text("")]; AT_ONCE];
        for (mark, ((dimension, grain, start, part), _)) in marks.iter_mut().zip(some) {
            *mark = [
                Value::Int(i64::from(*dimension)),
                Value::Int(i64::from(*grain)),
                Value::Int(*start),
                Value::Text(part),
            ];
        }
        let rows = tx.all(text, &marks.concat(), |row| {
            let key = (row.take::<i64>()? as u8, row.take::<i64>()? as u8, row.take::<i64>()?, row.take::<String>()?);
            Ok((key, row.take::<Vec<u8>>()?))
        })?;
        for (key, bytes) in rows {
            found.insert(key, stored::counters(&bytes)?);
        }
    }
    Ok(found)
}

fn reply(row: &mut db::Row<'_>) -> Result<(Reply, i64)> {
    let conversation = row.take()?;
    let person: i64 = row.take()?;
    let person = (person != 0).then(|| PersonId::from_raw(person));
    let reply = Reply { conversation, person, at: row.take()?, since: row.take()?, business: row.take()? };
    Ok((reply, row.take()?))
}

/// The public replies of a conversation, each with its message.
pub(crate) fn replies_of(tx: &mut Tx<'_>, id: ConversationId) -> Result<Vec<(Reply, i64)>> {
    tx.all(REPLIES_OF, p![id], reply)
}

/// A public reply by its message.
pub(crate) fn reply_by(tx: &mut Tx<'_>, message: kernel::MessageId) -> Result<Option<(Reply, i64)>> {
    tx.opt(REPLY, p![message], reply)
}

/// The solved conversations of a customer on a topic that the one begun at an instant may be the first return to: for what was
/// solved before they last came, it changes nothing, so a robot that writes all day costs no more than anybody else.
pub(crate) fn returned_to(
    tx: &mut Tx<'_>,
    contact: ContactId,
    topic: i64,
    (from, begun): (Timestamp, Timestamp),
) -> Result<Vec<ConversationId>> {
    let last = tx.opt(LAST_BEFORE, p![contact, topic, begun], |row| row.take::<Timestamp>())?;
    tx.all(LEFT_BEHIND, p![contact, topic, last.map_or(from, |last| last.max(from)), begun], |row| row.take())
}

/// The next conversations by id, at most so many.
pub(crate) fn next(tx: &mut Tx<'_>, above: i64, most: u32) -> Result<Vec<Conversation>> {
    let ids = tx.all(NEXT, p![above, most], |row| row.take::<ConversationId>())?;
    let mut found: Vec<_> = store::find_all(tx, &ids)?.into_values().collect();
    if found.len() != ids.len() {
        return Err(Fault::internal("conversations went away while they were counted"));
    }
    found.sort_unstable_by_key(|it| it.id);
    Ok(found)
}

/// All public replies of conversations between two ids, by conversation.
pub(crate) fn replies_between(tx: &mut Tx<'_>, above: i64, to: i64) -> Result<Vec<Reply>> {
    tx.all(REPLIES_BETWEEN, p![above, to], |row| reply(row).map(|(reply, _)| reply))
}

/// Those between two ids after which the customer came again.
pub(crate) fn came_again_between(tx: &mut Tx<'_>, above: i64, to: i64, window: i64) -> Result<Vec<ConversationId>> {
    tx.all(AGAIN_BETWEEN, p![above, to, window], |row| row.take())
}
