//! Looking at rules and alerts.

use db::Tx;
use kernel::{Actor, Fault, Page, PageRequest, PersonId, Result, Timestamp, TypedId};
use serde::{Deserialize, Serialize};

use super::model::{AlertId, AlertState, Finding, RuleContent, RuleId, RuleState};
use super::store::{self, KeptAlert, KeptRule};
use crate::actions::ActionId;
use crate::measures::Measure;
use crate::permissions::{FIGURES_READ, SETTINGS_MANAGE};

/// A rule with what was found last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(example = json!(super::wire::rule()))]
pub struct AlertRule {
    /// Its id.
    pub id: RuleId,
    /// What is watched.
    pub content: RuleContent,
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

impl AlertRule {
    pub(crate) fn of(kept: KeptRule) -> Self {
        let KeptRule { id, content, state, checked_at, created_by, created_at, version } = kept;
        Self { id, content, state, checked_at: checked_at.happened(), created_by, created_at, version }
    }
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
    let rows = Page::from_rows(store::rules(tx, after)?, page.limit(), |kept| kept.id.raw());
    Ok(rows.map(AlertRule::of))
}

/// Alerts of figures that the actor may see, the newest first.
///
/// # Errors
/// `access.forbidden`, `request.cursor_invalid`
pub fn page(tx: &mut Tx<'_>, actor: &Actor, state: Option<AlertState>, page: &PageRequest) -> Result<Page<Alert>> {
    actor.require(FIGURES_READ)?;
    let rows = store::page(tx, state, page.after()?, page.limit() + 1)?;
    let rows = Page::from_rows(rows, page.limit(), |kept| (kept.opened_at.micros(), kept.id.raw()));
    let Page { items, next_cursor } = rows;
    let seen = items.into_iter().filter(|kept| kept.rule.measure.is_seen_by(actor));
    Ok(Page { items: seen.map(shown).collect(), next_cursor })
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
