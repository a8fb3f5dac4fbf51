//! Mail at and beyond the limits: placed with a note, or kept with a reason, never lost.

use std::sync::Arc;

use files::Files;
use testkit::{TestDb, db_test};

use super::store as intake_store;
use crate::mail::letter::Limits;
use crate::post::{Post, Settings};
use crate::testing::{TestDesk, fate, id_of, mail, mailbox, messages, office, take, work};

#[db_test(crate::testing::schema)]
async fn what_is_beyond_the_limits_is_kept_whole_with_its_reason(db: TestDb) {
    let usual = office(&db).await;
    let files = Files::in_folder(db.folder.path().join("blobs"));
    let limits = Limits { bytes: 4_000, parts: 2, ..Limits::default() };
    let post = Post::new(db.handle(), files, Arc::new(TestDesk), Settings { limits, ..Settings::new([7; 32]) });
    let support = mailbox(&usual, "help@our.example", 1).await;
    let part = "--b\r\nContent-Type: image/png\r\n\r\nx\r\n";
    let crowded = format!("{}--b--", part.repeat(3));
    for (id, more, body, want) in [
        ("large", "Subject: Large\r\n", "x".repeat(4_000), "too_large"),
        ("crowded", "Content-Type: multipart/mixed; boundary=b\r\n", crowded, "too_many_parts"),
    ] {
        let raw = mail(id, more, &body);
        let taken = take(&post, Some(support), &raw).await;
        work(&post).await;
        let (state, reason, conversation) = fate(&post, taken).await;
        assert_eq!((state.as_str(), reason.as_str(), conversation), ("kept", want, 0));
        let intake = post.db().read(move |tx| intake_store::find(tx, id_of(taken))).await.expect("the mail");
        assert_eq!(intake.from_address, "anna@x.example");
        assert_eq!(post.files().load(post.db(), &intake.blob).await.expect("raw"), raw.as_bytes(), "{id}");
    }
    assert!(messages(&post).await.is_empty());
}

#[db_test(crate::testing::schema)]
async fn odd_mail_finds_its_conversation(db: TestDb) {
    let post = office(&db).await;
    let support = mailbox(&post, "help@our.example", 1).await;
    let many: Vec<String> = (0..10_000).map(|number| format!("p{number}@y.example")).collect();
    let many = format!("Cc: {}\r\n", many.join(",\r\n "));
    let deep = format!("Content-Type: text/html\r\n\r\n{}deep", "<div>".repeat(50_000));
    let file = format!(
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n--b--\r\n",
        "QUJD".repeat((25 << 20) / 3)
    );
    for (id, more) in [
        ("many", many.as_str()),
        ("empty", ""),
        ("deep", &deep),
        ("file", &file),
        (
            "broken",
            "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: x\r\nSubject: =?nonsense?Q?=\r\n",
        ),
        ("encrypted", "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n"),
    ] {
        let taken = take(&post, Some(support), &mail(id, more, "")).await;
        work(&post).await;
        let (state, reason, conversation) = fate(&post, taken).await;
        assert_eq!((state.as_str(), reason.as_str(), conversation != 0), ("placed", "", true), "{id}");
    }
    assert_eq!(messages(&post).await.len(), 6);
}
