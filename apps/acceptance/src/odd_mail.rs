//! Odd mail from the pipe to what a screen is given.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use testkit::{TestDb, db_test};

use crate::world::{Client, World};

const HEAD: &str = "From: Anna <anna@example.org>\r\nTo: help@example.com\r\nMIME-Version: 1.0\r\n";

async fn mailbox(administrator: &Client) {
    let body = json!({"name": "Help", "address": "help@example.com", "from_name": "Help", "take": "from_now"});
    let made = administrator.call(Method::POST, "/api/v1/channels/mailboxes", Some(body)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
}

/// The one message of the conversation with that subject.
async fn message(administrator: &Client, subject: &str) -> Value {
    let all = administrator.call(Method::GET, "/api/v1/inbox/conversations?view=all", None).await;
    let items = all.body["items"].as_array().cloned().unwrap_or_default();
    let found = items.iter().find(|item| item["subject"] == subject).unwrap_or_else(|| panic!("{subject}: {items:?}"));
    let path = format!("/api/v1/inbox/conversations/{}/messages", found["id"].as_str().expect("an id"));
    administrator.call(Method::GET, &path, None).await.body["items"][0].clone()
}

#[db_test(server::app::migrations)]
async fn what_a_mail_carries_is_told(store: TestDb) {
    let (world, administrator) = World::begin(&store).await;
    mailbox(&administrator).await;
    let calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Test ride\r\nDTSTART:20260714T080000Z\r\nLOCATION:Gate 2\r\n\
        ORGANIZER;CN=Jonas:mailto:jonas@example.org\r\nATTENDEE:mailto:help@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let invitation = format!(
        "{HEAD}Subject: Ride\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nCome!\r\n--b\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n{calendar}--b--\r\n"
    );
    let nested = format!(
        "{HEAD}Subject: Passed on\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee below\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n\
         From: Joerg <joerg@example.net>\r\nSubject: Broken frame\r\nDate: Tue, 14 Jul 2026 10:00:00 +0200\r\n\r\nIt broke.\r\n--b--\r\n"
    );
    let encrypted = format!(
        "{HEAD}Subject: Secret\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\nMIIB\r\n"
    );
    let plain = format!("{HEAD}Subject: Plain\r\n\r\nHello\r\n");
    for raw in [invitation, nested, encrypted, plain] {
        world.deliver(raw.into_bytes()).await;
    }
    let ride = message(&administrator, "Ride").await;
    let card = &ride["findings"]["invitations"][0];
    assert_eq!(
        (&card["title"], &card["place"], &card["attendees"]),
        (&json!("Test ride"), &json!("Gate 2"), &json!(1)),
        "{ride}"
    );
    assert_eq!(
        (&card["starts"]["at"], &card["organiser"]["name"]),
        (&json!("2026-07-14T08:00:00Z"), &json!("Jonas")),
        "{card}"
    );
    assert_eq!(card["attachment_id"], ride["attachments"][0]["id"], "{ride}");
    let passed_on = message(&administrator, "Passed on").await;
    let inner = &passed_on["findings"]["enclosed"][0];
    assert_eq!((&inner["subject"], &inner["text"]), (&json!("Broken frame"), &json!("It broke.")), "{passed_on}");
    assert_eq!(passed_on["attachments"][0]["name"], "Broken frame.eml");
    let secret = message(&administrator, "Secret").await;
    assert_eq!(secret["findings"]["protection"], "smime_encrypted", "{secret}");
    assert_eq!(message(&administrator, "Plain").await["findings"], Value::Null);
}
