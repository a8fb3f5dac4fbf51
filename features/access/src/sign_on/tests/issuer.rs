//! An OpenID Connect provider on this machine, which keeps to the protocol or breaks it where a test says so.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::Url;

/// Where a provider breaks the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Breaks {
    Nothing,
    Nonce,
    Audience,
    IssuerOfToken,
    Expired,
    Signature,
    Unsigned,
    SharedSecret,
    NoToken,
    Code,
}

struct Grant {
    challenge: String,
    nonce: String,
}

pub(super) struct Inner {
    pub(super) breaks: Breaks,
    /// What is signed, besides what the protocol demands.
    pub(super) claims: Value,
    /// What is said beside the token.
    pub(super) user_info: Value,
    codes: HashMap<String, Grant>,
}

/// The provider.
#[derive(Clone)]
pub(super) struct Issuer {
    pub(super) url: String,
    key: Arc<EcdsaKeyPair>,
    inner: Arc<Mutex<Inner>>,
}

impl Issuer {
    pub(super) async fn start() -> Self {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (claims, user_info) = (json!({}), json!({}));
        let inner = Inner { breaks: Breaks::Nothing, claims, user_info, codes: HashMap::new() };
        let issuer = Self { url, key: Arc::new(key.expect("a key")), inner: Arc::new(Mutex::new(inner)) };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(describe))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/me", get(user_info_of))
            .with_state(issuer.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        issuer
    }

    pub(super) fn set(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("the provider")
    }

    /// Somebody proved who they are on the provider's page; gives the state and the code they bring back.
    pub(super) fn approve(&self, way: &str) -> (String, String) {
        let url = Url::parse(way).expect("a page");
        assert!(way.starts_with(&format!("{}/auth?", self.url)), "{way}");
        let query: HashMap<_, _> = url.query_pairs().into_owned().collect();
        assert_eq!((query["response_type"].as_str(), query["code_challenge_method"].as_str()), ("code", "S256"));
        assert_eq!(query["redirect_uri"], "http://desk.example/sign-on");
        assert!(query["scope"].split(' ').any(|scope| scope == "openid"));
        let grant = Grant { challenge: query["code_challenge"].clone(), nonce: query["nonce"].clone() };
        let mut inner = self.set();
        let code = format!("code-{}", inner.codes.len());
        inner.codes.insert(code.clone(), grant);
        (query["state"].clone(), code)
    }

    fn sign(&self, inner: &Inner, nonce: &str) -> String {
        let now = jiff::Timestamp::now().as_second();
        let breaks = |what| inner.breaks == what;
        let mut claims = inner.claims.clone();
        claims["iss"] = json!(if breaks(Breaks::IssuerOfToken) { "https://evil.example.net" } else { &self.url });
        claims["aud"] = json!(if breaks(Breaks::Audience) { "another" } else { "quarterdeck" });
        claims["exp"] = json!(if breaks(Breaks::Expired) { now - 60 } else { now + 300 });
        claims["iat"] = json!(now - 90);
        claims["nonce"] = json!(if breaks(Breaks::Nonce) { "another" } else { nonce });
        let algorithm = match inner.breaks {
            Breaks::Unsigned => "none",
            Breaks::SharedSecret => "HS256",
            _ => "ES256",
        };
        let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let text = format!("{}.{}", part(json!({"alg": algorithm, "kid": "1", "typ": "JWT"})), part(claims));
        let signed = self.key.sign(&SystemRandom::new(), text.as_bytes()).expect("a signature");
        let mut signature = signed.as_ref().to_vec();
        match inner.breaks {
            Breaks::Signature => signature[7] ^= 1,
            Breaks::Unsigned => signature.clear(),
            Breaks::SharedSecret => {
                let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, b"a secret");
                signature = ring::hmac::sign(&key, text.as_bytes()).as_ref().to_vec();
            }
            _ => {}
        }
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

async fn describe(State(issuer): State<Issuer>) -> Json<Value> {
    let url = &issuer.url;
    Json(
        json!({"issuer": url, "authorization_endpoint": format!("{url}/auth"), "token_endpoint": format!("{url}/token"),
        "userinfo_endpoint": format!("{url}/me"), "jwks_uri": format!("{url}/keys"), "response_types_supported": ["code"],
        "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"]}),
    )
}

async fn keys(State(issuer): State<Issuer>) -> Json<Value> {
    let point = issuer.key.public_key().as_ref();
    let part = |from: usize| URL_SAFE_NO_PAD.encode(&point[from..from + 32]);
    let key =
        json!({"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "1", "x": part(1), "y": part(33)});
    Json(json!({ "keys": [key] }))
}

async fn token(State(issuer): State<Issuer>, headers: HeaderMap, body: String) -> (StatusCode, Json<Value>) {
    let form: HashMap<_, _> = url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let us = format!("Basic {}", STANDARD.encode("quarterdeck:a+secret"));
    let known = headers.get(header::AUTHORIZATION).is_some_and(|shown| *shown == *us);
    let mut inner = issuer.set();
    let grant = inner.codes.remove(&form["code"]).filter(|_| inner.breaks != Breaks::Code && known);
    let proof = URL_SAFE_NO_PAD.encode(Sha256::digest(form["code_verifier"].as_bytes()));
    let Some(grant) = grant.filter(|grant| grant.challenge == proof) else {
        return (StatusCode::BAD_REQUEST, Json(json!({"error": "invalid_grant"})));
    };
    let mut answer = json!({"access_token": "opens-me", "token_type": "Bearer", "expires_in": 300});
    if inner.breaks != Breaks::NoToken {
        answer["id_token"] = json!(issuer.sign(&inner, &grant.nonce));
    }
    (StatusCode::OK, Json(answer))
}

async fn user_info_of(State(issuer): State<Issuer>, headers: HeaderMap) -> (StatusCode, Json<Value>) {
    if headers.get(header::AUTHORIZATION).is_none_or(|shown| *shown != *"Bearer opens-me") {
        return (StatusCode::UNAUTHORIZED, Json(Value::Null));
    }
    (StatusCode::OK, Json(issuer.set().user_info.clone()))
}
