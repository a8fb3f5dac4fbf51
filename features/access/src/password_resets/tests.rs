//! Forgetting a password.

use std::time::Duration;

use axum::http::StatusCode;
use kernel::BuiltInRole;
use serde_json::json;
use testkit::{TestDb, db_test};

use crate::tests::{Client, Desk, PASSWORD, everything_written};

const OTHER: &str = "staple the other way";

async fn ask(client: &Client, email: &str) -> StatusCode {
    client.post("/access/password-resets", json!({"email": email})).await.status
}

async fn redeem(client: &Client, token: &str, password: &str) -> crate::tests::Answer {
    client.post("/access/password-resets/redeem", json!({"token": token, "password": password})).await
}

#[db_test(crate::tests::schema)]
async fn a_link_sets_a_new_password_once_and_ends_all_sessions(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    assert_eq!(ask(&desk.anonymous(), "ADA@example.com").await, StatusCode::ACCEPTED);
    desk.work().await;
    let secret = desk.letters.last_secret();
    assert!(!everything_written(&store).await.contains(&secret));
    let weak = redeem(&desk.anonymous(), &secret, "ada@example.com").await;
    assert_eq!((weak.status, weak.pointers()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["password"]));
    assert_eq!(redeem(&desk.anonymous(), &secret, OTHER).await.status, StatusCode::NO_CONTENT);
    assert_eq!(admin.get("/access/me").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(desk.anonymous().sign_in("ada@example.com", PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(desk.anonymous().sign_in("ada@example.com", OTHER).await.status, StatusCode::CREATED);
    let again = redeem(&desk.anonymous(), &secret, PASSWORD).await;
    assert_eq!((again.status, again.code()), (StatusCode::GONE, "access.password_reset_gone"));
}

#[db_test(crate::tests::schema)]
async fn whoever_asks_learns_nothing(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let gone = desk.add("Grace Hopper", BuiltInRole::Agent, &[]).await;
    admin.patch(&format!("/access/people/{gone}"), json!({"active": false, "version": 1})).await;
    for email in ["nobody@example.com", "grace@example.com", "not an address"] {
        assert_eq!(ask(&desk.anonymous(), email).await, StatusCode::ACCEPTED, "{email}");
    }
    desk.work().await;
    assert_eq!(desk.letters.count(), 0);
}

#[db_test(crate::tests::schema)]
async fn a_newer_link_and_an_hour_make_a_link_useless(store: TestDb) {
    let (desk, _) = Desk::set_up(&store).await;
    let mut secrets = Vec::new();
    for _ in 0..2 {
        ask(&desk.anonymous(), "ada@example.com").await;
        desk.work().await;
        secrets.push(desk.letters.last_secret());
    }
    assert_eq!(redeem(&desk.anonymous(), &secrets[0], OTHER).await.status, StatusCode::GONE);
    store.clock.advance(Duration::from_hours(1));
    assert_eq!(redeem(&desk.anonymous(), &secrets[1], OTHER).await.status, StatusCode::GONE);
}

#[db_test(crate::tests::schema)]
async fn nobody_is_flooded_with_letters(store: TestDb) {
    let (desk, _) = Desk::set_up(&store).await;
    for _ in 0..6 {
        assert_eq!(ask(&desk.anonymous(), "ada@example.com").await, StatusCode::ACCEPTED);
        desk.work().await;
    }
    assert_eq!(desk.letters.count(), 3);
}
