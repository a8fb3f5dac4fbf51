//! One of us starts a conversation.

use db::Tx;
use kernel::{Actor, ContactId, ConversationId, Fault, MailboxId, MessageId, PersonId, Result, TeamId};

use super::reply::{Reply, write};
use crate::conversations::open::{Opening, open};
use crate::permissions;
use crate::topics::TopicId;
use crate::words::{Priority, Status};

/// What a conversation is started with, besides its first message.
#[derive(Debug, Clone)]
pub struct Start {
    /// What it is about.
    pub subject: String,
    /// The customer, found or made from the first recipient.
    pub contact_id: ContactId,
    /// The mailbox it goes out by.
    pub mailbox_id: MailboxId,
    /// The team it lies with.
    pub team_id: Option<TeamId>,
    /// Who has it.
    pub assignee_id: Option<PersonId>,
    /// The contact reason.
    pub topic_id: Option<TopicId>,
    /// Tags by name.
    pub tags: Vec<String>,
}

/// Starts a conversation with a message of ours.
///
/// # Errors
/// As [`super::reply::reply`].
pub fn start(tx: &mut Tx<'_>, actor: &Actor, asked: &Start, first: &Reply) -> Result<(ConversationId, MessageId)> {
    actor.require(permissions::REPLY)?;
    if asked.subject.trim().is_empty() {
        return Err(Fault::invalid_field("subject", "request.required", "A subject is needed."));
    }
    let opening = Opening {
        subject: asked.subject.clone(),
        channel: "mail",
        contact_id: asked.contact_id,
        mailbox_id: Some(asked.mailbox_id),
        team_id: asked.team_id,
        assignee_id: asked.assignee_id.or(actor.person()),
        topic_id: asked.topic_id,
        status: Status::Open,
        priority: Priority::Normal,
        automatic: false,
        follows: None,
        tags: asked.tags.clone(),
    };
    let now = tx.now();
    let mut it = open(tx, actor, &opening, now)?;
    let status_after = first.status_after.or(Some(Status::Pending));
    let message = write(tx, actor, &mut it, &Reply { status_after, ..first.clone() })?;
    Ok((it.id, message))
}
