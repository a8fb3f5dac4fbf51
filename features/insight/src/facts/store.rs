//! SQL text of the facts.

use std::collections::HashMap;

use db::{Engine, Row, Tx, Value, p, sql};
use kernel::business_time::Hours;
use kernel::{ConversationId, Fault, Result, Timestamp, TypedId};

use super::changes::{Changes, Stretch};
use super::model::{Business, Conversation, Ended, Message};

/// Rows that one statement finds.
const AT_ONCE: usize = 32;
/// What is thrown away to be made anew.
const TABLES: [&str; 5] =
    ["insight_conversations", "insight_messages", "insight_statuses", "insight_assignments", "insight_surveys"];

sql! {
    FIND_SOME = "select id, number, channel, mailbox_id, contact_id, team_id, assignee_id, topic_id, priority, by_agent, automatic, status,
            status_since, assigned_since, created_at, first_customer_at, first_reply_at, first_reply_by, first_solved_at, solved_at,
            customer_messages, replies, reopened, transfers, handoffs, requester_wait, agent_wait, hold_wait, first_response_business,
            first_resolution_business, full_resolution_business, requester_wait_business, agent_wait_business, hold_wait_business from
            insight_conversations where id in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
            $23, $24, $25, $26, $27, $28, $29, $30, $31, $32)";
    SAVE = "insert into insight_conversations (id, number, channel, mailbox_id, contact_id, team_id, assignee_id, topic_id, priority, by_agent,
            automatic, status, status_since, assigned_since, created_at, first_customer_at, first_reply_at, first_reply_by, first_solved_at,
            solved_at, customer_messages, replies, reopened, transfers, handoffs, requester_wait, agent_wait, hold_wait, first_response_business,
            first_resolution_business, full_resolution_business, requester_wait_business, agent_wait_business, hold_wait_business) values ($1, $2,
            $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30,
            $31, $32, $33, $34) on conflict (id) do update set channel = excluded.channel, mailbox_id = excluded.mailbox_id, contact_id =
            excluded.contact_id, team_id = excluded.team_id, assignee_id = excluded.assignee_id, topic_id = excluded.topic_id, priority =
            excluded.priority, status = excluded.status, status_since = excluded.status_since, assigned_since = excluded.assigned_since,
            first_customer_at = excluded.first_customer_at, first_reply_at = excluded.first_reply_at, first_reply_by = excluded.first_reply_by,
            first_solved_at = excluded.first_solved_at, solved_at = excluded.solved_at, customer_messages = excluded.customer_messages, replies =
            excluded.replies, reopened = excluded.reopened, transfers = excluded.transfers, handoffs = excluded.handoffs, requester_wait =
            excluded.requester_wait, agent_wait = excluded.agent_wait, hold_wait = excluded.hold_wait, first_response_business =
            excluded.first_response_business, first_resolution_business = excluded.first_resolution_business, full_resolution_business =
            excluded.full_resolution_business, requester_wait_business = excluded.requester_wait_business, agent_wait_business =
            excluded.agent_wait_business, hold_wait_business = excluded.hold_wait_business";
    MESSAGE = "insert into insight_messages (id, conversation_id, kind, at, person_id, automatic, length, waited_since, waited_business) values ($1,
            $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing";
    WITHDRAW = "delete from insight_messages where id = $1";
    STATUS = "insert into insight_statuses (conversation_id, place, status, from_at, until_at, business) values ($1, $2, $3, $4, $5, $6)";
    ASSIGNMENT = "insert into insight_assignments (conversation_id, place, team_id, assignee_id, from_at, until_at, business) values ($1, $2, $3, $4, $5,
            $6, $7)";
    ANY = "select id from insight_conversations order by id limit 1";
    CALENDARS = "select place, from_at, hours from insight_calendars order by place";
    CALENDAR = "insert into insight_calendars (place, from_at, hours) values ($1, $2, $3) on conflict (place) do nothing";
    FORGET_CALENDARS = "delete from insight_calendars where place > (select min(place) from insight_calendars)";
    ONCE_MORE = "insert into insight_made (id, version, times_anew) values (1, 0, 1)
            on conflict (id) do update set times_anew = insight_made.times_anew + 1";
    MADE = "select version from insight_made where id = 1";
    MADE_BY = "insert into insight_made (id, version) values (1, $1) on conflict (id) do update set version = excluded.version";
}

