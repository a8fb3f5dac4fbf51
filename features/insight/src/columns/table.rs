//! The columns themselves: what counts of each conversation and of each public reply.

use std::collections::HashMap;

use kernel::{ConversationId, EventId, MessageId, PersonId, Timestamp, TypedId};

use super::dictionary::Dictionary;
use crate::facts::Conversation;
use crate::metrics::Reply;
use crate::metrics::samples::{Counted, Took};

/// What a conversation and a reply take, in bytes, with room to grow: for the decision whether they fit.
pub(super) const BYTES_OF_CONVERSATION: u64 = 200;
pub(super) const BYTES_OF_REPLY: u64 = 60;

const BY_AGENT: u8 = 1;
const ONE_REPLY: u8 = 2;
const REOPENED: u8 = 4;
const TRANSFERRED: u8 = 8;
const CAME_AGAIN: u8 = 16;

/// Where things lie that are looked up by id: those that were loaded in order, and those that came later.
#[derive(Debug, Default)]
struct Places {
    ids: Vec<i64>,
    later: HashMap<i64, u32>,
    is_ordered: usize,
}

impl Places {
    fn find(&self, id: i64) -> Option<usize> {
        match self.ids[..self.is_ordered].binary_search(&id) {
            Ok(place) => Some(place),
            Err(_) => self.later.get(&id).map(|place| *place as usize),
        }
    }

    fn push(&mut self, id: i64) {
        if self.is_ordered == self.ids.len() && self.ids.last().is_none_or(|last| *last < id) {
            self.is_ordered += 1;
        } else {
            self.later.insert(id, u32::try_from(self.ids.len()).unwrap_or(u32::MAX));
        }
        self.ids.push(id);
    }
}

/// Durations in both times, in microseconds.
#[derive(Debug, Default)]
struct Spans {
    calendar: Vec<i64>,
    business: Vec<i64>,
}

impl Spans {
    fn at(&self, row: usize) -> Took {
        Took { calendar: self.calendar[row], business: self.business[row] }
    }
}

/// All columns. Row for row they tell of the same conversation.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Up to where in the log they are told.
    pub(super) place: EventId,
    /// How many events before it could not be told yet.
    pub(super) parked: i64,
    /// How often facts had been thrown away when they were loaded.
    pub(super) times_anew: i64,
    /// The window of coming again, in microseconds.
    pub(super) window: i64,
    places: Places,
    contact: Vec<i64>,
    created: Vec<i64>,
    first_customer: Vec<i64>,
    first_reply: Vec<i64>,
    first_solved: Vec<i64>,
    solved: Vec<i64>,
    requester_wait: Spans,
    agent_wait: Spans,
    hold_wait: Spans,
    first_response: Vec<i64>,
    first_resolution: Vec<i64>,
    full_resolution: Vec<i64>,
    flags: Vec<u8>,
    pub(super) team: Vec<u32>,
    assignee: Vec<u32>,
    first_reply_by: Vec<u32>,
    pub(super) topic: Vec<u32>,
    pub(super) mailbox: Vec<u32>,
    pub(super) channel: Vec<u32>,
    pub(super) priority: Vec<u32>,
    pub(super) teams: Dictionary<i64>,
    pub(super) people: Dictionary<i64>,
    pub(super) topics: Dictionary<i64>,
    pub(super) mailboxes: Dictionary<i64>,
    pub(super) channels: Dictionary<String>,
    pub(super) priorities: Dictionary<String>,
    pub(super) replies: Replies,
}

/// Public replies of people.
#[derive(Debug, Default)]
pub(super) struct Replies {
    places: Places,
    /// The row of the conversation.
    pub(super) conversation: Vec<u32>,
    person: Vec<u32>,
    /// Never for those that were taken back.
    at: Vec<i64>,
    since: Vec<i64>,
    business: Vec<i64>,
}

/// Puts a value where it belongs: behind the others, or in the place of what was there.
fn put<T>(column: &mut Vec<T>, row: usize, value: T) {
    match column.get_mut(row) {
        Some(known) => *known = value,
        None => column.push(value),
    }
}

fn raw<I: TypedId>(id: Option<I>) -> i64 {
    id.map_or(0, TypedId::raw)
}

impl Table {
    /// Empty, as the facts are told up to a place in the log.
    pub(super) fn at((place, parked): (EventId, i64), times_anew: i64, window: i64) -> Self {
        Self { place, parked, times_anew, window, ..Self::default() }
    }

    /// How many conversations.
    pub(super) fn len(&self) -> usize {
        self.created.len()
    }

    /// The customer and the topic of a conversation as they are known.
    pub(super) fn of_whom(&self, id: ConversationId) -> Option<(i64, i64)> {
        let row = self.places.find(id.raw())?;
        Some((self.contact[row], self.topics.values()[self.topic[row] as usize]))
    }

