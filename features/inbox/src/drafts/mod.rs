//! Drafts: one a person and conversation, saved by themselves.

pub(crate) mod http;

use db::{Tx, p};
use kernel::{Actor, ConversationId, Fault, MailboxId, PersonId, Result, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::attachments::{self, Attachment, AttachmentId};
use crate::conversations::store as conversations;
use crate::messages::Recipients;
use crate::{error, permissions};

db::sql! {
    FIND = "select body, revision, saved_at from inbox_drafts where person_id = $1 and conversation_id = $2";
    SAVE = "insert into inbox_drafts (person_id, conversation_id, body, revision, saved_at) values ($1, $2, $3, $4, $5)
            on conflict (person_id, conversation_id) do update set body = excluded.body, revision = excluded.revision, saved_at = excluded.saved_at";
    FORGET = "delete from inbox_drafts where person_id = $1 and conversation_id = $2";
}

/// What a draft will become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DraftKind {
    /// A public reply.
    Reply,
    /// A note between us.
    Note,
}

/// What is being written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// What it will become.
    pub kind: DraftKind,
    /// As the editor has it.
    #[schema(examples("<p>Dear Jonas,</p>"))]
    pub html: String,
    /// Who it will go to.
    #[serde(default)]
    pub recipients: Recipients,
    /// The mailbox it will go out by.
    #[serde(default)]
    pub mailbox_id: Option<MailboxId>,
    /// Files, uploaded already.
    #[serde(default)]
    pub attachment_ids: Vec<AttachmentId>,
    /// Whom a note names.
    #[serde(default)]
    pub mentions: Vec<PersonId>,
}

/// A draft as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SavedDraft {
    /// What is being written.
    pub draft: Draft,
    /// Its files as the screens show them; those that are gone are left out.
    pub attachments: Vec<Attachment>,
    /// Rises with each save; send it back with the next.
    #[schema(examples(3))]
    pub revision: i64,
    /// When it was saved.
    pub saved_at: Timestamp,
}

/// The actor's own draft of a conversation.
pub fn find(tx: &mut Tx<'_>, actor: &Actor, conversation: ConversationId) -> Result<Option<SavedDraft>> {
    actor.require(permissions::NOTE)?;
    let person = actor.require_person()?;
    conversations::find_visible(tx, actor, conversation)?;
    stored(tx, person, conversation)
}

fn stored(tx: &mut Tx<'_>, person: PersonId, conversation: ConversationId) -> Result<Option<SavedDraft>> {
    let found = tx.opt(FIND, p![person, conversation], |row| {
        let draft: Draft = serde_json::from_str(&row.take::<String>()?).map_err(Fault::internal)?;
        Ok(SavedDraft { draft, attachments: Vec::new(), revision: row.take()?, saved_at: row.take()? })
    })?;
    let Some(mut saved) = found else { return Ok(None) };
    saved.attachments = attachments::loose(tx, person, &saved.draft.attachment_ids)?;
    Ok(Some(saved))
}

/// Saves a draft over the revision that the window knew (0 for the first).
///
/// # Errors
/// `inbox.draft_newer` when another window saved meanwhile.
pub fn save(
    tx: &mut Tx<'_>,
    actor: &Actor,
    conversation: ConversationId,
    draft: &Draft,
    seen: i64,
) -> Result<SavedDraft> {
    actor.require(permissions::NOTE)?;
    let person = actor.require_person()?;
    conversations::find_visible(tx, actor, conversation)?;
    let known = stored(tx, person, conversation)?;
    if known.as_ref().is_some_and(|known| known.revision > seen) {
        return Err(error::DRAFT_NEWER.into());
    }
    keep(tx, person, conversation, draft, known.map_or(seen, |known| known.revision) + 1)
}

fn keep(
    tx: &mut Tx<'_>,
    person: PersonId,
    conversation: ConversationId,
    draft: &Draft,
    revision: i64,
) -> Result<SavedDraft> {
    let text = serde_json::to_string(draft).map_err(Fault::internal)?;
    if text.len() > 2 * 1024 * 1024 {
        return Err(Fault::invalid_field("html", "request.length", "This draft is too long to be kept."));
    }
    let now = tx.now();
    tx.exec(SAVE, p![person, conversation, text, revision, now])?;
    let attachments = attachments::loose(tx, person, &draft.attachment_ids)?;
    Ok(SavedDraft { draft: draft.clone(), attachments, revision, saved_at: now })
}

/// Puts a withdrawn reply back, over whatever is there.
pub(crate) fn restore(tx: &mut Tx<'_>, person: PersonId, conversation: ConversationId, draft: &Draft) -> Result<()> {
    let revision = stored(tx, person, conversation)?.map_or(0, |known| known.revision) + 1;
    keep(tx, person, conversation, draft, revision).map(drop)
}

/// Forgets a draft: it was sent or thrown away.
pub(crate) fn forget(tx: &mut Tx<'_>, person: PersonId, conversation: ConversationId) -> Result<()> {
    tx.exec(FORGET, p![person, conversation]).map(drop)
}
