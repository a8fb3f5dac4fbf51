//! What the house demands, and the locks on accounts.

use axum::http::StatusCode;
use kernel::BuiltInRole;
use serde_json::json;
use testkit::{TestDb, db_test};

use crate::second_factor::tests::{code, enrol};
use crate::tests::{Desk, PASSWORD};

#[db_test(crate::tests::schema)]
async fn whoever_needs_a_second_factor_sets_it_up_before_anything_opens(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    desk.add("Grace Hopper", BuiltInRole::Agent, &[]).await;
    let grace = desk.sign_in("grace@example.com").await;
    let demand = json!({"second_factor": "everybody", "version": 1});
    let first = admin.patch("/access/security", demand.clone()).await;
    assert_eq!(first.code(), "access.own_second_factor_first", "nobody locks themselves out");
    enrol(&store, &admin).await;
    assert_eq!(grace.patch("/access/security", demand.clone()).await.status, StatusCode::FORBIDDEN);
    let set = admin.patch("/access/security", demand.clone()).await;
    assert_eq!((set.status, &set.body["version"]), (StatusCode::OK, &json!(2)), "{}", set.body);
    assert_eq!(admin.patch("/access/security", demand).await.code(), "access.security_changed");
    assert_eq!(admin.get("/access/me").await.status, StatusCode::OK);
    assert_eq!(grace.get("/access/me").await.status, StatusCode::UNAUTHORIZED, "she has to sign in anew");
    let step = desk.anonymous().sign_in("grace@example.com", PASSWORD).await;
    assert_eq!((step.status, &step.body["ways"]), (StatusCode::ACCEPTED, &json!([])));
    let ticket = step.body["ticket"].clone();
    let begun = desk.anonymous().post("/access/sessions/enrolment", json!({"ticket": ticket})).await;
    let secret = begun.body["secret"].as_str().expect("a secret").to_owned();
    let confirm = "/access/sessions/enrolment/confirm";
    let wrong = desk.anonymous().post(confirm, json!({"ticket": ticket, "code": "000000"})).await;
    assert_eq!(wrong.code(), "access.code_wrong");
    let done = desk.anonymous().post(confirm, json!({"ticket": ticket, "code": code(&store, &secret, 0)})).await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.body);
    assert_eq!(done.body["recovery_codes"].as_array().map(Vec::len), Some(10));
    let grace = desk.client(done.session());
    let kept = grace.post("/access/me/second-factor/totp/remove", json!({"password": PASSWORD})).await;
    assert_eq!(kept.code(), "access.second_factor_required");
}

#[db_test(crate::tests::schema)]
async fn it_is_demanded_of_the_named_roles_only_and_of_who_gets_one(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let lise = desk.add("Lise Meitner", BuiltInRole::Agent, &[]).await;
    desk.add("Mary Jackson", BuiltInRole::Manager, &[]).await;
    let manager = "role_0000000000002";
    let body = json!({"second_factor": "roles", "role_ids": [manager], "version": 1});
    assert_eq!(admin.patch("/access/security", body).await.status, StatusCode::OK);
    let client = desk.sign_in("lise@example.com").await;
    assert_eq!(desk.anonymous().sign_in("mary@example.com", PASSWORD).await.status, StatusCode::ACCEPTED);
    let change = json!({"role_id": manager, "version": 1});
    assert_eq!(admin.patch(&format!("/access/people/{lise}"), change).await.status, StatusCode::OK);
    assert_eq!(client.get("/access/me").await.status, StatusCode::UNAUTHORIZED);
    let unknown = json!({"role_ids": ["role_0000000000099"], "version": 2});
    assert_eq!(admin.patch("/access/security", unknown).await.pointers(), ["role_ids"]);
}

#[db_test(crate::tests::schema)]
async fn a_locked_account_is_told_seen_and_opened_and_its_owners_browser_stays_open(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let grace = desk.add("Grace Hopper", BuiltInRole::Agent, &[]).await;
    let known = desk.anonymous().sign_in("grace@example.com", PASSWORD).await.browser();
    let mut stranger = desk.anonymous();
    stranger.address = [198, 51, 100, 9].into();
    for _ in 0..5 {
        assert_eq!(
            stranger.sign_in("grace@example.com", "wrong horse battery").await.code(),
            "access.wrong_credentials"
        );
        assert_eq!(
            stranger.sign_in("nobody@example.com", "wrong horse battery").await.code(),
            "access.wrong_credentials"
        );
    }
    assert_eq!(stranger.sign_in("grace@example.com", PASSWORD).await.code(), "access.too_many_attempts");
    desk.work().await;
    let told: Vec<String> = desk.letters.subjects();
    assert_eq!(told.iter().filter(|subject| subject.starts_with("Failed sign-ins")).count(), 1, "{told:?}");
    let own = desk.anonymous().in_browser(&known).sign_in("grace@example.com", PASSWORD).await;
    assert_eq!(own.status, StatusCode::CREATED, "a stranger cannot keep her out: {}", own.body);
    for _ in 0..5 {
        stranger.sign_in("grace@example.com", "wrong horse battery").await;
    }
    let path = format!("/access/people/{grace}");
    assert!(admin.get(&format!("{path}/sign-in")).await.body["locked_until"].is_string());
    assert_eq!(admin.post(&format!("{path}/unlock"), json!({})).await.status, StatusCode::NO_CONTENT);
    assert!(admin.get(&format!("{path}/sign-in")).await.body["locked_until"].is_null());
    assert_eq!(stranger.sign_in("grace@example.com", PASSWORD).await.status, StatusCode::CREATED);
    let written = crate::tests::everything_written(&store).await;
    assert!(written.contains("access.account.locked") && written.contains("access.account.unlocked"));
    assert!(!written.contains("nobody@"), "what was typed is not kept");
}

#[db_test(crate::tests::schema)]
async fn a_known_browser_has_its_own_limit(store: TestDb) {
    let (desk, _) = Desk::set_up(&store).await;
    desk.add("Grace Hopper", BuiltInRole::Agent, &[]).await;
    let known = desk.anonymous().sign_in("grace@example.com", PASSWORD).await.browser();
    let browser = desk.anonymous().in_browser(&known);
    for _ in 0..5 {
        browser.sign_in("grace@example.com", "wrong horse battery").await;
    }
    assert_eq!(browser.sign_in("grace@example.com", PASSWORD).await.code(), "access.too_many_attempts");
    let elsewhere = desk.anonymous().sign_in("grace@example.com", PASSWORD).await;
    assert_eq!(elsewhere.status, StatusCode::CREATED);
}
