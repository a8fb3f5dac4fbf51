//! Whatever happens, however late the columns hear of it: they say what the facts say, to the microsecond.

use std::collections::BTreeMap;

use db::Tx;
use jiff::civil::date;
use jiff::tz::TimeZone;
use kernel::{Actor, ContactId, ConversationId, NewEvent, PersonId, TeamId, Timestamp, TypedId};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::json;
use testkit::{MONDAY_MORNING, TestDb, db_test};

use super::follow::{Answer, Columns};
use super::slice::Slice;
use super::{Parts, quantiles};
use crate::facts::tests::{catch_up, history, live, write};
use crate::facts::{self, TopicId};
use crate::figures::{Cell, Clock, Filter, Summary, from_facts};
use crate::metrics::{By, Metric, Period, load, part_of, settings};

/// Part, whole, sum and durations.
type Gathered = (u64, u64, i128, Vec<i64>);

/// The plain way: every sample of the facts, sorted.
fn plain(tx: &mut Tx<'_>, asked: &Slice<'_>) -> kernel::Result<Vec<Parts<Summary>>> {
    let (from, until) = asked.period.instants()?;
    let window = settings::find(tx)?.window;
    let facts = load(tx, (from, until), window)?;
    let mut all: Vec<BTreeMap<Vec<String>, Gathered>> = vec![BTreeMap::new(); asked.metrics.len()];
    facts.each(&mut |about, sample| {
        let Some(place) = asked.metrics.iter().position(|metric| *metric == sample.metric) else { return };
        if sample.at >= from && sample.at < until && asked.filter.admits(about, sample.person) {
            let parts = asked.by.iter().map(|by| part_of(*by, about, sample, asked.period)).collect();
            let known = all[place].entry(parts).or_default();
            known.0 += sample.part;
            known.1 += sample.whole;
            if let Some(took) = sample.took.map(|took| asked.clock.of(took)) {
                known.2 += i128::from(took);
                known.3.push(took);
            }
        }
    });
    let told = |parts: BTreeMap<Vec<String>, Gathered>| {
        let summary = |(name, (part, whole, sum, mut took)): (Vec<String>, Gathered)| {
            took.sort_unstable();
            (name, quantiles::summary(part, whole, sum, &mut took))
        };
        parts.into_iter().map(summary).collect()
    };
    Ok(all.into_iter().map(told).collect())
}

fn period() -> Period {
    let zone = TimeZone::get("America/Sao_Paulo").expect("a zone");
    let first = MONDAY_MORNING.to_jiff().to_zoned(zone.clone()).date();
    Period { first, last: first.saturating_add(jiff::Span::new().days(40)), zone }
}

/// Every kind of question.
fn compare(tx: &mut Tx<'_>, columns: &Columns) -> kernel::Result<()> {
    let of_team = Filter { teams: vec![TeamId::from_raw(2), TeamId::from_raw(77)], ..Filter::default() };
    let of_person = Filter { people: vec![PersonId::from_raw(2)], ..Filter::default() };
    let urgent = Filter { priorities: vec!["normal".into()], channels: vec!["mail".into()], ..Filter::default() };
    let none = Filter { priorities: vec!["never heard of".into()], ..Filter::default() };
    let about = Filter { topics: vec![TopicId::from_raw(5)], ..Filter::default() };
    let all = Filter::default();
    let questions: [(&Filter, &[By]); 9] = [
        (&all, &[]),
        (&all, &[By::Priority, By::Team]),
        (&all, &[By::Mailbox, By::Week]),
        (&all, &[By::Hour]),
        (&of_team, &[By::Weekday, By::Agent]),
        (&of_person, &[By::Channel, By::Day]),
        (&urgent, &[By::Topic, By::Month]),
        (&none, &[By::Priority]),
        (&about, &[By::Agent]),
    ];
    let (period, now) = (period(), tx.now());
    let counted_until = settings::find(tx)?.counted_until_instant(now)?;
    let metrics: Vec<Metric> = Metric::ALL.iter().copied().filter(|metric| !metric.is_of_surveys()).collect();
    for (filter, by) in questions {
        for clock in [Clock::Calendar, Clock::Business] {
            let asked = Slice { metrics: &metrics, period: &period, clock, filter, by, counted_until };
            let Answer::Told(told) = columns.answer::<Summary>(tx, &asked)? else { panic!("they are loaded") };
            let plain = plain(tx, &asked)?;
            for ((metric, told), plain) in metrics.iter().zip(told).zip(plain) {
                assert_eq!(told, plain, "{metric:?} by {by:?} of {filter:?}");
            }
            let Answer::Told(cells) = columns.answer::<Cell>(tx, &asked)? else { panic!("they are loaded") };
            assert_eq!(cells, from_facts(tx, &metrics, &period, clock, filter, by)?, "by {by:?} of {filter:?}");
        }
    }
    Ok(())
}

