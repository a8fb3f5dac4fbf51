//! What lies with team A does not exist for an agent of team B.

use axum::http::{Method, StatusCode};
use kernel::BuiltInRole;
use serde_json::json;
use testkit::{TestDb, db_test};

use crate::document::{Things, operations};
use crate::world::World;

#[db_test(server::app::migrations)]
async fn an_agent_of_another_team_is_told_that_nothing_is_there(store: TestDb) {
    let (world, administrator) = World::begin(&store).await;
    let (team_a, team_b) = (world.team("Orders").await, world.team("Returns").await);
    world.add("own", BuiltInRole::Agent, &[team_a]).await;
    world.add("other", BuiltInRole::Agent, &[team_b]).await;
    let (own, other) = (world.sign_in("own").await, world.sign_in("other").await);
    let body = json!({"from": {"address": "jonas@example.org", "name": "Jonas"}, "subject": "Brakes", "text": "They squeak.", "team_id": team_a});
    let made = administrator.call(Method::POST, "/api/v1/inbox/messages", Some(body)).await;
    let conversation = made.text("/conversation_id");
    let mut things = Things::default();
    things.add("conversations", conversation.clone());
    things.add("messages", made.text("/message_id"));
    // What only the account of a chat may do is refused to agents whatever it is about.
    let is_for_agents = |id: &str| id != "surveys_ask";
    let about_things = |path: &str| path.contains("/conversations/conv_") || path.contains("/messages/msg_");
    let mut asked = 0;
    for operation in operations(&world.anonymous())
        .await
        .iter()
        .filter(|operation| about_things(&operation.path) && is_for_agents(&operation.id))
    {
        let answer = operation.send(&other, &things).await;
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::NOT_FOUND, "platform.not_found"),
            "{}: {}",
            operation.id,
            answer.body
        );
        asked += 1;
    }
    assert!(asked >= 10, "{asked} operations");
    let path = format!("/api/v1/inbox/conversations/{conversation}");
    assert_eq!(own.call(Method::GET, &path, None).await.status, StatusCode::OK);
    for query in ["view=all", "view=unassigned"] {
        let list = other.call(Method::GET, &format!("/api/v1/inbox/conversations?{query}"), None).await;
        assert_eq!((list.status, &list.body["items"]), (StatusCode::OK, &json!([])), "{query}");
    }
    let bulk = json!({"ids": [conversation], "status": "solved"});
    let bulk = other.call(Method::POST, "/api/v1/inbox/conversations/bulk", Some(bulk)).await;
    assert_eq!(bulk.body["changed"], json!([]), "{}", bulk.body);
    let answered = json!({"from": {"address": "jonas@example.org", "name": "Jonas"}, "subject": "Brakes", "text": "Again.",
        "conversation_id": conversation});
    let recorded = other.call(Method::POST, "/api/v1/inbox/messages", Some(answered)).await;
    assert_eq!(recorded.status, StatusCode::NOT_FOUND);
}
