//! Files of messages: recorded with a mail, or uploaded by one of us before the message exists.

pub(crate) mod http;

use db::{Tx, p};
use kernel::{Actor, Fault, MessageId, PersonId, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::conversations::store as conversations;
use crate::{error, permissions};

db::typed_id!(
    /// A file of a message.
    AttachmentId, "att");

/// The largest file that is taken: most mail servers refuse more.
pub const LARGEST: usize = 25 * 1024 * 1024;

db::sql! {
    INSERT = "insert into inbox_attachments (id, message_id, uploaded_by, name, media_type, size, hash, content_id, inline, made_at)
              values ($1, null, $2, $3, $4, $5, $6, $7, $8, $9)";
    ATTACH = "update inbox_attachments set message_id = $1 where id = $2 and message_id is null and uploaded_by is null";
    CLAIM = "update inbox_attachments set message_id = $1 where id = $2 and message_id is null and uploaded_by = $3";
    RELEASE = "update inbox_attachments set message_id = null where message_id = $1 and uploaded_by = $2 returning id";
    OF_MESSAGE = "select id, name, media_type, size, hash, content_id, inline from inbox_attachments where message_id = $1 order by id";
    FIND = "select a.id, a.name, a.media_type, a.size, a.hash, a.content_id, a.inline, a.uploaded_by, m.conversation_id
            from inbox_attachments a left join inbox_messages m on m.id = a.message_id where a.id = $1";
    LOOSE = "select id, name, media_type, size, hash, content_id, inline from inbox_attachments
             where id = $1 and message_id is null and uploaded_by = $2";
    FORGET_LOOSE = "delete from inbox_attachments where message_id is null and made_at < $1";
}

/// A file to be recorded; its bytes lie in `files` already.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// A safe file name.
    pub name: String,
    /// `type/subtype`
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// The blob's hash.
    pub hash: String,
    /// Without angle brackets.
    pub content_id: Option<String>,
    /// Shown inside the text.
    pub inline: bool,
}

/// A file as the database has it.
#[derive(Debug, Clone)]
pub struct FileRow {
    /// The file.
    pub id: AttachmentId,
    /// File name.
    pub name: String,
    /// `type/subtype`
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// The blob's hash.
    pub hash: String,
    /// Without angle brackets.
    pub content_id: Option<String>,
    /// Shown inside the text.
    pub inline: bool,
}

/// A file as the screens show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Attachment {
    /// The file.
    pub id: AttachmentId,
    /// File name.
    #[schema(examples("frame-crack.jpg"))]
    pub name: String,
    /// `type/subtype`
    #[schema(examples("image/jpeg"))]
    pub media_type: String,
    /// Bytes.
    #[schema(examples(184_320))]
    pub size: i64,
    /// Shown inside the text.
    pub inline: bool,
    /// Where its content is.
    #[schema(examples("/api/v1/inbox/attachments/att_06pz3k5m8v00g/content"))]
    pub url: String,
    /// Where it can be looked at in the browser; null for what should only be downloaded.
    #[schema(examples("/api/v1/inbox/attachments/att_06pz3k5m8v00g/preview"))]
    pub preview_url: Option<String>,
}

/// Where a file's content is.
pub fn url(id: AttachmentId) -> String {
    format!("/api/v1/inbox/attachments/{id}/content")
}

/// What a browser may show by itself without harm: no HTML, no SVG, nothing that runs.
pub(crate) fn is_showable(media_type: &str) -> bool {
    matches!(
        media_type,
        "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "image/avif" | "application/pdf" | "text/plain"
    )
}

impl From<FileRow> for Attachment {
    fn from(row: FileRow) -> Self {
        let url = url(row.id);
        let preview_url = is_showable(&row.media_type).then(|| format!("{url}?disposition=inline"));
        Self {
            id: row.id,
            name: row.name,
            media_type: row.media_type,
            size: row.size,
            inline: row.inline,
            url,
            preview_url,
        }
    }
}

/// Records a file that belongs to a message which is about to be made. `uploaded_by` is nobody for a customer's mail.
pub fn record(tx: &mut Tx<'_>, uploaded_by: Option<PersonId>, file: &NewFile) -> Result<AttachmentId> {
    let (id, now) = (tx.id::<AttachmentId>(), tx.now());
    let params =
        p![id, uploaded_by, file.name, file.media_type, file.size, file.hash, file.content_id, file.inline, now];
    tx.exec(INSERT, params)?;
    Ok(id)
}

/// Gives recorded files of a mail to their message.
pub(crate) fn attach(tx: &mut Tx<'_>, message: MessageId, files: &[AttachmentId]) -> Result<()> {
    files.iter().try_for_each(|id| tx.exec(ATTACH, p![message, *id]).map(drop))
}

/// Gives uploaded files to the message of the person who uploaded them.
///
/// # Errors
/// `inbox.reference_unknown` for a file that is not theirs or belongs to a message already.
pub(crate) fn claim(tx: &mut Tx<'_>, person: PersonId, message: MessageId, files: &[AttachmentId]) -> Result<()> {
    for (at, id) in files.iter().enumerate() {
        if tx.exec(CLAIM, p![message, *id, person])? == 0 {
            return Err(error::REFERENCE_UNKNOWN.at(format!("attachment_ids/{at}")));
        }
    }
    Ok(())
}

/// Those of a person's uploads that no message has taken, in the order of the ids.
pub(crate) fn loose(tx: &mut Tx<'_>, person: PersonId, files: &[AttachmentId]) -> Result<Vec<Attachment>> {
    let mut found = Vec::with_capacity(files.len());
    for id in files {
        found.extend(tx.opt(LOOSE, p![*id, person], read)?.map(Attachment::from));
    }
    Ok(found)
}

/// Takes the files back from a message that was withdrawn.
pub(crate) fn release(tx: &mut Tx<'_>, person: PersonId, message: MessageId) -> Result<Vec<AttachmentId>> {
    tx.all(RELEASE, p![message, person], |row| row.take())
}

pub(crate) fn read(row: &mut db::Row<'_>) -> Result<FileRow> {
    Ok(FileRow {
        id: row.take()?,
        name: row.take()?,
        media_type: row.take()?,
        size: row.take()?,
        hash: row.take()?,
        content_id: row.take()?,
        inline: row.take()?,
    })
}

/// The files of a message.
pub fn of_message(tx: &mut Tx<'_>, message: MessageId) -> Result<Vec<FileRow>> {
    tx.all(OF_MESSAGE, p![message], read)
}

/// A file that the actor may open: of a conversation they see, or uploaded by themselves.
pub fn find(tx: &mut Tx<'_>, actor: &Actor, id: AttachmentId) -> Result<FileRow> {
    actor.require(permissions::SEE)?;
    let (file, uploader, conversation) = tx.one(FIND, p![id], |row| {
        Ok((read(row)?, row.take::<Option<PersonId>>()?, row.take::<Option<kernel::ConversationId>>()?))
    })?;
    match conversation {
        Some(conversation) => drop(conversations::find_visible(tx, actor, conversation)?),
        None if uploader.is_some() && uploader == actor.person() => {}
        None => return Err(Fault::not_found()),
    }
    Ok(file)
}

/// Forgets uploads that no message took within a week.
pub fn forget_loose(tx: &mut Tx<'_>) -> Result<u64> {
    let limit = tx.now().minus(std::time::Duration::from_hours(7 * 24));
    tx.exec(FORGET_LOOSE, p![limit])
}
