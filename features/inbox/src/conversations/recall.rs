//! What a history from elsewhere tells of a conversation. It holds, whatever the desk itself would allow: what was closed and
//! went on there went on, and what was closed without a solution was never solved.

use kernel::Timestamp;

use super::model::{Change, Conversation, Happening, patch};
use crate::words::{MessageKind, Status};

impl Conversation {
    /// It stood so from an instant on. `reopened` is how often it was opened again, where that is told.
    pub(crate) fn recall_status(
        &mut self,
        target: Status,
        at: Timestamp,
        solved: bool,
        reopened: Option<i64>,
    ) -> Option<Happening> {
        let happened = self.move_to(target, at);
        if target.shelf() == 1 && !solved {
            self.solved_at = Timestamp::NEVER;
        }
        if let Some(count) = reopened {
            self.reopened = count;
        }
        happened
    }

    /// It went to a team or person, got a topic or priority: one of them.
    pub(crate) fn recall(&mut self, change: &Change) -> Option<Happening> {
        let mut happened = Vec::new();
        patch(&mut self.team_id, &change.team, "inbox.conversation.moved", &mut happened);
        patch(&mut self.assignee_id, &change.assignee, "inbox.conversation.assigned", &mut happened);
        patch(&mut self.topic_id, &change.topic, "inbox.conversation.topic_changed", &mut happened);
        if let Some(priority) = change.priority.filter(|priority| *priority != self.priority) {
            let detail = serde_json::json!({"from": self.priority, "to": priority});
            happened.push(Happening { name: "inbox.conversation.priority_changed", detail });
            self.priority = priority;
        }
        happened.pop()
    }

    /// Somebody wrote. The message alone moves nothing: the states are told.
    pub(crate) fn recall_message(&mut self, at: Timestamp, kind: MessageKind) {
        self.last_message_at = self.last_message_at.max(at);
        self.message_count += 1;
        match kind {
            MessageKind::Customer => {
                self.last_customer_at = self.last_customer_at.max(at);
                if self.waiting_since == Timestamp::NEVER && self.status.shelf() == 0 {
                    self.waiting_since = at;
                }
            }
            MessageKind::Agent => self.recall_answer(at),
            MessageKind::Note => {}
        }
    }

    /// One of us answered; conversations that one of us began have no first response.
    pub(crate) fn recall_answer(&mut self, at: Timestamp) {
        self.waiting_since = Timestamp::NEVER;
        if self.first_reply_at == Timestamp::NEVER && self.last_customer_at != Timestamp::NEVER {
            self.first_reply_at = at;
        }
    }
}
