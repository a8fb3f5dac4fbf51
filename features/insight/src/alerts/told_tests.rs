//! Other systems that are told of alerts.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use kernel::{PageRequest, TypedId as _};
use testkit::{TestDb, db_test};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::model::{RuleContent, RuleId, RuleState, Watch};
use super::sealed::{self, Sealing};
use super::store;
use super::watch::look_again;
use super::webhook::signature;
use super::{calls, commands, queries};
use crate::measures::Statistic;
use crate::testing::{Reversed, fill, hours, manager, measure, solved};

fn content(webhook: Option<&str>) -> RuleContent {
    RuleContent {
        name: "Customers wait long".into(),
        measure: measure("requester_wait", Statistic::Median),
        watch: Watch::Band { low: None, high: Some(3600.0), margin: 60.0, days: 7, fewest: 5 },
        people: Vec::new(),
        webhook: webhook.map(str::to_owned),
        active: true,
    }
}

async fn rule(store: &TestDb, content: RuleContent) -> RuleId {
    store.write(move |tx| commands::create_rule(tx, &manager(), &Reversed, &content)).await.expect("a rule").id
}

async fn look(store: &TestDb, id: RuleId) -> RuleState {
    let kept = store.read(move |tx| store::rule(tx, id)).await.expect("the rule");
    look_again(&store.handle(), kept).await.expect("a look");
    store.read(move |tx| store::rule(tx, id)).await.expect("the rule").state
}

/// A server that notes what it is told, and refuses the first time.
async fn another_system() -> (String, UnboundedReceiver<(HeaderMap, Bytes)>) {
    let (told, hears) = unbounded_channel();
    let calls = Arc::new(AtomicUsize::new(0));
    let take = move |headers: HeaderMap, body: Bytes| async move {
        if calls.fetch_add(1, Ordering::SeqCst) == 0 {
            return StatusCode::BAD_GATEWAY;
        }
        told.send((headers, body)).expect("somebody listens");
        StatusCode::NO_CONTENT
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let router = axum::Router::new().route("/hook", axum::routing::post(take));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (format!("http://{address}/hook"), hears)
}

#[db_test(crate::testing::migrations)]
async fn another_system_is_told_until_it_listens_and_can_tell_who_told_it(store: TestDb) {
    let (webhook, mut hears) = another_system().await;
    let id = rule(&store, content(Some(&webhook))).await;
    let secret = store.write(move |tx| sealed::renew(tx, &manager(), &Reversed, id)).await.expect("a secret");
    store.clock.set(hours(20));
    fill(&store, (0..6).map(|n| solved(n, 0, 6)).collect()).await;
    look(&store, id).await;
    let mut runner = jobs::Runner::new(store.handle());
    let web = delivery::fetch::Guard::new(delivery::fetch::Reach::Anywhere, delivery::Trust::public());
    let sealing: Sealing = Arc::new(Reversed);
    crate::alerts::webhook::register(&mut runner, &store.handle(), &web, &sealing);
    assert_eq!(runner.run_due().await.expect("jobs"), 1);
    assert!(hears.try_recv().is_err(), "it refused");
    store.clock.advance(std::time::Duration::from_hours(1));
    assert_eq!(runner.run_due().await.expect("jobs"), 1);
    let (headers, body) = hears.try_recv().expect("it was told");
    let header = |name: &str| headers[name].to_str().expect("text").to_owned();
    let at: i64 = header("x-quarterdeck-timestamp").parse().expect("seconds");
    assert_eq!(at, hours(21).to_jiff().as_second());
    assert_eq!(header("x-quarterdeck-signature"), format!("sha256={}", signature(&secret, at, &body)));
    assert_ne!(signature(&secret, at + 1, &body), signature(&secret, at, &body), "the time is signed");
    let told: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
    assert_eq!((told["event"].as_str(), told["name"].as_str()), (Some("opened"), Some("Customers wait long")));
    assert_eq!(told["finding"]["reason"], "above");
    let calls = store.read(move |tx| calls::page(tx, &manager(), id, &PageRequest::default())).await.expect("calls");
    let calls: Vec<_> = calls.items.iter().map(|call| (call.what.as_str(), call.status, call.taken)).collect();
    assert_eq!(calls, [("opened", Some(204), true), ("opened", Some(502), false)]);
    store.clock.set(hours(24 * 20));
    fill(&store, (0..6).map(|n| crate::facts::Conversation { requester_wait: 0, ..solved(7000 + n, 19, 1) }).collect())
        .await;
    assert_eq!(look(&store, id).await, RuleState::Normal);
    assert_eq!(runner.run_due().await.expect("jobs"), 1);
    let (_, body) = hears.try_recv().expect("it was told");
    assert!(String::from_utf8_lossy(&body).contains("\"event\":\"closed\""));
}

#[test]
fn a_signature_is_what_everybody_computes() {
    // printf '1773567000.{"a":1}' | openssl dgst -sha256 -hmac qdh_secret
    let wanted = "2afb838b6b6585f31026223744cc0bb0210a6a973fba50ee950357f844797168";
    assert_eq!(signature("qdh_secret", 1_773_567_000, b"{\"a\":1}"), wanted);
}

#[db_test(crate::testing::migrations)]
async fn an_address_is_sealed_kept_and_forgotten(store: TestDb) {
    let id = rule(&store, content(Some("https://hooks.example.com/T0/secret-path"))).await;
    let open = |sql: &'static str| {
        let store = &store;
        async move { store.read(move |tx| tx.all(sql, &[], |row| row.take::<String>())).await.expect("rows").concat() }
    };
    assert!(!open("select content from insight_alert_rules").await.contains("secret-path"));
    let sealed_rows =
        store.read(|tx| tx.all("select address from insight_alert_webhooks", &[], |row| row.take::<Vec<u8>>()));
    assert!(!String::from_utf8_lossy(&sealed_rows.await.expect("rows")[0]).contains("secret-path"));
    let change = |version: i64, webhook: Option<&'static str>| {
        let store = &store;
        let change = move |tx: &mut db::Tx<'_>| {
            commands::change_rule(tx, &manager(), &Reversed, (id, version), &content(webhook))
        };
        async move { store.write(change).await.expect("changed") }
    };
    let kept = change(1, None).await;
    assert_eq!((kept.webhook_host.as_deref(), kept.content.webhook), (Some("hooks.example.com"), None));
    assert_eq!(change(2, Some("https://other.example/x")).await.webhook_host.as_deref(), Some("other.example"));
    assert_eq!(change(3, Some("")).await.webhook_host, None);
    let gone = store.write(move |tx| sealed::renew(tx, &manager(), &Reversed, id)).await;
    assert_eq!(gone.unwrap_err().code(), "platform.not_found");
}

