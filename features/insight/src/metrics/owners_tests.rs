//! Who answers for a metric, and who looked at whose figures.

use kernel::{PageRequest, PersonId, TypedId};
use testkit::{TestDb, db_test, person_with};

use super::owners::{self, NewOwner};
use crate::actions::tests::works_here;
use crate::figures::{Asked, LookKind, note_look};
use crate::permissions::{FIGURES_READ, PEOPLE_READ};
use crate::testing::{hours, manager};

fn wanted(owner: Option<i64>, note: &str, version: i64) -> NewOwner {
    NewOwner { owner_id: owner.map(PersonId::from_raw), note: note.to_owned(), version }
}

#[db_test(crate::testing::migrations)]
async fn every_change_of_an_owner_stays(store: TestDb) {
    store.clock.set(hours(0));
    works_here(&store, 3).await;
    let change = |code: &'static str, wanted: NewOwner| {
        let store = &store;
        async move { store.write(move |tx| owners::change(tx, &manager(), code, &wanted)).await }
    };
    let first = change("created", wanted(Some(3), " Ask first. ", 0)).await.expect("changed");
    assert_eq!((first.owner_name.as_str(), first.note.as_str(), first.version), ("Person 3", "Ask first.", 1));
    assert_eq!(change("created", wanted(None, "", 0)).await.unwrap_err().code(), "insight.metric_changed");
    assert_eq!(change("created", wanted(None, "", 7)).await.unwrap_err().code(), "insight.metric_changed");
    assert_eq!(change("nothing", wanted(None, "", 0)).await.unwrap_err().code(), "platform.not_found");
    let unknown = change("created", wanted(Some(4), "", 1)).await.unwrap_err();
    assert_eq!(unknown.fields[0].code, "insight.person_unknown");
    store.clock.set(hours(1));
    change("created", wanted(None, "", 1)).await.expect("changed");
    let all = store.read(owners::all).await.expect("owners");
    assert_eq!(all.keys().collect::<Vec<_>>(), ["created"]);
    assert_eq!((all["created"].owner_id, all["created"].changed_at), (None, Some(hours(1))));
    let changes = store.read(|tx| owners::changes(tx, &manager(), "created")).await.expect("changes");
    let told: Vec<_> = changes.iter().map(|it| (it.version, it.owner_name.as_str())).collect();
    assert_eq!(told, [(2, ""), (1, "Person 3")]);
    let sql = "select count(*) from db_audit where action = 'insight.metric.changed'";
    let noted: i64 = store.read(move |tx| tx.one(sql, &[], |row| row.take())).await.expect("a count");
    assert_eq!(noted, 2, "each change is in the log");
}

#[db_test(crate::testing::migrations)]
async fn looks_at_others_are_kept_once_and_found_by_person(store: TestDb) {
    store.clock.set(hours(0));
    let pairs = |text: &str| -> Vec<(String, String)> {
        text.split('&').filter_map(|pair| pair.split_once('=')).map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
    };
    let days = "metric=solved&from=2026-01-05&to=2026-01-06";
    let other = PersonId::from_raw(4);
    for (person, kind, query) in [
        (9, LookKind::Figures, format!("{days}&by=agent")),
        (9, LookKind::Conversations, format!("{days}&agent={other}&limit=20")),
        (9, LookKind::Conversations, format!("{days}&agent={other}&cursor=abc")),
        (4, LookKind::Conversations, format!("{days}&agent={other}")),
        (9, LookKind::Figures, format!("{days}&by=team")),
        (3, LookKind::Distribution, format!("{days}&agent={other}")),
    ] {
        let pairs = pairs(&query);
        let asked = Asked::read(&pairs).expect("a question");
        let actor = person_with(person, "Somebody", &[FIGURES_READ, PEOPLE_READ]);
        note_look(&store.handle(), &actor, kind, &asked, &pairs).await.expect("noted");
        store.clock.advance(std::time::Duration::from_secs(1));
    }
    let list = |person: Option<i64>| {
        let store = &store;
        async move {
            let person = person.map(PersonId::from_raw);
            let page = PageRequest { limit: Some(2), cursor: None };
            let page =
                store.read(move |tx| crate::figures::looks_page(tx, &manager(), person, &page)).await.expect("a page");
            (page.items.iter().map(|it| (it.person.raw(), it.kind)).collect::<Vec<_>>(), page.next_cursor)
        }
    };
    let (all, more) = list(None).await;
    assert_eq!((all, more.is_some()), (vec![(3, LookKind::Distribution), (9, LookKind::Conversations)], true));
    let (of_one, more) = list(Some(9)).await;
    assert_eq!((of_one, more), (vec![(9, LookKind::Conversations), (9, LookKind::Figures)], None));
}
