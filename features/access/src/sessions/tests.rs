//! Signing in and out, as a browser sees it.

use std::time::Duration;

use axum::http::StatusCode;
use db::{Db, Filter};
use kernel::BuiltInRole;
use serde_json::json;
use testkit::{TestDb, db_test};

use crate::passwords::Hasher;
use crate::tests::{Desk, Letters, PASSWORD};
use crate::{events, people};

const DAY: Duration = Duration::from_hours(24);

#[db_test(crate::tests::schema)]
async fn whoever_cannot_sign_in_gets_one_answer(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let gone = desk.add("Grace Hopper", BuiltInRole::Agent, &[]).await;
    admin.patch(&format!("/access/people/{gone}"), json!({"active": false, "version": 1})).await;
    let wrong = desk.anonymous().sign_in("ada@example.com", "wrong horse battery").await;
    assert_eq!((wrong.status, wrong.code()), (StatusCode::UNAUTHORIZED, "access.wrong_credentials"));
    for (email, password) in
        [("nobody@example.com", PASSWORD), ("grace@example.com", PASSWORD), ("not an address", PASSWORD)]
    {
        let answer = desk.anonymous().sign_in(email, password).await;
        assert_eq!((answer.status, &answer.body), (wrong.status, &wrong.body), "{email}");
        assert!(answer.cookie().is_empty());
    }
    let mut filter = Filter::new();
    filter.and("action = ?", &[&events::SESSION_REFUSED]);
    let refused = store.read(move |tx| tx.audit_rows(&filter, 10)).await.expect("entries");
    assert_eq!(refused.len(), 4, "each refusal is written down, of unknown addresses too");
    assert!(refused.iter().all(|entry| !entry.detail.contains("nobody@")), "what was typed is not kept");
}

#[db_test(crate::tests::schema)]
async fn an_account_pauses_after_five_failures_even_for_the_right_password(store: TestDb) {
    let (desk, _) = Desk::set_up(&store).await;
    for email in ["ada@example.com", "nobody@example.com"] {
        for _ in 0..5 {
            assert_eq!(desk.anonymous().sign_in(email, "wrong horse battery").await.status, StatusCode::UNAUTHORIZED);
        }
        let paused = desk.anonymous().sign_in(&email.to_uppercase(), PASSWORD).await;
        assert_eq!(
            (paused.status, paused.code()),
            (StatusCode::TOO_MANY_REQUESTS, "access.too_many_attempts"),
            "{email}"
        );
        assert_eq!(paused.headers["retry-after"], "31");
    }
    store.clock.advance(Duration::from_secs(31));
    assert_eq!(desk.anonymous().sign_in("ada@example.com", PASSWORD).await.status, StatusCode::CREATED);
    assert_eq!(
        desk.anonymous().sign_in("ada@example.com", "wrong").await.status,
        StatusCode::UNAUTHORIZED,
        "counting began anew"
    );
}

