//! One's own preferences and password.

use axum::http::{Method, StatusCode};
use serde_json::json;
use testkit::{TestDb, db_test};

use crate::tests::{Client, Desk, PASSWORD};

const OTHER: &str = "staple the other way";

async fn change(client: &Client, current: &str, new: &str) -> crate::tests::Answer {
    client.call(Method::PUT, "/access/me/password", Some(json!({"current": current, "new": new})), None).await
}

#[db_test(crate::tests::schema)]
async fn a_new_password_ends_the_other_sessions(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let other = desk.sign_in("ada@example.com").await;
    let wrong = change(&admin, "wrong horse battery", OTHER).await;
    assert_eq!((wrong.status, wrong.pointers()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["current"]));
    let weak = change(&admin, PASSWORD, "ada@example.com").await;
    assert_eq!((weak.code(), weak.pointers()), ("access.password_is_address", vec!["new"]));
    let changed = change(&admin, PASSWORD, OTHER).await;
    assert_eq!(changed.status, StatusCode::NO_CONTENT);
    assert_eq!(desk.client(changed.session()).get("/access/me").await.status, StatusCode::OK);
    assert_eq!(other.get("/access/me").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(desk.anonymous().sign_in("ada@example.com", PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(desk.anonymous().sign_in("ada@example.com", OTHER).await.status, StatusCode::CREATED);
}

#[db_test(crate::tests::schema)]
async fn guessing_the_present_password_is_slowed_down_too(store: TestDb) {
    let (_, admin) = Desk::set_up(&store).await;
    for _ in 0..5 {
        assert_eq!(change(&admin, "wrong horse battery", OTHER).await.code(), "access.password_wrong");
    }
    assert_eq!(change(&admin, PASSWORD, OTHER).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[db_test(crate::tests::schema)]
async fn preferences_are_checked_cleaned_and_guarded_by_version(store: TestDb) {
    let (_, admin) = Desk::set_up(&store).await;
    let body = json!({"name": "Ada King", "language": "de", "time_zone": "america/new_york",
        "signature_html": "<p onclick=\"x()\">Ada<script>alert(1)</script></p>", "version": 1});
    let me = admin.patch("/access/me", body).await.body["person"].clone();
    assert_eq!(
        (&me["name"], &me["language"], &me["time_zone"]),
        (&json!("Ada King"), &json!("de"), &json!("America/New_York"))
    );
    assert_eq!((&me["signature_html"], &me["version"]), (&json!("<p>Ada</p>"), &json!(2)));
    assert_eq!(admin.patch("/access/me", json!({"name": "Ada", "version": 1})).await.code(), "access.person_changed");
    let wrong = admin.patch("/access/me", json!({"language": "xx", "time_zone": "Mars", "version": 2})).await;
    assert_eq!(wrong.pointers(), ["language", "time_zone"]);
    assert_eq!(
        admin.patch("/access/me", json!({"role_id": "role_0000000000001", "version": 2})).await.pointers(),
        ["role_id"]
    );
}
