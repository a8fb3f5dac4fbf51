use std::collections::BTreeMap;

use kernel::{ConversationId, Timestamp, TypedId};
use proptest::prelude::*;
use testkit::{MONDAY_MORNING, TestDb, db_test, person_with};

use super::budget::{self, Budget};
use super::commands::{Change, NewProgramme, change, create, remove};
use super::model::{Kind, Occasion, ProgrammeId, TopicId, is_sampled};
use super::plan::{Choice, Condition, Plan, Question, QuestionKind, nearest};
use super::queries::all;
use crate::permissions::{ANSWER_SEE, PROGRAMME_MANAGE};
use crate::testing::{plan, programme, schema};

#[test]
fn scores_mean_what_the_metrics_say() {
    for (kind, lowest, good, bad) in [
        (Kind::Csat, 1, vec![4, 5], vec![1, 2]),
        (Kind::Happiness, 1, vec![3], vec![1]),
        (Kind::Nps, 0, vec![9, 10], vec![0, 1, 2, 3, 4, 5, 6]),
        (Kind::Ces, 1, vec![5, 6, 7], vec![1, 2, 3]),
    ] {
        assert_eq!(*kind.scores().start(), lowest);
        assert_eq!(kind.scores().filter(|score| kind.is_good(*score)).collect::<Vec<_>>(), good, "{kind:?}");
        assert_eq!(kind.scores().filter(|score| kind.is_bad(*score)).collect::<Vec<_>>(), bad, "{kind:?}");
        assert_eq!(Kind::of(kind.code()), Some(kind));
    }
}

fn question(key: &str, ask_if: Option<Condition>) -> Question {
    let words: BTreeMap<String, String> = [("en".to_owned(), key.to_owned())].into();
    Question { key: key.into(), kind: QuestionKind::Text, words, choices: Vec::new(), ask_if }
}

fn when(question: &str, at_least: Option<i64>, at_most: Option<i64>, one_of: &[&str]) -> Condition {
    let one_of = one_of.iter().map(|&key| key.to_owned()).collect();
    Condition { question: question.into(), at_least, at_most, one_of }
}

#[test]
fn branches_follow_the_score_and_what_was_answered_before() {
    let mut plan = plan();
    plan.questions = vec![
        question("low", Some(when("score", None, Some(2), &[]))),
        question("high", Some(when("score", Some(4), None, &[]))),
        question("cause", None),
        question("which", Some(when("cause", None, None, &["late"]))),
        question("deeper", Some(when("low", None, None, &["x"]))),
    ];
    let asked = |score: i64, given: &[(&str, &str)]| {
        let given = given.iter().map(|&(key, text)| (key.to_owned(), text.to_owned())).collect();
        plan.asked(score, &given).into_iter().map(|question| question.key.clone()).collect::<Vec<_>>()
    };
    for (score, given, want) in [
        (1, &[][..], vec!["low", "cause"]),
        (3, &[], vec!["cause"]),
        (5, &[("cause", "late")], vec!["high", "cause", "which"]),
        (2, &[("low", "x")], vec!["low", "cause", "deeper"]),
        // The answer to a question that is not asked after this score opens nothing.
        (5, &[("low", "x")], vec!["high", "cause"]),
    ] {
        assert_eq!(asked(score, given), want, "{score} {given:?}");
    }
}

#[test]
fn a_plan_that_cannot_be_asked_is_refused_at_its_field() {
    let pointers = |spoil: &dyn Fn(&mut Plan)| {
        let mut plan = plan();
        spoil(&mut plan);
        plan.faults(Kind::Csat).into_iter().map(|fault| fault.pointer).collect::<Vec<_>>()
    };
    let none: [&str; 0] = [];
    assert_eq!(pointers(&|_| {}), none);
    assert_eq!(pointers(&|plan| plan.default_language = "fr".into()), ["plan/default_language"]);
    assert_eq!(pointers(&|plan| plan.rule.sample_percent = 0), ["plan/rule/sample_percent"]);
    assert_eq!(pointers(&|plan| plan.rule.statuses = vec!["open".into()]), ["plan/rule/statuses"]);
    assert_eq!(pointers(&|plan| plan.questions[0].key = "score".into()), ["plan/questions/0/key"]);
    assert_eq!(pointers(&|plan| plan.questions[0].kind = QuestionKind::Choice), ["plan/questions/0/choices"]);
    assert_eq!(
        pointers(&|plan| plan.questions[0].ask_if = Some(when("later", None, None, &[]))),
        ["plan/questions/0/ask_if/question"]
    );
    assert_eq!(
        pointers(&|plan| {
            plan.questions[0].kind = QuestionKind::Choice;
            plan.questions[0].choices =
                ["a", "a"].map(|key| Choice { key: key.into(), words: plan.questions[0].words.clone() }).into();
        }),
        ["plan/questions/0/choices/1/key"]
    );
    assert_eq!(
        pointers(&|plan| plan.follow_up.as_mut().expect("one").score_at_most = 9),
        ["plan/follow_up/score_at_most"]
    );
    let spoiled = pointers(&|plan| {
        let words = plan.wordings.remove("de").expect("German");
        plan.wordings.insert("German".into(), super::plan::Wording { question: " ".into(), ..words });
    });
    assert_eq!(spoiled, ["plan/wordings/German", "plan/wordings/German/question"]);
}

