//! The facts that a period's figures are computed from.

use std::collections::HashSet;
use std::time::Duration;

use db::{Tx, Value, p, sql};
use kernel::{ConversationId, PersonId, Result, Timestamp, TypedId};

use super::settings::{self, Settings};
use crate::facts::{Conversation, Survey, store, survey_store};
use crate::figures::Clock;

sql! {
    CONVERSATIONS = "select id, number, channel, mailbox_id, contact_id, team_id, assignee_id, topic_id, priority, by_agent, automatic, status,
            status_since, assigned_since, created_at, first_customer_at, first_reply_at, first_reply_by, first_solved_at, solved_at,
            customer_messages, replies, reopened, transfers, handoffs, requester_wait, agent_wait, hold_wait,
            first_response_business, first_resolution_business, full_resolution_business, requester_wait_business, agent_wait_business,
            hold_wait_business from insight_conversations
            where (created_at >= $1 and created_at < $2) or (first_reply_at > 0 and first_reply_at >= $1 and first_reply_at < $2)
            or (solved_at > 0 and solved_at >= $1 and solved_at < $2)
            or id in (select conversation_id from insight_messages where at >= $1 and at < $2 and kind = 'agent') order by id";
    REPLIES = "select conversation_id, person_id, at, waited_since, waited_business from insight_messages
               where at >= $1 and at < $2 and kind = 'agent' order by id";
    CAME_AGAIN = "select c.id from insight_conversations c where c.solved_at > 0 and c.solved_at >= $1 and c.solved_at < $2
                  and exists (select 1 from insight_conversations n where n.contact_id = c.contact_id and n.topic_id = c.topic_id
                  and n.created_at > c.solved_at and n.created_at <= c.solved_at + $3 and not n.by_agent)";
    CAME_AGAIN_OF = "select c.id from insight_conversations c where c.id in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
                  $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32) and c.solved_at > 0
                  and exists (select 1 from insight_conversations n where n.contact_id = c.contact_id and n.topic_id = c.topic_id
                  and n.created_at > c.solved_at and n.created_at <= c.solved_at + $33 and not n.by_agent)";
    CAME_AGAIN_AFTER = "select 1 from insight_conversations n where n.contact_id = $1 and n.topic_id = $2
                  and n.created_at > $3 and n.created_at <= $4 and not n.by_agent limit 1";
}

/// A public reply of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply {
    /// In which conversation.
    pub conversation: ConversationId,
    /// Who wrote it; nobody known for replies out of an archive.
    pub person: Option<PersonId>,
    /// When.
    pub at: Timestamp,
    /// Since when the customer had waited; never, when nobody did.
    pub since: Timestamp,
    /// How long that was in business time, in microseconds.
    pub business: i64,
}

/// All that a period's figures need.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Conversations that began, were first answered, answered or solved in the period.
    pub conversations: Vec<Conversation>,
    /// Replies written in the period.
    pub replies: Vec<Reply>,
    /// Surveys sent or answered in the period.
    pub surveys: Vec<Survey>,
    /// Of those solved in the period: after which the same customer began another on the same topic within the window.
    pub came_again: HashSet<ConversationId>,
    /// Conversations solved from here on are too young for the window of first contact resolution.
    pub counted_until: Timestamp,
    /// Which time durations are counted in.
    pub clock: Clock,
}

/// Loads the facts of what happened from one instant to before another, for figures in calendar time.
pub fn load(tx: &mut Tx<'_>, (from, until): (Timestamp, Timestamp), window: Duration) -> Result<Facts> {
    let conversations = tx.all(CONVERSATIONS, p![from, until], store::read)?;
    let replies = tx.all(REPLIES, p![from, until], |row| {
        let conversation = row.take()?;
        let person: i64 = row.take()?;
        let person = (person != 0).then(|| PersonId::from_raw(person));
        Ok(Reply { conversation, person, at: row.take()?, since: row.take()?, business: row.take()? })
    })?;
    let micros = i64::try_from(window.as_micros()).unwrap_or(i64::MAX);
    let came_again = tx.all(CAME_AGAIN, p![from, until, micros], |row| row.take())?;
    let settings = Settings { window, ..settings::find(tx)? };
    let counted_until = settings.counted_until_instant(tx.now())?;
    Ok(Facts {
        conversations,
        replies,
        surveys: survey_store::of_period(tx, (from, until))?,
        came_again: came_again.into_iter().collect(),
        counted_until,
        clock: Clock::Calendar,
    })
}

/// After which of some conversations the same customer began another on the same topic within the window.
pub(crate) fn came_again_of(
    tx: &mut Tx<'_>,
    ids: &[ConversationId],
    window: Duration,
) -> Result<HashSet<ConversationId>> {
    let micros = Value::Int(i64::try_from(window.as_micros()).unwrap_or(i64::MAX));
    let mut again = HashSet::new();
    for marks in store::marks(ids) {
        let params = [marks.as_slice(), &[micros]].concat();
        again.extend(tx.all(CAME_AGAIN_OF, &params, |row| row.take::<ConversationId>())?);
    }
    Ok(again)
}

/// Whether the same customer began another conversation on the same topic within the window after this one was solved.
pub(crate) fn came_again(tx: &mut Tx<'_>, it: &Conversation, window: Duration) -> Result<bool> {
    let topic = it.topic.map_or(0, TypedId::raw);
    let until = it.solved_at.plus(window);
    let other = tx.opt(CAME_AGAIN_AFTER, p![it.contact, topic, it.solved_at, until], |row| row.take::<i64>())?;
    Ok(other.is_some())
}
