//! Conversations as the database has them, read in batches for the index.

use std::collections::BTreeMap;

use db::{Filter, Tx};
use kernel::{ConversationId, Result, Timestamp};
use serde::Deserialize;
use tantivy::TantivyDocument;

use super::fields::Fields;

/// Longest text of one message that is searched, in bytes.
const LONGEST_MESSAGE: usize = 200_000;
/// Most text of one conversation that is searched, in bytes; the oldest messages go first.
const LONGEST_CONVERSATION: usize = 4_000_000;

/// All that the index keeps of a conversation.
#[derive(Debug, Clone, Default)]
pub(crate) struct Source {
    pub(crate) id: i64,
    number: i64,
    subject: String,
    channel: String,
    status: i64,
    priority: i64,
    assignee: i64,
    team: i64,
    topic: i64,
    has_attachments: bool,
    created: Timestamp,
    updated: Timestamp,
    recent: Timestamp,
    tags: Vec<i64>,
    mentions: Vec<i64>,
    /// Names and addresses of whoever has to do with it.
    people: Vec<String>,
    senders: Vec<String>,
    recipients: Vec<String>,
    texts: Vec<String>,
}

#[derive(Deserialize, Default)]
struct Recipients {
    #[serde(default)]
    to: Vec<Address>,
    #[serde(default)]
    cc: Vec<Address>,
}

#[derive(Deserialize)]
struct Address {
    address: String,
    #[serde(default)]
    name: String,
}

const HEADS: &str =
    "select c.id, c.number, c.subject, c.channel, c.status, c.priority, c.assignee_id, c.team_id, c.topic_id,
    c.has_attachments, c.created_at, c.updated_at, c.last_message_at, k.name, k.address, k.organisation_name
    from inbox_conversations c left join pub_customers_contacts k on k.id = c.contact_id";
const TAGS: &str = "select conversation_id, tag_id from inbox_conversation_tags where conversation_id";
const MENTIONS: &str = "select conversation_id, person_id from inbox_mentions where conversation_id";
const PARTICIPANTS: &str = "select conversation_id, name, address from inbox_participants where conversation_id";
const FILES: &str = "select m.conversation_id, a.name from inbox_attachments a join inbox_messages m on m.id = a.message_id where m.conversation_id";
const MESSAGES: &str =
    "select m.conversation_id, m.subject, m.from_name, m.from_address, m.recipients, m.text from inbox_messages m
    where m.delivery <> 5 and m.conversation_id";

/// Reads conversations; those that are not there are left out.
pub(crate) fn load(tx: &mut Tx<'_>, ids: &[ConversationId]) -> Result<Vec<Source>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = heads(tx, ids)?;
    for_each(tx, TAGS, "", ids, &mut found, |source, row| row.take().map(|tag| source.tags.push(tag)))?;
    for_each(tx, MENTIONS, "", ids, &mut found, |source, row| row.take().map(|person| source.mentions.push(person)))?;
    for_each(tx, FILES, "", ids, &mut found, |source, row| row.take().map(|name| source.texts.push(name)))?;
    for_each(tx, PARTICIPANTS, "", ids, &mut found, |source, row| {
        let person = format!("{} {}", row.take::<String>()?, row.take::<String>()?);
        source.add_person(person);
        Ok(())
    })?;
    let newest_first = " order by m.conversation_id, m.at desc, m.id desc";
    for_each(tx, MESSAGES, newest_first, ids, &mut found, |source, row| {
        let (subject, name, address): (String, String, String) = (row.take()?, row.take()?, row.take()?);
        source.add_message(subject, &name, &address, &row.take::<String>()?, row.take()?);
        Ok(())
    })?;
    Ok(found.into_values().collect())
}

