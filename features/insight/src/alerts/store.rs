//! SQL text of alert rules and alerts.

use db::{Filter, Row, Tx, p, sql};
use kernel::{Fault, PersonId, Result, Timestamp, TypedId};

use super::model::{AlertId, AlertState, Finding, RuleContent, RuleId, RuleState};
use crate::actions::ActionId;
use crate::measures::MeasureOf;

sql! {
    RULES = "select id, content, active, state, checked_at, created_by, created_at, version from insight_alert_rules
             where id > $1 order by id limit 201";
    RULE = "select id, content, active, state, checked_at, created_by, created_at, version from insight_alert_rules where id = $1";
    ACTIVE = "select id, content, active, state, checked_at, created_by, created_at, version from insight_alert_rules
              where active order by id";
    INSERT_RULE = "insert into insight_alert_rules (id, content, active, state, checked_at, created_by, created_at, version)
                   values ($1, $2, $3, 'new', 0, $4, $5, 1)";
    UPDATE_RULE = "update insight_alert_rules set content = $1, active = $2, version = version + 1 where id = $3 and version = $4";
    KEEP_CONTENT = "update insight_alert_rules set content = $1 where id = $2";
    NOTE_STATE = "update insight_alert_rules set state = $1, checked_at = $2 where id = $3";
    DELETE_RULE = "delete from insight_alert_rules where id = $1";
    OPEN_OF = "select id from insight_alerts where rule_id = $1 and closed_at = 0";
    FIND = "select a.id, a.rule_id, a.content, a.opened_at, a.acknowledged_at, a.acknowledged_by, a.closed_at, a.action_id, a.version, r.content
            from insight_alerts a join insight_alert_rules r on r.id = a.rule_id where a.id = $1";
    LAST_TO = "select content from insight_alerts where rule_id = $1 order by opened_at desc limit 1";
    OPEN = "insert into insight_alerts (id, rule_id, content, opened_at, acknowledged_at, acknowledged_by, closed_at, action_id, version)
            values ($1, $2, $3, $4, 0, 0, 0, 0, 1)";
    CLOSE = "update insight_alerts set closed_at = $1, version = version + 1 where id = $2 and closed_at = 0";
    ACKNOWLEDGE = "update insight_alerts set acknowledged_at = $1, acknowledged_by = $2, version = version + 1
                   where id = $3 and acknowledged_at = 0 and version = $4";
    ANSWER = "update insight_alerts set action_id = $1, version = version + 1 where id = $2";
    BETWEEN = "select a.opened_at, a.closed_at, a.action_id, r.content from insight_alerts a join insight_alert_rules r on r.id = a.rule_id
               where a.opened_at < $1 and (a.closed_at = 0 or a.closed_at >= $2) order by a.opened_at, a.id limit 1000";
    FORGET_OF = "delete from insight_alerts where rule_id = $1";
    FORGET_CALLS = "delete from insight_alert_calls where rule_id = $1";
}

/// A rule as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct KeptRule {
    pub(crate) id: RuleId,
    pub(crate) content: RuleContent,
    pub(crate) state: RuleState,
    pub(crate) checked_at: Timestamp,
    pub(crate) created_by: PersonId,
    pub(crate) created_at: Timestamp,
    pub(crate) version: i64,
}

/// An alert as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct KeptAlert {
    pub(crate) id: AlertId,
    pub(crate) rule_id: RuleId,
    pub(crate) finding: Finding,
    pub(crate) opened_at: Timestamp,
    pub(crate) acknowledged_at: Option<Timestamp>,
    pub(crate) acknowledged_by: Option<PersonId>,
    pub(crate) closed_at: Option<Timestamp>,
    pub(crate) action: Option<ActionId>,
    pub(crate) version: i64,
    pub(crate) rule: RuleContent,
}

impl KeptAlert {
    pub(crate) fn state(&self) -> AlertState {
        match (self.closed_at, self.acknowledged_at) {
            (Some(_), _) => AlertState::Closed,
            (None, Some(_)) => AlertState::Acknowledged,
            (None, None) => AlertState::Open,
        }
    }
}

