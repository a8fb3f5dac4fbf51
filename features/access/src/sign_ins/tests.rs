//! Browsers and the mails about them.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use kernel::BuiltInRole;
use serde_json::json;
use testkit::{TestDb, db_test};

use crate::tests::{Desk, PASSWORD};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:139.0) Gecko/20100101 Firefox/139.0";
const CHROME: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";

#[db_test(crate::tests::schema)]
async fn a_sign_in_from_a_new_browser_is_told_and_from_a_known_one_is_not(store: TestDb) {
    let (desk, _) = Desk::set_up(&store).await;
    desk.add("Grace Hopper", BuiltInRole::Agent, &[]).await;
    let told = async || {
        desk.work().await;
        desk.letters.subjects().iter().filter(|subject| subject.starts_with("Sign-in in a new browser")).count()
    };
    let first = desk.anonymous().sign_in("grace@example.com", PASSWORD).await.browser();
    assert_eq!(told().await, 0, "the first browser of all is no surprise");
    let again = desk.anonymous().in_browser(&first).sign_in("grace@example.com", PASSWORD).await;
    assert_eq!((again.status, told().await), (StatusCode::CREATED, 0));
    assert_ne!(again.browser(), first, "the browser is known by something new each time");
    desk.anonymous().sign_in("grace@example.com", PASSWORD).await;
    assert_eq!(told().await, 1);
    desk.anonymous().in_browser(&first).sign_in("grace@example.com", PASSWORD).await;
    assert_eq!(told().await, 2, "what was known before is not known any more");
}

#[db_test(crate::tests::schema)]
async fn a_cookie_in_another_browser_ends_its_session_and_its_owner_is_told(store: TestDb) {
    let (desk, _) = Desk::set_up(&store).await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    let agent = |name: &'static str| [("user-agent", name)];
    let signed_in = desk.anonymous().call_with(Method::POST, "/access/sessions", Some(body), &agent(FIREFOX)).await;
    let client = desk.client(signed_in.session());
    let get = async |name: &'static str| client.call_with(Method::GET, "/access/me", None, &agent(name)).await.status;
    assert_eq!(get(FIREFOX).await, StatusCode::OK);
    assert_eq!(get("Mozilla/5.0 (X11; Linux x86_64; rv:151.0) Gecko/20100101 Firefox/151.0").await, StatusCode::OK);
    assert_eq!(get(CHROME).await, StatusCode::UNAUTHORIZED);
    assert_eq!(get(FIREFOX).await, StatusCode::UNAUTHORIZED, "whoever has it, it is worth nothing now");
    desk.work().await;
    assert!(desk.letters.subjects().iter().any(|subject| subject.starts_with("A session was ended")));
}

#[db_test(crate::tests::schema)]
async fn no_session_lasts_longer_than_ninety_days_however_much_it_is_used(store: TestDb) {
    let (_, admin) = Desk::set_up(&store).await;
    for _ in 0..4 {
        store.clock.advance(Duration::from_hours(24 * 20));
        assert_eq!(admin.get("/access/me").await.status, StatusCode::OK);
    }
    store.clock.advance(Duration::from_hours(24 * 10));
    assert_eq!(admin.get("/access/me").await.status, StatusCode::UNAUTHORIZED);
}

#[db_test(crate::tests::schema)]
async fn a_new_password_renews_the_cookie_and_is_told(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let body = json!({"current": PASSWORD, "new": "staple the other way"});
    let changed = admin.call(Method::PUT, "/access/me/password", Some(body), None).await;
    assert_eq!(changed.status, StatusCode::NO_CONTENT);
    assert_eq!(admin.get("/access/me").await.status, StatusCode::UNAUTHORIZED, "the old cookie may be in wrong hands");
    assert_eq!(desk.client(changed.session()).get("/access/me").await.status, StatusCode::OK);
    desk.work().await;
    assert!(desk.letters.subjects().iter().any(|subject| subject.starts_with("New password")));
}