#[test]
fn words_are_found_in_the_nearest_language() {
    let words: BTreeMap<String, i32> = [("de".to_owned(), 1), ("en".to_owned(), 2), ("pt-BR".to_owned(), 3)].into();
    for (language, found) in [("de-AT", "de"), ("pt-BR", "pt-BR"), ("fr", "en"), ("", "en")] {
        assert_eq!(nearest(&words, language, "en").map(|(language, _)| language), Some(found), "{language}");
    }
    assert_eq!(nearest(&words, "fr", "it").map(|(language, _)| language), Some("de"), "better some words than none");
}

proptest! {
    #[test]
    fn a_sample_is_decided_once_and_grows_with_its_percentage(programme in 0..i64::MAX, conversation in 0..i64::MAX, percent in 0..100i64) {
        let decide = |percent| is_sampled(ProgrammeId::from_raw(programme), ConversationId::from_raw(conversation), percent);
        prop_assert_eq!(decide(percent), decide(percent));
        prop_assert!(!decide(percent) || decide(percent + 1));
        prop_assert!(!decide(0) && decide(100));
    }
}

#[test]
fn a_sample_is_as_large_as_was_asked_for() {
    // Ids of one day follow each other closely: that must not show in the sample.
    for percent in [5, 25, 50] {
        let chosen = (0..20_000)
            .filter(|number| {
                is_sampled(ProgrammeId::from_raw(77), ConversationId::from_raw(4_000_000 + number), percent)
            })
            .count();
        let share = chosen as f64 / 200.0;
        assert!((share - percent as f64).abs() < 1.5, "{share} of {percent}");
    }
}

#[db_test(schema)]
async fn a_programme_asks_about_what_its_rule_admits(store: TestDb) {
    let mut plan = plan();
    plan.rule.channels = vec!["mail".into()];
    plan.rule.topics = vec![TopicId::from_raw(3)];
    let it = programme(&store, Kind::Csat, plan).await;
    let fits = Occasion {
        conversation: ConversationId::from_raw(1),
        status: "solved",
        channel: "mail",
        topic: Some(TopicId::from_raw(3)),
        at: MONDAY_MORNING,
        answered: true,
    };
    assert!(it.asks(&fits));
    for other in [
        Occasion { status: "closed", ..fits },
        Occasion { channel: "api", ..fits },
        Occasion { topic: None, ..fits },
        Occasion { topic: Some(TopicId::from_raw(4)), ..fits },
        Occasion { answered: false, ..fits },
        // History from elsewhere bears the instants at which it happened.
        Occasion { at: Timestamp::from_micros(MONDAY_MORNING.micros() - 1), ..fits },
    ] {
        assert!(!it.asks(&other), "{other:?}");
    }
}

#[db_test(schema)]
async fn managers_make_change_and_remove_programmes(store: TestDb) {
    let manager = person_with(1, "Mia", &[PROGRAMME_MANAGE, ANSWER_SEE]);
    let agent = person_with(2, "Ann", &[ANSWER_SEE]);
    let new = NewProgramme { name: " After\neach ".into(), kind: Kind::Nps, active: false, plan: plan() };
    let (by_agent, wanted) = (agent.clone(), new.clone());
    assert!(store.write(move |tx| create(tx, &by_agent, wanted.clone())).await.is_err());
    let by = manager.clone();
    let made = store.write(move |tx| create(tx, &by, new.clone())).await.expect("made");
    assert_eq!((made.name.as_str(), made.active_since), ("After each", None));
    let by = manager.clone();
    let on = Change { version: 1, active: Some(true), ..Change::default() };
    let again = on.clone();
    let changed = store.write(move |tx| change(tx, &by, made.id, &on)).await.expect("changed");
    assert_eq!((changed.version, changed.active_since), (2, Some(MONDAY_MORNING)));
    let by = manager.clone();
    let refused = store.write(move |tx| change(tx, &by, made.id, &again)).await.expect_err("an old version");
    assert_eq!(refused.code(), "feedback.changed");
    assert_eq!(
        store
            .read({
                let agent = agent.clone();
                move |tx| all(tx, &agent)
            })
            .await
            .expect("list")
            .len(),
        1
    );
    store.write(move |tx| remove(tx, &manager, made.id)).await.expect("removed");
    assert_eq!(store.read(move |tx| all(tx, &agent)).await.expect("list").len(), 0);
}

#[db_test(schema)]
async fn the_budget_is_changed_by_who_saw_it(store: TestDb) {
    let manager = person_with(1, "Mia", &[PROGRAMME_MANAGE, ANSWER_SEE]);
    let set = |surveys, days, version| {
        let by = manager.clone();
        store.write(move |tx| budget::change(tx, &by, Budget { surveys, days, version }))
    };
    assert_eq!(set(2, 14, 0).await.expect("chosen"), Budget { surveys: 2, days: 14, version: 1 });
    assert_eq!(set(3, 14, 0).await.expect_err("an old version").code(), "feedback.changed");
    assert_eq!(set(3, 14, 1).await.expect("chosen").version, 2);
    assert_eq!(set(0, 14, 2).await.expect_err("nothing").fields[0].pointer, "surveys");
}
