//! SQL text and row mapping of messages.

use std::collections::BTreeSet;

use db::{Tx, Value, p};
use kernel::{ConversationId, Fault, MailboxId, MessageId, PersonId, Result, Timestamp, TypedId};

use super::{Address, Recipients};
use crate::words::{AuthorKind, DeliveryState, MessageKind};

db::sql! {
    INSERT = "insert into inbox_messages (id, conversation_id, kind, author_kind, author_id, at, received_at, subject, from_address, from_name,
              recipients, text, html, quoted_html, has_remote_images, automatic, raw_hash, delivery, delivery_reason, delivery_attempts, send_at)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, null, 0, $19)";
    PARTICIPANT = "insert into inbox_participants (conversation_id, address, name, role, added_at) values ($1, $2, $3, $4, $5)
                   on conflict (conversation_id, address) do nothing";
    TAKES_PART = "select (select count(*) from inbox_participants p where p.conversation_id = c.id and p.address = $1)
                  from inbox_conversations c where c.id = $2";
    PARTICIPANTS = "select address, name, role from inbox_participants where conversation_id = $1 order by added_at, address limit 200";
    NEWEST = "select id from inbox_messages where conversation_id = $1 and delivery <> 5 order by at desc, id desc limit 1";
    FIND = "select conversation_id, kind, author_id, at, subject, from_address, from_name, recipients, text, html, delivery, delivery_attempts,
            send_at from inbox_messages where id = $1";
    SET_DELIVERY = "update inbox_messages set delivery = $1, delivery_reason = $2, delivery_attempts = $3 where id = $4 and delivery <> 5";
    WITHDRAW = "update inbox_messages set delivery = 5 where id = $1 and delivery = 1";
    FAILED_LEFT = "select count(*) from inbox_messages where conversation_id = $1 and delivery = 4";
    LAST_CUSTOMER = "select conversation_id, kind, author_id, at, subject, from_address, from_name, recipients, text, html, delivery, delivery_attempts,
            send_at from inbox_messages where conversation_id = $1 and kind in (0, 1) and not automatic and delivery <> 5 order by at desc, id desc limit 1";
    NEWEST_VISIBLE = "select text, from_name, from_address from inbox_messages where conversation_id = $1 and delivery <> 5 order by at desc, id desc limit 1";
    MENTION = "insert into inbox_mentions (person_id, conversation_id, message_id, at, seen) values ($1, $2, $3, $4, FALSE)
               on conflict (person_id, conversation_id) do update set message_id = excluded.message_id, at = excluded.at, seen = FALSE";
    SEEN = "insert into inbox_seen (person_id, conversation_id, message_id, at) values ($1, $2, $3, $4)
            on conflict (person_id, conversation_id) do update set message_id = excluded.message_id, at = excluded.at where inbox_seen.at < excluded.at";
    MENTION_SEEN = "update inbox_mentions set seen = TRUE where person_id = $1 and conversation_id = $2 and not seen";
    OWN_ADDRESS = "select count(*) from pub_channels_mailboxes where base_key = $1";
    MAILBOX = "select address, from_name, can_send and active from pub_channels_mailboxes where id = $1";
}

/// A message to be kept.
#[derive(Debug, Clone)]
pub(crate) struct NewMessage {
    pub(crate) id: MessageId,
    pub(crate) conversation: ConversationId,
    pub(crate) kind: MessageKind,
    pub(crate) author_kind: AuthorKind,
    pub(crate) author: Option<i64>,
    pub(crate) at: Timestamp,
    pub(crate) received_at: Timestamp,
    pub(crate) subject: String,
    pub(crate) from: Address,
    pub(crate) recipients: Recipients,
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) quoted_html: Option<String>,
    pub(crate) has_remote_images: bool,
    pub(crate) automatic: bool,
    pub(crate) raw_hash: Option<String>,
    pub(crate) delivery: DeliveryState,
    pub(crate) send_at: Timestamp,
}

