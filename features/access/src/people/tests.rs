//! Changing people.

use axum::http::StatusCode;
use kernel::BuiltInRole;
use serde_json::{Value, json};
use testkit::{TestDb, db_test};

use crate::tests::Desk;

const AGENT: &str = "role_0000000000004";

#[db_test(crate::tests::schema)]
async fn the_last_administrator_stays(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let me = admin.get("/access/me").await.body["person"]["id"].as_str().expect("an id").to_owned();
    for change in [json!({"role_id": AGENT, "version": 1}), json!({"active": false, "version": 1})] {
        let refused = admin.patch(&format!("/access/people/{me}"), change).await;
        assert_eq!((refused.status, refused.code()), (StatusCode::CONFLICT, "access.last_administrator"));
    }
    let second = desk.add("Grace Hopper", BuiltInRole::Administrator, &[]).await;
    let other = desk.sign_in("grace@example.com").await;
    // Each demotes the other at the same instant: one must be refused.
    let step_down = |client: crate::tests::Client, id: String| {
        tokio::spawn(async move {
            client.patch(&format!("/access/people/{id}"), json!({"role_id": AGENT, "version": 1})).await.status
        })
    };
    let (one, two) = tokio::join!(step_down(admin.clone(), second.to_string()), step_down(other, me));
    let statuses = [one.expect("an answer"), two.expect("an answer")];
    assert_eq!(statuses.iter().filter(|status| **status == StatusCode::OK).count(), 1, "{statuses:?}");
    let left: i64 = store
        .read(|tx| {
            tx.one("select count(*) from access_people where active and role_id = 1", db::p![], |row| row.take())
        })
        .await
        .expect("a count");
    assert_eq!(left, 1);
}

#[db_test(crate::tests::schema)]
async fn who_leaves_loses_sessions_and_tokens_at_once(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let lead = desk.add("Lise Meitner", BuiltInRole::Lead, &[]).await;
    let client = desk.sign_in("lise@example.com").await;
    let made = client.post("/access/tokens", json!({"name": "Export", "scopes": ["access.token.create"]})).await;
    let program = desk.client(made.body["secret"].as_str().expect("a secret").to_owned());
    assert_eq!(program.get("/access/me").await.status, StatusCode::OK);
    let path = format!("/access/people/{lead}");
    let left = admin.patch(&path, json!({"active": false, "version": 1})).await;
    assert_eq!((left.status, &left.body["active"]), (StatusCode::OK, &json!(false)));
    assert_eq!(client.get("/access/me").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(program.get("/access/me").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(admin.patch(&path, json!({"active": true, "version": 2})).await.status, StatusCode::OK);
    assert_eq!(
        client.get("/access/me").await.status,
        StatusCode::UNAUTHORIZED,
        "coming back does not bring sessions back"
    );
    desk.sign_in("lise@example.com").await;
}

#[db_test(crate::tests::schema)]
async fn a_change_of_something_older_is_refused(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let grace = desk.add("Grace Hopper", BuiltInRole::Agent, &[]).await;
    let path = format!("/access/people/{grace}");
    let renamed = admin.patch(&path, json!({"name": "Grace B. Hopper", "version": 1})).await;
    assert_eq!((&renamed.body["name"], &renamed.body["version"]), (&json!("Grace B. Hopper"), &json!(2)));
    let stale = admin.patch(&path, json!({"name": "G. Hopper", "version": 1})).await;
    assert_eq!((stale.status, stale.code()), (StatusCode::CONFLICT, "access.person_changed"));
    let wrong = admin.patch(&path, json!({"name": "", "team_ids": ["team_0000000000001"], "version": 2})).await;
    assert_eq!((wrong.status, wrong.pointers()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["name", "team_ids/0"]));
    let role = admin.patch(&path, json!({"role_id": "role_0000000000099", "version": 2})).await;
    assert_eq!((role.status, role.code()), (StatusCode::UNPROCESSABLE_ENTITY, "access.role_unknown"));
    assert_eq!(admin.get("/access/people/pers_0000000000099").await.status, StatusCode::NOT_FOUND);
}

#[db_test(crate::tests::schema)]
async fn a_manager_does_not_reach_above_the_own_role(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let mary = desk.add("Mary Jackson", BuiltInRole::Manager, &[]).await;
    let grace = desk.add("Grace Hopper", BuiltInRole::Agent, &[]).await;
    let manager = desk.sign_in("mary@example.com").await;
    let boss = admin.get("/access/me").await.body["person"]["id"].as_str().expect("an id").to_owned();
    let raised = json!({"role_id": "role_0000000000001", "version": 1});
    for path in [format!("/access/people/{mary}"), format!("/access/people/{grace}")] {
        let refused = manager.patch(&path, raised.clone()).await;
        assert_eq!((refused.status, refused.code()), (StatusCode::FORBIDDEN, "access.beyond_own_permissions"));
    }
    let fired = manager.patch(&format!("/access/people/{boss}"), json!({"active": false, "version": 1})).await;
    assert_eq!(fired.code(), "access.beyond_own_permissions");
    let promoted =
        manager.patch(&format!("/access/people/{grace}"), json!({"role_id": "role_0000000000003", "version": 1})).await;
    assert_eq!(promoted.status, StatusCode::OK, "{}", promoted.body);
}

#[db_test(crate::tests::schema)]
async fn the_list_is_found_in_and_read_page_by_page(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let team = desk.team("Returns").await;
    for name in ["Grace Hopper", "Émilie du Châtelet", "Zoë 100%", "Lise Meitner", "Mary Jackson"] {
        desk.add(name, BuiltInRole::Agent, &[team]).await;
    }
    let names = |body: &Value| -> Vec<String> {
        let items = body["items"].as_array().expect("items").iter();
        items.map(|item| item["name"].as_str().expect("a name").to_owned()).collect()
    };
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = admin.get(&format!("/access/people?limit=2{cursor}")).await.body;
        seen.extend(names(&page));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    // Where accented letters sort is the database's own business; that no page repeats or leaves out anybody is ours.
    let distinct: std::collections::BTreeSet<&String> = seen.iter().collect();
    assert_eq!((seen.len(), distinct.len()), (6, 6));
    for (query, expected) in [("%C3%89MILIE", "Émilie du Châtelet"), ("100%25", "Zoë 100%"), ("mary@", "Mary Jackson")]
    {
        assert_eq!(names(&admin.get(&format!("/access/people?q={query}")).await.body), [expected], "{query}");
    }
    assert!(
        names(&admin.get("/access/people?q=%25").await.body).len() == 1,
        "a percent sign is a character, no wildcard"
    );
    let grace = admin.get("/access/people?q=grace").await.body;
    assert_eq!(
        (&grace["items"][0]["teams"][0]["name"], &grace["items"][0]["role"]["name"]),
        (&json!("Returns"), &json!("Agent"))
    );
    assert_eq!(admin.get("/access/people?cursor=nonsense").await.code(), "request.cursor_invalid");
}
