//! The audit trail.

use std::time::Duration;

use axum::http::StatusCode;
use kernel::BuiltInRole;
use serde_json::json;
use testkit::{TestDb, db_test};

use crate::tests::Desk;

#[db_test(crate::tests::schema)]
async fn entries_are_found_by_person_action_thing_and_time_page_by_page(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let me = admin.get("/access/me").await.body["person"]["id"].as_str().expect("an id").to_owned();
    for name in ["One", "Two", "Three"] {
        store.clock.advance(Duration::from_mins(1));
        admin.post("/access/teams", json!({"name": name})).await;
    }
    let names = async |query: &str| {
        let body = admin.get(&format!("/access/audit?{query}")).await.body;
        let items = body["items"].as_array().expect("items").clone();
        (
            items.iter().map(|item| item["detail"]["name"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>(),
            body["next_cursor"].clone(),
        )
    };
    let (all, _) = names(&format!("person_id={me}&action=access.team.created")).await;
    assert_eq!(all, ["Three", "Two", "One"]);
    let (between, _) = names("action=access.team.created&from=2026-03-02T09:02:00Z&to=2026-03-02T09:03:00Z").await;
    assert_eq!(between, ["Two"]);
    let (first, cursor) = names("action=access.team.created&limit=2").await;
    let (rest, end) =
        names(&format!("action=access.team.created&limit=2&cursor={}", cursor.as_str().expect("a cursor"))).await;
    assert_eq!((first.len(), rest, end.is_null()), (2, vec!["One".to_owned()], true));
    let team = admin.get("/access/teams?limit=1").await.body["items"][0]["id"].as_str().expect("an id").to_owned();
    let of_thing = admin.get(&format!("/access/audit?thing={team}")).await.body;
    assert_eq!(
        (of_thing["items"].as_array().map(Vec::len), &of_thing["items"][0]["actor"]["name"]),
        (Some(1), &json!("Ada Lovelace"))
    );
    desk.add("Grace Hopper", BuiltInRole::Lead, &[]).await;
    let lead = desk.sign_in("grace@example.com").await;
    assert_eq!(lead.get("/access/audit").await.status, StatusCode::FORBIDDEN);
    store.write(db::seal_audit).await.expect("seals");
    assert_eq!(store.read(db::verify_audit).await.expect("a report").broken, Vec::<String>::new());
}
