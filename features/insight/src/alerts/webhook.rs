//! Tells another system of an alert: a POST when it opens and one when it closes, tried again until it was taken, through the
//! guarded way out.

use axum::http::HeaderValue;
use db::{Db, Tx};
use delivery::fetch::{Ask, Guard};
use jobs::{NewJob, Outcome, Runner};
use kernel::{Fault, FaultKind, Result};
use serde::{Deserialize, Serialize};

use super::model::{AlertId, Finding, RuleContent};
use super::store;

/// The job that calls.
const CALL_WEBHOOK: &str = "insight.call_webhook";
/// Nobody reads the answer.
const LIMIT: usize = 64 * 1024;

/// What is to be told of which alert.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Call {
    alert: AlertId,
    what: What,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum What {
    Opened,
    Closed,
}

/// What the other system gets.
#[derive(Debug, Serialize)]
struct Body {
    event: What,
    alert: AlertId,
    name: String,
    metric: String,
    finding: Finding,
}

/// Plans a call, when the rule has somewhere to call.
pub(super) fn plan(tx: &mut Tx<'_>, rule: &RuleContent, alert: AlertId, what: What) -> Result<()> {
    if rule.webhook.is_empty() {
        return Ok(());
    }
    let key = format!("{alert}:{}", if what == What::Opened { "opened" } else { "closed" });
    jobs::enqueue(tx, NewJob::now(CALL_WEBHOOK, Call { alert, what }).once_for(key))
}

/// Lets a node call.
pub(crate) fn register(runner: &mut Runner, db: &Db, web: &Guard) {
    let (db, web) = (db.clone(), web.clone());
    runner.add(CALL_WEBHOOK, move |job| {
        let (db, web) = (db.clone(), web.clone());
        async move {
            let call: Call = job.payload()?;
            let Some((url, body)) = db.read(move |tx| read(tx, &call)).await? else { return Ok(Outcome::Done) };
            let ask = Ask::post(&url, HeaderValue::from_static("application/json"), body, LIMIT);
            match web.send(&ask).await {
                Ok(answered) if answered.status.is_success() => Ok(Outcome::Done),
                Ok(answered) => Err(Fault::unavailable(format!("the webhook answered {}", answered.status))),
                Err(trouble) => Err(Fault::unavailable(trouble.words)),
            }
        }
    });
}

/// Where to call and what to say; nothing, when the rule or its address was taken away since.
fn read(tx: &mut Tx<'_>, call: &Call) -> Result<Option<(String, Vec<u8>)>> {
    let kept = match store::find(tx, call.alert) {
        Err(fault) if fault.kind() == FaultKind::NotFound => return Ok(None),
        found => found?,
    };
    if kept.rule.webhook.is_empty() {
        return Ok(None);
    }
    let (name, metric) = (kept.rule.name, kept.rule.measure.metric);
    let body = Body { event: call.what, alert: kept.id, name, metric, finding: kept.finding };
    Ok(Some((kept.rule.webhook, serde_json::to_vec(&body).map_err(Fault::internal)?)))
}
