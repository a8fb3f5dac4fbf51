use kernel::{PageRequest, PersonId, TeamId, TypedId};
use proptest::prelude::*;
use statistics::Interval;
use testkit::{TestDb, agent_of, db_test};

use super::check::check_now;
use super::model::{ActionContent, ActionState, Days, Origin, OriginKind, Why, Word, judge};
use super::{commands, letter, queries};
use crate::measures::{Comparison, Reading, Statistic};
use crate::permissions::{ACTIONS_MANAGE, FIGURES_READ};
use crate::testing::{fill, hours, manager, measure, solved};

/// Lets somebody work here.
pub(crate) async fn works_here(store: &TestDb, number: i64) {
    let (name, email) = (format!("Person {number}"), format!("person{number}@our.example"));
    let sql = "insert into access_people (id, name, name_folded, email, email_folded, role_id, language, time_zone, signature_html,
               avatar_color, active, password_hash, version, created_at)
               values ($1, $2, $3, $4, $5, 4, 'en', 'UTC', '', '', true, '', 1, 0)";
    let add = move |tx: &mut db::Tx<'_>| {
        tx.exec(sql, db::p![PersonId::from_raw(number), name, name.to_lowercase(), email, email]).map(drop)
    };
    store.write(add).await.expect("a person");
}

/// Lets people exist, with these numbers.
async fn hire(store: &TestDb, people: &'static [i64]) {
    for number in people {
        works_here(store, *number).await;
    }
}

fn of(value: f64) -> Reading {
    Reading { value: Some(value), interval: None, count: 100, small: false }
}

fn moved(by: f64, low: f64, high: f64) -> Comparison {
    Comparison {
        before: of(100.0),
        after: of(100.0 + by),
        difference: Some(by),
        interval: Some(Interval { low, high }),
    }
}

#[test]
fn a_plain_word_is_said() {
    for (found, change, expected) in [
        (moved(-20.0, -30.0, -10.0), -15.0, (Word::Worked, Why::MovedEnough)),
        (moved(20.0, 10.0, 30.0), 15.0, (Word::Worked, Why::MovedEnough)),
        (moved(-5.0, -9.0, -1.0), -15.0, (Word::DidNot, Why::MovedLess)),
        (moved(20.0, 10.0, 30.0), -15.0, (Word::DidNot, Why::MovedLess)),
        (moved(-12.0, -20.0, -4.0), -15.0, (Word::CannotTell, Why::MovedPerhapsEnough)),
        (moved(-20.0, -50.0, 10.0), -15.0, (Word::CannotTell, Why::TooFew)),
        (moved(0.0, -50.0, 50.0), -15.0, (Word::CannotTell, Why::TooFew)),
    ] {
        assert_eq!(judge(&found, change, true), expected, "{found:?} {change}");
        assert_eq!(judge(&found, change, false).0, Word::TooEarly);
    }
    let unsure = Comparison { interval: None, ..moved(-20.0, 0.0, 0.0) };
    assert_eq!(judge(&unsure, -1.0, true), (Word::CannotTell, Why::TooFew));
    let nothing = Comparison { difference: None, ..unsure };
    assert_eq!(judge(&nothing, -1.0, true), (Word::CannotTell, Why::NothingToCompare));
}

proptest! {
    #[test]
    fn what_worked_did_not_fail_when_looked_at_upside_down(by in -50.0f64..50.0, half in 0.1f64..40.0, change in 1.0f64..40.0) {
        let found = moved(by, by - half, by + half);
        let mirrored = moved(-by, -by - half, -by + half);
        prop_assert_eq!(judge(&found, change, true), judge(&mirrored, -change, true));
        let (word, _) = judge(&found, change, true);
        if word == Word::Worked {
            prop_assert!(by >= change && by - half > 0.0);
            prop_assert_eq!(judge(&found, -change, true).0, Word::DidNot);
        }
    }
}

/// Half of January before, half of it after; the median wait should fall by six hours.
fn content() -> ActionContent {
    let days = |from: &str, to: &str| Days { from: from.into(), to: to.into() };
    ActionContent {
        title: "Second person in the morning".into(),
        text: String::new(),
        measure: measure("requester_wait", Statistic::Median),
        before: days("2026-01-05", "2026-01-18"),
        begins_on: "2026-01-19".into(),
        due_on: "2026-02-01".into(),
        change: -3600.0 * 6.0,
        origin: Origin { kind: OriginKind::Figure, id: String::new() },
    }
}

#[test]
fn what_cannot_be_an_action_is_refused_by_its_field() {
    let pointer = |content: ActionContent| content.check().expect_err("refused").fields[0].pointer.clone();
    assert_eq!(pointer(ActionContent { title: String::new(), ..content() }), "title");
    assert_eq!(pointer(ActionContent { change: 0.0, ..content() }), "change");
    assert_eq!(pointer(ActionContent { begins_on: "2026-01-18".into(), ..content() }), "begins_on");
    assert_eq!(pointer(ActionContent { due_on: "2026-01-18".into(), ..content() }), "due_on");
    assert_eq!(pointer(ActionContent { due_on: "tomorrow".into(), ..content() }), "due_on");
    let before = Days { from: "2026-01-10".into(), to: "2026-01-09".into() };
    assert_eq!(pointer(ActionContent { before, ..content() }), "before");
}

