//! The wallboard's numbers, from facts alone: what is open comes from an index that holds nothing else.

use db::{Tx, sql};
use kernel::{ConversationId, Result, TeamId, Timestamp, TypedId};
use serde::{Deserialize, Serialize};

use crate::metrics::Period;

sql! {
    OPEN = "select team_id, status, count(*), min(status_since), CAST(sum(case when assignee_id = 0 then 1 else 0 end) AS BIGINT)
            from insight_conversations c where status <> 'solved' and status <> 'closed' group by team_id, status order by team_id, status";
    WAITING = "select id, number, team_id, status_since from insight_conversations c
               where status <> 'solved' and status <> 'closed' and status in ('new', 'open') order by status_since, id limit 5";
    BEGUN = "select count(*) from insight_conversations c where created_at >= $1 and created_at < $2";
    SOLVED = "select count(*) from insight_conversations c where solved_at > 0 and solved_at >= $1 and solved_at < $2";
    REPLIED = "select count(*) from insight_messages m join insight_conversations c on c.id = m.conversation_id
               where m.kind = 'agent' and m.at >= $1 and m.at < $2";
    AT_WORK = "select CAST(max(case when status in ('new', 'open') then 1 else 0 end) AS BIGINT) from insight_conversations c
               where status <> 'solved' and status <> 'closed' and assignee_id <> 0 group by c.assignee_id";
}

/// A conversation in which a customer waits for us.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = LiveWaiting)]
pub(crate) struct Waiting {
    /// Which.
    pub(crate) conversation: ConversationId,
    /// The number people use.
    #[schema(examples(1042))]
    pub(crate) number: i64,
    /// With which team it lies.
    pub(crate) team: Option<TeamId>,
    /// Since when.
    pub(crate) since: Timestamp,
}

/// What is open in one state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = LiveState)]
pub(crate) struct State {
    /// The team; null for what lies with none.
    pub(crate) team: Option<TeamId>,
    /// `new`, `open`, `pending` or `on_hold`.
    #[schema(examples("open"))]
    pub(crate) status: String,
    /// How many.
    #[schema(examples(12))]
    pub(crate) count: i64,
    /// How many of them nobody has.
    #[schema(examples(3))]
    pub(crate) unassigned: i64,
    /// Since when the oldest stands there.
    pub(crate) oldest: Timestamp,
}

/// How things stand now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = Live)]
pub(crate) struct Live {
    /// When this was read.
    pub(crate) at: Timestamp,
    /// Everything that is not solved.
    #[schema(examples(31))]
    pub(crate) open: i64,
    /// What nobody has.
    #[schema(examples(4))]
    pub(crate) unassigned: i64,
    /// Where we owe the customer something.
    #[schema(examples(18))]
    pub(crate) waiting: i64,
    /// The five that wait longest.
    pub(crate) longest: Vec<Waiting>,
    /// By team and state.
    pub(crate) states: Vec<State>,
    /// Begun today.
    #[schema(examples(40))]
    pub(crate) created_today: i64,
    /// Solved today.
    #[schema(examples(37))]
    pub(crate) solved_today: i64,
    /// Replies of people today.
    #[schema(examples(85))]
    pub(crate) replies_today: i64,
}

fn team(raw: i64) -> Option<TeamId> {
    (raw != 0).then(|| TeamId::from_raw(raw))
}

/// A statement with one more condition.
pub(super) fn narrowed(sql: db::Sql, condition: &str) -> String {
    let end = sql.text.find(" group by").or_else(|| sql.text.find(" order by")).unwrap_or(sql.text.len());
    let (before, after) = sql.text.split_at(end);
    format!("{before}{condition}{after}")
}

/// Numbers of what the condition lets count; it is made of ids alone.
pub(crate) fn live(tx: &mut Tx<'_>, condition: &str, today: &Period) -> Result<Live> {
    let states = tx.all(narrowed(OPEN, condition), &[], |row| {
        let (id, status, count) = (row.take()?, row.take()?, row.take()?);
        Ok(State { team: team(id), status, count, oldest: row.take()?, unassigned: row.take()? })
    })?;
    let longest = tx.all(narrowed(WAITING, condition), &[], |row| {
        let (conversation, number, id) = (row.take()?, row.take()?, row.take()?);
        Ok(Waiting { conversation, number, team: team(id), since: row.take()? })
    })?;
    let (from, until) = today.instants()?;
    let mut count = |sql| -> Result<i64> { tx.one(narrowed(sql, condition), db::p![from, until], |row| row.take()) };
    let (created_today, solved_today, replies_today) = (count(BEGUN)?, count(SOLVED)?, count(REPLIED)?);
    let of = |wanted: &dyn Fn(&State) -> bool| states.iter().filter(|it| wanted(it)).map(|it| it.count).sum();
    Ok(Live {
        at: tx.now(),
        open: of(&|_| true),
        unassigned: states.iter().map(|it| it.unassigned).sum(),
        waiting: of(&|it| it.status == "new" || it.status == "open"),
        longest,
        states,
        created_today,
        solved_today,
        replies_today,
    })
}

/// How many people have work, by what it is: counts, no names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = LiveAtWork)]
pub(crate) struct AtWork {
    /// Somebody waits for them.
    #[schema(examples(6))]
    pub(crate) owing: i64,
    /// They have conversations, and each of them waits for somebody else.
    #[schema(examples(2))]
    pub(crate) clear: i64,
}

/// How many people have work in what the condition lets count; it is made of ids alone.
pub(crate) fn people(tx: &mut Tx<'_>, condition: &str) -> Result<AtWork> {
    let mut found = AtWork { owing: 0, clear: 0 };
    tx.each(narrowed(AT_WORK, condition), &[], |row| {
        if row.take::<i64>()? > 0 {
            found.owing += 1;
        } else {
            found.clear += 1;
        }
        Ok(())
    })?;
    Ok(found)
}
