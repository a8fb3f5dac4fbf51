use std::time::Duration;

use db::p;
use kernel::{ContactId, ConversationId, Timestamp, TypedId};
use proptest::prelude::*;
use testkit::{TestDb, db_test, on_sqlite};

use super::model::{About, Held, State, Survey};
use super::store;
use crate::programmes::budget::{self, Budget};
use crate::programmes::commands::{Change, change};
use crate::programmes::model::{Kind, Programme};
use crate::testing::{about, contact, feedback, letters, plan, programme, reach, schema, work};

const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

async fn survey(store: &TestDb, programme: &Programme, conversation: i64) -> Option<Survey> {
    let id = programme.id;
    store.read(move |tx| store::of(tx, id, ConversationId::from_raw(conversation))).await.expect("read")
}

async fn state(store: &TestDb, programme: &Programme, conversation: i64) -> (State, String) {
    survey(store, programme, conversation).await.map(|survey| (survey.state, survey.reason)).expect("a survey")
}

#[db_test(schema)]
async fn a_survey_goes_out_when_it_is_due_in_the_customers_language(store: TestDb) {
    let office = feedback(&store);
    let asking = programme(&store, Kind::Csat, plan()).await;
    contact(&store, 1, "ann@x.example", "de-AT").await;
    reach(&office, about(10, 1), "solved").await;
    work(&office).await;
    assert!(letters(&store).await.is_empty(), "not before its delay");
    store.clock.advance(HOUR);
    work(&office).await;
    let sent = letters(&store).await;
    let it = survey(&store, &asking, 10).await.expect("a survey");
    assert_eq!((it.state, it.language.as_str()), (State::Sent, "de"));
    assert_eq!((sent.len(), sent[0].1.as_str()), (1, "Wie war es? [#10]"));
    assert!(
        sent[0].2.contains("Hello Ann & Co") && sent[0].2.contains(&office.links.chosen(it.id, 5)),
        "{}",
        sent[0].2
    );
    reach(&office, about(10, 1), "closed").await;
    reach(&office, about(10, 1), "solved").await;
    store.clock.advance(HOUR);
    work(&office).await;
    assert_eq!(letters(&store).await.len(), 1, "once about a conversation");
}

#[db_test(schema)]
async fn a_conversation_that_is_opened_again_is_not_asked_about_until_it_is_done(store: TestDb) {
    let office = feedback(&store);
    let asking = programme(&store, Kind::Csat, plan()).await;
    contact(&store, 1, "ann@x.example", "en").await;
    reach(&office, about(10, 1), "solved").await;
    reach(&office, about(10, 1), "open").await;
    store.clock.advance(HOUR * 2);
    work(&office).await;
    assert_eq!(state(&store, &asking, 10).await.0, State::Withdrawn);
    assert!(letters(&store).await.is_empty());
    reach(&office, About { number: 11, ..about(10, 1) }, "solved").await;
    store.clock.advance(HOUR);
    work(&office).await;
    assert_eq!(state(&store, &asking, 10).await.0, State::Sent);
    assert_eq!(letters(&store).await[0].1, "How was it? [#11]");
}

#[db_test(schema)]
async fn all_programmes_share_one_budget_and_say_why_they_kept_silent(store: TestDb) {
    let office = feedback(&store);
    let (one, two) = (programme(&store, Kind::Csat, plan()).await, programme(&store, Kind::Nps, plan()).await);
    contact(&store, 1, "ann@x.example", "en").await;
    contact(&store, 2, "gone@x.example", "en").await;
    contact(&store, 3, "+49 30 1", "en").await;
    for (conversation, whose) in [(10, 1), (20, 2), (30, 3), (40, 4)] {
        reach(&office, about(conversation, whose), "solved").await;
    }
    store.clock.advance(HOUR);
    work(&office).await;
    let held = |why: Held| (State::Withheld, why.code().to_owned());
    let both = [state(&store, &one, 10).await, state(&store, &two, 10).await];
    assert!(both.contains(&(State::Sent, String::new())) && both.contains(&held(Held::Budget)), "{both:?}");
    assert_eq!(state(&store, &one, 20).await, held(Held::Unwanted));
    assert_eq!(state(&store, &one, 30).await, held(Held::NoAddress));
    assert_eq!(state(&store, &one, 40).await, held(Held::NoAddress));
    // What was not sent spends nothing, and a month later the customer may be asked again.
    store.clock.advance(DAY * 31);
    reach(&office, about(11, 1), "solved").await;
    store.clock.advance(HOUR);
    work(&office).await;
    assert!([state(&store, &one, 11).await.0, state(&store, &two, 11).await.0].contains(&State::Sent));
}

