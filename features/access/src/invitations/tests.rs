//! Inviting and joining.

use std::time::Duration;

use axum::http::StatusCode;
use kernel::BuiltInRole;
use serde_json::{Value, json};
use testkit::{TestDb, db_test};

use crate::tests::{Desk, Letters, PASSWORD, everything_written, secret_in};

const WEEK: Duration = Duration::from_hours(7 * 24);

fn invitation(email: &str, role: u8) -> Value {
    json!({"email": email, "name": "Grace Hopper", "role_id": format!("role_000000000000{role}"), "team_ids": []})
}

fn redemption(token: &str) -> Value {
    json!({"token": token, "name": "Grace B. Hopper", "password": PASSWORD})
}

#[db_test(crate::tests::schema)]
async fn an_invited_person_joins_once(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let team = desk.team("Returns").await;
    let mut body = invitation("Grace@Example.com", 4);
    body["team_ids"] = json!([team]);
    let sent = admin.post("/access/invitations", body).await;
    assert_eq!(
        (sent.status, &sent.body["mail"], &sent.body["link"]),
        (StatusCode::CREATED, &json!("queued"), &Value::Null)
    );
    let secret = desk.letters.last_secret();
    assert!(!everything_written(&store).await.contains(&secret), "no secret in the event log or the audit trail");
    let open = desk.anonymous().get(&format!("/access/invitations/by-token?token={secret}")).await;
    assert_eq!(open.body, json!({"email": "Grace@Example.com", "name": "Grace Hopper", "company": "Velo"}));
    let joined = desk.anonymous().post("/access/invitations/redeem", redemption(&secret)).await;
    assert_eq!(joined.status, StatusCode::CREATED, "{}", joined.body);
    assert_eq!(
        (&joined.body["person"]["name"], &joined.body["teams"][0]["name"]),
        (&json!("Grace B. Hopper"), &json!("Returns"))
    );
    assert_eq!(desk.client(joined.session()).get("/access/me").await.status, StatusCode::OK);
    let again = desk.anonymous().post("/access/invitations/redeem", redemption(&secret)).await;
    assert_eq!((again.status, again.code()), (StatusCode::GONE, "access.invitation_gone"));
    assert_eq!(admin.get("/access/invitations").await.body["items"], json!([]));
    desk.sign_in("grace@example.com").await;
}

#[db_test(crate::tests::schema)]
async fn the_same_link_used_twice_at_once_makes_one_person(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    admin.post("/access/invitations", invitation("grace@example.com", 4)).await;
    let secret = desk.letters.last_secret();
    let attempts = [(); 4].map(|()| {
        let (client, body) = (desk.anonymous(), redemption(&secret));
        tokio::spawn(async move { client.post("/access/invitations/redeem", body).await.status.as_u16() })
    });
    let mut statuses = Vec::new();
    for attempt in attempts {
        statuses.push(attempt.await.expect("an answer"));
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 410, 410, 410]);
}

#[db_test(crate::tests::schema)]
async fn nobody_is_invited_twice_or_when_they_are_here(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    admin.post("/access/invitations", invitation("grace@example.com", 4)).await;
    let twice = admin.post("/access/invitations", invitation("GRACE@example.com", 4)).await;
    assert_eq!(
        (twice.status, twice.code(), twice.pointers()),
        (StatusCode::CONFLICT, "access.already_invited", vec!["email"])
    );
    let here = admin.post("/access/invitations", invitation("Ada@example.com", 4)).await;
    assert_eq!((here.status, here.code()), (StatusCode::CONFLICT, "access.email_taken"));
    assert_eq!(desk.letters.count(), 1);
}

