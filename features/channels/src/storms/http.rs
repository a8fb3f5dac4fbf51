//! Endpoints of storms.

use axum::extract::State;
use kernel::{MailboxId, Page, Timestamp, TypedId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Path, Who};

use super::commands::{self, Counted};
use super::model::{Course, Scope, StormId};
use crate::post::Post;
use crate::refusal::{Conflict, Forbidden, Invalid, NotFound, SignIn};

/// The endpoints of storms.
pub(crate) fn router() -> OpenApiRouter<Post> {
    OpenApiRouter::new().routes(routes!(storms_list)).routes(routes!(storms_steer))
}

/// A flood of mail.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = MailStorm, example = json!(example()))]
struct StormView {
    /// Its id.
    id: StormId,
    /// Whose mails are counted together.
    scope: Scope,
    /// The address or the domain; null for a mailbox.
    sender: Option<String>,
    /// The mailbox; null for an address or a domain.
    mailbox_id: Option<MailboxId>,
    /// What is done with its mails.
    course: Course,
    /// Mails so far.
    seen: i64,
    /// Mails that wait to be placed.
    waiting: i64,
    /// Mails in ten minutes before it.
    usual: i64,
    /// When it was noticed.
    began_at: Timestamp,
    /// When its last mail came.
    last_at: Timestamp,
    /// When it was over; null while it lasts.
    ended_at: Option<Timestamp>,
}

fn example() -> serde_json::Value {
    json!({"id": "storm_06pz3k5m8v00g", "scope": "sender", "sender": "alerts@machine.example", "mailbox_id": null, "course": "slowed",
           "seen": 1840, "waiting": 1710, "usual": 2, "began_at": "2026-03-02T09:00:00Z", "last_at": "2026-03-02T09:06:30Z", "ended_at": null})
}

impl From<Counted> for StormView {
    fn from((storm, waiting): Counted) -> Self {
        let mailbox = storm.who.parse().ok().filter(|_| storm.scope == Scope::Mailbox).map(MailboxId::from_raw);
        Self {
            id: storm.id,
            scope: storm.scope,
            sender: Some(storm.who).filter(|_| storm.scope != Scope::Mailbox),
            mailbox_id: mailbox,
            course: storm.course,
            seen: storm.seen,
            waiting,
            usual: storm.usual,
            began_at: storm.began_at,
            last_at: storm.last_at,
            ended_at: storm.ended_at.happened(),
        }
    }
}

/// Lists floods of mail that last, oldest first, then the last twenty that are over.
#[utoipa::path(get, path = "/channels/storms", operation_id = "storms_list", tag = "channels",
    responses((status = 200, body = Page<StormView>, description = "The storms, all on one page",
    example = json!({"items": [example()], "next_cursor": null})), SignIn, Forbidden))]
async fn storms_list(State(post): State<Post>, who: Who) -> Answer<Json<Page<StormView>>> {
    let storms = post.db().read(move |tx| commands::list(tx, &who.actor)).await?;
    Ok(Json(Page { items: storms.into_iter().map(StormView::from).collect(), next_cursor: None }))
}

/// What is to be done with the mails of a storm.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"course": "released"}))]
struct StormDecision {
    /// `slowed`, `held` or `released`.
    course: Course,
}

/// Decides what is done with the mails of a storm.
#[utoipa::path(post, path = "/channels/storms/{id}/steer", operation_id = "storms_steer", tag = "channels",
    params(("id" = StormId, Path)), request_body = StormDecision,
    responses((status = 200, body = StormView, description = "The storm as it is now", example = json!(example())),
    Invalid, SignIn, Forbidden, NotFound, Conflict))]
async fn storms_steer(
    State(post): State<Post>,
    who: Who,
    Path(id): Path<StormId>,
    Json(body): Json<StormDecision>,
) -> Answer<Json<StormView>> {
    let storm = post.db().write(move |tx| commands::steer(tx, &who.actor, id, body.course)).await?;
    Ok(Json(storm.into()))
}
