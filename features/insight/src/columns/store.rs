//! SQL text of the columns.

use db::{Tx, p, sql};
use kernel::{ConversationId, MessageId, PersonId, Result, TypedId};

use crate::facts::{Conversation, store};
use crate::metrics::Reply;

sql! {
    CONVERSATIONS = "select id, number, channel, mailbox_id, contact_id, team_id, assignee_id, topic_id, priority, by_agent, automatic, status,
            status_since, assigned_since, created_at, first_customer_at, first_reply_at, first_reply_by, first_solved_at, solved_at,
            customer_messages, replies, reopened, transfers, handoffs, requester_wait, agent_wait, hold_wait, first_response_business,
            first_resolution_business, full_resolution_business, requester_wait_business, agent_wait_business, hold_wait_business
            from insight_conversations where id > $1 order by id limit 20000";
    REPLIES = "select id, conversation_id, person_id, at, waited_since, waited_business from insight_messages
               where id > $1 and kind = 'agent' order by id limit 50000";
    REPLIES_OF = "select id, conversation_id, person_id, at, waited_since, waited_business from insight_messages
                  where conversation_id = $1 and kind = 'agent' order by id";
    COUNT_MESSAGES = "select count(*) from insight_messages";
    TIMES_ANEW = "select coalesce(max(times_anew), 0) from insight_made";
}

/// Conversations behind an id, in order.
pub(super) fn conversations(tx: &mut Tx<'_>, above: i64) -> Result<Vec<Conversation>> {
    tx.all(CONVERSATIONS, p![above], store::read)
}

fn reply(row: &mut db::Row<'_>) -> Result<(MessageId, Reply)> {
    let (id, conversation): (MessageId, ConversationId) = (row.take()?, row.take()?);
    let person: i64 = row.take()?;
    let person = (person != 0).then(|| PersonId::from_raw(person));
    Ok((id, Reply { conversation, person, at: row.take()?, since: row.take()?, business: row.take()? }))
}

/// Public replies behind an id, in order.
pub(super) fn replies(tx: &mut Tx<'_>, above: i64) -> Result<Vec<(MessageId, Reply)>> {
    tx.all(REPLIES, p![above], reply)
}

/// Public replies of a conversation.
pub(super) fn replies_of(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Vec<(MessageId, Reply)>> {
    tx.all(REPLIES_OF, p![conversation], reply)
}

/// How many messages there are facts of.
pub(super) fn count_messages(tx: &mut Tx<'_>) -> Result<i64> {
    tx.one(COUNT_MESSAGES, p![], |row| row.take())
}

/// How often all facts were thrown away to be made anew.
pub(super) fn times_anew(tx: &mut Tx<'_>) -> Result<i64> {
    tx.one(TIMES_ANEW, p![], |row| row.take())
}