fn read_rule(row: &mut Row<'_>) -> Result<KeptRule> {
    let id = row.take()?;
    let content: String = row.take()?;
    let mut content: RuleContent = serde_json::from_str(&content).map_err(Fault::internal)?;
    content.active = row.take()?;
    let state: String = row.take()?;
    Ok(KeptRule {
        id,
        content,
        state: RuleState::from_word(&state),
        checked_at: row.take()?,
        created_by: row.take()?,
        created_at: row.take()?,
        version: row.take()?,
    })
}

fn read_alert(row: &mut Row<'_>) -> Result<KeptAlert> {
    let (id, rule_id) = (row.take()?, row.take()?);
    let finding: String = row.take()?;
    let (opened_at, acknowledged_at) = (row.take()?, row.take::<Timestamp>()?);
    let acknowledged_by: i64 = row.take()?;
    let closed_at: Timestamp = row.take()?;
    let action: i64 = row.take()?;
    let version = row.take()?;
    let rule: String = row.take()?;
    Ok(KeptAlert {
        id,
        rule_id,
        finding: serde_json::from_str(&finding).map_err(Fault::internal)?,
        opened_at,
        acknowledged_at: acknowledged_at.happened(),
        acknowledged_by: (acknowledged_by != 0).then(|| PersonId::from_raw(acknowledged_by)),
        closed_at: closed_at.happened(),
        action: (action != 0).then(|| ActionId::from_raw(action)),
        version,
        rule: serde_json::from_str(&rule).map_err(Fault::internal)?,
    })
}

pub(crate) fn rules(tx: &mut Tx<'_>, after: i64) -> Result<Vec<KeptRule>> {
    tx.all(RULES, p![after], read_rule)
}

pub(crate) fn active_rules(tx: &mut Tx<'_>) -> Result<Vec<KeptRule>> {
    tx.all(ACTIVE, p![], read_rule)
}

pub(crate) fn rule(tx: &mut Tx<'_>, id: RuleId) -> Result<KeptRule> {
    tx.one(RULE, p![id], read_rule)
}

/// As text, without the address to call, which is sealed elsewhere.
fn text(content: &RuleContent) -> Result<String> {
    serde_json::to_string(&RuleContent { webhook: None, ..content.clone() }).map_err(Fault::internal)
}

pub(crate) fn insert_rule(tx: &mut Tx<'_>, id: RuleId, content: &RuleContent, by: PersonId) -> Result<()> {
    let (text, now) = (text(content)?, tx.now());
    tx.exec(INSERT_RULE, p![id, text, content.active, by, now]).map(drop)
}

/// Saves when nobody else did since that version; says whether it was saved.
pub(crate) fn update_rule(tx: &mut Tx<'_>, id: RuleId, content: &RuleContent, version: i64) -> Result<bool> {
    let text = text(content)?;
    Ok(tx.exec(UPDATE_RULE, p![text, content.active, id, version])? > 0)
}

/// Keeps what is watched as it is, without an address in the open.
pub(crate) fn keep_content(tx: &mut Tx<'_>, id: RuleId, content: &RuleContent) -> Result<()> {
    let text = text(content)?;
    tx.exec(KEEP_CONTENT, p![text, id]).map(drop)
}

pub(crate) fn note_state(tx: &mut Tx<'_>, id: RuleId, state: RuleState) -> Result<()> {
    let now = tx.now();
    tx.exec(NOTE_STATE, p![state.word(), now, id]).map(drop)
}

/// Deletes a rule with its alerts.
pub(crate) fn delete_rule(tx: &mut Tx<'_>, id: RuleId) -> Result<bool> {
    tx.exec(FORGET_CALLS, p![id])?;
    tx.exec(FORGET_OF, p![id])?;
    Ok(tx.exec(DELETE_RULE, p![id])? > 0)
}

pub(crate) fn open_of(tx: &mut Tx<'_>, rule: RuleId) -> Result<Option<AlertId>> {
    tx.opt(OPEN_OF, p![rule], |row| row.take())
}

