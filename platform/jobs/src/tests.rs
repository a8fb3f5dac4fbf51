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
        tx.exec("update jobs_queue set attempts = 1, holder = 'local', run_at = $1", db::p![leased])
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

#[db_test]
async fn trouble_of_the_store_never_makes_a_job_give_up(db: TestDb) {
    db.write(|tx| enqueue(tx, NewJob::now("test.troubled", 1))).await.expect("a job");
    let mut runner = Runner::new(db.handle());
    runner.add("test.troubled", |_| async { Err(Fault::store(kernel::DISK_FULL)) });
    for _ in 0..40 {
        runner.run_due().await.expect("a round");
        db.clock.advance(Duration::from_mins(1));
    }
    assert!(db.read(|tx| parked(tx, None)).await.expect("parked jobs").is_empty());
    assert_eq!(db.read(depth).await.expect("a depth")[0].1, 1);
    let mut mended = Runner::new(db.handle());
    mended.add("test.troubled", |job| async move {
        assert_eq!(job.attempt, 1);
        Ok(Outcome::Done)
    });
    assert_eq!(mended.run_due().await.expect("a round"), 1);
}

#[db_test]
async fn what_a_clock_that_ran_ahead_planned_waits_no_longer_than_was_meant(db: TestDb) {
    db.clock.advance(Duration::from_hours(48));
    db.write(|tx| {
        let at = tx.now().plus(Duration::from_secs(30));
        enqueue(tx, NewJob::now("test.ahead", 1).at(at))
    })
    .await
    .expect("a job");
    db.clock.set(testkit::MONDAY_MORNING);
    db.write(|tx| {
        let at = tx.now().plus(Duration::from_hours(24));
        enqueue(tx, NewJob::now("test.meant", 1).at(at))
    })
    .await
    .expect("a job");
    db.write(crate::rearrange).await.expect("rearranged");
    let due: Vec<_> = db.read(depth).await.expect("a depth").into_iter().map(|(kind, _, at)| (kind, at)).collect();
    let expected = [("test.ahead", 30), ("test.meant", 24 * 3600)];
    let expected = expected.map(|(kind, at)| (kind.to_owned(), testkit::MONDAY_MORNING.plus(Duration::from_secs(at))));
    assert_eq!(due, expected);
}

#[db_test]
async fn what_a_dead_node_held_is_freed_and_nothing_else(db: TestDb) {
    db.write(|tx| {
        for kind in ["test.a", "test.b"] {
            enqueue(tx, NewJob::now(kind, 1))?;
        }
        let later = tx.now().plus(Duration::from_mins(5));
        tx.exec("update jobs_queue set run_at = $1, holder = kind", db::p![later])?;
        crate::release(tx, "test.a")
    })
    .await
    .expect("held jobs");
    let due: Vec<bool> =
        db.read(depth).await.expect("a depth").into_iter().map(|(.., at)| at == testkit::MONDAY_MORNING).collect();
    assert_eq!(due, [true, false]);
}

#[db_test]
async fn a_claim_whose_answer_was_lost_is_taken_back_but_not_what_is_in_hand(db: TestDb) {
    use crate::runner::{claim, take_back};

    db.write(|tx| (0..3).try_for_each(|n| enqueue(tx, NewJob::now("test.lost", n)))).await.expect("jobs");
    let handle = db.handle();
    let claimed = claim(&handle, "test.lost", 8).await.expect("claimed");
    assert_eq!(claimed.len(), 3);
    assert!(claim(&handle, "test.lost", 8).await.expect("nothing").is_empty(), "they are held");
    let known = [claimed[1].id].into();
    take_back(&handle, "test.lost", known).await.expect("taken back");
    let again = claim(&handle, "test.lost", 8).await.expect("claimed");
    let ids: Vec<_> = again.iter().map(|job| (job.id, job.attempt)).collect();
    assert_eq!(ids, [(claimed[0].id, 1), (claimed[2].id, 1)], "as if they had not been claimed");
}
