//! SQL text of mail on its way out.

use db::{Row, Tx, p, sql};
use kernel::{ConversationId, MailboxId, MessageId, Result, Timestamp, TypedId};

use super::model::{Outgoing, OutgoingId, State};
use crate::why::Why;

sql! {
    INSERT = "insert into channels_outgoing (id, kind, source_key, mailbox_id, conversation_id, inbox_message_id, message_id, recipients,
              subject, content, state, reason, hint, attempts, queued_at, next_at, sent_at)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'waiting', '', '', 0, $11, $12, 0) on conflict (source_key) do nothing";
    FIND = "select id, kind, mailbox_id, conversation_id, inbox_message_id, message_id, recipients, subject, content, state, reason, hint,
            attempts, queued_at, next_at, sent_at, why from channels_outgoing where id = $1";
    BY_SOURCE = "select id, kind, mailbox_id, conversation_id, inbox_message_id, message_id, recipients, subject, content, state, reason, hint,
                 attempts, queued_at, next_at, sent_at, why from channels_outgoing where source_key = $1";
    BY_MESSAGE_ID = "select id, kind, mailbox_id, conversation_id, inbox_message_id, message_id, recipients, subject, content, state, reason,
                     hint, attempts, queued_at, next_at, sent_at, why from channels_outgoing where message_id = $1 order by id limit 1";
    OF_CONVERSATION = "select id, kind, mailbox_id, conversation_id, inbox_message_id, message_id, recipients, subject, content, state, reason,
                       hint, attempts, queued_at, next_at, sent_at, why from channels_outgoing where conversation_id = $1
                       order by id desc limit 50";
    CAME_BACK = "update channels_outgoing set state = 'failed', reason = $1, hint = $2, why = $3
                 where id = $4 and state in ('sending', 'sent', 'failed')";
    LIST = "select id, kind, mailbox_id, conversation_id, inbox_message_id, message_id, recipients, subject, content, state, reason, hint,
            attempts, queued_at, next_at, sent_at, why from channels_outgoing where (queued_at, id) < ($1, $2)
            order by queued_at desc, id desc limit 201";
    LIST_STATE = "select id, kind, mailbox_id, conversation_id, inbox_message_id, message_id, recipients, subject, content, state, reason,
                  hint, attempts, queued_at, next_at, sent_at, why from channels_outgoing where state = $1 and (queued_at, id) < ($2, $3)
                  order by queued_at desc, id desc limit 201";
    TAKE = "update channels_outgoing set state = 'sending', attempts = attempts + 1, tried_at = $1, server = $2
            where id = $3 and state in ('waiting', 'sending')";
    POSTPONE = "update channels_outgoing set next_at = $1 where id = $2 and state = 'waiting'";
    HASTEN = "update channels_outgoing set next_at = $1 where id = $2 and state = 'waiting'";
    GIVE_UP = "update channels_outgoing set state = 'failed', reason = $1, hint = '', why = $2, next_at = 0
               where id = $3 and state = 'waiting'";
    TURN = "update channels_outgoing set state = $1, next_at = $2 where id = $3 and state = $4";
    SETTLE = "update channels_outgoing set state = $1, reason = $2, hint = $3, why = $4, next_at = $5, sent_at = $6
              where id = $7 and state = 'sending'";
    DESCRIBE = "update channels_outgoing set recipients = $1, subject = $2, message_id = $3 where id = $4";
    AGAIN = "update channels_outgoing set state = 'waiting', reason = '', hint = '', why = '', attempts = 0, queued_at = $1, next_at = $2
             where id = $3 and state = 'failed'";
}

pub(crate) fn read(row: &mut Row<'_>) -> Result<Outgoing> {
    Ok(Outgoing {
        id: row.take()?,
        kind: row.take()?,
        mailbox: Some(row.take::<i64>()?).filter(|id| *id != 0).map(MailboxId::from_raw),
        conversation: Some(row.take::<i64>()?).filter(|id| *id != 0).map(ConversationId::from_raw),
        message: Some(row.take::<i64>()?).filter(|id| *id != 0).map(MessageId::from_raw),
        message_id: row.take()?,
        recipients: row.take()?,
        subject: row.take()?,
        content: row.take()?,
        state: row.take()?,
        reason: row.take()?,
        hint: row.take()?,
        attempts: row.take()?,
        queued_at: row.take()?,
        next_at: row.take()?,
        sent_at: row.take()?,
        why: Why::read(&row.take::<String>()?),
    })
}

