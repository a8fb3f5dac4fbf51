//! Answers, notes and drafts.

use std::time::Duration;

use kernel::{PageRequest, TypedId};
use testkit::{TestDb, db_test};

use super::desk::{answer, customer_writes, furnish, mail, maja, manager, piet, repairs};
use crate::conversations::queries::{activity, detail, see};
use crate::drafts::{self, Draft, DraftKind};
use crate::messages::markup::Body;
use crate::messages::queries::thread;
use crate::messages::reply::reply;
use crate::messages::{Recipients, delivery, note::note, undo};
use crate::words::{DeliveryState, Status};

#[db_test(crate::testing::schema)]
async fn a_reply_ends_the_wait_and_is_told_to_others(store: TestDb) {
    furnish(&store).await;
    let (id, seen) = customer_writes(&store, Some(repairs()), "The front brake squeaks.").await;
    store.clock.advance(Duration::from_mins(1));
    let message = store
        .write(move |tx| reply(tx, &maja(), id, &answer("<p>Dear Jonas,</p><script>x</script>", Some(seen))))
        .await
        .expect("sent");
    let (page, messages, sent) = store
        .read(move |tx| {
            Ok((
                detail(tx, &maja(), id)?,
                thread(tx, &maja(), id, &PageRequest::default())?,
                delivery::outgoing(tx, message)?,
            ))
        })
        .await
        .expect("a page");
    assert_eq!((page.row.status, page.row.waiting_since, page.row.message_count), (Status::Pending, None, 2));
    assert_eq!(page.row.preview, "Dear Jonas,");
    assert_eq!(messages.items.len(), 2);
    let ours = &messages.items[1];
    assert_eq!(ours.html, "<p>Dear Jonas,</p>");
    assert_eq!(ours.delivery.as_ref().expect("a delivery").state, DeliveryState::Waiting);
    let sent = sent.expect("something to send");
    assert_eq!(
        (sent.subject.as_str(), sent.author.as_str(), sent.recipients.to.len()),
        ("Re: Where is my bike?", "Maja Lindqvist", 1)
    );
    let events = store.read(move |tx| db::events_of_thing(tx, &id.into(), i64::MAX)).await.expect("events");
    let names: Vec<String> = events.into_iter().rev().map(|event| event.name).collect();
    assert_eq!(
        names,
        [
            "inbox.conversation.opened",
            "inbox.message.received",
            "inbox.message.written",
            "inbox.conversation.status_changed"
        ]
    );
}

#[db_test(crate::testing::schema)]
async fn the_default_recipients_are_those_of_the_last_message_without_ourselves(store: TestDb) {
    furnish(&store).await;
    let (id, _) = customer_writes(&store, None, "Hello").await;
    let page = store.read(move |tx| detail(tx, &maja(), id)).await.expect("a page");
    let to: Vec<_> = page.reply.to.iter().map(|address| address.address.as_str()).collect();
    let cc: Vec<_> = page.reply.cc.iter().map(|address| address.address.as_str()).collect();
    assert_eq!((to, cc), (vec!["jonas@example.org"], vec!["anna@example.org"]));
    assert!(page.can.contains(&"reply".to_owned()));
}

#[db_test(crate::testing::schema)]
async fn a_reply_stops_when_something_newer_arrived_and_leaves_everything_as_it_was(store: TestDb) {
    furnish(&store).await;
    let (id, seen) = customer_writes(&store, None, "One").await;
    store.clock.advance(Duration::from_secs(5));
    let (_, newer) = store.write(move |tx| mail(tx, Some(id), None, "Two")).await.expect("a mail");
    let refusal =
        store.write(move |tx| reply(tx, &maja(), id, &answer("<p>x</p>", Some(seen)))).await.expect_err("stopped");
    assert_eq!(refusal.code(), "inbox.newer_message");
    let count = store.read(move |tx| detail(tx, &maja(), id)).await.expect("a page").row.message_count;
    assert_eq!(count, 2);
    store.write(move |tx| reply(tx, &maja(), id, &answer("<p>x</p>", Some(newer)))).await.expect("sent after reading");
}

#[db_test(crate::testing::schema)]
async fn a_reply_to_ourselves_to_nobody_or_without_a_text_is_refused_at_the_field(store: TestDb) {
    furnish(&store).await;
    let (id, _) = customer_writes(&store, None, "Hello").await;
    let table = [
        ("service@desk.example", "to/0/address"),
        ("Service+tok@desk.example", "to/0/address"),
        ("not an address", "to/0/address"),
    ];
    for (address, pointer) in table {
        let mut asked = answer("<p>x</p>", None);
        asked.recipients.to[0].address = address.into();
        let refusal = store.write(move |tx| reply(tx, &maja(), id, &asked)).await.expect_err(address);
        assert_eq!(refusal.fields[0].pointer, pointer);
    }
    let nobody = crate::messages::reply::Reply { recipients: Recipients::default(), ..answer("<p>x</p>", None) };
    assert_eq!(
        store.write(move |tx| reply(tx, &maja(), id, &nobody)).await.expect_err("nobody").code(),
        "inbox.recipient_missing"
    );
    let empty = answer("<p> <br></p>", None);
    assert_eq!(
        store.write(move |tx| reply(tx, &maja(), id, &empty)).await.expect_err("empty").fields[0].pointer,
        "html"
    );
}