/// Up to `limit` alerts before a place, the newest first.
pub(crate) fn page(
    tx: &mut Tx<'_>,
    state: Option<AlertState>,
    before: Option<(i64, i64)>,
    limit: usize,
) -> Result<Vec<KeptAlert>> {
    let mut filter = Filter::new();
    match state {
        Some(AlertState::Open) => filter.raw("a.closed_at = 0 and a.acknowledged_at = 0"),
        Some(AlertState::Acknowledged) => filter.raw("a.closed_at = 0 and a.acknowledged_at > 0"),
        Some(AlertState::Closed) => filter.raw("a.closed_at > 0"),
        None => &mut filter,
    };
    if let Some((at, id)) = before {
        filter.and("(a.opened_at, a.id) < (?, ?)", &[&at, &id]);
    }
    let sql = format!(
        "select a.id, a.rule_id, a.content, a.opened_at, a.acknowledged_at, a.acknowledged_by, a.closed_at, a.action_id, a.version, r.content
         from insight_alerts a join insight_alert_rules r on r.id = a.rule_id{} order by a.opened_at desc, a.id desc limit {limit}",
        filter.sql()
    );
    tx.all(&sql, &filter.params(), read_alert)
}

pub(crate) fn find(tx: &mut Tx<'_>, id: AlertId) -> Result<KeptAlert> {
    tx.one(FIND, p![id], read_alert)
}

/// What was found last by a rule, whether that is over or not.
pub(crate) fn last_finding(tx: &mut Tx<'_>, rule: RuleId) -> Result<Option<Finding>> {
    let text = tx.opt(LAST_TO, p![rule], |row| row.take::<String>())?;
    text.map(|text| serde_json::from_str(&text).map_err(Fault::internal)).transpose()
}

pub(crate) fn open(tx: &mut Tx<'_>, id: AlertId, rule: RuleId, finding: &Finding) -> Result<()> {
    let (text, now) = (serde_json::to_string(finding).map_err(Fault::internal)?, tx.now());
    tx.exec(OPEN, p![id, rule, text, now]).map(drop)
}

pub(crate) fn close(tx: &mut Tx<'_>, id: AlertId) -> Result<()> {
    let now = tx.now();
    tx.exec(CLOSE, p![now, id]).map(drop)
}

/// Notes who looks after an alert; says whether nobody did and it is as it was seen.
pub(crate) fn acknowledge(tx: &mut Tx<'_>, id: AlertId, by: PersonId, version: i64) -> Result<bool> {
    let now = tx.now();
    Ok(tx.exec(ACKNOWLEDGE, p![now, by, id, version])? > 0)
}

/// Notes which action answers an alert.
pub(crate) fn answer_with(tx: &mut Tx<'_>, id: AlertId, action: ActionId) -> Result<()> {
    tx.exec(ANSWER, p![action, id]).map(drop)
}

/// A figure that was not normal for a while.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Past {
    /// What its rule is called.
    pub(crate) name: String,
    /// Of what the figure is.
    pub(crate) of: MeasureOf,
    /// Since when.
    pub(crate) opened_at: Timestamp,
    /// Until when; none while it lasts.
    pub(crate) closed_at: Option<Timestamp>,
    /// Whether an action answers it.
    pub(crate) answered: bool,
}

/// What was not normal at some time between two instants, in order.
pub(crate) fn between(tx: &mut Tx<'_>, from: Timestamp, until: Timestamp) -> Result<Vec<Past>> {
    tx.all(BETWEEN, p![until, from], |row| {
        let (opened_at, closed_at): (_, Timestamp) = (row.take()?, row.take()?);
        let answered = row.take::<i64>()? != 0;
        let rule: RuleContent = serde_json::from_str(&row.take::<String>()?).map_err(Fault::internal)?;
        Ok(Past { name: rule.name, of: rule.measure.of, opened_at, closed_at: closed_at.happened(), answered })
    })
}
