//! What an event of the inbox does to the facts: pure, so that replay gives the same rows whenever it runs.

use kernel::{ContactId, ConversationId, Event, MailboxId, MessageId, PersonId, Result, TeamId, Timestamp, typed_id};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::business::Timeline;

typed_id!(
    /// A contact reason, as the inbox names it.
    TopicId, "topic");

/// What the facts are made of; everything else in the log is passed over.
const MOVED: &str = "inbox.conversation.moved";
const ASSIGNED: &str = "inbox.conversation.assigned";
const RECEIVED: &str = "inbox.message.received";
const WRITTEN: &str = "inbox.message.written";
const WITHDRAWN: &str = "inbox.message.withdrawn";
const NOTED: &str = "inbox.message.noted";
/// A history from elsewhere tells the instant of the first answer and not its words.
const ANSWERED_ELSEWHERE: &str = "inbox.conversation.answered_elsewhere";

/// What every event of a conversation says: how things stand after it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Stand {
    conversation: ConversationId,
    number: i64,
    channel: String,
    status: String,
    priority: String,
    contact: ContactId,
    mailbox: Option<MailboxId>,
    team: Option<TeamId>,
    assignee: Option<PersonId>,
    topic: Option<TopicId>,
    created_at: Timestamp,
    first_reply_at: Option<Timestamp>,
    solved_at: Option<Timestamp>,
    reopened: i64,
    #[serde(default)]
    detail: Detail,
}

/// Whether an event names a conversation at all.
#[derive(Deserialize)]
struct Named {
    conversation: Option<IgnoredAny>,
}

/// What some of them say besides.
#[derive(Debug, Clone, Default, Deserialize)]
struct Detail {
    message: Option<MessageId>,
    #[serde(default)]
    automatic: bool,
    #[serde(default)]
    by_agent: bool,
    #[serde(default)]
    length: i64,
    arrived_at: Option<Timestamp>,
    waited_since: Option<Timestamp>,
    #[serde(default)]
    from: serde_json::Value,
    #[serde(default)]
    to: serde_json::Value,
}

/// What is known of a conversation. Waits are sums of the states that have ended, in microseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// The number people use.
    pub number: i64,
    /// `mail` or `api`.
    pub channel: String,
    /// The mailbox it came to or goes out by.
    pub mailbox: Option<MailboxId>,
    /// The customer.
    pub contact: ContactId,
    /// The team it lies with.
    pub team: Option<TeamId>,
    /// Who has it.
    pub assignee: Option<PersonId>,
    /// The contact reason.
    pub topic: Option<TopicId>,
    /// How urgent it is.
    pub priority: String,
    /// One of us began it.
    pub by_agent: bool,
    /// A machine began it.
    pub automatic: bool,
    /// Where it stands, and since when.
    pub status: String,
    /// Since when it stands there.
    pub status_since: Timestamp,
    /// Since when it lies with this team and person.
    pub assigned_since: Timestamp,
    /// When it began.
    pub created_at: Timestamp,
    /// The first message of the customer that no machine wrote; never, when there is none.
    pub first_customer_at: Timestamp,
    /// The first public reply of a person to it; never, when there is none.
    pub first_reply_at: Timestamp,
    /// Who wrote that.
    pub first_reply_by: Option<PersonId>,
    /// When it was solved first.
    pub first_solved_at: Timestamp,
    /// When it was solved last; never, when it is not solved now.
    pub solved_at: Timestamp,
    /// Messages of the customer that no machine wrote.
    pub customer_messages: i64,
    /// Public replies of people.
    pub replies: i64,
    /// How often it was opened again.
    pub reopened: i64,
    /// How often it went from one team to another.
    pub transfers: i64,
    /// How often it went from one person to another.
    pub handoffs: i64,
    /// In states where we owe the customer something (new, open).
    pub requester_wait: i64,
    /// In the state where the customer owes us an answer (pending).
    pub agent_wait: i64,
    /// While a third party owes us something (on hold).
    pub hold_wait: i64,
    /// The same three, and the time to the first reply, the first and the last solution, while the department worked.
    pub business: Business,
}

/// Where a conversation lies: what figures are divided and narrowed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'f> {
    /// The team.
    pub team: Option<TeamId>,
    /// The contact reason.
    pub topic: Option<TopicId>,
    /// The mailbox it came to or goes out by.
    pub mailbox: Option<MailboxId>,
    /// How it came.
    pub channel: &'f str,
    /// How urgent it is.
    pub priority: &'f str,
}

/// Durations of a conversation in business time, in microseconds; zero for what has not come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Business {
    /// From the customer's first message to the first reply.
    pub first_response: i64,
    /// From the beginning to the first solution.
    pub first_resolution: i64,
    /// From the beginning to the last solution.
    pub full_resolution: i64,
    /// In states where we owe the customer something.
    pub requester_wait: i64,
    /// In the state where the customer owes us an answer.
    pub agent_wait: i64,
    /// While a third party owes us something.
    pub hold_wait: i64,
}

