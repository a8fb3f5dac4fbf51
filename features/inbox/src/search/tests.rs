//! The whole way from a message to its being found, on both engines.

use customers::contacts::{Correspondent, commands::find_or_create};
use db::p;
use kernel::{Actor, ConversationId, Patch, Permission, PersonId, TeamId, TypedId};
use testkit::{TestDb, agent_of, db_test, person_with, system};

use super::find::{Answer, Asked, find};
use super::language::Moment;
use super::*;
use crate::conversations::open::{Opening, open};
use crate::conversations::{Change, change};
use crate::messages::receive::{Incoming, receive};
use crate::messages::{Address, Recipients};
use crate::words::{Priority, Status};
use crate::{permissions, topics};

const ALL: &[Permission] = &[permissions::SEE, permissions::CHANGE, permissions::NOTE, permissions::MANAGE_TOPICS];

fn manager() -> Actor {
    person_with(9, "Ines Okafor", ALL)
}

async fn desk(store: &TestDb) -> Search {
    store
        .write(|tx| {
            for (id, name) in [(7i64, "Maja Lindqvist"), (8, "Piet de Vries")] {
                let sql = "insert into access_people (id, name, name_folded, email, email_folded, role_id, language, time_zone, signature_html,
                           avatar_color, active, password_hash, created_at, version)
                           values ($1, $2, $3, $4, $5, 4, 'en', 'UTC', '', '', $6, '', 0, 1)";
                let address = format!("{id}@desk.example");
                tx.exec(sql, p![id, name, name, address, address, true])?;
            }
            for (id, name) in [(3i64, "Billing"), (4, "Repairs")] {
                let sql = "insert into access_teams (id, name, name_folded, created_at, version) values ($1, $2, $3, 0, 1)";
                tx.exec(sql, p![id, name, name.to_lowercase()])?;
            }
            Ok(())
        })
        .await
        .expect("colleagues");
    Search::open(store.handle(), &store.folder.path().join("search")).expect("an index")
}

