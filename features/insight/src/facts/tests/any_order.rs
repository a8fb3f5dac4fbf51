//! Any interleaving of events, restarts and replays gives what a plain look at the lives says.

use std::collections::HashMap;

use db::{Tx, p};
use kernel::{Event, EventId, Timestamp, TypedId};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use testkit::{TestDb, db_test};

use super::super::business::{self, Timeline};
use super::super::changes::Changes;
use super::super::model::{self, Ended};
use super::super::tally::{self, Tally};
use super::super::{begin_anew, store, surveys};
use super::wall::Wall;
use super::{Lived, Step, catch_up, found, found_survey, history, live, sums, write};

/// Applies a history in one batch, as the maker does once it has learned the first calendar.
fn applied(lived: &Lived) -> Changes {
    let numbered: Vec<Event> = lived
        .events
        .iter()
        .zip(1..)
        .map(|((event, at, person), number)| Event {
            id: EventId { tx: 0, number },
            name: event.name.to_owned(),
            version: 1,
            thing: event.thing.clone(),
            at: *at,
            person: *person,
            facts: event.facts.clone().into(),
        })
        .collect();
    let mut timeline = Timeline::default();
    let learn = |timeline: &mut Timeline, event: &Event| {
        let Some(hours) = business::read(event).expect("an event") else { return false };
        if !timeline.knows(event.id.number) {
            timeline.push(event.id.number, event.at, business::ready(&hours).expect("a calendar"));
        }
        true
    };
    for event in &numbered {
        if learn(&mut timeline, event) && !timeline.is_empty() {
            break;
        }
    }
    let mut changes = Changes::default();
    for event in &numbered {
        match model::read(event).expect("an event") {
            Some(stand) => changes.apply(&HashMap::new(), &stand, event, &timeline),
            None => match surveys::read(event).expect("an event") {
                Some(told) => changes.apply_survey(&HashMap::new(), &HashMap::new(), &told),
                None => drop(learn(&mut timeline, event)),
            },
        }
    }
    changes
}

/// From when to when in which state, and how much of it the department worked.
type Stay = (String, Timestamp, Timestamp, i64);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn facts_are_what_a_plain_look_at_the_whole_history_says(history in history(50)) {
        let lived = live(&history);
        let wall = Wall::of(&lived.decided, lived.until);
        let changes = applied(&lived);
        for asked in &lived.asked {
            prop_assert_eq!(&changes.surveys[&asked.id].after, &asked.facts());
        }
        for life in &lived.lives {
            prop_assert_eq!(&changes.conversations[&life.id].after, &life.facts(&wall));
            let of_life = |message: &&model::Message| message.conversation == life.id && message.kind == "agent";
            let waits: Vec<_> = changes.messages.values().filter(of_life)
                .map(|message| (message.id, message.at, message.waited_since, message.waited_business)).collect();
            let waited: Vec<_> = life.replies.iter()
                .map(|(id, at, _, since)| (*id, *at, *since, since.map_or(0, |since| wall.between(since, *at)))).collect();
            prop_assert_eq!(waits, waited);
            let (mut stays, mut lay): (Vec<Stay>, Vec<i64>) = (Vec::new(), Vec::new());
            for stretch in changes.stretches.iter().filter(|stretch| stretch.conversation == life.id) {
                match &stretch.ended {
                    Ended::Status { status, from, until, business } => stays.push((status.clone(), *from, *until, *business)),
                    Ended::Assignment { business, .. } => lay.push(*business),
                }
            }
            let lived: Vec<Stay> = life.statuses.windows(2)
                .map(|pair| (pair[0].1.to_owned(), pair[0].0, pair[1].0, wall.between(pair[0].0, pair[1].0))).collect();
            prop_assert_eq!(stays, lived);
            let lived: Vec<i64> = life.owners.windows(2).map(|pair| wall.between(pair[0].0, pair[1].0)).collect();
            prop_assert_eq!(lay, lived);
        }
    }
}

/// What is done between events: nothing, a restart with all that is there, a replay.
fn interruptions() -> impl Strategy<Value = Vec<(prop::sample::Index, bool)>> {
    proptest::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 0..5)
}

/// Nothing ever happened.
async fn forget_everything(store: &TestDb) {
    let work = |tx: &mut Tx<'_>| {
        for table in ["db_events", "db_consumers", "insight_made"] {
            tx.exec(format!("delete from {table}"), p![])?;
        }
        store::forget_all(tx)?;
        tx.exec("delete from insight_calendars", p![]).map(drop)
    };
    store.write(work).await.expect("forgotten");
}

async fn play(store: &TestDb, lived: &Lived, interruptions: &[(prop::sample::Index, bool)]) {
    let mut cuts: Vec<(usize, bool)> =
        interruptions.iter().map(|(place, replay)| (place.index(lived.events.len() + 1), *replay)).collect();
    cuts.sort_unstable();
    let mut written = 0;
    for (place, replay) in cuts {
        write(store, &lived.events[written..place]).await;
        written = place;
        if replay {
            begin_anew(&store.handle()).await.expect("anew");
        }
        catch_up(store).await;
    }
    write(store, &lived.events[written..]).await;
    catch_up(store).await;
}

#[db_test]
async fn any_interleaving_of_events_restarts_and_replays_gives_the_same_facts(store: TestDb) {
    let mut runner = TestRunner::deterministic();
    for _ in 0..12 {
        let steps: Vec<(u64, Step)> = history(80).new_tree(&mut runner).expect("a history").current();
        let cuts = interruptions().new_tree(&mut runner).expect("interruptions").current();
        let lived = live(&steps);
        let wall = Wall::of(&lived.decided, lived.until);
        forget_everything(&store).await;
        play(&store, &lived, &cuts).await;
        for life in &lived.lives {
            let fact = found(&store, life.id).await;
            assert_eq!(fact, Some(life.facts(&wall)), "conversation {} of {steps:#?} cut at {cuts:?}", life.id.raw());
        }
        let mut counted = Tally::default();
        lived.lives.iter().for_each(|life| counted.count(&life.facts(&wall), 1));
        let tally = store.read(tally::find).await.expect("a tally");
        assert_eq!(tally, counted, "{steps:#?} cut at {cuts:?}");
        for asked in &lived.asked {
            let fact = found_survey(&store, asked.id).await;
            assert_eq!(fact, Some(asked.facts()), "survey {} of {steps:#?} cut at {cuts:?}", asked.id.raw());
        }
        let before = sums(&store).await;
        begin_anew(&store.handle()).await.expect("anew");
        catch_up(&store).await;
        assert_eq!(sums(&store).await, before, "{steps:#?} cut at {cuts:?}");
    }
}
