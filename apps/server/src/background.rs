//! What a node does by itself: consumers of events, jobs, fetching mail, sealing the audit trail, tidying up.

use std::ops::Range;
use std::time::{Duration, Instant};

use db::{Consumers, Heart, Past};
use delivery::fetch::{Guard, Reach};
use jobs::{NewJob, Outcome, Runner};
use kernel::Result;
use tokio::task::JoinSet;

use crate::app::App;
use crate::backups;
use crate::ports::{FILL_DEMO, FillDemo};

const TIDY: &str = "system.tidy";
const TIDY_EVERY: Duration = Duration::from_hours(1);
/// When somebody else is filling the demo company.
const LOOK_AGAIN: Duration = Duration::from_secs(20);
/// Two days are promised to those who repeat a request.
const KEEP_ANSWERS: Duration = Duration::from_hours(2 * 24);

/// The reactions of a node.
pub(crate) fn consumers(app: &App) -> Consumers {
    let mut consumers = Consumers::new(app.db.clone());
    reactions::add(&mut consumers, &app.post, &app.feedback);
    consumers.add_many(insight::facts::CONSUMER, Past::Matters, insight::facts::maker());
    consumers
}

/// What makes facts of events, alone: for commands that read facts.
pub(crate) fn facts(app: &App) -> Consumers {
    let mut consumers = Consumers::new(app.db.clone());
    consumers.add_many(insight::facts::CONSUMER, Past::Matters, insight::facts::maker());
    consumers
}

/// The jobs of a node.
pub(crate) fn runner(app: &App) -> Runner {
    let mut runner = Runner::new(app.db.clone());
    access::jobs::register(&mut runner, &app.access);
    inbox::add_jobs(&mut runner, &app.db);
    channels::add_jobs(&mut runner, &app.post);
    let web = Guard::new(Reach::Public, app.plan.trust.clone()).admitting(app.plan.inner_hosts.clone());
    insight::add_jobs(&mut runner, &app.db, &web, &app.sealing());
    insight::reports::add_jobs(&mut runner, &app.reports);
    feedback::jobs::add(&mut runner, &app.feedback);
    let db = app.db.clone();
    runner.add(TIDY, move |_| {
        let db = db.clone();
        async move {
            let now = db.write(|tx| {
                let limit = tx.now().minus(KEEP_ANSWERS);
                web::forget_old_answers(tx, limit)?;
                inbox::tidy_up(tx)?;
                Ok(tx.now())
            });
            Ok(Outcome::Again(now.await?.plus(TIDY_EVERY)))
        }
    });
    backups::register(&mut runner, app);
    let demo_app = app.clone();
    runner.add(FILL_DEMO, move |job| {
        let app = demo_app.clone();
        async move {
            let plan: FillDemo = job.payload()?;
            match crate::cli::demo::fill(&app, plan.seed, plan.conversations, Some(plan.host)).await {
                Ok(()) => Ok(Outcome::Done),
                // Another process that stops half way leaves the rest to us.
                Err(fault) if fault.is(demo::fill::error::BEING_FILLED) => {
                    Ok(Outcome::Again(app.db.clock().now().plus(LOOK_AGAIN)))
                }
                Err(fault) => Err(fault),
            }
        }
    });
    runner
}

/// The heart of a node: what is done with the things of one that died, and when the clock was set.
pub(crate) fn heart(app: &App) -> Heart {
    let mut heart = Heart::new(app.db.clone());
    heart.inherit(jobs::release);
    heart.inherit(channels::fetch::state::release);
    heart.rearrange(jobs::rearrange);
    heart
}

/// Starts everything; it ends when the set is dropped.
pub(crate) async fn start(app: &App) -> Result<JoinSet<()>> {
    let sealing = app.sealing();
    app.db
        .write(move |tx| {
            access::jobs::schedule(tx)?;
            insight::schedule(tx, &sealing)?;
            jobs::enqueue(tx, NewJob::now(TIDY, ()).once_for("hourly"))
        })
        .await?;
    backups::schedule(app).await?;
    let mut tasks = JoinSet::new();
    tasks.spawn(heart(app).run());
    tasks.spawn(consumers(app).run());
    tasks.spawn(runner(app).run());
    tasks.spawn(channels::fetch_mail(app.post.clone()));
    tasks.spawn(channels::watch_storms(app.post.clone()));
    tasks.spawn(app.search.clone().run());
    tasks.spawn(seal_audit(app.db.clone()));
    tasks.spawn(build_rollups(app.db.clone()));
    tasks.spawn(app.columns.clone().tidy_up());
    Ok(tasks)
}

/// Seals the audit trail about once a second while something is written. Nodes that try at once get in each other's way
/// harmlessly: the later one is refused and tries again.
async fn seal_audit(db: db::Db) {
    let mut commits = db.bus().commits();
    loop {
        commits.mark_unchanged();
        match db.write(db::seal_audit).await {
            Ok(sealed) if sealed > 0 => tracing::debug!(entries = sealed, "Audit entries were sealed."),
            Ok(_) => {}
            Err(fault) if fault.is(db::UNIQUE) => {}
            Err(fault) => tracing::warn!(cause = fault.causes(), "The audit trail cannot be sealed; trying again."),
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        let _ = tokio::time::timeout(Duration::from_mins(1), commits.changed()).await;
    }
}

/// How fast roll-ups are built beside everybody's work.
struct Pace {
    /// How many conversations at once: as many as are done within the time below.
    portions: Range<u32>,
    /// So long one portion may take.
    at_most: Duration,
    /// Which part of the time that a portion took belongs to the others afterwards.
    rest: u32,
}

impl Pace {
    /// The larger a portion, the more rarely each roll-up is read and written. On SQLite nobody else writes meanwhile; on
    /// PostgreSQL only the facts of what is new wait.
    fn on(engine: db::Engine) -> Self {
        match engine {
            db::Engine::Sqlite => Self { portions: 500..8_000, at_most: Duration::from_millis(250), rest: 2 },
            db::Engine::Postgres => Self { portions: 500..20_000, at_most: Duration::from_secs(2), rest: 10 },
        }
    }

    fn next(&self, portion: u32, took: Duration) -> u32 {
        let fitting = if took > self.at_most { portion / 2 } else { portion + portion / 4 };
        fitting.clamp(self.portions.start, self.portions.end)
    }
}

/// Builds the roll-ups of figures after the way of counting changed, a portion at a time between everybody's work.
async fn build_rollups(db: db::Db) {
    let pace = Pace::on(db.engine());
    let mut portion = pace.portions.start;
    loop {
        let begun = Instant::now();
        let built = match db.read(insight::rollups::are_due).await {
            Ok(true) => db.write(move |tx| insight::rollups::build(tx, portion)).await,
            due => due,
        };
        if let Err(fault) = &built {
            tracing::warn!(cause = fault.causes(), "The roll-ups of figures cannot be built; trying again.");
        }
        let took = begun.elapsed();
        portion = pace.next(portion, took);
        let rest = if matches!(built, Ok(true)) { took / pace.rest } else { Duration::from_secs(10) };
        tokio::time::sleep(rest).await;
    }
}
