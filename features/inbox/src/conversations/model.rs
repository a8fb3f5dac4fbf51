//! A conversation and what may be decided about it: plain data, no I/O.

use kernel::{Actor, ContactId, ConversationId, MailboxId, Patch, PersonId, Result, Sees, TeamId, Timestamp};
use serde_json::{Value, json};

use crate::error;
use crate::topics::TopicId;
use crate::words::{Priority, Status};

/// A conversation as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// The number people use.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// `mail` or `api`.
    pub channel: String,
    /// Where it stands.
    pub status: Status,
    /// How urgent it is.
    pub priority: Priority,
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
    /// When it began.
    pub created_at: Timestamp,
    /// When its newest message was written.
    pub last_message_at: Timestamp,
    /// When the customer wrote last; never, when not at all.
    pub last_customer_at: Timestamp,
    /// Since when the customer waits for us; never, when not.
    pub waiting_since: Timestamp,
    /// When one of us answered first; never, when not yet.
    pub first_reply_at: Timestamp,
    /// When it was solved last; never, when it is not.
    pub solved_at: Timestamp,
    /// How often it was opened again.
    pub reopened: i64,
    /// Public messages and notes.
    pub message_count: i64,
    /// Rises with each change.
    pub version: i64,
}

/// A change that an agent asks for; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// What it is about.
    pub subject: Option<String>,
    /// Where it stands.
    pub status: Option<Status>,
    /// How urgent it is.
    pub priority: Option<Priority>,
    /// Who has it.
    pub assignee: Patch<PersonId>,
    /// The team it lies with.
    pub team: Patch<TeamId>,
    /// The contact reason.
    pub topic: Patch<TopicId>,
}

/// Something that a decision made happen: becomes an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Happening {
    /// The event's name.
    pub name: &'static str,
    /// Before and after.
    pub detail: Value,
}

/// What a message of the customer does to a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// It joins the conversation.
    Joins {
        /// It was solved and is open again.
        reopens: bool,
    },
    /// The conversation is closed: a new one begins that links to it.
    BeginsNew,
}

impl Conversation {
    /// What a message of the customer would do.
    pub fn arrival(&self) -> Arrival {
        match self.status {
            Status::Closed => Arrival::BeginsNew,
            Status::Solved => Arrival::Joins { reopens: true },
            _ => Arrival::Joins { reopens: false },
        }
    }

    /// A message of the customer joins. An automatic one (an absence note, a bounce) is kept but moves nothing:
    /// it neither opens a solved conversation nor makes anybody wait.
    pub fn hear(&mut self, at: Timestamp, automatic: bool) -> Vec<Happening> {
        self.last_message_at = self.last_message_at.max(at);
        self.message_count += 1;
        if automatic {
            return Vec::new();
        }
        self.last_customer_at = self.last_customer_at.max(at);
        if self.waiting_since == Timestamp::NEVER {
            self.waiting_since = at;
        }
        if self.status == Status::New { Vec::new() } else { self.move_to(Status::Open, at).into_iter().collect() }
    }

    /// One of us answers in public.
    pub fn answer(&mut self, at: Timestamp, status_after: Option<Status>) -> Result<Vec<Happening>> {
        if self.status == Status::Closed {
            return Err(error::CONVERSATION_CLOSED.into());
        }
        self.last_message_at = self.last_message_at.max(at);
        self.message_count += 1;
        self.waiting_since = Timestamp::NEVER;
        // Conversations that an agent started have no first response.
        if self.first_reply_at == Timestamp::NEVER && self.last_customer_at != Timestamp::NEVER {
            self.first_reply_at = at;
        }
        let target = status_after.unwrap_or(if self.status == Status::New { Status::Open } else { self.status });
        Ok(self.move_to(target, at).into_iter().collect())
    }

    /// Applies a change; gives what happened, nothing when all was so already.
    pub fn change(&mut self, change: &Change, now: Timestamp) -> Result<Vec<Happening>> {
        if self.status == Status::Closed && change.status.is_none_or(|status| status == Status::Closed) {
            return Err(error::CONVERSATION_CLOSED.into());
        }
        let mut happened = Vec::new();
        if let Some(subject) = change.subject.as_ref().filter(|subject| **subject != self.subject) {
            happened.push(Happening {
                name: "inbox.conversation.renamed",
                detail: json!({"from": self.subject, "to": subject}),
            });
            self.subject.clone_from(subject);
        }
        if let Some(priority) = change.priority.filter(|priority| *priority != self.priority) {
            happened.push(Happening {
                name: "inbox.conversation.priority_changed",
                detail: json!({"from": self.priority, "to": priority}),
            });
            self.priority = priority;
        }
        patch(&mut self.team_id, &change.team, "inbox.conversation.moved", &mut happened);
        patch(&mut self.assignee_id, &change.assignee, "inbox.conversation.assigned", &mut happened);
        patch(&mut self.topic_id, &change.topic, "inbox.conversation.topic_changed", &mut happened);
        if let Some(status) = change.status {
            if self.status == Status::Closed && status != Status::Closed {
                return Err(error::CONVERSATION_CLOSED.into());
            }
            happened.extend(self.move_to(status, now));
        }
        Ok(happened)
    }

    pub(super) fn move_to(&mut self, target: Status, at: Timestamp) -> Option<Happening> {
        let from = self.status;
        if from == target {
            return None;
        }
        self.status = target;
        let was_done = from.shelf() == 1;
        let is_done = target.shelf() == 1;
        if was_done && !is_done {
            self.reopened += 1;
            self.solved_at = Timestamp::NEVER;
        }
        if is_done {
            self.waiting_since = Timestamp::NEVER;
            if !was_done {
                self.solved_at = at;
            }
        }
        Some(Happening {
            name: "inbox.conversation.status_changed",
            detail: json!({"from": from, "to": target, "reopens": was_done && !is_done}),
        })
    }

    /// Whether an actor may know of it; `mentioned` tells whether a note named them.
    pub fn is_visible_to(&self, actor: &Actor, mentioned: bool) -> bool {
        let own = mentioned || (self.assignee_id.is_some() && self.assignee_id == actor.person());
        match actor.sees() {
            Sees::All => true,
            Sees::Teams(teams) => own || self.team_id.is_none_or(|team| teams.contains(&team)),
            Sees::Mine => own,
        }
    }

    /// What every event of a conversation carries, so that nobody must look at "now" later.
    pub fn facts(&self) -> Value {
        json!({
            "conversation": self.id, "number": self.number, "channel": self.channel, "status": self.status, "priority": self.priority,
            "contact": self.contact_id, "mailbox": self.mailbox_id, "team": self.team_id, "assignee": self.assignee_id,
            "topic": self.topic_id, "created_at": self.created_at, "first_reply_at": self.first_reply_at.happened(),
            "solved_at": self.solved_at.happened(), "waiting_since": self.waiting_since.happened(), "reopened": self.reopened,
            "version": self.version,
        })
    }
}

pub(super) fn patch<T: Copy + PartialEq + serde::Serialize>(
    field: &mut Option<T>,
    change: &Patch<T>,
    name: &'static str,
    happened: &mut Vec<Happening>,
) where
    Patch<T>: Clone,
{
    let after = change.clone().apply(*field);
    if after != *field {
        happened.push(Happening { name, detail: json!({"from": *field, "to": after}) });
        *field = after;
    }
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
