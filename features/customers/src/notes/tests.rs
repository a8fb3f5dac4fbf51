//! Notes on both engines.

use kernel::{Actor, ContactId, FaultKind, PageRequest, TypedId};
use testkit::{TestDb, db_test, person_with, system};

use super::*;
use crate::contacts::{Correspondent, commands::find_or_create};
use crate::error;
use crate::permissions::{CONTACT_SEE, NOTE_MODERATE, NOTE_WRITE};

fn agent(number: i64) -> Actor {
    person_with(number, "Mara Lindgren", &[CONTACT_SEE, NOTE_WRITE])
}

async fn owner(store: &TestDb) -> Owner {
    let correspondent = Correspondent { address: "anna@example.com".into(), name: String::new() };
    let found = store.write(move |tx| find_or_create(tx, &system(), &correspondent)).await.expect("a contact");
    Owner::Contact(found.id)
}

#[db_test]
async fn a_note_is_written_edited_and_deleted_by_its_author(store: TestDb) {
    let owner = owner(&store).await;
    let note = store.write(move |tx| commands::write(tx, &agent(1), owner, " Call late. ")).await.expect("a note");
    assert_eq!((note.text.as_str(), note.author.name.as_str(), note.edited_at), ("Call late.", "Mara Lindgren", None));
    let refused =
        store.write(move |tx| commands::edit(tx, &agent(2), owner, note.id, 1, "Mine")).await.expect_err("not theirs");
    assert_eq!(refused.kind(), FaultKind::Forbidden);
    let edited =
        store.write(move |tx| commands::edit(tx, &agent(1), owner, note.id, 1, "Call early.")).await.expect("edited");
    assert!(edited.edited_at.is_some() && edited.version == 2);
    let late = store
        .write(move |tx| commands::edit(tx, &agent(1), owner, note.id, 1, "Never call."))
        .await
        .expect_err("too late");
    assert!(late.is(error::NOTE_CHANGED));
    let refused = store.write(move |tx| commands::delete(tx, &agent(2), owner, note.id)).await.expect_err("not theirs");
    assert_eq!(refused.kind(), FaultKind::Forbidden);
    let moderator = || person_with(3, "Ines", &[CONTACT_SEE, NOTE_MODERATE]);
    store.write(move |tx| commands::delete(tx, &moderator(), owner, note.id)).await.expect("deleted");
    let page =
        store.read(move |tx| queries::page(tx, &agent(1), owner, &PageRequest::default())).await.expect("a page");
    assert!(page.items.is_empty());
}

#[db_test]
async fn notes_come_newest_first_in_pages(store: TestDb) {
    let owner = owner(&store).await;
    for number in 0..5 {
        store.write(move |tx| commands::write(tx, &agent(1), owner, &number.to_string())).await.expect("a note");
    }
    let first = PageRequest { limit: Some(3), cursor: None };
    let page = store.read(move |tx| queries::page(tx, &agent(1), owner, &first)).await.expect("a page");
    assert_eq!(page.items.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(), ["4", "3", "2"]);
    let second = PageRequest { limit: Some(3), cursor: page.next_cursor };
    let page = store.read(move |tx| queries::page(tx, &agent(1), owner, &second)).await.expect("a page");
    assert_eq!(page.items.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(), ["1", "0"]);
    assert!(page.next_cursor.is_none());
}

#[db_test]
async fn there_are_no_notes_about_nobody(store: TestDb) {
    let nobody = Owner::Contact(ContactId::from_raw(7));
    let refused = store.write(move |tx| commands::write(tx, &agent(1), nobody, "x")).await.expect_err("nobody");
    assert_eq!(refused.kind(), FaultKind::NotFound);
}
