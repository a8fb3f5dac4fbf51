//! The thread of a conversation.

use std::collections::HashMap;

use db::{Filter, Tx};
use kernel::{Actor, ConversationId, MessageId, Page, PageRequest, PersonId, Result, Timestamp, TypedId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::findings::{self, Findings};
use super::{Address, Recipients};
use crate::attachments::{self, Attachment};
use crate::conversations::store as conversations;
use crate::permissions;
use crate::words::{AuthorKind, DeliveryState, MessageKind};

/// A message or note as the thread shows it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MessageView {
    /// The message.
    pub id: MessageId,
    /// What it is.
    pub kind: MessageKind,
    /// Who wrote it.
    pub author: Author,
    /// When it arrived or was written.
    pub at: Timestamp,
    /// The subject line of a mail.
    #[schema(examples("Where is my bike?"))]
    pub subject: String,
    /// The address it was written from; null for a note.
    pub from: Option<Address>,
    /// To.
    pub to: Vec<Address>,
    /// Carbon copy.
    pub cc: Vec<Address>,
    /// Blind carbon copy; only of our own messages.
    pub bcc: Vec<Address>,
    /// Safe HTML. Remote images wait in `data-src` with their number in `data-image`.
    #[schema(examples("<p>Where is my bike?</p>"))]
    pub html: String,
    /// The same as text.
    #[schema(examples("Where is my bike?"))]
    pub text: String,
    /// Safe HTML of what it answers, to be folded.
    #[schema(examples("<blockquote>It left this morning.</blockquote>"))]
    pub quoted_html: Option<String>,
    /// Whether remote images wait to be asked for.
    pub has_remote_images: bool,
    /// Files.
    pub attachments: Vec<Attachment>,
    /// How the sending of our message stands; null for others.
    pub delivery: Option<Delivery>,
    /// Whether a machine wrote it.
    pub auto: bool,
    /// Whether the original mail can be downloaded.
    pub raw_available: bool,
    /// What the mail carries besides text and files; null when nothing.
    pub findings: Option<Findings>,
}

/// Who wrote a message.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Author {
    /// `contact`, `person` or `system`.
    pub kind: AuthorKind,
    /// The contact's or person's id.
    #[schema(examples("pers_06pz3k5m8v00g"))]
    pub id: Option<String>,
    /// The name.
    #[schema(examples("Maja Lindqvist"))]
    pub name: String,
    /// The colour of the initials, for our people.
    #[schema(examples("#7a5c2e"))]
    pub avatar_color: Option<String>,
}

/// How the sending of our message stands.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Delivery {
    /// `waiting`, `sending`, `sent` or `failed`.
    pub state: DeliveryState,
    /// Why it failed or waits, in words.
    #[schema(examples("550 5.1.1 no such user"))]
    pub reason: Option<String>,
    /// Until when it can be taken back.
    pub undo_until: Option<Timestamp>,
    /// How often sending was tried.
    #[schema(examples(1))]
    pub attempts: i64,
}

/// A page of the thread: the newest messages first come, each page in the order they were written.
///
/// Withdrawn messages are not shown.
pub fn thread(tx: &mut Tx<'_>, actor: &Actor, id: ConversationId, request: &PageRequest) -> Result<Page<MessageView>> {
    actor.require(permissions::SEE)?;
    conversations::find_visible(tx, actor, id)?;
    let mut filter = Filter::new();
    filter.and("m.conversation_id = ?", &[&id]).raw("m.delivery <> 5");
    if let Some((at, message)) = request.after::<(i64, i64)>()? {
        filter.and("(m.at, m.id) < (?, ?)", &[&at, &message]);
    }
    let limit = request.limit();
    let rows = load(tx, &filter, limit + 1)?;
    let mut page = Page::from_rows(rows, limit, |row| (row.at.micros(), row.id.raw()));
    page.items.reverse();
    Ok(page)
}

/// One message that the actor may see.
pub fn one(tx: &mut Tx<'_>, actor: &Actor, id: MessageId) -> Result<MessageView> {
    let message = super::store::find(tx, id)?;
    conversations::find_visible(tx, actor, message.conversation)?;
    let mut filter = Filter::new();
    filter.and("m.id = ?", &[&id]);
    load(tx, &filter, 1)?.pop().ok_or_else(kernel::Fault::not_found)
}

