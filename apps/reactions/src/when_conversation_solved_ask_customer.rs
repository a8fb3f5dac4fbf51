//! When a conversation is done, surveys are planned; when it is opened again before they are sent, they are not sent.

use db::Tx;
use feedback::Feedback;
use feedback::programmes::model::TopicId;
use feedback::surveys::commands::{Reached, conversation_reached};
use feedback::surveys::model::About;
use kernel::{ContactId, ConversationId, Event, MailboxId, PersonId, Result, TeamId, Timestamp};
use serde::Deserialize;

/// What the event of a changed state says of its conversation.
#[derive(Debug, Deserialize)]
struct Facts {
    conversation: ConversationId,
    number: i64,
    channel: String,
    status: String,
    contact: ContactId,
    mailbox: Option<MailboxId>,
    team: Option<TeamId>,
    assignee: Option<PersonId>,
    topic: Option<TopicId>,
    first_reply_at: Option<Timestamp>,
}

pub(crate) fn react(tx: &mut Tx<'_>, event: &Event, feedback: &Feedback) -> Result<()> {
    if event.name != "inbox.conversation.status_changed" {
        return Ok(());
    }
    let facts: Facts = event.facts()?;
    let about = About {
        conversation: facts.conversation,
        number: facts.number,
        contact: facts.contact,
        mailbox: facts.mailbox,
        team: facts.team,
        assignee: facts.assignee,
        topic: facts.topic,
        channel: facts.channel,
    };
    // Who was never answered by a person has nothing to rate: a mail that was only put away, a machine's mail.
    let reached = Reached { about, status: facts.status, answered: facts.first_reply_at.is_some(), at: event.at };
    conversation_reached(tx, feedback, &reached)
}
