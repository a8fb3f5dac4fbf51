//! A wallboard's link shows its numbers and opens nothing else, however it is presented.

use axum::http::{Method, StatusCode};
use serde_json::json;
use testkit::{TestDb, db_test};

use crate::document::{Things, operations};
use crate::table::{Need, TABLE};
use crate::world::{Client, World};

const SHOWN: &str = "/api/v1/insight/wallboards/shown";
const HEADER: &str = "x-quarterdeck-wallboard";

/// A wallboard's id and the secret of its link.
async fn made(manager: &Client) -> (String, String) {
    let now = |what: &str| json!({"kind": "now", "what": what});
    let tiles = ["waiting", "longest", "unassigned", "open"].map(now);
    let body = json!({"name": "Second floor", "tiles": tiles});
    let answer = manager.call(Method::POST, "/api/v1/insight/wallboards", Some(body)).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    (answer.text("/wallboard/id"), answer.text("/secret"))
}

#[db_test(server::app::migrations)]
async fn a_link_opens_its_wallboard_and_no_other_operation(store: TestDb) {
    let (world, administrator) = World::begin(&store).await;
    let (_, secret) = made(&administrator).await;
    let screens = [
        world.anonymous().with(HEADER, &secret),
        world.anonymous().with(HEADER, &secret).with("authorization", &format!("Bearer {secret}")),
        world.anonymous().with(HEADER, &secret).with("cookie", &format!("qd_session={secret}")),
    ];
    let mut asked = 0;
    for operation in operations(&world.anonymous()).await {
        let need = TABLE.iter().find(|(id, _)| *id == operation.id).map(|(_, need)| *need);
        if need == Some(Need::Nothing) {
            continue;
        }
        for screen in &screens {
            let answer = operation.send(screen, &Things::default()).await;
            let told = (answer.status, answer.code());
            assert_eq!(told, (StatusCode::UNAUTHORIZED, "access.sign_in"), "{}: {}", operation.id, answer.body);
        }
        asked += 1;
    }
    assert!(asked > 150, "{asked} operations");
}

#[db_test(server::app::migrations)]
async fn a_screen_sees_numbers_and_no_names_until_the_link_is_revoked(store: TestDb) {
    let (world, administrator) = World::begin(&store).await;
    let mail =
        json!({"from": {"address": "jonas@example.org", "name": "Jonas"}, "subject": "Brakes", "text": "They squeak."});
    administrator.call(Method::POST, "/api/v1/inbox/messages", Some(mail)).await;
    let (id, secret) = made(&administrator).await;
    let screen = world.anonymous().with(HEADER, &secret);
    let shown = screen.call(Method::GET, SHOWN, None).await;
    assert_eq!((shown.status, shown.text("/name")), (StatusCode::OK, "Second floor".to_owned()), "{}", shown.body);
    assert_eq!(shown.body["figures"].as_array().map(Vec::len), Some(4), "{}", shown.body);
    let text = shown.body.to_string();
    for name in ["Jonas", "jonas", "Brakes", "Ada", "conv_", "pers_", "team_"] {
        assert!(!text.contains(name), "{name} in {text}");
    }
    for wrong in [world.anonymous(), world.anonymous().with(HEADER, "qdw_guessed"), administrator.clone()] {
        let answer = wrong.call(Method::GET, SHOWN, None).await;
        assert_eq!((answer.status, answer.code()), (StatusCode::NOT_FOUND, "insight.wallboard_unknown"));
    }
    let listed = administrator.call(Method::GET, "/api/v1/insight/wallboards", None).await;
    assert!(!listed.body.to_string().contains(&secret), "a secret is shown once");
    let path = format!("/api/v1/insight/wallboards/{id}");
    assert_eq!(administrator.call(Method::DELETE, &path, None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(screen.call(Method::GET, SHOWN, None).await.status, StatusCode::NOT_FOUND);
}