fn load(tx: &mut Tx<'_>, filter: &Filter, limit: usize) -> Result<Vec<MessageView>> {
    let sql = format!(
        "select m.id, m.kind, m.author_kind, m.author_id, a.name, a.avatar_color, m.at, m.subject, m.from_address, m.from_name, m.recipients,
         m.html, m.text, m.quoted_html, m.has_remote_images, m.delivery, m.delivery_reason, m.delivery_attempts, m.send_at, m.automatic,
         m.raw_hash is not null, m.findings
         from inbox_messages m left join pub_access_people a on a.id = m.author_id and m.author_kind = 1{}
         order by m.at desc, m.id desc limit {limit}",
        filter.sql()
    );
    let now = tx.now();
    let mut rows = tx.all(&sql, &filter.params(), |row| read(row, now))?;
    add_attachments(tx, &mut rows)?;
    Ok(rows)
}

fn read(row: &mut db::Row<'_>, now: Timestamp) -> Result<MessageView> {
    let (id, kind, author_kind): (MessageId, MessageKind, AuthorKind) = (row.take()?, row.take()?, row.take()?);
    let (author, name, color): (Option<i64>, Option<String>, Option<String>) = (row.take()?, row.take()?, row.take()?);
    let (at, subject) = (row.take()?, row.take()?);
    let from = Address { address: row.take()?, name: row.take()? };
    let Recipients { to, cc, bcc, .. } =
        serde_json::from_str(&row.take::<String>()?).map_err(kernel::Fault::internal)?;
    let shown_name =
        name.unwrap_or_else(|| if from.name.is_empty() { from.address.clone() } else { from.name.clone() });
    Ok(MessageView {
        id,
        kind,
        author: Author {
            kind: author_kind,
            id: author.map(|raw| match author_kind {
                AuthorKind::Contact => kernel::ContactId::from_raw(raw).to_string(),
                _ => PersonId::from_raw(raw).to_string(),
            }),
            name: shown_name,
            avatar_color: color,
        },
        at,
        subject,
        from: (!from.address.is_empty()).then_some(from),
        to,
        cc,
        bcc,
        html: row.take()?,
        text: row.take()?,
        quoted_html: row.take()?,
        has_remote_images: row.take()?,
        attachments: Vec::new(),
        delivery: {
            let (state, reason, attempts, send_at): (DeliveryState, Option<String>, i64, Timestamp) =
                (row.take()?, row.take()?, row.take()?, row.take()?);
            let undo_until = (state == DeliveryState::Waiting && send_at > now).then_some(send_at);
            (state != DeliveryState::None).then_some(Delivery { state, reason, undo_until, attempts })
        },
        auto: row.take()?,
        raw_available: row.take()?,
        findings: findings::read(row.take()?)?,
    })
}

fn add_attachments(tx: &mut Tx<'_>, rows: &mut [MessageView]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut filter = Filter::new();
    let ids: Vec<MessageId> = rows.iter().map(|row| row.id).collect();
    filter.and_in("message_id", &ids);
    let sql = format!(
        "select message_id, id, name, media_type, size, hash, content_id, inline from inbox_attachments{} order by id",
        filter.sql()
    );
    let mut found: HashMap<MessageId, Vec<Attachment>> = HashMap::new();
    tx.each(&sql, &filter.params(), |row| {
        let message: MessageId = row.take()?;
        found.entry(message).or_default().push(attachments::read(row)?.into());
        Ok(())
    })?;
    for row in rows {
        row.attachments = found.remove(&row.id).unwrap_or_default();
    }
    Ok(())
}

/// The blob of the original mail.
pub fn raw_hash(tx: &mut Tx<'_>, actor: &Actor, id: MessageId) -> Result<String> {
    actor.require(permissions::READ_RAW)?;
    let message = super::store::find(tx, id)?;
    conversations::find_visible(tx, actor, message.conversation)?;
    tx.one("select raw_hash from inbox_messages where id = $1", db::p![id], |row| row.take::<Option<String>>())?
        .ok_or_else(kernel::Fault::not_found)
}

/// The address of a remote image of a message, by its number in `data-image`.
pub fn remote_image(tx: &mut Tx<'_>, actor: &Actor, id: MessageId, number: usize) -> Result<String> {
    actor.require(permissions::SEE)?;
    let message = one(tx, actor, id)?;
    let all = [message.html.as_str(), message.quoted_html.as_deref().unwrap_or_default()];
    let mark = format!("data-image=\"{number}\"");
    let found = all
        .iter()
        .flat_map(|html| html.split("<img"))
        .find(|tag| tag.split('>').next().is_some_and(|tag| tag.contains(&mark)));
    let source = found.and_then(|tag| tag.split("data-src=\"").nth(1)).and_then(|rest| rest.split('"').next());
    source.map(|source| source.replace("&amp;", "&")).ok_or_else(kernel::Fault::not_found)
}
