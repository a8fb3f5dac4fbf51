//! A year of conversations: when each message was written, by whom, and the rows that the commands would have left.

use kernel::{ConversationId, MessageId, Timestamp, TypedId};
use serde_json::json;

use super::insert::{Cell, Rows, row};
use crate::chance::{Chance, Vocabulary};
use crate::company::{self, LONG, LONG_EVERY, MAILBOX_ADDRESS, PEOPLE, Size, TAGS, TEAMS, TOPICS};

const DAY: i64 = 86_400_000_000;
const EPOCH_2020_MS: i64 = 1_577_836_800_000;

kernel::typed_id!(
    /// A contact reason, as the inbox writes it.
    TopicId, "topic");

/// A conversation as chance made it.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// Its id.
    pub id: ConversationId,
    number: u32,
    contact: u32,
    team: Option<u32>,
    assignee: Option<u32>,
    topic: Option<u32>,
    begun: i64,
    ended: i64,
    messages: u32,
}

/// A message: when, in which conversation, the how manieth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    at: i64,
    case: u32,
    place: u32,
}

/// The whole year.
#[derive(Debug)]
pub struct History {
    /// Its conversations, oldest first.
    pub cases: Vec<Case>,
    /// All messages in the order of writing.
    pub moments: Vec<Moment>,
    vocabulary: Vocabulary,
}

/// Who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Customer,
    Agent,
    Note,
}

/// An id as the generator of ids would have made it at that instant.
fn id_at(at: i64, sequence: u32) -> i64 {
    ((at / 1000 - EPOCH_2020_MS) << 22) | (1023 << 12) | i64::from(sequence % 4096)
}

impl History {
    /// Makes it up; ends at an instant.
    pub fn until(now: i64, size: Size) -> Self {
        let lengths = lengths(size);
        let mut starts: Vec<i64> = Vec::with_capacity(lengths.len());
        let mut chance = Chance::new(3);
        starts.extend(lengths.iter().map(|_| now - DAY - (chance.share() * 365.0 * DAY as f64) as i64));
        starts.sort_unstable();
        let mut moments = Vec::with_capacity(size.messages as usize);
        let mut cases = Vec::with_capacity(lengths.len());
        for (index, (&begun, &messages)) in starts.iter().zip(&lengths).enumerate() {
            let number = index as u32;
            let mut chance = Chance::new(u64::from(number) + 1_000);
            let mut at = begun;
            for place in 0..messages {
                moments.push(Moment { at, case: number, place });
                let room = (now - DAY / 24 - at).max(1_000_000) / i64::from(messages - place);
                at += (chance.share() * room.min(DAY) as f64) as i64 + 1_000;
            }
            let team = (chance.below(20) > 0).then(|| chance.below(u64::from(TEAMS)) as u32);
            cases.push(Case {
                id: ConversationId::from_raw(id_at(begun, number)),
                number,
                contact: chance.below(u64::from(size.contacts)) as u32,
                team,
                assignee: (chance.below(5) > 1).then(|| 1 + chance.below(u64::from(PEOPLE) - 1) as u32),
                topic: (chance.below(4) > 0).then(|| chance.below(u64::from(TOPICS)) as u32),
                begun,
                ended: moments.last().map_or(begun, |moment| moment.at),
                messages,
            });
        }
        moments.sort_unstable();
        Self { cases, moments, vocabulary: Vocabulary::new() }
    }

    fn text(&self, case: &Case, place: u32) -> String {
        self.vocabulary.text(&mut Chance::new(u64::from(case.number) * 64 + u64::from(place) + 500_000_000))
    }

    fn subject(&self, case: &Case) -> String {
        let mut chance = Chance::new(u64::from(case.number) + 900_000_000);
        let words = 3 + chance.below(4);
        self.vocabulary.line(&mut chance, words)
    }

