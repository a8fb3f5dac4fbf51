//! The same pages in bare SQL: the same joins and columns, written by hand, and what serde makes of a row.

use serde::Serialize;

use crate::company;
use kernel::TypedId;

const SELECT: &str = "select c.id, c.number, c.subject, c.channel, c.status, c.priority, c.assignee_id, a.name, a.avatar_color, c.team_id,
    t.name, c.topic_id, o.name, c.contact_id, k.name, k.address, k.organisation_id, g.name, c.preview, c.last_from, c.last_message_at,
    c.waiting_since, c.created_at, c.updated_at, c.message_count, c.last_customer_at, s.at, c.mailbox_id, c.version
    from inbox_conversations c
    left join access_people a on a.id = c.assignee_id
    left join access_teams t on t.id = c.team_id
    left join inbox_topics o on o.id = c.topic_id
    left join customers_contacts k on k.id = c.contact_id
    left join customers_organisations g on g.id = k.organisation_id";

/// Rows of a page and one more, which tells that there is a next page.
pub const PAGE: usize = 51;

/// The queue of somebody who sees everything.
pub fn all() -> String {
    let me = company::person(0).raw();
    format!(
        "{SELECT} left join inbox_seen s on s.person_id = {me} and s.conversation_id = c.id
         where c.shelf = 0 order by c.last_message_at desc, c.id desc limit {PAGE}"
    )
}

/// The queue of somebody who sees two teams, what lies with no team, their own, and where a note named them.
pub fn teams() -> String {
    let (me, one, two) = (company::person(1).raw(), company::team(0).raw(), company::team(1).raw());
    let lane = |condition: &str| {
        format!(
            "select * from (select c.last_message_at, c.id from inbox_conversations c where {condition} and c.shelf = 0
             order by c.last_message_at desc, c.id desc limit {PAGE}) as lane"
        )
    };
    let others = format!("c.team_id not in ({one}, {two}, 0)");
    let lanes = [
        lane(&format!("c.team_id = {one}")),
        lane(&format!("c.team_id = {two}")),
        lane("c.team_id = 0"),
        lane(&format!("c.assignee_id = {me} and {others}")),
        lane(&format!(
            "c.id in (select conversation_id from inbox_mentions where person_id = {me}) and {others} and c.assignee_id <> {me}"
        )),
    ];
    format!(
        "{SELECT} left join inbox_seen s on s.person_id = {me} and s.conversation_id = c.id
         join (select * from ({}) as lanes order by last_message_at desc, id desc limit {PAGE}) as page on page.id = c.id
         order by c.last_message_at desc, c.id desc",
        lanes.join(" union all ")
    )
}

/// The tags of so many conversations.
pub fn tags(conversations: usize) -> String {
    let marks: Vec<String> = (1..=conversations).map(|place| format!("${place}")).collect();
    format!(
        "select l.conversation_id, t.name from inbox_conversation_tags l join inbox_tags t on t.id = l.tag_id
         where l.conversation_id in ({}) order by t.name",
        marks.join(", ")
    )
}

/// The newest 30 messages of a conversation and one more.
pub const THREAD: &str = "select m.id, m.kind, m.author_kind, m.author_id, a.name, a.avatar_color, m.at, m.subject, m.from_address, m.from_name,
    m.recipients, m.html, m.text, m.quoted_html, m.delivery, m.delivery_attempts, m.send_at
    from inbox_messages m left join access_people a on a.id = m.author_id and m.author_kind = 1
    where m.conversation_id = $1 and m.delivery <> 5 order by m.at desc, m.id desc limit 31";

/// The files of so many messages.
pub fn files(messages: usize) -> String {
    let marks: Vec<String> = (1..=messages).map(|place| format!("${place}")).collect();
    format!(
        "select message_id, id, name, media_type, size from inbox_attachments where message_id in ({}) order by id",
        marks.join(", ")
    )
}

/// A row of a queue.
#[derive(Debug, Serialize)]
pub struct QueueRow {
    pub id: i64,
    pub number: i64,
    pub subject: String,
    pub channel: String,
    pub status: i64,
    pub priority: i64,
    pub assignee: i64,
    pub assignee_name: Option<String>,
    pub avatar_color: Option<String>,
    pub team: i64,
    pub team_name: Option<String>,
    pub topic: i64,
    pub topic_name: Option<String>,
    pub contact: i64,
    pub contact_name: Option<String>,
    pub address: Option<String>,
    pub organisation: Option<i64>,
    pub organisation_name: Option<String>,
    pub preview: String,
    pub last_from: String,
    pub last_message_at: i64,
    pub waiting_since: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub message_count: i64,
    pub last_customer_at: i64,
    pub seen_at: Option<i64>,
    pub mailbox: i64,
    pub version: i64,
    pub tags: Vec<String>,
}

/// A message of a thread.
#[derive(Debug, Serialize)]
pub struct ThreadRow {
    pub id: i64,
    pub kind: i64,
    pub author_kind: i64,
    pub author: Option<i64>,
    pub author_name: Option<String>,
    pub avatar_color: Option<String>,
    pub at: i64,
    pub subject: String,
    pub from_address: String,
    pub from_name: String,
    pub recipients: serde_json::Value,
    pub html: String,
    pub text: String,
    pub quoted_html: Option<String>,
    pub delivery: i64,
    pub delivery_attempts: i64,
    pub send_at: i64,
    pub files: Vec<FileRow>,
}

/// A file of a message.
#[derive(Debug, Serialize)]
pub struct FileRow {
    #[serde(skip)]
    pub message: i64,
    pub id: i64,
    pub name: String,
    pub media_type: String,
    pub size: i64,
}

/// What a page is asked for.
#[derive(Debug, Clone, Copy)]
pub enum Asked {
    /// The queue of somebody who sees everything.
    All,
    /// The queue of somebody who sees teams.
    Teams,
    /// A conversation.
    Thread(i64),
}

/// Puts the tags to their rows.
pub fn give_tags(rows: &mut [QueueRow], tags: Vec<(i64, String)>) {
    for (id, tag) in tags {
        if let Some(row) = rows.iter_mut().find(|row| row.id == id) {
            row.tags.push(tag);
        }
    }
}

/// Puts the files to their messages, and the messages in the order of writing.
pub fn give_files(rows: &mut [ThreadRow], files: Vec<FileRow>) {
    for file in files {
        if let Some(row) = rows.iter_mut().find(|row| row.id == file.message) {
            row.files.push(file);
        }
    }
    rows.reverse();
}

#[derive(Serialize)]
struct Page<'a, T> {
    items: &'a [T],
    next_cursor: Option<&'a str>,
}

/// A page as JSON.
pub fn encode(rows: &[impl Serialize]) -> Vec<u8> {
    serde_json::to_vec(&Page { items: rows, next_cursor: Some("next") }).unwrap_or_default()
}
