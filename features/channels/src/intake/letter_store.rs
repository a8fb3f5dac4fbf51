//! Which message in which conversation each Message-ID belongs to, received and sent.

use db::{Filter, Tx, p, sql};
use kernel::{ConversationId, MessageId, Result};

db::typed_id!(
    /// A Message-ID we know.
    LetterId, "lett");

sql! {
    INSERT = "insert into channels_letters (id, message_id, content_key, direction, conversation_id, inbox_message_id, at)
              values ($1, $2, $3, $4, $5, $6, $7) on conflict (content_key) do nothing";
    BY_MESSAGE_ID = "select conversation_id, direction from channels_letters where message_id = $1 order by id limit 20";
    BY_CONTENT = "select conversation_id, inbox_message_id from channels_letters where content_key = $1";
    OF_CONVERSATION = "select message_id from channels_letters where conversation_id = $1 order by at desc, id desc limit 40";
    LAST_IN = "select message_id from channels_letters where conversation_id = $1 and direction = 'in' order by at desc, id desc limit 1";
}

/// A mail we received or sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewLetter<'a> {
    pub message_id: &'a str,
    pub content_key: &'a str,
    pub sent: bool,
    pub conversation: ConversationId,
    pub message: MessageId,
}

/// Remembers a mail; says whether it is the first of this content.
pub(crate) fn remember(tx: &mut Tx<'_>, letter: NewLetter<'_>) -> Result<bool> {
    let (id, now) = (tx.id::<LetterId>(), tx.now());
    let direction = if letter.sent { "out" } else { "in" };
    Ok(tx.exec(
        INSERT,
        p![id, letter.message_id, letter.content_key, direction, letter.conversation, letter.message, now],
    )? > 0)
}

/// The conversations a Message-ID leads to, and whether we sent it ourselves.
pub(crate) fn conversations_of(tx: &mut Tx<'_>, message_id: &str) -> Result<Vec<(ConversationId, bool)>> {
    tx.all(BY_MESSAGE_ID, p![message_id], |row| Ok((row.take()?, row.take::<String>()? == "out")))
}

/// The conversations that some Message-IDs lead to, each once, in the order of the ids.
pub(crate) fn conversations_named<'a>(
    tx: &mut Tx<'_>,
    message_ids: impl Iterator<Item = &'a String>,
) -> Result<Vec<ConversationId>> {
    const MOST: usize = 200;
    let mut ids: Vec<&str> = Vec::new();
    for id in message_ids {
        if !ids.contains(&id.as_str()) {
            ids.push(id);
        }
    }
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut filter = Filter::new();
    filter.and_in("message_id", &ids);
    let sql =
        format!("select message_id, conversation_id from channels_letters{} order by id limit {MOST}", filter.sql());
    let mut found: Vec<(String, ConversationId)> =
        tx.all(sql, &filter.params(), |row| Ok((row.take()?, row.take()?)))?;
    if found.len() == MOST {
        // Some programs give every mail the same id: such a one must not crowd out the others.
        found.clear();
        for id in &ids {
            let some = conversations_of(tx, id)?;
            found.extend(some.into_iter().map(|(conversation, _)| ((*id).to_owned(), conversation)));
        }
    }
    found.sort_by_key(|(message_id, _)| ids.iter().position(|id| id == message_id));
    let mut conversations = Vec::new();
    for (_, conversation) in found {
        if !conversations.contains(&conversation) {
            conversations.push(conversation);
        }
    }
    Ok(conversations)
}

/// Where a mail with this content already is.
pub(crate) fn place_of(tx: &mut Tx<'_>, content_key: &str) -> Result<Option<(ConversationId, MessageId)>> {
    tx.opt(BY_CONTENT, p![content_key], |row| Ok((row.take()?, row.take()?)))
}

/// What a reply refers to: the last message received, and the newest forty of the conversation, oldest first.
pub(crate) fn thread_of(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<(Option<String>, Vec<String>)> {
    let last = tx.opt(LAST_IN, p![conversation], |row| row.take())?;
    let mut all: Vec<String> = tx.all(OF_CONVERSATION, p![conversation], |row| row.take())?;
    all.reverse();
    Ok((last, all))
}
