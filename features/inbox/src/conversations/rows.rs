//! Conversations as lists show them: with names of people and things, in two statements a page.

use std::collections::HashMap;

use db::{Row, Tx};
use kernel::{
    Actor, ContactId, ConversationId, MailboxId, OrganisationId, PersonId, Result, TeamId, Timestamp, TypedId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::store::some;
use crate::topics::TopicId;
use crate::words::{Priority, Status};

/// Somebody of us, as shown beside a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PersonRef {
    /// The person.
    pub id: PersonId,
    /// The name.
    #[schema(examples("Maja Lindqvist"))]
    pub name: String,
    /// The colour of the initials.
    #[schema(examples("#7a5c2e"))]
    pub avatar_color: String,
}

/// A team, as shown beside a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TeamRef {
    /// The team.
    pub id: TeamId,
    /// The name.
    #[schema(examples("Repairs"))]
    pub name: String,
}

/// A topic, as shown beside a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TopicRef {
    /// The topic.
    pub id: TopicId,
    /// The name.
    #[schema(examples("Late delivery"))]
    pub name: String,
}

/// A customer, as shown beside a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ContactRef {
    /// The contact.
    pub id: ContactId,
    /// The name; the address when no name is known.
    #[schema(examples("Jonas Weber"))]
    pub name: String,
    /// The main address.
    #[schema(examples("jonas.weber@example.org"))]
    pub address: String,
}

/// An organisation, as shown beside a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OrganisationRef {
    /// The organisation.
    pub id: OrganisationId,
    /// The name.
    #[schema(examples("Velo Nord GmbH"))]
    pub name: String,
}

/// A conversation as lists show it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ConversationRow {
    /// The conversation.
    pub id: ConversationId,
    /// The number people use.
    #[schema(examples(1042))]
    pub number: i64,
    /// What it is about.
    #[schema(examples("Where is my bike?"))]
    pub subject: String,
    /// How it came: `mail` or `api`.
    #[schema(examples("mail"))]
    pub channel: String,
    /// Where it stands.
    pub status: Status,
    /// How urgent it is.
    pub priority: Priority,
    /// Who has it.
    pub assignee: Option<PersonRef>,
    /// The team it lies with.
    pub team: Option<TeamRef>,
    /// The contact reason.
    pub topic: Option<TopicRef>,
    /// Its tags, by name.
    #[schema(example = json!(["refund"]))]
    pub tags: Vec<String>,
    /// The customer.
    pub contact: ContactRef,
    /// The customer's organisation.
    pub organisation: Option<OrganisationRef>,
    /// One line of the newest message.
    #[schema(examples("Where is my bike? It was to come on Tuesday."))]
    pub preview: String,
    /// Who wrote the newest message.
    #[schema(examples("Jonas Weber"))]
    pub last_from: String,
    /// When the newest message was written.
    pub last_message_at: Timestamp,
    /// Since when the customer waits for us.
    pub waiting_since: Option<Timestamp>,
    /// When it began.
    pub created_at: Timestamp,
    /// When anything of it changed last.
    pub updated_at: Timestamp,
    /// How many messages and notes it has.
    #[schema(examples(4))]
    pub message_count: i64,
    /// Whether the customer wrote since you looked last.
    pub unread: bool,
    /// Whether a message has a file.
    pub has_attachments: bool,
    /// Whether a message of ours could not be delivered.
    pub delivery_failed: bool,
    /// Whether it was begun by a machine (a bounce, an absence note, a list).
    pub automatic: bool,
    /// The mailbox it came to.
    pub mailbox_id: Option<MailboxId>,
    /// Rises with each change; send it back with a change.
    #[schema(examples(7))]
    pub version: i64,
}