/// What decisions about a message need.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) conversation: ConversationId,
    pub(crate) kind: MessageKind,
    pub(crate) author: Option<i64>,
    pub(crate) at: Timestamp,
    pub(crate) subject: String,
    pub(crate) from: Address,
    pub(crate) recipients: Recipients,
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) delivery: DeliveryState,
    pub(crate) attempts: i64,
    pub(crate) send_at: Timestamp,
}

pub(crate) fn insert(tx: &mut Tx<'_>, it: &NewMessage) -> Result<()> {
    let recipients = serde_json::to_string(&it.recipients).map_err(Fault::internal)?;
    let params = p![
        it.id,
        it.conversation,
        it.kind,
        it.author_kind,
        it.author,
        it.at,
        it.received_at,
        it.subject,
        it.from.address,
        it.from.name,
        recipients,
        it.text,
        it.html,
        it.quoted_html,
        it.has_remote_images,
        it.automatic,
        it.raw_hash,
        it.delivery,
        it.send_at
    ];
    tx.exec(INSERT, params).map(drop)
}

fn read(row: &mut db::Row<'_>) -> Result<Message> {
    let it = Message {
        conversation: row.take()?,
        kind: row.take()?,
        author: row.take()?,
        at: row.take()?,
        subject: row.take()?,
        from: Address { address: row.take()?, name: row.take()? },
        recipients: serde_json::from_str(&row.take::<String>()?).map_err(Fault::internal)?,
        text: row.take()?,
        html: row.take()?,
        delivery: row.take()?,
        attempts: row.take()?,
        send_at: row.take()?,
    };
    Ok(it)
}

pub(crate) fn find(tx: &mut Tx<'_>, id: MessageId) -> Result<Message> {
    tx.one(FIND, p![id], read)
}

/// The newest public message that a person wrote, on either side: whom a reply goes to by default.
pub(crate) fn last_public(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Option<Message>> {
    tx.opt(LAST_CUSTOMER, p![conversation], read)
}

pub(crate) fn newest(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Option<MessageId>> {
    tx.opt(NEWEST, p![conversation], |row| row.take())
}

/// Records who takes part in which role, by folded address; a role that somebody has already stays.
pub(crate) fn add_participants(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    roles: &[(&'static str, &[Address])],
) -> Result<()> {
    let now = tx.now();
    // A mail to thousands would make thousands of rows; threading needs only those who may answer.
    let who = roles.iter().flat_map(|(role, who)| who.iter().take(100).map(|address| (*role, address)));
    let mut seen = BTreeSet::new();
    let rows: Vec<(String, &Address, &str)> = who
        .map(|(role, address)| (fold(&address.address), address, role))
        .filter(|(folded, ..)| seen.insert(folded.clone()))
        .collect();
    let rows: Vec<Vec<Value<'_>>> = rows
        .iter()
        .map(|(folded, address, role)| {
            let [id, now] = [TypedId::raw(conversation), now.micros()].map(Value::Int);
            vec![id, Value::Text(folded), Value::Text(&address.name), Value::Text(role), now]
        })
        .collect();
    tx.exec_rows(PARTICIPANT, &rows)
}

/// An address as it is compared: lower case, trimmed.
pub(crate) fn fold(address: &str) -> String {
    address.trim().to_lowercase()
}

/// Whether an address is one of our mailboxes', a part behind `+` not counted.
pub(crate) fn is_own(tx: &mut Tx<'_>, address: &str) -> Result<bool> {
    let folded = fold(address);
    let base = match folded.split_once('@') {
        Some((local, domain)) => format!("{}@{domain}", local.split('+').next().unwrap_or(local)),
        None => folded,
    };
    Ok(tx.one(OWN_ADDRESS, p![base], |row| row.take::<i64>())? > 0)
}

/// A mailbox's address, name, and whether it can send.
pub(crate) fn mailbox(tx: &mut Tx<'_>, id: MailboxId) -> Result<Option<(Address, bool)>> {
    tx.opt(MAILBOX, p![id], |row| Ok((Address { address: row.take()?, name: row.take()? }, row.take()?)))
}

pub(crate) fn mention(tx: &mut Tx<'_>, person: PersonId, it: &NewMessage) -> Result<()> {
    tx.exec(MENTION, p![person, it.conversation, it.id, it.at]).map(drop)
}
