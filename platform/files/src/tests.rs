use testkit::{TestDb, check_statements, db_test};

use crate::{Files, ROW_LIMIT, hash_of};

#[db_test]
async fn every_statement_is_understood(db: TestDb) {
    check_statements(&db, crate::statements()).await;
}

#[db_test]
async fn small_and_large_blobs_come_back_byte_for_byte_and_exist_once(db: TestDb) {
    let files = Files::in_folder(db.folder.path().join("blobs"));
    for size in [0, 1, ROW_LIMIT, ROW_LIMIT + 1, 3_000_000] {
        let bytes: Vec<u8> = (0..size).map(|at| (at % 251) as u8).collect();
        for _ in 0..2 {
            let blob = files.prepare(&bytes).expect("prepared");
            db.write(move |tx| blob.save(tx)).await.expect("saved");
        }
        assert!(files.load(&db, &hash_of(&bytes)).await.expect("loaded") == bytes);
    }
    let rows: i64 =
        db.read(|tx| tx.one("select count(*) from files_blobs", db::p![], |row| row.take())).await.expect("a count");
    assert_eq!(rows, 5);
}

#[db_test]
async fn a_changed_file_is_noticed_and_a_path_is_no_name(db: TestDb) {
    let folder = db.folder.path().join("blobs");
    let files = Files::in_folder(&folder);
    let bytes = vec![7u8; ROW_LIMIT + 1];
    let blob = files.prepare(&bytes).expect("prepared");
    let hash = blob.hash().to_owned();
    db.write(move |tx| blob.save(tx)).await.expect("saved");
    std::fs::write(folder.join(&hash[..2]).join(&hash[2..4]).join(&hash), b"evil").expect("a change");
    assert_eq!(files.load(&db, &hash).await.expect_err("changed").code(), "platform.internal");
    assert_eq!(files.load(&db, "../../etc/passwd").await.expect_err("no name").code(), "platform.not_found");
}