#[db_test(crate::tests::schema)]
async fn an_expired_link_is_useless_until_it_is_sent_again(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let sent = admin.post("/access/invitations", invitation("grace@example.com", 4)).await;
    let old = desk.letters.last_secret();
    store.clock.advance(WEEK);
    let expired = desk.anonymous().get(&format!("/access/invitations/by-token?token={old}")).await;
    assert_eq!((expired.status, expired.code()), (StatusCode::GONE, "access.invitation_gone"));
    assert_eq!(admin.get("/access/invitations").await.body["items"][0]["expired"], json!(true));
    let id = sent.body["invitation"]["id"].as_str().expect("an id").to_owned();
    let again = admin.post(&format!("/access/invitations/{id}/resend"), json!(null)).await;
    assert_eq!((again.status, &again.body["invitation"]["expired"]), (StatusCode::OK, &json!(false)));
    let new = desk.letters.last_secret();
    assert_ne!(new, old);
    assert_eq!(desk.anonymous().post("/access/invitations/redeem", redemption(&old)).await.status, StatusCode::GONE);
    assert_eq!(desk.anonymous().post("/access/invitations/redeem", redemption(&new)).await.status, StatusCode::CREATED);
}

#[db_test(crate::tests::schema)]
async fn without_a_mailbox_the_link_is_handed_over_once(store: TestDb) {
    let desk = Desk::with(store.handle(), Letters { no_mailbox: true, ..Letters::default() }, "http://desk.example");
    let admin = desk.begin().await;
    let call = async || {
        admin
            .call(axum::http::Method::POST, "/access/invitations", Some(invitation("grace@example.com", 4)), Some("k1"))
            .await
    };
    let sent = call().await;
    assert_eq!(sent.body["mail"], "no_mailbox");
    let link = sent.body["link"].as_str().expect("a link").to_owned();
    assert!(link.starts_with("http://desk.example/invitation?token="));
    let repeated = call().await;
    assert_eq!((repeated.status, &repeated.body["link"]), (StatusCode::CREATED, &Value::Null), "nobody keeps the link");
    assert_eq!(repeated.body["invitation"], sent.body["invitation"]);
    assert_eq!(
        desk.anonymous().post("/access/invitations/redeem", redemption(&secret_in(&link))).await.status,
        StatusCode::CREATED
    );
}

#[db_test(crate::tests::schema)]
async fn nobody_invites_to_more_than_they_hold(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    desk.add("Mary Jackson", BuiltInRole::Manager, &[]).await;
    desk.add("Lise Meitner", BuiltInRole::Lead, &[]).await;
    let (manager, lead) = (desk.sign_in("mary@example.com").await, desk.sign_in("lise@example.com").await);
    let table = [
        (&admin, 1, 201),
        (&manager, 1, 403),
        (&manager, 2, 201),
        (&manager, 4, 201),
        (&lead, 4, 403),
        (&lead, 5, 403),
    ];
    for (number, (client, role, expected)) in table.into_iter().enumerate() {
        let answer = client.post("/access/invitations", invitation(&format!("new{number}@example.com"), role)).await;
        assert_eq!(answer.status.as_u16(), expected, "row {number}: {}", answer.body);
    }
}

#[db_test(crate::tests::schema)]
async fn a_withdrawn_invitation_and_a_weak_password_open_nothing(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let sent = admin.post("/access/invitations", invitation("grace@example.com", 4)).await;
    let secret = desk.letters.last_secret();
    let mut weak = redemption(&secret);
    weak["password"] = json!("grace@example.com");
    let refused = desk.anonymous().post("/access/invitations/redeem", weak).await;
    assert_eq!((refused.status, refused.pointers()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["password"]));
    let id = sent.body["invitation"]["id"].as_str().expect("an id").to_owned();
    assert_eq!(admin.delete(&format!("/access/invitations/{id}")).await.status, StatusCode::NO_CONTENT);
    assert_eq!(desk.anonymous().post("/access/invitations/redeem", redemption(&secret)).await.status, StatusCode::GONE);
    assert_eq!(admin.delete(&format!("/access/invitations/{id}")).await.status, StatusCode::NOT_FOUND);
}
