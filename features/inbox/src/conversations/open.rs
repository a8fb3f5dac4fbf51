//! The beginning of a conversation.

use db::Tx;
use kernel::{Actor, ContactId, ConversationId, MailboxId, PersonId, Result, TeamId, Timestamp};
use serde_json::json;

use super::store::{self, Origin};
use super::{Conversation, store::key};
use crate::topics::TopicId;
use crate::words::{Priority, Status};
use crate::{events, tags};

/// What a conversation begins with.
#[derive(Debug, Clone)]
pub struct Opening {
    /// What it is about.
    pub subject: String,
    /// `mail` or `api`.
    pub channel: &'static str,
    /// The customer.
    pub contact_id: ContactId,
    /// The mailbox it came to or goes out by.
    pub mailbox_id: Option<MailboxId>,
    /// The team it lies with.
    pub team_id: Option<TeamId>,
    /// Who has it.
    pub assignee_id: Option<PersonId>,
    /// The contact reason.
    pub topic_id: Option<TopicId>,
    /// Where it stands at first.
    pub status: Status,
    /// How urgent it is.
    pub priority: Priority,
    /// Whether a machine began it.
    pub automatic: bool,
    /// The closed conversation that it goes on from.
    pub follows: Option<ConversationId>,
    /// Tags by name.
    pub tags: Vec<String>,
}

/// Begins a conversation without a message yet; the caller adds the first.
pub fn open(tx: &mut Tx<'_>, actor: &Actor, opening: &Opening, at: Timestamp) -> Result<Conversation> {
    let number = tx.next_number("inbox.conversation")?;
    let it = Conversation {
        id: tx.id(),
        number,
        subject: subject_line(&opening.subject),
        channel: opening.channel.to_owned(),
        status: opening.status,
        priority: opening.priority,
        contact_id: opening.contact_id,
        mailbox_id: opening.mailbox_id,
        team_id: opening.team_id,
        assignee_id: opening.assignee_id,
        topic_id: opening.topic_id,
        created_at: at,
        last_message_at: at,
        last_customer_at: Timestamp::NEVER,
        waiting_since: Timestamp::NEVER,
        first_reply_at: Timestamp::NEVER,
        solved_at: Timestamp::NEVER,
        reopened: 0,
        message_count: 0,
        version: 1,
    };
    let origin = Origin { automatic: opening.automatic, follows: opening.follows, created_by: actor.person() };
    store::insert(tx, &it, &origin)?;
    if !opening.tags.is_empty() {
        tags::set(tx, it.id, &opening.tags)?;
    }
    let detail = json!({
        "subject": it.subject, "follows": opening.follows, "automatic": opening.automatic, "tags": opening.tags,
        "by_agent": actor.person().is_some() && key(opening.assignee_id) != 0,
    });
    events::record(tx, actor, &it, events::OPENED, detail)?;
    Ok(it)
}

/// One line of at most 500 characters; mails come with line breaks and with subjects of any length.
pub(crate) fn subject_line(subject: &str) -> String {
    let line = kernel::one_line(subject);
    if line.is_empty() { "(no subject)".to_owned() } else { line.chars().take(500).collect() }
}

#[cfg(test)]
mod tests {
    use super::subject_line;

    #[test]
    fn a_subject_is_one_line_and_never_empty() {
        assert_eq!(subject_line(" Re:\r\n  my \t bike "), "Re: my bike");
        assert_eq!(subject_line(" \n"), "(no subject)");
        assert_eq!(subject_line(&"x".repeat(100_000)).len(), 500);
    }
}
