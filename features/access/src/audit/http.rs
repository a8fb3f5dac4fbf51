//! The endpoint of the audit trail.

use axum::extract::State;
use db::AuditRow;
use kernel::{Page, PageRequest, PersonId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Answer, Json, Query, Who};

use super::queries;
use crate::access::Access;
use crate::refusal::{Forbidden, Invalid, SignIn};

/// Which entries to list.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct AuditQuery {
    /// What was changed, by id.
    #[param(example = "pers_06pz3k5m8v00g")]
    pub(super) thing: Option<String>,
    /// Who did it.
    pub(super) person_id: Option<PersonId>,
    /// What was done.
    #[param(example = "access.person.changed")]
    pub(super) action: Option<String>,
    /// Not before this instant.
    pub(super) from: Option<Timestamp>,
    /// Before this instant.
    pub(super) to: Option<Timestamp>,
    /// How many rows, 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200, example = 50)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

impl AuditQuery {
    pub(super) fn page(&self) -> PageRequest {
        PageRequest { limit: self.limit, cursor: self.cursor.clone() }
    }
}

/// Who did what to which thing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"number": 421, "at": "2026-03-02T09:00:00Z", "actor": {"kind": "person", "person_id": "pers_06pz3k5m8v00g",
    "name": "Ada Lovelace"}, "action": "access.team.created", "thing": "team_06pz3k5m8v00h", "detail": {"name": "Returns"}}))]
pub(crate) struct AuditView {
    /// Rises; not without gaps.
    number: i64,
    at: Timestamp,
    actor: AuditActor,
    /// `<feature>.<thing>.<past tense>`
    action: String,
    /// The id of what was changed.
    thing: String,
    /// What changed.
    #[schema(value_type = Object)]
    detail: serde_json::Value,
}

/// Who did it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuditActor {
    /// `person`, `token` or `system`.
    kind: String,
    person_id: Option<PersonId>,
    /// The name at that time.
    name: String,
}

impl From<AuditRow> for AuditView {
    fn from(row: AuditRow) -> Self {
        Self {
            number: row.number,
            at: row.at,
            actor: AuditActor { kind: row.actor_kind, person_id: row.person, name: row.actor_name },
            action: row.action,
            thing: row.thing,
            detail: serde_json::from_str(&row.detail).unwrap_or_default(),
        }
    }
}

pub(crate) fn router() -> OpenApiRouter<Access> {
    OpenApiRouter::new().routes(routes!(audit_list))
}

/// Lists who did what and when, newest first.
#[utoipa::path(get, path = "/access/audit", operation_id = "audit_list", tag = "access", params(AuditQuery),
    responses((status = 200, body = Page<AuditView>, description = "A page of entries", example = json!({"items": [{
        "number": 421, "at": "2026-03-02T09:00:00Z", "actor": {"kind": "person", "person_id": "pers_06pz3k5m8v00g",
        "name": "Ada Lovelace"}, "action": "access.team.created", "thing": "team_06pz3k5m8v00h", "detail": {"name": "Returns"}}],
        "next_cursor": null})), Invalid, SignIn, Forbidden))]
async fn audit_list(
    State(access): State<Access>,
    who: Who,
    Query(query): Query<AuditQuery>,
) -> Answer<Json<Page<AuditView>>> {
    Ok(Json(access.db().read(move |tx| queries::page(tx, &who.actor, &query)).await?))
}
