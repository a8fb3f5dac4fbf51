use std::sync::Arc;
use std::time::Duration;

use access::Registry;
use access::passwords::Hasher;
use channels::desk::{Appended, Arrival, Attached, Attachment, DeliveryState, Desk, Opening, Reply};
use channels::mail::address::Address;
use channels::{Post, Settings};
use db::{Migration, Tx, p};
use feedback::{Feedback, Hours, Letter, Letters, Links, Posted};
use files::Files;
use kernel::{ContactId, ConversationId, Fault, FaultKind, MessageId, Result, Timestamp};
use testkit::{TestDb, check_statements, db_test};

use super::{Plan, Rooms, Summary, fill, statements, unfinished};

/// Mail neither comes nor goes while the demo company is filled.
struct NoMail;

fn refuse<T>() -> Result<T> {
    Err(Fault::internal("the demo company touched the mail"))
}

impl Desk for NoMail {
    fn contact(&self, _: &mut Tx<'_>, _: &Address) -> Result<ContactId> {
        refuse()
    }
    fn conversation_by_number(&self, _: &mut Tx<'_>, _: i64) -> Result<Option<ConversationId>> {
        refuse()
    }
    fn exists(&self, _: &mut Tx<'_>, _: ConversationId) -> Result<bool> {
        refuse()
    }
    fn takes_part(&self, _: &mut Tx<'_>, _: ConversationId, _: &str) -> Result<Option<bool>> {
        refuse()
    }
    fn open(&self, _: &mut Tx<'_>, _: &Opening) -> Result<ConversationId> {
        refuse()
    }
    fn attach(&self, _: &mut Tx<'_>, _: &Attachment) -> Result<Attached> {
        refuse()
    }
    fn append(&self, _: &mut Tx<'_>, _: ConversationId, _: &Arrival) -> Result<Appended> {
        refuse()
    }
    fn record_ours(&self, _: &mut Tx<'_>, _: ConversationId, _: &Arrival) -> Result<MessageId> {
        refuse()
    }
    fn settle_if_old(&self, _: &mut Tx<'_>, _: ConversationId, _: Timestamp) -> Result<()> {
        refuse()
    }
    fn reply(&self, _: &mut Tx<'_>, _: MessageId) -> Result<Option<Reply>> {
        refuse()
    }
    fn delivery(&self, _: &mut Tx<'_>, _: MessageId, _: &DeliveryState) -> Result<()> {
        refuse()
    }
}

impl Letters for NoMail {
    fn post(&self, _: &mut Tx<'_>, _: &str, _: &Letter) -> Result<Posted> {
        refuse()
    }

    fn stop(&self, _: &mut Tx<'_>, _: &str) -> Result<()> {
        refuse()
    }

    fn has_stopped(&self, _: &mut Tx<'_>, _: &str) -> Result<bool> {
        refuse()
    }
}

struct RoundTheClock;

impl Hours for RoundTheClock {
    fn after(&self, _: &mut Tx<'_>, from: Timestamp, business: Duration) -> Result<Timestamp> {
        Ok(from.plus(business))
    }
}

pub(crate) fn schema() -> Vec<Migration> {
    [
        access::migrations(),
        customers::migrations(),
        channels::migrations(),
        inbox::migrations(),
        jobs::migrations(),
        files::migrations(),
        feedback::migrations(),
        super::migrations(),
    ]
    .concat()
}

fn rooms(store: &TestDb) -> Rooms {
    let grants = [
        access::permissions(),
        customers::permissions(),
        inbox::permissions(),
        channels::permissions(),
        feedback::permissions(),
    ];
    let files = Files::in_folder(store.folder.path().join("files"));
    let post = Post::new(store.handle(), files.clone(), Arc::new(NoMail), Settings::new([7; 32]));
    let registry = Arc::new(Registry::new(grants.concat()));
    let feedback = Feedback {
        db: store.handle(),
        letters: Arc::new(NoMail),
        hours: Arc::new(RoundTheClock),
        links: Arc::new(Links::new(b"secret", "https://desk.example")),
    };
    Rooms { db: store.handle(), files, registry, post, hasher: Hasher::cheap(), feedback }
}

