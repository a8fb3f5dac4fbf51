//! Facts of many conversations, written straight into their tables: what figures are computed from, without the desk that would
//! have made them.

use std::collections::BTreeSet;

use db::{Db, DbConfig, Tx, p};
use kernel::{Actor, ActorKind, ConversationId, MessageId, NewEvent, Sees, Timestamp, TypedId};
use serde_json::{Value, json};

use super::desk;
use crate::company::{self, PEOPLE, Size, TEAMS, TOPICS};
use crate::outcome::Outcome;

/// The first of the twelve months that are asked about.
pub const FACTS_FROM: &str = "2025-03-01";
/// The last day.
pub const FACTS_TO: &str = "2026-02-28";
/// 2024-03-01T00:00:00Z, a year before the first day.
const BEGIN: i64 = 1_709_251_200_000_000;
/// Two years, in microseconds.
const LASTS: i64 = 730 * 86_400_000_000;

/// Durations spread like the square of chance: many short ones, few long ones. Everybody works in one team.
const CONVERSATIONS: &str = "with recursive n(i) as (select CAST(1 AS BIGINT) union all select i + 1 from n where i < $1),
    c as (select i, $2 + i * $3 as created, 60000000 + ((i * 2654435761) % 1000003) * ((i * 2654435761) % 1000003) / 1000003 * 30000 as first,
          ((i * 40503) % 1000003) * ((i * 40503) % 1000003) / 1000003 * 600000 as rest from n)
    insert into insight_conversations (id, number, channel, mailbox_id, contact_id, team_id, assignee_id, topic_id, priority, by_agent, automatic,
    status, status_since, assigned_since, created_at, first_customer_at, first_reply_at, first_reply_by, first_solved_at, solved_at,
    customer_messages, replies, reopened, transfers, handoffs, requester_wait, agent_wait, hold_wait, first_response_business,
    first_resolution_business, full_resolution_business, requester_wait_business, agent_wait_business, hold_wait_business)
    select 1000000000 + i, i, case when i % 5 = 0 then 'api' else 'mail' end, 5000 + i % 3, 10000000 + (i * 7919) % 200000, 2000 + (i * 31) % $4,
    1001 + (i * 31) % $4 + $4 * ((i * 17) % $5), 3000 + (i * 13) % $6, case when i % 10 = 0 then 'high' else 'normal' end, i % 50 = 0, i % 97 = 0, 'solved',
    created + first + rest, created, created, created, created + first, 1001 + (i * 31) % $4 + $4 * ((i * 17) % $5), created + first + rest / 2, created + first + rest,
    2, 1 + i % 3, case when i % 11 = 0 then 1 else 0 end, case when i % 7 = 0 then 1 else 0 end, 0, first, rest / 2, rest / 4, first / 3,
    (first + rest / 2) / 3, (first + rest) / 3, first / 3, rest / 6, rest / 12 from c";
const REPLIES: &str = "insert into insight_messages (id, conversation_id, kind, at, person_id, automatic, length, waited_since, waited_business)
    select id * 2, id, 'agent', first_reply_at, first_reply_by, id < 0, 200, created_at, first_response_business from insight_conversations";
const LAST_REPLIES: &str = "insert into insight_messages (id, conversation_id, kind, at, person_id, automatic, length, waited_since, waited_business)
    select id * 2 + 1, id, 'agent', solved_at, assignee_id, id < 0, 200, first_solved_at, 1000000 from insight_conversations where replies > 1";
/// How many there are, as the makers of facts would have counted them.
const COUNTED: &str = "update insight_tally set conversations = $1, greatest_number = $1 where id = 1";
/// The empty store had its roll-ups complete; those of these facts are to be built.
const ANEW: &str = "update insight_rollup_state set rules = 0, built_to = 0";
/// No event told of these facts, so they must not be made anew.
const MADE: &str =
    "insert into insight_made (id, version) values (1, $1) on conflict (id) do update set version = excluded.version";

