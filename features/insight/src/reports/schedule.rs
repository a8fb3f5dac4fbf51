//! Reports that are made by themselves: at their hour in the company's zone, each stretch once, whatever nodes and clocks do.

use db::{Tx, p, sql};
use jobs::{NewJob, Outcome, Runner};
use kernel::{Actor, FaultKind, Result, Timestamp};
use serde::{Deserialize, Serialize};

use super::commands;
use super::house::Reports;
use super::model::{PlanContent, PlanId, ReportId, Schedule};
use super::sendings::{self, BY_SCHEDULE};
use super::store::{self, KeptPlan, NewReport};
use crate::facts;
use crate::metrics::{Period, settings};

/// The job that makes the next report of a plan.
const MAKE_REPORT: &str = "insight.make_report";

sql! {
    BEGIN = "insert into insight_report_runs (plan_id, first_day, report_id, made_at) values ($1, $2, $3, $4)
             on conflict (plan_id, first_day) do nothing";
    MADE = "select count(*) from insight_report_runs where plan_id = $1 and first_day = $2";
    BY_ITSELF = "select count(*) from insight_report_runs where report_id = $1";
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Make {
    plan: PlanId,
}

/// Plans the next report of a plan, or takes the planned one back.
pub(super) fn plan(tx: &mut Tx<'_>, id: PlanId, content: &PlanContent, since: Timestamp) -> Result<()> {
    jobs::cancel(tx, MAKE_REPORT, &id.to_string())?;
    let Some(schedule) = &content.schedule else { return Ok(()) };
    let zone = settings::find(tx)?.zone;
    let (_, _, next) = schedule.around(content.cadence, since, &zone)?;
    jobs::enqueue(tx, NewJob::now(MAKE_REPORT, Make { plan: id }).at(next).once_for(id))
}

/// Takes the planned report back.
pub(super) fn cancel(tx: &mut Tx<'_>, id: PlanId) -> Result<()> {
    jobs::cancel(tx, MAKE_REPORT, &id.to_string()).map(drop)
}

/// Lets a node make reports.
pub(super) fn register(runner: &mut Runner, reports: &Reports) {
    let reports = reports.clone();
    runner.add(MAKE_REPORT, move |job| {
        let reports = reports.clone();
        async move {
            let Make { plan } = job.payload()?;
            let Some(due) = reports.db.read(move |tx| due(tx, plan)).await? else { return Ok(Outcome::Done) };
            if let Some(period) = due.period {
                if !reports.db.read(facts::are_current).await? {
                    return Ok(Outcome::Again(reports.db.clock().now().plus(facts::LATER)));
                }
                make(&reports, due.plan, period).await?;
            }
            Ok(Outcome::Again(due.next))
        }
    });
}

/// What is to be done for a plan now.
struct Due {
    plan: KeptPlan,
    /// What is to be reported; nothing when that was done already, or was due before the schedule was set.
    period: Option<Period>,
    next: Timestamp,
}

/// Looks what is due. Of several stretches that were missed only the last is made up for.
fn due(tx: &mut Tx<'_>, id: PlanId) -> Result<Option<Due>> {
    let plan = match store::plan(tx, id) {
        Err(fault) if fault.kind() == FaultKind::NotFound => return Ok(None),
        found => found?,
    };
    let Some(schedule) = plan.content.schedule.clone() else { return Ok(None) };
    let zone = settings::find(tx)?.zone;
    let now = tx.now();
    let (last, period, next) = schedule.around(plan.content.cadence, now, &zone)?;
    let is_made = tx.one(MADE, p![id, period.first.to_string()], |row| row.take::<i64>())? > 0;
    let period = (last > plan.since && !is_made).then_some(period);
    Ok(Some(Due { plan, period, next }))
}

/// Makes the report of a stretch. Figures are read beside everybody's work; whoever notes the stretch first makes it.
async fn make(reports: &Reports, plan: KeptPlan, period: Period) -> Result<()> {
    let (house, of, content) = (reports.clone(), plan.clone(), plan.content.clone());
    let drawn = reports.db.report(move |tx| commands::written(tx, &house, of.id, of.owner, content.clone(), &period));
    let drawn = drawn.await?;
    let house = reports.clone();
    reports.db.write(move |tx| keep(tx, &house, &plan, &drawn)).await
}

fn keep(tx: &mut Tx<'_>, reports: &Reports, plan: &KeptPlan, drawn: &NewReport) -> Result<()> {
    // A plan that was changed or given up meanwhile decides anew.
    match store::plan(tx, plan.id) {
        Ok(now) if now.version == plan.version => {}
        Ok(_) => return Ok(()),
        Err(fault) if fault.kind() == FaultKind::NotFound => return Ok(()),
        Err(fault) => return Err(fault),
    }
    let Some(schedule) = &plan.content.schedule else { return Ok(()) };
    let actor = Actor::system();
    let (id, now) = (tx.id::<ReportId>(), tx.now());
    if tx.exec(BEGIN, p![plan.id, drawn.first, id, now])? == 0 {
        return Ok(());
    }
    commands::insert_as(tx, &actor, id, drawn)?;
    if schedule.after_review {
        let kept = store::find(tx, id)?;
        return sendings::tell_owner(tx, reports, plan.owner, &kept);
    }
    commands::freeze_kept(tx, &actor, id, 1)
}

/// What a frozen report's plan wants to be done with it: it is sent when it was made by itself.
pub(super) fn frozen(tx: &mut Tx<'_>, actor: &Actor, id: ReportId) -> Result<()> {
    if tx.one(BY_ITSELF, p![id], |row| row.take::<i64>())? == 0 {
        return Ok(());
    }
    let kept = store::find(tx, id)?;
    let Some(Schedule { recipients, formats, .. }) = kept.head.content.schedule.clone() else { return Ok(()) };
    if recipients.is_empty() {
        return Ok(());
    }
    sendings::plan(tx, actor, &kept, BY_SCHEDULE, &recipients, &formats)
}
