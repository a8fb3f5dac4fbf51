//! Signing in by a provider, which is a program that signs as the protocol demands, or does not.

mod issuer;

use std::time::Duration;

use axum::http::{Method, StatusCode};
use kernel::BuiltInRole;
use serde_json::{Value, json};
use testkit::{TestDb, db_test};

use self::issuer::{Breaks, Issuer};
use crate::second_factor::tests::{code, enrol};
use crate::tests::{Answer, Client, Desk, PASSWORD, everything_written};

/// A house with a provider.
struct House {
    desk: Desk,
    admin: Client,
    issuer: Issuer,
    provider: String,
}

impl House {
    async fn set_up(store: &TestDb, more: Value) -> Self {
        let (desk, admin) = Desk::set_up(store).await;
        let issuer = Issuer::start().await;
        issuer.set().claims = json!({"sub": "u-1", "email": "grace@example.com", "email_verified": true,
            "name": "Grace Hopper", "groups": ["leads"]});
        let mut body = json!({"name": "Velo account", "issuer": issuer.url, "client_id": "quarterdeck", "client_secret": "a secret",
            "create_people": true, "role_claim": "groups", "role_rules": [{"value": "leads", "role_id": "role_0000000000003"}]});
        for (name, value) in more.as_object().expect("fields") {
            body[name] = value.clone();
        }
        let made = admin.post("/access/identity-providers", body).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        Self { provider: made.id(), desk, admin, issuer }
    }

    /// Goes to the provider; gives its page and what the browser shows on return.
    async fn begin(&self) -> (String, String) {
        let path = format!("/access/sign-on/{}/begin", self.provider);
        let answer = self.desk.anonymous().call(Method::POST, &path, None, None).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let cookie = answer.cookie().split(';').next().expect("a cookie").to_owned();
        assert!(answer.cookie().contains("HttpOnly") && cookie.starts_with("qd_sign_on="));
        (answer.body["url"].as_str().expect("a page").to_owned(), cookie)
    }

    async fn bring(&self, cookie: &str, body: Value) -> Answer {
        let headers = [("cookie", cookie)];
        self.desk.anonymous().call_with(Method::POST, "/access/sign-on/return", Some(body), &headers).await
    }

    /// The whole way.
    async fn sign_on(&self) -> Answer {
        let (way, cookie) = self.begin().await;
        let (state, code) = self.issuer.approve(&way);
        self.bring(&cookie, json!({"state": state, "code": code, "iss": self.issuer.url})).await
    }

    /// The same as somebody else at the provider.
    async fn sign_on_as(&self, claims: Value) -> Answer {
        self.issuer.set().claims = claims;
        self.sign_on().await
    }

    async fn people(&self) -> Vec<String> {
        let listed = self.admin.get("/access/people").await.body;
        let items = listed["items"].as_array().expect("people").iter();
        items.map(|person| person["name"].as_str().expect("a name").to_owned()).collect()
    }

    async fn change(&self, path: &str, body: Value) {
        let answer = self.admin.patch(path, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    }
}

#[db_test(crate::tests::schema)]
async fn somebody_new_is_made_just_in_time_with_the_role_of_the_first_rule_that_fits(store: TestDb) {
    let house = House::set_up(&store, json!({})).await;
    let first = house.sign_on().await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.body);
    let me = house.desk.client(first.session()).get("/access/me").await.body;
    assert_eq!((&me["person"]["name"], &me["person"]["role"]["name"]), (&json!("Grace Hopper"), &json!("Lead")));
    house.issuer.set().claims["email"] = json!("hopper@example.com");
    let again = house.sign_on().await;
    assert_eq!(again.body["person"]["id"], me["person"]["id"], "the account counts, not its address");
    assert_eq!(house.people().await, ["Ada Lovelace", "Grace Hopper"]);
    let found = house.admin.get("/access/identity-providers").await.body;
    assert_eq!(found["items"][0]["people"], 1);
    let written = everything_written(&store).await;
    assert!(written.contains("access.identity.connected") && written.contains(&house.provider));
    assert!(!written.contains("opens-me") && !written.contains("a secret"));
}