/// A message as a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// Its conversation.
    pub conversation: ConversationId,
    /// `customer`, `agent` or `note`.
    pub kind: &'static str,
    /// When it was written, or arrived.
    pub at: Timestamp,
    /// Which of us wrote it.
    pub person: Option<PersonId>,
    /// A machine wrote it.
    pub automatic: bool,
    /// Characters.
    pub length: i64,
    /// When the wait began that this reply ended.
    pub waited_since: Option<Timestamp>,
    /// How long that was in business time.
    pub waited_business: i64,
}

/// A stretch of time that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// In a state.
    Status {
        /// Which.
        status: String,
        /// From when.
        from: Timestamp,
        /// Until when.
        until: Timestamp,
        /// How much of it the department worked.
        business: i64,
    },
    /// With a team and a person.
    Assignment {
        /// Which team.
        team: Option<TeamId>,
        /// Which person.
        assignee: Option<PersonId>,
        /// From when.
        from: Timestamp,
        /// Until when.
        until: Timestamp,
        /// How much of it the department worked.
        business: i64,
    },
}

/// What an event changes besides the conversation itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effects {
    /// A message was written or arrived.
    pub message: Option<Message>,
    /// A message was taken back: it never was.
    pub withdrawn: Option<MessageId>,
    /// Stretches that ended.
    pub ended: Vec<Ended>,
}

/// What the event says of its conversation; none when it is about something else.
pub(crate) fn read(event: &Event) -> Result<Option<Stand>> {
    let is_ours = event.name.starts_with("inbox.conversation.") || event.name.starts_with("inbox.message.");
    if !is_ours || event.facts::<Named>()?.conversation.is_none() {
        return Ok(None);
    }
    event.facts().map(Some)
}

impl Stand {
    pub(crate) fn conversation(&self) -> ConversationId {
        self.conversation
    }

    /// The message that an event takes back.
    pub(crate) fn withdrawn(&self, event: &Event) -> Option<MessageId> {
        self.detail.message.filter(|_| event.name == WITHDRAWN)
    }
}

impl Conversation {
    /// As the first event of a conversation has it.
    fn begin(stand: &Stand, at: Timestamp) -> Self {
        let since = stand.created_at.min(at);
        Self {
            id: stand.conversation,
            number: stand.number,
            channel: stand.channel.clone(),
            mailbox: stand.mailbox,
            contact: stand.contact,
            team: stand.team,
            assignee: stand.assignee,
            topic: stand.topic,
            priority: stand.priority.clone(),
            by_agent: stand.detail.by_agent,
            automatic: stand.detail.automatic,
            status: stand.status.clone(),
            status_since: since,
            assigned_since: since,
            created_at: stand.created_at,
            first_customer_at: Timestamp::NEVER,
            first_reply_at: Timestamp::NEVER,
            first_reply_by: None,
            first_solved_at: Timestamp::NEVER,
            solved_at: Timestamp::NEVER,
            customer_messages: 0,
            replies: 0,
            reopened: 0,
            transfers: 0,
            handoffs: 0,
            requester_wait: 0,
            agent_wait: 0,
            hold_wait: 0,
            business: Business::default(),
        }
    }
}

/// Applies an event to what is known of its conversation (nothing, before the first).
pub(crate) fn apply(
    known: Option<Conversation>,
    stand: &Stand,
    event: &Event,
    timeline: &Timeline,
) -> (Conversation, Effects) {
    let mut it = known.unwrap_or_else(|| Conversation::begin(stand, event.at));
    let before = it.milestones();
    let mut effects = Effects::default();
    it.end_stretches(stand, event.at, timeline, &mut effects);
    it.count(stand, event, &mut effects);
    it.stand(stand);
    it.time_milestones(before, timeline);
    if let Some(message) = &mut effects.message {
        message.waited_business = message.waited_since.map_or(0, |since| timeline.between(since, message.at));
    }
    (it, effects)
}

impl Conversation {
    /// Where it lies now.
    pub fn place(&self) -> Place<'_> {
        Place {
            team: self.team,
            topic: self.topic,
            mailbox: self.mailbox,
            channel: &self.channel,
            priority: &self.priority,
        }
    }
}

/// A duration between two instants that have come, from one to the other.
type Milestone = (Timestamp, Timestamp);