pub(super) fn some<I: TypedId>(raw: i64) -> Option<I> {
    (raw != 0).then(|| I::from_raw(raw))
}

pub(super) fn key<I: TypedId>(id: Option<I>) -> Value<'static> {
    Value::Int(id.map_or(0, TypedId::raw))
}

pub(crate) fn read(row: &mut Row<'_>) -> Result<Conversation> {
    Ok(Conversation {
        id: row.take()?,
        number: row.take()?,
        channel: row.take()?,
        mailbox: some(row.take()?),
        contact: row.take()?,
        team: some(row.take()?),
        assignee: some(row.take()?),
        topic: some(row.take()?),
        priority: row.take()?,
        by_agent: row.take()?,
        automatic: row.take()?,
        status: row.take()?,
        status_since: row.take()?,
        assigned_since: row.take()?,
        created_at: row.take()?,
        first_customer_at: row.take()?,
        first_reply_at: row.take()?,
        first_reply_by: some(row.take()?),
        first_solved_at: row.take()?,
        solved_at: row.take()?,
        customer_messages: row.take()?,
        replies: row.take()?,
        reopened: row.take()?,
        transfers: row.take()?,
        handoffs: row.take()?,
        requester_wait: row.take()?,
        agent_wait: row.take()?,
        hold_wait: row.take()?,
        business: Business {
            first_response: row.take()?,
            first_resolution: row.take()?,
            full_resolution: row.take()?,
            requester_wait: row.take()?,
            agent_wait: row.take()?,
            hold_wait: row.take()?,
        },
    })
}

/// Those of some conversations that are known.
pub(crate) fn find_all(tx: &mut Tx<'_>, ids: &[ConversationId]) -> Result<HashMap<ConversationId, Conversation>> {
    let mut found = HashMap::with_capacity(ids.len());
    for marks in marks(ids) {
        found.extend(tx.all(FIND_SOME, &marks, read)?.into_iter().map(|it| (it.id, it)));
    }
    Ok(found)
}

/// Ids in portions for a statement of one text, whatever their number: what is missing is asked for as nobody's id.
pub(crate) fn marks<I: TypedId>(ids: &[I]) -> impl Iterator<Item = [Value<'static>; AT_ONCE]> {
    ids.chunks(AT_ONCE).map(|some| {
        let mut marks = [Value::Int(0); AT_ONCE];
        for (mark, id) in marks.iter_mut().zip(some) {
            *mark = Value::Int(id.raw());
        }
        marks
    })
}

fn values(it: &Conversation) -> Vec<Value<'_>> {
    let at = |instant: Timestamp| Value::Int(instant.micros());
    vec![
        Value::Int(it.id.raw()),
        Value::Int(it.number),
        Value::Text(&it.channel),
        key(it.mailbox),
        Value::Int(it.contact.raw()),
        key(it.team),
        key(it.assignee),
        key(it.topic),
        Value::Text(&it.priority),
        Value::Bool(it.by_agent),
        Value::Bool(it.automatic),
        Value::Text(&it.status),
        at(it.status_since),
        at(it.assigned_since),
        at(it.created_at),
        at(it.first_customer_at),
        at(it.first_reply_at),
        key(it.first_reply_by),
        at(it.first_solved_at),
        at(it.solved_at),
        Value::Int(it.customer_messages),
        Value::Int(it.replies),
        Value::Int(it.reopened),
        Value::Int(it.transfers),
        Value::Int(it.handoffs),
        Value::Int(it.requester_wait),
        Value::Int(it.agent_wait),
        Value::Int(it.hold_wait),
        Value::Int(it.business.first_response),
        Value::Int(it.business.first_resolution),
        Value::Int(it.business.full_resolution),
        Value::Int(it.business.requester_wait),
        Value::Int(it.business.agent_wait),
        Value::Int(it.business.hold_wait),
    ]
}