/// Brings the index up to the newest event. On PostgreSQL an event can be passed on only when no older transaction is open,
/// and tests that run at the same time on one server have theirs.
async fn catch_up(store: &TestDb, search: &Search) {
    let newest =
        || store.read(|tx| tx.one("select coalesce(max(number), 0) from db_events", p![], |row| row.take::<i64>()));
    for _ in 0..500 {
        search.catch_up().await.expect("an index");
        let place = search.place.lock().await.expect("a place").event.number;
        if place >= newest().await.expect("a number") && search.index.place().expect("a place").is_some() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the index does not get to the newest event");
}

struct Letter {
    from: &'static str,
    name: &'static str,
    subject: &'static str,
    text: &'static str,
    team: i64,
}

impl Default for Letter {
    fn default() -> Self {
        Self { from: "anna.schmidt@example.com", name: "Anna Schmidt", subject: "Question", text: "Hello", team: 0 }
    }
}

fn incoming(letter: &Letter, contact_id: kernel::ContactId, at: kernel::Timestamp) -> Incoming {
    Incoming {
        contact_id,
        from: Address { address: letter.from.to_owned(), name: letter.name.to_owned() },
        recipients: Recipients {
            to: vec![Address { address: "help@desk.example".into(), name: "Help".into() }],
            ..Recipients::default()
        },
        subject: letter.subject.to_owned(),
        text: letter.text.to_owned(),
        html: String::new(),
        quoted_html: None,
        has_remote_images: false,
        attachments: Vec::new(),
        written_at: at,
        arrived_at: None,
        raw_hash: None,
        automatic: false,
    }
}

/// A mail arrives and begins a conversation.
async fn arrive(store: &TestDb, letter: Letter) -> ConversationId {
    let arrived = store.write(move |tx| {
        let who = Correspondent { address: letter.from.to_owned(), name: letter.name.to_owned() };
        let contact = find_or_create(tx, &system(), &who)?.id;
        let opening = Opening {
            subject: letter.subject.to_owned(),
            channel: "mail",
            contact_id: contact,
            mailbox_id: None,
            team_id: (letter.team != 0).then(|| TeamId::from_raw(letter.team)),
            assignee_id: None,
            topic_id: None,
            status: Status::New,
            priority: Priority::Normal,
            automatic: false,
            follows: None,
            tags: Vec::new(),
        };
        let now = tx.now();
        let it = open(tx, &system(), &opening, now)?;
        let incoming = incoming(&letter, contact, now);
        receive(tx, &system(), it.id, &incoming).map(|received| received.conversation)
    });
    arrived.await.expect("a conversation")
}

async fn alter(store: &TestDb, id: ConversationId, asked: Change, tags: Option<&[&str]>) {
    let tags: Option<Vec<String>> = tags.map(|tags| tags.iter().map(|tag| (*tag).to_owned()).collect());
    store.write(move |tx| change(tx, &manager(), id, None, &asked, tags.as_deref())).await.expect("a change");
}

async fn ask(store: &TestDb, search: &Search, actor: Actor, query: &str, offset: usize, limit: usize) -> Answer {
    let moment = Moment { now: store.clock().now(), zone: jiff::tz::TimeZone::UTC };
    let asked = Asked { query: query.to_owned(), moment, offset, limit };
    let search = search.clone();
    store.read(move |tx| find(tx, &search, &actor, &asked)).await.expect("an answer")
}

fn ids(answer: &Answer) -> Vec<ConversationId> {
    answer.items.iter().map(|item| item.conversation.id).collect()
}

async fn found(store: &TestDb, search: &Search, query: &str) -> Vec<ConversationId> {
    let answer = ask(store, search, manager(), query, 0, 50).await;
    assert!(answer.wrong.is_empty(), "{query}: {:?}", answer.wrong);
    let mut ids = ids(&answer);
    assert_eq!(answer.total, ids.len(), "{query}");
    ids.sort();
    ids
}

#[db_test(crate::testing::schema)]
async fn words_phrases_beginnings_and_people_are_found(store: TestDb) {
    let search = desk(&store).await;
    let wheel = Letter {
        subject: "Broken wheel",
        text: "My order AB-12345-X came with a broken wheel. I want refunds!",
        ..Letter::default()
    };
    let wheel = arrive(&store, wheel).await;
    let rechnung = Letter {
        from: "joerg@müller.example",
        name: "Jörg Müller",
        subject: "Rechnung fehlt",
        text: "Bitte senden Sie mir die Rechnungen zu INV2026778, ich habe sie nicht.",
        team: 3,
    };
    let rechnung = arrive(&store, rechnung).await;
    catch_up(&store, &search).await;
    let table: [(&str, &[ConversationId]); 20] = [
        ("refund", &[wheel]),
        ("\"broken wheel\"", &[wheel]),
        ("\"wheel broken\"", &[]),
        ("whe*", &[wheel]),
        ("wheel rechnung", &[]),
        ("wheel OR rechnung", &[wheel, rechnung]),
        ("-wheel", &[rechnung]),
        ("rechnungen", &[rechnung]),
        ("mueller", &[rechnung]),
        ("MÜLLER", &[rechnung]),
        ("joerg@müller.example", &[rechnung]),
        ("anna.schmidt@example.com", &[wheel]),
        ("schmidt@example", &[wheel]),
        ("ab-12345-x", &[wheel]),
        ("12345", &[wheel]),
        ("2026778", &[rechnung]),
        ("from:anna", &[wheel]),
        ("to:help@desk.example from:jörg", &[rechnung]),
        ("subject:rechnung", &[rechnung]),
        ("subject:refund", &[]),
    ];
    for (query, expected) in table {
        assert_eq!(found(&store, &search, query).await, expected, "{query}");
    }
}

#[db_test(crate::testing::schema)]
async fn filters_follow_what_changes(store: TestDb) {
    let search = desk(&store).await;
    let first = arrive(&store, Letter { text: "alpha", team: 3, ..Letter::default() }).await;
    let second = arrive(&store, Letter { text: "alpha beta", team: 4, ..Letter::default() }).await;
    let topic = store.write(|tx| topics::create(tx, &manager(), "Delivery", None)).await.expect("a topic").id;
    let below = store.write(move |tx| topics::create(tx, &manager(), "Late", Some(topic))).await.expect("a topic").id;
    catch_up(&store, &search).await;
    assert_eq!(found(&store, &search, "alpha status:new").await, [first, second]);
    store.clock.advance(std::time::Duration::from_hours(24));
    let asked = Change {
        status: Some(Status::Pending),
        priority: Some(Priority::Urgent),
        assignee: Patch::Set(PersonId::from_raw(7)),
        topic: Patch::Set(below),
        ..Change::default()
    };
    alter(&store, first, asked, Some(&["refund", "late delivery"])).await;
    catch_up(&store, &search).await;
    let only_first = [
        "alpha status:pending",
        "status:pending,solved priority>=high",
        "tag:refund",
        "tag:\"late delivery\"",
        "tag:late*",
        "assignee:maja",
        "assignee:\"maja lindqvist\" alpha",
        "topic:delivery",
        "topic:late",
        "team:billing",
        "updated:today",
        "created:yesterday updated>23h",
        "alpha -team:repairs",
    ];
    for query in only_first {
        assert_eq!(found(&store, &search, query).await, [first], "{query}");
    }
    for query in ["assignee:none", "topic:none", "status:new", "team:repairs beta", "-tag:refund", "updated<12h"] {
        assert_eq!(found(&store, &search, query).await, [second], "{query}");
    }
    assert_eq!(found(&store, &search, "channel:mail created<today").await, [first, second]);
    assert!(found(&store, &search, "has:attachment").await.is_empty());
}

#[db_test(crate::testing::schema)]
async fn a_number_is_found_at_once(store: TestDb) {
    let search = desk(&store).await;
    let id = arrive(&store, Letter::default()).await;
    let number: i64 = store
        .read(move |tx| tx.one("select number from inbox_conversations where id = $1", p![id], |row| row.take()))
        .await
        .expect("a number");
    assert_eq!(found(&store, &search, &format!("#{number}")).await, [id], "before the index knows of it");
    assert!(found(&store, &search, "#999999").await.is_empty());
    catch_up(&store, &search).await;
    assert_eq!(found(&store, &search, &format!("{number}")).await, [id]);
}

#[db_test(crate::testing::schema)]
async fn nobody_learns_of_what_is_not_theirs(store: TestDb) {
    let search = desk(&store).await;
    let billing = arrive(&store, Letter { text: "secret", team: 3, ..Letter::default() }).await;
    let repairs = arrive(&store, Letter { text: "secret", team: 4, ..Letter::default() }).await;
    let nowhere = arrive(&store, Letter { text: "secret", ..Letter::default() }).await;
    let mine = arrive(&store, Letter { text: "secret", team: 4, ..Letter::default() }).await;
    alter(&store, mine, Change { assignee: Patch::Set(PersonId::from_raw(7)), ..Change::default() }, None).await;
    let mentioned = arrive(&store, Letter { text: "secret", team: 4, ..Letter::default() }).await;
    let person = [PersonId::from_raw(7)];
    let noted = store.write(move |tx| {
        crate::messages::note::note(
            tx,
            &manager(),
            mentioned,
            &crate::messages::markup::Body::new("<p>Look</p>"),
            &person,
            &[],
        )
    });
    noted.await.expect("a note");
    catch_up(&store, &search).await;
    let sorted = |mut ids: Vec<ConversationId>| {
        ids.sort();
        ids
    };
    let of_billing = agent_of(7, "Maja", &[permissions::SEE], &[TeamId::from_raw(3)]);
    for query in ["secret", "-absent", "status:new", "secret OR status:new"] {
        let answer = ask(&store, &search, of_billing.clone(), query, 0, 50).await;
        assert_eq!((answer.total, sorted(ids(&answer))), (4, vec![billing, nowhere, mine, mentioned]), "{query}");
    }
    let alone = Actor::new(
        kernel::ActorKind::Person(PersonId::from_raw(7)),
        "Maja",
        [permissions::SEE.name.to_owned()].into(),
        kernel::Sees::Mine,
    );
    let answer = ask(&store, &search, alone, "secret", 0, 50).await;
    assert_eq!((answer.total, sorted(ids(&answer))), (2, vec![mine, mentioned]));
    let sql = "select number from inbox_conversations where id = $1";
    let number: i64 = store.read(move |tx| tx.one(sql, p![repairs], |row| row.take())).await.expect("a number");
    let answer = ask(&store, &search, of_billing, &format!("#{number}"), 0, 50).await;
    assert_eq!((answer.total, answer.items.len()), (0, 0));
    let moment = Moment { now: store.clock().now(), zone: jiff::tz::TimeZone::UTC };
    let asked = Asked { query: "secret".into(), moment, offset: 0, limit: 10 };
    let refused =
        store.read(move |tx| find(tx, &search, &person_with(1, "Nobody", &[]), &asked)).await.expect_err("not allowed");
    assert_eq!(refused.kind(), kernel::FaultKind::Forbidden);
}

#[db_test(crate::testing::schema)]
async fn names_that_nobody_bears_are_told(store: TestDb) {
    let search = desk(&store).await;
    let answer = ask(&store, &search, manager(), "team:biling assignee:zorro", 0, 10).await;
    assert!(answer.items.is_empty());
    let told: Vec<(usize, &str)> = answer.wrong.iter().map(|wrong| (wrong.at, wrong.said.text.as_str())).collect();
    assert_eq!(
        told,
        [(0, "There is no team «biling»; did you mean «billing»?"), (12, "There is no assignee «zorro».")]
    );
}

#[db_test(crate::testing::schema)]
async fn results_are_ranked_marked_and_paged(store: TestDb) {
    let search = desk(&store).await;
    let body = arrive(
        &store,
        Letter { text: "There was also a puncture among many other things on the long way", ..Letter::default() },
    )
    .await;
    let subject =
        arrive(&store, Letter { subject: "Puncture", text: "The <b>puncture</b> is in the tyre", ..Letter::default() })
            .await;
    catch_up(&store, &search).await;
    let answer = ask(&store, &search, manager(), "puncture", 0, 1).await;
    assert_eq!((ids(&answer), answer.total), (vec![subject], 2));
    let marks: Vec<(&str, &str)> =
        answer.items[0].highlights.iter().map(|light| (light.field.as_str(), light.html.as_str())).collect();
    let passage = "The &lt;b&gt;<mark>puncture</mark>&lt;/b&gt; is in the tyre";
    assert_eq!(marks, [("subject", "<mark>Puncture</mark>"), ("message", passage)]);
    assert!(answer.next_cursor.is_some());
    let answer = ask(&store, &search, manager(), "puncture", 1, 1).await;
    assert_eq!((ids(&answer), answer.next_cursor.is_none()), (vec![body], true));
    let newest_first = ask(&store, &search, manager(), "", 0, 10).await;
    assert_eq!(newest_first.total, 2);
}

#[db_test(crate::testing::schema)]
async fn a_changed_contact_is_found_by_the_new_name(store: TestDb) {
    let search = desk(&store).await;
    let id = arrive(&store, Letter { name: "", ..Letter::default() }).await;
    catch_up(&store, &search).await;
    assert!(found(&store, &search, "Bergström").await.is_empty());
    let who = Correspondent { address: "anna.schmidt@example.com".into(), name: "Anna Bergström".into() };
    store.write(move |tx| find_or_create(tx, &system(), &who)).await.expect("a name");
    catch_up(&store, &search).await;
    assert_eq!(found(&store, &search, "Bergström").await, [id]);
}

#[db_test(crate::testing::schema)]
async fn an_index_goes_on_where_it_was_and_is_built_anew_when_damaged(store: TestDb) {
    let search = desk(&store).await;
    let folder = store.folder.path().join("search");
    let first = arrive(&store, Letter { text: "alpha", ..Letter::default() }).await;
    catch_up(&store, &search).await;
    let refused = Search::open(store.handle(), &folder).expect("readable").rebuild(|_| {}).await.expect_err("in use");
    assert!(refused.is(IN_USE));
    drop(search);
    let second = arrive(&store, Letter { text: "alpha", ..Letter::default() }).await;
    let search = Search::open(store.handle(), &folder).expect("the index");
    assert_eq!(search.count(), 1, "what was committed is there");
    catch_up(&store, &search).await;
    assert_eq!(found(&store, &search, "alpha").await, [first, second]);
    let mut steps = Vec::new();
    search.rebuild(|filling| steps.push(filling)).await.expect("a new index");
    assert_eq!(steps.last(), Some(&Filling { done: 2, total: 2 }));
    assert_eq!(found(&store, &search, "alpha").await, [first, second]);
    drop(search);
    for entry in std::fs::read_dir(&folder).expect("the folder").flatten() {
        if entry.path().extension().is_some_and(|extension| extension == "idx" || extension == "term") {
            std::fs::write(entry.path(), b"damaged").expect("damage");
        }
    }
    let search = Search::open(store.handle(), &folder).expect("a new index");
    assert_eq!(search.count(), 0);
    catch_up(&store, &search).await;
    assert_eq!(found(&store, &search, "alpha").await, [first, second]);
}

#[db_test(crate::testing::schema)]
async fn the_running_feed_finds_a_message_within_seconds(store: TestDb) {
    let search = desk(&store).await;
    let feed = tokio::spawn(search.clone().run());
    let id = arrive(&store, Letter { text: "zeppelin", ..Letter::default() }).await;
    let mut seen = Vec::new();
    for _ in 0..100 {
        seen = found(&store, &search, "zeppelin").await;
        if !seen.is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(seen, [id]);
    feed.abort();
}
