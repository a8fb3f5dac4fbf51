//! Whatever happens to facts in whatever order: the roll-ups are those that a fresh count gives, to the row, and they answer as
//! the facts do.

use std::collections::BTreeMap;

use jiff::civil::date;
use jiff::tz::TimeZone;
use kernel::{ContactId, ConversationId, MessageId, PersonId, TeamId, Timestamp, TypedId};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use testkit::{TestDb, db_test};

use super::cube::Grain;
use super::read::{Run, runs};
use super::{after, before, keep, store};
use crate::facts::{
    self, Business, Change, Changes, Conversation, Message, ProgrammeId, Survey, SurveyChange, SurveyId, SurveyKind,
    TopicId,
};
use crate::figures::{Clock, Filter, answer_all, from_facts};
use crate::metrics::{By, Metric, Period, settings};
use crate::rollups;

const MINUTE: i64 = 60_000_000;

#[derive(Debug, Clone)]
enum Act {
    Reply {
        person: i64,
    },
    Withdraw,
    Solve,
    Reopen,
    Move(Option<i64>),
    About(Option<i64>),
    /// Turned out to be another customer's.
    Of(i64),
    /// The customer is asked, and rates or changes the rating.
    Rate(i64),
    /// The rating is left out, or counts again.
    LeaveOut,
    /// The next few are built in.
    Build,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (1i64..4).prop_map(|person| Act::Reply { person }),
        1 => Just(Act::Withdraw),
        4 => Just(Act::Solve),
        1 => Just(Act::Reopen),
        1 => proptest::option::of(1i64..3).prop_map(Act::Move),
        1 => proptest::option::of(1i64..3).prop_map(Act::About),
        1 => (1i64..4).prop_map(Act::Of),
        3 => (0i64..11).prop_map(Act::Rate),
        1 => Just(Act::LeaveOut),
        1 => Just(Act::Build),
    ]
}

/// Which conversation, when (any order: what is late lands where it belongs), what; some at once.
fn history() -> impl Strategy<Value = Vec<Vec<(i64, i64, Act)>>> {
    proptest::collection::vec(proptest::collection::vec((1i64..10, 0i64..60_000, act()), 1..5), 20..40)
}

fn at(minute: i64) -> Timestamp {
    Timestamp::from_micros(1_769_900_000_000_000 + minute * MINUTE)
}

