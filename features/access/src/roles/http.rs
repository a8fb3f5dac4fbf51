//! Endpoints of roles and permissions.

use axum::extract::State;
use axum::http::StatusCode;
use kernel::{Page, PageRequest, RoleId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Answer, Json, Once, Path, Query, Who};

use super::model::{Role, RoleSees};
use super::{NewRole, RoleChange};
use crate::access::Access;
use crate::permissions::Registry;
use crate::refusal::{Conflict, Forbidden, Invalid, NotFound, SignIn, Unprocessable};

/// A role.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"id": "role_0000000000004", "name": "Agent", "built_in": "agent", "sees": "teams",
    "permissions": ["inbox.conversation.reply"], "version": 1}))]
pub(crate) struct RoleView {
    id: RoleId,
    name: String,
    /// The word of a built-in role, which cannot be changed; null for a custom role.
    built_in: Option<String>,
    sees: RoleSees,
    /// Names of permissions, sorted.
    permissions: Vec<String>,
    version: i64,
}

impl RoleView {
    pub(super) fn of(role: &Role, registry: &Registry) -> Self {
        Self {
            id: role.id,
            name: role.name.clone(),
            built_in: role.builtin.map(|builtin| builtin.key().to_owned()),
            sees: role.sees,
            permissions: role.permissions(registry).into_iter().collect(),
            version: role.version,
        }
    }
}

/// A custom role to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Night shift", "permissions": ["inbox.conversation.reply"], "sees": "teams"}))]
pub(crate) struct RoleCreation {
    name: String,
    permissions: Vec<String>,
    sees: RoleSees,
}

/// A change of a custom role; absent fields stay as they are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Night watch", "version": 1}))]
pub(crate) struct RoleRevision {
    name: Option<String>,
    permissions: Option<Vec<String>>,
    sees: Option<RoleSees>,
    /// The version that was seen.
    version: i64,
}

/// A named permission.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"name": "access.team.manage", "description": "Make, change and remove teams"}))]
pub(crate) struct PermissionView {
    name: &'static str,
    description: &'static str,
}

/// All permissions there are.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"items": [{"name": "access.team.manage", "description": "Make, change and remove teams"}], "next_cursor": null}))]
pub(crate) struct PermissionList {
    items: Vec<PermissionView>,
    /// Always null: all of them are here.
    next_cursor: Option<String>,
}

pub(crate) fn router() -> OpenApiRouter<Access> {
    OpenApiRouter::new()
        .routes(routes!(roles_list, roles_create))
        .routes(routes!(roles_update, roles_delete))
        .routes(routes!(permissions_list))
}

/// Lists the roles, built-in ones first.
#[utoipa::path(get, path = "/access/roles", operation_id = "roles_list", tag = "access", params(PageRequest),
    responses((status = 200, body = Page<RoleView>, description = "A page of roles", example = json!({"items": [{
        "id": "role_0000000000004", "name": "Agent", "built_in": "agent", "sees": "teams",
        "permissions": ["inbox.conversation.reply"], "version": 1}], "next_cursor": null})), Invalid, SignIn))]
async fn roles_list(
    State(access): State<Access>,
    _: Who,
    Query(request): Query<PageRequest>,
) -> Answer<Json<Page<RoleView>>> {
    let registry = access.registry();
    let page = access.db().read(move |tx| super::page(tx, &registry, &request)).await?;
    Ok(Json(page))
}

/// Makes a custom role.
#[utoipa::path(post, path = "/access/roles", operation_id = "roles_create", tag = "access", request_body = RoleCreation,
    responses((status = 201, body = RoleView, description = "The new role"), Invalid, SignIn, Forbidden, Conflict, Unprocessable))]
async fn roles_create(
    State(access): State<Access>,
    who: Who,
    once: Once,
    Json(body): Json<RoleCreation>,
) -> Answer<(StatusCode, Json<RoleView>)> {
    let registry = access.registry();
    let input = NewRole { name: body.name, permissions: body.permissions, sees: body.sees };
    let role = once
        .write(access.db(), move |tx| {
            let id = super::create(tx, &who.actor, &registry, &input)?;
            super::view(tx, &registry, id)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(role)))
}

/// Changes a custom role.
#[utoipa::path(patch, path = "/access/roles/{id}", operation_id = "roles_update", tag = "access", params(("id" = RoleId, Path)),
    request_body = RoleRevision, responses((status = 200, body = RoleView, description = "The changed role"),
    Invalid, SignIn, Forbidden, NotFound, Conflict, Unprocessable))]
async fn roles_update(
    State(access): State<Access>,
    who: Who,
    Path(id): Path<RoleId>,
    Json(body): Json<RoleRevision>,
) -> Answer<Json<RoleView>> {
    let registry = access.registry();
    let change = RoleChange { name: body.name, permissions: body.permissions, sees: body.sees, version: body.version };
    let work = move |tx: &mut db::Tx<'_>| {
        super::revise(tx, &who.actor, &registry, id, &change)?;
        super::view(tx, &registry, id)
    };
    Ok(Json(access.db().write(work).await?))
}

/// Removes a custom role that nobody holds.
#[utoipa::path(delete, path = "/access/roles/{id}", operation_id = "roles_delete", tag = "access", params(("id" = RoleId, Path)),
    responses((status = 204, description = "The role is gone"), SignIn, Forbidden, NotFound, Conflict))]
async fn roles_delete(State(access): State<Access>, who: Who, Path(id): Path<RoleId>) -> Answer<StatusCode> {
    access.db().write(move |tx| super::remove(tx, &who.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists every permission with what it allows, for composing roles and tokens.
#[utoipa::path(get, path = "/access/permissions", operation_id = "permissions_list", tag = "access",
    responses((status = 200, body = PermissionList, description = "All permissions"), SignIn))]
async fn permissions_list(State(access): State<Access>, _: Who) -> Answer<Json<PermissionList>> {
    let registry = access.registry();
    let items = registry.all().map(|one| PermissionView { name: one.name, description: one.allows }).collect();
    Ok(Json(PermissionList { items, next_cursor: None }))
}
