//! Reports that are made by themselves and sent.

use db::p;
use jobs::Runner;
use kernel::Timestamp;
use testkit::{TestDb, db_test};

use super::model::{Format, PlanContent, PlanId, ReportState, Schedule};
use super::tests::{january, manager, plan, reports, schedule};
use super::{add_jobs, commands, plans, queries, sendings};

const LETTERS: &str = "create table test_letters (source TEXT PRIMARY KEY, recipient TEXT NOT NULL, subject TEXT NOT NULL, files TEXT NOT NULL)";

async fn prepare(store: &TestDb) {
    store.write(|tx| tx.exec(LETTERS, &[]).map(drop)).await.expect("a table");
}

async fn letters(store: &TestDb) -> Vec<(String, String, String)> {
    let sql = "select recipient, subject, files from test_letters order by source";
    let read = store.read(move |tx| tx.all(sql, p![], |row| Ok((row.take()?, row.take()?, row.take()?))));
    read.await.expect("letters")
}

async fn made(store: &TestDb) -> Vec<(String, ReportState)> {
    let page = kernel::PageRequest::default();
    let read = store.read(move |tx| queries::page(tx, &manager(), None, None, &page)).await.expect("reports");
    read.items.into_iter().map(|it| (it.first, it.state)).collect()
}

/// Does what is due on a node, or on two at once.
async fn work(store: &TestDb, nodes: usize) {
    let node = || {
        let mut runner = Runner::new((**store).clone());
        add_jobs(&mut runner, &reports(store));
        async move { runner.run_due().await.expect("jobs") }
    };
    if nodes == 2 {
        tokio::join!(node(), node());
    } else {
        node().await;
    }
}

fn scheduled(after_review: bool) -> PlanContent {
    let schedule = Schedule {
        recipients: vec!["board@nordlicht.example".into(), "owner@nordlicht.example".into()],
        formats: vec![Format::Html, Format::Xlsx],
        after_review,
        ..schedule()
    };
    PlanContent { schedule: Some(schedule), ..plan() }
}

async fn planned(store: &TestDb, content: PlanContent) -> PlanId {
    store.write(move |tx| plans::create(tx, &manager(), &content)).await.expect("a plan").id
}

fn clock(store: &TestDb, text: &str) {
    let at = text.parse::<jiff::Timestamp>().expect("an instant").as_microsecond();
    store.clock.set(Timestamp::from_micros(at));
}

#[db_test(crate::testing::migrations)]
async fn each_stretch_is_reported_and_sent_once_and_what_was_missed_once_at_the_end(store: TestDb) {
    prepare(&store).await;
    planned(&store, scheduled(false)).await;
    work(&store, 1).await;
    assert!(made(&store).await.is_empty(), "what was due before the plan was made is not made up for");
    clock(&store, "2026-04-02T06:59:59Z");
    work(&store, 1).await;
    assert!(made(&store).await.is_empty(), "its hour has not come");
    clock(&store, "2026-04-02T07:00:00Z");
    work(&store, 2).await;
    work(&store, 1).await;
    assert_eq!(made(&store).await, [("2026-03-01".to_owned(), ReportState::Frozen)]);
    let files = "For-the-board-March-2026.xlsx For-the-board-March-2026.html".to_owned();
    let subject = "For the board: March 2026".to_owned();
    let expected = ["board@nordlicht.example", "owner@nordlicht.example"]
        .map(|to| (to.to_owned(), subject.clone(), files.clone()));
    assert_eq!(letters(&store).await, expected);
    clock(&store, "2026-07-20T12:00:00Z");
    work(&store, 2).await;
    let all: Vec<String> = made(&store).await.into_iter().map(|(first, _)| first).collect();
    assert_eq!(all, ["2026-06-01", "2026-03-01"], "April and May are not made up for");
    assert_eq!(letters(&store).await.len(), 4);
}