/// Completes a select with the list of conversations, and hands each row to the conversation that its first column names.
fn for_each(
    tx: &mut Tx<'_>,
    select: &str,
    order: &str,
    ids: &[ConversationId],
    found: &mut BTreeMap<i64, Source>,
    mut visit: impl FnMut(&mut Source, &mut db::Row<'_>) -> Result<()>,
) -> Result<()> {
    let mut filter = Filter::new();
    let list = filter.list("", ids);
    tx.each(format!("{select}{list}{order}"), &filter.params(), |row| match found.get_mut(&row.take::<i64>()?) {
        Some(source) => visit(source, row),
        None => Ok(()),
    })
}

fn heads(tx: &mut Tx<'_>, ids: &[ConversationId]) -> Result<BTreeMap<i64, Source>> {
    let mut filter = Filter::new();
    filter.and_in("c.id", ids);
    let heads = tx.all(format!("{HEADS}{}", filter.sql()), &filter.params(), |row| {
        let mut source = Source {
            id: row.take()?,
            number: row.take()?,
            subject: row.take()?,
            channel: row.take()?,
            status: row.take()?,
            priority: row.take()?,
            assignee: row.take()?,
            team: row.take()?,
            topic: row.take()?,
            has_attachments: row.take()?,
            created: row.take()?,
            updated: row.take()?,
            recent: row.take()?,
            ..Source::default()
        };
        for _ in 0..3 {
            source.people.extend(row.take::<Option<String>>()?.filter(|text| !text.is_empty()));
        }
        Ok(source)
    })?;
    Ok(heads.into_iter().map(|source| (source.id, source)).collect())
}

impl Source {
    fn add_person(&mut self, person: String) {
        if !self.people.contains(&person) {
            self.people.push(person);
        }
    }

    fn add_message(&mut self, subject: String, name: &str, address: &str, recipients: &str, mut text: String) {
        // "Re: subject" says nothing new; a subject that was changed does.
        if !subject.is_empty() && !subject.ends_with(&self.subject) && !self.texts.contains(&subject) {
            self.texts.push(subject);
        }
        let sender = format!("{name} {address}");
        if !self.senders.contains(&sender) {
            self.senders.push(sender);
        }
        let recipients: Recipients = serde_json::from_str(recipients).unwrap_or_default();
        for Address { address, name } in recipients.to.into_iter().chain(recipients.cc).take(100) {
            let recipient = format!("{name} {address}");
            if !self.recipients.contains(&recipient) {
                self.recipients.push(recipient);
            }
        }
        let room = LONGEST_CONVERSATION.saturating_sub(self.texts.iter().map(String::len).sum());
        text.truncate(text.floor_char_boundary(LONGEST_MESSAGE.min(room)));
        self.texts.push(text);
    }

    /// The document of the index.
    pub(crate) fn document(&self, fields: &Fields) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        let numbers = [
            (fields.id, self.id),
            (fields.number, self.number),
            (fields.status, self.status),
            (fields.priority, self.priority),
            (fields.assignee, self.assignee),
            (fields.team, self.team),
            (fields.topic, self.topic),
            (fields.attachment, i64::from(self.has_attachments)),
        ];
        let tags = self.tags.iter().map(|tag| (fields.tag, *tag));
        let mentions = self.mentions.iter().map(|person| (fields.mention, *person));
        for (field, number) in numbers.into_iter().chain(tags).chain(mentions) {
            document.add_u64(field, number as u64);
        }
        document.add_text(fields.channel, &self.channel);
        document.add_i64(fields.created, self.created.micros());
        document.add_i64(fields.updated, self.updated.micros());
        document.add_i64(fields.recent, self.recent.micros());
        document.add_text(fields.subject, &self.subject);
        for text in
            [&self.subject, &self.subject].into_iter().chain(&self.people).chain(&self.senders).chain(&self.texts)
        {
            document.add_text(fields.text, text);
        }
        self.senders.iter().for_each(|sender| document.add_text(fields.from, sender));
        self.recipients.iter().for_each(|recipient| document.add_text(fields.to, recipient));
        document
    }
}
