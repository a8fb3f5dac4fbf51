//! When a backup is made, and the jobs that make it: on one node, whichever takes the job.

use std::time::Duration;

use db::Tx;
use jobs::{NewJob, Outcome, Runner};
use kernel::{Result, Timestamp};

use super::make::make;
use super::store::note;
use crate::app::App;

/// Every night.
const NIGHTLY: &str = "system.backup";
/// Because somebody asked.
const ASKED: &str = "system.backup_now";
/// After a failure it is tried again, so that one bad night is not a night without a backup.
const AFTER_FAILURE: Duration = Duration::from_hours(1);

/// The company's time zone; UTC before there is a company.
pub(crate) async fn zone(app: &App) -> jiff::tz::TimeZone {
    let name = app.db.read(|tx| {
        let sql = "select time_zone from access_company where id = 1";
        tx.opt(sql, &[], |row| row.take::<String>())
    });
    let name = name.await.ok().flatten().unwrap_or_default();
    jiff::tz::TimeZone::get(&name).unwrap_or(jiff::tz::TimeZone::UTC)
}

/// The next time that a zone's clocks show an hour.
fn next(now: Timestamp, hour: i8, zone: &jiff::tz::TimeZone) -> Timestamp {
    let here = now.to_jiff().to_zoned(zone.clone());
    let at = |date: jiff::civil::Date| {
        let instant = date.at(hour, 0, 0, 0).to_zoned(zone.clone()).ok()?;
        Some(Timestamp::from_micros(instant.timestamp().as_microsecond()))
    };
    let days = [Some(here.date()), here.date().tomorrow().ok()];
    let next = days.into_iter().flatten().filter_map(at).find(|at| *at > now);
    next.unwrap_or_else(|| now.plus(Duration::from_hours(24)))
}

/// Plans the first nightly backup, when there shall be any.
pub(crate) async fn schedule(app: &App) -> Result<()> {
    let Some(hour) = app.plan.backups.hour else { return Ok(()) };
    let zone = zone(app).await;
    let plan = move |tx: &mut Tx<'_>| {
        let at = next(tx.now(), hour, &zone);
        // Another hour may be set by now: the plan of the last start does not count.
        jobs::cancel(tx, NIGHTLY, "nightly")?;
        jobs::enqueue(tx, NewJob::now(NIGHTLY, ()).at(at).once_for("nightly"))
    };
    app.db.write(plan).await
}

/// Plans a backup for now.
pub(crate) fn ask(tx: &mut Tx<'_>) -> Result<()> {
    jobs::enqueue(tx, NewJob::now(ASKED, ()).once_for("now"))
}

/// Whether one that was asked for is still to come.
pub(crate) fn is_asked(tx: &mut Tx<'_>) -> Result<bool> {
    let sql = "select count(*) from jobs_queue where kind = $1";
    tx.one(sql, db::p![ASKED], |row| row.take::<i64>()).map(|count| count > 0)
}

/// Adds the work to a node.
pub(crate) fn register(runner: &mut Runner, app: &App) {
    let nightly = app.clone();
    runner.add(NIGHTLY, move |_| {
        let app = nightly.clone();
        async move {
            let Some(hour) = app.plan.backups.hour else { return Ok(Outcome::Done) };
            let made = attempt(&app).await?;
            let (now, zone) = (app.db.clock().now(), zone(&app).await);
            Ok(Outcome::Again(if made { next(now, hour, &zone) } else { now.plus(AFTER_FAILURE) }))
        }
    });
    let asked = app.clone();
    runner.add(ASKED, move |_| {
        let app = asked.clone();
        async move { attempt(&app).await.map(|_| Outcome::Done) }
    });
}

/// Makes one, and notes how it went.
async fn attempt(app: &App) -> Result<bool> {
    let outcome = make(app).await;
    match &outcome {
        Ok(kept) => tracing::info!(name = kept.name, bytes = kept.bytes, "A backup was made and checked."),
        Err(fault) => tracing::error!(code = fault.code(), cause = fault.causes(), "A backup could not be made."),
    }
    let made = outcome.is_ok();
    app.db.write(move |tx| note(tx, &outcome)).await?;
    Ok(made)
}

#[cfg(test)]
mod tests {
    use kernel::Timestamp;

    use super::next;

    #[test]
    fn the_hour_is_the_companys_and_comes_every_day() {
        let zone = jiff::tz::TimeZone::get("Europe/Berlin").expect("a zone");
        let at =
            |text: &str| Timestamp::from_micros(text.parse::<jiff::Timestamp>().expect("an instant").as_microsecond());
        for (now, expected) in [
            ("2026-03-02T01:59:59Z", "2026-03-02T02:00:00Z"),
            ("2026-03-02T02:00:00Z", "2026-03-03T02:00:00Z"),
            // The night in which clocks go on: there is no 02:00, and 03:00 is an hour earlier by the world's clock.
            ("2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z"),
            ("2026-10-24T12:00:00Z", "2026-10-25T02:00:00Z"),
        ] {
            assert_eq!(next(at(now), 3, &zone), at(expected), "{now}");
        }
    }
}
