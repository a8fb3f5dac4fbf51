//! Conversations that can be counted on fingers.

use kernel::{ContactId, ConversationId, PersonId, TeamId, Timestamp, TypedId};
use testkit::{MONDAY_MORNING, TestDb, db_test};

use super::backlog::backlog;
use super::now::live;
use crate::facts::{Business, Change, Changes, Conversation, Ended, Stretch, store};
use crate::metrics::Period;

const DAY: i64 = 86_400_000_000;

fn days_ago(days: i64) -> Timestamp {
    Timestamp::from_micros(MONDAY_MORNING.micros() - days * DAY)
}

fn conversation(number: i64, status: &str, created: i64, since: i64) -> Conversation {
    let never = Timestamp::NEVER;
    Conversation {
        id: ConversationId::from_raw(number),
        number,
        channel: "mail".into(),
        mailbox: None,
        contact: ContactId::from_raw(number),
        team: Some(TeamId::from_raw(1 + number % 2)),
        assignee: (number % 3 == 0).then(|| PersonId::from_raw(1)),
        topic: None,
        priority: "normal".into(),
        by_agent: false,
        automatic: false,
        status: status.into(),
        status_since: days_ago(since),
        assigned_since: days_ago(created),
        created_at: days_ago(created),
        first_customer_at: days_ago(created),
        first_reply_at: never,
        first_reply_by: None,
        first_solved_at: never,
        solved_at: if status == "solved" { days_ago(since) } else { never },
        customer_messages: 1,
        replies: 0,
        reopened: 0,
        transfers: 0,
        handoffs: 0,
        requester_wait: 0,
        agent_wait: 0,
        hold_wait: 0,
        business: Business::default(),
    }
}

/// 1 open for 5 days; 2 new for 2; 3 pending since yesterday, open before; 4 solved today, open for 8 days before.
async fn fill(store: &TestDb) {
    let mut changes = Changes::default();
    let all = [("open", 5, 5), ("new", 2, 2), ("pending", 40, 1), ("solved", 8, 0)];
    for (number, (status, created, since)) in (1..).zip(all) {
        let it = conversation(number, status, created, since);
        if created != since {
            let ended =
                Ended::Status { status: "open".into(), from: it.created_at, until: it.status_since, business: 0 };
            changes.stretches.push(Stretch { conversation: it.id, place: number, ended });
        }
        changes.conversations.insert(it.id, Change { before: None, after: it });
    }
    store.write(move |tx| store::save(tx, &changes)).await.expect("facts");
}

#[db_test]
async fn now_is_what_is_open(store: TestDb) {
    fill(&store).await;
    let zone = jiff::tz::TimeZone::UTC;
    let day = MONDAY_MORNING.to_jiff().to_zoned(zone.clone()).date();
    let today = Period { first: day, last: day, zone };
    let ask = |condition: &'static str| {
        let (store, today) = (&store, today.clone());
        async move { store.read(move |tx| live(tx, condition, &today)).await.expect("numbers") }
    };
    let all = ask("").await;
    assert_eq!((all.open, all.waiting, all.unassigned, all.solved_today, all.created_today), (3, 2, 2, 1, 0));
    assert_eq!(all.longest.iter().map(|it| it.number).collect::<Vec<_>>(), [1, 2]);
    let one = ask(" and c.team_id in (1)").await;
    assert_eq!((one.open, one.longest[0].number), (1, 2));
}

#[db_test]
async fn the_backlog_of_a_day_is_what_was_open_then(store: TestDb) {
    fill(&store).await;
    let ask = |days| {
        let store = &store;
        async move {
            let parts = store.read(move |tx| backlog(tx, "", days_ago(days))).await.expect("a backlog");
            let mut told: Vec<_> = parts.into_iter().map(|it| (it.status, it.from_days, it.count)).collect();
            told.sort();
            told
        }
    };
    let part = |status: &str, from, count| (status.to_owned(), from, count);
    assert_eq!(ask(0).await, [part("new", 1, 1), part("open", 3, 1), part("pending", 30, 1)]);
    assert_eq!(ask(3).await, [part("open", 1, 1), part("open", 3, 1), part("open", 30, 1)]);
    assert_eq!(ask(20).await, [part("open", 14, 1)]);
}
