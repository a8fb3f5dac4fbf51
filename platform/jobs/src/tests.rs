use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use kernel::Fault;
use testkit::{TestDb, check_statements, db_test};

use crate::{NewJob, Outcome, Runner, cancel, depth, enqueue, parked, retry_parked};

#[db_test]
async fn every_statement_is_understood(db: TestDb) {
    check_statements(&db, crate::statements()).await;
}

#[db_test]
async fn two_workers_do_each_job_once(db: TestDb) {
    db.write(|tx| (0..40).try_for_each(|n| enqueue(tx, NewJob::now("test.count", n)))).await.expect("jobs");
    let count = Arc::new(AtomicUsize::new(0));
    let worker = || {
        let (mut runner, count) = (Runner::new(db.handle()), Arc::clone(&count));
        runner.add("test.count", move |_| {
            count.fetch_add(1, Ordering::SeqCst);
            async { Ok(Outcome::Done) }
        });
        runner
    };
    let (one, two) = (worker(), worker());
    let (left, right) = tokio::join!(one.run_due(), two.run_due());
    assert_eq!(left.expect("one") + right.expect("two"), 40);
    assert_eq!(count.load(Ordering::SeqCst), 40);
    assert!(db.read(depth).await.expect("a depth").is_empty());
}

#[db_test]
async fn a_key_keeps_a_second_job_out_and_cancels_the_first(db: TestDb) {
    for _ in 0..2 {
        db.write(|tx| {
            let at = tx.now().plus(Duration::from_secs(10));
            enqueue(tx, NewJob::now("test.send", 1).at(at).once_for("msg"))
        })
        .await
        .expect("a job");
    }
    assert_eq!(db.read(depth).await.expect("a depth")[0].1, 1);
    assert!(db.write(|tx| cancel(tx, "test.send", "msg")).await.expect("a cancel"));
    assert!(!db.write(|tx| cancel(tx, "test.send", "msg")).await.expect("nothing to cancel"));
}

#[db_test]
async fn a_failing_job_is_tried_again_then_parked_and_can_be_put_back(db: TestDb) {
    db.write(|tx| enqueue(tx, NewJob::now("test.fail", 1))).await.expect("a job");
    let runs = Arc::new(AtomicUsize::new(0));
    let (mut runner, count) = (Runner::new(db.handle()), Arc::clone(&runs));
    runner.add("test.fail", move |job| {
        count.fetch_add(1, Ordering::SeqCst);
        async move { if job.attempt > 100 { Ok(Outcome::Done) } else { Err(Fault::internal("the server is away")) } }
    });
    for _ in 0..30 {
        runner.run_due().await.expect("a round");
        db.clock.advance(Duration::from_hours(4));
    }
    assert_eq!(runs.load(Ordering::SeqCst), 14);
    let gone = db.read(|tx| parked(tx, None)).await.expect("parked jobs");
    assert!(gone[0].error.contains("the server is away"));
    assert_eq!(gone[0].code, "platform.internal");
    let id = gone[0].id;
    db.write(move |tx| retry_parked(tx, id)).await.expect("put back");
    assert!(db.read(|tx| parked(tx, None)).await.expect("parked jobs").is_empty());
    assert_eq!(db.read(depth).await.expect("a depth")[0].1, 1);
}

#[db_test]
async fn what_a_dead_process_held_goes_on_at_once_where_there_is_only_one(db: TestDb) {
    db.write(|tx| {
        enqueue(tx, NewJob::now("test.held", 1))?;
        let leased = tx.now().plus(Duration::from_secs(200));
        tx.exec("update jobs_queue set attempts = 1, run_at = $1", db::p![leased])
    })
    .await
    .expect("a held job");
    let done = Arc::new(AtomicUsize::new(0));
    let (mut runner, count) = (Runner::new(db.handle()), Arc::clone(&done));
    runner.add("test.held", move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        async { Ok(Outcome::Done) }
    });
    let working = tokio::spawn(runner.run());
    tokio::time::sleep(Duration::from_secs(5)).await;
    working.abort();
    let alone = db.engine() == db::Engine::Sqlite;
    assert_eq!(done.load(Ordering::SeqCst), usize::from(alone));
}
