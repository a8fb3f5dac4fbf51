//! A scheduled report from the facts to a mailbox, with every room wired up as in the binary.

use axum::http::{Method, StatusCode, header};
use kernel::Timestamp;
use serde_json::{Value, json};
use testkit::{TestDb, db_test};

use crate::post_box::PostBox;
use crate::world::{Client, World};

async fn made(client: &Client, path: &str, body: Value) -> Value {
    let answer = client.call(Method::POST, path, Some(body)).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{path}: {}", answer.body);
    answer.body
}

fn clock(store: &TestDb, text: &str) {
    let second = text.parse::<Timestamp>().expect("an instant");
    store.clock.set(second);
}

#[db_test(server::app::migrations)]
async fn a_scheduled_report_leaves_by_smtp_with_its_files_once(store: TestDb) {
    let (world, administrator) = World::begin(&store).await;
    let post_box = PostBox::default();
    let smtp = json!({"host": "127.0.0.1", "port": post_box.open().await, "security": "none"});
    let mailbox = json!({"name": "Help", "address": "help@example.com", "take": "from_now", "smtp": smtp});
    made(&administrator, "/api/v1/channels/mailboxes", mailbox).await;
    let mail = "From: Anna <anna@example.org>\r\nTo: help@example.com\r\nSubject: Brakes\r\n\r\nThey squeak.\r\n";
    world.deliver(mail.as_bytes().to_vec()).await;
    world.settle().await;
    let schedule = json!({"day": 2, "hour": 7, "recipients": ["board@example.net"], "formats": ["pdf", "xlsx", "html"], "after_review": false});
    let plan = json!({"name": "Für den Vorstand", "kind": "executive", "cadence": "month", "language": "de", "schedule": schedule});
    let plan = made(&administrator, "/api/v1/insight/report-plans", plan).await;
    assert_eq!(plan["next_at"], json!("2026-04-02T05:00:00Z"), "7 o'clock of Berlin's summer");

    clock(&store, "2026-04-02T05:00:00Z");
    for _ in 0..2 {
        world.send_reports().await;
    }
    let letters = post_box.letters();
    assert_eq!(letters.len(), 1, "once");
    let letter = &letters[0];
    assert_eq!(
        (letter.to[0].address.as_str(), letter.subject.as_str()),
        ("board@example.net", "Für den Vorstand: März 2026")
    );
    assert!(letter.text.contains("der Bericht «Für den Vorstand: März 2026» ist angehängt"), "{}", letter.text);
    assert!(letter.text.contains("Begonnene Konversationen"), "the summary stands in the mail: {}", letter.text);
    let names: Vec<&str> = letter.parts.iter().map(|part| part.name.as_str()).collect();
    let stem = "Für-den-Vorstand-März-2026";
    assert_eq!(names, ["pdf", "xlsx", "html"].map(|ending| format!("{stem}.{ending}")));
    let data = |place: usize| letter.parts[place].data.as_slice();
    assert!(data(0).starts_with(b"%PDF-") && data(1).starts_with(b"PK"));
    let page = String::from_utf8_lossy(data(2));
    assert!(page.contains("Zusammenfassung") && page.contains("Velo") && !page.contains("<script"), "{page}");

    let ada = world.sign_in("ada").await;
    let list = ada.call(Method::GET, "/api/v1/insight/reports?state=frozen", None).await;
    let id = list.text("/items/0/id");
    assert_eq!(list.body["items"].as_array().map(Vec::len), Some(1), "{}", list.body);
    let sendings = ada.call(Method::GET, &format!("/api/v1/insight/reports/{id}/sendings"), None).await;
    let sent = &sendings.body["items"][0];
    assert_eq!((&sent["state"], &sent["by_schedule"]), (&json!("sent"), &json!(true)), "{}", sendings.body);
    let file = ada.call(Method::GET, &format!("/api/v1/insight/reports/{id}/document?format=html"), None).await;
    assert_eq!(file.status, StatusCode::OK);
    let policy = file.headers[header::CONTENT_SECURITY_POLICY].to_str().expect("a policy");
    assert!(policy.contains("default-src 'none'") && !policy.contains("script-src"), "{policy}");

    let order = json!({"recipients": ["ceo@example.net"], "formats": ["pdf"]});
    let by_hand = ada.call(Method::POST, &format!("/api/v1/insight/reports/{id}/send"), Some(order)).await;
    assert_eq!(by_hand.status, StatusCode::ACCEPTED, "{}", by_hand.body);
    world.send_reports().await;
    let letters = post_box.letters();
    assert_eq!((letters.len(), letters[1].to[0].address.as_str(), letters[1].parts.len()), (2, "ceo@example.net", 1));
    // Rendered again for the second letter: the record gives the same pages.
    assert_eq!(letters[1].parts[0].data, letters[0].parts[0].data);
}