/// Queues a mail; a second one from the same source is not queued. Says whether it was.
pub(crate) fn insert(tx: &mut Tx<'_>, mail: &Outgoing, source_key: &str) -> Result<bool> {
    Ok(tx.exec(
        INSERT,
        p![
            mail.id,
            mail.kind,
            source_key,
            mail.mailbox.map_or(0, TypedId::raw),
            mail.conversation.map_or(0, TypedId::raw),
            mail.message.map_or(0, TypedId::raw),
            mail.message_id,
            mail.recipients,
            mail.subject,
            mail.content,
            mail.queued_at,
            mail.next_at
        ],
    )? > 0)
}

pub(crate) fn find(tx: &mut Tx<'_>, id: OutgoingId) -> Result<Outgoing> {
    tx.one(FIND, p![id], read)
}

/// The mail, if it is there.
pub(crate) fn maybe(tx: &mut Tx<'_>, id: OutgoingId) -> Result<Option<Outgoing>> {
    tx.opt(FIND, p![id], read)
}

pub(crate) fn by_source(tx: &mut Tx<'_>, source_key: &str) -> Result<Option<Outgoing>> {
    tx.opt(BY_SOURCE, p![source_key], read)
}

/// The mail that was sent with that Message-ID.
pub(crate) fn by_message_id(tx: &mut Tx<'_>, message_id: &str) -> Result<Option<Outgoing>> {
    if message_id.is_empty() {
        return Ok(None);
    }
    tx.opt(BY_MESSAGE_ID, p![message_id], read)
}

/// The newest fifty mails of a conversation, newest first.
pub(crate) fn of_conversation(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Vec<Outgoing>> {
    tx.all(OF_CONVERSATION, p![conversation], read)
}

/// A mail that was on its way has failed after all; says whether it was.
pub(crate) fn came_back(tx: &mut Tx<'_>, id: OutgoingId, reason: &str, hint: &str, why: &str) -> Result<bool> {
    Ok(tx.exec(CAME_BACK, p![reason, hint, why, id])? > 0)
}

/// Takes a mail in hand, to be given to a server; says whether it was there to be taken.
pub(crate) fn take(tx: &mut Tx<'_>, id: OutgoingId, server: &str) -> Result<bool> {
    let now = tx.now();
    Ok(tx.exec(TAKE, p![now, server, id])? > 0)
}

/// There is no room for it before an instant.
pub(crate) fn postpone(tx: &mut Tx<'_>, id: OutgoingId, at: Timestamp) -> Result<()> {
    tx.exec(POSTPONE, p![at, id]).map(drop)
}

/// Its next try is now; says whether it waited.
pub(crate) fn hasten(tx: &mut Tx<'_>, id: OutgoingId) -> Result<bool> {
    let now = tx.now();
    Ok(tx.exec(HASTEN, p![now, id])? > 0)
}

/// It is not tried any more; says whether it waited.
pub(crate) fn give_up(tx: &mut Tx<'_>, id: OutgoingId, reason: &str, why: &str) -> Result<bool> {
    Ok(tx.exec(GIVE_UP, p![reason, why, id])? > 0)
}

/// From one state into another; says whether it was in the first.
pub(crate) fn turn(tx: &mut Tx<'_>, id: OutgoingId, from: State, to: State) -> Result<bool> {
    Ok(tx.exec(TURN, p![to.code(), 0, id, from.code()])? > 0)
}

/// What became of a try.
#[derive(Debug, Clone)]
pub(crate) struct Settled<'a> {
    pub state: State,
    pub reason: &'a str,
    pub hint: &'a str,
    pub why: String,
    pub next_at: Timestamp,
    pub sent_at: Timestamp,
}

pub(crate) fn settle(tx: &mut Tx<'_>, id: OutgoingId, settled: Settled<'_>) -> Result<bool> {
    let Settled { state, reason, hint, why, next_at, sent_at } = settled;
    Ok(tx.exec(SETTLE, p![state.code(), reason, hint, why, next_at, sent_at, id])? > 0)
}

/// Notes to whom and what, for the list, and the Message-ID.
pub(crate) fn describe(
    tx: &mut Tx<'_>,
    id: OutgoingId,
    recipients: &str,
    subject: &str,
    message_id: &str,
) -> Result<()> {
    tx.exec(DESCRIBE, p![recipients, subject, message_id, id]).map(drop)
}

/// Queues a failed mail anew; says whether it had failed.
pub(crate) fn again(tx: &mut Tx<'_>, id: OutgoingId) -> Result<bool> {
    let now = tx.now();
    Ok(tx.exec(AGAIN, p![now, now, id])? > 0)
}