#[db_test(crate::tests::schema)]
async fn an_address_has_its_rate_and_honest_sign_ins_do_not_count(store: TestDb) {
    let (desk, _) = Desk::set_up(&store).await;
    for _ in 0..30 {
        desk.sign_in("ada@example.com").await;
    }
    let mut stranger = desk.anonymous();
    stranger.address = [198, 51, 100, 9].into();
    for number in 0..20 {
        let answer = stranger.sign_in(&format!("guess{number}@example.com"), "wrong horse battery").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{number}");
    }
    assert_eq!(stranger.sign_in("ada@example.com", PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(
        desk.anonymous().sign_in("ada@example.com", PASSWORD).await.status,
        StatusCode::CREATED,
        "others are not affected"
    );
}

#[db_test(crate::tests::schema)]
async fn many_guesses_at_once_are_all_counted(store: TestDb) {
    let (desk, _) = Desk::set_up(&store).await;
    let guesses = (0..12).map(|_| {
        let client = desk.anonymous();
        tokio::spawn(async move { client.sign_in("ada@example.com", "wrong horse battery").await.status })
    });
    let mut checked = 0;
    for guess in guesses.collect::<Vec<_>>() {
        checked += usize::from(guess.await.expect("an answer") == StatusCode::UNAUTHORIZED);
    }
    assert_eq!(checked, 5);
}

#[db_test(crate::tests::schema)]
async fn the_cookie_is_out_of_reach_for_scripts_and_foreign_pages(store: TestDb) {
    let (desk, _) = Desk::set_up(&store).await;
    let plain = desk.anonymous().sign_in("ada@example.com", PASSWORD).await;
    assert!(plain.cookie().contains("; HttpOnly; SameSite=Lax") && !plain.cookie().contains("Secure"));
    let https = Desk::with(store.handle(), Letters::default(), "https://desk.example");
    let answer = https.anonymous().sign_in("ada@example.com", PASSWORD).await;
    assert!(answer.cookie().ends_with("; Secure"), "{}", answer.cookie());
    let stored: String = store
        .read(|tx| {
            tx.one("select secret_hash from access_sessions order by id desc limit 1", db::p![], |row| row.take())
        })
        .await
        .expect("a session");
    assert!(!answer.cookie().contains(&stored), "only a hash is kept");
}

#[db_test(crate::tests::schema)]
async fn sessions_are_listed_and_an_ended_one_is_useless_at_once(store: TestDb) {
    let (desk, first) = Desk::set_up(&store).await;
    let second = desk.sign_in("ada@example.com").await;
    desk.add("Grace Hopper", BuiltInRole::Agent, &[]).await;
    let grace = desk.sign_in("grace@example.com").await;
    let list = second.get("/access/sessions").await;
    let items = list.body["items"].as_array().expect("items").clone();
    assert_eq!(items.len(), 2);
    assert_eq!(
        (&items[0]["current"], &items[1]["current"], &items[1]["device"]),
        (&json!(true), &json!(false), &json!("Tester/1"))
    );
    let of_first = format!("/access/sessions/{}", items[1]["id"].as_str().expect("an id"));
    assert_eq!(grace.delete(&of_first).await.status, StatusCode::NOT_FOUND, "nobody ends another's session");
    assert_eq!(first.get("/access/me").await.status, StatusCode::OK);
    assert_eq!(second.delete(&of_first).await.status, StatusCode::NO_CONTENT);
    assert_eq!(first.get("/access/me").await.status, StatusCode::UNAUTHORIZED);
    let out = second.delete("/access/sessions/current").await;
    assert!(out.status == StatusCode::NO_CONTENT && out.cookie().contains("Max-Age=0"));
    assert_eq!(second.get("/access/me").await.status, StatusCode::UNAUTHORIZED);
}

#[db_test(crate::tests::schema)]
async fn another_node_feels_an_ended_session(store: TestDb) {
    let (_, admin) = Desk::set_up(&store).await;
    let other = Db::open(store.config().clone(), store.clock.clone()).expect("a second node");
    let elsewhere = Desk::with(other, Letters::default(), "http://desk.example");
    let same = elsewhere.client(admin.credential.clone().expect("a session"));
    assert_eq!(same.get("/access/me").await.status, StatusCode::OK);
    admin.delete("/access/sessions/current").await;
    // By the notice of the commit within milliseconds; a second later at the latest.
    let felt = async {
        while same.get("/access/me").await.status != StatusCode::UNAUTHORIZED {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(3), felt).await.expect("the other node refuses the session");
}

#[db_test(crate::tests::schema)]
async fn a_session_lasts_while_it_is_used_and_its_use_is_noted_once_a_minute(store: TestDb) {
    let (_, admin) = Desk::set_up(&store).await;
    let last_seen = async || admin.get("/access/sessions").await.body["items"][0]["last_seen_at"].clone();
    let begun = last_seen().await;
    store.clock.advance(Duration::from_secs(30));
    assert_eq!(last_seen().await, begun);
    store.clock.advance(Duration::from_secs(31));
    assert_eq!(last_seen().await, json!("2026-03-02T09:01:01Z"));
    for _ in 0..3 {
        store.clock.advance(20 * DAY);
        assert_eq!(admin.get("/access/me").await.status, StatusCode::OK, "each use moves the end on");
    }
    store.clock.advance(30 * DAY);
    assert_eq!(admin.get("/access/me").await.status, StatusCode::UNAUTHORIZED);
    store.write(crate::jobs::sweep).await.expect("a sweep");
    let left: i64 = store
        .read(|tx| tx.one("select count(*) from access_sessions", db::p![], |row| row.take()))
        .await
        .expect("a count");
    assert_eq!(left, 0);
}

#[db_test(crate::tests::schema)]
async fn a_changed_role_is_felt_by_the_next_request(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let grace = desk.add("Grace Hopper", BuiltInRole::Agent, &[]).await;
    let client = desk.sign_in("grace@example.com").await;
    assert_eq!(client.get("/access/audit").await.status, StatusCode::FORBIDDEN);
    let promoted =
        admin.patch(&format!("/access/people/{grace}"), json!({"role_id": "role_0000000000002", "version": 1})).await;
    assert_eq!(promoted.status, StatusCode::OK, "{}", promoted.body);
    assert_eq!(client.get("/access/audit").await.status, StatusCode::OK);
}

#[db_test(crate::tests::schema)]
async fn a_password_kept_at_an_older_cost_is_hashed_anew_at_sign_in(store: TestDb) {
    let (desk, _) = Desk::set_up(&store).await;
    let dear = Hasher::owasp().hash(PASSWORD.to_owned()).await.expect("a hash");
    store
        .write(move |tx| {
            let (id, ..) = people::store::by_email(tx, "ada@example.com")?.expect("Ada");
            people::store::set_password(tx, id, &dear)
        })
        .await
        .expect("a password");
    desk.sign_in("ada@example.com").await;
    let hash = store
        .read(|tx| people::store::by_email(tx, "ada@example.com"))
        .await
        .expect("a read")
        .expect("Ada")
        .2
        .expect("a hash");
    assert!(!desk.access.hasher().is_outdated(&hash));
}

#[db_test(crate::tests::schema)]
async fn what_is_no_session_and_no_token_opens_nothing(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let session = admin.credential.clone().expect("a session");
    let nonsense = desk.client("nonsense".to_owned());
    assert_eq!(nonsense.get("/access/me").await.status, StatusCode::UNAUTHORIZED);
    let as_token = desk.client(format!("qd_{session}"));
    assert_eq!(as_token.get("/access/me").await.status, StatusCode::UNAUTHORIZED);
}

#[db_test(crate::tests::schema)]
async fn a_foreign_page_signs_nobody_in(store: TestDb) {
    let (desk, _) = Desk::set_up(&store).await;
    for (origin, expected) in [("https://evil.example", 403), ("null", 403), ("http://desk.example", 201)] {
        let headers = [("origin", origin), ("host", "desk.example"), ("content-type", "text/plain")];
        let body = json!({"email": "ada@example.com", "password": PASSWORD});
        let answer =
            desk.anonymous().call_with(axum::http::Method::POST, "/access/sessions", Some(body), &headers).await;
        assert_eq!(answer.status.as_u16(), expected, "{origin}");
    }
}
