use std::time::Duration;

use db::p;
use kernel::{Actor, ActorKind, ConversationId, PersonId, Sees, TeamId, Timestamp, TypedId};
use testkit::{TestDb, db_test};

use super::chat::{Shown, ask};
use super::model::{State, Survey};
use super::store;
use crate::Feedback;
use crate::answers::commands::{Submission, give};
use crate::permissions::{ANSWER_SEE, SURVEY_ASK};
use crate::programmes::model::{Kind, Programme};
use crate::programmes::plan::{AskedIn, Plan};
use crate::testing::{about, contact, feedback, letters, plan, programme, reach, schema, work};

const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

fn in_chat() -> Plan {
    let mut plan = plan();
    plan.rule.asked_in = AskedIn::Chat;
    plan
}

fn bot(sees: Sees) -> Actor {
    let permissions = [SURVEY_ASK.name.to_owned()].into();
    Actor::new(ActorKind::Person(PersonId::from_raw(1)), "Chat", permissions, sees)
}

async fn asked(office: &Feedback, actor: Actor, conversation: i64) -> Vec<Shown> {
    let inner = office.clone();
    office.db.write(move |tx| ask(tx, &inner, &actor, ConversationId::from_raw(conversation))).await.expect("asked")
}

async fn survey(store: &TestDb, programme: &Programme, conversation: i64) -> Survey {
    let id = programme.id;
    let found = store.read(move |tx| store::of(tx, id, ConversationId::from_raw(conversation))).await.expect("read");
    found.expect("a survey")
}

#[db_test(schema)]
async fn a_chat_shows_what_is_due_and_the_customers_own_post_is_the_vote(store: TestDb) {
    let office = feedback(&store);
    let (chat, mail) =
        (programme(&store, Kind::Happiness, in_chat()).await, programme(&store, Kind::Csat, plan()).await);
    contact(&store, 1, "", "de").await;
    reach(&office, about(10, 1), "solved").await;
    assert_eq!(asked(&office, bot(Sees::All), 10).await, [], "not before its delay");
    store.clock.advance(HOUR);
    let shown = asked(&office, bot(Sees::All), 10).await;
    let it = survey(&store, &chat, 10).await;
    assert_eq!(shown.len(), 1, "what is asked by mail is none of its business: {shown:?}");
    assert_eq!((shown[0].question.as_str(), shown[0].intro.as_str()), ("Sind Sie zufrieden?", "Hello Ann & Co"));
    assert_eq!(shown[0].scores.iter().map(|score| score.score).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!((shown[0].address.clone(), shown[0].score), (office.links.page(it.id), None));
    assert_eq!((it.state, it.sent_at.plus(DAY * 14)), (State::Sent, shown[0].expires_at));
    assert_eq!(asked(&office, bot(Sees::All), 10).await, shown, "asking again changes nothing");
    assert_eq!(survey(&store, &mail, 10).await.state, State::Planned);
    let (inner, id) = (office.clone(), it.id);
    let vote = Submission { score: Some(3), ..Submission::default() };
    store.write(move |tx| give(tx, &inner, id, &vote)).await.expect("kept");
    assert_eq!(asked(&office, bot(Sees::All), 10).await[0].score, Some(3));
    store.clock.advance(DAY * 15);
    assert_eq!(asked(&office, bot(Sees::All), 10).await, [], "its time is over");
}

#[db_test(schema)]
async fn no_mail_leaves_for_what_is_asked_in_a_chat_and_a_reopened_conversation_is_not_asked_about(store: TestDb) {
    let office = feedback(&store);
    let chat = programme(&store, Kind::Csat, in_chat()).await;
    contact(&store, 1, "ann@x.example", "en").await;
    reach(&office, about(10, 1), "solved").await;
    store.clock.advance(HOUR * 2);
    work(&office).await;
    assert_eq!((letters(&store).await, survey(&store, &chat, 10).await.state), (Vec::new(), State::Planned));
    reach(&office, about(10, 1), "open").await;
    assert_eq!(asked(&office, bot(Sees::All), 10).await, []);
    assert_eq!(survey(&store, &chat, 10).await.state, State::Withdrawn);
    reach(&office, about(10, 1), "solved").await;
    store.clock.advance(HOUR);
    assert_eq!(asked(&office, bot(Sees::All), 10).await.len(), 1);
    // Whoever closed the chat without a word is reminded as everybody is.
    store.clock.advance(DAY * 3);
    work(&office).await;
    assert_eq!(letters(&store).await.len(), 1);
}

#[db_test(schema)]
async fn a_chat_keeps_to_the_budget_to_those_who_want_no_surveys_and_to_what_it_may_see(store: TestDb) {
    let office = feedback(&store);
    let chat = programme(&store, Kind::Csat, in_chat()).await;
    contact(&store, 1, "ann@x.example", "en").await;
    contact(&store, 2, "bob@x.example", "en").await;
    let stop =
        |tx: &mut db::Tx<'_>| tx.exec("insert into test_stopped (address) values ($1)", p!["bob@x.example"]).map(drop);
    store.write(stop).await.expect("stopped");
    for (conversation, whose) in [(10, 1), (11, 1), (20, 2)] {
        reach(&office, about(conversation, whose), "solved").await;
    }
    store.clock.advance(HOUR);
    let others = bot(Sees::Teams(vec![TeamId::from_raw(6)]));
    assert_eq!(asked(&office, others, 10).await, [], "the conversation of another team");
    assert_eq!(asked(&office, bot(Sees::Mine), 10).await, []);
    assert_eq!(asked(&office, bot(Sees::Teams(vec![TeamId::from_raw(5)])), 10).await.len(), 1);
    assert_eq!(asked(&office, bot(Sees::All), 11).await, []);
    assert_eq!(asked(&office, bot(Sees::All), 20).await, []);
    let held = [survey(&store, &chat, 11).await.reason, survey(&store, &chat, 20).await.reason];
    assert_eq!(held, ["budget", "unwanted"]);
    assert_eq!(survey(&store, &chat, 11).await.sent_at, Timestamp::NEVER);
    let agent =
        Actor::new(ActorKind::Person(PersonId::from_raw(2)), "Ada", [ANSWER_SEE.name.to_owned()].into(), Sees::All);
    let inner = office.clone();
    let refused = office.db.write(move |tx| ask(tx, &inner, &agent, ConversationId::from_raw(10))).await;
    assert_eq!(refused.expect_err("not allowed").code(), "access.forbidden");
}
