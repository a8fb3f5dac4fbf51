use kernel::PageRequest;
use testkit::{TestDb, check_statements, db_test, person_with};

use super::deliver::deliver;
use super::model::Received;
use super::place::place_one;
use super::{commands, queries, store as intake_store};
use crate::error;
use crate::permissions::MANAGE_UNPLACED;
use crate::testing::{count, fate, id_of, mail, mailbox, messages, office, take, work};

#[db_test(crate::testing::schema)]
async fn every_statement_is_understood(db: TestDb) {
    check_statements(&db, crate::statements()).await;
}

#[db_test(crate::testing::schema)]
async fn a_mail_is_kept_byte_for_byte_and_placed_once(db: TestDb) {
    let post = office(&db).await;
    let support = mailbox(&post, "help@our.example", 1).await;
    let raw = mail("1", "Subject: Lamp\r\nX-Odd: \u{fc}\r\n", "Hello,\r\nit broke.");
    let first = take(&post, Some(support), &raw).await;
    let again = take(&post, Some(support), &format!("Received: by another way\r\n{raw}")).await;
    assert_eq!(again, Received::Duplicate(id_of(first)));
    work(&post).await;
    let (state, reason, conversation) = fate(&post, first).await;
    assert_eq!((state.as_str(), reason.as_str()), ("placed", ""));
    assert!(conversation != 0);
    let seen = messages(&post).await;
    assert_eq!(seen.len(), 1);
    assert!(seen[0].content.starts_with("Hello,\nit broke.|Hello,<br>it broke.|"), "{}", seen[0].content);
    let intake = post.db().read(move |tx| intake_store::find(tx, id_of(first))).await.expect("the mail");
    assert_eq!(post.files().load(post.db(), &intake.blob).await.expect("raw"), raw.as_bytes());
    work(&post).await;
    assert_eq!(messages(&post).await.len(), 1);
}

#[db_test(crate::testing::schema)]
async fn the_same_mail_in_two_mailboxes_exists_once(db: TestDb) {
    let post = office(&db).await;
    let support = mailbox(&post, "help@our.example", 1).await;
    let sales = mailbox(&post, "sales@our.example", 1).await;
    let raw = mail("1", "Cc: sales@our.example\r\nSubject: Lamp\r\n", "Hello");
    let one = take(&post, Some(support), &raw).await;
    let two = take(&post, Some(sales), &format!("Delivered-To: sales@our.example\r\n{raw}")).await;
    work(&post).await;
    let (one, two) = (fate(&post, one).await, fate(&post, two).await);
    let mut states = [(one.0, one.1), (two.0, two.1)];
    states.sort();
    assert_eq!(states, [("ignored".into(), "same_mail".into()), ("placed".into(), String::new())]);
    assert_eq!(one.2, two.2);
    assert_eq!(messages(&post).await.len(), 1);
}

#[db_test(crate::testing::schema)]
async fn answers_find_their_conversation_and_strangers_do_not(db: TestDb) {
    let post = office(&db).await;
    let support = mailbox(&post, "help@our.example", 1).await;
    let first = take(&post, Some(support), &mail("1", "Subject: Lamp\r\n", "It broke")).await;
    work(&post).await;
    let (.., conversation) = fate(&post, first).await;
    let answer = mail("2", "Subject: Re: Lamp\r\nIn-Reply-To: <1@x.example>\r\n", "Still broken");
    let numbered = mail("3", "Subject: Lamp [#1]\r\n", "With the number");
    let signed_address =
        post.signer().address(&crate::mail::address::Address::parse("help@our.example").unwrap(), conversation);
    let signed_address = signed_address.unwrap().address;
    let eve = |mail: String| mail.replace("anna@x.example", "eve@evil.example");
    let signed = eve(mail("4", &format!("Cc: {signed_address}\r\nSubject: I was asked\r\n"), "Forwarded to me"));
    let by_reference =
        eve(mail("5", "Subject: Re: Lamp\r\nReferences: <1@x.example> <2@x.example>\r\n", "Who are you?"));
    let by_number = eve(mail("6", "Subject: Re: Lamp [#1]\r\n", "Who are you?"));
    let mut places = Vec::new();
    for raw in [answer, numbered, by_reference, by_number, signed] {
        let received = take(&post, Some(support), &raw).await;
        work(&post).await;
        places.push(fate(&post, received).await.2 == conversation);
    }
    assert_eq!(places, [true, true, false, false, true]);
    let hints: i64 = post
        .db()
        .read(move |tx| {
            tx.one("select count(*) from test_conversations where hint = $1", db::p![conversation], |row| row.take())
        })
        .await
        .expect("hints");
    assert_eq!(hints, 2);
}

