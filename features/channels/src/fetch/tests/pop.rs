//! POP3 with a real server.

use testkit::{TestDb, db_test};

use super::super::access::Key;
use super::super::supervisor;
use super::dovecot::Dovecot;
use super::proxy::{Act, Proxy};
use super::{connect, end, imap, kept, set_clock, until};
use crate::mailboxes::model::{After, Imap, Protocol, Take};
use crate::mailboxes::probe::try_fetching;
use crate::testing::{count, mail, office};

fn pop(port: u16, after: After) -> Imap {
    Imap { protocol: Protocol::Pop3, after, ..imap(port) }
}

/// A mail with the mark of the server that received it so many seconds ago.
fn received(name: &str, subject: &str, ago: i64) -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a time");
    let at = kernel::Timestamp::from_micros((i64::try_from(now.as_secs()).expect("a time") - ago) * 1_000_000);
    let date = at.to_jiff().strftime("%a, %d %b %Y %H:%M:%S +0000");
    let before = "Received: from y by x with ESMTP; Mon, 2 Mar 2020 08:00:00 +0000\r\n";
    let stamp = format!("Received: from x by mx.our.example with ESMTP; {date}\r\n{before}");
    stamp + &mail(name, &format!("Subject: {subject}\r\n"), ".a line that begins with a dot\r\n..and one with two")
}

#[db_test(crate::testing::schema)]
async fn what_comes_is_taken_once_and_left_on_the_server(db: TestDb) {
    let Some(server) = Dovecot::start().filter(|_| Dovecot::speaks_pop()) else { return };
    set_clock(&db);
    let post = office(&db).await;
    server.deliver("a-old", &received("old", "History", 7_200), 7_200);
    connect(&post, pop(server.pop_port, After::Keep), "geheim", Take::FromNow).await;
    server.deliver("b-early", &received("early", "Early", -5), 0);
    let fetching = tokio::spawn(supervisor::run(post.clone()));
    kept(&post, 1).await;
    until(&post, "all is well", |state| state.last_fetch_at.micros() > 0 && state.waiting == 0).await;
    end(&db, fetching).await;
    server.deliver("c-new", &received("new", "New", -5), 0);
    let fetching = tokio::spawn(supervisor::run(post.clone()));
    kept(&post, 2).await;
    let sql = "select b.bytes from channels_intake i join files_blobs b on b.hash = i.blob order by i.id";
    let raw: Vec<Vec<u8>> = post.db().read(move |tx| tx.all(sql, db::p![], |row| row.take())).await.expect("the bytes");
    assert!(String::from_utf8_lossy(&raw[0]).contains("\n.a line that begins with a dot\r\n..and one"), "as it was");
    assert_eq!(server.names("").len(), 3);
    fetching.abort();
}

#[db_test(crate::testing::schema)]
async fn a_mail_is_deleted_only_once_it_is_ours_even_when_the_line_breaks_between(db: TestDb) {
    let Some(server) = Dovecot::start().filter(|_| Dovecot::speaks_pop()) else { return };
    set_clock(&db);
    let post = office(&db).await;
    for number in 0..3 {
        server.deliver(&format!("m{number}"), &received(&format!("m{number}"), "Old", 7_200), 7_200);
    }
    let breaks = std::sync::atomic::AtomicUsize::new(0);
    let proxy = Proxy::before(server.pop_port, &[], move |command| {
        // The first sessions break before they are ended, so the server deletes nothing of what was taken in them.
        let hit = command == "2" && breaks.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 1;
        if hit { Act::CutAfter(40) } else { Act::Pass }
    })
    .await;
    connect(&post, pop(proxy.port, After::Delete), "geheim", Take::All).await;
    let fetching = tokio::spawn(supervisor::run(post.clone()));
    kept(&post, 3).await;
    until(&post, "the server is empty", |state| state.error.is_empty() && server.names("").is_empty()).await;
    assert_eq!(count(&post, "channels_intake").await, 3);
    let historic = "select count(*) from channels_intake where historic = $1";
    let historic: i64 =
        post.db().read(move |tx| tx.one(historic, db::p![true], |row| row.take())).await.expect("a count");
    assert_eq!(historic, 3);
    fetching.abort();
}

#[db_test(crate::testing::schema)]
async fn a_server_without_names_for_its_mails_is_refused_in_words(db: TestDb) {
    let Some(server) = Dovecot::start().filter(|_| Dovecot::speaks_pop()) else { return };
    let post = office(&db).await;
    let steps = try_fetching(&post, &pop(server.pop_port, After::Keep), &Key::Password("geheim".into())).await;
    assert!(steps.len() == 3 && steps.iter().all(|step| step.ok), "{steps:?}");
    let steps = try_fetching(&post, &pop(server.pop_port, After::Keep), &Key::Password("wrong".into())).await;
    let last = steps.last().expect("a step");
    assert!(!last.ok && last.why.code == "channels.login_refused", "{steps:?}");
    let proxy = Proxy::before(server.pop_port, &[], |command| match command {
        "UIDL" => Act::Answer("-ERR never heard of it\r\n".into()),
        _ => Act::Pass,
    })
    .await;
    let steps = try_fetching(&post, &pop(proxy.port, After::Keep), &Key::Password("geheim".into())).await;
    let last = steps.last().expect("a step");
    assert_eq!((last.ok, last.why.code.as_str()), (false, "channels.no_uidl"), "{steps:?}");
}
