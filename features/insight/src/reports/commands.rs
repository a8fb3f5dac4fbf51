//! Making, editing and freezing reports. Figures are read beside everybody's work; only what they give is written.

use db::Tx;
use jiff::civil::Date;
use kernel::{Actor, Fault, PersonId, Result};

use super::draft;
use super::house::Reports;
use super::model::{PlanContent, PlanId, ReportId, ReportState};
use super::plans;
use super::queries::{self, Report};
use super::schedule;
use super::sections::{self, Section, SectionChange};
use super::store::{self, Head, Kept, NewReport};
use super::times::{last_whole, own_days};
use super::{check, plans::is_seen};
use crate::error;
use crate::events;
use crate::facts;
use crate::metrics::{Period, settings};
use crate::permissions::REPORTS_MANAGE;

/// Which days a report is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Asked {
    /// The last whole stretch of its plan.
    Last,
    /// Own days.
    Days(String, String),
}

/// Reads all that a report of a plan tells; writes nothing.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `request.invalid`, `insight.figures_behind`
pub(crate) fn draw_up(
    tx: &mut Tx<'_>,
    reports: &Reports,
    actor: &Actor,
    plan: PlanId,
    asked: &Asked,
) -> Result<NewReport> {
    actor.require(REPORTS_MANAGE)?;
    let kept = plans::seen(tx, actor, plan)?;
    let owner = actor.require_person()?;
    let zone = settings::find(tx)?.zone;
    let today = tx.now().to_jiff().to_zoned(zone.clone()).date();
    let period = match asked {
        Asked::Last => last_whole(kept.content.cadence, today, &zone)?,
        Asked::Days(first, last) => own_days(first, last, today, &zone)?,
    };
    require_current(tx)?;
    written(tx, reports, plan, owner, kept.content, &period)
}

/// What is written down must be all that happened.
fn require_current(tx: &mut Tx<'_>) -> Result<()> {
    if facts::are_current(tx)? { Ok(()) } else { Err(error::FIGURES_BEHIND.into()) }
}

/// The same without asking who may.
pub(crate) fn written(
    tx: &mut Tx<'_>,
    reports: &Reports,
    plan: PlanId,
    owner: PersonId,
    content: PlanContent,
    period: &Period,
) -> Result<NewReport> {
    let sections = draft::write(tx, reports, &content, period)?;
    Ok(NewReport {
        plan,
        owner,
        name: format!("{}: {}", content.name.trim(), content.language.period(period)),
        first: period.first.to_string(),
        last: period.last.to_string(),
        company: reports.house.company(tx)?,
        content,
        sections,
    })
}

/// Keeps a report that was drawn up.
///
/// # Errors
/// Trouble with the store.
pub(crate) fn create(tx: &mut Tx<'_>, actor: &Actor, report: &NewReport) -> Result<Report> {
    let id = insert(tx, actor, report)?;
    queries::one(tx, actor, id)
}

pub(crate) fn insert(tx: &mut Tx<'_>, actor: &Actor, report: &NewReport) -> Result<ReportId> {
    let id = tx.id::<ReportId>();
    insert_as(tx, actor, id, report)?;
    Ok(id)
}

/// The same under an id that is known already.
pub(crate) fn insert_as(tx: &mut Tx<'_>, actor: &Actor, id: ReportId, report: &NewReport) -> Result<()> {
    store::insert(tx, id, report)?;
    events::tell(tx, actor, events::report("created", id, report.plan, (&report.first, &report.last)))
}

/// A draft that the actor may change.
fn draft_of(tx: &mut Tx<'_>, actor: &Actor, id: ReportId) -> Result<Kept> {
    actor.require(REPORTS_MANAGE)?;
    let kept = store::find(tx, id)?;
    if !is_seen(actor, &kept.head.content) {
        return Err(Fault::not_found());
    }
    match kept.head.state() {
        ReportState::Draft => Ok(kept),
        ReportState::Frozen => Err(error::REPORT_FROZEN.into()),
    }
}