#[db_test]
async fn what_the_log_says_later_is_told_too(store: TestDb) {
    let mut runner = TestRunner::deterministic();
    for _ in 0..4 {
        let steps = history(80).new_tree(&mut runner).expect("a history").current();
        let lived = live(&steps);
        store.write(facts::store::forget_all).await.expect("empty");
        let columns = Columns::new(1 << 30);
        let (early, late) = lived.events.split_at(lived.events.len() / 2);
        write(&store, early).await;
        catch_up(&store).await;
        columns.loaded(&store.handle()).await.expect("loaded");
        for some in late.chunks(late.len() / 3 + 1) {
            let columns = columns.clone();
            write(&store, some).await;
            catch_up(&store).await;
            store.read(move |tx| compare(tx, &columns)).await.expect("the same");
        }
    }
}

/// A conversation of the one customer, as an event tells it.
fn told(number: i64, topic: i64, created: Timestamp, solved: Option<Timestamp>) -> NewEvent {
    let id = ConversationId::from_raw(number);
    let facts = json!({"conversation": id, "number": number, "channel": "mail", "status": if solved.is_some() { "solved" } else { "open" },
        "priority": "normal", "contact": ContactId::from_raw(1), "mailbox": null, "team": null, "assignee": null,
        "topic": TopicId::from_raw(topic), "created_at": created, "first_reply_at": null, "solved_at": solved, "reopened": 0});
    NewEvent { name: "inbox.conversation.changed", version: 1, thing: id.into(), facts }
}

async fn tell(store: &TestDb, event: NewEvent) {
    let work = move |tx: &mut Tx<'_>| {
        tx.bear(MONDAY_MORNING);
        tx.emit(&Actor::system(), event.clone())
    };
    store.write(work).await.expect("written");
    catch_up(store).await;
}

#[db_test]
async fn a_customer_who_comes_again_is_told_of_the_conversation_before(store: TestDb) {
    let day = |day: i64| Timestamp::from_micros(MONDAY_MORNING.micros() + day * 86_400_000_000);
    tell(&store, told(1, 5, day(0), Some(day(1)))).await;
    let columns = Columns::new(1 << 30);
    columns.loaded(&store.handle()).await.expect("loaded");
    let resolved = async |columns: Columns| {
        let ask = move |tx: &mut Tx<'_>| {
            let period = period();
            let asked = Slice {
                metrics: &[Metric::FirstContact],
                period: &period,
                clock: Clock::Calendar,
                filter: &Filter::default(),
                by: &[],
                counted_until: day(100),
            };
            let Answer::Told(told) = columns.answer::<Summary>(tx, &asked)? else { panic!("they are loaded") };
            Ok(told[0].values().map(|it| (it.part, it.whole)).collect::<Vec<_>>())
        };
        store.read(ask).await.expect("an answer")
    };
    assert_eq!(resolved(columns.clone()).await, [(1, 1)]);
    tell(&store, told(2, 5, day(3), None)).await;
    assert_eq!(resolved(columns.clone()).await, [(0, 1)], "came again");
    tell(&store, told(2, 6, day(3), None)).await;
    assert_eq!(resolved(columns.clone()).await, [(1, 1)], "about something else after all");
}

#[db_test]
async fn facts_made_anew_are_loaded_anew(store: TestDb) {
    tell(&store, told(1, 5, MONDAY_MORNING, None)).await;
    let columns = Columns::new(1 << 30);
    columns.loaded(&store.handle()).await.expect("loaded");
    facts::begin_anew(&store.handle()).await.expect("anew");
    catch_up(&store).await;
    let ask = |columns: Columns| {
        move |tx: &mut Tx<'_>| {
            let period = Period { first: date(2026, 1, 1), last: date(2026, 12, 31), zone: TimeZone::UTC };
            let asked = Slice {
                metrics: &[Metric::Created],
                period: &period,
                clock: Clock::Calendar,
                filter: &Filter::default(),
                by: &[],
                counted_until: MONDAY_MORNING,
            };
            columns.answer::<Summary>(tx, &asked)
        }
    };
    assert!(matches!(store.read(ask(columns.clone())).await.expect("an answer"), Answer::Loading));
    columns.loaded(&store.handle()).await.expect("loaded");
    let Answer::Told(told) = store.read(ask(columns)).await.expect("an answer") else { panic!("they are loaded") };
    assert_eq!(told[0].values().map(|it| it.part).sum::<u64>(), 1);
    let small = Columns::new(10);
    small.loaded(&store.handle()).await.expect("looked at");
    assert!(matches!(store.read(ask(small)).await.expect("an answer"), Answer::Absent), "ten bytes are too little");
}