fn plan(conversations: u32) -> Plan {
    let until = Timestamp::from_micros(1_795_297_000_000_000);
    Plan { seed: 2_026, until, conversations, host: None }
}

/// People, events that say so of an answer, and jobs.
async fn counts(store: &TestDb) -> (i64, i64, usize) {
    let read = |tx: &mut Tx<'_>| {
        let people = tx.one("select count(*) from pub_access_people", p![], |row| row.take())?;
        let mut place = kernel::EventId::default();
        let mut answers = 0;
        loop {
            let events = db::events_after(tx, place)?;
            let Some(last) = events.last() else { break };
            place = last.id;
            let answered = events.iter().filter(|event| event.name == inbox::events::WRITTEN);
            for event in answered {
                assert_eq!(event.facts["detail"]["to_send"], false, "history is never sent");
                answers += 1;
            }
        }
        Ok((people, answers, jobs::depth(tx)?.len()))
    };
    store.read(read).await.expect("counts")
}

#[db_test(crate::fill::tests::schema)]
async fn a_small_company_is_filled_once_and_nothing_is_sent(store: TestDb) {
    let rooms = rooms(&store);
    let mut last = 0;
    let summary: Summary = fill(&rooms, plan(40), |progress| last = progress.done).await.expect("filled");
    assert_eq!((summary.conversations, last), (40, 40));
    let (people, answers, jobs) = counts(&store).await;
    assert_eq!((people, jobs), (24, 0));
    assert!(answers > 40, "{answers}");
    let again = fill(&rooms, plan(40), |_| {}).await.expect_err("once");
    assert_eq!((again.kind(), again.code()), (FaultKind::Conflict, "demo.already_filled"));
    while store.write(db::seal_audit).await.expect("sealed") > 0 {}
    let report = store.read(db::verify_audit).await.expect("walked");
    assert!(report.broken.is_empty() && report.sealed > 200, "{report:?}");
}

#[db_test(crate::fill::tests::schema)]
async fn an_interrupted_filling_goes_on_where_it_stopped(store: TestDb) {
    let rooms = rooms(&store);
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let mut stop = Some(stop);
    let begun = rooms.clone();
    let filling = tokio::spawn(async move { fill(&begun, plan(110), move |_| drop(stop.take())).await });
    // The first batch is committed; whatever comes next may or may not be.
    let _ = stopped.await;
    filling.abort();
    let interrupted = filling.await.is_err();
    if interrupted {
        let run = unfinished(&store).await.expect("read").expect("a run");
        assert!(run.steps_done > 0);
        // Another plan does not matter: the company that was begun is completed.
        // A batch that was on its way when the filling was stopped may still be committed: it counts as another filler once.
        let summary = loop {
            match fill(&rooms, plan(10), |_| {}).await {
                Err(fault) if fault.is(crate::fill::error::BEING_FILLED) => {}
                outcome => break outcome.expect("completed"),
            }
        };
        assert_eq!(summary.conversations, 110);
    }
    assert!(unfinished(&store).await.expect("read").is_none());
    let (people, ..) = counts(&store).await;
    assert_eq!(people, 24);
}

#[db_test(crate::fill::tests::schema)]
async fn customers_are_asked_and_answer(store: TestDb) {
    fill(&rooms(&store), plan(80), |_| {}).await.expect("filled");
    let read = |tx: &mut Tx<'_>| {
        let mut count = |sql: &'static str| tx.one(sql, p![], |row| row.take::<i64>());
        Ok([
            count("select count(*) from feedback_programmes where active")?,
            count("select count(*) from feedback_surveys where sent_at > 0")?,
            count("select count(*) from feedback_answers")?,
            count("select count(*) from feedback_answers where comment <> ''")?,
            count("select count(*) from feedback_follow_ups where closed_at > 0")?,
        ])
    };
    let [programmes, sent, answers, comments, called] = store.read(read).await.expect("counts");
    assert_eq!(programmes, 4);
    assert!(sent > 25 && answers > 8 && answers < sent && comments > 2, "{sent} {answers} {comments} {called}");
}

#[db_test(crate::fill::tests::schema)]
async fn every_statement_is_understood(store: TestDb) {
    check_statements(&store, statements()).await;
}
