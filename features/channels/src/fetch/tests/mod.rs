mod alarm;
mod bad_days;
mod consent;
mod dovecot;
mod pop;
mod proxy;

use std::time::Duration;

use kernel::{MailboxId, Patch};
use testkit::{TestDb, db_test};

use self::dovecot::Dovecot;
use super::access::Key;
use super::state::{self, FetchState};
use super::supervisor;
use crate::mailboxes::commands::{self, ImapInput, MailboxChange, NewMailbox};
use crate::mailboxes::model::{After, Imap, Protocol, SignBy, Take};
use crate::mailboxes::probe::try_fetching;
use crate::post::Post;
use crate::testing::{count, mail, messages, office, work};

fn imap(port: u16) -> Imap {
    Imap {
        protocol: Protocol::Imap,
        sign_in: SignBy::Password,
        host: "127.0.0.1".into(),
        port,
        security: delivery::Security::None,
        user: "help".into(),
        folder: "INBOX".into(),
        after: After::Seen,
        move_to: None,
    }
}

async fn connect(post: &Post, settings: Imap, password: &str, take: Take) -> MailboxId {
    let input = NewMailbox {
        name: "Support".into(),
        address: "help@our.example".into(),
        from_name: String::new(),
        team: None,
        active: true,
        take,
        imap: Some(ImapInput { settings, password: Some(password.into()) }),
        smtp: None,
        plus_addressing: false,
        subject_number: true,
        signature_html: String::new(),
    };
    let office = post.clone();
    post.db().write(move |tx| commands::create(tx, &office, &testkit::system(), &input)).await.expect("a mailbox").id
}

