use kernel::{PageRequest, TeamId, TypedId};
use statistics::{Place, chart};
use testkit::{TestDb, agent_of, db_test};

use super::model::{AlertState, Reason, RuleContent, RuleState, Verdict, Watch, by_band, by_chart};
use super::queries::{Alert, AlertRule};
use super::store::{KeptRule, rule as rule_of};
use super::watch::look_again;
use super::{RuleId, commands, letter, queries};
use crate::measures::{Reading, Statistic};
use crate::permissions::{ACTIONS_MANAGE, FIGURES_READ};
use crate::testing::{Reversed, fill, hours, manager, measure, solved};

fn read(value: f64, count: u64) -> Reading {
    Reading { value: Some(value), interval: None, count, small: false }
}

fn band(high: f64, margin: f64) -> RuleContent {
    RuleContent {
        name: "Customers wait long".into(),
        measure: measure("requester_wait", Statistic::Median),
        watch: Watch::Band { low: None, high: Some(high), margin, days: 7, fewest: 5 },
        people: Vec::new(),
        webhook: None,
        active: true,
    }
}

#[test]
fn a_band_has_a_margin_in_which_nothing_changes() {
    let judged = |value: f64| by_band(Some(10.0), Some(20.0), 2.0, 5, &read(value, 5));
    assert_eq!(judged(20.1), Verdict::Alarming(Reason::Above));
    assert_eq!(judged(9.9), Verdict::Alarming(Reason::Below));
    for between in [20.0, 18.1, 10.0, 11.9] {
        assert_eq!(judged(between), Verdict::Hovering, "{between}");
    }
    assert_eq!(judged(15.0), Verdict::Normal);
    assert_eq!(by_band(None, Some(20.0), 0.0, 5, &read(99.0, 4)), Verdict::TooFew);
    let nothing = Reading { value: None, ..read(0.0, 9) };
    assert_eq!(by_band(None, Some(20.0), 0.0, 0, &nothing), Verdict::TooFew);
}

#[test]
fn limits_and_runs_alarm_and_a_step_back_does_not() {
    let quiet = [10.0, 12.0, 9.0, 11.0, 10.0, 12.0, 9.0, 11.0];
    let judged = |more: &[f64]| {
        let values: Vec<f64> = quiet.iter().chain(more).copied().collect();
        by_chart(chart(&values, quiet.len(), Place::AboveZero).as_ref())
    };
    assert_eq!(judged(&[12.0]), Verdict::Normal);
    assert_eq!(judged(&[17.0]), Verdict::Alarming(Reason::Above));
    assert_eq!(judged(&[4.0]), Verdict::Alarming(Reason::Below));
    assert_eq!(judged(&[15.0, 7.7]), Verdict::Normal);
    assert_eq!(judged(&[11.0, 12.0, 11.0, 12.0, 11.0, 12.0, 11.0]), Verdict::Alarming(Reason::Pattern));
    assert_eq!(by_chart(None), Verdict::TooFew);
}

#[test]
fn what_cannot_be_watched_is_refused_by_its_field() {
    let refused = |rule: RuleContent| rule.check().expect_err("refused").fields[0].code.clone();
    let with = |watch: Watch| RuleContent { watch, ..band(1.0, 0.0) };
    let of = |low, high, margin, days| with(Watch::Band { low, high, margin, days, fewest: 1 });
    assert_eq!(refused(of(None, None, 0.0, 7)), "insight.band_missing");
    assert_eq!(refused(of(Some(1.0), Some(2.0), 0.5, 7)), "insight.band_narrow");
    assert_eq!(refused(of(None, Some(2.0), -0.5, 7)), "insight.band_narrow");
    assert_eq!(refused(of(None, Some(2.0), 0.5, 0)), "insight.watch_days");
    assert_eq!(refused(with(Watch::ControlByWeek { baseline: 5 })), "insight.watch_baseline");
    assert_eq!(refused(RuleContent { name: String::new(), ..band(1.0, 0.0) }), "insight.name_length");
    for webhook in ["ftp://hooks.example.com", "hooks", "https://"] {
        let rule = RuleContent { webhook: Some(webhook.into()), ..band(1.0, 0.0) };
        assert_eq!(refused(rule), "insight.webhook_invalid", "{webhook}");
    }
}

async fn rule(store: &TestDb, content: RuleContent) -> RuleId {
    store.write(move |tx| commands::create_rule(tx, &manager(), &Reversed, &content)).await.expect("a rule").id
}

async fn kept(store: &TestDb, id: RuleId) -> KeptRule {
    store.read(move |tx| rule_of(tx, id)).await.expect("the rule")
}

async fn look(store: &TestDb, id: RuleId) -> AlertRule {
    look_again(&store.handle(), kept(store, id).await).await.expect("a look");
    let rules = store.read(|tx| queries::rules(tx, &manager(), &PageRequest::default())).await.expect("rules");
    rules.items.into_iter().find(|rule| rule.id == id).expect("the rule")
}

async fn alerts(store: &TestDb, state: Option<AlertState>) -> Vec<Alert> {
    let page = store.read(move |tx| queries::page(tx, &manager(), state, &PageRequest::default()));
    page.await.expect("alerts").items
}

/// Six conversations a day that took so many hours.
async fn a_day(store: &TestDb, day: i64, took: i64) {
    fill(store, (0..6).map(|n| solved(day * 100 + n, day, took)).collect()).await;
}

