//! Looking at rules and alerts.

use db::Tx;
use kernel::{Actor, Fault, Page, PageRequest, PersonId, Result, Timestamp, TypedId};
use serde::{Deserialize, Serialize};

use super::model::{AlertId, AlertState, Finding, RuleContent, RuleId, RuleState};
use super::sealed;
use super::store::{self, KeptAlert, KeptRule};
use crate::actions::ActionId;
use crate::measures::Measure;
use crate::permissions::{FIGURES_READ, SETTINGS_MANAGE};

/// Rows of one look at the database.
const AT_ONCE: usize = 200;

/// A rule with what was found last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(example = json!(super::wire::rule()))]
pub struct AlertRule {
    /// Its id.
    pub id: RuleId,
    /// What is watched.
    pub content: RuleContent,
    /// The host that is told by a POST; null when none is.
    #[schema(examples("hooks.example.com"))]
    pub webhook_host: Option<String>,
    /// What was found last.
    pub state: RuleState,
    /// When somebody looked last; null before.
    pub checked_at: Option<Timestamp>,
    /// Who set it.
    pub created_by: PersonId,
    /// When.
    pub created_at: Timestamp,
    /// For optimistic locking.
    #[schema(examples(1))]
    pub version: i64,
}

fn told(tx: &mut Tx<'_>, kept: KeptRule) -> Result<AlertRule> {
    let webhook_host = sealed::host(tx, kept.id)?;
    let KeptRule { id, content, state, checked_at, created_by, created_at, version } = kept;
    Ok(AlertRule {
        id,
        content,
        webhook_host,
        state,
        checked_at: checked_at.happened(),
        created_by,
        created_at,
        version,
    })
}

/// One rule, for who was allowed to see it before.
pub(super) fn rule(tx: &mut Tx<'_>, id: RuleId) -> Result<AlertRule> {
    let kept = store::rule(tx, id)?;
    told(tx, kept)
}

/// An alert.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = FigureAlert, example = json!(super::wire::alert()))]
pub struct Alert {
    /// Its id.
    pub id: AlertId,
    /// The rule that found it.
    pub rule_id: RuleId,
    /// The rule's name.
    #[schema(examples("First answers are slow"))]
    pub name: String,
    /// The figure that is watched.
    pub measure: Measure,
    /// What was found.
    pub finding: Finding,
    /// Where it stands.
    pub state: AlertState,
    /// Since when.
    pub opened_at: Timestamp,
    /// When somebody said that they look after it.
    pub acknowledged_at: Option<Timestamp>,
    /// Who.
    pub acknowledged_by: Option<PersonId>,
    /// When the figure was normal again.
    pub closed_at: Option<Timestamp>,
    /// The action that answers it.
    pub action_id: Option<ActionId>,
    /// For optimistic locking.
    #[schema(examples(1))]
    pub version: i64,
}

fn shown(kept: KeptAlert) -> Alert {
    let state = kept.state();
    Alert {
        id: kept.id,
        rule_id: kept.rule_id,
        name: kept.rule.name,
        measure: kept.rule.measure,
        finding: kept.finding,
        state,
        opened_at: kept.opened_at,
        acknowledged_at: kept.acknowledged_at,
        acknowledged_by: kept.acknowledged_by,
        closed_at: kept.closed_at,
        action_id: kept.action,
        version: kept.version,
    }
}

/// Rules, the oldest first.
///
/// # Errors
/// `access.forbidden`, `request.cursor_invalid`
pub fn rules(tx: &mut Tx<'_>, actor: &Actor, page: &PageRequest) -> Result<Page<AlertRule>> {
    actor.require(SETTINGS_MANAGE)?;
    let after = page.after::<i64>()?.unwrap_or_default();
    let Page { items, next_cursor } = Page::from_rows(store::rules(tx, after)?, page.limit(), |kept| kept.id.raw());
    let items = items.into_iter().map(|kept| told(tx, kept)).collect::<Result<_>>()?;
    Ok(Page { items, next_cursor })
}

/// Alerts of figures that the actor may see, the newest first.
///
/// # Errors
/// `access.forbidden`, `request.cursor_invalid`
pub fn page(tx: &mut Tx<'_>, actor: &Actor, state: Option<AlertState>, page: &PageRequest) -> Result<Page<Alert>> {
    actor.require(FIGURES_READ)?;
    let key = |kept: &KeptAlert| (kept.opened_at.micros(), kept.id.raw());
    let (mut before, mut found) = (page.after()?, Vec::new());
    // A page is full of what the actor may see: what is not theirs takes no room on it.
    loop {
        let rows = store::page(tx, state, before, AT_ONCE)?;
        let more = rows.len() == AT_ONCE;
        before = rows.last().map(key);
        found.extend(rows.into_iter().filter(|kept| kept.rule.measure.is_seen_by(actor)));
        if found.len() > page.limit() || !more {
            return Ok(Page::from_rows(found, page.limit(), key).map(shown));
        }
    }
}

/// One alert.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub fn one(tx: &mut Tx<'_>, actor: &Actor, id: AlertId) -> Result<Alert> {
    actor.require(FIGURES_READ)?;
    let kept = store::find(tx, id)?;
    if !kept.rule.measure.is_seen_by(actor) {
        return Err(Fault::not_found());
    }
    Ok(shown(kept))
}
