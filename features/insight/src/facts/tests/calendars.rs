//! Which calendar counts when.

use std::time::Duration;

use kernel::business_time::Hours;
use kernel::{PersonId, Timestamp, TypedId};
use serde_json::json;
use testkit::{MONDAY_MORNING, TestDb, db_test};

use super::super::{CONSUMER, begin_anew, maker, store};
use super::life::{Act, Life};
use super::{Told, calendar, catch_up, found, wall, write};

const HOUR: i64 = 3_600_000_000;

fn hours_later(hours: u64) -> Timestamp {
    MONDAY_MORNING.plus(Duration::from_hours(hours))
}

/// The customer writes on Monday at nine (ten in Berlin), we answer and solve a day and a half later (Tuesday, 22:00 in Berlin).
fn one_conversation() -> Vec<Told> {
    let mut life = Life::begin(1, MONDAY_MORNING);
    let mut told = Vec::new();
    let acts = [(0, Act::Hear { automatic: false, late: 0 }), (36, Act::Reply { person: 2, solve: true })];
    for (hours, act) in acts {
        let at = hours_later(hours);
        for (name, person, detail) in life.act(&act, at) {
            let event = kernel::NewEvent { name, version: 1, thing: life.id.into(), facts: life.stand(detail) };
            told.push((event, at, person.map(PersonId::from_raw)));
        }
    }
    told
}

async fn first_response(store: &TestDb) -> (i64, i64) {
    let it = found(store, Life::begin(1, MONDAY_MORNING).id).await.expect("a fact");
    ((it.first_reply_at.micros() - it.first_customer_at.micros()) / HOUR, it.business.first_response / HOUR)
}

#[db_test]
async fn without_a_calendar_business_time_is_calendar_time(store: TestDb) {
    let elsewhere = Hours { time_zone: "Etc/UTC".into(), ..wall::hours(3) };
    write(&store, &[(calendar(&elsewhere, false), MONDAY_MORNING, None)]).await;
    write(&store, &one_conversation()).await;
    catch_up(&store).await;
    assert_eq!(first_response(&store).await, (36, 36));
}

/// An installation is older than calendars: what it counted before is counted anew by its first calendar.
#[db_test]
async fn the_first_calendar_counts_for_what_was_before_it(store: TestDb) {
    write(&store, &one_conversation()).await;
    catch_up(&store).await;
    assert_eq!(first_response(&store).await, (36, 36));
    write(&store, &[(calendar(&wall::hours(0), true), hours_later(100), None)]).await;
    catch_up(&store).await;
    // Monday 10–17 and Tuesday 9–17, in Berlin.
    assert_eq!(first_response(&store).await, (36, 15));
    begin_anew(&store.handle()).await.expect("anew");
    catch_up(&store).await;
    assert_eq!(first_response(&store).await, (36, 15));
}

#[db_test]
async fn a_later_calendar_counts_from_its_own_instant_on(store: TestDb) {
    write(&store, &[(calendar(&wall::hours(0), true), MONDAY_MORNING, None)]).await;
    // On Tuesday at ten in Berlin the department decides to be closed from then on: an hour of Tuesday is left.
    write(&store, &[(calendar(&wall::hours(3), true), hours_later(24), None)]).await;
    write(&store, &one_conversation()).await;
    catch_up(&store).await;
    assert_eq!(first_response(&store).await, (36, 8));
}

/// A calendar that this machine cannot read waits and is shown; facts go on by the one before.
#[db_test]
async fn a_calendar_that_cannot_be_read_holds_nothing_else_back(store: TestDb) {
    let strange = Hours { time_zone: "Mars/Olympus".into(), ..wall::hours(0) };
    write(&store, &[(calendar(&wall::hours(0), true), MONDAY_MORNING, None)]).await;
    write(&store, &[(calendar(&strange, true), hours_later(1), None)]).await;
    write(&store, &one_conversation()).await;
    let mut consumers = db::Consumers::new(store.handle());
    consumers.add_many(CONSUMER, db::Past::Matters, maker());
    for _ in 0..200 {
        consumers.catch_up().await.expect("caught up");
        if store.read(db::consumer_lags).await.expect("lags")[0].behind == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let lag = store.read(db::consumer_lags).await.expect("lags").remove(0);
    assert_eq!((lag.behind, lag.parked), (0, 1));
    assert_eq!(first_response(&store).await, (36, 15));
}

/// By other rules the same events give other facts: they are made anew by themselves.
#[db_test]
async fn facts_of_an_older_release_are_made_anew(store: TestDb) {
    write(&store, &one_conversation()).await;
    catch_up(&store).await;
    store
        .write(|tx| {
            tx.exec("update insight_conversations set replies = 77", db::p![])?;
            store::note_made_by(tx, 1)
        })
        .await
        .expect("spoiled");
    catch_up(&store).await;
    assert_eq!(found(&store, Life::begin(1, MONDAY_MORNING).id).await.expect("a fact").replies, 77, "nothing happened");
    write(
        &store,
        &[(
            kernel::NewEvent {
                name: "other.thing.happened",
                version: 1,
                thing: kernel::ThingId("x".into()),
                facts: json!({}),
            },
            hours_later(50),
            None,
        )],
    )
    .await;
    catch_up(&store).await;
    assert_eq!(found(&store, Life::begin(1, MONDAY_MORNING).id).await.expect("a fact").replies, 1);
}
