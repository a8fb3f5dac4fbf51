//! Passkeys, with a device made of software: it holds its keys as a real one does, and answers in the words of WebAuthn.

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use testkit::{TestDb, db_test};

use crate::tests::{Client, Desk, Letters, PASSWORD};

const ORIGIN: &str = "https://desk.example";
const VERIFIED: u8 = 0b0100;

/// One key of a device.
struct Device {
    key: EcdsaKeyPair,
    id: Vec<u8>,
    user: Vec<u8>,
    counter: u32,
}

fn client_data(kind: &str, options: &Value, origin: &str) -> Vec<u8> {
    json!({"type": kind, "challenge": options["challenge"], "origin": origin, "crossOrigin": false}).to_string().into()
}

/// The head of a byte string in CBOR.
fn cbor_bytes(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).expect("short").to_be_bytes();
    [&[0x59, length[0], length[1]], bytes].concat()
}

impl Device {
    /// Makes a key as the options ask; gives it and the answer of the browser.
    fn create(options: &Value) -> (Self, Value) {
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).expect("a key");
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, made.as_ref(), &random).expect("a key");
        let id = Sha256::digest(key.public_key().as_ref()).to_vec();
        let user = BASE64.decode(options["user"]["id"].as_str().expect("a handle")).expect("a handle");
        let device = Self { key, id, user, counter: 0 };
        // {1: 2, 3: -7, -1: 1, -2: x, -3: y}
        let (x, y) = device.key.public_key().as_ref()[1..].split_at(32);
        let public = [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32], x, &[0x22, 0x58, 32], y].concat();
        let length = u16::try_from(device.id.len()).expect("short").to_be_bytes();
        let about = [&[0u8; 16][..], &length, &device.id, &public].concat();
        let data = [device.data(0b0100_0001 | VERIFIED), about].concat();
        // {"fmt": "none", "attStmt": {}, "authData": data}
        let object = [b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData".as_slice(), &cbor_bytes(&data)].concat();
        let client = client_data("webauthn.create", options, ORIGIN);
        let answer = json!({"id": BASE64.encode(&device.id), "rawId": BASE64.encode(&device.id), "type": "public-key",
            "clientExtensionResults": {}, "response": {"attestationObject": BASE64.encode(object),
            "clientDataJSON": BASE64.encode(client), "transports": ["internal"]}});
        (device, answer)
    }

    /// What the device says of itself before the key.
    fn data(&self, flags: u8) -> Vec<u8> {
        [Sha256::digest(b"desk.example").as_slice(), &[flags], &self.counter.to_be_bytes()].concat()
    }

    /// Signs what it is asked.
    fn show(&mut self, options: &Value, origin: &str, flags: u8) -> Value {
        assert_eq!(options["userVerification"], "required");
        self.counter += 1;
        let (data, client) = (self.data(flags), client_data("webauthn.get", options, origin));
        let signed = [data.clone(), Sha256::digest(&client).to_vec()].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).expect("a signature");
        json!({"id": BASE64.encode(&self.id), "rawId": BASE64.encode(&self.id), "type": "public-key", "clientExtensionResults": {},
            "response": {"authenticatorData": BASE64.encode(data), "clientDataJSON": BASE64.encode(client),
            "signature": BASE64.encode(signature), "userHandle": BASE64.encode(&self.user)}})
    }
}

async fn desk(store: &TestDb) -> (Desk, Client) {
    let desk = Desk::with(store.handle(), Letters::default(), ORIGIN);
    let admin = desk.begin().await;
    (desk, admin)
}

async fn register(client: &Client, name: &str) -> (Device, Value) {
    let begun = client.post("/access/me/passkeys/begin", json!({"password": PASSWORD})).await;
    assert_eq!(begun.status, StatusCode::OK, "{}", begun.body);
    let (device, credential) = Device::create(&begun.body["options"]);
    let body = json!({"ticket": begun.body["ticket"], "name": name, "credential": credential});
    let made = client.post("/access/me/passkeys", body.clone()).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    assert_eq!(
        client.post("/access/me/passkeys", body).await.code(),
        "access.sign_in_gone",
        "a question is answered once"
    );
    (device, made.body)
}

async fn asked(desk: &Desk) -> Value {
    desk.anonymous().post("/access/sessions/passkey/begin", json!({})).await.body
}

async fn enter(desk: &Desk, asked: &Value, credential: Value) -> crate::tests::Answer {
    desk.anonymous()
        .post("/access/sessions/passkey", json!({"ticket": asked["ticket"], "credential": credential}))
        .await
}

