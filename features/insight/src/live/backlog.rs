//! The backlog at the end of a day: what was open then, by age, state and team.

use std::collections::BTreeMap;

use db::{Tx, sql};
use kernel::{Result, TeamId, Timestamp, TypedId};
use serde::{Deserialize, Serialize};

use super::now::narrowed;

sql! {
    THEN = "select c.team_id, s.status, ($1 - c.created_at) / 86400000000, count(*) from insight_statuses s
            join insight_conversations c on c.id = s.conversation_id
            where s.until_at > $1 and s.from_at <= $1 and s.status <> 'solved' and s.status <> 'closed' group by c.team_id, s.status, ($1 - c.created_at) / 86400000000";
    STILL = "select c.team_id, c.status, ($1 - c.created_at) / 86400000000, count(*) from insight_conversations c
             where c.status <> 'solved' and c.status <> 'closed' and c.status_since <= $1 group by c.team_id, c.status, ($1 - c.created_at) / 86400000000";
}

/// Ages by their first day.
const AGES: [i64; 7] = [0, 1, 3, 7, 14, 30, 90];

/// So many of one team, state and age.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = BacklogPart)]
pub(crate) struct Part {
    /// The team that has them now; null for none.
    pub(crate) team: Option<TeamId>,
    /// The state they were in.
    #[schema(examples("open"))]
    pub(crate) status: String,
    /// At least so many days old.
    #[schema(examples(3))]
    pub(crate) from_days: i64,
    /// Younger than so many days; null for the oldest.
    #[schema(examples(7))]
    pub(crate) to_days: Option<i64>,
    /// How many.
    #[schema(examples(12))]
    pub(crate) count: i64,
}

/// What was open at an instant, of what the condition lets count; it is made of ids alone.
pub(crate) fn backlog(tx: &mut Tx<'_>, condition: &str, at: Timestamp) -> Result<Vec<Part>> {
    let mut parts: BTreeMap<(i64, String, usize), i64> = BTreeMap::new();
    for sql in [THEN, STILL] {
        tx.each(narrowed(sql, condition), db::p![at], |row| {
            let (team, status, days) = (row.take()?, row.take::<String>()?, row.take::<i64>()?);
            let age = AGES.partition_point(|from| *from <= days).saturating_sub(1);
            *parts.entry((team, status, age)).or_default() += row.take::<i64>()?;
            Ok(())
        })?;
    }
    let part = |((team, status, age), count): ((i64, String, usize), i64)| Part {
        team: (team != 0).then(|| TeamId::from_raw(team)),
        status,
        from_days: AGES[age],
        to_days: AGES.get(age + 1).copied(),
        count,
    };
    Ok(parts.into_iter().map(part).collect())
}
