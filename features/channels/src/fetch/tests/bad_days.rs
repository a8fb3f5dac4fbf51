//! A real server, and everything that goes wrong between it and us.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use testkit::{TestDb, db_test};

use super::super::supervisor;
use super::dovecot::Dovecot;
use super::proxy::{Act, Proxy};
use super::{connect, imap, kept, set_clock, until};
use crate::mailboxes::model::{After, Imap, Take};
use crate::mailboxes::queries::{self, Standing};
use crate::post::Post;
use crate::testing::{count, mail, office};

fn fill(server: &Dovecot, count: usize) {
    for number in 0..count {
        let name = format!("m{number:03}");
        server.deliver(&name, &mail(&name, "Subject: Old\r\n", &format!("Number {number}")), 7_200);
    }
}

async fn standing(post: &Post) -> Standing {
    post.db().read(queries::list).await.expect("mailboxes").remove(0).1
}

async fn subjects(post: &Post) -> Vec<String> {
    let sql = "select subject from channels_intake order by id";
    post.db().read(move |tx| tx.all(sql, db::p![], |row| row.take())).await.expect("subjects")
}

#[db_test(crate::testing::schema)]
async fn a_server_that_restarts_in_the_middle_costs_nothing_and_doubles_nothing(db: TestDb) {
    let Some(mut server) = Dovecot::start() else { return };
    set_clock(&db);
    let post = office(&db).await;
    fill(&server, 250);
    connect(&post, imap(server.port), "geheim", Take::All).await;
    let fetching = tokio::spawn(supervisor::run(post.clone()));
    for _ in 0..2_400 {
        if count(&post, "channels_intake").await >= 30 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    server.restart();
    kept(&post, 250).await;
    until(&post, "all is done", |state| state.waiting == 0 && state.backlog.end == 0 && state.error.is_empty()).await;
    assert_eq!(count(&post, "channels_intake").await, 250);
    fetching.abort();
}

#[db_test(crate::testing::schema)]
async fn a_mail_at_which_the_line_breaks_is_passed_over_and_taken_later(db: TestDb) {
    let Some(server) = Dovecot::start() else { return };
    set_clock(&db);
    let post = office(&db).await;
    fill(&server, 4);
    let bad = Arc::new(AtomicBool::new(true));
    let breaks = Arc::clone(&bad);
    let proxy = Proxy::before(server.port, &[], move |command| {
        let hit = command.starts_with("UID FETCH 2 (UID BODY") && breaks.load(Ordering::SeqCst);
        if hit { Act::CutAfter(90) } else { Act::Pass }
    });
    let proxy = proxy.await;
    connect(&post, imap(proxy.port), "geheim", Take::All).await;
    let fetching = tokio::spawn(supervisor::run(post.clone()));
    kept(&post, 3).await;
    until(&post, "the others went on", |state| state.waiting == 0 && state.error.is_empty()).await;
    let shown = standing(&post).await;
    assert_eq!((shown.skipped_count, shown.skipped[0].name.uid, shown.skipped[0].attempts), (1, 2, 3));
    assert_eq!(shown.skipped[0].told.why.code, "delivery.mail_broke");
    bad.store(false, Ordering::SeqCst);
    db.clock.advance(Duration::from_hours(7));
    server.deliver("wake", &mail("wake", "Subject: Wake\r\n", "Wake"), 0);
    kept(&post, 5).await;
    assert_eq!(standing(&post).await.skipped_count, 0);
    fetching.abort();
}

#[db_test(crate::testing::schema)]
async fn a_mail_of_which_the_server_talks_nonsense_or_nothing_does_not_hold_up_the_others(db: TestDb) {
    let Some(server) = Dovecot::start() else { return };
    set_clock(&db);
    let post = office(&db).await;
    fill(&server, 5);
    let proxy = Proxy::before(server.port, &[], |command| match command {
        "UID FETCH 2 (UID BODY.PEEK[])" => Act::Answer("* 2 FETCH (UID 2 BODY[] {x}\r\n{tag} OK Done\r\n".into()),
        "UID FETCH 3 (UID BODY.PEEK[])" => Act::Answer("{tag} NO [SERVERBUG] Cannot read it\r\n".into()),
        "UID FETCH 4 (UID BODY.PEEK[])" => Act::Answer("{tag} OK Nothing to see here\r\n".into()),
        _ => Act::Pass,
    })
    .await;
    connect(&post, imap(proxy.port), "geheim", Take::All).await;
    let fetching = tokio::spawn(supervisor::run(post.clone()));
    kept(&post, 2).await;
    until(&post, "the others went on", |state| state.waiting == 0 && state.error.is_empty()).await;
    let shown = standing(&post).await;
    let mut passed: Vec<(i64, &str)> =
        shown.skipped.iter().map(|one| (one.name.uid, one.told.why.code.as_str())).collect();
    passed.sort_unstable();
    assert_eq!(passed, [(2, "channels.strange"), (3, "channels.refused"), (4, "channels.without_content")]);
    fetching.abort();
}

#[db_test(crate::testing::schema)]
async fn a_refusal_is_not_taken_for_an_empty_folder(db: TestDb) {
    let Some(server) = Dovecot::start() else { return };
    set_clock(&db);
    let post = office(&db).await;
    fill(&server, 3);
    let refused = AtomicUsize::new(0);
    let proxy = Proxy::before(server.port, &[], move |command| {
        let asked = command.starts_with("UID SEARCH") || command.contains("RFC822.SIZE");
        if asked && refused.fetch_add(1, Ordering::SeqCst) < 4 {
            return Act::Answer("{tag} NO [INUSE] Later\r\n".into());
        }
        Act::Pass
    })
    .await;
    connect(&post, imap(proxy.port), "geheim", Take::All).await;
    let fetching = tokio::spawn(supervisor::run(post.clone()));
    until(&post, "it is told", |state| state.error.contains("refused")).await;
    kept(&post, 3).await;
    fetching.abort();
}

#[db_test(crate::testing::schema)]
async fn an_old_server_moves_one_mail_only_into_a_folder_that_is_made(db: TestDb) {
    let Some(server) = Dovecot::start() else { return };
    set_clock(&db);
    let post = office(&db).await;
    server.deliver("theirs:2,T", &mail("theirs", "Subject: Theirs\r\n", "Marked by somebody else"), 9_000);
    fill(&server, 2);
    let proxy = Proxy::before(server.port, &["MOVE", "UIDPLUS"], |_| Act::Pass).await;
    let settings = Imap { after: After::Move, move_to: Some("Erledigt".into()), ..imap(proxy.port) };
    connect(&post, settings, "geheim", Take::All).await;
    let fetching = tokio::spawn(supervisor::run(post.clone()));
    kept(&post, 3).await;
    until(&post, "all are copied", |state| state.waiting == 0 && server.names("Erledigt").len() == 3).await;
    let said = proxy.said();
    assert!(said.iter().any(|command| command.starts_with("CREATE \"Erledigt\"")), "{said:?}");
    assert!(!said.iter().any(|command| command.contains("MOVE") || command.starts_with("UID EXPUNGE")), "{said:?}");
    fetching.abort();
}

#[db_test(crate::testing::schema)]
async fn a_folder_that_cannot_be_made_is_told_and_mail_is_taken_all_the_same(db: TestDb) {
    let Some(server) = Dovecot::start() else { return };
    set_clock(&db);
    let post = office(&db).await;
    fill(&server, 2);
    let proxy = Proxy::before(server.port, &[], |command| {
        let refused = command.starts_with("CREATE") || command.starts_with("UID MOVE");
        if refused { Act::Answer("{tag} NO [NOPERM] Not yours\r\n".into()) } else { Act::Pass }
    })
    .await;
    let settings = Imap { after: After::Move, move_to: Some("Closed".into()), ..imap(proxy.port) };
    connect(&post, settings, "geheim", Take::All).await;
    let fetching = tokio::spawn(supervisor::run(post.clone()));
    kept(&post, 2).await;
    until(&post, "it is told", |state| state.warning.as_ref().is_some_and(|told| told.text.contains("Closed"))).await;
    until(&post, "all is well", |state| state.waiting == 0 && state.error.is_empty()).await;
    fetching.abort();
}

#[db_test(crate::testing::schema)]
async fn a_folder_one_may_only_read_is_read_and_never_written(db: TestDb) {
    let Some(server) = Dovecot::start() else { return };
    set_clock(&db);
    let post = office(&db).await;
    fill(&server, 2);
    // The real server opens it for reading only and says so.
    let proxy = Proxy::before(server.port, &[], |command| match command.strip_prefix("SELECT") {
        Some(folder) => Act::Instead(format!("EXAMINE{folder}")),
        None => Act::Pass,
    })
    .await;
    connect(&post, imap(proxy.port), "geheim", Take::All).await;
    let fetching = tokio::spawn(supervisor::run(post.clone()));
    kept(&post, 2).await;
    server.deliver("new", &mail("new", "Subject: New\r\n", "New"), 0);
    kept(&post, 3).await;
    until(&post, "it is shown", |state| state.read_only && state.last_uid == 3).await;
    assert!(!proxy.said().iter().any(|command| command.contains("STORE")), "{:?}", proxy.said());
    fetching.abort();
}

#[db_test(crate::testing::schema)]
async fn new_mail_does_not_wait_behind_old_mail(db: TestDb) {
    let Some(server) = Dovecot::start() else { return };
    set_clock(&db);
    let post = office(&db).await;
    fill(&server, 350);
    let settings = Imap { after: After::Keep, ..imap(server.port) };
    connect(&post, settings, "geheim", Take::All).await;
    let fetching = tokio::spawn(supervisor::run(post.clone()));
    until(&post, "it began", |state| state.backlog.total == 350 && state.backlog.uid > 10).await;
    server.deliver("new", &mail("new", "Subject: Burning\r\n", "New"), 0);
    kept(&post, 351).await;
    let at = subjects(&post).await.iter().position(|subject| subject == "Burning").expect("it is there");
    assert!(at < 340, "the new mail came as number {at} of 351");
    until(&post, "all is done", |state| state.waiting == 0 && state.backlog.end == 0).await;
    assert!(server.names("").iter().all(|name| !name.ends_with('S')), "nothing was marked");
    fetching.abort();
}

#[db_test(crate::testing::schema)]
async fn in_gmails_all_mail_labels_are_changed_and_drafts_are_left_alone(db: TestDb) {
    let Some(server) = Dovecot::start() else { return };
    set_clock(&db);
    let post = office(&db).await;
    fill(&server, 2);
    let proxy = Proxy::before(server.port, &[], |command| {
        let answer = match command {
            "CAPABILITY" => "* CAPABILITY IMAP4rev1 IDLE MOVE UIDPLUS X-GM-EXT-1\r\n{tag} OK Done\r\n",
            _ if command.starts_with("LIST") => "* LIST (\\HasNoChildren \\All) \"/\" \"INBOX\"\r\n{tag} OK Done\r\n",
            _ if command.contains("X-GM-LABELS)") => {
                "* 1 FETCH (X-GM-LABELS (\\Draft) UID 1 RFC822.SIZE 9 INTERNALDATE \"02-Mar-2026 08:00:00 +0000\")\r\n\
                 * 2 FETCH (X-GM-LABELS (\\Inbox \"Wichtig\") UID 2 RFC822.SIZE 9 INTERNALDATE \"02-Mar-2026 08:00:00 +0000\")\r\n\
                 {tag} OK Done\r\n"
            }
            _ if command.contains("X-GM-LABELS.SILENT") => "{tag} OK Done\r\n",
            _ => return Act::Pass,
        };
        Act::Answer(answer.into())
    })
    .await;
    let settings = Imap { after: After::Move, move_to: Some("Desk".into()), ..imap(proxy.port) };
    connect(&post, settings, "geheim", Take::All).await;
    let fetching = tokio::spawn(supervisor::run(post.clone()));
    kept(&post, 1).await;
    until(&post, "all is done", |state| state.waiting == 0).await;
    let said = proxy.said();
    let labels: Vec<&String> = said.iter().filter(|command| command.contains("GM-LABELS.SILENT")).collect();
    let want = ["UID STORE 2 +X-GM-LABELS.SILENT (\"Desk\")", "UID STORE 2 -X-GM-LABELS.SILENT (\\Inbox)"];
    assert_eq!(labels, want);
    assert!(!said.iter().any(|command| command.contains("MOVE")), "{said:?}");
    assert_eq!(count(&post, "channels_intake").await, 1);
    fetching.abort();
}