impl Conversation {
    /// History may arrive in any order: a stretch never ends before it began.
    fn end_stretches(&mut self, stand: &Stand, at: Timestamp, timeline: &Timeline, effects: &mut Effects) {
        if self.status != stand.status {
            let (from, until) = (self.status_since, at.max(self.status_since));
            let (took, business) = (until.micros() - from.micros(), timeline.between(from, until));
            let sums = match self.status.as_str() {
                "new" | "open" => Some((&mut self.requester_wait, &mut self.business.requester_wait)),
                "pending" => Some((&mut self.agent_wait, &mut self.business.agent_wait)),
                "on_hold" => Some((&mut self.hold_wait, &mut self.business.hold_wait)),
                _ => None,
            };
            if let Some((all, worked)) = sums {
                *all += took;
                *worked += business;
            }
            effects.ended.push(Ended::Status { status: std::mem::take(&mut self.status), from, until, business });
            self.status.clone_from(&stand.status);
            self.status_since = until;
        }
        if (self.team, self.assignee) != (stand.team, stand.assignee) {
            let (from, until) = (self.assigned_since, at.max(self.assigned_since));
            let (team, assignee, business) = (self.team, self.assignee, timeline.between(from, until));
            effects.ended.push(Ended::Assignment { team, assignee, from, until, business });
            self.assigned_since = until;
        }
    }

    fn count(&mut self, stand: &Stand, event: &Event, effects: &mut Effects) {
        let detail = &stand.detail;
        let went = !detail.from.is_null() && !detail.to.is_null();
        match event.name.as_str() {
            MOVED if went => self.transfers += 1,
            ASSIGNED if went => self.handoffs += 1,
            RECEIVED => {
                let at = detail.arrived_at.unwrap_or(event.at);
                if !detail.automatic {
                    self.customer_messages += 1;
                    self.first_customer_at = earliest(self.first_customer_at, at);
                }
                effects.message = message(stand, "customer", at, None);
            }
            WRITTEN => {
                self.replies += 1;
                effects.message = message(stand, "agent", event.at, event.person);
            }
            WITHDRAWN => {
                self.replies -= 1;
                effects.withdrawn = detail.message;
            }
            NOTED => effects.message = message(stand, "note", event.at, event.person),
            _ => {}
        }
        let first_reply = stand.first_reply_at.unwrap_or(Timestamp::NEVER);
        if first_reply != self.first_reply_at {
            self.first_reply_at = first_reply;
            self.first_reply_by = event.person.filter(|_| [WRITTEN, ANSWERED_ELSEWHERE].contains(&event.name.as_str()));
        }
    }

    /// From where to where the first reply, the first and the last solution are measured.
    fn milestones(&self) -> [Milestone; 3] {
        [
            (self.first_customer_at, self.first_reply_at),
            (self.created_at, self.first_solved_at),
            (self.created_at, self.solved_at),
        ]
    }

    /// Measures anew what moved; the rest stays as it was counted then.
    fn time_milestones(&mut self, before: [Milestone; 3], timeline: &Timeline) {
        let after = self.milestones();
        let Business { first_response, first_resolution, full_resolution, .. } = &mut self.business;
        for ((worked, old), new) in
            [first_response, first_resolution, full_resolution].into_iter().zip(before).zip(after)
        {
            if old != new {
                let has_come = new.0 != Timestamp::NEVER && new.1 != Timestamp::NEVER;
                *worked = if has_come { timeline.between(new.0, new.1) } else { 0 };
            }
        }
    }

    fn stand(&mut self, stand: &Stand) {
        let solved_at = stand.solved_at.unwrap_or(Timestamp::NEVER);
        let was_undone = self.solved_at != Timestamp::NEVER
            && solved_at == Timestamp::NEVER
            && stand.reopened == self.reopened
            && self.first_solved_at == self.solved_at;
        if was_undone {
            self.first_solved_at = Timestamp::NEVER;
        }
        self.first_solved_at = if self.first_solved_at == Timestamp::NEVER { solved_at } else { self.first_solved_at };
        self.solved_at = solved_at;
        self.reopened = stand.reopened;
        self.channel.clone_from(&stand.channel);
        self.priority.clone_from(&stand.priority);
        self.mailbox = stand.mailbox;
        self.contact = stand.contact;
        self.team = stand.team;
        self.assignee = stand.assignee;
        self.topic = stand.topic;
    }
}

fn earliest(known: Timestamp, at: Timestamp) -> Timestamp {
    if known == Timestamp::NEVER { at } else { known.min(at) }
}

fn message(stand: &Stand, kind: &'static str, at: Timestamp, person: Option<PersonId>) -> Option<Message> {
    let detail = &stand.detail;
    let id = detail.message?;
    let waited_since = detail.waited_since.filter(|_| kind == "agent");
    let conversation = stand.conversation;
    Some(Message {
        id,
        conversation,
        kind,
        at,
        person,
        automatic: detail.automatic,
        length: detail.length,
        waited_since,
        waited_business: 0,
    })
}