#[db_test(crate::testing::migrations)]
async fn the_loop_is_closed(store: TestDb) {
    hire(&store, &[3, 9]).await;
    // Twelve to fifteen hours in the first fortnight, two to five in the second.
    fill(&store, (0..84).map(|n| solved(n + 1, n % 14, 12 + n % 4)).collect()).await;
    fill(&store, (0..84).map(|n| solved(n + 1001, 14 + n % 14, 2 + n % 4)).collect()).await;
    store.clock.set(hours(24 * 14));
    let owner = PersonId::from_raw(3);
    let action = store.write(move |tx| commands::create(tx, &manager(), owner, &content())).await.expect("an action");
    assert_eq!((action.state, action.overdue, action.verdict), (ActionState::Open, false, None));
    assert_eq!(action.owner_name, "Person 3");
    let id = action.id;
    store.clock.set(hours(24 * 20));
    let early = store.read(move |tx| queries::effect(tx, &manager(), id)).await.expect("an effect");
    assert_eq!((early.verdict, early.after.to.as_str()), (Word::TooEarly, "2026-01-25"));
    store.clock.set(hours(24 * 29));
    let late = store.read(move |tx| queries::one(tx, &manager(), id)).await.expect("the action");
    assert!(late.overdue);
    let effect = store.read(move |tx| queries::effect(tx, &manager(), id)).await.expect("an effect");
    assert_eq!((effect.verdict, effect.why), (Word::Worked, Why::MovedEnough));
    assert_eq!((effect.comparison.before.count, effect.after.to.as_str()), (81, "2026-02-01"));
    assert!(effect.comparison.interval.is_some_and(|interval| interval.high < -3600.0 * 6.0), "{effect:?}");
    store.write(move |tx| check_now(tx, id)).await.expect("checked");
    let told = store.read(move |tx| letter(tx, id)).await.expect("a letter");
    assert_eq!((told.owner, told.effect.verdict), (owner, Word::Worked));
    let checked = store.read(move |tx| queries::one(tx, &manager(), id)).await.expect("the action");
    assert_eq!((checked.verdict, checked.version), (Some(Word::Worked), 2));
    let frozen = ActionContent { before: Days { from: "2026-01-06".into(), ..content().before }, ..content() };
    let change = |content: ActionContent, version: i64| {
        store.write(move |tx| commands::change(tx, &manager(), id, (owner, ActionState::Done, &content), version))
    };
    assert_eq!(change(frozen, 2).await.expect_err("frozen").code(), "insight.action_frozen");
    assert_eq!(change(content(), 1).await.expect_err("too late").code(), "insight.action_changed");
    let done = change(content(), 2).await.expect("done");
    assert_eq!((done.state, done.overdue), (ActionState::Done, false));
}

#[db_test(crate::testing::migrations)]
async fn what_is_overdue_comes_first_and_nobody_sees_too_much(store: TestDb) {
    hire(&store, &[3, 4]).await;
    store.clock.set(hours(24 * 20));
    for (owner, due) in [(3, "2026-03-01"), (3, "2026-01-20"), (4, "2026-02-01")] {
        let content = ActionContent { due_on: due.into(), ..content() };
        let owner = PersonId::from_raw(owner);
        store.write(move |tx| commands::create(tx, &manager(), owner, &content)).await.expect("an action");
    }
    let listed = |actor: kernel::Actor, owner: Option<PersonId>| {
        let page = store.read(move |tx| queries::page(tx, &actor, None, owner, &PageRequest::default()));
        async {
            page.await.expect("actions").items.into_iter().map(|it| (it.content.due_on, it.overdue)).collect::<Vec<_>>()
        }
    };
    let due = |day: &str, overdue: bool| (day.to_owned(), overdue);
    let all = [due("2026-01-20", true), due("2026-02-01", false), due("2026-03-01", false)];
    assert_eq!(listed(manager(), None).await, all);
    assert_eq!(listed(manager(), Some(PersonId::from_raw(4))).await, [due("2026-02-01", false)]);
    let agent = agent_of(4, "Ada", &[FIGURES_READ, ACTIONS_MANAGE], &[TeamId::from_raw(1)]);
    assert_eq!(listed(agent.clone(), None).await, [due("2026-02-01", false)], "one's own, not the department's");
    let hidden = store.write(move |tx| commands::create(tx, &agent, PersonId::from_raw(4), &content())).await;
    assert_eq!(hidden.expect_err("not theirs").code(), "platform.not_found");
    let nobody = store.write(|tx| commands::create(tx, &manager(), PersonId::from_raw(77), &content())).await;
    assert_eq!(nobody.expect_err("nobody").fields[0].pointer, "owner_id");
}
