use kernel::PageRequest;
use testkit::{TestDb, db_test, person_with};

use super::commands::{Change, NewInsight, change, list, share};
use super::model::State;
use crate::permissions::{INSIGHT_SEE, INSIGHT_SHARE};
use crate::testing::schema;

#[db_test(schema)]
async fn an_insight_is_followed_to_an_outcome(store: TestDb) {
    let lead = person_with(1, "Lea", &[INSIGHT_SEE, INSIGHT_SHARE]);
    let light = person_with(2, "Product", &[INSIGHT_SEE]);
    let new = NewInsight {
        title: "Pads\nwear out".into(),
        text: "14 customers".into(),
        department: "Product".into(),
        address: " product@our.example ".into(),
        owner: None,
        theme: None,
        due_at: None,
    };
    let (by, wanted) = (light.clone(), new.clone());
    assert!(store.write(move |tx| share(tx, &by, wanted.clone())).await.is_err());
    let by = lead.clone();
    let made = store.write(move |tx| share(tx, &by, new.clone())).await.expect("shared");
    assert_eq!((made.title.as_str(), made.owner), ("Pads wear out", lead.person()));
    assert_eq!(made.address, "product@our.example");
    for wrong in ["product", "@our.example", "a b@our.example", "a@b@our.example", "x@y.example, z@y.example"] {
        let (by, id) = (lead.clone(), made.id);
        let wanted = Change { version: 1, address: Some(wrong.to_owned()), ..Change::default() };
        let refused = store.write(move |tx| change(tx, &by, id, &wanted)).await.expect_err(wrong);
        assert_eq!(refused.fields[0].pointer, "address");
    }
    let end = |version, outcome: Option<&str>| {
        let (by, id, outcome) = (lead.clone(), made.id, outcome.map(str::to_owned));
        let wanted = Change { version, state: Some(State::Done), outcome, ..Change::default() };
        store.write(move |tx| change(tx, &by, id, &wanted))
    };
    assert_eq!(end(1, None).await.expect_err("what came of it?").fields[0].pointer, "outcome");
    assert_eq!(end(1, Some("New supplier")).await.expect("done").version, 2);
    assert_eq!(end(1, Some("Again")).await.expect_err("old").code(), "feedback.changed");
    let read = |state| {
        let by = light.clone();
        store.read(move |tx| list(tx, &by, state, &PageRequest::default()))
    };
    assert_eq!(read(Some(State::Shared)).await.expect("list").items.len(), 0);
    assert_eq!(read(None).await.expect("list").items[0].outcome, "New supplier");
}
