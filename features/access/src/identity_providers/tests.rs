//! Managing identity providers.

use axum::http::{Method, StatusCode};
use kernel::BuiltInRole;
use serde_json::{Value, json};
use testkit::{TestDb, db_test};

use crate::tests::{Desk, everything_written};

const LIST: &str = "/access/identity-providers";

fn velo() -> Value {
    json!({"name": "Velo account", "issuer": "https://login.example.com/realms/velo", "client_id": "quarterdeck",
        "client_secret": "opens everything", "scopes": "profile email groups openid", "email_domains": ["@Example.com"],
        "role_claim": "groups", "role_rules": [{"value": " leads ", "role_id": "role_0000000000003"}], "create_people": true})
}

#[db_test(crate::tests::schema)]
async fn a_provider_is_added_changed_and_removed_and_its_secret_never_shown(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let made = admin.call(Method::POST, LIST, Some(velo()), Some("once")).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let again = admin.call(Method::POST, LIST, Some(velo()), Some("once")).await;
    assert_eq!(again.body["id"], made.body["id"], "the same key adds it once");
    assert_eq!(made.body["scopes"], "profile email groups", "openid is always asked for");
    assert_eq!(made.body["email_domains"], json!(["example.com"]));
    assert_eq!(made.body["role_rules"][0]["value"], "leads");
    assert_eq!(made.body["redirect_url"], "http://desk.example/sign-on");
    let one = format!("{LIST}/{}", made.id());
    let changed =
        admin.patch(&one, json!({"name": "Velo", "default_role_id": "role_0000000000004", "version": 1})).await;
    assert_eq!((changed.status, &changed.body["version"]), (StatusCode::OK, &json!(2)), "{}", changed.body);
    assert_eq!(changed.body["default_role_id"], "role_0000000000004");
    let late = admin.patch(&one, json!({"name": "Late", "version": 1})).await;
    assert_eq!(late.code(), "access.identity_provider_changed");
    let none = admin.patch(&one, json!({"default_role_id": null, "version": 2})).await;
    assert_eq!(none.body["default_role_id"], Value::Null, "null is not the same as absent");
    let listed = admin.get(LIST).await.body;
    assert_eq!((&listed["items"][0]["name"], &listed["items"][0]["has_secret"]), (&json!("Velo"), &json!(true)));
    let offer = desk.anonymous().get("/access/sign-on").await.body;
    assert_eq!(offer, json!({"password": "everybody", "providers": [{"id": made.id(), "name": "Velo"}]}));
    admin.patch(&one, json!({"enabled": false, "version": 3})).await;
    assert_eq!(desk.anonymous().get("/access/sign-on").await.body["providers"], json!([]));
    assert_eq!(admin.delete(&one).await.status, StatusCode::NO_CONTENT);
    assert_eq!(admin.delete(&one).await.status, StatusCode::NOT_FOUND);
    for text in [listed.to_string(), everything_written(&store).await] {
        assert!(!text.contains("opens everything"), "the secret is written nowhere");
    }
}

#[db_test(crate::tests::schema)]
async fn what_cannot_be_a_provider_is_refused_with_the_field(store: TestDb) {
    let (_, admin) = Desk::set_up(&store).await;
    let table = [
        ("name", json!(" "), "name"),
        ("issuer", json!("http://login.example.com"), "issuer"),
        ("issuer", json!("https://login.example.com/?x=1"), "issuer"),
        ("issuer", json!("nonsense"), "issuer"),
        ("client_id", json!(""), "client_id"),
        ("scopes", json!("profile e\u{7}mail"), "scopes"),
        ("email_domains", json!(["not a domain"]), "email_domains"),
        ("role_claim", json!(""), "role_claim"),
        ("role_rules", json!([{"value": "", "role_id": "role_0000000000003"}]), "role_rules/0/value"),
        ("default_role_id", json!("role_0000000000099"), "role_id"),
    ];
    for (field, value, pointer) in table {
        let mut body = velo();
        body[field] = value;
        let refused = admin.post(LIST, body).await;
        assert_eq!((refused.status, refused.pointers()), (StatusCode::UNPROCESSABLE_ENTITY, vec![pointer]), "{field}");
    }
    assert_eq!(admin.get(LIST).await.body["items"], json!([]));
    let mut inner = velo();
    inner["issuer"] = json!("http://127.0.0.1:9/");
    assert_eq!(admin.post(LIST, inner).await.status, StatusCode::CREATED, "whoever runs the server allowed this host");
}

#[db_test(crate::tests::schema)]
async fn a_kept_secret_goes_to_no_other_server(store: TestDb) {
    let (_, admin) = Desk::set_up(&store).await;
    let one = format!("{LIST}/{}", admin.post(LIST, velo()).await.id());
    let moved = json!({"issuer": "https://evil.example.net", "version": 1});
    assert_eq!(admin.patch(&one, moved).await.pointers(), ["client_secret"]);
    let moved = json!({"issuer": "https://new.example.com", "client_secret": "another", "version": 1});
    assert_eq!(admin.patch(&one, moved).await.status, StatusCode::OK);
}

#[db_test(crate::tests::schema)]
async fn only_who_manages_security_may_and_a_role_that_is_given_stays(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    desk.add("Mary Jackson", BuiltInRole::Manager, &[]).await;
    let mary = desk.sign_in("mary@example.com").await;
    assert_eq!(mary.get(LIST).await.status, StatusCode::FORBIDDEN);
    assert_eq!(mary.post(LIST, velo()).await.status, StatusCode::FORBIDDEN);
    let role = admin.post("/access/roles", json!({"name": "Desk", "permissions": [], "sees": "mine"})).await;
    assert_eq!(role.status, StatusCode::CREATED, "{}", role.body);
    let mut body = velo();
    body["default_role_id"] = json!(role.id());
    let provider = admin.post(LIST, body).await;
    let refused = admin.delete(&format!("/access/roles/{}", role.id())).await;
    assert_eq!(refused.code(), "access.role_in_use");
    assert_eq!(admin.delete(&format!("{LIST}/{}", provider.id())).await.status, StatusCode::NO_CONTENT);
    assert_eq!(admin.delete(&format!("/access/roles/{}", role.id())).await.status, StatusCode::NO_CONTENT);
}