#[db_test(crate::testing::schema)]
async fn what_cannot_be_placed_is_kept_with_its_reason(db: TestDb) {
    let post = office(&db).await;
    let support = mailbox(&post, "help@our.example", 1).await;
    let cases = [
        ("   \r\n", "empty"),
        ("no header here\r\nat all", "not_a_mail"),
        ("Subject: Who am I?\r\n\r\nx", "no_sender"),
        ("From: help@our.example\r\nSubject: Odd\r\nMessage-ID: <o@x>\r\n\r\nx", "own_address"),
        ("From: a@x.example\r\nSubject: PANIC\r\nMessage-ID: <p@x>\r\n\r\nx", "failed"),
        ("From: a@x.example\r\nSubject: REFUSE\r\nMessage-ID: <r@x>\r\n\r\nx", "failed"),
    ];
    for (raw, want) in cases {
        let received = take(&post, Some(support), raw).await;
        work(&post).await;
        let (state, reason, _) = fate(&post, received).await;
        assert_eq!((state.as_str(), reason.as_str()), ("kept", want), "{raw}");
    }
    let stray = deliver(&post, None, b"From: a@x.example\r\nTo: other@elsewhere.example\r\n\r\nx".to_vec())
        .await
        .expect("kept");
    work(&post).await;
    assert_eq!(fate(&post, stray).await.1, "no_mailbox");
    let stray = id_of(stray);
    let why = post.db().read(move |tx| intake_store::find(tx, stray)).await.expect("the mail").why.expect("more");
    assert_eq!((why.code.as_str(), why.params["address"].as_str()), ("channels.written_by", "a@x.example"));
    let good = take(&post, Some(support), &mail("1", "Subject: Good\r\n", "After all the bad ones")).await;
    work(&post).await;
    assert_eq!(fate(&post, good).await.0, "placed");
    assert_eq!(count(&post, "test_messages").await, 1);
    let page = PageRequest { limit: Some(3), cursor: None };
    let actor = person_with(1, "Mia", &[MANAGE_UNPLACED]);
    let first = post.db().read(move |tx| queries::unplaced(tx, &actor, &page)).await.expect("a page");
    assert_eq!(first.items.len(), 3);
    let page = PageRequest { limit: Some(200), cursor: first.next_cursor };
    let actor = person_with(1, "Mia", &[MANAGE_UNPLACED]);
    assert_eq!(post.db().read(move |tx| queries::unplaced(tx, &actor, &page)).await.expect("a page").items.len(), 4);
}

#[db_test(crate::testing::schema)]
async fn a_form_of_ours_writes_for_a_customer_and_our_own_copy_is_no_message(db: TestDb) {
    let post = office(&db).await;
    let support = mailbox(&post, "help@our.example", 1).await;
    let form = mail("1", "Reply-To: Carl <carl@y.example>\r\nSubject: Form\r\n", "Hi")
        .replace("anna@x.example", "help@our.example");
    let placed = take(&post, Some(support), &form).await;
    let copy = mail("2", &format!("X-Quarterdeck: {}\r\nSubject: Ours\r\n", post.mark()), "Hi")
        .replace("anna@x.example", "help@our.example");
    let ignored = take(&post, Some(support), &copy).await;
    let bounced =
        take(&post, Some(support), &mail("3", &format!("X-Quarterdeck: {}\r\n", post.mark()), "Back to you")).await;
    work(&post).await;
    assert_eq!(fate(&post, placed).await.0, "placed");
    assert_eq!(fate(&post, ignored).await.1, "own_copy");
    assert_eq!(fate(&post, bounced).await.0, "placed");
    let seen = messages(&post).await;
    assert!(seen.iter().any(|message| message.content.ends_with("|loop")), "{seen:?}");
    let carl: i64 = post
        .db()
        .read(|tx| {
            tx.one("select count(*) from test_contacts where address = 'carl@y.example'", db::p![], |row| row.take())
        })
        .await
        .expect("a count");
    assert_eq!(carl, 1);
}

