//! A conversation as it is lived: every instant is kept, nothing is summed up.

use kernel::{ContactId, ConversationId, MessageId, PersonId, TeamId, Timestamp, TypedId};
use serde_json::{Value, json};
use testkit::MONDAY_MORNING;

use super::super::model::{Business, Conversation};
use super::wall::Wall;

const MINUTE: i64 = 60_000_000;

/// What may happen to a conversation.
#[derive(Debug, Clone)]
pub(super) enum Act {
    /// `late`: so many minutes after it was written.
    Hear {
        automatic: bool,
        late: i64,
    },
    Reply {
        person: i64,
        solve: bool,
    },
    Withdraw,
    Note,
    Status(&'static str),
    Assign {
        team: Option<i64>,
        person: Option<i64>,
    },
}

/// From when it lay with a team and a person.
pub(super) type Owner = (Timestamp, Option<i64>, Option<i64>);

/// How it was before a reply that may be taken back.
#[derive(Debug, Clone)]
struct Before {
    waiting: Option<Timestamp>,
    first_reply: Option<(Timestamp, PersonId)>,
    statuses: usize,
    solved: Vec<Timestamp>,
    reopened: i64,
}

/// All that happened to a conversation.
#[derive(Debug, Clone)]
pub(super) struct Life {
    pub(super) id: ConversationId,
    heard: Vec<(Timestamp, bool)>,
    pub(super) replies: Vec<(MessageId, Timestamp, PersonId, Option<Timestamp>)>,
    pub(super) statuses: Vec<(Timestamp, &'static str)>,
    pub(super) owners: Vec<Owner>,
    waiting: Option<Timestamp>,
    /// The first reply to a message of the customer that was there when it was written.
    first_reply: Option<(Timestamp, PersonId)>,
    solved: Vec<Timestamp>,
    reopened: i64,
    undo: Option<Before>,
    next_message: i64,
}

impl Life {
    pub(super) fn begin(number: i64, at: Timestamp) -> Self {
        Self {
            id: ConversationId::from_raw(number),
            heard: Vec::new(),
            replies: Vec::new(),
            statuses: vec![(at, "new")],
            owners: vec![(at, None, None)],
            waiting: None,
            first_reply: None,
            solved: Vec::new(),
            reopened: 0,
            undo: None,
            next_message: number * 1000,
        }
    }

    fn status(&self) -> &'static str {
        self.statuses.last().map_or("new", |(_, status)| *status)
    }

    fn is_solved(&self) -> bool {
        self.status() == "solved"
    }

    fn go(&mut self, at: Timestamp, status: &'static str) {
        if self.status() == status {
            return;
        }
        if self.is_solved() {
            self.reopened += 1;
        } else if status == "solved" {
            self.solved.push(at);
            self.waiting = None;
        }
        self.statuses.push((at, status));
    }

    fn message(&mut self) -> MessageId {
        self.next_message += 1;
        MessageId::from_raw(self.next_message)
    }

    /// Lives one act; gives the name and detail of each event it makes, as the inbox tells them.
    pub(super) fn act(&mut self, act: &Act, at: Timestamp) -> Vec<(&'static str, Option<i64>, Value)> {
        let before = self.status();
        let mut told = Vec::new();
        let mut person = None;
        if !matches!(act, Act::Withdraw) && !matches!(act, Act::Note) {
            self.undo = self.undo.take().filter(|_| matches!(act, Act::Assign { .. }));
        }
        match act {
            Act::Hear { automatic, late } => {
                let message = self.message();
                let written = Timestamp::from_micros(at.micros() - late * MINUTE).max(MONDAY_MORNING);
                self.heard.push((written, *automatic));
                if !automatic {
                    self.waiting = self.waiting.or(Some(written));
                    if self.status() != "new" {
                        self.go(at, "open");
                    }
                }
                told.push((
                    "inbox.message.received",
                    None,
                    json!({"message": message, "arrived_at": written, "automatic": automatic, "length": 5}),
                ));
            }
            Act::Reply { person: who, solve } => {
                let message = self.message();
                let waited = self.waiting.take();
                self.remember(waited, at, *who);
                self.replies.push((message, at, PersonId::from_raw(*who), waited));
                person = Some(*who);
                told.push((
                    "inbox.message.written",
                    person,
                    json!({"message": message, "waited_since": waited, "length": 7}),
                ));
                let status = if *solve {
                    "solved"
                } else if self.status() == "new" {
                    "open"
                } else {
                    self.status()
                };
                self.go(at, status);
            }
            Act::Withdraw => {
                let Some(before) = self.undo.take() else { return told };
                let Some((message, ..)) = self.replies.pop() else { return told };
                (self.waiting, self.first_reply) = (before.waiting, before.first_reply);
                if self.statuses.len() > before.statuses {
                    let (_, back) = self.statuses[before.statuses - 1];
                    self.statuses.push((at, back));
                }
                (self.solved, self.reopened) = (before.solved, before.reopened);
                told.push(("inbox.message.withdrawn", None, json!({"message": message})));
                return told;
            }
            Act::Note => {
                let message = self.message();
                told.push(("inbox.message.noted", Some(3), json!({"message": message})));
            }
            Act::Status(status) => self.go(at, status),
            Act::Assign { team, person } => {
                let (_, old_team, old_person) = *self.owners.last().expect("an owner");
                if (old_team, old_person) != (*team, *person) {
                    self.owners.push((at, *team, *person));
                    // One change of the desk, two events; both tell how things stand after it.
                    if old_team != *team {
                        told.push(("inbox.conversation.moved", None, json!({"from": old_team, "to": team})));
                    }
                    if old_person != *person {
                        told.push(("inbox.conversation.assigned", None, json!({"from": old_person, "to": person})));
                    }
                }
            }
        }
        if self.status() != before {
            told.push(("inbox.conversation.status_changed", person, json!({"from": before, "to": self.status()})));
        }
        told
    }

