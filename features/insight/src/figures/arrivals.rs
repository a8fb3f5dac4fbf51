//! When conversations begin: counted by the store in quarters of an hour, which every zone's hours are made of, instead of one by
//! one.

use std::collections::BTreeMap;

use db::{Tx, sql};
use kernel::{Result, Timestamp, TypedId};

use super::cell::Cell;
use super::model::Filter;
use crate::metrics::{By, Metric, Period};

sql! {
    QUARTERS = "select created_at / 900000000, count(*) from insight_conversations where created_at >= $1 and created_at < $2
                group by created_at / 900000000";
}

const QUARTER: i64 = 900_000_000;

/// Whether a question is one of these.
pub(crate) fn are_asked(metrics: &[Metric], filter: &Filter, by: &[By]) -> bool {
    let of_time = |by: &By| matches!(by, By::Hour | By::Weekday | By::Day | By::Week | By::Month);
    let ids_only = filter.channels.is_empty() && filter.priorities.is_empty();
    metrics == [Metric::Created] && !by.is_empty() && by.iter().all(of_time) && ids_only
}

/// Conversations begun, by parts of time.
pub(crate) fn count(
    tx: &mut Tx<'_>,
    period: &Period,
    filter: &Filter,
    by: &[By],
) -> Result<BTreeMap<Vec<String>, Cell>> {
    fn among<I: TypedId>(column: &str, ids: &[I]) -> String {
        let list = ids.iter().map(|id| id.raw().to_string()).collect::<Vec<_>>().join(", ");
        if ids.is_empty() { String::new() } else { format!(" and {column} in ({list})") }
    }
    let narrowed = [
        among("team_id", &filter.teams),
        among("assignee_id", &filter.people),
        among("topic_id", &filter.topics),
        among("mailbox_id", &filter.mailboxes),
    ];
    let (from, until) = period.instants()?;
    let text = QUARTERS.text.replacen("$2\n", &format!("$2{}\n", narrowed.concat()), 1);
    let mut parts: BTreeMap<Vec<String>, Cell> = BTreeMap::new();
    tx.each(text, db::p![from, until], |row| {
        let (quarter, count): (i64, i64) = (row.take()?, row.take()?);
        let at = Timestamp::from_micros(quarter * QUARTER).max(from);
        let part = by.iter().map(|by| by.part(at, &period.zone)).collect();
        let cell = parts.entry(part).or_default();
        cell.part += count.unsigned_abs();
        cell.whole += count.unsigned_abs();
        Ok(())
    })?;
    Ok(parts)
}
