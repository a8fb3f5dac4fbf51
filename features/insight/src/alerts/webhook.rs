//! Tells another system of an alert: a POST when it opens and one when it closes, tried again until it was taken, through the
//! guarded way out.

use std::fmt::Write as _;

use axum::http::{HeaderName, HeaderValue};
use db::{Db, Tx};
use delivery::fetch::{Ask, Guard};
use hmac::{Hmac, KeyInit as _, Mac};
use jobs::{NewJob, Outcome, Runner};
use kernel::{Fault, FaultKind, Result};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::calls;
use super::model::{AlertId, Finding, RuleId};
use super::sealed::{self, Seal, Sealing, Webhook};
use super::store;

/// The job that calls.
const CALL_WEBHOOK: &str = "insight.call_webhook";
/// When the call was made, in seconds since 1970: what is old is nobody's call again.
const TIMESTAMP: HeaderName = HeaderName::from_static("x-quarterdeck-timestamp");
/// Proof of the time and the body.
const SIGNATURE: HeaderName = HeaderName::from_static("x-quarterdeck-signature");
/// Nobody reads the answer.
const LIMIT: usize = 64 * 1024;

/// What is to be told of which alert.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
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

impl What {
    fn word(self) -> &'static str {
        if self == Self::Opened { "opened" } else { "closed" }
    }
}

/// Plans a call, when the rule has somewhere to call.
pub(super) fn plan(tx: &mut Tx<'_>, rule: RuleId, alert: AlertId, what: What) -> Result<()> {
    if !sealed::is_set(tx, rule)? {
        return Ok(());
    }
    let key = format!("{alert}:{}", what.word());
    jobs::enqueue(tx, NewJob::now(CALL_WEBHOOK, Call { alert, what }).once_for(key))
}

/// Lets a node call.
pub(crate) fn register(runner: &mut Runner, db: &Db, web: &Guard, sealing: &Sealing) {
    let (db, web, sealing) = (db.clone(), web.clone(), sealing.clone());
    runner.add(CALL_WEBHOOK, move |job| {
        let (db, web, sealing) = (db.clone(), web.clone(), sealing.clone());
        async move {
            let call: Call = job.payload()?;
            let found = db.read(move |tx| read(tx, sealing.as_ref(), call.alert, call.what)).await?;
            let Some((rule, webhook, body)) = found else { return Ok(Outcome::Done) };
            let now = db.clock().now().to_jiff().as_second();
            let answered = web.send(&signed(&webhook, body, now)?).await;
            let (status, words) = match &answered {
                Ok(answered) => (i64::from(answered.status.as_u16()), String::new()),
                Err(trouble) => (0, trouble.words.clone()),
            };
            let noted = words.clone();
            db.write(move |tx| calls::keep(tx, (rule, call.alert), call.what.word(), status, &noted)).await?;
            match answered {
                Ok(answered) if answered.status.is_success() => Ok(Outcome::Done),
                Ok(answered) => Err(Fault::unavailable(format!("the webhook answered {}", answered.status))),
                Err(_) => Err(Fault::unavailable(words)),
            }
        }
    });
}

/// A POST that proves who sent it and when: HMAC-SHA-256 over the time and the body, with the rule's secret.
fn signed(webhook: &Webhook, body: Vec<u8>, now: i64) -> Result<Ask> {
    let proof = signature(&webhook.secret, now, &body);
    let value = |text: String| HeaderValue::try_from(text).map_err(Fault::internal);
    let ask = Ask::post(&webhook.address, HeaderValue::from_static("application/json"), body, LIMIT)
        .with(TIMESTAMP, value(now.to_string())?)
        .with(SIGNATURE, value(format!("sha256={proof}"))?);
    Ok(ask)
}

/// In hex: what the other system computes over the same bytes with the same secret.
pub(super) fn signature(secret: &str, at: i64, body: &[u8]) -> String {
    // HMAC takes keys of any length, so the empty answer is never given.
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map(|mac| {
        let signed = mac.chain_update(at.to_string()).chain_update(b".").chain_update(body);
        signed.finalize().into_bytes()
    });
    let mut hex = String::new();
    for byte in mac.iter().flatten() {
        // Writing to a text cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// Where to call and what to say; nothing, when the rule or its address was taken away since.
fn read(tx: &mut Tx<'_>, seal: &dyn Seal, alert: AlertId, what: What) -> Result<Option<(RuleId, Webhook, Vec<u8>)>> {
    let kept = match store::find(tx, alert) {
        Err(fault) if fault.kind() == FaultKind::NotFound => return Ok(None),
        found => found?,
    };
    let Some(webhook) = sealed::find(tx, seal, kept.rule_id)? else { return Ok(None) };
    let (name, metric) = (kept.rule.name, kept.rule.measure.metric);
    let body = Body { event: what, alert: kept.id, name, metric, finding: kept.finding };
    Ok(Some((kept.rule_id, webhook, serde_json::to_vec(&body).map_err(Fault::internal)?)))
}
