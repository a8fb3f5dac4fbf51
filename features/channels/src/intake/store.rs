//! SQL text of mail on its way in.

use db::{Row, Tx, Value, p, sql};
use kernel::{ConversationId, MailboxId, MessageId, Result, Timestamp, TypedId};

use super::brief::Brief;
use super::model::{Intake, IntakeId, State};
use crate::storms::model::StormId;
use crate::why::Why;

sql! {
    INSERT = "insert into channels_intake (id, mailbox_id, source, blob, size, content_key, message_id, from_address, subject, arrived_at,
              received_at, historic, state, reason, detail, attempts, conversation_id, inbox_message_id)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'waiting', '', '', 0, 0, 0)
              on conflict (content_key, mailbox_id) do nothing";
    KNOWN = "select id from channels_intake where content_key = $1 and mailbox_id = $2";
    FIND = "select id, mailbox_id, source, blob, size, content_key, from_address, subject, arrived_at, received_at, historic, state, reason,
            detail, attempts, conversation_id, inbox_message_id, why, storm_id, release_at from channels_intake where id = $1";
    KEPT = "select id, mailbox_id, source, blob, size, content_key, from_address, subject, arrived_at, received_at, historic, state, reason,
            detail, attempts, conversation_id, inbox_message_id, why, storm_id, release_at from channels_intake
            where state = 'kept' and (received_at, id) < ($1, $2) order by received_at desc, id desc limit 201";
    SETTLE = "update channels_intake set state = $1, reason = $2, detail = $3, why = $4, attempts = attempts + 1, conversation_id = $5,
              inbox_message_id = $6 where id = $7";
    STATE = "update channels_intake set state = $1 where id = $2 and state = $3";
    EARLIER = "select count(*) from channels_intake where message_id = $1 and state = 'waiting' and id < $2";
    COUNT = "select count(*) from channels_intake where state = 'kept'";
}

/// What is known when a mail is handed over.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Handover<'a> {
    pub mailbox: Option<MailboxId>,
    pub source: &'static str,
    pub blob: &'a str,
    pub size: usize,
    pub brief: &'a Brief,
    pub arrived_at: Timestamp,
    pub historic: bool,
}

pub(crate) fn read(row: &mut Row<'_>) -> Result<Intake> {
    let id = row.take()?;
    let mailbox = row.take::<i64>()?;
    Ok(Intake {
        id,
        mailbox: (mailbox != 0).then(|| MailboxId::from_raw(mailbox)),
        source: row.take()?,
        blob: row.take()?,
        size: row.take()?,
        content_key: row.take()?,
        from_address: row.take()?,
        subject: row.take()?,
        arrived_at: row.take()?,
        received_at: row.take()?,
        historic: row.take()?,
        state: row.take()?,
        reason: row.take()?,
        detail: row.take()?,
        attempts: row.take()?,
        conversation: Some(row.take::<i64>()?).filter(|id| *id != 0).map(ConversationId::from_raw),
        message: Some(row.take::<i64>()?).filter(|id| *id != 0).map(MessageId::from_raw),
        why: Why::read(&row.take::<String>()?),
        storm: Some(row.take::<i64>()?).filter(|id| *id != 0).map(StormId::from_raw),
        release_at: row.take()?,
    })
}

/// Keeps a mail; says whether it is new.
pub(crate) fn insert(tx: &mut Tx<'_>, id: IntakeId, mail: Handover<'_>) -> Result<bool> {
    let row = mail.values(id, tx.now());
    Ok(tx.exec(INSERT, &row)? > 0)
}

/// Keeps many mails; says of each whether it is new.
pub(crate) fn insert_all(tx: &mut Tx<'_>, mails: &[(IntakeId, Handover<'_>)]) -> Result<Vec<bool>> {
    let now = tx.now();
    let rows: Vec<Vec<Value<'_>>> = mails.iter().map(|(id, mail)| mail.values(*id, now)).collect();
    tx.new_rows(INSERT, &rows)
}

impl<'a> Handover<'a> {
    fn values(&self, id: IntakeId, now: Timestamp) -> Vec<Value<'a>> {
        let brief = self.brief;
        vec![
            Value::Int(id.raw()),
            Value::Int(self.mailbox.map_or(0, TypedId::raw)),
            Value::Text(self.source),
            Value::Text(self.blob),
            Value::Int(i64::try_from(self.size).unwrap_or(i64::MAX)),
            Value::Text(&brief.content_key),
            Value::Text(&brief.message_id),
            Value::Text(&brief.from_address),
            Value::Text(&brief.subject),
            Value::Int(self.arrived_at.micros()),
            Value::Int(now.micros()),
            Value::Bool(self.historic),
        ]
    }
}

pub(crate) fn known(tx: &mut Tx<'_>, content_key: &str, mailbox: Option<MailboxId>) -> Result<Option<IntakeId>> {
    tx.opt(KNOWN, p![content_key, mailbox.map_or(0, TypedId::raw)], |row| row.take())
}

pub(crate) fn find(tx: &mut Tx<'_>, id: IntakeId) -> Result<Intake> {
    tx.one(FIND, p![id], read)
}

/// Whether a mail with that Message-ID came in before this one and is still to be placed.
pub(crate) fn earlier_waits(tx: &mut Tx<'_>, message_id: &str, id: IntakeId) -> Result<bool> {
    Ok(tx.one(EARLIER, p![message_id, id], |row| row.take::<i64>())? > 0)
}

/// What became of a mail.
#[derive(Debug, Clone)]
pub(crate) struct Settled<'a> {
    pub state: State,
    pub reason: &'a str,
    pub detail: &'a str,
    pub why: String,
    pub conversation: Option<ConversationId>,
    pub message: Option<MessageId>,
}

pub(crate) fn settle(tx: &mut Tx<'_>, id: IntakeId, settled: Settled<'_>) -> Result<()> {
    let (conversation, message) =
        (settled.conversation.map_or(0, TypedId::raw), settled.message.map_or(0, TypedId::raw));
    tx.exec(SETTLE, p![settled.state.code(), settled.reason, settled.detail, settled.why, conversation, message, id])
        .map(drop)
}

/// From one state into another; says whether it was in the first.
pub(crate) fn turn(tx: &mut Tx<'_>, id: IntakeId, from: State, to: State) -> Result<bool> {
    Ok(tx.exec(STATE, p![to.code(), id, from.code()])? > 0)
}
