//! What happens here, as others hear of it.

use db::Tx;
use kernel::{Actor, AuditEntry, NewEvent, PersonId, Result, ThingId};
use serde_json::{Value, json};

use crate::actions::ActionId;
use crate::alerts::{AlertId, RuleId};
use crate::goals::GoalId;
use crate::reports::{PlanId, ReportId};
use crate::series::SeriesId;
use crate::wallboards::WallboardId;

fn event(name: &'static str, thing: impl Into<ThingId>, facts: Value) -> NewEvent {
    NewEvent { name, version: 1, thing: thing.into(), facts }
}

/// Tells of an event, and records it for the audit with the same facts.
pub(crate) fn tell(tx: &mut Tx<'_>, actor: &Actor, event: NewEvent) -> Result<()> {
    let entry = AuditEntry { action: event.name, thing: event.thing.clone(), detail: event.facts.clone() };
    tx.audit(actor, entry)?;
    tx.emit(actor, event)
}

/// A goal was set, changed or given up: `what` is the last part of the name.
pub fn goal(what: &'static str, goal: GoalId, metric: &str) -> NewEvent {
    let name = match what {
        "created" => "insight.goal.created",
        "changed" => "insight.goal.changed",
        _ => "insight.goal.deleted",
    };
    event(name, goal, json!({ "metric": metric }))
}

/// A rule that watches a figure was made, changed or deleted.
pub fn alert_rule(what: &'static str, rule: RuleId, metric: &str) -> NewEvent {
    let name = match what {
        "created" => "insight.alert_rule.created",
        "changed" => "insight.alert_rule.changed",
        _ => "insight.alert_rule.deleted",
    };
    event(name, rule, json!({ "metric": metric }))
}

/// A figure is not normal, somebody looks after it, or it is normal again.
pub fn alert(what: &'static str, alert: AlertId, rule: RuleId) -> NewEvent {
    let name = match what {
        "opened" => "insight.alert.opened",
        "acknowledged" => "insight.alert.acknowledged",
        _ => "insight.alert.closed",
    };
    event(name, alert, json!({ "rule": rule }))
}

/// An action was taken or changed, or it was looked at whether it worked.
pub fn action(what: &'static str, action: ActionId, metric: &str, verdict: Option<&str>) -> NewEvent {
    let name = match what {
        "created" => "insight.action.created",
        "changed" => "insight.action.changed",
        _ => "insight.action.checked",
    };
    event(name, action, json!({ "metric": metric, "verdict": verdict }))
}

/// A plan of reports was made, changed or given up. Names and recipients are not told: events are kept for good.
pub fn report_plan(what: &'static str, plan: PlanId, is_scheduled: bool) -> NewEvent {
    let name = match what {
        "created" => "insight.report_plan.created",
        "changed" => "insight.report_plan.changed",
        _ => "insight.report_plan.deleted",
    };
    event(name, plan, json!({ "scheduled": is_scheduled }))
}

/// A report was made, changed, frozen or thrown away; `plan` is what it was made by.
pub fn report(what: &'static str, report: ReportId, plan: PlanId, days: (&str, &str)) -> NewEvent {
    let name = match what {
        "created" => "insight.report.created",
        "changed" => "insight.report.changed",
        "renewed" => "insight.report.renewed",
        "frozen" => "insight.report.frozen",
        _ => "insight.report.deleted",
    };
    event(name, report, json!({ "plan": plan, "first": days.0, "last": days.1 }))
}

/// A report goes to so many people. Who they are is not told: events are kept for good.
pub fn report_sent(report: ReportId, plan: PlanId, recipients: usize) -> NewEvent {
    event("insight.report.sent", report, json!({ "plan": plan, "recipients": recipients }))
}

/// A wallboard was made or changed, or its link was revoked.
pub fn wallboard(what: &'static str, wallboard: WallboardId, name: &str) -> NewEvent {
    let name_of_event = match what {
        "created" => "insight.wallboard.created",
        "changed" => "insight.wallboard.changed",
        _ => "insight.wallboard.revoked",
    };
    event(name_of_event, wallboard, json!({ "name": name }))
}

/// Somebody else answers for a metric, or something else is noted beside it.
pub fn metric(code: &str, before: Option<PersonId>, owner: Option<PersonId>, note: &str) -> NewEvent {
    let thing = ThingId(format!("metric_{code}"));
    event("insight.metric.changed", thing, json!({ "metric": code, "before": before, "owner": owner, "text": note }))
}

/// A series of numbers from elsewhere was made, changed or deleted.
pub fn series(what: &'static str, series: SeriesId, code: &str) -> NewEvent {
    let name = match what {
        "created" => "insight.series.created",
        "changed" => "insight.series.changed",
        _ => "insight.series.deleted",
    };
    event(name, series, json!({ "series": code }))
}

/// Values of a series were written or taken away: the stretch, what it was before and what it is now, in hundredths.
pub(crate) fn series_values(series: SeriesId, code: &str, changes: &[(String, Option<i64>, Option<i64>)]) -> NewEvent {
    let change = |(at, before, after): &(String, Option<i64>, Option<i64>)| json!({ "at": at, "before": before, "after": after });
    let changes: Vec<Value> = changes.iter().map(change).collect();
    event("insight.series.values_changed", series, json!({ "series": code, "changes": changes }))
}
