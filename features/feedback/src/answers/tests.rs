use std::collections::BTreeMap;
use std::time::Duration;

use kernel::{Actor, ConversationId, PageRequest, TeamId, TypedId};
use testkit::{TestDb, agent_of, db_test, person_with};

use super::commands::{Submission, exclude, give, restore};
use super::model::Answer;
use super::queries::{Wanted, list, one};
use crate::permissions::{ANSWER_EXCLUDE, ANSWER_SEE};
use crate::programmes::model::Kind;
use crate::surveys::{SurveyId, store as surveys};
use crate::testing::{about, contact, feedback, plan, programme, reach, schema, work};

const HOUR: Duration = Duration::from_hours(1);

/// A survey that a customer has.
async fn sent(store: &TestDb, kind: Kind) -> SurveyId {
    let office = feedback(store);
    let asking = programme(store, kind, plan()).await.id;
    contact(store, 1, "ann@x.example", "en").await;
    reach(&office, about(10, 1), "solved").await;
    store.clock.advance(HOUR);
    work(&office).await;
    let found = store.read(move |tx| surveys::of(tx, asking, ConversationId::from_raw(10))).await.expect("read");
    found.expect("a survey").id
}

fn said(score: i64, why: &str) -> Submission {
    let more: BTreeMap<String, String> =
        if why.is_empty() { BTreeMap::new() } else { [("why".to_owned(), why.to_owned())].into() };
    Submission { score: Some(score), more }
}

async fn answer(store: &TestDb, survey: SurveyId, given: Submission) -> kernel::Result<Answer> {
    let office = feedback(store);
    store.write(move |tx| give(tx, &office, survey, &given)).await
}

async fn events(store: &TestDb, name: &'static str) -> i64 {
    let read =
        store.read(move |tx| tx.one("select count(*) from db_events where name = $1", db::p![name], |row| row.take()));
    read.await.expect("read")
}

#[db_test(schema)]
async fn an_answer_is_given_once_and_can_be_changed_until_it_expires(store: TestDb) {
    let survey = sent(&store, Kind::Csat).await;
    let first = answer(&store, survey, said(2, "")).await.expect("given");
    assert!(first.is_bad && first.comment.is_empty());
    answer(&store, survey, said(2, "")).await.expect("the same again");
    assert_eq!(
        (events(&store, "feedback.answer.given").await, events(&store, "feedback.answer.changed").await),
        (1, 0)
    );
    let told = answer(&store, survey, said(2, " slow\u{202e}\r\nrude\0 ")).await.expect("told why");
    assert_eq!((told.id, told.comment.as_str()), (first.id, "slow\nrude"));
    let confirmed = answer(&store, survey, said(3, "")).await.expect("another score");
    assert_eq!((confirmed.score, confirmed.comment.as_str()), (3, "slow\nrude"), "a score alone takes no word back");
    let happy = answer(&store, survey, said(5, "")).await.expect("another score");
    assert!(happy.is_good && happy.more.is_empty(), "what is not asked after this score is not kept");
    assert_eq!(
        (events(&store, "feedback.answer.given").await, events(&store, "feedback.answer.changed").await),
        (1, 3)
    );
    store.clock.advance(HOUR * 24 * 14);
    assert_eq!(answer(&store, survey, said(1, "")).await.expect_err("too late").code(), "feedback.expired");
}

#[db_test(schema)]
async fn only_scores_of_the_scale_are_taken(store: TestDb) {
    let survey = sent(&store, Kind::Nps).await;
    for score in [Some(-1), Some(11), None] {
        let given = Submission { score, ..Submission::default() };
        assert_eq!(answer(&store, survey, given).await.expect_err("no score").code(), "feedback.score_invalid");
    }
    assert!(answer(&store, survey, said(0, "")).await.expect("0 is one").is_bad);
    let stranger = answer(&store, SurveyId::from_raw(99), said(5, "")).await.expect_err("none of ours");
    assert_eq!(stranger.code(), "feedback.link_unknown");
}

#[db_test(schema)]
async fn an_answer_is_left_out_for_a_reason_and_counts_again(store: TestDb) {
    let survey = sent(&store, Kind::Csat).await;
    let id = answer(&store, survey, said(1, "")).await.expect("given").id;
    let lead = person_with(1, "Lea", &[ANSWER_SEE, ANSWER_EXCLUDE]);
    let agent = person_with(2, "Ann", &[ANSWER_SEE]);
    let out = |by: Actor, reason: &'static str| store.write(move |tx| exclude(tx, &by, id, reason));
    assert_eq!(out(agent, "unfair").await.expect_err("may not").code(), "access.forbidden");
    assert_eq!(out(lead.clone(), " ").await.expect_err("no reason").fields[0].pointer, "reason");
    let left = out(lead.clone(), "rated the carrier").await.expect("left out").exclusion.expect("an exclusion");
    assert_eq!((left.reason.as_str(), left.by), ("rated the carrier", lead.person()));
    assert_eq!(out(lead.clone(), "again").await.expect_err("twice").code(), "feedback.exclusion_stands");
    let back = store.write(move |tx| restore(tx, &lead, id)).await.expect("counts");
    assert_eq!(back.exclusion, None);
    let entries = store.read(|tx| {
        let sql =
            "select count(*) from db_audit where action in ('feedback.answer.excluded', 'feedback.answer.restored')";
        tx.one(sql, db::p![], |row| row.take::<i64>())
    });
    assert_eq!(entries.await.expect("read"), 2);
}

#[db_test(schema)]
async fn people_see_answers_about_conversations_they_see(store: TestDb) {
    let survey = sent(&store, Kind::Csat).await;
    let id = answer(&store, survey, said(1, "")).await.expect("given").id;
    let of = |number: i64, team: i64| agent_of(number, "Ann", &[ANSWER_SEE], &[TeamId::from_raw(team)]);
    for (actor, seen) in [(of(1, 5), 1), (of(1, 6), 0), (of(7, 6), 1), (person_with(1, "Lea", &[ANSWER_SEE]), 1)] {
        let who = actor.clone();
        let page =
            store.read(move |tx| list(tx, &who, &Wanted::default(), &PageRequest::default())).await.expect("list");
        assert_eq!(page.items.len(), seen, "{actor:?}");
        let found = store.read(move |tx| one(tx, &actor, id)).await;
        assert_eq!(found.is_ok(), seen == 1);
    }
    let nobody = person_with(1, "Eve", &[]);
    assert!(store.read(move |tx| list(tx, &nobody, &Wanted::default(), &PageRequest::default())).await.is_err());
}
