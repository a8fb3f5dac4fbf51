//! SQL text of the facts.

use db::{Row, Tx, p, sql};
use kernel::{ConversationId, Event, Result, Timestamp, TypedId};

use super::model::{Conversation, Effects, Ended, Message};

sql! {
    FIND = "select id, number, channel, mailbox_id, contact_id, team_id, assignee_id, topic_id, priority, by_agent, automatic, status, status_since,
            assigned_since, created_at, first_customer_at, first_reply_at, first_reply_by, first_solved_at, solved_at, customer_messages, replies,
            reopened, transfers, handoffs, requester_wait, agent_wait, hold_wait from insight_conversations where id = $1";
    SAVE = "insert into insight_conversations (id, number, channel, mailbox_id, contact_id, team_id, assignee_id, topic_id, priority, by_agent,
            automatic, status, status_since, assigned_since, created_at, first_customer_at, first_reply_at, first_reply_by, first_solved_at,
            solved_at, customer_messages, replies, reopened, transfers, handoffs, requester_wait, agent_wait, hold_wait)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28)
            on conflict (id) do update set channel = excluded.channel, mailbox_id = excluded.mailbox_id, contact_id = excluded.contact_id,
            team_id = excluded.team_id, assignee_id = excluded.assignee_id, topic_id = excluded.topic_id, priority = excluded.priority,
            status = excluded.status, status_since = excluded.status_since, assigned_since = excluded.assigned_since,
            first_customer_at = excluded.first_customer_at, first_reply_at = excluded.first_reply_at, first_reply_by = excluded.first_reply_by,
            first_solved_at = excluded.first_solved_at, solved_at = excluded.solved_at, customer_messages = excluded.customer_messages,
            replies = excluded.replies, reopened = excluded.reopened, transfers = excluded.transfers, handoffs = excluded.handoffs,
            requester_wait = excluded.requester_wait, agent_wait = excluded.agent_wait, hold_wait = excluded.hold_wait";
    MESSAGE = "insert into insight_messages (id, conversation_id, kind, at, person_id, automatic, length, waited_since)
               values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing";
    WITHDRAW = "delete from insight_messages where id = $1";
    STATUS = "insert into insight_statuses (conversation_id, place, status, from_at, until_at) values ($1, $2, $3, $4, $5)";
    ASSIGNMENT = "insert into insight_assignments (conversation_id, place, team_id, assignee_id, from_at, until_at)
                  values ($1, $2, $3, $4, $5, $6)";
    FORGET_CONVERSATIONS = "delete from insight_conversations";
    FORGET_MESSAGES = "delete from insight_messages";
    FORGET_STATUSES = "delete from insight_statuses";
    FORGET_ASSIGNMENTS = "delete from insight_assignments";
}

fn some<I: TypedId>(raw: i64) -> Option<I> {
    (raw != 0).then(|| I::from_raw(raw))
}

fn key<I: TypedId>(id: Option<I>) -> i64 {
    id.map_or(0, TypedId::raw)
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
    })
}

pub(crate) fn find(tx: &mut Tx<'_>, id: ConversationId) -> Result<Option<Conversation>> {
    tx.opt(FIND, p![id], read)
}

pub(crate) fn save(tx: &mut Tx<'_>, it: &Conversation) -> Result<()> {
    let (mailbox, team, assignee, topic) = (key(it.mailbox), key(it.team), key(it.assignee), key(it.topic));
    let replied_by = key(it.first_reply_by);
    let params = p![
        it.id,
        it.number,
        it.channel,
        mailbox,
        it.contact,
        team,
        assignee,
        topic,
        it.priority,
        it.by_agent,
        it.automatic,
        it.status,
        it.status_since,
        it.assigned_since,
        it.created_at,
        it.first_customer_at,
        it.first_reply_at,
        replied_by,
        it.first_solved_at,
        it.solved_at,
        it.customer_messages,
        it.replies,
        it.reopened,
        it.transfers,
        it.handoffs,
        it.requester_wait,
        it.agent_wait,
        it.hold_wait
    ];
    tx.exec(SAVE, params).map(drop)
}

/// Records what an event changed besides; the event's number gives each stretch its place.
pub(crate) fn record(tx: &mut Tx<'_>, id: ConversationId, event: &Event, effects: &Effects) -> Result<()> {
    if let Some(Message { id, conversation, kind, at, person, automatic, length, waited_since }) = &effects.message {
        let (person, waited) = (key(*person), waited_since.unwrap_or(Timestamp::NEVER));
        tx.exec(MESSAGE, p![id, conversation, *kind, at, person, automatic, length, waited])?;
    }
    if let Some(message) = effects.withdrawn {
        tx.exec(WITHDRAW, p![message])?;
    }
    let place = event.id.number;
    for ended in &effects.ended {
        match ended {
            Ended::Status { status, from, until } => tx.exec(STATUS, p![id, place, status, from, until])?,
            Ended::Assignment { team, assignee, from, until } => {
                tx.exec(ASSIGNMENT, p![id, place, key(*team), key(*assignee), from, until])?
            }
        };
    }
    Ok(())
}

pub(crate) fn forget_all(tx: &mut Tx<'_>) -> Result<()> {
    for statement in [FORGET_CONVERSATIONS, FORGET_MESSAGES, FORGET_STATUSES, FORGET_ASSIGNMENTS] {
        tx.exec(statement, p![])?;
    }
    Ok(())
}