/// The select list and joins of [`read`]; `me` is the person whose unread marks are wanted.
pub(crate) fn select(me: i64) -> String {
    format!(
        "select c.id, c.number, c.subject, c.channel, c.status, c.priority, c.assignee_id, a.name, a.avatar_color, c.team_id, t.name,
         c.topic_id, o.name, c.contact_id, k.name, k.address, k.organisation_id, k.organisation_name, c.preview, c.last_from,
         c.last_message_at, c.waiting_since, c.created_at, c.updated_at, c.message_count, c.last_customer_at, s.at, c.has_attachments,
         c.delivery_failed, c.automatic, c.mailbox_id, c.version
         from inbox_conversations c
         left join pub_access_people a on a.id = c.assignee_id
         left join pub_access_teams t on t.id = c.team_id
         left join inbox_topics o on o.id = c.topic_id
         left join pub_customers_contacts k on k.id = c.contact_id
         left join inbox_seen s on s.person_id = {me} and s.conversation_id = c.id"
    )
}

fn pair<A, B>(one: Option<A>, other: Option<B>) -> Option<(A, B)> {
    one.zip(other)
}

pub(crate) fn read(row: &mut Row<'_>) -> Result<ConversationRow> {
    Ok(ConversationRow {
        id: row.take()?,
        number: row.take()?,
        subject: row.take()?,
        channel: row.take()?,
        status: row.take()?,
        priority: row.take()?,
        assignee: {
            let (id, name, color) = (some(row.take()?), row.take::<Option<String>>()?, row.take::<Option<String>>()?);
            pair(id, name).map(|(id, name)| PersonRef { id, name, avatar_color: color.unwrap_or_default() })
        },
        team: pair(some(row.take()?), row.take()?).map(|(id, name)| TeamRef { id, name }),
        topic: pair(some(row.take()?), row.take()?).map(|(id, name)| TopicRef { id, name }),
        tags: Vec::new(),
        contact: {
            let (id, name, address) =
                (row.take()?, row.take::<Option<String>>()?, row.take::<Option<String>>()?.unwrap_or_default());
            ContactRef { id, name: name.filter(|name| !name.is_empty()).unwrap_or_else(|| address.clone()), address }
        },
        organisation: pair(row.take()?, row.take()?).map(|(id, name)| OrganisationRef { id, name }),
        preview: row.take()?,
        last_from: row.take()?,
        last_message_at: row.take()?,
        waiting_since: row.take::<Timestamp>()?.happened(),
        created_at: row.take()?,
        updated_at: row.take()?,
        message_count: row.take()?,
        unread: row.take::<Timestamp>()? > row.take::<Option<Timestamp>>()?.unwrap_or_default(),
        has_attachments: row.take()?,
        delivery_failed: row.take()?,
        automatic: row.take()?,
        mailbox_id: some(row.take()?),
        version: row.take()?,
    })
}

/// Adds the tags to rows, all in one statement.
pub(crate) fn add_tags(tx: &mut Tx<'_>, rows: &mut [ConversationRow]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut filter = db::Filter::new();
    let ids: Vec<ConversationId> = rows.iter().map(|row| row.id).collect();
    filter.and_in("l.conversation_id", &ids);
    let sql = format!(
        "select l.conversation_id, t.name from inbox_conversation_tags l join inbox_tags t on t.id = l.tag_id{}",
        filter.sql()
    );
    let mut tags: HashMap<ConversationId, Vec<String>> = HashMap::new();
    tx.each(&sql, &filter.params(), |row| {
        let (id, name) = (row.take()?, row.take()?);
        tags.entry(id).or_default().push(name);
        Ok(())
    })?;
    for row in rows {
        row.tags = tags.remove(&row.id).unwrap_or_default();
        row.tags.sort_unstable();
    }
    Ok(())
}

/// Rows of known conversations that the actor may see, in the order of the ids.
pub fn rows_by_ids(tx: &mut Tx<'_>, actor: &Actor, ids: &[ConversationId]) -> Result<Vec<ConversationRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut filter = db::Filter::new();
    filter.and_in("c.id", ids).raw(super::scope::condition(actor));
    let sql = format!("{}{}", select(actor.person().map_or(0, TypedId::raw)), filter.sql());
    let mut rows = tx.all(&sql, &filter.params(), read)?;
    let place: HashMap<ConversationId, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    rows.sort_by_key(|row| place.get(&row.id).copied());
    add_tags(tx, &mut rows)?;
    Ok(rows)
}