#[db_test(crate::testing::migrations)]
async fn a_draft_waits_for_its_owner_and_goes_out_when_it_is_frozen(store: TestDb) {
    prepare(&store).await;
    planned(&store, scheduled(true)).await;
    clock(&store, "2026-04-03T00:00:00Z");
    work(&store, 1).await;
    assert_eq!(made(&store).await, [("2026-03-01".to_owned(), ReportState::Draft)]);
    let told = letters(&store).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(
        (told[0].0.as_str(), told[0].1.as_str()),
        ("mia@nordlicht.example", "A report waits for you: For the board: March 2026")
    );
    let page = kernel::PageRequest::default();
    let read = store.read(move |tx| queries::page(tx, &manager(), None, None, &page)).await.expect("reports");
    let id = read.items[0].id;
    store.write(move |tx| commands::freeze(tx, &manager(), id, 1)).await.expect("frozen");
    work(&store, 2).await;
    let sent: Vec<String> = letters(&store).await.into_iter().map(|(to, _, _)| to).collect();
    assert_eq!(sent.len(), 3, "{sent:?}");
    assert!(sent.contains(&"board@nordlicht.example".to_owned()));
}

#[db_test(crate::testing::migrations)]
async fn a_plan_that_is_changed_or_given_up_takes_its_hour_with_it(store: TestDb) {
    prepare(&store).await;
    let (moved, gone) = (planned(&store, scheduled(false)).await, planned(&store, scheduled(false)).await);
    store.write(move |tx| plans::delete(tx, &manager(), gone)).await.expect("deleted");
    let mut later = scheduled(false);
    later.schedule.as_mut().expect("a schedule").hour = 8;
    store.write(move |tx| plans::change(tx, &manager(), moved, &later, 1)).await.expect("changed");
    clock(&store, "2026-04-02T07:30:00Z");
    work(&store, 1).await;
    assert!(made(&store).await.is_empty());
    clock(&store, "2026-04-02T08:00:00Z");
    work(&store, 1).await;
    assert_eq!(made(&store).await.len(), 1, "the one that is still there");
    // The hour of a day that was reported moves on: it is not reported again.
    let mut again = scheduled(false);
    again.schedule.as_mut().expect("a schedule").hour = 9;
    store.write(move |tx| plans::change(tx, &manager(), moved, &again, 2)).await.expect("changed");
    clock(&store, "2026-04-02T09:30:00Z");
    work(&store, 1).await;
    assert_eq!(made(&store).await.len(), 1);
    let unscheduled = plan();
    store.write(move |tx| plans::change(tx, &manager(), moved, &unscheduled, 3)).await.expect("changed");
    clock(&store, "2026-06-02T09:30:00Z");
    work(&store, 1).await;
    assert_eq!(made(&store).await.len(), 1);
}

#[db_test(crate::testing::migrations)]
async fn only_what_is_frozen_is_sent_by_hand_and_its_fate_is_told(store: TestDb) {
    prepare(&store).await;
    let id = january(&store, plan()).await.head.id;
    let to = || vec!["ceo@nordlicht.example".to_owned()];
    let send = |to: Vec<String>| store.write(move |tx| sendings::send(tx, &manager(), id, &to, &[Format::Html]));
    assert_eq!(send(to()).await.expect_err("a draft").code(), "insight.report_draft");
    store.write(move |tx| commands::freeze(tx, &manager(), id, 1)).await.expect("frozen");
    for (wrong, pointer) in [(vec![], "recipients"), (vec!["nobody".to_owned()], "recipients/0")] {
        assert_eq!(send(wrong).await.expect_err("refused").fields[0].pointer, pointer);
    }
    send(to()).await.expect("on its way");
    let house = reports(&store);
    let look = move |tx: &mut db::Tx<'_>| sendings::of_report(tx, &house, &manager(), id);
    let waiting = store.read(look.clone()).await.expect("sendings");
    assert_eq!((waiting.len(), waiting[0].state.as_str(), waiting[0].by_schedule), (1, "waiting", false));
    work(&store, 1).await;
    let sent = store.read(look).await.expect("sendings");
    assert_eq!((sent[0].state.as_str(), sent[0].sent_at), ("sent", Some(Timestamp::from_micros(5))));
    assert_eq!(letters(&store).await.len(), 1, "nothing goes by itself: it was not made by a schedule");
}