    /// Who has it.
    pub(super) fn whose(&self) -> (Option<i64>, Option<i64>) {
        let (_, team, person) = *self.owners.last().expect("an owner");
        (team, person)
    }

    /// A reply may be taken back; the first one that answers a message of the customer counts as such.
    fn remember(&mut self, waited: Option<Timestamp>, at: Timestamp, who: i64) {
        self.undo = Some(Before {
            waiting: waited,
            first_reply: self.first_reply,
            statuses: self.statuses.len(),
            solved: self.solved.clone(),
            reopened: self.reopened,
        });
        if self.heard.iter().any(|(_, automatic)| !automatic) {
            self.first_reply = self.first_reply.or(Some((at, PersonId::from_raw(who))));
        }
    }

    /// How it stands, as every event says.
    pub(super) fn stand(&self, detail: Value) -> Value {
        let (_, team, person) = *self.owners.last().expect("an owner");
        json!({
            "conversation": self.id, "number": self.id.raw(), "channel": "mail", "status": self.status(), "priority": "normal",
            "contact": ContactId::from_raw(7), "mailbox": null, "team": team.map(TeamId::from_raw), "assignee": person.map(PersonId::from_raw),
            "topic": null, "created_at": self.statuses[0].0, "first_reply_at": self.first_reply.map(|(at, _)| at),
            "solved_at": self.solved.last().filter(|_| self.is_solved()), "waiting_since": self.waiting, "reopened": self.reopened,
            "version": 1, "detail": detail,
        })
    }

    /// Time in some states that have ended, by the clock and by the wall's.
    fn time_in(&self, states: &[&str], wall: &Wall) -> (i64, i64) {
        let ended = self.statuses.windows(2).filter(|pair| states.contains(&pair[0].1));
        ended.fold((0, 0), |(all, worked), pair| {
            let (from, until) = (pair[0].0, pair[1].0);
            (all + until.micros() - from.micros(), worked + wall.between(from, until))
        })
    }

    /// A plain look at the whole life.
    pub(super) fn facts(&self, wall: &Wall) -> Conversation {
        let (_, team, person) = *self.owners.last().expect("an owner");
        let wrote = || self.heard.iter().filter(|(_, automatic)| !automatic).map(|(at, _)| *at);
        let first_customer_at = wrote().min().unwrap_or(Timestamp::NEVER);
        let changes = |part: fn(&Owner) -> Option<i64>| {
            let went = self.owners.windows(2).filter(|pair| {
                let (from, to) = (part(&pair[0]), part(&pair[1]));
                from.is_some() && to.is_some() && from != to
            });
            went.count() as i64
        };
        let first_reply_at = self.first_reply.map_or(Timestamp::NEVER, |(at, _)| at);
        let first_solved_at = self.solved.first().copied().unwrap_or(Timestamp::NEVER);
        let solved_at = self.solved.last().copied().filter(|_| self.is_solved()).unwrap_or(Timestamp::NEVER);
        let created_at = self.statuses[0].0;
        let worked = |from, until| if until == Timestamp::NEVER { 0 } else { wall.between(from, until) };
        let (requester, agent, hold) =
            (self.time_in(&["new", "open"], wall), self.time_in(&["pending"], wall), self.time_in(&["on_hold"], wall));
        Conversation {
            id: self.id,
            number: self.id.raw(),
            channel: "mail".into(),
            mailbox: None,
            contact: ContactId::from_raw(7),
            team: team.map(TeamId::from_raw),
            assignee: person.map(PersonId::from_raw),
            topic: None,
            priority: "normal".into(),
            by_agent: false,
            automatic: false,
            status: self.status().into(),
            status_since: self.statuses.last().expect("a state").0,
            assigned_since: self.owners.last().expect("an owner").0,
            created_at,
            first_customer_at,
            first_reply_at,
            first_reply_by: self.first_reply.map(|(_, person)| person),
            first_solved_at,
            solved_at,
            customer_messages: wrote().count() as i64,
            replies: self.replies.len() as i64,
            reopened: self.reopened,
            transfers: changes(|owner| owner.1),
            handoffs: changes(|owner| owner.2),
            requester_wait: requester.0,
            agent_wait: agent.0,
            hold_wait: hold.0,
            business: Business {
                first_response: worked(first_customer_at, first_reply_at),
                first_resolution: worked(created_at, first_solved_at),
                full_resolution: worked(created_at, solved_at),
                requester_wait: requester.1,
                agent_wait: agent.1,
                hold_wait: hold.1,
            },
        }
    }
}
