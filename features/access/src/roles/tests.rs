//! Roles.

use axum::http::StatusCode;
use kernel::BuiltInRole;
use serde_json::json;
use testkit::{TestDb, db_test};

use super::built_in_id;
use crate::tests::Desk;

#[db_test(crate::tests::schema)]
async fn built_in_roles_are_listed_first_and_fixed(store: TestDb) {
    let (_, admin) = Desk::set_up(&store).await;
    let list = admin.get("/access/roles").await.body;
    let words: Vec<_> = list["items"].as_array().expect("items").iter().map(|role| role["built_in"].as_str()).collect();
    assert_eq!(words, [Some("administrator"), Some("manager"), Some("lead"), Some("agent"), Some("light_agent")]);
    for (role, at) in BuiltInRole::ALL.iter().rev().zip(0..) {
        assert_eq!(list["items"][at]["id"], built_in_id(*role).to_string());
    }
    let path = format!("/access/roles/{}", built_in_id(BuiltInRole::Agent));
    assert_eq!(admin.patch(&path, json!({"name": "Sailor", "version": 1})).await.code(), "access.role_built_in");
    assert_eq!(admin.delete(&path).await.code(), "access.role_built_in");
}

#[db_test(crate::tests::schema)]
async fn holders_of_a_custom_role_feel_its_change_at_once(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let made = admin
        .post("/access/roles", json!({"name": "Auditor", "permissions": ["access.audit.read"], "sees": "all"}))
        .await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let (role, path) = (made.id(), format!("/access/roles/{}", made.id()));
    let grace = desk.add("Grace Hopper", BuiltInRole::Agent, &[]).await;
    admin.patch(&format!("/access/people/{grace}"), json!({"role_id": role, "version": 1})).await;
    let auditor = desk.sign_in("grace@example.com").await;
    assert_eq!(auditor.get("/access/audit").await.status, StatusCode::OK);
    assert_eq!(admin.delete(&path).await.code(), "access.role_in_use");
    let emptied = admin.patch(&path, json!({"permissions": [], "version": 1})).await;
    assert_eq!((emptied.status, &emptied.body["permissions"]), (StatusCode::OK, &json!([])));
    assert_eq!(auditor.get("/access/audit").await.status, StatusCode::FORBIDDEN);
    assert_eq!(admin.patch(&path, json!({"name": "X", "version": 1})).await.code(), "access.role_changed");
    admin
        .patch(&format!("/access/people/{grace}"), json!({"role_id": built_in_id(BuiltInRole::Agent), "version": 2}))
        .await;
    assert_eq!(admin.delete(&path).await.status, StatusCode::NO_CONTENT);
}

#[db_test(crate::tests::schema)]
async fn names_are_unique_and_permissions_known(store: TestDb) {
    let (_, admin) = Desk::set_up(&store).await;
    let taken = admin.post("/access/roles", json!({"name": "agent", "permissions": [], "sees": "mine"})).await;
    assert_eq!((taken.status, taken.code()), (StatusCode::CONFLICT, "access.role_name_taken"));
    let unknown = json!({"name": "Pilot", "permissions": ["access.audit.read", "sky.plane.fly"], "sees": "mine"});
    assert_eq!(admin.post("/access/roles", unknown).await.pointers(), ["permissions/1"]);
    let sight = admin.post("/access/roles", json!({"name": "Pilot", "permissions": [], "sees": "nothing"})).await;
    assert_eq!((sight.status, sight.pointers()), (StatusCode::BAD_REQUEST, vec!["sees"]));
}

#[db_test(crate::tests::schema)]
async fn whoever_makes_roles_cannot_make_one_above_their_own(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let made = admin
        .post("/access/roles", json!({"name": "Clerk", "permissions": ["access.role.manage"], "sees": "mine"}))
        .await;
    let grace = desk.add("Grace Hopper", BuiltInRole::Agent, &[]).await;
    admin.patch(&format!("/access/people/{grace}"), json!({"role_id": made.id(), "version": 1})).await;
    let clerk = desk.sign_in("grace@example.com").await;
    let above = json!({"name": "Captain", "permissions": ["access.company.manage"], "sees": "all"});
    assert_eq!(clerk.post("/access/roles", above).await.code(), "access.beyond_own_permissions");
    let own = clerk
        .patch(&format!("/access/roles/{}", made.id()), json!({"permissions": ["access.person.manage"], "version": 1}))
        .await;
    assert_eq!(own.code(), "access.beyond_own_permissions");
    assert_eq!(
        clerk.get("/access/permissions").await.body["items"].as_array().map(Vec::len),
        Some(crate::permissions().len())
    );
}
