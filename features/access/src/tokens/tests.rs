//! API tokens.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use kernel::BuiltInRole;
use serde_json::{Value, json};
use testkit::{TestDb, db_test};

use crate::tests::{Desk, everything_written};

#[db_test(crate::tests::schema)]
async fn a_token_does_what_its_scopes_say_and_no_more(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let made = admin.post("/access/tokens", json!({"name": "Export", "scopes": ["access.audit.read"]})).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let secret = made.body["secret"].as_str().expect("a secret").to_owned();
    assert!(secret.starts_with("qd_") && secret.starts_with(made.body["token"]["hint"].as_str().expect("a hint")));
    assert!(!everything_written(&store).await.contains(&secret));
    let program = desk.client(secret);
    assert_eq!(program.get("/access/audit").await.status, StatusCode::OK);
    assert_eq!(program.post("/access/teams", json!({"name": "Bots"})).await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        program.post("/access/tokens", json!({"name": "More", "scopes": ["access.audit.read"]})).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(program.get("/access/sessions").await.code(), "access.person_only");
    assert_eq!(program.delete("/access/sessions/current").await.code(), "access.person_only");
    let password = json!({"current": crate::tests::PASSWORD, "new": "staple the other way"});
    assert_eq!(
        program.call(Method::PUT, "/access/me/password", Some(password), None).await.code(),
        "access.person_only"
    );
    assert_eq!(program.get("/access/me").await.body["permissions"], json!(["access.audit.read"]));
    let listed = admin.get("/access/tokens").await.body["items"][0].clone();
    assert_eq!(listed["last_used_at"], "2026-03-02T09:00:00Z");
    assert!(listed.get("secret").is_none());
}

#[db_test(crate::tests::schema)]
async fn scopes_are_within_the_owners_permissions_and_shrink_with_them(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let mary = desk.add("Mary Jackson", BuiltInRole::Manager, &[]).await;
    let manager = desk.sign_in("mary@example.com").await;
    let above = manager
        .post("/access/tokens", json!({"name": "X", "scopes": ["access.audit.read", "access.company.manage"]}))
        .await;
    assert_eq!(
        (above.status, above.code(), above.pointers()),
        (StatusCode::FORBIDDEN, "access.beyond_own_permissions", vec!["scopes/1"])
    );
    let none =
        manager.post("/access/tokens", json!({"name": "", "scopes": [], "expires_at": "2026-03-02T09:00:00Z"})).await;
    assert_eq!(
        (none.status, none.pointers()),
        (StatusCode::UNPROCESSABLE_ENTITY, vec!["name", "scopes", "expires_at"])
    );
    let made = manager.post("/access/tokens", json!({"name": "Export", "scopes": ["access.audit.read"]})).await;
    let program = desk.client(made.body["secret"].as_str().expect("a secret").to_owned());
    assert_eq!(program.get("/access/audit").await.status, StatusCode::OK);
    admin.patch(&format!("/access/people/{mary}"), json!({"role_id": "role_0000000000004", "version": 1})).await;
    assert_eq!(program.get("/access/audit").await.status, StatusCode::FORBIDDEN);
}

#[db_test(crate::tests::schema)]
async fn a_revoked_or_expired_token_opens_nothing(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let body = json!({"name": "Brief", "scopes": ["access.audit.read"], "expires_at": "2026-03-02T10:00:00Z"});
    let brief = admin.post("/access/tokens", body).await;
    let brief = desk.client(brief.body["secret"].as_str().expect("a secret").to_owned());
    let made = admin.post("/access/tokens", json!({"name": "Export", "scopes": ["access.audit.read"]})).await;
    let lasting = desk.client(made.body["secret"].as_str().expect("a secret").to_owned());
    assert_eq!(brief.get("/access/me").await.status, StatusCode::OK);
    store.clock.advance(Duration::from_hours(1));
    assert_eq!(brief.get("/access/me").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(lasting.get("/access/me").await.status, StatusCode::OK);
    desk.add("Lise Meitner", BuiltInRole::Lead, &[]).await;
    let path = format!("/access/tokens/{}", made.body["token"]["id"].as_str().expect("an id"));
    let lead = desk.sign_in("lise@example.com").await;
    assert_eq!(lead.delete(&path).await.status, StatusCode::NOT_FOUND, "another's token is not to be known of");
    assert_eq!(lead.get("/access/tokens").await.body["items"], json!([]));
    assert_eq!(admin.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(lasting.get("/access/me").await.status, StatusCode::UNAUTHORIZED);
}

#[db_test(crate::tests::schema)]
async fn a_repeated_request_makes_one_token_and_does_not_show_it_again(store: TestDb) {
    let (_, admin) = Desk::set_up(&store).await;
    let body = json!({"name": "Export", "scopes": ["access.audit.read"]});
    let call = async || admin.call(Method::POST, "/access/tokens", Some(body.clone()), Some("once")).await;
    let (first, second) = (call().await, call().await);
    assert_eq!(first.body["token"], second.body["token"]);
    assert_eq!((first.body["secret"].is_string(), &second.body["secret"]), (true, &Value::Null));
    let kept: String =
        store.read(|tx| tx.one("select answer from web_once", db::p![], |row| row.take())).await.expect("an answer");
    assert!(!kept.contains(first.body["secret"].as_str().expect("a secret")));
}
