//! Facts are what a plain look at the whole history says, however the events came.

use std::collections::BTreeMap;
use std::time::Duration;

use db::Consumers;
use kernel::{
    Actor, ContactId, ConversationId, Event, EventId, MessageId, NewEvent, PersonId, TeamId, Timestamp, TypedId,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use testkit::{MONDAY_MORNING, TestDb, db_test};

use super::model::{self, Conversation, Ended, Message};
use super::{CONSUMER, begin_anew, store, take};

/// What may happen to a conversation.
#[derive(Debug, Clone)]
enum Act {
    Hear { automatic: bool },
    Reply { person: i64, solve: bool },
    Withdraw,
    Note,
    Status(&'static str),
    Assign { team: Option<i64>, person: Option<i64> },
}

/// From when it lay with a team and a person.
type Owner = (Timestamp, Option<i64>, Option<i64>);
/// An event, its instant and who did it.
type Said = (NewEvent, Timestamp, Option<PersonId>);

/// A conversation as it was lived: every instant is kept, nothing is summed up.
#[derive(Debug, Clone)]
struct Life {
    id: ConversationId,
    heard: Vec<(Timestamp, bool)>,
    replies: Vec<(MessageId, Timestamp, PersonId, Option<Timestamp>)>,
    statuses: Vec<(Timestamp, &'static str)>,
    owners: Vec<Owner>,
    waiting: Option<Timestamp>,
    solved: Vec<Timestamp>,
    reopened: i64,
    undo: Option<(Option<Timestamp>, usize, Vec<Timestamp>, i64)>,
    next_message: i64,
}

impl Life {
    fn begin(number: i64, at: Timestamp) -> Self {
        Self {
            id: ConversationId::from_raw(number),
            heard: Vec::new(),
            replies: Vec::new(),
            statuses: vec![(at, "new")],
            owners: vec![(at, None, None)],
            waiting: None,
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
    fn act(&mut self, act: &Act, at: Timestamp) -> Vec<(&'static str, Option<i64>, Value)> {
        let before = self.status();
        let mut told = Vec::new();
        let mut person = None;
        if !matches!(act, Act::Withdraw) && !matches!(act, Act::Note) {
            self.undo = self.undo.take().filter(|_| matches!(act, Act::Assign { .. }));
        }
        match act {
            Act::Hear { automatic } => {
                let message = self.message();
                self.heard.push((at, *automatic));
                if !automatic {
                    self.waiting = self.waiting.or(Some(at));
                    if self.status() != "new" {
                        self.go(at, "open");
                    }
                }
                told.push((
                    "inbox.message.received",
                    None,
                    json!({"message": message, "arrived_at": at, "automatic": automatic, "length": 5}),
                ));
            }
            Act::Reply { person: who, solve } => {
                let message = self.message();
                let waited = self.waiting.take();
                self.undo = Some((waited, self.statuses.len(), self.solved.clone(), self.reopened));
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
                let Some((waited, statuses, solved, reopened)) = self.undo.take() else { return told };
                let Some((message, ..)) = self.replies.pop() else { return told };
                self.waiting = waited;
                if self.statuses.len() > statuses {
                    let (_, back) = self.statuses[statuses - 1];
                    self.statuses.push((at, back));
                }
                (self.solved, self.reopened) = (solved, reopened);
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

    /// How it stands, as every event says.
    fn stand(&self, detail: Value) -> Value {
        let (_, team, person) = *self.owners.last().expect("an owner");
        let first_customer = self.heard.iter().find(|(_, automatic)| !automatic);
        let first_reply = first_customer
            .and_then(|(heard, _)| self.replies.iter().find(|(_, at, ..)| at >= heard))
            .map(|(_, at, ..)| *at);
        json!({
            "conversation": self.id, "number": self.id.raw(), "channel": "mail", "status": self.status(), "priority": "normal",
            "contact": ContactId::from_raw(7), "mailbox": null, "team": team.map(TeamId::from_raw), "assignee": person.map(PersonId::from_raw),
            "topic": null, "created_at": self.statuses[0].0, "first_reply_at": first_reply,
            "solved_at": self.solved.last().filter(|_| self.is_solved()), "waiting_since": self.waiting, "reopened": self.reopened,
            "version": 1, "detail": detail,
        })
    }

    /// Time in some states that have ended.
    fn time_in(&self, states: &[&str]) -> i64 {
        self.statuses
            .windows(2)
            .filter(|pair| states.contains(&pair[0].1))
            .map(|pair| pair[1].0.micros() - pair[0].0.micros())
            .sum()
    }

    /// A plain look at the whole life.
    fn facts(&self) -> Conversation {
        let (_, team, person) = *self.owners.last().expect("an owner");
        let wrote = || self.heard.iter().filter(|(_, automatic)| !automatic).map(|(at, _)| *at);
        let first_customer_at = wrote().min().unwrap_or(Timestamp::NEVER);
        let first_reply = self.replies.iter().find(|(_, at, ..)| wrote().next().is_some_and(|heard| *at >= heard));
        let changes = |part: fn(&Owner) -> Option<i64>| {
            let went = self.owners.windows(2).filter(|pair| {
                let (from, to) = (part(&pair[0]), part(&pair[1]));
                from.is_some() && to.is_some() && from != to
            });
            went.count() as i64
        };
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
            created_at: self.statuses[0].0,
            first_customer_at,
            first_reply_at: first_reply.map_or(Timestamp::NEVER, |(_, at, ..)| *at),
            first_reply_by: first_reply.map(|(_, _, person, _)| *person),
            first_solved_at: self.solved.first().copied().unwrap_or(Timestamp::NEVER),
            solved_at: self.solved.last().copied().filter(|_| self.is_solved()).unwrap_or(Timestamp::NEVER),
            customer_messages: wrote().count() as i64,
            replies: self.replies.len() as i64,
            reopened: self.reopened,
            transfers: changes(|owner| owner.1),
            handoffs: changes(|owner| owner.2),
            requester_wait: self.time_in(&["new", "open"]),
            agent_wait: self.time_in(&["pending"]),
            hold_wait: self.time_in(&["on_hold"]),
        }
    }
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => any::<bool>().prop_map(|automatic| Act::Hear { automatic }),
        3 => (1i64..4, any::<bool>()).prop_map(|(person, solve)| Act::Reply { person, solve }),
        1 => Just(Act::Withdraw),
        1 => Just(Act::Note),
        2 => prop_oneof![Just("open"), Just("pending"), Just("on_hold"), Just("solved")].prop_map(Act::Status),
        2 => (proptest::option::of(1i64..3), proptest::option::of(1i64..4)).prop_map(|(team, person)| Act::Assign { team, person }),
    ]
}

/// Acts upon some conversations, with the minutes between them.
fn history() -> impl Strategy<Value = Vec<(usize, u64, Act)>> {
    proptest::collection::vec((0usize..3, 1u64..600, act()), 1..60)
}

/// Lives a history; gives its events in order and the lives.
fn live(history: &[(usize, u64, Act)]) -> (Vec<Said>, Vec<Life>) {
    let mut now = MONDAY_MORNING;
    let mut lives: Vec<Option<Life>> = vec![None, None, None];
    let mut events = Vec::new();
    for (which, minutes, act) in history {
        now = now.plus(Duration::from_mins(*minutes));
        let first = lives[*which].is_none();
        let life = lives[*which].get_or_insert_with(|| Life::begin(*which as i64 + 1, now));
        let mut tell = |life: &Life, name, person: Option<i64>, detail| {
            let event = NewEvent { name, version: 1, thing: life.id.into(), facts: life.stand(detail) };
            events.push((event, now, person.map(PersonId::from_raw)));
        };
        if first {
            tell(life, "inbox.conversation.opened", None, json!({"automatic": false, "by_agent": false}));
        }
        for (name, person, detail) in life.act(act, now) {
            tell(life, name, person, detail);
        }
    }
    (events, lives.into_iter().flatten().collect())
}

proptest! {
    #[test]
    fn facts_are_what_a_plain_look_at_the_whole_history_says(history in history()) {
        let (events, lives) = live(&history);
        let mut known: BTreeMap<i64, (Conversation, Vec<Ended>, Vec<Message>)> = BTreeMap::new();
        for (number, (event, at, person)) in events.into_iter().enumerate() {
            let id = EventId { tx: 0, number: number as i64 + 1 };
            let event = Event { id, name: event.name.to_owned(), version: 1, thing: event.thing, at, person, facts: event.facts };
            let stand = model::read(&event).unwrap().unwrap();
            let before = known.remove(&stand.conversation().raw());
            let (mut ended, mut messages) = before.as_ref().map(|(_, ended, messages)| (ended.clone(), messages.clone())).unwrap_or_default();
            let (it, effects) = model::apply(before.map(|(it, ..)| it), &stand, &event);
            ended.extend(effects.ended);
            messages.extend(effects.message);
            messages.retain(|message| Some(message.id) != effects.withdrawn);
            known.insert(it.id.raw(), (it, ended, messages));
        }
        for life in &lives {
            let (it, ended, messages) = &known[&life.id.raw()];
            prop_assert_eq!(it, &life.facts());
            let waits: Vec<_> = messages.iter().filter(|message| message.kind == "agent").map(|message| (message.id, message.at, message.waited_since)).collect();
            let lived: Vec<_> = life.replies.iter().map(|(id, at, _, waited)| (*id, *at, *waited)).collect();
            prop_assert_eq!(waits, lived);
            let states: Vec<_> = ended.iter().filter_map(|ended| match ended {
                Ended::Status { status, from, until } => Some((status.as_str(), *from, *until)),
                Ended::Assignment { .. } => None,
            }).collect();
            let lived: Vec<_> = life.statuses.windows(2).map(|pair| (pair[0].1, pair[0].0, pair[1].0)).collect();
            prop_assert_eq!(states, lived);
        }
    }
}

async fn catch_up(store: &TestDb) {
    let mut consumers = Consumers::new(store.handle());
    consumers.add(CONSUMER, take);
    // Transactions of other tests on the same PostgreSQL server hold the end of the log back for a moment.
    for _ in 0..200 {
        consumers.catch_up().await.expect("caught up");
        let lags = store.read(db::consumer_lags).await.expect("lags");
        if lags.iter().all(|lag| lag.behind == 0) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Writes some events in units of work of several.
async fn write(store: &TestDb, events: &[Said]) {
    for some in events.chunks(7) {
        let some = some.to_vec();
        let work = move |tx: &mut db::Tx<'_>| {
            some.iter().try_for_each(|(event, at, person)| {
                tx.bear(*at);
                let actor =
                    person.map_or_else(Actor::system, |person| testkit::person_with(person.raw(), "Somebody", &[]));
                tx.emit(&actor, event.clone())
            })
        };
        store.write(work).await.expect("written");
    }
}

/// Restarts in the middle, a replay of half of it and one of the whole change nothing, to the row.
#[db_test]
async fn restarts_and_replays_change_nothing(store: TestDb) {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let history =
        proptest::collection::vec((0usize..3, 1u64..600, act()), 120).new_tree(&mut runner).unwrap().current();
    let (events, lives) = live(&history);
    let (early, late) = events.split_at(events.len() / 2);
    write(&store, early).await;
    catch_up(&store).await;
    begin_anew(&store.handle()).await.expect("anew");
    catch_up(&store).await;
    write(&store, late).await;
    catch_up(&store).await;
    let rows = |tx: &mut db::Tx<'_>| {
        let sums = "select count(*), CAST(sum(until_at - from_at) AS BIGINT), CAST(sum(place) AS BIGINT) from insight_statuses";
        tx.one(sums, db::p![], |row| Ok((row.take::<i64>()?, row.take::<i64>()?, row.take::<i64>()?)))
    };
    let before = store.read(rows).await.expect("rows");
    for life in &lives {
        let id = life.id;
        assert_eq!(store.read(move |tx| store::find(tx, id)).await.expect("facts"), Some(life.facts()));
    }
    begin_anew(&store.handle()).await.expect("anew");
    catch_up(&store).await;
    assert_eq!(store.read(rows).await.expect("rows"), before);
    for life in lives {
        let id = life.id;
        assert_eq!(store.read(move |tx| store::find(tx, id)).await.expect("facts"), Some(life.facts()));
    }
}
