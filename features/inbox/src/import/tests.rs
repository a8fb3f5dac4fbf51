//! Tables that become conversations, on both engines: small ones written here.

use std::path::PathBuf;
use std::sync::Arc;

use access::people::former;
use customers::contacts::Correspondent;
use customers::contacts::intake::{find_or_create, find_or_create_by_handle};
use db::{Tx, p};
use kernel::{Actor, ContactId, Event, EventId, Result, TeamId, Timestamp};
use testkit::{TestDb, db_test, system};

use super::*;
use crate::error;
use crate::tests::desk::{billing, furnish};

/// The rooms beside the inbox, as the server wires them.
struct Beside;

impl Elsewhere for Beside {
    fn contact(&self, tx: &mut Tx<'_>, who: &Address) -> Result<ContactId> {
        let who = Correspondent { address: who.address.clone(), name: who.name.clone() };
        Ok(find_or_create(tx, &system(), &who)?.id)
    }
    fn contact_by_handle(&self, tx: &mut Tx<'_>, handle: &str, name: &str) -> Result<ContactId> {
        Ok(find_or_create_by_handle(tx, &system(), handle, name)?.id)
    }
    fn colleague(&self, tx: &mut Tx<'_>, address: Option<&str>, name: &str) -> Result<Option<Colleague>> {
        Ok(former::known(tx, address, name)?.map(|(id, active)| Colleague { id, active }))
    }
    fn add_former(&self, tx: &mut Tx<'_>, address: &str, name: &str) -> Result<Colleague> {
        let (id, active) = former::add_former(tx, &system(), address, name)?;
        Ok(Colleague { id, active })
    }
    fn team(&self, tx: &mut Tx<'_>, name: &str, make: bool) -> Result<Option<(TeamId, bool)>> {
        let known =
            tx.opt("select id from access_teams where name_folded = $1", p![name.to_lowercase()], |row| row.take())?;
        match known {
            Some(id) => Ok(Some((id, false))),
            None if make => {
                let input = access::teams::NewTeam { name: name.to_owned(), members: Vec::new() };
                Ok(Some((access::teams::create(tx, &Actor::system(), &input)?, true)))
            }
            None => Ok(None),
        }
    }
}

const TICKETS: &str = "id,opened,from,name,title,body,state,team,kind,lang,junk
T-1,2024-03-01 09:00,jonas@example.org,Jonas Weber,Where is my bike?,<p>Since <b>May</b>.</p><script>x()</script>,done,Billing,Delivery,de;vip,no
T-2,2024-03-02 10:00,4711,,Broken chain,It broke.,open,Repairs North,Repair,,no
T-3,2024-03-03 11:00,4711,,Cheap pills,Buy,open,,,,yes
";
const MESSAGES: &str = "ticket,when,who,side,words,final
T-2,2024-03-02T10:30:00Z,Maja Lindqvist,us,We send a new one.,
T-1,2024-03-01T12:00:00Z,Olga of old,us,It left today.,yes
T-1,2024-03-01T10:00:00Z,Maja Lindqvist,inside,He is right.,
T-1,2024-03-01T13:00:00Z,jonas@example.org,them,Thanks!,
T-9,2024-03-01T13:00:00Z,nobody,them,Lost,
";
const MAP: &str = r#"
source = "old"
mailbox = "service@desk.example"
people = { unknown = "inactive" }

[[table]]
rows = "tickets"
files = "tickets*"
case = "id"
number = "id"
created_at = "opened"
time = { zone = "Europe/Berlin" }
requester = "from"
requester_name = "name"
subject = "title"
html = "body"
team = "team"
topic = "kind"
tags = { column = "lang", split = ";" }
spam = "junk"
state = { column = "state", values = { done = "solved", open = "open" } }

[[table]]
rows = "messages"
files = "messages*"
case = "ticket"
at = "when"
author = "who"
text = "words"
from = { column = "side", values = { us = "agent", them = "customer", inside = "note" } }
state = { column = "final", values = { yes = "solved", "" = "keep" } }
"#;

fn write(store: &TestDb, name: &str, text: &str) -> PathBuf {
    let path = store.folder.path().join(name);
    std::fs::write(&path, text).expect("a file");
    path
}

