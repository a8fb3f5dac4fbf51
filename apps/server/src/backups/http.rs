//! Backups for administrators: which there are, one more now, and the files themselves.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use kernel::{AuditEntry, Fault, Permission, Timestamp};
use serde::Serialize;
use tokio::io::AsyncReadExt as _;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Path, ProblemBody, Who};

use super::store::BackupId;
use super::{last_failure, make, schedule};
use crate::app::App;

/// Make backups and take them away.
pub(crate) const MANAGE_BACKUPS: Permission =
    Permission { name: "system.backup.manage", allows: "Make backups and download them: they hold everything" };

/// The endpoints, below `/api/v1`.
pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(backups_list, backups_create)).routes(routes!(backups_content))
}

/// Backups, and how they are made.
#[derive(Debug, Serialize, ToSchema)]
struct Backups {
    /// Where this node keeps them.
    #[schema(examples("/var/lib/quarterdeck/backups"))]
    folder: String,
    /// The hour of the company's day at which one is made; null makes none by itself.
    #[schema(examples(3))]
    hour: Option<i8>,
    /// Whether one that was asked for is being made.
    making: bool,
    /// Why the last attempt failed; null when it did not.
    failure: Option<BackupFailure>,
    /// What there is, newest first.
    items: Vec<Backup>,
}

/// Why the last attempt failed.
#[derive(Debug, Serialize, ToSchema)]
struct BackupFailure {
    /// When.
    at: Timestamp,
    /// Stable code.
    #[schema(examples("platform.disk_full"))]
    code: String,
    /// In words.
    #[schema(examples("The server's disk is full."))]
    detail: String,
}

/// A backup that was read again after it was written.
#[derive(Debug, Serialize, ToSchema)]
struct Backup {
    /// Its file name.
    #[schema(examples("quarterdeck-20261122-020000.backup"))]
    name: String,
    /// When it was made.
    made_at: Timestamp,
    /// Its size.
    #[schema(examples(104_857_600))]
    bytes: u64,
}

/// Lists the backups of this node, newest first.
#[utoipa::path(get, path = "/system/backups", operation_id = "backups_list", tag = "system",
    responses((status = 200, body = Backups), (status = 403, body = ProblemBody)))]
async fn backups_list(State(app): State<App>, who: Who) -> Answer<Json<Backups>> {
    who.actor.require(MANAGE_BACKUPS)?;
    let (failure, making) = app.db.read(|tx| Ok((last_failure(tx)?, schedule::is_asked(tx)?))).await?;
    let plan = &app.plan.backups;
    let items = make::list(&plan.folder).into_iter();
    Ok(Json(Backups {
        folder: plan.folder.display().to_string(),
        hour: plan.hour,
        making,
        failure: failure.map(|found| BackupFailure { at: found.at, code: found.code, detail: found.detail }),
        items: items.map(|kept| Backup { name: kept.name, made_at: kept.at, bytes: kept.bytes }).collect(),
    }))
}

/// Makes a backup now; it is in the list when it was written and read again.
#[utoipa::path(post, path = "/system/backups", operation_id = "backups_create", tag = "system",
    responses((status = 202), (status = 403, body = ProblemBody)))]
async fn backups_create(State(app): State<App>, who: Who) -> Answer<StatusCode> {
    who.actor.require(MANAGE_BACKUPS)?;
    let work = move |tx: &mut db::Tx<'_>| {
        schedule::ask(tx)?;
        let thing = tx.id::<BackupId>().into();
        let entry = AuditEntry { action: "system.backup.requested", thing, detail: serde_json::json!({}) };
        tx.audit(&who.actor, entry)
    };
    app.db.write(work).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Gives a backup away. It holds everything but the secret key.
#[utoipa::path(get, path = "/system/backups/{name}/content", operation_id = "backups_content", tag = "system",
    params(("name" = String, Path, description = "The file name.")),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>),
        (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn backups_content(State(app): State<App>, who: Who, Path(name): Path<String>) -> Answer<Response> {
    who.actor.require(MANAGE_BACKUPS)?;
    // Only what is in the list: a path is never built from what somebody typed.
    let kept = make::list(&app.plan.backups.folder).into_iter().find(|kept| kept.name == name);
    let kept = kept.ok_or_else(Fault::not_found)?;
    let file = tokio::fs::File::open(app.plan.backups.folder.join(&kept.name)).await.map_err(Fault::disk)?;
    let taken = kept.name.clone();
    let work = move |tx: &mut db::Tx<'_>| {
        let thing = tx.id::<BackupId>().into();
        let entry =
            AuditEntry { action: "system.backup.downloaded", thing, detail: serde_json::json!({"name": taken}) };
        tx.audit(&who.actor, entry)
    };
    app.db.write(work).await?;
    let parts = futures::stream::try_unfold(file, |mut file| async move {
        let mut part = vec![0; 256 * 1024];
        let read = file.read(&mut part).await?;
        part.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then_some((part, file)))
    });
    let mut response = Response::new(Body::from_stream(parts));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(kept.bytes));
    let shown = format!("attachment; filename=\"{}\"", kept.name);
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&shown).map_err(Fault::internal)?);
    Ok(response)
}
