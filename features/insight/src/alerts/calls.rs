//! What came of telling other systems: every call stays.

use db::{Tx, p, sql};
use kernel::{Actor, Page, PageRequest, Result, Timestamp, TypedId};
use serde::{Deserialize, Serialize};

use super::model::{AlertId, RuleId};
use super::store;
use crate::permissions::SETTINGS_MANAGE;

db::typed_id!(
    /// A call of another system.
    CallId, "acall");

sql! {
    KEEP = "insert into insight_alert_calls (id, rule_id, alert_id, what, at, status, words) values ($1, $2, $3, $4, $5, $6, $7)";
    NEWEST = "select id, alert_id, what, at, status, words from insight_alert_calls where rule_id = $1 and id < $2 order by id desc limit 201";
}

/// Letters of what another system may have us keep.
const LONGEST: usize = 300;

/// A call of another system, and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = AlertCall, example = json!(super::wire::call()))]
pub(crate) struct Call {
    /// Which.
    pub(crate) id: CallId,
    /// The alert that was told of.
    pub(crate) alert_id: AlertId,
    /// What was told: `opened` or `closed`.
    #[schema(examples("opened"))]
    pub(crate) what: String,
    /// When.
    pub(crate) at: Timestamp,
    /// The HTTP status of the answer; null when nobody answered.
    #[schema(examples(204))]
    pub(crate) status: Option<i64>,
    /// It was taken; what was not is tried again.
    pub(crate) taken: bool,
    /// Why nobody answered; may be empty.
    #[schema(examples(""))]
    pub(crate) words: String,
}

/// Keeps a call.
pub(super) fn keep(
    tx: &mut Tx<'_>,
    (rule, alert): (RuleId, AlertId),
    what: &str,
    status: i64,
    words: &str,
) -> Result<()> {
    let (id, now) = (tx.id::<CallId>(), tx.now());
    let words: String = words.chars().take(LONGEST).collect();
    tx.exec(KEEP, p![id, rule, alert, what, now, status, words]).map(drop)
}

/// The calls that a rule made, newest first.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `request.cursor_invalid`
pub(crate) fn page(tx: &mut Tx<'_>, actor: &Actor, rule: RuleId, page: &PageRequest) -> Result<Page<Call>> {
    actor.require(SETTINGS_MANAGE)?;
    store::rule(tx, rule)?;
    let before = page.after::<i64>()?.unwrap_or(i64::MAX);
    let rows = tx.all(NEWEST, p![rule, before], |row| {
        let (id, alert_id, what, at) = (row.take()?, row.take()?, row.take()?, row.take()?);
        let status: i64 = row.take()?;
        let taken = (200..300).contains(&status);
        Ok(Call { id, alert_id, what, at, status: (status != 0).then_some(status), taken, words: row.take()? })
    })?;
    Ok(Page::from_rows(rows, page.limit(), |call| call.id.raw()))
}
