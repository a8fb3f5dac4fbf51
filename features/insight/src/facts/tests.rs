//! Facts are what a plain look at the whole history says, however the events came.

mod any_order;
mod asked;
mod calendars;
mod life;
mod wall;

use std::time::Duration;

use db::{Consumers, Tx, p};
use kernel::business_time::Hours;
use kernel::{Actor, ConversationId, NewEvent, PersonId, ThingId, Timestamp, TypedId};
use proptest::prelude::*;
use serde_json::json;
use testkit::{MONDAY_MORNING, TestDb};

use super::model::Conversation;
use super::surveys::{Survey, SurveyId};
use super::{CONSUMER, maker, store, survey_store};
use asked::{Asked, Heard};
use life::{Act, Life};

/// What happens next, after some minutes.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// To one of the conversations.
    Act(usize, Act),
    /// Somebody decides when the department works, or makes a calendar that is not the department's.
    Calendar { hours: usize, default: bool },
    /// To one of the surveys; it is sent when it is first heard of.
    Survey(usize, Heard),
}

/// An event, its instant and who did it.
pub(crate) type Told = (NewEvent, Timestamp, Option<PersonId>);

/// A history as it was lived.
pub(crate) struct Lived {
    pub(crate) events: Vec<Told>,
    lives: Vec<Life>,
    asked: Vec<Asked>,
    decided: Vec<(Timestamp, Hours)>,
    until: Timestamp,
}

fn act() -> impl Strategy<Value = Act> {
    let late = prop_oneof![2 => Just(0i64), 1 => 1i64..2_000];
    prop_oneof![
        3 => (any::<bool>(), late).prop_map(|(automatic, late)| Act::Hear { automatic, late }),
        3 => (1i64..4, any::<bool>()).prop_map(|(person, solve)| Act::Reply { person, solve }),
        1 => Just(Act::Withdraw),
        1 => Just(Act::Note),
        2 => prop_oneof![Just("open"), Just("pending"), Just("on_hold"), Just("solved")].prop_map(Act::Status),
        2 => (proptest::option::of(1i64..3), proptest::option::of(1i64..4)).prop_map(|(team, person)| Act::Assign { team, person }),
    ]
}

fn heard() -> impl Strategy<Value = Heard> {
    prop_oneof![
        1 => Just(Heard::Reminded),
        4 => (0i64..11, any::<bool>()).prop_map(|(score, comment)| Heard::Rated { score, comment }),
        2 => any::<bool>().prop_map(Heard::LeftOut),
    ]
}

/// Acts upon some conversations and surveys, and decisions of when the department works, with the minutes between them.
pub(crate) fn history(steps: usize) -> impl Strategy<Value = Vec<(u64, Step)>> {
    let step = prop_oneof![
        12 => (0usize..3, act()).prop_map(|(which, act)| Step::Act(which, act)),
        1 => (0usize..4, any::<bool>()).prop_map(|(hours, default)| Step::Calendar { hours, default }),
        4 => (0usize..4, heard()).prop_map(|(which, heard)| Step::Survey(which, heard)),
    ];
    proptest::collection::vec((1u64..400, step), 1..steps)
}

/// Lives a history.
pub(crate) fn live(history: &[(u64, Step)]) -> Lived {
    let mut now = MONDAY_MORNING;
    let mut lives: Vec<Option<Life>> = vec![None, None, None];
    let mut asked: Vec<Option<Asked>> = vec![None, None, None, None];
    let (mut events, mut decided) = (Vec::new(), Vec::new());
    for (minutes, step) in history {
        now = now.plus(Duration::from_mins(*minutes));
        let (which, act) = match step {
            Step::Act(which, act) => (*which, act),
            Step::Calendar { hours, default } => {
                let hours = wall::hours(*hours);
                events.push((calendar(&hours, *default), now, Some(PersonId::from_raw(9))));
                decided.extend(default.then_some((now, hours)));
                continue;
            }
            Step::Survey(which, heard) => {
                let about = lives[(*which + 1) % 3].as_ref();
                let survey = asked[*which].get_or_insert_with(|| {
                    let survey = Asked::send(*which as i64 + 1, now, about.map(Life::whose));
                    events.push((survey.sent(), now, None));
                    survey
                });
                events.extend(survey.hear(heard, now).map(|event| (event, now, None)));
                continue;
            }
        };
        let first = lives[which].is_none();
        let life = lives[which].get_or_insert_with(|| Life::begin(which as i64 + 1, now));
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
    let (lives, asked) = (lives.into_iter().flatten().collect(), asked.into_iter().flatten().collect());
    Lived { events, lives, asked, decided, until: now }
}

/// What a calendar's event says.
fn calendar(hours: &Hours, default: bool) -> NewEvent {
    let facts = json!({"name": "Working hours", "default": default, "hours": hours});
    NewEvent { name: "service_levels.calendar.changed", version: 1, thing: ThingId("cal_1".into()), facts }
}

/// A node starts and handles all there is.
pub(crate) async fn catch_up(store: &TestDb) {
    let mut consumers = Consumers::new(store.handle());
    consumers.add_many(CONSUMER, db::Past::Matters, maker());
    // Transactions of other tests on the same PostgreSQL server hold the end of the log back for a moment.
    for _ in 0..200 {
        consumers.catch_up().await.expect("caught up");
        let lags = store.read(db::consumer_lags).await.expect("lags");
        if lags.iter().all(|lag| lag.behind == 0) {
            assert!(lags.iter().all(|lag| lag.parked == 0), "nothing is parked");
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("never caught up");
}

/// Writes some events in units of work of several.
pub(crate) async fn write(store: &TestDb, events: &[Told]) {
    for some in events.chunks(7) {
        let some = some.to_vec();
        let work = move |tx: &mut Tx<'_>| {
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

async fn found(store: &TestDb, id: ConversationId) -> Option<Conversation> {
    store.read(move |tx| store::find_all(tx, &[id])).await.expect("facts").remove(&id)
}

async fn found_survey(store: &TestDb, id: SurveyId) -> Option<Survey> {
    store.read(move |tx| survey_store::find_all(tx, &[id]).map(|mut all| all.remove(&id))).await.expect("facts")
}

/// Number, lengths and business time of all stretches and waits, so that any difference shows.
async fn sums(store: &TestDb) -> Vec<i64> {
    let work = |tx: &mut Tx<'_>| {
        let mut all = Vec::new();
        for (table, place) in [("insight_statuses", "place"), ("insight_assignments", "place")] {
            let sql = format!(
                "select count(*), CAST(coalesce(sum(until_at - from_at), 0) AS BIGINT), CAST(coalesce(sum(business), 0) AS BIGINT),
                 CAST(coalesce(sum({place}), 0) AS BIGINT) from {table}"
            );
            all.extend(tx.one(&sql, p![], |row| Ok([row.take::<i64>()?, row.take()?, row.take()?, row.take()?]))?);
        }
        let messages = "select count(*), CAST(coalesce(sum(waited_since), 0) AS BIGINT), CAST(coalesce(sum(waited_business), 0) AS BIGINT)
                        from insight_messages";
        all.extend(tx.one(messages, p![], |row| Ok([row.take::<i64>()?, row.take()?, row.take()?]))?);
        Ok(all)
    };
    store.read(work).await.expect("sums")
}