    /// Takes a conversation in, in place of what was known of it.
    pub(super) fn put(&mut self, it: &Conversation, came_again: bool) {
        let row = self.places.find(it.id.raw()).unwrap_or_else(|| {
            self.places.push(it.id.raw());
            self.len()
        });
        put(&mut self.contact, row, it.contact.raw());
        put(&mut self.created, row, it.created_at.micros());
        put(&mut self.first_customer, row, it.first_customer_at.micros());
        put(&mut self.first_reply, row, it.first_reply_at.micros());
        put(&mut self.first_solved, row, it.first_solved_at.micros());
        put(&mut self.solved, row, it.solved_at.micros());
        let worked = &it.business;
        let spans = [
            (&mut self.requester_wait, it.requester_wait, worked.requester_wait),
            (&mut self.agent_wait, it.agent_wait, worked.agent_wait),
            (&mut self.hold_wait, it.hold_wait, worked.hold_wait),
        ];
        for (column, calendar, business) in spans {
            put(&mut column.calendar, row, calendar);
            put(&mut column.business, row, business);
        }
        put(&mut self.first_response, row, worked.first_response);
        put(&mut self.first_resolution, row, worked.first_resolution);
        put(&mut self.full_resolution, row, worked.full_resolution);
        let flags = [
            (it.by_agent, BY_AGENT),
            (it.replies == 1, ONE_REPLY),
            (it.reopened > 0, REOPENED),
            (it.transfers > 0, TRANSFERRED),
            (came_again, CAME_AGAIN),
        ];
        put(&mut self.flags, row, flags.iter().filter(|(is, _)| *is).map(|(_, flag)| flag).sum());
        put(&mut self.team, row, self.teams.code(&raw(it.team)));
        put(&mut self.assignee, row, self.people.code(&raw(it.assignee)));
        put(&mut self.first_reply_by, row, self.people.code(&raw(it.first_reply_by)));
        put(&mut self.topic, row, self.topics.code(&raw(it.topic)));
        put(&mut self.mailbox, row, self.mailboxes.code(&raw(it.mailbox)));
        put(&mut self.channel, row, self.channels.code(it.channel.as_str()));
        put(&mut self.priority, row, self.priorities.code(it.priority.as_str()));
    }

    /// Takes a reply in; nothing happens when its conversation is not there.
    pub(super) fn put_reply(&mut self, id: MessageId, it: &Reply) {
        let Some(conversation) = self.places.find(it.conversation.raw()) else { return };
        let person = self.people.code(&raw(it.person));
        let replies = &mut self.replies;
        let row = replies.places.find(id.raw()).unwrap_or_else(|| {
            replies.places.push(id.raw());
            replies.at.len()
        });
        put(&mut replies.conversation, row, u32::try_from(conversation).unwrap_or(u32::MAX));
        put(&mut replies.person, row, person);
        put(&mut replies.at, row, it.at.micros());
        put(&mut replies.since, row, it.since.micros());
        put(&mut replies.business, row, it.business);
    }

    /// A reply was taken back: it never was.
    pub(super) fn take_back(&mut self, id: MessageId) {
        if let Some(row) = self.replies.places.find(id.raw()) {
            self.replies.at[row] = Timestamp::NEVER.micros();
        }
    }

    /// A row as the definitions ask it.
    pub(super) fn row(&self, row: usize) -> Row<'_> {
        Row { table: self, row }
    }

    /// How many replies, those that were taken back among them.
    pub(super) fn replies(&self) -> usize {
        self.replies.at.len()
    }

    /// A reply as the definitions ask it.
    pub(super) fn reply(&self, row: usize) -> Reply {
        let (replies, conversation) = (&self.replies, self.replies.conversation[row] as usize);
        Reply {
            conversation: ConversationId::from_raw(self.places.ids[conversation]),
            person: self.person(replies.person[row]),
            at: Timestamp::from_micros(replies.at[row]),
            since: Timestamp::from_micros(replies.since[row]),
            business: replies.business[row],
        }
    }

    fn person(&self, code: u32) -> Option<PersonId> {
        let id = self.people.values()[code as usize];
        (id != 0).then(|| PersonId::from_raw(id))
    }
}

/// A conversation in the columns.
pub(super) struct Row<'a> {
    table: &'a Table,
    row: usize,
}

impl Row<'_> {
    fn has(&self, flag: u8) -> bool {
        self.table.flags[self.row] & flag != 0
    }
}

impl Counted for Row<'_> {
    fn created_at(&self) -> Timestamp {
        Timestamp::from_micros(self.table.created[self.row])
    }
    fn first_customer_at(&self) -> Timestamp {
        Timestamp::from_micros(self.table.first_customer[self.row])
    }
    fn first_reply_at(&self) -> Timestamp {
        Timestamp::from_micros(self.table.first_reply[self.row])
    }
    fn first_solved_at(&self) -> Timestamp {
        Timestamp::from_micros(self.table.first_solved[self.row])
    }
    fn solved_at(&self) -> Timestamp {
        Timestamp::from_micros(self.table.solved[self.row])
    }
    fn assignee(&self) -> Option<PersonId> {
        self.table.person(self.table.assignee[self.row])
    }
    fn first_reply_by(&self) -> Option<PersonId> {
        self.table.person(self.table.first_reply_by[self.row])
    }
    fn by_agent(&self) -> bool {
        self.has(BY_AGENT)
    }
    fn one_reply(&self) -> bool {
        self.has(ONE_REPLY)
    }
    fn is_reopened(&self) -> bool {
        self.has(REOPENED)
    }
    fn is_transferred(&self) -> bool {
        self.has(TRANSFERRED)
    }
    fn came_again(&self) -> bool {
        self.has(CAME_AGAIN)
    }
    fn requester_wait(&self) -> Took {
        self.table.requester_wait.at(self.row)
    }
    fn agent_wait(&self) -> Took {
        self.table.agent_wait.at(self.row)
    }
    fn hold_wait(&self) -> Took {
        self.table.hold_wait.at(self.row)
    }
    fn first_response_worked(&self) -> i64 {
        self.table.first_response[self.row]
    }
    fn first_resolution_worked(&self) -> i64 {
        self.table.first_resolution[self.row]
    }
    fn full_resolution_worked(&self) -> i64 {
        self.table.full_resolution[self.row]
    }
}