fn begin(number: i64, minute: i64) -> Conversation {
    Conversation {
        id: ConversationId::from_raw(number),
        number,
        channel: if number % 3 == 0 { "api" } else { "mail" }.into(),
        mailbox: None,
        contact: ContactId::from_raw(1 + number % 3),
        team: Some(TeamId::from_raw(1 + number % 2)),
        assignee: Some(PersonId::from_raw(1 + number % 3)),
        topic: None,
        priority: "normal".into(),
        by_agent: number % 7 == 0,
        automatic: false,
        status: "open".into(),
        status_since: at(minute),
        assigned_since: at(minute),
        created_at: at(minute),
        first_customer_at: at(minute),
        first_reply_at: Timestamp::NEVER,
        first_reply_by: None,
        first_solved_at: Timestamp::NEVER,
        solved_at: Timestamp::NEVER,
        customer_messages: 1,
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

/// What the acts made so far.
#[derive(Default)]
struct World {
    conversations: BTreeMap<ConversationId, Conversation>,
    replies: BTreeMap<ConversationId, Vec<MessageId>>,
    messages: i64,
    surveys: BTreeMap<SurveyId, Survey>,
}

impl World {
    fn act(&mut self, changes: &mut Changes, (number, minute, act): &(i64, i64, Act)) {
        let id = ConversationId::from_raw(*number);
        let was = self.conversations.get(&id).cloned();
        let mut it = was.clone().unwrap_or_else(|| begin(*number, *minute));
        let now = at(*minute).max(it.created_at);
        match act {
            Act::Reply { person } => {
                self.messages += 1;
                let message = MessageId::from_raw(self.messages);
                let person = Some(PersonId::from_raw(*person));
                it.replies += 1;
                if it.first_reply_at == Timestamp::NEVER {
                    (it.first_reply_at, it.first_reply_by) = (now, person);
                }
                self.replies.entry(id).or_default().push(message);
                let waited = (*minute % 3 > 0).then_some(it.created_at);
                let reply = Message {
                    id: message,
                    conversation: id,
                    kind: "agent",
                    at: now,
                    person,
                    automatic: false,
                    length: 1,
                    waited_since: waited,
                    waited_business: *minute,
                };
                changes.messages.insert(message, reply);
            }
            Act::Withdraw => {
                if let Some(message) = self.replies.entry(id).or_default().pop() {
                    it.replies -= 1;
                    if changes.messages.remove(&message).is_none() {
                        changes.withdrawn.push(message);
                    }
                }
            }
            Act::Solve => {
                it.solved_at = now;
                it.requester_wait += *minute * MINUTE;
                it.business.full_resolution = *minute;
                if it.first_solved_at == Timestamp::NEVER {
                    it.first_solved_at = now;
                }
            }
            Act::Reopen => {
                it.reopened += 1;
                it.solved_at = Timestamp::NEVER;
            }
            Act::Move(team) => it.team = team.map(TeamId::from_raw),
            Act::About(topic) => it.topic = topic.map(TopicId::from_raw),
            Act::Of(contact) => it.contact = ContactId::from_raw(*contact),
            Act::Rate(_) | Act::LeaveOut => return self.rate(changes, *number, at(*minute), act),
            Act::Build => return,
        }
        let known = changes.conversations.remove(&id).map_or(was, |change| change.before);
        changes.conversations.insert(id, Change { before: known, after: it.clone() });
        self.conversations.insert(id, it);
    }
}

/// Asked about a conversation that may not be known, with whoever may have it then.
fn ask(number: i64, sent_at: Timestamp) -> Survey {
    Survey {
        id: SurveyId::from_raw(number),
        programme: ProgrammeId::from_raw(1),
        kind: SurveyKind::ALL[number as usize % 4],
        conversation: ConversationId::from_raw(number),
        contact: ContactId::from_raw(1),
        team: (number % 3 > 0).then(|| TeamId::from_raw(number % 3)),
        assignee: Some(PersonId::from_raw(1 + number % 3)),
        topic: Some(TopicId::from_raw(1)),
        mailbox: None,
        channel: if number % 2 == 0 { "api" } else { "mail" }.into(),
        priority: String::new(),
        sent_at,
        given_at: Timestamp::NEVER,
        changed_at: Timestamp::NEVER,
        score: 0,
        has_comment: false,
        excluded: false,
    }
}

impl World {
    fn rate(&mut self, changes: &mut Changes, number: i64, now: Timestamp, act: &Act) {
        let id = SurveyId::from_raw(number);
        let was = self.surveys.get(&id).cloned();
        let mut it = was.clone().unwrap_or_else(|| ask(number, now));
        match act {
            Act::Rate(score) => {
                (it.score, it.changed_at) = (*score, now);
                if was.is_some() && it.given_at == Timestamp::NEVER {
                    it.given_at = now.max(it.sent_at);
                }
            }
            _ => it.excluded = it.is_answered() && !it.excluded,
        }
        let before = changes.surveys.remove(&id).map_or(was, |change| change.before);
        changes.surveys.insert(id, SurveyChange { before, after: it.clone() });
        self.surveys.insert(id, it);
    }
}

type Rows = Vec<(i64, i64, i64, String, Vec<u8>, Vec<u8>)>;

fn rows(tx: &mut db::Tx<'_>) -> kernel::Result<Rows> {
    let all = "select r.dimension, r.grain, r.start, r.part, r.summary, s.buckets from insight_rollups r join insight_rollup_sketches s
               on s.dimension = r.dimension and s.grain = r.grain and s.start = r.start and s.part = r.part
               order by r.dimension, r.grain, r.start, r.part";
    tx.all(all, db::p![], |row| Ok((row.take()?, row.take()?, row.take()?, row.take()?, row.take()?, row.take()?)))
}

fn period() -> Period {
    let zone = TimeZone::get("America/Sao_Paulo").expect("a zone");
    Period { first: date(2026, 1, 30), last: date(2026, 3, 14), zone }
}

/// Every question that roll-ups hold is answered as by the facts.
fn compare(tx: &mut db::Tx<'_>) -> kernel::Result<()> {
    let settings = settings::find(tx)?;
    assert!(rollups::are_ready(tx, &settings)?, "all is built");
    let of_team = Filter { teams: vec![TeamId::from_raw(2)], ..Filter::default() };
    let of_person = Filter { people: vec![PersonId::from_raw(2)], channels: Vec::new(), ..Filter::default() };
    let questions: [(&Filter, &[By]); 8] = [
        (&Filter::default(), &[]),
        (&Filter::default(), &[By::Team, By::Week]),
        (&Filter::default(), &[By::Month]),
        (&Filter::default(), &[By::Day, By::Channel]),
        (&Filter::default(), &[By::Topic]),
        (&of_team, &[By::Channel, By::Week]),
        (&of_team, &[By::Agent]),
        (&of_person, &[By::Agent, By::Month]),
    ];
    let metrics: Vec<Metric> = Metric::ALL.iter().copied().filter(|metric| metric.counts().is_none()).collect();
    for (filter, by) in questions {
        assert!(rollups::plan(&period(), filter, by).is_some(), "{by:?}");
        for clock in [Clock::Calendar, Clock::Business] {
            let told = answer_all(tx, &metrics, &period(), clock, filter, by)?;
            let exact = from_facts(tx, &metrics, &period(), clock, filter, by)?;
            for ((metric, told), exact) in metrics.iter().zip(told).zip(exact) {
                let told: Vec<_> =
                    told.into_iter().filter(|(_, cell)| cell.whole + cell.part + cell.excluded > 0).collect();
                assert_eq!(told, exact.into_iter().collect::<Vec<_>>(), "{metric:?} by {by:?}");
            }
        }
    }
    Ok(())
}

#[db_test]
async fn any_interleaving_gives_what_a_fresh_count_gives(store: TestDb) {
    store.write(|tx| settings::follow_zone(tx, "America/Sao_Paulo")).await.expect("a zone");
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for _ in 0..6 {
        let history = history().new_tree(&mut runner).expect("a history").current();
        let mut world = World::default();
        store.write(|tx| rollups::forget_all(tx).and_then(|()| facts::store::forget_all(tx))).await.expect("empty");
        for batch in history {
            let mut changes = Changes::default();
            for step in &batch {
                world.act(&mut changes, step);
            }
            let builds = batch.iter().any(|(.., act)| matches!(act, Act::Build));
            let work = move |tx: &mut db::Tx<'_>| {
                let counted = before(tx, &changes)?;
                facts::store::save(tx, &changes)?;
                after(tx, &changes, counted)?;
                if builds { rollups::build(tx, 3).map(drop) } else { Ok(()) }
            };
            store.write(work).await.expect("a batch");
        }
        while store.write(|tx| rollups::build(tx, 500)).await.expect("built") {}
        let kept = store.read(rows).await.expect("rows");
        store.read(compare).await.expect("answers");
        store.write(rollups::forget_all).await.expect("forgotten");
        while store.write(|tx| rollups::build(tx, 500)).await.expect("built") {}
        assert_eq!(store.read(rows).await.expect("rows"), kept);
        assert!(kept.len() > 100);
    }
}

#[db_test]
async fn another_zone_or_window_builds_anew(store: TestDb) {
    let mut changes = Changes::default();
    let it = Conversation { solved_at: at(2000), first_solved_at: at(2000), ..begin(1, 0) };
    changes.conversations.insert(it.id, Change { before: None, after: it });
    store.write(move |tx| facts::store::save(tx, &changes)).await.expect("facts");
    let is_ready = |tx: &mut db::Tx<'_>| {
        let settings = settings::find(tx)?;
        rollups::are_ready(tx, &settings)
    };
    assert!(!store.read(is_ready).await.expect("ready"));
    while store.write(|tx| rollups::build(tx, 500)).await.expect("built") {}
    assert!(store.read(is_ready).await.expect("ready"));
    let utc = store.read(rows).await.expect("rows");
    store.write(|tx| settings::follow_zone(tx, "Pacific/Auckland")).await.expect("a zone");
    assert!(!store.read(is_ready).await.expect("ready"));
    while store.write(|tx| rollups::build(tx, 500)).await.expect("built") {}
    assert!(store.read(is_ready).await.expect("ready"));
    assert_ne!(store.read(rows).await.expect("rows"), utc);
    assert_eq!(store.read(store::state).await.expect("state").zone, "Pacific/Auckland");
}

