//! Looking at reports.

use db::Tx;
use kernel::{Actor, Fault, Page, PageRequest, PersonId, Result, Timestamp, TypedId};
use serde::{Deserialize, Serialize};

use super::house::Reports;
use super::model::{Language, PlanId, ReportId, ReportState};
use super::plans::is_seen;
use super::render::Pages;
use super::sections::Section;
use super::store::{self, Head, Kept};
use crate::metrics::settings;
use crate::permissions::FIGURES_READ;

/// A report in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ReportHead, example = json!(super::wire::head()))]
pub struct Line {
    /// Its id.
    pub id: ReportId,
    /// What it was made by; the plan may be gone.
    pub plan_id: PlanId,
    /// What it is called.
    #[schema(examples("Customer service for the board: March 2026"))]
    pub name: String,
    /// The first day it is about.
    #[schema(examples("2026-03-01"))]
    pub first: String,
    /// The last one.
    #[schema(examples("2026-03-31"))]
    pub last: String,
    /// Where it stands.
    pub state: ReportState,
    /// In which language it is written.
    pub language: Language,
    /// Who made it, or the plan's owner.
    pub owner_id: PersonId,
    /// Their name.
    #[schema(examples("Mara Lindgren"))]
    pub owner_name: String,
    /// When its figures were read.
    pub made_at: Timestamp,
    /// When it became a record; null for a draft.
    pub frozen_at: Option<Timestamp>,
    /// Who made it one; null when it was made by itself.
    pub frozen_by: Option<PersonId>,
    /// Their name; empty when it was made by itself.
    #[schema(examples("Mara Lindgren"))]
    pub frozen_by_name: String,
    /// For optimistic locking.
    #[schema(examples(1))]
    pub version: i64,
}

/// A report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = Report, example = json!(super::wire::report()))]
pub struct Report {
    /// What lists show of it.
    #[serde(flatten)]
    pub head: Line,
    /// What the company was called then.
    #[schema(examples("Nordlicht Bikes"))]
    pub company: String,
    /// What stands in it, in order.
    pub sections: Vec<Section>,
}

/// Reports the actor may see, the newest first.
///
/// # Errors
/// `access.forbidden`, `request.cursor_invalid`
pub fn page(
    tx: &mut Tx<'_>,
    actor: &Actor,
    state: Option<ReportState>,
    plan: Option<PlanId>,
    page: &PageRequest,
) -> Result<Page<Line>> {
    actor.require(FIGURES_READ)?;
    let before = page.after::<(i64, i64)>()?;
    let rows = store::page(tx, state, plan, before, page.limit() + 1)?;
    let rows = Page::from_rows(rows, page.limit(), |head| (head.made_at.micros(), head.id.raw()));
    let mut items = Vec::new();
    for head in rows.items {
        if is_seen(actor, &head.content) {
            items.push(line(tx, head)?);
        }
    }
    Ok(Page { items, next_cursor: rows.next_cursor })
}

/// One report.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub fn one(tx: &mut Tx<'_>, actor: &Actor, id: ReportId) -> Result<Report> {
    let Kept { head, company, sections } = seen(tx, actor, id)?;
    Ok(Report { head: line(tx, head)?, company, sections })
}

/// One report as it is kept, when the actor may see it.
pub(crate) fn seen(tx: &mut Tx<'_>, actor: &Actor, id: ReportId) -> Result<Kept> {
    actor.require(FIGURES_READ)?;
    let kept = store::find(tx, id)?;
    if is_seen(actor, &kept.head.content) { Ok(kept) } else { Err(Fault::not_found()) }
}

fn line(tx: &mut Tx<'_>, head: Head) -> Result<Line> {
    let owner_name = store::name_of(tx, head.owner)?;
    let frozen_by_name = head.frozen_by.map(|person| store::name_of(tx, person)).transpose()?.unwrap_or_default();
    let state = head.state();
    Ok(Line {
        id: head.id,
        plan_id: head.plan,
        name: head.name,
        first: head.first,
        last: head.last,
        state,
        language: head.content.language,
        owner_id: head.owner,
        owner_name,
        made_at: head.made_at,
        frozen_at: head.frozen_at,
        frozen_by: head.frozen_by,
        frozen_by_name,
        version: head.version,
    })
}

/// What is printed of a report as it is kept.
pub(crate) fn pages(tx: &mut Tx<'_>, reports: &Reports, kept: &Kept) -> Result<Pages> {
    let zone = settings::find(tx)?.zone;
    let day = |at: Timestamp| at.to_jiff().to_zoned(zone.clone()).date();
    let head = &kept.head;
    let name = head.frozen_by.map(|person| store::name_of(tx, person)).transpose()?.unwrap_or_default();
    let frozen = head.frozen_at.map(|at| (day(at), name.as_str()));
    Ok(Pages::of(kept, &reports.address, day(head.made_at), frozen))
}