#[db_test(crate::tests::schema)]
async fn a_passkey_signs_in_alone_and_is_asked_for_after_the_password(store: TestDb) {
    let (desk, admin) = desk(&store).await;
    let (mut laptop, made) = register(&admin, "Laptop").await;
    assert_eq!(made["recovery_codes"].as_array().map(Vec::len), Some(10), "for the day the device is lost");
    let (_, second) = register(&admin, "Phone").await;
    assert!(second["recovery_codes"].is_null());
    let list = admin.get("/access/me/passkeys").await.body;
    assert_eq!(
        (&list["available"], &list["items"][0]["name"], &list["items"][0]["last_used_at"]),
        (&json!(true), &json!("Laptop"), &Value::Null)
    );
    let step = desk.anonymous().sign_in("ada@example.com", PASSWORD).await;
    assert_eq!((step.status, &step.body["ways"]), (StatusCode::ACCEPTED, &json!(["passkey", "recovery_code"])));
    let question = asked(&desk).await;
    let answer = laptop.show(&question["options"], ORIGIN, 1 | VERIFIED);
    let signed_in = enter(&desk, &question, answer.clone()).await;
    assert_eq!(signed_in.status, StatusCode::CREATED, "{}", signed_in.body);
    assert_eq!(signed_in.body["person"]["email"], "ada@example.com");
    assert_eq!(desk.client(signed_in.session()).get("/access/me").await.status, StatusCode::OK);
    assert!(admin.get("/access/me/passkeys").await.body["items"][0]["last_used_at"].is_string());
    assert_eq!(
        enter(&desk, &question, answer.clone()).await.code(),
        "access.sign_in_gone",
        "nothing is answered twice"
    );
    assert_eq!(
        enter(&desk, &asked(&desk).await, answer).await.code(),
        "access.passkey_refused",
        "nor another question"
    );
}

#[db_test(crate::tests::schema)]
async fn a_false_page_an_unverified_owner_and_a_strange_key_open_nothing(store: TestDb) {
    let (desk, admin) = desk(&store).await;
    let (mut laptop, _) = register(&admin, "Laptop").await;
    for (origin, flags) in [("https://desk.example.evil.test", 1 | VERIFIED), (ORIGIN, 1)] {
        let question = asked(&desk).await;
        let answer = laptop.show(&question["options"], origin, flags);
        assert_eq!(enter(&desk, &question, answer).await.code(), "access.passkey_refused", "{origin} {flags}");
    }
    let begun = admin.post("/access/me/passkeys/begin", json!({"password": PASSWORD})).await;
    let (mut never_kept, _) = Device::create(&begun.body["options"]);
    let question = asked(&desk).await;
    let answer = never_kept.show(&question["options"], ORIGIN, 1 | VERIFIED);
    assert_eq!(enter(&desk, &question, answer).await.code(), "access.passkey_refused");
    never_kept.id.clone_from(&laptop.id);
    let question = asked(&desk).await;
    let answer = never_kept.show(&question["options"], ORIGIN, 1 | VERIFIED);
    assert_eq!(
        enter(&desk, &question, answer).await.code(),
        "access.passkey_refused",
        "the name of a key is not the key"
    );
    let question = asked(&desk).await;
    assert_eq!(enter(&desk, &question, json!({"id": "nonsense"})).await.code(), "access.passkey_refused");
}

#[db_test(crate::tests::schema)]
async fn a_removed_passkey_opens_nothing_and_the_last_stays_where_one_is_demanded(store: TestDb) {
    let (desk, admin) = desk(&store).await;
    let (mut laptop, made) = register(&admin, "Laptop").await;
    let (_, phone) = register(&admin, "Phone").await;
    let demanded = admin.patch("/access/security", json!({"second_factor": "everybody", "version": 1})).await;
    assert_eq!(demanded.status, StatusCode::OK, "a passkey is a second factor: {}", demanded.body);
    let path = |made: &Value| format!("/access/me/passkeys/{}/remove", made["passkey"]["id"].as_str().expect("an id"));
    let wrong = admin.post(&path(&made), json!({"password": "wrong horse battery"})).await;
    assert_eq!(wrong.code(), "access.password_wrong");
    assert_eq!(admin.post(&path(&made), json!({"password": PASSWORD})).await.status, StatusCode::NO_CONTENT);
    let last = admin.post(&path(&phone), json!({"password": PASSWORD})).await;
    assert_eq!(last.code(), "access.second_factor_required");
    assert_eq!(admin.get("/access/me/passkeys").await.body["items"].as_array().map(Vec::len), Some(1));
    let question = asked(&desk).await;
    let answer = laptop.show(&question["options"], ORIGIN, 1 | VERIFIED);
    assert_eq!(enter(&desk, &question, answer).await.code(), "access.passkey_refused");
}

#[db_test(crate::tests::schema)]
async fn where_browsers_take_none_it_is_said(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    assert_eq!(admin.get("/access/me/passkeys").await.body, json!({"available": false, "items": []}));
    let refused = admin.post("/access/me/passkeys/begin", json!({"password": PASSWORD})).await;
    assert_eq!((refused.status, refused.code()), (StatusCode::CONFLICT, "access.passkeys_unavailable"));
    assert_eq!(asked(&desk).await["code"], "access.passkeys_unavailable");
}
