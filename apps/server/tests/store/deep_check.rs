//! `quarterdeck verify --deep` on a whole company: nothing is found, and then each thing that is broken on purpose.

use files::Files;
use server::checks::{look, repair};
use testkit::{TestDb, db_test};

use crate::company::company;

async fn wrong(store: &TestDb, files: &Files) -> Vec<String> {
    let files = files.clone();
    store.report(move |tx| look(tx, &files)).await.expect("looked").wrong
}

async fn change(store: &TestDb, sql: &'static str) {
    assert!(store.write(move |tx| tx.exec(sql, &[])).await.expect("changed") > 0, "{sql}");
}

#[db_test]
async fn a_sound_company_has_no_findings_and_each_break_is_found(store: TestDb) {
    let files = company(&store).await;
    let blob = files.prepare(&vec![7; 100_000]).expect("prepared");
    let path = store.folder.path().join("files").join(&blob.hash()[..2]).join(&blob.hash()[2..4]).join(blob.hash());
    store.write(move |tx| blob.save(tx)).await.expect("saved");
    assert_eq!(wrong(&store, &files).await, Vec::<String>::new());

    change(&store, "update inbox_conversations set contact_id = 5 where number = 1").await;
    change(&store, "update inbox_conversations set message_count = message_count + 1 where number = 2").await;
    change(&store, "update inbox_conversations set shelf = 1 - shelf where number = 3").await;
    change(&store, "update inbox_conversations set number = 5000 where number = 4").await;
    std::fs::write(&path, b"evil").expect("a change");
    let found = wrong(&store, &files).await;
    assert_eq!(found.len(), 5, "{found:#?}");
    for words in ["customers_contacts", "damaged", "number of messages", "place among", "number 5000"] {
        assert!(found.iter().any(|found| found.contains(words)), "{words}: {found:#?}");
    }
    let repaired = store.write(repair).await.expect("repaired").repaired;
    assert_eq!(repaired.len(), 3, "{repaired:#?}");
    assert_eq!(wrong(&store, &files).await.len(), 2, "what nobody can compute stays told");
    let next = store.write(|tx| tx.next_number("inbox.conversation")).await.expect("a number");
    assert_eq!(next, 5001);
    assert!(store.write(repair).await.expect("nothing left").repaired.is_empty());
    std::fs::remove_file(&path).expect("removed");
    assert!(wrong(&store, &files).await.iter().any(|found| found.contains("missing")));
}
