//! Setting up, once.

use axum::http::StatusCode;
use serde_json::{Value, json};
use testkit::{TestDb, db_test};

use super::{Progress, ProgressState, report_progress};
use crate::tests::{Desk, PASSWORD};

fn body(email: &str, start: &str) -> Value {
    json!({"name": "Ada Lovelace", "email": email, "password": PASSWORD, "company": "Velo", "time_zone": "europe/berlin",
        "language": "de", "start": start})
}

#[db_test(crate::tests::schema)]
async fn of_two_who_set_up_at_once_one_wins(store: TestDb) {
    let desk = Desk::new(&store);
    assert_eq!(desk.anonymous().get("/access/setup").await.body, json!({"needed": true}));
    let attempts = ["ada@example.com", "eve@example.com", "mal@example.com"].map(|email| {
        let client = desk.anonymous();
        tokio::spawn(async move { client.post("/access/setup", body(email, "empty")).await })
    });
    let mut statuses = Vec::new();
    for attempt in attempts {
        let answer = attempt.await.expect("an answer");
        assert!(answer.status == StatusCode::CREATED || answer.code() == "access.already_set_up", "{}", answer.body);
        statuses.push(answer.status.as_u16());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409]);
    assert_eq!(desk.anonymous().get("/access/setup").await.body, json!({"needed": false}));
    let people: i64 = store
        .read(|tx| tx.one("select count(*) from access_people", db::p![], |row| row.take()))
        .await
        .expect("a count");
    assert_eq!(people, 1);
}

#[db_test(crate::tests::schema)]
async fn the_administrator_is_signed_in_and_holds_everything(store: TestDb) {
    let (_, admin) = Desk::set_up(&store).await;
    let me = admin.get("/access/me").await.body;
    assert_eq!(me["person"]["role"]["name"], "Administrator");
    assert_eq!(me["permissions"].as_array().map(Vec::len), Some(crate::permissions().len()));
    assert_eq!(me["company"], json!({"name": "Velo", "time_zone": "Europe/Berlin", "language": "en"}));
}

#[db_test(crate::tests::schema)]
async fn every_field_at_fault_is_named(store: TestDb) {
    let desk = Desk::new(&store);
    let wrong = json!({"name": " ", "email": "ada", "password": "short", "company": "", "time_zone": "Mars", "language": "xx", "start": "empty"});
    let answer = desk.anonymous().post("/access/setup", wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.pointers(), ["name", "email", "password", "company", "time_zone", "language"]);
    let mut unknown = body("ada@example.com", "empty");
    unknown["plan"] = json!("gold");
    assert_eq!(desk.anonymous().post("/access/setup", unknown).await.pointers(), ["plan"]);
}

#[db_test(crate::tests::schema)]
async fn the_demo_company_is_started_and_its_progress_can_be_watched(store: TestDb) {
    let desk = Desk::new(&store);
    let answer = desk.anonymous().post("/access/setup", body("ada@example.com", "demo")).await;
    let admin = desk.client(answer.session());
    assert_eq!(admin.get("/access/setup/progress").await.body["state"], "running");
    let started = store.read(jobs::depth).await.expect("jobs");
    assert_eq!(started[0].0, "access.test_demo");
    let done = Progress { state: ProgressState::Done, done: 5, total: 5, detail: "All there".to_owned() };
    store.write(move |tx| report_progress(tx, &done)).await.expect("progress");
    assert_eq!(
        admin.get("/access/setup/progress").await.body,
        json!({"state": "done", "done": 5, "total": 5, "detail": "All there"})
    );
    assert_eq!(desk.anonymous().get("/access/setup/progress").await.status, StatusCode::UNAUTHORIZED);
}