#[db_test(crate::testing::schema)]
async fn a_reply_can_be_taken_back_for_ten_seconds_and_becomes_a_draft_again(store: TestDb) {
    furnish(&store).await;
    let (id, seen) = customer_writes(&store, None, "Hello").await;
    let before = store.read(move |tx| detail(tx, &maja(), id)).await.expect("a page").row;
    let message =
        store.write(move |tx| reply(tx, &maja(), id, &answer("<p>Too fast</p>", Some(seen)))).await.expect("sent");
    let stranger = store.write(move |tx| undo::withdraw(tx, &manager(), message)).await.expect_err("not theirs");
    assert_eq!(stranger.code(), "platform.not_found");
    store.clock.advance(Duration::from_secs(9));
    store.write(move |tx| undo::withdraw(tx, &maja(), message)).await.expect("taken back");
    let (after, draft, left) = store
        .read(move |tx| {
            Ok((detail(tx, &maja(), id)?.row, drafts::find(tx, &maja(), id)?, delivery::outgoing(tx, message)?))
        })
        .await
        .expect("a page");
    assert_eq!(
        (after.status, after.waiting_since, after.preview),
        (before.status, before.waiting_since, before.preview)
    );
    assert_eq!(draft.expect("a draft").draft.html, "<p>Too fast</p>");
    assert!(left.is_none(), "a withdrawn message has nothing to send");
    let again = store.write(move |tx| reply(tx, &maja(), id, &answer("<p>Now</p>", None))).await.expect("sent");
    store.clock.advance(Duration::from_secs(11));
    assert_eq!(
        store.write(move |tx| undo::withdraw(tx, &maja(), again)).await.expect_err("too late").code(),
        "inbox.too_late_to_undo"
    );
}

#[db_test(crate::testing::schema)]
async fn a_failed_delivery_shows_until_it_is_sent_again(store: TestDb) {
    furnish(&store).await;
    let (id, _) = customer_writes(&store, None, "Hello").await;
    let message = store.write(move |tx| reply(tx, &maja(), id, &answer("<p>Hi</p>", None))).await.expect("sent");
    let failed = DeliveryState::Failed;
    store
        .write(move |tx| delivery::set_delivery(tx, message, failed, Some("The mailbox is full."), 1))
        .await
        .expect("noted");
    let row = store.read(move |tx| detail(tx, &maja(), id)).await.expect("a page").row;
    assert!(row.delivery_failed);
    store.write(move |tx| undo::retry(tx, &maja(), message)).await.expect("again");
    let twice = store.write(move |tx| undo::retry(tx, &maja(), message)).await.expect_err("waits already");
    assert_eq!(twice.code(), "inbox.delivery_not_failed");
    assert!(!store.read(move |tx| detail(tx, &maja(), id)).await.expect("a page").row.delivery_failed);
}

#[db_test(crate::testing::schema)]
async fn a_note_shows_a_conversation_to_whom_it_names_and_never_to_the_customer(store: TestDb) {
    furnish(&store).await;
    let (id, seen) = customer_writes(&store, Some(repairs()), "Hello").await;
    assert_eq!(
        store.read(move |tx| detail(tx, &piet(), id)).await.expect_err("another team's").code(),
        "platform.not_found"
    );
    let piet_id = piet().person().expect("a person");
    let written = store
        .write(move |tx| note(tx, &maja(), id, &Body::new("<p>@Piet was it paid?</p>"), &[piet_id], &[]))
        .await
        .expect("a note");
    store.read(move |tx| detail(tx, &piet(), id)).await.expect("named people see it");
    assert!(store.read(move |tx| delivery::outgoing(tx, written)).await.expect("a look").is_none());
    store.write(move |tx| see(tx, &piet(), id, seen)).await.expect("seen");
    let lines = store.read(move |tx| activity(tx, &maja(), id, i64::MAX)).await.expect("lines");
    assert_eq!(lines.iter().map(|line| line.what.as_str()).collect::<Vec<_>>(), ["opened"]);
    let unknown = kernel::PersonId::from_raw(4711);
    let refusal = store
        .write(move |tx| note(tx, &maja(), id, &Body::new("<p>x</p>"), &[unknown], &[]))
        .await
        .expect_err("nobody");
    assert_eq!(refusal.fields[0].pointer, "mentions/0");
}

#[db_test(crate::testing::schema)]
async fn a_draft_of_another_window_is_not_overwritten(store: TestDb) {
    furnish(&store).await;
    let (id, _) = customer_writes(&store, None, "Hello").await;
    let draft = |html: &str| Draft {
        kind: DraftKind::Reply,
        html: html.into(),
        recipients: Recipients::default(),
        mailbox_id: None,
        attachment_ids: Vec::new(),
        mentions: Vec::new(),
    };
    let (one, two) = (draft("<p>one</p>"), draft("<p>two</p>"));
    let saved = store.write(move |tx| drafts::save(tx, &maja(), id, &one, 0)).await.expect("saved");
    let refusal = store.write(move |tx| drafts::save(tx, &maja(), id, &two, 0)).await.expect_err("older");
    assert_eq!((saved.revision, refusal.code()), (1, "inbox.draft_newer"));
    assert!(
        store.read(move |tx| drafts::find(tx, &piet(), id)).await.expect("a look").is_none(),
        "drafts are one's own"
    );
}