    /// Rows of some conversations without their messages.
    pub fn conversations(&self, numbers: std::ops::Range<usize>) -> Vec<Rows> {
        let mut rows = Rows::of(
            "inbox_conversations",
            "id, number, subject, channel, status, shelf, priority, contact_id, mailbox_id, team_id, assignee_id, topic_id, preview, last_from, message_count, has_attachments, delivery_failed, automatic, follows_id, created_by, created_at, updated_at, last_message_at, last_customer_at, waiting_since, first_reply_at, solved_at, reopened, version",
        );
        let mut tags = Rows::of("inbox_conversation_tags", "conversation_id, tag_id");
        let mut people = Rows::of("inbox_participants", "conversation_id, address, name, role, added_at");
        for case in &self.cases[numbers] {
            let id = case.id.raw();
            let mut chance = Chance::new(u64::from(case.number) + 5_000_000);
            for number in 0..chance.below(4) {
                tags.push(row![id, company::tag((case.number + number as u32 * 7) % TAGS)]);
            }
            let (address, name) = (company::address(case.contact), company::customer_name(case.contact));
            people.push(row![id, address, name.clone(), "from", case.begun]);
            people.push(row![id, MAILBOX_ADDRESS, "Support", "to", case.begun]);
            let last = case.messages - 1;
            let waits = kind_of(case, last) == Kind::Customer;
            let status = if case.messages == 1 {
                0i64
            } else if waits {
                1
            } else {
                2
            };
            let from = if waits { name } else { company::person_name(case.assignee.unwrap_or(1)) };
            rows.push(row![
                id,
                i64::from(case.number) + 1,
                self.subject(case),
                "mail",
                status,
                0i64,
                1i64,
                company::contact(case.contact).raw(),
                company::mailbox().raw(),
                case.team.map_or(0, |team| company::team(team).raw()),
                case.assignee.map_or(0, |person| company::person(person).raw()),
                case.topic.map_or(0, company::topic),
                preview(&self.text(case, last)),
                from,
                i64::from(case.messages),
                false,
                false,
                false,
                Cell::Null,
                Cell::Null,
                case.begun,
                case.ended,
                case.ended,
                if waits { case.ended } else { case.begun },
                if waits { case.ended } else { 0 },
                if case.messages > 1 { case.begun + DAY / 24 } else { 0 },
                0i64,
                0i64,
                i64::from(case.messages) + 1
            ]);
        }
        vec![rows, tags, people]
    }

    /// Rows of some messages, and the events that told of them.
    pub fn messages(&self, places: std::ops::Range<usize>) -> Vec<Rows> {
        let mut rows = Rows::of(
            "inbox_messages",
            "id, conversation_id, kind, author_kind, author_id, at, received_at, subject, from_address, from_name, recipients, text, html, quoted_html, has_remote_images, automatic, raw_hash, delivery, delivery_reason, delivery_attempts, send_at",
        );
        let mut events = Rows::of("db_events", "name, version, thing, at, person, facts");
        for sequence in places {
            let moment = self.moments[sequence];
            let case = &self.cases[moment.case as usize];
            let (kind, text) = (kind_of(case, moment.place), self.text(case, moment.place));
            let id = MessageId::from_raw(id_at(moment.at, sequence as u32));
            if moment.place == 0 {
                events.push(event(
                    case,
                    moment.at,
                    "inbox.conversation.opened",
                    0,
                    json!({"subject": self.subject(case)}),
                ));
            }
            let person = company::person(case.assignee.unwrap_or(1));
            let (name, by) = match kind {
                Kind::Customer => ("inbox.message.received", 0),
                Kind::Agent => ("inbox.message.written", person.raw()),
                Kind::Note => ("inbox.message.noted", person.raw()),
            };
            let at = Timestamp::from_micros(moment.at);
            let detail = json!({"message": id, "contact": company::contact(case.contact), "written_at": at, "arrived_at": at,
                "automatic": false, "first": moment.place == 0, "length": text.len(), "attachments": 0});
            events.push(event(case, moment.at, name, by, detail));
            rows.push(self.message(case, moment, id, kind, text));
        }
        vec![rows, events]
    }

