//! Is it well? Probes for machines, a page for administrators, and jobs that gave up.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use db::{DbConfig, Engine};
use kernel::{BuiltInRole, Page, PageRequest, Permission, PermissionGrant, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Path, Problem, ProblemBody, Query, Who};

use crate::app::App;

/// See how the installation is.
pub(crate) const SEE_HEALTH: Permission =
    Permission { name: "system.health.see", allows: "See how the installation is, and its figures" };
/// Put jobs that gave up back to work.
pub(crate) const MANAGE_JOBS: Permission =
    Permission { name: "system.job.manage", allows: "Put jobs that gave up back to work" };

/// The permissions of the server itself.
pub(crate) fn permissions() -> Vec<PermissionGrant> {
    vec![
        PermissionGrant { permission: SEE_HEALTH, roles: BuiltInRole::ADMINISTRATORS },
        PermissionGrant { permission: MANAGE_JOBS, roles: BuiltInRole::ADMINISTRATORS },
    ]
}

/// `/healthz` and `/readyz`, for machines that watch.
pub(crate) fn probes(app: App) -> Router {
    Router::new().route("/healthz", get(|| async { "ok\n" })).route("/readyz", get(ready)).with_state(app)
}

async fn ready(State(app): State<App>) -> Result<&'static str, Problem> {
    if let Some(trouble) = app.db.trouble() {
        return Err(kernel::Fault::store(trouble).into());
    }
    app.db.read(|tx| tx.one("select count(*) from db_migrations", db::p![], |row| row.take::<i64>())).await?;
    let files = app.files.clone();
    tokio::task::spawn_blocking(move || files.check()).await.map_err(kernel::Fault::internal)??;
    Ok("ready\n")
}

/// Endpoints of the system, below `/api/v1`.
pub(crate) fn router(app: App) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(health_get))
        .routes(routes!(jobs_list))
        .routes(routes!(jobs_retry))
        .with_state(app)
}

/// How the installation is.
#[derive(Debug, Serialize, ToSchema)]
struct Health {
    /// The release.
    #[schema(examples("0.1.0"))]
    version: String,
    /// `sqlite` or `postgres`.
    #[schema(examples("sqlite"))]
    database: String,
    /// Bytes of the SQLite file; null on PostgreSQL.
    #[schema(examples(1_048_576))]
    database_bytes: Option<u64>,
    /// Whether the disk takes files.
    disk_writable: bool,
    /// How far each consumer of events is behind.
    consumers: Vec<Lag>,
    /// Jobs that wait, by kind.
    jobs: Vec<Depth>,
    /// Jobs that gave up.
    #[schema(examples(0))]
    parked_jobs: i64,
    /// Audit entries that wait to be sealed.
    #[schema(examples(0))]
    audit_waiting: i64,
    /// How the mailboxes fetch.
    mailboxes: Vec<MailboxWell>,
}

/// How a mailbox fetches.
#[derive(Debug, Serialize, ToSchema)]
struct MailboxWell {
    /// Which.
    id: kernel::MailboxId,
    /// What people here call it.
    #[schema(examples("Support"))]
    name: String,
    /// How it is.
    health: channels::fetch::watch::Health,
    /// When it was last looked at with success.
    last_fetch_at: Option<Timestamp>,
    /// Since when nothing is fetched, when an alarm tells so.
    stopped_since: Option<Timestamp>,
}

/// How far a consumer of events is behind.
#[derive(Debug, Serialize, ToSchema)]
struct Lag {
    /// The consumer.
    #[schema(examples("send replies by mail"))]
    name: String,
    /// Events it has not seen yet.
    #[schema(examples(0))]
    behind: i64,
    /// Events whose handling failed and is tried again.
    #[schema(examples(0))]
    parked: i64,
    /// When it moved last.
    moved_at: Timestamp,
}

/// Jobs of a kind that wait.
#[derive(Debug, Serialize, ToSchema)]
struct Depth {
    /// The kind.
    #[schema(examples("channels.send"))]
    kind: String,
    /// How many.
    #[schema(examples(3))]
    waiting: i64,
    /// When the oldest is due.
    due_at: Timestamp,
}

