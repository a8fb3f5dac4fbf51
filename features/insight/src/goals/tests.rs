use jiff::civil::date;
use jiff::tz::TimeZone;
use kernel::{PageRequest, PersonId, TeamId, TypedId};
use statistics::Interval;
use testkit::{TestDb, agent_of, db_test};

use super::model::{Aim, Every, GoalContent, Standing};
use super::{commands, queries};
use crate::measures::{Reading, Scope, Statistic};
use crate::permissions::{FIGURES_READ, PEOPLE_READ};
use crate::testing::{fill, hours, manager, measure, solved};

fn within(target: f64, edge: f64) -> GoalContent {
    GoalContent {
        name: "Solve within a day".into(),
        measure: measure("requester_wait", Statistic::Median),
        aim: Aim::AtMost,
        target,
        edge,
        every: Every::Month,
    }
}

fn read(value: Option<f64>, interval: Option<(f64, f64)>) -> Reading {
    let interval = interval.map(|(low, high)| Interval { low, high });
    Reading { value, interval, count: 100, small: false }
}

#[test]
fn a_figure_stands_in_front_of_the_target_in_the_band_or_beyond() {
    let march = Every::Month.stretch(date(2026, 3, 10), &TimeZone::UTC).expect("a stretch");
    assert_eq!((march.first, march.last), (date(2026, 3, 1), date(2026, 3, 31)));
    let goal = within(3600.0, 5400.0);
    for (value, interval, standing, certain) in [
        (Some(3600.0), None, Standing::Met, false),
        (Some(3000.0), Some((2900.0, 3100.0)), Standing::Met, true),
        (Some(3000.0), Some((2000.0, 4000.0)), Standing::Met, false),
        (Some(5000.0), Some((4000.0, 6000.0)), Standing::Near, true),
        (Some(5400.1), None, Standing::Missed, false),
        (None, None, Standing::Nothing, false),
    ] {
        let found = goal.progress(&march, read(value, interval), date(2026, 3, 10));
        assert_eq!((found.standing, found.certain, found.days_left), (standing, certain, 21), "{value:?}");
    }
}

#[test]
fn a_number_is_judged_by_what_it_should_be_by_now() {
    let goal = GoalContent {
        measure: measure("solved", Statistic::Value),
        aim: Aim::AtLeast,
        target: 310.0,
        edge: 279.0,
        ..within(0.0, 0.0)
    };
    let march = Every::Month.stretch(date(2026, 3, 10), &TimeZone::UTC).expect("a stretch");
    for (value, standing) in [(100.0, Standing::Met), (95.0, Standing::Near), (80.0, Standing::Missed)] {
        let found = goal.progress(&march, read(Some(value), None), date(2026, 3, 10));
        assert_eq!((found.pace, found.standing), (Some(100.0), standing));
    }
}

#[test]
fn stretches_follow_each_other_backwards() {
    let quarters = Every::Quarter.stretches(date(2026, 2, 10), &TimeZone::UTC, 3).expect("stretches");
    let days: Vec<_> = quarters.iter().map(|it| (it.first, it.last)).collect();
    assert_eq!(days[0], (date(2026, 1, 1), date(2026, 3, 31)));
    assert_eq!(days[2], (date(2025, 7, 1), date(2025, 9, 30)));
    let week = Every::Week.stretch(date(2026, 3, 1), &TimeZone::UTC).expect("a stretch");
    assert_eq!((week.first, week.last), (date(2026, 2, 23), date(2026, 3, 1)));
}

#[test]
fn what_cannot_be_a_goal_is_refused_by_its_field() {
    let pointer = |goal: GoalContent| goal.check().expect_err("refused").fields[0].pointer.clone();
    assert_eq!(pointer(within(3600.0, 3000.0)), "edge");
    assert_eq!(pointer(within(f64::NAN, 3000.0)), "target");
    assert_eq!(pointer(GoalContent { name: " ".into(), ..within(1.0, 2.0) }), "name");
    let share = GoalContent { measure: measure("reopen_rate", Statistic::Value), ..within(5.0, 6.0) };
    assert_eq!(pointer(share), "target");
    let mut several = within(1.0, 2.0);
    several.measure.of.teams = vec![TeamId::from_raw(1), TeamId::from_raw(2)];
    assert_eq!(pointer(several), "measure/of");
    assert_eq!(
        pointer(GoalContent { measure: measure("nothing", Statistic::Value), ..within(1.0, 2.0) }),
        "measure/metric"
    );
}