#[db_test(crate::testing::schema)]
async fn kept_mail_can_be_tried_again_or_put_aside_by_those_who_may(db: TestDb) {
    let post = office(&db).await;
    let support = mailbox(&post, "help@our.example", 1).await;
    let kept = id_of(take(&post, Some(support), "Subject: x\r\n\r\nx").await);
    work(&post).await;
    let nobody = person_with(1, "Ada", &[]);
    let mia = person_with(2, "Mia", &[MANAGE_UNPLACED]);
    let refused = post.db().write(move |tx| commands::retry(tx, &nobody, kept)).await.expect_err("not allowed");
    assert_eq!(refused.code(), "access.forbidden");
    let actor = mia.clone();
    post.db().write(move |tx| commands::retry(tx, &actor, kept)).await.expect("tried again");
    work(&post).await;
    let again = post.db().read(move |tx| intake_store::find(tx, kept)).await.expect("the mail");
    assert_eq!((again.state.as_str(), again.attempts), ("kept", 2));
    let actor = mia.clone();
    post.db().write(move |tx| commands::dismiss(tx, &actor, kept)).await.expect("put aside");
    let refused = post.db().write(move |tx| commands::dismiss(tx, &mia, kept)).await.expect_err("done already");
    assert!(refused.is(error::NOT_KEPT));
}

#[db_test(crate::testing::schema)]
async fn inline_images_and_attachments_come_along(db: TestDb) {
    let post = office(&db).await;
    let support = mailbox(&post, "help@our.example", 1).await;
    let raw = mail(
        "1",
        "Subject: Photo\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n",
        "--b\r\nContent-Type: text/html\r\n\r\n<p>See <img src=\"cid:p1\"><img src=\"https://t.example/x.gif\"></p><script>x</script>\r\n\
         --b\r\nContent-Type: image/png; name=photo.png\r\nContent-ID: <p1>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0K\r\n\
         --b\r\nContent-Type: application/pdf; name=\"../bill.pdf\"\r\nContent-Disposition: attachment\r\n\r\nPDF\r\n--b--",
    );
    take(&post, Some(support), &raw).await;
    work(&post).await;
    let seen = messages(&post).await;
    assert!(seen[0].content.contains("<img src=\"/files/photo.png\">"), "{}", seen[0].content);
    assert!(seen[0].content.contains("data-src=\"https://t.example/x.gif\"") && !seen[0].content.contains("script"));
    assert_eq!(count(&post, "test_files").await, 2);
}

#[db_test(crate::testing::schema)]
async fn a_pipe_finds_the_mailbox_by_flag_or_by_header(db: TestDb) {
    let post = office(&db).await;
    mailbox(&post, "help@our.example", 1).await;
    let sales = mailbox(&post, "sales@our.example", 1).await;
    let raw = mail("1", "X-Original-To: sales+x@our.example\r\nSubject: x\r\n", "x");
    let received = deliver(&post, None, raw.clone().into_bytes()).await.expect("kept");
    let found = post.db().read(move |tx| intake_store::find(tx, id_of(received))).await.expect("the mail");
    assert_eq!(found.mailbox, Some(sales));
    let refused = deliver(&post, Some("nobody@our.example"), raw.into_bytes()).await.expect_err("unknown");
    assert!(refused.is(error::MAILBOX_UNKNOWN));
}

#[db_test(crate::testing::schema)]
async fn an_answer_waits_for_the_mail_it_answers(db: TestDb) {
    let post = office(&db).await;
    let support = mailbox(&post, "help@our.example", 1).await;
    let first = take(&post, Some(support), &mail("1", "Subject: Lamp\r\n", "It broke")).await;
    let second = take(&post, Some(support), &mail("2", "In-Reply-To: <1@x.example>\r\n", "And again")).await;
    let early = place_one(&post, id_of(second)).await.expect("an answer");
    assert!(early.is_some());
    assert_eq!(fate(&post, second).await.0, "waiting");
    place_one(&post, id_of(first)).await.expect("placed");
    assert_eq!(place_one(&post, id_of(second)).await.expect("placed"), None);
    assert_eq!(fate(&post, first).await.2, fate(&post, second).await.2);
}

#[db_test(crate::testing::schema)]
async fn an_answer_does_not_wait_for_ever(db: TestDb) {
    let post = office(&db).await;
    let support = mailbox(&post, "help@our.example", 1).await;
    take(&post, Some(support), &mail("1", "Subject: Lamp\r\n", "It broke")).await;
    let second = take(&post, Some(support), &mail("2", "In-Reply-To: <1@x.example>\r\n", "And again")).await;
    db.clock.advance(std::time::Duration::from_secs(61));
    assert_eq!(place_one(&post, id_of(second)).await.expect("placed"), None);
    assert_eq!(fate(&post, second).await.0, "placed");
}