fn order(store: &TestDb, map: &str, files: Vec<PathBuf>) -> Order {
    Order {
        map: Map::parse(map).expect("a map"),
        files,
        folder: store.folder.path().to_owned(),
        rehearse: false,
        skip_bad: false,
        rest: 0.0,
    }
}

fn tables(store: &TestDb) -> Order {
    let files = vec![write(store, "tickets.csv", TICKETS), write(store, "messages.csv", MESSAGES)];
    order(store, MAP, files)
}

async fn run(store: &TestDb, order: &Order) -> Outcome {
    let rooms: Arc<dyn Elsewhere> = Arc::new(Beside);
    import(&store.handle(), &rooms, order, |_| ()).await.expect("an import")
}

async fn texts(store: &TestDb, sql: &'static str) -> Vec<String> {
    store.read(move |tx| tx.all(sql, p![], |row| row.take::<String>())).await.expect("rows")
}

/// All events of conversations. On PostgreSQL readers stop at the oldest open transaction, which may be another test's.
async fn events(store: &TestDb) -> Vec<Event> {
    for _ in 0..1000 {
        let read = store.read(|tx| {
            let written: i64 = tx.one("select count(*) from db_events", p![], |row| row.take())?;
            Ok((db::events_after(tx, EventId::default())?, written))
        });
        let (all, written) = read.await.expect("events");
        if all.len() as i64 == written {
            return all.into_iter().filter(|event| event.facts.get("conversation").is_some()).collect();
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("another transaction never ended");
}

/// Everything an import leaves, without ids.
async fn left(store: &TestDb) -> Vec<String> {
    let mut all = texts(
        store,
        "select subject || ' ' || channel || ' ' || CAST(status as text) || ' ' || CAST(created_at as text) || ' ' || CAST(message_count as text)
         || ' ' || CAST(solved_at as text) || ' ' || CAST(first_reply_at as text) || ' ' || preview from inbox_conversations order by created_at",
    )
    .await;
    all.extend(
        texts(store, "select CAST(at as text) || from_name || text from inbox_messages order by at, text").await,
    );
    all.extend(
        events(store)
            .await
            .iter()
            .map(|event| format!("{} {}", event.at, event.name))
            .collect::<std::collections::BTreeSet<_>>(),
    );
    all.extend(texts(store, "select name from access_people order by name").await);
    all.extend(texts(store, "select name from access_teams order by name").await);
    all
}

#[db_test(crate::testing::schema)]
async fn tickets_and_messages_become_conversations_with_their_own_instants(store: TestDb) {
    furnish(&store).await;
    let outcome = run(&store, &tables(&store)).await;
    let counts = outcome.counts;
    assert_eq!((counts.rows, counts.conversations, counts.messages), (8, 2, 6), "{counts}");
    assert_eq!((counts.spam, counts.without_ticket, counts.bad, counts.known), (1, 1, 0, 0));
    assert_eq!((counts.people, counts.teams, counts.topics), (1, 1, 2));
    let on_the_desk = "select subject from inbox_conversations order by last_message_at desc";
    assert_eq!(texts(&store, on_the_desk).await, ["Broken chain (T-2)", "Where is my bike? (T-1)"]);
    let happened: Vec<String> =
        events(&store).await.iter().map(|event| format!("{} {}", event.at, event.name)).collect();
    assert_eq!(
        happened,
        [
            // 9 o'clock in Berlin.
            "2024-03-01T08:00:00Z inbox.conversation.opened",
            "2024-03-01T08:00:00Z inbox.message.received",
            "2024-03-01T10:00:00Z inbox.message.noted",
            "2024-03-01T12:00:00Z inbox.message.written",
            "2024-03-01T12:00:00Z inbox.conversation.status_changed",
            "2024-03-01T12:00:00Z inbox.conversation.status_changed",
            "2024-03-01T13:00:00Z inbox.message.received",
            "2024-03-02T09:00:00Z inbox.conversation.opened",
            "2024-03-02T09:00:00Z inbox.message.received",
            "2024-03-02T10:30:00Z inbox.message.written",
            "2024-03-02T10:30:00Z inbox.conversation.status_changed",
            "2024-03-02T10:30:00Z inbox.conversation.status_changed",
        ]
    );
    assert_eq!(
        texts(&store, "select html from inbox_messages where text like 'Since%'").await,
        ["<p>Since <b>May</b>.</p>"]
    );
    assert_eq!(texts(&store, "select name from access_people where not active").await, ["Olga of old"]);
    assert_eq!(
        texts(&store, "select value from customers_identities order by value").await,
        ["jonas@example.org", "old:4711"]
    );
    let of_billing: i64 = store
        .read(|tx| {
            tx.one(
                "select count(*) from inbox_conversations where team_id = $1 and mailbox_id = 5",
                p![billing()],
                |row| row.take(),
            )
        })
        .await
        .expect("a count");
    assert_eq!(of_billing, 1);
}

#[db_test(crate::testing::schema)]
async fn who_wrote_what_is_known_to_figures(store: TestDb) {
    furnish(&store).await;
    run(&store, &tables(&store)).await;
    let written: Vec<Event> =
        events(&store).await.into_iter().filter(|event| event.name == crate::events::WRITTEN).collect();
    let names = texts(&store, "select name from access_people where id in (select author_id from inbox_messages where kind = 1) order by name").await;
    assert_eq!(names, ["Maja Lindqvist", "Olga of old"]);
    assert!(written.iter().all(|event| event.person.is_some()), "{written:?}");
    assert_eq!(written[0].facts["first_reply_at"], "2024-03-01T12:00:00Z");
    assert_eq!(written[0].facts["detail"]["waited_since"], "2024-03-01T08:00:00Z");
    assert_eq!(written[0].facts["detail"]["to_send"], false);
    // The trail says once for each conversation where it came from, and when it came.
    let trail = texts(
        &store,
        "select CAST(detail as text) from db_audit where action = 'inbox.conversation.opened' order by 1",
    )
    .await;
    assert!(trail.len() == 2 && trail[0].contains("T-1") && trail[0].contains("old"), "{trail:?}");
    let begun = store.read(|tx| {
        tx.one("select min(at) from db_audit where action = 'inbox.conversation.opened'", p![], |row| {
            row.take::<Timestamp>()
        })
    });
    assert_eq!(begun.await.expect("an instant"), testkit::MONDAY_MORNING);
}

#[db_test(crate::testing::schema)]
async fn the_same_tables_twice_change_nothing(store: TestDb) {
    furnish(&store).await;
    run(&store, &tables(&store)).await;
    let before = left(&store).await;
    let again = run(&store, &tables(&store)).await.counts;
    assert_eq!((again.conversations, again.known, again.changed, again.people, again.teams), (0, 2, 0, 0, 0));
    assert_eq!(left(&store).await, before);
    // What changed in the files since is told and left.
    let files =
        vec![write(&store, "tickets.csv", &TICKETS.replace("broke", "tore")), write(&store, "messages.csv", MESSAGES)];
    let changed = run(&store, &order(&store, MAP, files)).await.counts;
    assert_eq!((changed.known, changed.changed), (2, 1));
    assert_eq!(left(&store).await, before);
}

#[db_test(crate::testing::schema)]
async fn an_import_that_was_interrupted_goes_on(store: TestDb) {
    furnish(&store).await;
    let rows = (0..150).map(|number| format!("N-{number},2024-03-{:02},done", 1 + number % 28));
    let tickets = std::iter::once("id,opened,state".to_owned()).chain(rows).collect::<Vec<_>>().join("\n");
    let map = "source = \"many\"\n[[table]]\nrows = \"tickets\"\ncase = \"id\"\ncreated_at = \"opened\"\nstate = { column = \"state\", values = { done = \"closed\" } }\n";
    let order = order(&store, map, vec![write(&store, "many.csv", &tickets)]);
    let (db, rooms): (_, Arc<dyn Elsewhere>) = (store.handle(), Arc::new(Beside));
    let killed = {
        let order = order.clone();
        let (reached, stop) = tokio::sync::oneshot::channel();
        let mut reached = Some(reached);
        tokio::spawn(async move {
            let work = import(&db, &rooms, &order, |progress| {
                if progress.doing == Doing::Keeping {
                    reached.take().map(|reached| reached.send(()));
                }
            });
            tokio::select! { biased; _ = stop => (), _ = work => panic!("it was not interrupted") }
        })
    };
    killed.await.expect("an interrupted import");
    let there: i64 = store
        .read(|tx| tx.one("select count(*) from inbox_conversations", p![], |row| row.take()))
        .await
        .expect("a count");
    assert!((64..150).contains(&there), "{there}");
    let counts = run(&store, &order).await.counts;
    assert_eq!(counts.conversations + counts.known, 150);
    assert!(counts.known >= there);
    assert_eq!(texts(&store, "select distinct subject from inbox_conversations").await.len(), 150);
}

#[db_test(crate::testing::schema)]
async fn what_is_wrong_is_told_by_row_and_column_and_nothing_is_written(store: TestDb) {
    furnish(&store).await;
    let bad = "id,opened,from,name,title,body,state,team,kind,lang,junk
T-1,yesterday,a@b.example,,x,,done,,,,no
T-2,2024-03-02 10:00,4711,,x,,finished,,,,perhaps
,2024-03-02 10:00,4711,,x,,open,,,,no
T-4,,4711,,x,,open,,,,no
T-5,2024-03-02 10:00
T-6,2024-03-02 10:00,4711,,good,,open,,,,no
";
    let files = || vec![write(&store, "tickets.csv", bad), write(&store, "messages.csv", MESSAGES)];
    let refused = run(&store, &order(&store, MAP, files())).await;
    let told: Vec<String> = refused.troubles.iter().map(ToString::to_string).collect();
    let want = [
        "tickets.csv, line 2, column opened: “yesterday”: an instant like 2024-03-01T09:30:00Z, 2024-03-01 09:30 or 2024-03-01 is expected",
        "tickets.csv, line 3, column state: “finished”: one of “done”, “open” is expected",
        "tickets.csv, line 3, column junk: “perhaps”: true or false is expected",
        "tickets.csv, line 4, column id: “”: the id of a case, at most 200 bytes, is expected",
        "tickets.csv, line 5, column opened: “”: an instant like 2024-03-01T09:30:00Z, 2024-03-01 09:30 or 2024-03-01 is expected",
        "tickets.csv, line 6: the row has 2 columns, the heading 11",
    ];
    assert_eq!(told, want);
    assert!(refused.refused && refused.counts.bad == 5 && refused.counts.conversations == 0);
    let rehearsal = run(&store, &Order { rehearse: true, ..order(&store, MAP, files()) }).await;
    assert_eq!((rehearsal.counts.bad, rehearsal.counts.conversations, rehearsal.refused), (5, 1, false));
    assert!(events(&store).await.is_empty());
    let skipped = run(&store, &Order { skip_bad: true, ..order(&store, MAP, files()) }).await;
    assert_eq!((skipped.counts.bad, skipped.counts.conversations), (5, 1));
}

#[db_test(crate::testing::schema)]
async fn maps_that_do_not_fit_the_files_are_refused(store: TestDb) {
    let rooms: Arc<dyn Elsewhere> = Arc::new(Beside);
    let tickets = write(&store, "tickets.csv", TICKETS);
    let messages = write(&store, "messages.csv", MESSAGES);
    let without = |map: &str| map.replace("mailbox = \"service@desk.example\"\n", "");
    let table = [
        (MAP.to_owned(), vec![tickets.clone(), messages.clone()], "there is no mailbox with this address"),
        (without(MAP), vec![tickets.clone()], "no file was given for the table whose `files` are “messages*”"),
        (
            without(MAP),
            vec![tickets.clone(), messages.clone(), write(&store, "else.csv", "a\n")],
            "else.csv belongs to no table",
        ),
        (
            without(&MAP.replace("\"opened\"", "\"begun\"")),
            vec![tickets.clone(), messages.clone()],
            "no column “begun”, which `created_at` names",
        ),
        (
            without(&MAP.replace("Europe/Berlin", "Europe/Atlantis")),
            vec![tickets.clone(), messages.clone()],
            "Europe/Atlantis",
        ),
        (without(MAP), vec![store.folder.path().join("tickets-gone.csv"), messages], "tickets-gone.csv"),
    ];
    for (map, files, words) in table {
        let fault = import(&store.handle(), &rooms, &order(&store, &map, files), |_| ()).await.expect_err(words);
        assert!(fault.is(error::IMPORT_MAP) || fault.is(error::IMPORT_FILE), "{words}");
        assert!(fault.sentence().contains(words), "{words}: {}", fault.sentence());
    }
}
