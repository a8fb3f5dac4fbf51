use std::time::Duration;

use kernel::{Actor, ConversationId, PageRequest, Patch, PersonId, TeamId, Timestamp, TypedId};
use testkit::{TestDb, agent_of, db_test, person_with};

use super::commands::{Change, change, close};
use super::model::{Effect, Ending, FollowUp};
use super::queries::{Wanted, effect, list};
use crate::answers::commands::{Submission, give};
use crate::permissions::FOLLOW_UP_WORK;
use crate::programmes::model::{Kind, Programme};
use crate::surveys::store as surveys;
use crate::testing::{about, contact, feedback, plan, programme, reach, schema, work};

const HOUR: Duration = Duration::from_hours(1);

/// A customer is asked about a conversation and gives a score.
async fn rated(store: &TestDb, asking: &Programme, conversation: i64, contact: i64, score: i64) {
    let office = feedback(store);
    reach(&office, about(conversation, contact), "solved").await;
    store.clock.advance(HOUR);
    work(&office).await;
    let id = asking.id;
    let survey = store.read(move |tx| surveys::of(tx, id, ConversationId::from_raw(conversation))).await.expect("read");
    let (survey, given) = (survey.expect("a survey").id, Submission { score: Some(score), ..Submission::default() });
    store.write(move |tx| give(tx, &office, survey, &given)).await.expect("given");
}

fn lead() -> Actor {
    person_with(1, "Lea", &[FOLLOW_UP_WORK])
}

async fn listed(store: &TestDb, actor: Actor, closed: bool) -> Vec<FollowUp> {
    let wanted = Wanted { closed, ..Wanted::default() };
    store.read(move |tx| list(tx, &actor, &wanted, &PageRequest::default())).await.expect("list").items
}

#[test]
fn an_effect_counts_who_answered_again() {
    let pairs = [(Kind::Csat, 1, Some(5)), (Kind::Csat, 2, Some(3)), (Kind::Csat, 1, None)];
    let effect = Effect::of(&pairs);
    assert_eq!(effect, Effect { follow_ups: 3, answered_again: 2, positive_later: 1, mean_rise: Some(2.5) });
    assert_eq!(Effect::of(&[]).mean_rise, None);
}

#[db_test(schema)]
async fn a_low_score_is_followed_up_once_and_the_call_is_recorded(store: TestDb) {
    let asking = programme(&store, Kind::Csat, plan()).await;
    contact(&store, 1, "ann@x.example", "en").await;
    contact(&store, 2, "bob@x.example", "en").await;
    rated(&store, &asking, 10, 1, 2).await;
    rated(&store, &asking, 20, 2, 3).await;
    let open = listed(&store, lead(), false).await;
    assert_eq!(open.iter().map(|it| it.number).collect::<Vec<_>>(), [10], "3 is not low");
    let it = open[0].clone();
    assert_eq!((it.owner, it.due_at), (Some(PersonId::from_raw(7)), it.opened_at.plus(HOUR * 8)));
    let owner = Change { version: 1, owner: Patch::Set(PersonId::from_raw(9)), due_at: None };
    let old = owner.clone();
    let given = store.write(move |tx| change(tx, &lead(), it.id, &owner)).await.expect("handed over");
    assert_eq!((given.owner, given.version), (Some(PersonId::from_raw(9)), 2));
    assert_eq!(
        store.write(move |tx| change(tx, &lead(), it.id, &old)).await.expect_err("old").code(),
        "feedback.changed"
    );
    let end = |note: &'static str| store.write(move |tx| close(tx, &lead(), it.id, 2, Ending::Reached, note));
    assert_eq!(end(" ").await.expect_err("says nothing").fields[0].pointer, "note");
    let ended = end("Sent a new part").await.expect("recorded");
    assert_eq!((ended.outcome, ended.closed_by), (Some(Ending::Reached), lead().person()));
    assert_eq!(end("again").await.expect_err("twice").code(), "feedback.follow_up_closed");
    assert!(listed(&store, lead(), false).await.is_empty());
    // A month later the same customer is happy: that is held against the low score.
    store.clock.advance(HOUR * 24 * 31);
    rated(&store, &asking, 11, 1, 5).await;
    let later = listed(&store, lead(), true).await[0].later.expect("a later score");
    assert_eq!((later.score, later.is_good), (5, true));
    let far = Timestamp::from_micros(i64::MAX);
    let (reached, others) = store.read(move |tx| effect(tx, &lead(), Timestamp::NEVER, far)).await.expect("effect");
    assert_eq!((reached.follow_ups, reached.positive_later, reached.mean_rise), (1, 1, Some(3.0)));
    assert_eq!(others.follow_ups, 0);
}

#[db_test(schema)]
async fn people_see_follow_ups_of_their_teams_and_their_own(store: TestDb) {
    let asking = programme(&store, Kind::Csat, plan()).await;
    contact(&store, 1, "ann@x.example", "en").await;
    rated(&store, &asking, 10, 1, 1).await;
    let of = |number, team| agent_of(number, "Ann", &[FOLLOW_UP_WORK], &[TeamId::from_raw(team)]);
    for (actor, seen) in [(of(1, 5), 1), (of(1, 6), 0), (of(7, 6), 1)] {
        assert_eq!(listed(&store, actor.clone(), false).await.len(), seen, "{actor:?}");
    }
    let nobody = person_with(1, "Eve", &[]);
    assert!(store.read(move |tx| list(tx, &nobody, &Wanted::default(), &PageRequest::default())).await.is_err());
}
