//! Facts of many conversations, written straight into their tables: what figures are computed from, without the desk that would
//! have made them.

use db::{Db, DbConfig, p};

use super::desk;
use crate::company::{PEOPLE, Size, TEAMS, TOPICS};
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
/// The empty store had its roll-ups complete; those of these facts are to be built.
const ANEW: &str = "update insight_rollup_state set rules = 0, built_to = 0";

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
        tx.exec(ANEW, p![]).map(drop)
    })
    .await?;
    // The database threads end by themselves when the handle is gone.
    drop(db);
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    Ok(())
}
