//! Counting what comes in, and noticing when it is too much.
//!
//! One node counts at a time (whoever moves the cursor), a few seconds behind: keeping a mail costs nothing more than before.

use std::collections::BTreeMap;
use std::time::Duration;

use db::Tx;
use kernel::{Actor, AuditEntry, Result, Timestamp};
use serde_json::json;

use super::model::{Course, Rate, SPAN, Scope, Storm, Threshold, begins, domain_of, ends, sliding};
use super::store::{self, Arrived};
use crate::events;
use crate::post::Post;
use crate::rules::{Rules, store as rules};

/// Between two looks.
const PAUSE: Duration = Duration::from_secs(5);
/// While nothing comes in, storms must end all the same.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// Two weeks of spans: what is usual.
const KEEP: i64 = 14 * 24 * 6;
/// The last hour is not what is usual.
const FRESH: i64 = 6;

/// Watches until the process ends.
pub async fn run(post: Post) {
    let mut commits = post.db().bus().commits();
    loop {
        commits.mark_unchanged();
        if let Err(fault) = look(&post).await {
            tracing::warn!(cause = fault.causes(), "Incoming mail could not be counted; trying again.");
        }
        tokio::time::sleep(PAUSE).await;
        let _ = tokio::time::timeout(LONGEST_PAUSE, commits.changed()).await;
    }
}

/// Counts what came in since the last look, begins and ends storms.
///
/// # Errors
/// Only that the database does not answer.
pub async fn look(post: &Post) -> Result<()> {
    loop {
        // A look first: an idle installation then costs a read and no durable commit.
        let news = post.db().read(|tx| {
            let Some(cursor) = store::cursor(tx)? else { return Ok(None) };
            let is_quiet = store::arrived(tx, cursor)?.is_empty() && store::active(tx)?.is_empty();
            Ok(Some(is_quiet))
        });
        match news.await? {
            None => post.db().write(store::begin).await?,
            Some(false) if post.db().write(count).await? => {}
            Some(_) => return Ok(()),
        }
    }
}

fn span_of(at: Timestamp) -> i64 {
    at.micros() / i64::try_from(SPAN.as_micros()).unwrap_or(i64::MAX)
}

/// Says whether there was so much that more may wait.
fn count(tx: &mut Tx<'_>) -> Result<bool> {
    let Some(cursor) = store::cursor(tx)? else { return Ok(false) };
    let all = store::arrived(tx, cursor)?;
    if let Some(last) = all.last()
        && !store::advance(tx, cursor, last.id)?
    {
        return Ok(false);
    }
    let (limits, _) = rules::rules(tx)?;
    let mut storms = store::active(tx)?;
    // Mail that was there before is taken in bulk on purpose.
    let mut mails: Vec<&Arrived> = all.iter().filter(|mail| !mail.historic).collect();
    for scope in [Scope::Sender, Scope::Domain, Scope::Mailbox] {
        let opened = count_scope(tx, &limits, scope, &mails, &storms)?;
        storms.extend(opened);
        // What belongs to a storm already makes none of a wider one: the others at the same domain or mailbox are not slowed by it.
        mails
            .retain(|mail| !storms.iter().any(|storm| storm.scope == scope && storm.takes(&mail.sender, mail.mailbox)));
    }
    end_those_over(tx, &limits)?;
    let now = span_of(tx.now());
    store::forget(tx, now - KEEP)?;
    Ok(all.len() == 5_000)
}

fn who(scope: Scope, mail: &Arrived) -> String {
    match scope {
        Scope::Sender => mail.sender.clone(),
        Scope::Domain => domain_of(&mail.sender).to_owned(),
        Scope::Mailbox => mail.mailbox.to_string(),
    }
}