    fn message(&self, case: &Case, moment: Moment, id: MessageId, kind: Kind, text: String) -> Vec<Cell> {
        let (customer, customer_name) = (company::address(case.contact), company::customer_name(case.contact));
        let to = |address: &str, name: &str| {
            json!({"to": [{"address": address, "name": name}], "cc": [], "bcc": []}).to_string()
        };
        let (number, author_kind, author, from, name, recipients, delivery) = match kind {
            Kind::Customer => {
                let author = company::contact(case.contact).raw();
                (0i64, 0i64, author, customer, customer_name, to(MAILBOX_ADDRESS, "Support"), 0i64)
            }
            Kind::Agent => {
                let author = company::person(case.assignee.unwrap_or(1)).raw();
                (1, 1, author, MAILBOX_ADDRESS.to_owned(), "Support".to_owned(), to(&customer, &customer_name), 3)
            }
            Kind::Note => {
                let author = company::person(case.assignee.unwrap_or(1)).raw();
                (2, 1, author, String::new(), String::new(), r#"{"to":[],"cc":[],"bcc":[]}"#.to_owned(), 0)
            }
        };
        let html = html_of(&text);
        let subject = if kind == Kind::Note { String::new() } else { self.subject(case) };
        row![
            id.raw(),
            case.id.raw(),
            number,
            author_kind,
            author,
            moment.at,
            moment.at,
            subject,
            from,
            name,
            recipients,
            text,
            html,
            Cell::Null,
            false,
            false,
            Cell::Null,
            delivery,
            Cell::Null,
            0i64,
            0i64
        ]
    }
}

fn event(case: &Case, at: i64, name: &str, person: i64, detail: serde_json::Value) -> Vec<Cell> {
    let facts = json!({
        "conversation": case.id, "number": case.number + 1, "channel": "mail", "status": "open", "priority": "normal",
        "contact": company::contact(case.contact), "mailbox": company::mailbox(), "team": case.team.map(company::team),
        "assignee": case.assignee.map(company::person),
        "topic": case.topic.map(|topic| TopicId::from_raw(company::topic(topic))), "created_at": Timestamp::from_micros(case.begun),
        "first_reply_at": null, "solved_at": null, "waiting_since": Timestamp::from_micros(at), "reopened": 0, "version": 2,
        "detail": detail,
    });
    row![name, 1i64, case.id.to_string(), at, person, facts.to_string()]
}

/// Who wrote a message: mostly customer and agent in turns, now and then a note.
fn kind_of(case: &Case, place: u32) -> Kind {
    let mut chance = Chance::new(u64::from(case.number) * 64 + u64::from(place) + 11);
    match (place, chance.below(12)) {
        (0, _) => Kind::Customer,
        (_, 0) => Kind::Note,
        (place, 1..=9) if place % 2 == 1 => Kind::Agent,
        (place, 10..) if place % 2 == 0 => Kind::Agent,
        _ => Kind::Customer,
    }
}

/// Paragraphs of a plain text.
pub fn html_of(text: &str) -> String {
    format!("<p>{}</p>", text.replace("\n\n", "</p><p>"))
}

/// How many messages each conversation has; together exactly as many as asked for.
fn lengths(size: Size) -> Vec<u32> {
    let mut chance = Chance::new(2);
    let long = size.conversations.div_ceil(LONG_EVERY);
    let others = size.conversations - long;
    let average = size.messages.saturating_sub(long * LONG) / others.max(1);
    let draw = |number: u32, chance: &mut Chance| {
        if number.is_multiple_of(LONG_EVERY) { LONG } else { 1 + chance.below(u64::from(average) * 2 - 1) as u32 }
    };
    let mut lengths: Vec<u32> = (0..size.conversations).map(|number| draw(number, &mut chance)).collect();
    let mut sum: u32 = lengths.iter().sum();
    while sum != size.messages {
        let number = chance.below(u64::from(size.conversations)) as usize;
        let length = &mut lengths[number];
        if sum < size.messages && *length < 30 {
            *length += 1;
            sum += 1;
        } else if sum > size.messages && *length > 1 && *length < LONG {
            *length -= 1;
            sum -= 1;
        }
    }
    lengths
}

fn preview(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(160).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn there_are_exactly_as_many_messages_as_asked_for() {
        let size = Size { conversations: 500, messages: 5_000, contacts: 100 };
        let history = History::until(1_790_000_000_000_000, size);
        assert_eq!(history.moments.len(), 5_000);
        assert_eq!(history.cases.iter().map(|case| case.messages).sum::<u32>(), 5_000);
        assert_eq!(history.cases.iter().filter(|case| case.messages == LONG).count(), 10);
        assert!(history.moments.iter().all(|moment| moment.at < 1_790_000_000_000_000));
        let ids: HashSet<i64> =
            history.moments.iter().enumerate().map(|(place, moment)| id_at(moment.at, place as u32)).collect();
        assert_eq!(ids.len(), 5_000);
    }
}
