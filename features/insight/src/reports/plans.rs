//! Planning what is told again and again.

use db::Tx;
use kernel::{Actor, Fault, Page, PageRequest, PersonId, Result, Timestamp, TypedId};
use serde::{Deserialize, Serialize};

use super::model::{PlanContent, PlanId};
use super::schedule;
use super::store::{self, KeptPlan};
use crate::error;
use crate::events;
use crate::figures::within;
use crate::metrics::{By, settings};
use crate::permissions::{FIGURES_READ, REPORTS_MANAGE};

/// What is told again and again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ReportPlan, example = json!(super::wire::plan()))]
pub struct Plan {
    /// Its id.
    pub id: PlanId,
    /// What is told, of which stretches, to whom.
    pub content: PlanContent,
    /// Who made it: is told when a draft waits.
    pub owner_id: PersonId,
    /// Their name.
    #[schema(examples("Mara Lindgren"))]
    pub owner_name: String,
    /// When the next report is made by itself; null without a schedule.
    pub next_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// For optimistic locking.
    #[schema(examples(1))]
    pub version: i64,
}

/// Whether somebody may see all that a report of this plan tells.
pub(crate) fn is_seen(actor: &Actor, content: &PlanContent) -> bool {
    let filter = content.filter.filter();
    let by: &[By] = if content.names_people() { &[By::Agent] } else { &[] };
    within(actor, &filter, by).is_ok_and(|allowed| allowed == filter)
}

/// Plans whose reports the actor may see, the oldest first.
pub(super) fn page(tx: &mut Tx<'_>, actor: &Actor, page: &PageRequest) -> Result<Page<Plan>> {
    actor.require(FIGURES_READ)?;
    let after = page.after::<i64>()?.unwrap_or_default();
    let rows = Page::from_rows(store::plans(tx, after)?, page.limit(), |kept| kept.id.raw());
    let mut items = Vec::new();
    for kept in rows.items {
        if is_seen(actor, &kept.content) {
            items.push(shown(tx, kept)?);
        }
    }
    Ok(Page { items, next_cursor: rows.next_cursor })
}

/// One plan.
pub(super) fn one(tx: &mut Tx<'_>, actor: &Actor, id: PlanId) -> Result<Plan> {
    let kept = seen(tx, actor, id)?;
    shown(tx, kept)
}

/// One plan as it is kept, when the actor may see its reports.
pub(super) fn seen(tx: &mut Tx<'_>, actor: &Actor, id: PlanId) -> Result<KeptPlan> {
    actor.require(FIGURES_READ)?;
    let kept = store::plan(tx, id)?;
    if is_seen(actor, &kept.content) { Ok(kept) } else { Err(Fault::not_found()) }
}

fn shown(tx: &mut Tx<'_>, kept: KeptPlan) -> Result<Plan> {
    let zone = settings::find(tx)?.zone;
    let now = tx.now();
    let schedule = kept.content.schedule.as_ref();
    let next = schedule.map(|it| it.around(kept.content.cadence, now, &zone)).transpose()?;
    let owner_name = store::name_of(tx, kept.owner)?;
    let KeptPlan { id, owner, content, created_at, version, .. } = kept;
    let next_at = next.map(|(_, _, next)| next);
    Ok(Plan { id, content, owner_id: owner, owner_name, next_at, created_at, version })
}

/// Refuses a plan that its maker may not see the reports of.
fn check(actor: &Actor, content: &PlanContent) -> Result<()> {
    content.check()?;
    if is_seen(actor, content) { Ok(()) } else { Err(Fault::not_found()) }
}

/// Makes a plan.
pub(super) fn create(tx: &mut Tx<'_>, actor: &Actor, content: &PlanContent) -> Result<Plan> {
    actor.require(REPORTS_MANAGE)?;
    check(actor, content)?;
    let (id, owner) = (tx.id::<PlanId>(), actor.require_person()?);
    store::insert_plan(tx, id, owner, content)?;
    let now = tx.now();
    schedule::plan(tx, id, content, now)?;
    events::tell(tx, actor, events::report_plan("created", id, content.schedule.is_some()))?;
    one(tx, actor, id)
}

/// Changes a plan. What was due by the old schedule is not made up for by the new one.
pub(super) fn change(tx: &mut Tx<'_>, actor: &Actor, id: PlanId, content: &PlanContent, version: i64) -> Result<Plan> {
    actor.require(REPORTS_MANAGE)?;
    let before = seen(tx, actor, id)?;
    check(actor, content)?;
    let is_same = before.content.schedule == content.schedule && before.content.cadence == content.cadence;
    let since = if is_same { before.since } else { tx.now() };
    if !store::update_plan(tx, id, content, since, version)? {
        return Err(error::REPORT_PLAN_CHANGED.into());
    }
    schedule::plan(tx, id, content, since)?;
    events::tell(tx, actor, events::report_plan("changed", id, content.schedule.is_some()))?;
    one(tx, actor, id)
}

/// Gives a plan up; its reports stay.
pub(super) fn delete(tx: &mut Tx<'_>, actor: &Actor, id: PlanId) -> Result<()> {
    actor.require(REPORTS_MANAGE)?;
    let kept = seen(tx, actor, id)?;
    store::delete_plan(tx, id)?;
    schedule::cancel(tx, id)?;
    events::tell(tx, actor, events::report_plan("deleted", id, kept.content.schedule.is_some()))
}