/// Waits until so many mails are kept.
async fn kept(post: &Post, want: i64) {
    for _ in 0..1_200 {
        if count(post, "channels_intake").await == want {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{} mails are kept, not {want}; {:?}", count(post, "channels_intake").await, fetch_state(post).await);
}

async fn fetch_state(post: &Post) -> Vec<FetchState> {
    let all = post.db().read(|tx| {
        let mailboxes = crate::mailboxes::store::list(tx)?;
        mailboxes.into_iter().map(|mailbox| state::find(tx, mailbox.id)).collect()
    });
    all.await.expect("states")
}

/// Waits until the state of the only mailbox is as wanted.
async fn until(post: &Post, what: &str, wanted: impl Fn(&FetchState) -> bool) {
    for _ in 0..1_200 {
        if fetch_state(post).await.first().is_some_and(&wanted) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{what}: {:?}", fetch_state(post).await);
}

/// Ends the fetching as a killed node does, and lets its right to fetch run out.
async fn end(db: &TestDb, fetching: tokio::task::JoinHandle<()>) {
    fetching.abort();
    let _ = fetching.await;
    db.clock.advance(Duration::from_mins(2));
}

/// The clock of a test stands still, that of the mail server does not: the test's is set to the server's.
fn set_clock(db: &TestDb) {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a time");
    db.clock.set(kernel::Timestamp::from_micros(i64::try_from(now.as_micros()).expect("a time")));
}

#[db_test(crate::testing::schema)]
async fn a_new_mailbox_takes_mail_from_now_on_and_marks_it_after_the_commit(db: TestDb) {
    let Some(server) = Dovecot::start() else { return };
    set_clock(&db);
    let post = office(&db).await;
    server.deliver("old", &mail("old", "Subject: History\r\n", "Old"), 3_600);
    connect(&post, imap(server.port), "geheim", Take::FromNow).await;
    server.deliver("early", &mail("early", "Subject: Early\r\n", "Came while it was connected"), 0);
    let fetching = tokio::spawn(supervisor::run(post.clone()));
    kept(&post, 1).await;
    server.deliver("new", &mail("new", "Subject: News\r\n", "New"), 0);
    kept(&post, 2).await;
    work(&post).await;
    let seen: Vec<String> = messages(&post).await.into_iter().map(|message| message.content).collect();
    assert!(seen.len() == 2 && seen[0].starts_with("Came") && seen[1].starts_with("New"), "{seen:?}");
    for _ in 0..1_200 {
        if server.names("").iter().filter(|name| name.ends_with('S')).count() == 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let names = server.names("");
    assert!(names.iter().any(|name| name.starts_with("old") && !name.ends_with('S')), "{names:?}");
    assert_eq!(names.iter().filter(|name| name.ends_with('S')).count(), 2, "{names:?}");
    end(&db, fetching).await;
    server.deliver("later", &mail("later", "Subject: Later\r\n", "While we were away"), 0);
    let fetching = tokio::spawn(supervisor::run(post.clone()));
    kept(&post, 3).await;
    fetching.abort();
}

#[db_test(crate::testing::schema)]
async fn everything_is_taken_as_history_when_asked_for_and_moved_away(db: TestDb) {
    let Some(server) = Dovecot::start() else { return };
    set_clock(&db);
    let post = office(&db).await;
    for number in 0..130 {
        server.deliver(
            &format!("m{number:03}"),
            &mail(&format!("m{number}"), "Subject: Old\r\n", &format!("Number {number}")),
            7_200,
        );
    }
    let settings = Imap { after: After::Move, move_to: Some("Done".into()), ..imap(server.port) };
    connect(&post, settings, "geheim", Take::All).await;
    let fetching = tokio::spawn(supervisor::run(post.clone()));
    kept(&post, 130).await;
    until(&post, "all are moved", |_| server.names("Done").len() == 130 && server.names("").is_empty()).await;
    let historic: i64 = post
        .db()
        .read(|tx| tx.one("select count(*) from channels_intake where historic = $1", db::p![true], |row| row.take()))
        .await
        .expect("a count");
    assert_eq!(historic, 130);
    assert_eq!(count(&post, "channels_outgoing").await, 0);
    fetching.abort();
}

#[db_test(crate::testing::schema)]
async fn a_new_numbering_doubles_nothing_and_loses_nothing(db: TestDb) {
    let Some(server) = Dovecot::start() else { return };
    set_clock(&db);
    let post = office(&db).await;
    connect(&post, imap(server.port), "geheim", Take::FromNow).await;
    server.deliver("one", &mail("one", "Subject: One\r\n", "One"), 0);
    let fetching = tokio::spawn(supervisor::run(post.clone()));
    kept(&post, 1).await;
    until(&post, "fetched", |state| state.last_uid > 0 && state.last_fetch_at.micros() > 0).await;
    let before = fetch_state(&post).await[0].uid_validity;
    end(&db, fetching).await;
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    server.renumber();
    server.deliver("two", &mail("two", "Subject: Two\r\n", "Two"), 0);
    let fetching = tokio::spawn(supervisor::run(post.clone()));
    kept(&post, 2).await;
    until(&post, "another numbering", |state| state.uid_validity != before).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(count(&post, "channels_intake").await, 2);
    fetching.abort();
}

#[db_test(crate::testing::schema)]
async fn what_goes_wrong_is_shown_and_new_settings_are_taken_up_at_once(db: TestDb) {
    let Some(server) = Dovecot::start() else { return };
    set_clock(&db);
    let post = office(&db).await;
    let mailbox = connect(&post, imap(server.port), "wrong", Take::FromNow).await;
    let fetching = tokio::spawn(supervisor::run(post.clone()));
    until(&post, "the password is told", |state| state.error.contains("did not accept user name and password")).await;
    let why = fetch_state(&post).await.remove(0).why.expect("by its codes");
    assert_eq!((why.code.as_str(), why.hint.as_deref()), ("channels.login_refused", Some("delivery.hint_login")));
    let change = MailboxChange {
        version: 1,
        imap: Patch::Set(ImapInput { settings: imap(server.port), password: Some("geheim".into()) }),
        ..MailboxChange::default()
    };
    let office = post.clone();
    post.db()
        .write(move |tx| commands::change(tx, &office, &testkit::system(), mailbox, &change))
        .await
        .expect("changed");
    until(&post, "all is well", |state| state.error.is_empty() && state.why.is_none() && state.fetching).await;
    fetching.abort();
}

#[db_test(crate::testing::schema)]
async fn a_test_of_settings_tells_each_step(db: TestDb) {
    let Some(server) = Dovecot::start() else { return };
    let post = office(&db).await;
    let steps = |settings: Imap, password: &'static str| {
        let post = post.clone();
        async move {
            let steps = try_fetching(&post, &settings, &Key::Password(password.into())).await;
            steps.into_iter().map(|step| (step.step, step.ok, step.detail, !step.hint.is_empty())).collect::<Vec<_>>()
        }
    };
    let good = Imap { after: After::Move, move_to: Some("Done".into()), ..imap(server.port) };
    assert!(steps(good.clone(), "geheim").await.iter().all(|(_, ok, ..)| *ok));
    let last = |steps: Vec<(&'static str, bool, String, bool)>| steps.into_iter().last().expect("a step");
    let (step, ok, detail, hint) = last(steps(good.clone(), "wrong").await);
    assert_eq!((step, ok, hint), ("imap_login", false, true), "{detail}");
    let (step, ok, detail, _) = last(steps(Imap { move_to: Some("Nowhere".into()), ..good.clone() }, "geheim").await);
    assert!(step == "imap_move_folder" && ok && detail.contains("Nowhere is not there yet"), "{detail}");
    let (step, ok, detail, _) = last(steps(Imap { port: 1, ..good.clone() }, "geheim").await);
    assert!(step == "imap_connect" && !ok && detail.contains("Nobody listens at 127.0.0.1:1"), "{detail}");
    let (step, ok, detail, _) = last(steps(Imap { security: delivery::Security::Tls, ..good.clone() }, "geheim").await);
    assert!(step == "imap_connect" && !ok && detail.contains("TLS"), "{detail}");
    let (step, ok, detail, _) =
        last(steps(Imap { security: delivery::Security::Starttls, ..good.clone() }, "geheim").await);
    assert!(step == "imap_connect" && !ok && detail.contains("does not offer STARTTLS"), "{detail}");
    let (step, ok, detail, _) = last(steps(Imap { host: "no-such-host.invalid".into(), ..good }, "geheim").await);
    assert!(step == "imap_connect" && !ok && detail.contains("There is no server named"), "{detail}");
}

#[db_test(crate::testing::schema)]
async fn only_one_node_fetches_a_mailbox(db: TestDb) {
    set_clock(&db);
    let post = office(&db).await;
    let mailbox = connect(&post, imap(1), "geheim", Take::FromNow).await;
    let lease = |node: &'static str| {
        post.db().write(move |tx| {
            let until = tx.now().plus(Duration::from_mins(1));
            state::lease(tx, mailbox, node, until)
        })
    };
    assert!(lease("one").await.expect("a lease"));
    assert!(!lease("two").await.expect("a lease"));
    assert!(lease("one").await.expect("renewed"));
    db.clock.advance(Duration::from_secs(61));
    assert!(lease("two").await.expect("a lease"));
    post.db().write(move |tx| state::stopped(tx, mailbox, "two")).await.expect("given back");
    assert!(lease("one").await.expect("a lease"));
}