#[db_test(crate::testing::migrations)]
async fn one_alert_is_open_until_the_figure_is_well_inside_again(store: TestDb) {
    let id =
        rule(&store, RuleContent { people: vec![kernel::PersonId::from_raw(3)], ..band(3600.0 * 4.0, 3600.0) }).await;
    store.clock.set(hours(20));
    assert_eq!(look(&store, id).await.state, RuleState::TooFew);
    a_day(&store, 0, 6).await;
    let found = look(&store, id).await;
    assert_eq!((found.state, found.checked_at), (RuleState::Alarmed, Some(hours(20))));
    look(&store, id).await;
    let open = alerts(&store, Some(AlertState::Open)).await;
    assert_eq!(open.len(), 1, "one open alert a rule, however often one looks");
    assert_eq!((open[0].finding.reason, open[0].finding.high), (Reason::Above, Some(14_400.0)));
    let alert = open[0].id;
    let told = store.read(move |tx| letter(tx, alert)).await.expect("a letter").expect("a letter");
    assert_eq!((told.name.as_str(), told.people.len()), ("Customers wait long", 1));
    // Inside the band, but within the margin: it stays open.
    store.clock.set(hours(24 * 10 + 20));
    a_day(&store, 10, 4).await;
    assert_eq!(look(&store, id).await.state, RuleState::Alarmed);
    let seen = store.write(move |tx| commands::acknowledge(tx, &manager(), alert, 1)).await.expect("seen");
    assert_eq!(seen.state, AlertState::Acknowledged);
    let again = store.write(move |tx| commands::acknowledge(tx, &manager(), alert, 1)).await.expect_err("once");
    assert_eq!(again.code(), "insight.alert_changed");
    store.clock.set(hours(24 * 20 + 20));
    a_day(&store, 20, 2).await;
    assert_eq!(look(&store, id).await.state, RuleState::Normal);
    assert!(alerts(&store, Some(AlertState::Acknowledged)).await.is_empty());
    assert_eq!(alerts(&store, Some(AlertState::Closed)).await[0].closed_at, Some(hours(24 * 20 + 20)));
    store.clock.set(hours(24 * 30 + 20));
    a_day(&store, 30, 9).await;
    assert_eq!(look(&store, id).await.state, RuleState::Alarmed);
    assert_eq!(alerts(&store, None).await.len(), 2);
}

#[db_test(crate::testing::migrations)]
async fn natural_limits_alarm_once_for_a_day(store: TestDb) {
    let watch = Watch::ControlByDay { baseline: 8 };
    let id = rule(&store, RuleContent { watch, ..band(1.0, 0.0) }).await;
    for (day, took) in [(0, 10), (1, 12), (2, 9), (3, 11), (4, 10), (5, 12), (6, 9), (7, 11), (8, 12)] {
        a_day(&store, day, took).await;
    }
    store.clock.set(hours(24 * 9 + 1));
    assert_eq!(look(&store, id).await.state, RuleState::Normal, "12 hours are noise here");
    fill(&store, (0..6).map(|n| solved(5000 + n, 9, 13 + 24)).collect()).await;
    store.clock.set(hours(24 * 11 + 1));
    assert_eq!(look(&store, id).await.state, RuleState::Alarmed, "37 hours are not");
    let found = &alerts(&store, None).await[0];
    assert_eq!((found.finding.reason, found.finding.from.as_str()), (Reason::Above, "2026-01-15"));
    assert!(found.finding.high.is_some_and(|high| high < 24.0 * 3600.0));
}

#[db_test(crate::testing::migrations)]
async fn who_may_set_rules_and_see_alerts(store: TestDb) {
    let content = band(1.0, 0.0);
    let agent = agent_of(4, "Ada", &[FIGURES_READ, ACTIONS_MANAGE], &[TeamId::from_raw(1)]);
    let (asker, wanted) = (agent.clone(), content.clone());
    let refused =
        store.write(move |tx| commands::create_rule(tx, &asker, &Reversed, &wanted)).await.expect_err("forbidden");
    assert_eq!(refused.code(), "access.forbidden");
    let id = rule(&store, content).await;
    store.clock.set(hours(20));
    a_day(&store, 0, 6).await;
    look(&store, id).await;
    let alert = alerts(&store, None).await[0].id;
    let rest = RuleContent { active: false, ..band(1.0, 0.0) };
    let resting =
        store.write(move |tx| commands::change_rule(tx, &manager(), &Reversed, (id, 1), &rest)).await.expect("changed");
    assert_eq!((resting.state, resting.version), (RuleState::New, 2));
    assert_eq!(alerts(&store, None).await[0].state, AlertState::Closed, "nobody watches it any more");
    let late = band(2.0, 0.0);
    let late = store
        .write(move |tx| commands::change_rule(tx, &manager(), &Reversed, (id, 1), &late))
        .await
        .expect_err("too late");
    assert_eq!(late.code(), "insight.alert_rule_changed");
    let asker = agent.clone();
    let hidden = store.write(move |tx| commands::acknowledge(tx, &asker, alert, 1)).await.expect_err("not to be known");
    assert_eq!(hidden.code(), "platform.not_found");
    let page = store.read(move |tx| queries::page(tx, &agent, None, &PageRequest::default())).await.expect("a page");
    assert!(page.items.is_empty());
    let gone = kept(&store, id).await;
    store.write(move |tx| commands::delete_rule(tx, &manager(), id)).await.expect("gone");
    assert!(alerts(&store, None).await.is_empty());
    look_again(&store.handle(), gone).await.expect("a rule that is gone is no trouble");
    assert_eq!(store.read(move |tx| letter(tx, alert)).await.expect("no letter"), None);
}
