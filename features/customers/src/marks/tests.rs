use kernel::{Actor, Result};
use testkit::{TestDb, db_test, person_with};

use super::commands::{bounced, complained, set_unsubscribed, works_again};
use super::model::{Bounce, MarkState, Reach};
use super::queries::{marks, reach};
use crate::contacts::intake::{Correspondent, find_or_create};
use crate::contacts::{Contact, queries};
use crate::permissions::{CONTACT_EDIT, CONTACT_SEE};

const ANNA: &str = "Anna@X.example";

async fn anna(store: &TestDb, actor: Actor) -> Contact {
    let who = Correspondent { address: ANNA.into(), name: "Anna".into() };
    let found = store.write(move |tx| {
        let id = find_or_create(tx, &actor, &who)?.id;
        queries::load(tx, id)
    });
    found.await.expect("a contact")
}

async fn bounce(store: &TestDb, address: &'static str, hard: bool) {
    let (status, answer) = (if hard { "5.1.1" } else { "4.2.2" }.to_owned(), "no".to_owned());
    let bounce = Bounce { address: address.into(), hard, status, answer, soft_limit: 2, soft_days: 7 };
    store.write(move |tx| bounced(tx, &bounce)).await.expect("noted");
}

async fn reach_of(store: &TestDb) -> Reach {
    store.read(|tx| reach(tx, "anna@x.example", "digest")).await.expect("reach")
}

fn agent() -> Actor {
    person_with(1, "Maja", &[CONTACT_SEE, CONTACT_EDIT])
}

#[db_test(crate::migrations)]
async fn a_hard_bounce_is_shown_and_gone_when_they_write_again(store: TestDb) {
    let contact = anna(&store, Actor::system()).await;
    assert_eq!(contact.identities[0].mark, None);
    bounce(&store, "ANNA@x.example", true).await;
    let marked = anna(&store, agent()).await;
    let mark = marked.identities[0].mark.clone().expect("a mark");
    assert_eq!((mark.state, mark.status.as_str()), (MarkState::Undeliverable, "5.1.1"));
    let asked = vec![ANNA.to_owned(), "bob@x.example".to_owned()];
    let told = store.read(move |tx| marks(tx, &agent(), &asked)).await.expect("marks");
    assert_eq!(told.iter().map(|(address, _)| address.as_str()).collect::<Vec<_>>(), [ANNA]);
    let again = anna(&store, Actor::system()).await;
    assert_eq!(again.identities[0].mark, None, "a mail from it clears the mark");
    assert_eq!(reach_of(&store).await, Reach::default());
}

#[db_test(crate::migrations)]
async fn passing_failures_gather_and_an_agent_may_know_better(store: TestDb) {
    let contact = anna(&store, Actor::system()).await;
    bounce(&store, ANNA, false).await;
    assert!(!reach_of(&store).await.undeliverable);
    bounce(&store, ANNA, false).await;
    assert!(reach_of(&store).await.undeliverable);
    let (id, identity) = (contact.id, contact.identities[0].id);
    let stranger = store.write(move |tx| works_again(tx, &person_with(2, "Eve", &[CONTACT_SEE]), id, identity)).await;
    assert!(stranger.is_err());
    let after = store.write(move |tx| works_again(tx, &agent(), id, identity)).await.expect("works");
    assert_eq!(after.identities[0].mark, None);
    bounce(&store, ANNA, false).await;
    assert!(!reach_of(&store).await.undeliverable, "counting begins anew");
}

#[db_test(crate::migrations)]
async fn who_complained_stays_left_alone_though_they_write(store: TestDb) {
    anna(&store, Actor::system()).await;
    store.write(|tx| complained(tx, ANNA)).await.expect("noted");
    let contact = anna(&store, Actor::system()).await;
    assert_eq!(contact.identities[0].mark.as_ref().map(|mark| mark.state), Some(MarkState::Complained));
    let gone = |gone: bool| store.write(move |tx| -> Result<bool> { set_unsubscribed(tx, ANNA, "digest", gone) });
    assert!(gone(true).await.expect("gone") && !gone(true).await.expect("gone already"));
    assert_eq!(reach_of(&store).await, Reach { undeliverable: false, complained: true, unsubscribed: true });
    assert!(gone(false).await.expect("back"));
    assert!(!reach_of(&store).await.unsubscribed);
}