#[db_test(schema)]
async fn a_programme_that_was_switched_off_neither_asks_nor_reminds(store: TestDb) {
    let office = feedback(&store);
    let asking = programme(&store, Kind::Csat, plan()).await;
    contact(&store, 1, "ann@x.example", "en").await;
    contact(&store, 2, "bob@x.example", "en").await;
    reach(&office, about(10, 1), "solved").await;
    store.clock.advance(HOUR);
    work(&office).await;
    reach(&office, about(20, 2), "solved").await;
    let (id, off) = (asking.id, Change { version: 1, active: Some(false), ..Change::default() });
    store.write(move |tx| change(tx, &kernel::Actor::system(), id, &off)).await.expect("off");
    store.clock.advance(DAY * 4);
    work(&office).await;
    assert_eq!(state(&store, &asking, 20).await, (State::Withheld, "paused".to_owned()));
    assert_eq!(letters(&store).await.len(), 1, "one was sent before, and nobody is reminded");
}

#[db_test(schema)]
async fn a_customer_who_does_not_answer_is_reminded_once(store: TestDb) {
    let office = feedback(&store);
    programme(&store, Kind::Csat, plan()).await;
    contact(&store, 1, "ann@x.example", "en").await;
    reach(&office, about(10, 1), "solved").await;
    store.clock.advance(HOUR);
    work(&office).await;
    store.clock.advance(DAY * 3);
    work(&office).await;
    store.clock.advance(DAY * 3);
    work(&office).await;
    let sent = letters(&store).await;
    assert_eq!(sent.len(), 2);
    let reminder = sent.iter().find(|(source, ..)| source.starts_with("survey-reminder:")).expect("a reminder");
    assert!(reminder.1.starts_with("Reminder: ") && reminder.2.contains("Still waiting"));
}

/// Conversations as (customer, hours since the one before).
fn stories() -> impl Strategy<Value = Vec<(i64, u64)>> {
    proptest::collection::vec((1..3i64, 0..200u64), 1..14)
}

async fn never_more_than_the_budget(store: TestDb, story: Vec<(i64, u64)>, wanted: Budget) {
    let office = feedback(&store);
    store.write(move |tx| budget::change(tx, &kernel::Actor::system(), wanted)).await.expect("a budget");
    for kind in [Kind::Csat, Kind::Nps] {
        programme(&store, kind, plan()).await;
    }
    contact(&store, 1, "ann@x.example", "en").await;
    contact(&store, 2, "bob@x.example", "en").await;
    for (index, (whose, hours)) in story.into_iter().enumerate() {
        store.clock.advance(HOUR * u32::try_from(hours).expect("few"));
        reach(&office, about(100 + index as i64, whose), "solved").await;
        work(&office).await;
    }
    store.clock.advance(HOUR * 2);
    work(&office).await;
    for whose in [1, 2] {
        let sent: Vec<Timestamp> = store
            .read(move |tx| {
                let sql = "select sent_at from feedback_surveys where contact_id = $1 and sent_at > 0 order by sent_at";
                tx.all(sql, p![ContactId::from_raw(whose)], |row| row.take())
            })
            .await
            .expect("read");
        for (index, first) in sent.iter().enumerate() {
            let end = first.plus(DAY * u32::try_from(wanted.days).expect("few"));
            let within = sent[index..].iter().filter(|at| **at < end).count();
            assert!(within as i64 <= wanted.surveys, "{within} surveys within {} days: {sent:?}", wanted.days);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn whatever_happens_no_customer_is_asked_more_often_than_the_budget_says(story in stories(), surveys in 1..3i64, days in 1..20i64) {
        STORY.with(|kept| *kept.borrow_mut() = (story, Budget { surveys, days, version: 0 }));
        on_sqlite(schema(), |store| {
            let (story, wanted) = STORY.with(|kept| kept.borrow().clone());
            never_more_than_the_budget(store, story, wanted)
        });
    }
}

thread_local! {
    static STORY: std::cell::RefCell<(Vec<(i64, u64)>, Budget)> = std::cell::RefCell::default();
}

#[db_test(schema)]
async fn two_surveys_at_once_do_not_both_spend_the_last_of_the_budget(store: TestDb) {
    let office = feedback(&store);
    let (one, two) = (programme(&store, Kind::Csat, plan()).await, programme(&store, Kind::Nps, plan()).await);
    contact(&store, 1, "ann@x.example", "en").await;
    reach(&office, about(10, 1), "solved").await;
    store.clock.advance(HOUR);
    let send = |programme: Programme| {
        let (office, store) = (office.clone(), store.handle());
        async move {
            let id = programme.id;
            let it = store
                .read(move |tx| store::of(tx, id, ConversationId::from_raw(10)))
                .await
                .expect("read")
                .expect("one");
            store.write(move |tx| crate::surveys::send::send(tx, &office, it.id)).await.expect("sent");
        }
    };
    tokio::join!(send(one), send(two));
    assert_eq!(letters(&store).await.len(), 1);
}