/// Fills a company and the facts of so many conversations.
pub async fn facts(config: DbConfig, size: Size, conversations: u32) -> Outcome {
    let db = Db::open(config, std::sync::Arc::new(kernel::SystemClock))?;
    desk::write(&db, size, BEGIN).await?;
    let step = LASTS / i64::from(conversations);
    db.write(move |tx| {
        tx.without_time_limit()?;
        tx.exec(CONVERSATIONS, p![conversations, BEGIN, step, TEAMS, (PEOPLE - 1) / TEAMS, TOPICS])?;
        tx.exec(REPLIES, p![])?;
        tx.exec(LAST_REPLIES, p![])?;
        tx.exec(COUNTED, p![conversations])?;
        tx.exec(MADE, p![insight::facts::VERSION])?;
        tx.exec(ANEW, p![]).map(drop)
    })
    .await?;
    // The database threads end by themselves when the handle is gone.
    drop(db);
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    Ok(())
}

/// The first conversation that is told by events.
const FIRST_TOLD: i64 = 5_000_000_000;
const TOLD: &str = "select count(*) from insight_conversations where id >= $1";

/// Events of one conversation, below.
pub const EVENTS_OF_ONE: u32 = 5;
/// 2026-02-01T08:00:00Z: in the last of the twelve months.
const LATE: i64 = 1_769_932_800_000_000;
/// Events of one unit of work.
const AT_ONCE: u32 = 500;

/// Writes events of so many new conversations, which are opened, heard, given to somebody, answered and solved; as the inbox
/// tells them.
pub async fn events(config: DbConfig, conversations: u32) -> Outcome {
    let db = Db::open(config, std::sync::Arc::new(kernel::SystemClock))?;
    for from in (0..conversations).step_by((AT_ONCE / EVENTS_OF_ONE) as usize) {
        let some = from..(from + AT_ONCE / EVENTS_OF_ONE).min(conversations);
        db.write(move |tx| some.clone().try_for_each(|number| tell(tx, number))).await?;
    }
    drop(db);
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    Ok(())
}

/// How many of the conversations that [`events`] told are facts.
pub async fn facts_of_events(config: DbConfig) -> Outcome<i64> {
    let db = Db::open(config, std::sync::Arc::new(kernel::SystemClock))?;
    Ok(db.read(|tx| tx.one(TOLD, p![FIRST_TOLD], |row| row.take())).await?)
}

fn tell(tx: &mut Tx<'_>, number: u32) -> kernel::Result<()> {
    let id = ConversationId::from_raw(FIRST_TOLD + i64::from(number));
    let message = |place: i64| MessageId::from_raw(50_000_000_000 + i64::from(number) * 10 + place);
    let created = Timestamp::from_micros(LATE + i64::from(number) * 10_000_000);
    let at = |minutes: u64| created.plus(std::time::Duration::from_mins(minutes));
    let person = 1 + number % (PEOPLE - 1);
    let stand = |status: &str, assigned: bool, answered: bool, solved: bool, detail: Value| {
        json!({"conversation": id, "number": 5_000_000 + number, "channel": "mail", "status": status, "priority": "normal",
            "contact": company::contact(number % 10), "mailbox": company::mailbox(), "team": company::team(number % TEAMS),
            "assignee": assigned.then(|| company::person(person)), "topic": null, "created_at": created,
            "first_reply_at": answered.then(|| at(40)), "solved_at": solved.then(|| at(90)), "reopened": 0, "detail": detail})
    };
    let told = [
        (
            "inbox.conversation.opened",
            0,
            stand("new", false, false, false, json!({"automatic": false, "by_agent": false})),
        ),
        ("inbox.message.received", 0, stand("new", false, false, false, json!({"message": message(1), "length": 400}))),
        ("inbox.conversation.assigned", 20, stand("open", true, false, false, json!({}))),
        (
            "inbox.message.written",
            40,
            stand("pending", true, true, false, json!({"message": message(2), "length": 300, "waited_since": created})),
        ),
        ("inbox.conversation.solved", 90, stand("solved", true, true, true, json!({}))),
    ];
    for (name, minutes, facts) in told {
        tx.bear(at(minutes));
        let who = Actor::new(ActorKind::Person(company::person(person)), "Bench", BTreeSet::new(), Sees::All);
        tx.emit(&who, NewEvent { name, version: 1, thing: id.into(), facts })?;
    }
    Ok(())
}
