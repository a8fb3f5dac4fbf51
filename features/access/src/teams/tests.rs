//! Teams.

use axum::http::{Method, StatusCode};
use kernel::BuiltInRole;
use serde_json::json;
use testkit::{TestDb, db_test};

use crate::tests::Desk;

#[db_test(crate::tests::schema)]
async fn a_team_is_made_changed_and_removed(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let grace = desk.add("Grace Hopper", BuiltInRole::Agent, &[]).await;
    let made = admin.post("/access/teams", json!({"name": "Returns", "member_ids": [grace]})).await;
    assert_eq!((made.status, &made.body["member_ids"]), (StatusCode::CREATED, &json!([grace])));
    let path = format!("/access/teams/{}", made.id());
    let taken = admin.post("/access/teams", json!({"name": " returns "})).await;
    assert_eq!(
        (taken.status, taken.code(), taken.pointers()),
        (StatusCode::CONFLICT, "access.team_name_taken", vec!["name"])
    );
    let changed = admin.patch(&path, json!({"name": "Repairs", "member_ids": [], "version": 1})).await;
    assert_eq!((&changed.body["name"], &changed.body["member_ids"]), (&json!("Repairs"), &json!([])));
    assert_eq!(admin.patch(&path, json!({"name": "X", "version": 1})).await.code(), "access.team_changed");
    let other = desk.team("Orders").await;
    let clash = admin.patch(&format!("/access/teams/{other}"), json!({"name": "REPAIRS", "version": 1})).await;
    assert_eq!((clash.status, clash.code()), (StatusCode::CONFLICT, "access.team_name_taken"));
    let unknown = admin.patch(&path, json!({"member_ids": [grace, "pers_0000000000001"], "version": 2})).await;
    assert_eq!((unknown.status, unknown.pointers()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["member_ids/1"]));
    assert_eq!(admin.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(admin.delete(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(admin.get("/access/teams").await.body["items"].as_array().map(Vec::len), Some(1));
}

#[db_test(crate::tests::schema)]
async fn a_request_that_is_repeated_makes_one_team(store: TestDb) {
    let (_, admin) = Desk::set_up(&store).await;
    let call =
        async |name: &str| admin.call(Method::POST, "/access/teams", Some(json!({"name": name})), Some("key-1")).await;
    let (first, second) = (call("Returns").await, call("Returns").await);
    assert_eq!((first.status, &first.body), (second.status, &second.body));
    assert_eq!(call("Orders").await.code(), "request.idempotency_key_reused");
    assert_eq!(admin.get("/access/teams").await.body["items"].as_array().map(Vec::len), Some(1));
}

#[db_test(crate::tests::schema)]
async fn only_who_manages_teams_changes_them(store: TestDb) {
    let (desk, _) = Desk::set_up(&store).await;
    let team = desk.team("Returns").await;
    desk.add("Grace Hopper", BuiltInRole::Lead, &[team]).await;
    let lead = desk.sign_in("grace@example.com").await;
    assert_eq!(lead.post("/access/teams", json!({"name": "Mine"})).await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        lead.patch(&format!("/access/teams/{team}"), json!({"name": "Mine", "version": 1})).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(lead.delete(&format!("/access/teams/{team}")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(lead.get("/access/teams").await.status, StatusCode::OK);
}