/// Tells how the installation is.
#[utoipa::path(get, path = "/system/health", operation_id = "health_get", tag = "system",
    responses((status = 200, body = Health), (status = 403, body = ProblemBody)))]
async fn health_get(State(app): State<App>, who: Who) -> Answer<Json<Health>> {
    who.actor.require(SEE_HEALTH)?;
    let files = app.files.clone();
    let disk_writable = tokio::task::spawn_blocking(move || files.check().is_ok()).await.unwrap_or(false);
    let database_bytes = match app.db.config() {
        DbConfig::Sqlite { path, .. } => std::fs::metadata(path).ok().map(|file| file.len()),
        DbConfig::Postgres { .. } => None,
    };
    let read = app.db.read(|tx| {
        let lags = db::consumer_lags(tx)?;
        let depths = jobs::depth(tx)?;
        let parked = tx.one("select count(*) from jobs_parked", db::p![], |row| row.take::<i64>())?;
        let waiting = "select (select count(*) from db_audit) - (select count(*) from db_audit_seals)";
        let audit = tx.one(waiting, db::p![], |row| row.take::<i64>())?;
        Ok((lags, depths, parked, audit, mailboxes(tx)?))
    });
    let (lags, depths, parked_jobs, audit_waiting, mailboxes) = read.await?;
    let database = if app.db.engine() == Engine::Sqlite { "sqlite" } else { "postgres" };
    Ok(Json(Health {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        database: database.to_owned(),
        database_bytes,
        disk_writable,
        consumers: lags
            .into_iter()
            .map(|lag| Lag { name: lag.name, behind: lag.behind, parked: lag.parked, moved_at: lag.moved_at })
            .collect(),
        jobs: depths.into_iter().map(|(kind, waiting, due_at)| Depth { kind, waiting, due_at }).collect(),
        parked_jobs,
        audit_waiting,
        mailboxes,
    }))
}

fn mailboxes(tx: &mut db::Tx<'_>) -> kernel::Result<Vec<MailboxWell>> {
    let now = tx.now();
    let all = channels::mailboxes::queries::list(tx)?;
    let well = |(mailbox, standing): (channels::mailboxes::model::Mailbox, channels::mailboxes::queries::Standing)| {
        let health = channels::fetch::watch::health(&mailbox, &standing.state, now);
        let (last_fetch_at, stopped_since) =
            (standing.state.last_fetch_at.happened(), standing.state.alarm_at.happened());
        MailboxWell { id: mailbox.id, name: mailbox.name, health, last_fetch_at, stopped_since }
    };
    Ok(all.into_iter().map(well).collect())
}

/// Lists the jobs that gave up, newest first.
#[utoipa::path(get, path = "/system/jobs/parked", operation_id = "jobs_list_parked", tag = "system", params(PageRequest),
    responses((status = 200, body = Page<jobs::ParkedJob>), (status = 403, body = ProblemBody)))]
async fn jobs_list(
    State(app): State<App>,
    who: Who,
    Query(request): Query<PageRequest>,
) -> Answer<Json<Page<jobs::ParkedJob>>> {
    who.actor.require(MANAGE_JOBS)?;
    let after = request.after::<(Timestamp, jobs::JobId)>()?;
    let rows = app.db.read(move |tx| jobs::parked(tx, after)).await?;
    Ok(Json(Page::from_rows(rows, request.limit(), |job| (job.parked_at, job.id))))
}

/// Puts a job that gave up back to work.
#[utoipa::path(post, path = "/system/jobs/{id}/retry", operation_id = "jobs_retry", tag = "system", params(("id" = jobs::JobId, Path)),
    responses((status = 204), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn jobs_retry(State(app): State<App>, who: Who, Path(id): Path<jobs::JobId>) -> Answer<StatusCode> {
    who.actor.require(MANAGE_JOBS)?;
    let work = move |tx: &mut db::Tx<'_>| {
        jobs::retry_parked(tx, id)?;
        let entry =
            kernel::AuditEntry { action: "system.job.retried", thing: id.into(), detail: serde_json::json!({}) };
        tx.audit(&who.actor, entry)
    };
    app.db.write(work).await?;
    Ok(StatusCode::NO_CONTENT)
}
