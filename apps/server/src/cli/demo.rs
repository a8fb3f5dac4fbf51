//! `quarterdeck demo`: a company to look at, in an empty installation.

use std::process::ExitCode;

use access::setup::{Progress, ProgressState, report_progress};
use demo::fill::{Plan, Rooms, fill as play};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{PersonId, Result, Timestamp};

use db::Db;
use files::Files;

use super::store::{Store, label, told as told_of};
use super::{Ended, complain, explain, open, say};
use crate::app::{App, migrations};
use crate::config::{Config, Location};

/// The hour at which the last day of a told year ends: people are at work.
const LAST_HOUR: i8 = 15;

pub(crate) async fn run(config: Config, seed: u64, conversations: u32, until: Option<Date>) -> Ended {
    let now = kernel::Clock::now(&kernel::SystemClock);
    let until = until.map_or(Ok(now), |day| end_of(day, now))?;
    let started = std::time::Instant::now();
    let empty = empty_server(&config).await?;
    let app = if empty.is_some() { on_file(&config).await? } else { open(&config).await? };
    let mut told = std::time::Instant::now();
    let plan = Plan { seed, until, conversations, host: None };
    let report = |progress: demo::fill::Progress| {
        if told.elapsed().as_secs() >= 2 {
            told = std::time::Instant::now();
            complain(&format!("{} of {} ({})", progress.done, progress.total, progress.detail));
        }
    };
    let made = play(&rooms(&app), plan, report).await.map_err(|fault| explain(&fault))?;
    if let Some((db, files)) = empty {
        let label = label(&config, false)?;
        let steps = migrations();
        let told = told_of("brought over");
        let copied = backup::copy((&app.db, Some(&app.files)), (&db, &files), &steps, label, told);
        copied.await.map_err(|fault| explain(&fault))?;
        let folder = app.plan.folder.clone();
        drop(app);
        std::fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    say(&format!(
        "{} conversations, {} messages, {} customers in {:.0} s; sign in as {} with the password {}",
        made.conversations,
        made.messages,
        made.customers,
        started.elapsed().as_secs_f64(),
        demo::world::PEOPLE[1].email(),
        demo::fill::PASSWORD
    ));
    Ok(ExitCode::SUCCESS)
}

/// When a year told up to this day ends. It has ended, and surveys of before the millennium were on paper.
fn end_of(day: Date, now: Timestamp) -> std::result::Result<Timestamp, String> {
    let end = day.at(LAST_HOUR, 0, 0, 0).to_zoned(TimeZone::UTC).map_err(|error| format!("--until: {error}"))?;
    let end = Timestamp::from_micros(end.timestamp().as_microsecond());
    if end > now || day.year() < 2001 {
        return Err("--until is a day of the past, 2001 or later".to_owned());
    }
    Ok(end)
}

/// A PostgreSQL server with nothing in it. There a story of a year is told much faster in a file first, which needs no way to a
/// server and back for each of its statements, and brought over as `quarterdeck move` does it.
async fn empty_server(config: &Config) -> std::result::Result<Option<(Db, Files)>, String> {
    if matches!(config.database.location, Location::Sqlite(_)) {
        return Ok(None);
    }
    let (db, files) = Store::configured(config).make()?;
    match db.read(|tx| db::transfer::shape(tx).map(drop)).await {
        Err(fault) if fault.is(db::transfer::EMPTY) => Ok(Some((db, files))),
        // Whatever else it is, opening it in earnest tells.
        _ => Ok(None),
    }
}

/// The same installation in a file of its own, thrown away afterwards.
async fn on_file(config: &Config) -> std::result::Result<App, String> {
    let folder = config.data.folder.join("demo-on-its-way");
    // What an interrupted run left behind.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let url = config.server.configured_public_url.clone().unwrap_or_default();
    let plan = crate::app::Plan {
        database: db::DbConfig::Sqlite { path: folder.join("quarterdeck.db"), readers: 2, durable: false },
        backups: crate::backups::BackupPlan::by_hand(folder.join("backups")),
        folder,
        ..super::plan(config, url)?
    };
    App::open(plan, std::sync::Arc::new(kernel::SystemClock)).await.map_err(|fault| explain(&fault))
}

fn rooms(app: &App) -> Rooms {
    Rooms {
        db: app.db.clone(),
        files: app.files.clone(),
        registry: app.access.registry(),
        post: app.post.clone(),
        hasher: app.access.hasher().clone(),
        feedback: app.feedback.clone(),
    }
}

/// Fills the demo company that was chosen at set-up, and tells the waiting page how far it is.
pub(crate) async fn fill(app: &App, seed: u64, conversations: u32, host: Option<PersonId>) -> Result<()> {
    let (sender, mut steps) = tokio::sync::mpsc::channel::<Progress>(4);
    let db = app.db.clone();
    let told = tokio::spawn(async move {
        while let Some(progress) = steps.recv().await {
            if let Err(fault) = db.write(move |tx| report_progress(tx, &progress)).await {
                tracing::warn!(cause = fault.causes(), "How far the demo company is could not be noted.");
            }
        }
    });
    let plan = Plan { seed, until: app.db.clock().now(), conversations, host };
    let rooms = rooms(app);
    let outcome = play(&rooms, plan, |progress| {
        let state = ProgressState::Running;
        let (done, total) = (i64::from(progress.done), i64::from(progress.total));
        // A full channel means that a newer step is told in a moment.
        drop(sender.try_send(Progress { state, done, total, detail: progress.detail }));
    });
    let outcome = outcome.await;
    if let Err(fault) = &outcome
        && fault.is(demo::fill::error::BEING_FILLED)
    {
        // Whoever fills it tells how far it is.
        return outcome.map(drop);
    }
    let (state, detail) = match &outcome {
        Ok(_) => (ProgressState::Done, String::new()),
        Err(fault) if fault.is(demo::fill::error::ALREADY_FILLED) => (ProgressState::Done, String::new()),
        Err(fault) => (ProgressState::Failed, fault.sentence().to_owned()),
    };
    let all = i64::from(conversations);
    drop(
        sender
            .send(Progress { state, done: if state == ProgressState::Done { all } else { 0 }, total: all, detail })
            .await,
    );
    drop(sender);
    drop(told.await);
    match outcome {
        Err(fault) if fault.is(demo::fill::error::ALREADY_FILLED) => Ok(()),
        other => other.map(drop),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use kernel::Timestamp;

    use super::end_of;

    #[test]
    fn a_told_year_ends_in_the_past() {
        // 2026-11-21 21:00 UTC.
        let now = Timestamp::from_micros(1_795_294_800_000_000);
        assert_eq!(end_of(date(2026, 6, 30), now), Ok(Timestamp::from_micros(1_782_831_600_000_000)));
        assert!(end_of(date(2026, 11, 21), now).is_ok());
        assert!(end_of(date(2026, 11, 22), now).is_err());
        assert!(end_of(date(2000, 12, 31), now).is_err());
    }
}