fn count_scope(
    tx: &mut Tx<'_>,
    limits: &Rules,
    scope: Scope,
    mails: &[&Arrived],
    storms: &[Storm],
) -> Result<Vec<Storm>> {
    let mut counted: BTreeMap<(String, i64), (i64, Timestamp)> = BTreeMap::new();
    for mail in mails {
        let entry = counted.entry((who(scope, mail), span_of(mail.at))).or_insert((0, mail.at));
        *entry = (entry.0 + 1, entry.1.max(mail.at));
    }
    let mut touched: BTreeMap<&str, (i64, Timestamp)> = BTreeMap::new();
    for ((who, span), (more, last_at)) in &counted {
        // Mail without a sender, and mail for no mailbox, are nobody's.
        if who.is_empty() || (scope == Scope::Mailbox && who == "0") {
            continue;
        }
        store::count(tx, scope, who, *span, *more)?;
        let entry = touched.entry(who).or_insert((0, *last_at));
        *entry = (entry.0 + more, entry.1.max(*last_at));
    }
    let mut opened = Vec::new();
    for (who, (more, last_at)) in touched {
        if let Some(storm) = storms.iter().find(|storm| storm.scope == scope && storm.who == who) {
            store::seen(tx, storm.id, more, last_at)?;
            continue;
        }
        let rate = rate(tx, scope, who)?;
        if begins(rate, threshold(limits, scope)) {
            opened.push(begin(tx, scope, who, rate, last_at)?);
        }
    }
    Ok(opened)
}

fn threshold(limits: &Rules, scope: Scope) -> Threshold {
    let floor = match scope {
        Scope::Sender => limits.storm_sender,
        Scope::Domain => limits.storm_domain,
        Scope::Mailbox => limits.storm_mailbox,
    };
    Threshold { floor, factor: limits.storm_factor }
}

fn rate(tx: &mut Tx<'_>, scope: Scope, who: &str) -> Result<Rate> {
    let now = tx.now();
    let running = span_of(now);
    let spans = store::spans(tx, scope, who)?;
    let of = |span: i64| spans.iter().find(|(known, _)| *known == span).map_or(0, |(_, mails)| *mails);
    let span = i64::try_from(SPAN.as_micros()).unwrap_or(i64::MAX);
    let into = Duration::from_micros(u64::try_from(now.micros() % span).unwrap_or(0));
    let earlier: Vec<i64> =
        spans.iter().filter(|(span, _)| *span <= running - FRESH).map(|(_, mails)| *mails).collect();
    let usual = earlier.iter().sum::<i64>() / i64::try_from(earlier.len().max(1)).unwrap_or(1);
    Ok(Rate { recent: sliding(of(running - 1), of(running), into), usual })
}

fn begin(tx: &mut Tx<'_>, scope: Scope, who: &str, rate: Rate, last_at: Timestamp) -> Result<Storm> {
    let now = tx.now();
    let storm = Storm {
        id: tx.id(),
        scope,
        who: who.to_owned(),
        course: Course::Slowed,
        seen: rate.recent,
        usual: rate.usual,
        began_at: now,
        last_at,
        ended_at: Timestamp::NEVER,
        next_at: now,
    };
    store::open(tx, &storm)?;
    tell(tx, "channels.storm.began", &storm)?;
    Ok(storm)
}

/// A storm is over when its rate fell and nothing of it waits any more.
fn end_those_over(tx: &mut Tx<'_>, limits: &Rules) -> Result<()> {
    for storm in store::active(tx)? {
        let rate = Rate { usual: storm.usual, ..rate(tx, storm.scope, &storm.who)? };
        let is_over = ends(rate, threshold(limits, storm.scope)) && store::waiting(tx, storm.id)? == 0;
        if is_over && store::end(tx, storm.id)? {
            let storm = store::find(tx, storm.id)?;
            tell(tx, "channels.storm.ended", &storm)?;
        }
    }
    Ok(())
}

/// Addresses stay out: events are kept for good.
pub(super) fn tell(tx: &mut Tx<'_>, what: &'static str, storm: &Storm) -> Result<()> {
    let actor = Actor::system();
    let detail = json!({ "scope": storm.scope.code(), "seen": storm.seen, "usual": storm.usual });
    tx.audit(&actor, AuditEntry { action: what, thing: storm.id.into(), detail: detail.clone() })?;
    tx.emit(&actor, events::storm(what, storm.id, detail))
}