#[test]
fn a_period_is_put_together_of_stretches_as_long_as_may_be() {
    let period = Period { first: date(2026, 1, 30), last: date(2026, 4, 8), zone: TimeZone::UTC };
    let run = |grain, first, last| Run { grain, first, last };
    assert_eq!(
        runs(&period, None),
        [
            run(Grain::Day, date(2026, 1, 30), date(2026, 1, 31)),
            run(Grain::Month, date(2026, 2, 1), date(2026, 3, 1)),
            run(Grain::Day, date(2026, 4, 1), date(2026, 4, 8)),
        ]
    );
    assert_eq!(
        runs(&period, Some(Grain::Week)),
        [
            run(Grain::Day, date(2026, 1, 30), date(2026, 2, 1)),
            run(Grain::Week, date(2026, 2, 2), date(2026, 3, 30)),
            run(Grain::Day, date(2026, 4, 6), date(2026, 4, 8)),
        ]
    );
    assert_eq!(runs(&period, Some(Grain::Day)).len(), 1);
}

/// Metrics are kept by their place in the dictionary: when that changes, the rules must rise, so that all is built anew.
#[test]
fn the_rules_rise_with_the_dictionary() {
    let codes: Vec<_> = Metric::ALL.iter().map(|metric| metric.definition().code).collect();
    let places: Vec<_> = Metric::ALL.iter().map(|metric| *metric as usize).collect();
    assert_eq!(places, (0..codes.len()).collect::<Vec<_>>());
    assert_eq!((keep::RULES, codes.len(), codes.last().copied()), (2, 24, Some("cost_per_contact")));
}