#[db_test(crate::tests::schema)]
async fn whoever_has_the_address_here_is_connected_and_told(store: TestDb) {
    let house = House::set_up(&store, json!({})).await;
    let grace = house.desk.add("Grace Hopper", BuiltInRole::Agent, &[]).await;
    house.issuer.set().claims["email_verified"] = json!(false);
    assert_eq!(house.sign_on().await.code(), "access.sign_on_no_email", "an address nobody verified proves nothing");
    house.issuer.set().claims["email_verified"] = json!(true);
    let entered = house.sign_on().await;
    assert_eq!(entered.body["person"]["id"], json!(grace), "{}", entered.body);
    assert_eq!(entered.body["person"]["role"]["name"], "Agent", "the role is ours to give here");
    house.desk.work().await;
    assert!(house.desk.letters.subjects().iter().any(|subject| subject.starts_with("Company account connected")));
    let state = house.admin.get(&format!("/access/people/{grace}/sign-in")).await.body;
    let identity = state["identities"][0]["id"].as_str().expect("an account").to_owned();
    let forget = format!("/access/people/{grace}/identities/{identity}");
    assert_eq!(house.desk.client(entered.session()).delete(&forget).await.status, StatusCode::FORBIDDEN);
    assert_eq!(house.admin.delete(&forget).await.status, StatusCode::NO_CONTENT);
    assert_eq!(house.desk.client(entered.session()).get("/access/me").await.status, StatusCode::UNAUTHORIZED);
}

#[db_test(crate::tests::schema)]
async fn nothing_is_believed_that_breaks_the_protocol(store: TestDb) {
    let house = House::set_up(&store, json!({})).await;
    let table = [
        Breaks::Nonce,
        Breaks::Audience,
        Breaks::IssuerOfToken,
        Breaks::Expired,
        Breaks::Signature,
        Breaks::Unsigned,
        Breaks::SharedSecret,
        Breaks::NoToken,
        Breaks::Code,
    ];
    for breaks in table {
        house.issuer.set().breaks = breaks;
        let refused = house.sign_on().await;
        assert_eq!(
            (refused.status, refused.code()),
            (StatusCode::UNPROCESSABLE_ENTITY, "access.sign_on_failed"),
            "{breaks:?}"
        );
    }
    assert_eq!(house.people().await, ["Ada Lovelace"]);
    house.issuer.set().breaks = Breaks::Nothing;
    assert_eq!(house.sign_on().await.status, StatusCode::CREATED);
}

#[db_test(crate::tests::schema)]
async fn what_is_brought_back_counts_once_in_time_and_in_the_browser_that_was_sent(store: TestDb) {
    let house = House::set_up(&store, json!({})).await;
    let unexpected = |answer: Answer| assert_eq!(answer.code(), "access.sign_on_unexpected", "{}", answer.body);
    unexpected(house.bring("qd_sign_on=made-up", json!({"state": "made up", "code": "1"})).await);
    let (way, cookie) = house.begin().await;
    let (state, code) = house.issuer.approve(&way);
    let body = json!({"state": state, "code": code});
    let (_, other) = house.begin().await;
    unexpected(house.bring(&other, body.clone()).await);
    unexpected(house.bring("x=y", body.clone()).await);
    assert_eq!(house.bring(&cookie, body.clone()).await.status, StatusCode::CREATED);
    unexpected(house.bring(&cookie, body).await);
    let (way, cookie) = house.begin().await;
    let (state, code) = house.issuer.approve(&way);
    let elsewhere = json!({"state": state, "code": code, "iss": "https://evil.example.net"});
    unexpected(house.bring(&cookie, elsewhere).await);
    let (way, cookie) = house.begin().await;
    let (state, _) = house.issuer.approve(&way);
    let refused = house.bring(&cookie, json!({"state": state, "error": "access_denied"})).await;
    assert_eq!(refused.code(), "access.sign_on_refused");
    let (way, cookie) = house.begin().await;
    let (state, code) = house.issuer.approve(&way);
    store.clock.advance(Duration::from_mins(16));
    unexpected(house.bring(&cookie, json!({"state": state, "code": code})).await);
}