#[db_test(crate::testing::migrations)]
async fn what_an_older_release_kept_in_the_open_is_sealed(store: TestDb) {
    let id = rule(&store, content(None)).await;
    let old = serde_json::to_string(&content(Some("https://old.example/hook"))).expect("JSON");
    let sql = "update insight_alert_rules set content = $1";
    store.write(move |tx| tx.exec(sql, db::p![old])).await.expect("an old row");
    store.write(|tx| sealed::seal_old(tx, &Reversed)).await.expect("sealed");
    store.write(|tx| sealed::seal_old(tx, &Reversed)).await.expect("once more");
    let kept =
        store.read(move |tx| Ok((store::rule(tx, id)?, sealed::find(tx, &Reversed, id)?))).await.expect("the rule");
    assert_eq!(kept.0.content.webhook, None);
    assert_eq!(kept.1.map(|it| it.address).as_deref(), Some("https://old.example/hook"));
}

#[db_test(crate::testing::migrations)]
async fn a_page_is_full_of_what_one_may_see(store: TestDb) {
    let theirs = kernel::TeamId::from_raw(2);
    let make = move |tx: &mut db::Tx<'_>| {
        for number in 0..250_i64 {
            let mut wanted = content(None);
            wanted.name = format!("Rule {number}");
            wanted.measure.of.teams = vec![if number % 50 == 0 { theirs } else { kernel::TeamId::from_raw(1) }];
            let rule = commands::create_rule(tx, &manager(), &Reversed, &wanted)?.id;
            let alert = tx.id();
            store::open(tx, alert, rule, &finding())?;
        }
        Ok(())
    };
    store.write(make).await.expect("alerts");
    let lead = || {
        let may = [crate::permissions::FIGURES_READ, crate::permissions::PEOPLE_READ];
        testkit::agent_of(3, "Lea", &may, &[kernel::TeamId::from_raw(2)])
    };
    let mut page = PageRequest { limit: Some(3), cursor: None };
    let mut sizes = Vec::new();
    loop {
        let request = page.clone();
        let found = store.read(move |tx| queries::page(tx, &lead(), None, &request)).await.expect("a page");
        sizes.push(found.items.len());
        match found.next_cursor {
            Some(cursor) => page.cursor = Some(cursor),
            None => break,
        }
    }
    assert_eq!(sizes, [3, 2]);
}

fn finding() -> super::model::Finding {
    let reading = crate::measures::Reading { value: Some(1.0), interval: None, count: 1, small: true };
    let (from, to) = ("2026-01-05".to_owned(), "2026-01-06".to_owned());
    super::model::Finding {
        reason: super::model::Reason::Above,
        reading,
        low: None,
        high: None,
        signals: Vec::new(),
        from,
        to,
    }
}
