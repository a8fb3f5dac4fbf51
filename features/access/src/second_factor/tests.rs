//! The second factor, as a browser sees it.

use axum::http::StatusCode;
use kernel::BuiltInRole;
use serde_json::{Value, json};
use testkit::{TestDb, db_test};
use totp_rs::{Builder, Secret};

use crate::tests::{Answer, Client, Desk, PASSWORD};

const OWN: &str = "/access/me/second-factor";

/// The code that an app with this secret shows now, or some seconds from now.
pub(crate) fn code(store: &TestDb, secret: &str, later: i64) -> String {
    let secret = Secret::try_from_base32(secret.replace(' ', "")).expect("a secret");
    let seconds = kernel::Clock::now(&*store.clock).micros() / 1_000_000 + later;
    let totp = Builder::new().with_secret(secret).build().expect("an app");
    totp.generate(u64::try_from(seconds).expect("a time")).to_string()
}

/// Sets an app up; gives its secret and the recovery codes.
pub(crate) async fn enrol(store: &TestDb, client: &Client) -> (String, Vec<String>) {
    let begun = client.post(&format!("{OWN}/totp"), json!({"password": PASSWORD})).await;
    assert_eq!(begun.status, StatusCode::OK, "{}", begun.body);
    let secret = begun.body["secret"].as_str().expect("a secret").to_owned();
    let confirmed = client.post(&format!("{OWN}/totp/confirm"), json!({"code": code(store, &secret, 0)})).await;
    assert_eq!(confirmed.status, StatusCode::OK, "{}", confirmed.body);
    let codes = confirmed.body["recovery_codes"].as_array().expect("codes").iter();
    (secret, codes.map(|code| code.as_str().expect("a code").to_owned()).collect())
}

async fn ticket(desk: &Desk) -> String {
    let answer = desk.anonymous().sign_in("ada@example.com", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.body);
    assert!(answer.cookie().is_empty(), "half a sign-in is no session");
    answer.body["ticket"].as_str().expect("a ticket").to_owned()
}

async fn second(desk: &Desk, ticket: &str, way: &str, code: &str) -> Answer {
    desk.anonymous().post("/access/sessions/second-step", json!({"ticket": ticket, way: code})).await
}

#[db_test(crate::tests::schema)]
async fn a_code_is_asked_for_after_the_password_once_it_was_confirmed(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let begin = format!("{OWN}/totp");
    let wrong = admin.post(&begin, json!({"password": "wrong horse battery"})).await;
    assert_eq!((wrong.code(), wrong.pointers()), ("access.password_wrong", vec!["password"]));
    assert_eq!(admin.post(&begin, json!({"password": PASSWORD})).await.status, StatusCode::OK);
    let unconfirmed = admin.post(&format!("{OWN}/totp/confirm"), json!({"code": "000000"})).await;
    assert_eq!((unconfirmed.code(), unconfirmed.pointers()), ("access.code_wrong", vec!["code"]));
    desk.sign_in("ada@example.com").await;
    let (secret, _) = enrol(&store, &admin).await;
    let seen = admin.get(OWN).await.body;
    assert_eq!((&seen["recovery_codes"], &seen["required"]), (&json!(10), &json!(false)));
    assert!(seen["totp_since"].is_string());
    let step = desk.anonymous().sign_in("ada@example.com", PASSWORD).await;
    assert_eq!(step.body["ways"], json!(["code", "recovery_code"]));
    let ticket = ticket(&desk).await;
    for credential in [ticket.clone(), format!("qd_{ticket}")] {
        assert_eq!(desk.client(credential).get("/access/me").await.status, StatusCode::UNAUTHORIZED);
    }
    let used = second(&desk, &ticket, "code", &code(&store, &secret, 0)).await;
    assert_eq!(used.code(), "access.code_wrong", "the code that confirmed the app is used up");
    let right = second(&desk, &ticket, "code", &code(&store, &secret, 30)).await;
    assert_eq!(right.status, StatusCode::CREATED, "{}", right.body);
    assert_eq!(desk.client(right.session()).get("/access/me").await.status, StatusCode::OK);
    assert_eq!(second(&desk, &ticket, "code", &code(&store, &secret, 60)).await.code(), "access.sign_in_gone");
}

#[db_test(crate::tests::schema)]
async fn no_code_is_taken_twice_even_at_the_same_instant(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let (secret, _) = enrol(&store, &admin).await;
    let code = code(&store, &secret, 30);
    let (one, two) = (ticket(&desk).await, ticket(&desk).await);
    let (first, other) = tokio::join!(second(&desk, &one, "code", &code), second(&desk, &two, "code", &code));
    let mut statuses = [first.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 422]);
}

#[db_test(crate::tests::schema)]
async fn a_ticket_has_five_tries_and_ten_minutes(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let (secret, _) = enrol(&store, &admin).await;
    let first = ticket(&desk).await;
    for expected in ["code_wrong", "code_wrong", "code_wrong", "code_wrong", "sign_in_gone"] {
        assert_eq!(second(&desk, &first, "code", "000000").await.code(), format!("access.{expected}"));
    }
    assert_eq!(second(&desk, &first, "code", &code(&store, &secret, 30)).await.code(), "access.sign_in_gone");
    let next = ticket(&desk).await;
    let paused = second(&desk, &next, "code", &code(&store, &secret, 30)).await;
    assert_eq!(paused.code(), "access.too_many_attempts", "a new ticket brings no new guesses");
    store.clock.advance(std::time::Duration::from_mins(11));
    assert_eq!(second(&desk, &next, "code", &code(&store, &secret, 0)).await.code(), "access.sign_in_gone");
    let last = ticket(&desk).await;
    assert_eq!(second(&desk, &last, "code", &code(&store, &secret, 0)).await.status, StatusCode::CREATED);
}

