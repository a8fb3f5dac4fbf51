//! SQL text and row mapping of conversations.

use db::{Row, Tx, Value, p};
use kernel::{ConversationId, Fault, PersonId, Result, Timestamp, TypedId};

use super::model::Conversation;

macro_rules! columns {
    () => {
        "c.id, c.number, c.subject, c.channel, c.status, c.priority, c.contact_id, c.mailbox_id, c.team_id, c.assignee_id, c.topic_id,
         c.created_at, c.last_message_at, c.last_customer_at, c.waiting_since, c.first_reply_at, c.solved_at, c.reopened, c.message_count, c.version"
    };
}

db::sql! {
    INSERT = "insert into inbox_conversations (id, number, subject, channel, status, shelf, priority, contact_id, mailbox_id, team_id,
              assignee_id, topic_id, preview, last_from, message_count, has_attachments, delivery_failed, automatic, follows_id, created_by,
              created_at, updated_at, last_message_at, last_customer_at, waiting_since, first_reply_at, solved_at, reopened, version)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', '', 0, FALSE, FALSE, $13, $14, $15, $16, $17, $18, 0, 0, 0, 0, 0, 1)";
    FIND = concat!("select ", columns!(), " from inbox_conversations c where c.id = $1");
    EXISTS = "select 1 from inbox_conversations where id = $1";
    FIND_BY_NUMBER = "select id from inbox_conversations where number = $1";
    SAVE = "update inbox_conversations set subject = $1, status = $2, shelf = $3, priority = $4, team_id = $5, assignee_id = $6, topic_id = $7,
            last_message_at = $8, last_customer_at = $9, waiting_since = $10, first_reply_at = $11, solved_at = $12, reopened = $13,
            message_count = $14, mailbox_id = $15, updated_at = $16, version = version + 1 where id = $17 and version = $18";
    SAVE_WITH_NEWEST = "update inbox_conversations set subject = $1, status = $2, shelf = $3, priority = $4, team_id = $5, assignee_id = $6, topic_id = $7,
            last_message_at = $8, last_customer_at = $9, waiting_since = $10, first_reply_at = $11, solved_at = $12, reopened = $13,
            message_count = $14, mailbox_id = $15, updated_at = $16, preview = $17, last_from = $18,
            has_attachments = (has_attachments or $19), version = version + 1 where id = $20 and version = $21";
    SET_PREVIEW = "update inbox_conversations set preview = $1, last_from = $2, has_attachments = (has_attachments or $3) where id = $4";
    SET_FAILED = "update inbox_conversations set delivery_failed = $1, updated_at = $2, version = version + 1 where id = $3";
    IS_MENTIONED = "select count(*) from inbox_mentions where conversation_id = $1 and person_id = $2";
    PERSON_EXISTS = "select count(*) from pub_access_people where id = $1 and active";
    TEAM_EXISTS = "select count(*) from pub_access_teams where id = $1";
    TOPIC_EXISTS = "select count(*) from inbox_topics where id = $1 and not archived";
}

/// 0 in a list key stands for "none".
pub(crate) fn some<I: TypedId>(raw: i64) -> Option<I> {
    (raw != 0).then(|| I::from_raw(raw))
}

/// "None" becomes 0 in a list key.
pub(crate) fn key<I: TypedId>(id: Option<I>) -> i64 {
    id.map_or(0, TypedId::raw)
}

fn read(row: &mut Row<'_>) -> Result<Conversation> {
    Ok(Conversation {
        id: row.take()?,
        number: row.take()?,
        subject: row.take()?,
        channel: row.take()?,
        status: row.take()?,
        priority: row.take()?,
        contact_id: row.take()?,
        mailbox_id: some(row.take()?),
        team_id: some(row.take()?),
        assignee_id: some(row.take()?),
        topic_id: some(row.take()?),
        created_at: row.take()?,
        last_message_at: row.take()?,
        last_customer_at: row.take()?,
        waiting_since: row.take()?,
        first_reply_at: row.take()?,
        solved_at: row.take()?,
        reopened: row.take()?,
        message_count: row.take()?,
        version: row.take()?,
    })
}

/// What is not part of a conversation's own decisions but kept with it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Origin {
    pub(crate) automatic: bool,
    pub(crate) follows: Option<ConversationId>,
    pub(crate) created_by: Option<PersonId>,
}