fn tell(tx: &mut Tx<'_>, actor: &Actor, what: &'static str, head: &Head) -> Result<()> {
    events::tell(tx, actor, events::report(what, head.id, head.plan, (&head.first, &head.last)))
}

/// Changes the words, the order and what is shown of a draft.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `request.invalid`, `insight.report_changed`, `insight.report_frozen`
pub(crate) fn change(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: ReportId,
    name: &str,
    wanted: &[SectionChange],
    version: i64,
) -> Result<Report> {
    let kept = draft_of(tx, actor, id)?;
    let name = check::name(name)?;
    let sections = sections::changed(&kept.sections, wanted)?;
    if !store::update(tx, id, &name, &sections, version)? {
        return Err(error::REPORT_CHANGED.into());
    }
    tell(tx, actor, "changed", &kept.head)?;
    queries::one(tx, actor, id)
}

/// A draft with its figures read again, to be kept by [`renew`].
#[derive(Debug, Clone)]
pub(crate) struct Renewal {
    head: Head,
    company: String,
    sections: Vec<Section>,
}

/// Reads the figures of a draft anew; writes nothing.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `insight.report_frozen`, `insight.figures_behind`
pub(crate) fn read_anew(tx: &mut Tx<'_>, reports: &Reports, actor: &Actor, id: ReportId) -> Result<Renewal> {
    let kept = draft_of(tx, actor, id)?;
    let period = period(tx, &kept.head)?;
    require_current(tx)?;
    let fresh = draft::write(tx, reports, &kept.head.content, &period)?;
    let company = reports.house.company(tx)?;
    Ok(Renewal { head: kept.head, company, sections: sections::renewed(&kept.sections, fresh) })
}

/// Keeps figures that were read anew; own words stay.
///
/// # Errors
/// `insight.report_changed` when somebody changed the draft meanwhile.
pub(crate) fn renew(tx: &mut Tx<'_>, actor: &Actor, renewal: &Renewal) -> Result<Report> {
    let Renewal { head, company, sections } = renewal;
    if !store::renew(tx, head.id, sections, company, head.version)? {
        return Err(error::REPORT_CHANGED.into());
    }
    tell(tx, actor, "renewed", head)?;
    queries::one(tx, actor, head.id)
}

/// Makes a record of a draft: it never changes again, whatever becomes of the facts.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `insight.report_changed`, `insight.report_frozen`
pub(crate) fn freeze(tx: &mut Tx<'_>, actor: &Actor, id: ReportId, version: i64) -> Result<Report> {
    draft_of(tx, actor, id)?;
    freeze_kept(tx, actor, id, version)?;
    queries::one(tx, actor, id)
}

/// The same of a draft that is there, without asking who may.
pub(crate) fn freeze_kept(tx: &mut Tx<'_>, actor: &Actor, id: ReportId, version: i64) -> Result<()> {
    if !store::freeze(tx, id, actor.person(), version)? {
        return Err(error::REPORT_CHANGED.into());
    }
    let kept = store::find(tx, id)?;
    tell(tx, actor, "frozen", &kept.head)?;
    schedule::frozen(tx, actor, id)
}

/// Throws a draft away.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `insight.report_frozen`
pub(crate) fn delete(tx: &mut Tx<'_>, actor: &Actor, id: ReportId) -> Result<()> {
    let kept = draft_of(tx, actor, id)?;
    store::delete(tx, id)?;
    tell(tx, actor, "deleted", &kept.head)
}

/// The days of a report.
pub(crate) fn period(tx: &mut Tx<'_>, head: &Head) -> Result<Period> {
    let zone = settings::find(tx)?.zone;
    let day = |text: &str| text.parse::<Date>().map_err(Fault::internal);
    Ok(Period { first: day(&head.first)?, last: day(&head.last)?, zone })
}