#[db_test(crate::testing::migrations)]
async fn a_goal_is_set_shown_changed_and_given_up(store: TestDb) {
    fill(&store, (0..40).map(|n| solved(n + 1, n, 2 + n % 3)).collect()).await;
    store.clock.set(hours(24 * 20));
    let content = within(3.5 * 3600.0, 4.0 * 3600.0);
    let goal = store.write(move |tx| commands::create(tx, &manager(), &content)).await.expect("a goal");
    assert_eq!((goal.scope, goal.progress.len()), (Scope::Department, 7));
    let now = &goal.progress[0];
    assert_eq!((now.from.as_str(), now.standing, now.reading.count), ("2026-01-01", Standing::Met, 27));
    assert_eq!(goal.progress[1].standing, Standing::Nothing);
    let id = goal.id;
    let harder = within(3600.0, 3601.0);
    let changed = store.write(move |tx| commands::change(tx, &manager(), id, &harder, 1)).await.expect("changed");
    assert_eq!((changed.version, changed.progress[0].standing), (2, Standing::Missed));
    let again = within(1.0, 2.0);
    let late = store.write(move |tx| commands::change(tx, &manager(), id, &again, 1)).await.expect_err("too late");
    assert_eq!(late.code(), "insight.goal_changed");
    let lead = agent_of(4, "Lea", &[FIGURES_READ, PEOPLE_READ], &[TeamId::from_raw(1)]);
    let listed = |actor: kernel::Actor| store.read(move |tx| queries::page(tx, &actor, &PageRequest::default()));
    assert_eq!(listed(manager()).await.expect("goals").items.len(), 1);
    assert!(listed(lead).await.expect("goals").items.is_empty(), "the department is not a lead's to see");
    store.write(move |tx| commands::delete(tx, &manager(), id)).await.expect("gone");
    assert!(listed(manager()).await.expect("goals").items.is_empty());
}

#[db_test(crate::testing::migrations)]
async fn whose_goals_one_sees(store: TestDb) {
    let mut of_team = within(1.0, 2.0);
    of_team.measure.of.teams = vec![TeamId::from_raw(1)];
    let mut of_person = within(1.0, 2.0);
    of_person.measure.of.people = vec![PersonId::from_raw(4)];
    for content in [of_team, of_person] {
        store.write(move |tx| commands::create(tx, &manager(), &content)).await.expect("a goal");
    }
    let seen = |actor: kernel::Actor| {
        let page = store.read(move |tx| queries::page(tx, &actor, &PageRequest::default()));
        async { page.await.expect("goals").items.into_iter().map(|goal| goal.scope).collect::<Vec<_>>() }
    };
    let team = [TeamId::from_raw(1)];
    assert_eq!(seen(agent_of(4, "Ada", &[FIGURES_READ], &team)).await, [Scope::Agent]);
    assert_eq!(seen(agent_of(5, "Bo", &[FIGURES_READ], &team)).await, []);
    assert_eq!(seen(agent_of(5, "Lea", &[FIGURES_READ, PEOPLE_READ], &team)).await, [Scope::Team]);
    let refused = store.read(|tx| queries::page(tx, &agent_of(5, "Eve", &[], &[]), &PageRequest::default())).await;
    assert_eq!(refused.expect_err("forbidden").code(), "access.forbidden");
}

#[test]
fn a_target_lies_where_its_figure_can() {
    let goal = |metric, target| GoalContent {
        measure: measure(metric, Statistic::Value),
        aim: Aim::AtLeast,
        target,
        edge: target,
        ..within(0.0, 0.0)
    };
    for (metric, target, fits) in [
        ("nps", -20.0, true),
        ("happiness", 101.0, false),
        ("ces", 5.5, true),
        ("ces", 0.0, false),
        ("csat", 0.9, true),
        ("csat", 1.1, false),
        ("created", -1.0, false),
    ] {
        assert_eq!(goal(metric, target).check().is_ok(), fits, "{metric} {target}");
    }
}