fn message_values(message: &Message) -> Vec<Value<'_>> {
    vec![
        Value::Int(message.id.raw()),
        Value::Int(message.conversation.raw()),
        Value::Text(message.kind),
        Value::Int(message.at.micros()),
        key(message.person),
        Value::Bool(message.automatic),
        Value::Int(message.length),
        Value::Int(message.waited_since.unwrap_or(Timestamp::NEVER).micros()),
        Value::Int(message.waited_business),
    ]
}

fn stretch_values(stretch: &Stretch) -> Vec<Value<'_>> {
    let (id, place) = (Value::Int(stretch.conversation.raw()), Value::Int(stretch.place));
    let times = |from: &Timestamp, until: &Timestamp, business: &i64| {
        [from.micros(), until.micros(), *business].map(Value::Int)
    };
    match &stretch.ended {
        Ended::Status { status, from, until, business } => {
            [vec![id, place, Value::Text(status)], times(from, until, business).to_vec()].concat()
        }
        Ended::Assignment { team, assignee, from, until, business } => {
            [vec![id, place, key(*team), key(*assignee)], times(from, until, business).to_vec()].concat()
        }
    }
}

/// Writes what a batch of events changed.
pub(crate) fn save(tx: &mut Tx<'_>, changes: &Changes) -> Result<()> {
    let rows: Vec<_> = changes.conversations.values().map(|change| values(&change.after)).collect();
    tx.exec_rows(SAVE, &rows)?;
    let rows: Vec<_> = changes.messages.values().map(message_values).collect();
    tx.exec_rows(MESSAGE, &rows)?;
    for message in &changes.withdrawn {
        tx.exec(WITHDRAW, p![message])?;
    }
    let (statuses, assignments): (Vec<&Stretch>, Vec<&Stretch>) =
        changes.stretches.iter().partition(|stretch| matches!(stretch.ended, Ended::Status { .. }));
    let rows: Vec<_> = statuses.into_iter().map(stretch_values).collect();
    tx.exec_rows(STATUS, &rows)?;
    let rows: Vec<_> = assignments.into_iter().map(stretch_values).collect();
    tx.exec_rows(ASSIGNMENT, &rows)?;
    super::tally::keep(tx, changes)?;
    super::survey_store::save(tx, changes.surveys.values())
}

/// Whether there are any facts.
pub(crate) fn any(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(tx.opt(ANY, p![], |row| row.take::<i64>())?.is_some())
}

/// Throws all facts away, and all calendars but the first, which counts for the time before it too.
pub(crate) fn forget_all(tx: &mut Tx<'_>) -> Result<()> {
    // Both engines have a way to empty a table without touching its rows, under different names.
    let empty = match tx.engine() {
        Engine::Sqlite => "delete from",
        Engine::Postgres => "truncate",
    };
    for table in TABLES {
        tx.exec(format!("{empty} {table}"), p![])?;
    }
    super::tally::forget(tx)?;
    tx.exec(FORGET_CALENDARS, p![])?;
    tx.exec(ONCE_MORE, p![]).map(drop)
}

/// A calendar of the department as it was kept: the number of its event, from when it counts, its hours as text.
pub(crate) fn calendars(tx: &mut Tx<'_>) -> Result<Vec<(i64, Timestamp, String)>> {
    tx.all(CALENDARS, p![], |row| Ok((row.take()?, row.take()?, row.take()?)))
}

pub(crate) fn save_calendar(tx: &mut Tx<'_>, place: i64, from: Timestamp, hours: &Hours) -> Result<()> {
    let text = serde_json::to_string(hours).map_err(Fault::internal)?;
    tx.exec(CALENDAR, p![place, from, text]).map(drop)
}

/// By which rules the facts were made; none before any were.
pub(crate) fn made_by(tx: &mut Tx<'_>) -> Result<Option<i64>> {
    tx.opt(MADE, p![], |row| row.take())
}

pub(crate) fn note_made_by(tx: &mut Tx<'_>, version: i64) -> Result<()> {
    tx.exec(MADE_BY, p![version]).map(drop)
}