#[db_test(crate::tests::schema)]
async fn who_may_not_come_is_told_why(store: TestDb) {
    let house = House::set_up(&store, json!({"email_domains": ["example.com"]})).await;
    let left = house.desk.add("Lise Meitner", BuiltInRole::Agent, &[]).await;
    house.change(&format!("/access/people/{left}"), json!({"active": false, "version": 1})).await;
    let said = |sub: &str, email: &str, groups: Value| json!({"sub": sub, "email": email, "email_verified": true, "groups": groups});
    let table = [
        (said("1", "eve@example.net", json!(["leads"])), "access.sign_on_domain"),
        (said("2", "eve@sub.example.com", json!(["leads"])), "access.sign_on_domain"),
        (said("3", "mia@example.com", json!(["others"])), "access.sign_on_no_role"),
        (said("4", "lise@example.com", json!(["leads"])), "access.sign_on_left"),
        (json!({"sub": "5", "groups": ["leads"]}), "access.sign_on_no_email"),
    ];
    for (claims, expected) in table {
        assert_eq!(house.sign_on_as(claims.clone()).await.code(), expected, "{claims}");
    }
    let one = format!("/access/identity-providers/{}", house.provider);
    house.change(&one, json!({"create_people": false, "version": 1})).await;
    let nobody = house.sign_on_as(said("6", "mia@example.com", json!(["leads"]))).await;
    assert_eq!(nobody.code(), "access.sign_on_nobody");
    let invitation =
        json!({"email": "mia@example.com", "name": "Mia", "role_id": "role_0000000000004", "team_ids": []});
    assert_eq!(house.admin.post("/access/invitations", invitation).await.status, StatusCode::CREATED);
    let invited = house.sign_on().await;
    assert_eq!(invited.body["person"]["role"]["name"], "Agent", "who was invited comes as invited: {}", invited.body);
    assert_eq!(house.admin.get("/access/invitations").await.body["items"], json!([]));
    let mia = invited.body["person"]["id"].as_str().expect("an id").to_owned();
    house.change(&format!("/access/people/{mia}"), json!({"active": false, "version": 1})).await;
    assert_eq!(house.sign_on().await.code(), "access.sign_on_left");
    house.change(&one, json!({"enabled": false, "version": 2})).await;
    let gone = house
        .desk
        .anonymous()
        .call(Method::POST, &format!("/access/sign-on/{}/begin", house.provider), None, None)
        .await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[db_test(crate::tests::schema)]
async fn roles_follow_the_provider_but_the_last_administrator_stays(store: TestDb) {
    let house = House::set_up(&store, json!({"roles_follow": true, "default_role_id": "role_0000000000004"})).await;
    assert_eq!(house.sign_on().await.body["person"]["role"]["name"], "Lead");
    house.issuer.set().claims["groups"] = json!([]);
    assert_eq!(house.sign_on().await.body["person"]["role"]["name"], "Agent");
    // What the token does not say may stand beside it, of the same account.
    house.issuer.set().claims = json!({"sub": "u-1"});
    house.issuer.set().user_info = json!({"sub": "u-1", "groups": ["leads"]});
    assert_eq!(house.sign_on().await.body["person"]["role"]["name"], "Lead");
    house.issuer.set().user_info = json!({"sub": "u-2", "groups": ["leads"]});
    assert_eq!(house.sign_on().await.body["person"]["role"]["name"], "Agent");
    let ada = json!({"sub": "u-9", "email": "ada@example.com", "email_verified": true, "groups": []});
    assert_eq!(house.sign_on_as(ada).await.body["person"]["role"]["name"], "Administrator");
}

#[db_test(crate::tests::schema)]
async fn our_second_factor_is_asked_unless_the_provider_stands_for_one(store: TestDb) {
    let house = House::set_up(&store, json!({})).await;
    house.desk.add("Grace Hopper", BuiltInRole::Agent, &[]).await;
    let (secret, _) = enrol(&store, &house.desk.sign_in("grace@example.com").await).await;
    let half = house.sign_on().await;
    assert_eq!(half.status, StatusCode::ACCEPTED, "{}", half.body);
    house.change("/access/security", json!({"password_sign_in": "administrators", "version": 1})).await;
    let half = house.sign_on().await;
    store.clock.advance(Duration::from_mins(1));
    let step = json!({"ticket": half.body["ticket"], "code": code(&store, &secret, 0)});
    let whole = house.desk.anonymous().post("/access/sessions/second-step", step).await;
    assert_eq!(whole.status, StatusCode::CREATED, "the second step belongs to the provider's sign-in: {}", whole.body);
    let one = format!("/access/identity-providers/{}", house.provider);
    house.change(&one, json!({"counts_as_second_factor": true, "version": 1})).await;
    assert_eq!(house.sign_on().await.status, StatusCode::CREATED);
}

#[db_test(crate::tests::schema)]
async fn passwords_can_be_left_to_administrators_when_there_is_another_way_in(store: TestDb) {
    let house = House::set_up(&store, json!({})).await;
    house.desk.add("Grace Hopper", BuiltInRole::Agent, &[]).await;
    let grace = house.desk.sign_in("grace@example.com").await;
    let one = format!("/access/identity-providers/{}", house.provider);
    house.change(&one, json!({"enabled": false, "version": 1})).await;
    let narrow = |version: i64| json!({"password_sign_in": "administrators", "version": version});
    assert_eq!(house.admin.patch("/access/security", narrow(1)).await.code(), "access.sign_on_needed");
    house.change(&one, json!({"enabled": true, "version": 2})).await;
    house.change("/access/security", narrow(1)).await;
    assert_eq!(house.desk.anonymous().get("/access/sign-on").await.body["password"], "administrators");
    assert_eq!(grace.get("/access/me").await.status, StatusCode::UNAUTHORIZED, "she comes by the provider from now on");
    let by_password = house.desk.anonymous().sign_in("grace@example.com", PASSWORD).await;
    assert_eq!((by_password.status, by_password.code()), (StatusCode::FORBIDDEN, "access.use_sign_on"));
    assert_eq!(house.desk.anonymous().sign_in("grace@example.com", "wrong").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(house.admin.get("/access/me").await.status, StatusCode::OK);
    assert_eq!(house.desk.anonymous().sign_in("ada@example.com", PASSWORD).await.status, StatusCode::CREATED);
    assert_eq!(house.sign_on().await.status, StatusCode::CREATED);
    assert_eq!(house.admin.patch(&one, json!({"enabled": false, "version": 3})).await.code(), "access.sign_on_needed");
    assert_eq!(house.admin.delete(&one).await.code(), "access.sign_on_needed");
    house.change("/access/security", json!({"password_sign_in": "everybody", "version": 2})).await;
    assert_eq!(house.admin.delete(&one).await.status, StatusCode::NO_CONTENT);
    assert_eq!(house.desk.anonymous().sign_in("grace@example.com", PASSWORD).await.status, StatusCode::CREATED);
}

#[db_test(crate::tests::schema)]
async fn without_a_password_a_sign_in_of_just_now_is_the_proof(store: TestDb) {
    let house = House::set_up(&store, json!({})).await;
    let grace = house.desk.client(house.sign_on().await.session());
    let begin = "/access/me/second-factor/totp";
    assert_eq!(grace.post(begin, json!({"password": ""})).await.status, StatusCode::OK);
    store.clock.advance(Duration::from_mins(16));
    assert_eq!(grace.post(begin, json!({"password": ""})).await.code(), "access.sign_in_again");
}

#[db_test(crate::tests::schema)]
async fn an_administrator_sees_what_is_wrong_with_a_provider(store: TestDb) {
    let house = House::set_up(&store, json!({})).await;
    let test = |id: &str| format!("/access/identity-providers/{id}/test");
    let good = house.admin.call(Method::POST, &test(&house.provider), None, None).await;
    assert_eq!(good.body["authorization_endpoint"], format!("{}/auth", house.issuer.url), "{}", good.body);
    let add = async |issuer: String| {
        let body = json!({"name": "Other", "issuer": issuer, "client_id": "quarterdeck"});
        house.admin.post("/access/identity-providers", body).await.id()
    };
    for (issuer, words) in [
        (format!("{}/", house.issuer.url), "calls itself otherwise"),
        (format!("{}/nothing", house.issuer.url), "status 404"),
        ("http://127.0.0.1:1".to_owned(), ""),
        ("https://10.0.0.1/".to_owned(), ""),
    ] {
        let id = add(issuer.clone()).await;
        let wrong = house.admin.call(Method::POST, &test(&id), None, None).await;
        assert_eq!(
            (wrong.status, wrong.code()),
            (StatusCode::UNPROCESSABLE_ENTITY, "access.identity_provider_wrong"),
            "{issuer}"
        );
        assert!(wrong.body["detail"].as_str().is_some_and(|detail| detail.contains(words)), "{issuer}: {}", wrong.body);
    }
}