pub(crate) fn insert(tx: &mut Tx<'_>, it: &Conversation, origin: &Origin) -> Result<()> {
    let now = tx.now();
    let (shelf, mailbox, team) = (it.status.shelf(), key(it.mailbox_id), key(it.team_id));
    let (assignee, topic) = (key(it.assignee_id), key(it.topic_id));
    let params = p![
        it.id,
        it.number,
        it.subject,
        it.channel,
        it.status,
        shelf,
        it.priority,
        it.contact_id,
        mailbox,
        team,
        assignee,
        topic,
        origin.automatic,
        origin.follows,
        origin.created_by,
        it.created_at,
        now,
        it.last_message_at
    ];
    tx.exec(INSERT, params).map(drop)
}

pub(crate) fn find(tx: &mut Tx<'_>, id: ConversationId) -> Result<Conversation> {
    tx.one(FIND, p![id], read)
}

/// Saves what a decision changed; the version must be the one that was loaded.
///
/// # Errors
/// `inbox.conversation_changed` when somebody else was faster.
pub(crate) fn save(tx: &mut Tx<'_>, it: &mut Conversation) -> Result<()> {
    save_as(tx, it, None)
}

/// What lists show of the newest message.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Newest<'a> {
    pub(crate) preview: &'a str,
    pub(crate) from: &'a str,
    pub(crate) has_attachments: bool,
}

/// [`save`] together with the message that changed it.
pub(crate) fn save_with_newest(tx: &mut Tx<'_>, it: &mut Conversation, newest: Newest<'_>) -> Result<()> {
    save_as(tx, it, Some(newest))
}

fn save_as(tx: &mut Tx<'_>, it: &mut Conversation, newest: Option<Newest<'_>>) -> Result<()> {
    let now = tx.now();
    let (shelf, mailbox, team) = (it.status.shelf(), key(it.mailbox_id), key(it.team_id));
    let (assignee, topic) = (key(it.assignee_id), key(it.topic_id));
    let mut params = p![
        it.subject,
        it.status,
        shelf,
        it.priority,
        team,
        assignee,
        topic,
        it.last_message_at,
        it.last_customer_at,
        it.waiting_since,
        it.first_reply_at,
        it.solved_at,
        it.reopened,
        it.message_count,
        mailbox,
        now
    ]
    .to_vec();
    if let Some(newest) = newest {
        let Newest { preview, from, has_attachments } = newest;
        params.extend([Value::Text(preview), Value::Text(from), Value::Bool(has_attachments)]);
    }
    params.extend_from_slice(p![it.id, it.version]);
    if tx.exec(if newest.is_some() { SAVE_WITH_NEWEST } else { SAVE }, &params)? == 0 {
        return Err(crate::error::CONVERSATION_CHANGED.into());
    }
    it.version += 1;
    Ok(())
}

pub(crate) fn set_preview(
    tx: &mut Tx<'_>,
    id: ConversationId,
    preview: &str,
    from: &str,
    attachments: bool,
) -> Result<()> {
    tx.exec(SET_PREVIEW, p![preview, from, attachments, id]).map(drop)
}

pub(crate) fn set_delivery_failed(tx: &mut Tx<'_>, id: ConversationId, failed: bool) -> Result<()> {
    let now: Timestamp = tx.now();
    tx.exec(SET_FAILED, p![failed, now, id]).map(drop)
}

pub(crate) fn is_mentioned(tx: &mut Tx<'_>, id: ConversationId, person: PersonId) -> Result<bool> {
    Ok(tx.one(IS_MENTIONED, p![id, person], |row| row.take::<i64>())? > 0)
}

/// Refuses a reference to somebody or something that is not there.
pub(crate) fn check_references(tx: &mut Tx<'_>, change: &super::Change) -> Result<()> {
    let mut check = |field: &str, statement: db::Sql, id: i64| -> Result<()> {
        let known: i64 = tx.one(statement, p![id], |row| row.take())?;
        if known == 0 { Err(crate::error::REFERENCE_UNKNOWN.at(field)) } else { Ok(()) }
    };
    if let kernel::Patch::Set(person) = change.assignee {
        check("assignee_id", PERSON_EXISTS, person.raw())?;
    }
    if let kernel::Patch::Set(team) = change.team {
        check("team_id", TEAM_EXISTS, team.raw())?;
    }
    if let kernel::Patch::Set(topic) = change.topic {
        check("topic_id", TOPIC_EXISTS, topic.raw())?;
    }
    Ok(())
}

/// Loads a conversation that the actor may know of.
///
/// # Errors
/// `platform.not_found` also when it exists but is not for this actor.
pub(crate) fn find_visible(tx: &mut Tx<'_>, actor: &kernel::Actor, id: ConversationId) -> Result<Conversation> {
    let it = find(tx, id)?;
    if it.is_visible_to(actor, false) {
        return Ok(it);
    }
    match actor.person() {
        Some(person) if is_mentioned(tx, id, person)? => Ok(it),
        _ => Err(Fault::not_found()),
    }
}
