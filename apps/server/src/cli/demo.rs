//! `quarterdeck demo`: a company to look at, in an empty installation.

use std::process::ExitCode;

use access::setup::{Progress, ProgressState, report_progress};
use demo::fill::{Plan, Rooms, fill as play};
use kernel::{PersonId, Result};

use super::{Ended, complain, explain, open, say};
use crate::app::App;
use crate::config::Config;

pub(crate) async fn run(config: Config, seed: u64, conversations: u32) -> Ended {
    let app = open(&config).await?;
    let started = std::time::Instant::now();
    let mut told = std::time::Instant::now();
    let plan = Plan { seed, until: app.db.clock().now(), conversations, host: None };
    let report = |progress: demo::fill::Progress| {
        if told.elapsed().as_secs() >= 2 {
            told = std::time::Instant::now();
            complain(&format!("{} of {} ({})", progress.done, progress.total, progress.detail));
        }
    };
    let made = play(&rooms(&app), plan, report).await.map_err(|fault| explain(&fault))?;
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

fn rooms(app: &App) -> Rooms {
    Rooms {
        db: app.db.clone(),
        files: app.files.clone(),
        registry: app.access.registry(),
        post: app.post.clone(),
        hasher: app.access.hasher().clone(),
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