#[db_test(crate::tests::schema)]
async fn a_recovery_code_works_once_and_its_owner_is_told(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let (_, codes) = enrol(&store, &admin).await;
    assert_eq!(codes.len(), 10);
    desk.work().await;
    let before = desk.letters.count();
    let typed = codes[3].to_uppercase().replace('-', " ");
    let in_with_it = second(&desk, &ticket(&desk).await, "recovery_code", &typed).await;
    assert_eq!(in_with_it.status, StatusCode::CREATED, "{}", in_with_it.body);
    let again = second(&desk, &ticket(&desk).await, "recovery_code", &codes[3]).await;
    assert_eq!((again.code(), again.pointers()), ("access.code_wrong", vec!["recovery_code"]));
    assert_eq!(admin.get(OWN).await.body["recovery_codes"], json!(9));
    desk.work().await;
    let subjects = desk.letters.subjects();
    assert!(subjects[before..].iter().any(|subject| subject.starts_with("Recovery code used")), "{subjects:?}");
    let renewed = admin.post(&format!("{OWN}/recovery-codes"), json!({"password": PASSWORD})).await;
    assert_eq!(renewed.body["recovery_codes"].as_array().map(Vec::len), Some(10));
    let old = second(&desk, &ticket(&desk).await, "recovery_code", &codes[4]).await;
    assert_eq!(old.code(), "access.code_wrong", "new codes make the old ones useless");
}

#[db_test(crate::tests::schema)]
async fn nothing_of_it_is_kept_in_the_clear(store: TestDb) {
    let (_, admin) = Desk::set_up(&store).await;
    let (secret, codes) = enrol(&store, &admin).await;
    let written = crate::tests::everything_written(&store).await;
    let (sealed, marks) = store
        .read(|tx| {
            let sealed: Vec<u8> = tx.one("select secret from access_totp", db::p![], |row| row.take())?;
            let marks: Vec<String> =
                tx.all("select code_hash from access_recovery_codes", db::p![], |row| row.take())?;
            Ok((sealed, marks))
        })
        .await
        .expect("rows");
    let plain = Secret::try_from_base32(secret.replace(' ', "")).expect("a secret");
    assert!(!sealed.windows(plain.as_bytes().len()).any(|part| part == plain.as_bytes()));
    for code in &codes {
        assert!(!written.contains(code.as_str()) && !marks.contains(code));
    }
    assert!(!written.contains(&secret) && !written.contains(&secret.replace(' ', "")));
}

#[db_test(crate::tests::schema)]
async fn the_password_switches_it_off_and_an_administrator_resets_it(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    enrol(&store, &admin).await;
    let remove = format!("{OWN}/totp/remove");
    assert_eq!(admin.post(&remove, json!({"password": "wrong horse battery"})).await.code(), "access.password_wrong");
    assert_eq!(admin.post(&remove, json!({"password": PASSWORD})).await.status, StatusCode::NO_CONTENT);
    assert_eq!(admin.post(&remove, json!({"password": PASSWORD})).await.code(), "access.second_factor_off");
    let grace = desk.add("Grace Hopper", BuiltInRole::Manager, &[]).await;
    let client = desk.sign_in("grace@example.com").await;
    enrol(&store, &client).await;
    let ada = admin.get("/access/me").await.body["person"]["id"].as_str().expect("an id").to_owned();
    let beyond = client.delete(&format!("/access/people/{ada}/second-factor")).await;
    assert_eq!(beyond.code(), "access.beyond_own_permissions", "a manager takes nothing from an administrator");
    let path = format!("/access/people/{grace}");
    assert_eq!(admin.get(&format!("{path}/sign-in")).await.body["second_factor"], json!(true));
    assert_eq!(admin.delete(&format!("{path}/second-factor")).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.get("/access/me").await.status, StatusCode::UNAUTHORIZED, "all sessions end");
    desk.sign_in("grace@example.com").await;
    let written = crate::tests::everything_written(&store).await;
    assert!(written.contains("access.second_factor.reset"));
}

#[db_test(crate::tests::schema)]
async fn a_program_with_a_token_needs_none_and_touches_none(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let made = admin.post("/access/tokens", json!({"name": "Export", "scopes": ["access.company.manage"]})).await;
    let program = desk.client(made.body["secret"].as_str().expect("a secret").to_owned());
    enrol(&store, &admin).await;
    assert_eq!(program.get("/access/me").await.status, StatusCode::OK);
    for (path, body) in [("totp", json!({"password": PASSWORD})), ("totp/remove", json!({"password": PASSWORD}))] {
        assert_eq!(program.post(&format!("{OWN}/{path}"), body).await.code(), "access.person_only");
    }
    assert_eq!(program.get(OWN).await.body["code"], Value::from("access.person_only"));
}
