//! A survey from the customer's mail to the figure, with every room wired up as in the binary.

use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};
use testkit::{TestDb, db_test};

use crate::world::{Client, World};

const FORM: &str = "application/x-www-form-urlencoded";

async fn made(client: &Client, path: &str, body: Value) -> Value {
    let answer = client.call(Method::POST, path, Some(body)).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{path}: {}", answer.body);
    answer.body
}

async fn programme(manager: &Client, asked_in: &str) -> String {
    let words = json!({"subject": "How did we do? [#{number}]", "intro": "Hello {name}", "question": "Are you satisfied?", "low": "no", "high": "yes",
        "thanks": "Thanks", "reminder": ""});
    let body = json!({"name": "After each answer", "kind": "csat", "active": true, "plan": {
        "default_language": "en", "wordings": {"en": words},
        "questions": [{"key": "why", "kind": "text", "words": {"en": "Why?"}, "ask_if": {"question": "score", "at_most": 3}}],
        "rule": {"statuses": ["solved"], "asked_in": asked_in, "sample_percent": 100, "delay_hours": 0, "remind_after_days": 0, "expires_after_days": 14},
        "follow_up": {"score_at_most": 2, "due_hours": 8},
    }});
    made(manager, "/api/v1/feedback/programmes", body).await["id"].as_str().expect("an id").to_owned()
}

/// A customer writes, one of us answers and is done.
async fn answered(world: &World, agent: &Client, mailbox: &str) -> String {
    let mail = "From: Anna <anna@example.org>\r\nTo: help@example.com\r\nSubject: Brakes\r\n\r\nThey squeak.\r\n";
    world.deliver(mail.as_bytes().to_vec()).await;
    let all = agent.call(Method::GET, "/api/v1/inbox/conversations?view=all", None).await;
    let id = all.text("/items/0/id");
    let messages = agent.call(Method::GET, &format!("/api/v1/inbox/conversations/{id}/messages"), None).await;
    let reply = json!({"html": "<p>Mended.</p>", "to": [{"address": "anna@example.org", "name": "Anna"}], "mailbox_id": mailbox,
        "status_after": "solved", "seen_message_id": messages.text("/items/0/id")});
    made(agent, &format!("/api/v1/inbox/conversations/{id}/replies"), reply).await;
    id
}

/// The mail that asks, as it waits to be sent.
async fn letter(store: &TestDb) -> Value {
    let sql = "select content from channels_outgoing where kind = 'bulk'";
    let found = store.read(move |tx| tx.all(sql, &[], |row| row.take::<String>())).await.expect("read");
    assert_eq!(found.len(), 1, "{found:?}");
    serde_json::from_str(&found[0]).expect("a mail")
}

#[db_test(server::app::migrations)]
async fn a_solved_conversation_is_asked_about_answered_and_followed_up(store: TestDb) {
    let (world, administrator) = World::begin(&store).await;
    let smtp = json!({"host": "smtp.example.com", "port": 465, "security": "tls"});
    let mailbox = json!({"name": "Help", "address": "help@example.com", "take": "from_now", "smtp": smtp});
    let mailbox =
        made(&administrator, "/api/v1/channels/mailboxes", mailbox).await["id"].as_str().expect("an id").to_owned();
    let asking = programme(&administrator, "mail").await;
    let conversation = answered(&world, &administrator, &mailbox).await;
    world.settle().await;
    let mail = letter(&store).await;
    assert_eq!((mail["list"].as_str(), mail["mailbox"].as_str()), (Some("survey"), Some(mailbox.as_str())), "{mail}");
    let text = mail["text"].as_str().expect("a text");
    let link = text.split_whitespace().find(|word| word.ends_with("?score=2")).expect("a link for 2");
    let path = link.strip_prefix("http://desk.example").expect("our own link");
    // A mail scanner follows the link; the customer confirms on the page.
    let customer = world.anonymous();
    assert_eq!(customer.call(Method::GET, path, None).await.status, StatusCode::OK);
    let answers = format!("/api/v1/feedback/answers?programme={asking}");
    assert_eq!(administrator.call(Method::GET, &answers, None).await.body["items"], json!([]));
    let vote = |form: &'static str| customer.send(Method::POST, path, Some((FORM.to_owned(), form.to_owned())));
    let voted = vote("score=2").await;
    assert_eq!(voted.status, StatusCode::SEE_OTHER);
    assert!(voted.headers[header::LOCATION].to_str().is_ok_and(|to| to.starts_with("/survey/")));
    vote("score=2&q_why=Too+slow").await;
    let given = administrator.call(Method::GET, &answers, None).await;
    assert_eq!(
        (given.text("/items/0/comment"), given.text("/items/0/about/conversation")),
        ("Too slow".to_owned(), conversation)
    );
    let results = format!(
        "/api/v1/feedback/programmes/{asking}/results?from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z&by=agent"
    );
    let figures = administrator.call(Method::GET, &results, None).await;
    assert_eq!(figures.body["result"]["figure"]["value"], json!(0.0), "{}", figures.body);
    assert_eq!(
        (&figures.body["result"]["sent"], &figures.body["result"]["answered"]),
        (&json!(1), &json!(1)),
        "{}",
        figures.body
    );
    let due = administrator.call(Method::GET, "/api/v1/feedback/follow-ups", None).await;
    assert_eq!(
        (&due.body["items"][0]["score"], &due.body["items"][0]["due_at"]),
        (&json!(2), &json!("2026-03-03T09:00:00Z")),
        "{}",
        due.body
    );
    let comments = administrator.call(Method::GET, "/api/v1/feedback/comments", None).await;
    assert_eq!(comments.body["items"][0]["sentiment"], json!("negative"), "{}", comments.body);
}

#[db_test(server::app::migrations)]
async fn a_chat_of_the_company_asks_and_its_customer_votes_with_one_click(store: TestDb) {
    let (world, administrator) = World::begin(&store).await;
    let smtp = json!({"host": "smtp.example.com", "port": 465, "security": "tls"});
    let mailbox = json!({"name": "Help", "address": "help@example.com", "take": "from_now", "smtp": smtp});
    let mailbox =
        made(&administrator, "/api/v1/channels/mailboxes", mailbox).await["id"].as_str().expect("an id").to_owned();
    let asking = programme(&administrator, "chat").await;
    let conversation = answered(&world, &administrator, &mailbox).await;
    world.settle().await;
    let ask = format!("/api/v1/feedback/conversations/{conversation}/surveys");
    let shown = administrator.call(Method::POST, &ask, None).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    assert_eq!(shown.text("/items/0/question"), "Are you satisfied?");
    let address = shown.text("/items/0/address");
    let path = address.strip_prefix("http://desk.example").expect("our own address");
    let form = Some((FORM.to_owned(), "score=5".to_owned()));
    assert_eq!(world.anonymous().send(Method::POST, path, form).await.status, StatusCode::SEE_OTHER);
    let again = administrator.call(Method::POST, &ask, None).await;
    assert_eq!(again.body["items"][0]["score"], json!(5), "{}", again.body);
    let answers = format!("/api/v1/feedback/answers?programme={asking}");
    let given = administrator.call(Method::GET, &answers, None).await;
    assert_eq!(given.text("/items/0/about/conversation"), conversation);
    assert_eq!(world.anonymous().call(Method::POST, &ask, None).await.status, StatusCode::UNAUTHORIZED);
}
