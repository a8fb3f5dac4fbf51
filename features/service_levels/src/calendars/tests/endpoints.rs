//! Calendars over HTTP.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};
use testkit::{TestDb, db_test, person_with};
use tower::ServiceExt as _;
use web::{Authenticate, Credentials, Identity};

use super::manager;

/// Believes what the token says.
struct Gate;

#[async_trait::async_trait]
impl Authenticate for Gate {
    async fn recognise(&self, shown: &Credentials, _: IpAddr, _: &str) -> kernel::Result<Option<Identity>> {
        let actor = match shown {
            Credentials::Token(token) if token == "manager" => manager(),
            Credentials::Token(token) if token == "agent" => person_with(2, "Agent", &[]),
            _ => return Ok(None),
        };
        Ok(Some(Identity { actor, credential: "token".to_owned() }))
    }
}

fn router(store: &TestDb) -> Router {
    let gate: Arc<dyn Authenticate> = Arc::new(Gate);
    let (router, _) = crate::router().with_state(store.handle()).split_for_parts();
    router.layer(axum::middleware::from_fn(web::fingerprint)).layer(axum::Extension(gate))
}

/// Asks as the manager, or as whoever the token names.
async fn ask_as(token: &str, router: &Router, method: Method, path: &str, body: Option<Value>) -> (StatusCode, Value) {
    let request = Request::builder().method(method).uri(format!("/service_levels/calendars{path}"));
    let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    let request = request.header(header::CONTENT_TYPE, "application/json");
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
    let answer = router.clone().oneshot(request.body(body).expect("a request")).await.expect("an answer");
    let status = answer.status();
    let bytes = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

async fn ask(router: &Router, method: Method, path: &str, body: Option<Value>) -> (StatusCode, Value) {
    ask_as("manager", router, method, path, body).await
}

fn creation(name: &str) -> Value {
    let workday = json!([{"from": 540, "to": 1020}]);
    json!({"name": name, "time_zone": "Europe/Berlin", "week": {"monday": workday, "friday": workday}})
}

#[db_test]
async fn a_calendar_is_made_read_changed_and_removed(store: TestDb) {
    let router = router(&store);
    let (status, first) = ask(&router, Method::POST, "", Some(creation("Working hours"))).await;
    assert_eq!(
        (status, &first["default"], &first["version"]),
        (StatusCode::CREATED, &json!(true), &json!(1)),
        "{first}"
    );
    // The test's clock stands at 10:00 of a Monday in Berlin.
    assert_eq!((&first["open"], &first["next_opening"]), (&json!(true), &json!("2026-03-02T09:00:00Z")));
    assert_eq!((&first["week"]["tuesday"], &first["holidays"]), (&json!([]), &json!([])));
    let (_, second) = ask(&router, Method::POST, "", Some(creation("Hotline"))).await;
    let path = format!("/{}", second["id"].as_str().expect("an id"));
    let closed = json!({"version": 1, "week": {"friday": [{"from": 600, "to": 1440}]},
        "holidays": [{"name": "Spring", "from": "2026-03-06", "to": "2026-03-06"}]});
    let (status, changed) = ask(&router, Method::PATCH, &path, Some(closed.clone())).await;
    assert_eq!((status, &changed["open"]), (StatusCode::OK, &json!(false)), "{changed}");
    assert_eq!(changed["next_opening"], json!("2026-03-13T09:00:00Z"));
    assert_eq!(ask(&router, Method::GET, &path, None).await, (StatusCode::OK, changed));
    let (status, late) = ask(&router, Method::PATCH, &path, Some(closed)).await;
    assert_eq!((status, &late["code"]), (StatusCode::CONFLICT, &json!("service_levels.calendar_changed")));
    let (_, list) = ask(&router, Method::GET, "", None).await;
    let names: Vec<&Value> = list["items"].as_array().expect("items").iter().map(|item| &item["name"]).collect();
    assert_eq!(names, ["Working hours", "Hotline"]);
    let (_, switched) = ask(&router, Method::POST, &format!("{path}/default"), None).await;
    assert_eq!(switched["default"], json!(true));
    let (status, kept) = ask(&router, Method::DELETE, &path, None).await;
    assert_eq!((status, &kept["code"]), (StatusCode::CONFLICT, &json!("service_levels.calendar_is_default")));
    let first = format!("/{}", first["id"].as_str().expect("an id"));
    assert_eq!(ask(&router, Method::DELETE, &first, None).await.0, StatusCode::NO_CONTENT);
    assert_eq!(ask(&router, Method::GET, &first, None).await.0, StatusCode::NOT_FOUND);
}

#[db_test]
async fn what_is_wrong_is_named_at_its_field(store: TestDb) {
    let router = router(&store);
    let mut wrong = creation(" ");
    wrong["time_zone"] = json!("Mars");
    wrong["week"]["monday"] = json!([{"from": 600, "to": 540}]);
    let (status, refusal) = ask(&router, Method::POST, "", Some(wrong)).await;
    let pointers: Vec<&Value> =
        refusal["errors"].as_array().expect("errors").iter().map(|error| &error["pointer"]).collect();
    assert_eq!(
        (status, pointers),
        (StatusCode::UNPROCESSABLE_ENTITY, vec![&json!("name"), &json!("time_zone"), &json!("week/monday/0")])
    );
    let mut unknown = creation("X");
    unknown["week"]["caturday"] = json!([]);
    assert_eq!(ask(&router, Method::POST, "", Some(unknown)).await.0, StatusCode::BAD_REQUEST);
}

#[db_test]
async fn business_time_is_counted_and_a_file_is_shown_before_it_is_added(store: TestDb) {
    let router = router(&store);
    let (_, made) = ask(&router, Method::POST, "", Some(creation("Working hours"))).await;
    let path = format!("/{}", made["id"].as_str().expect("an id"));
    let span = "business_time?from=2026-03-06T15:30:00Z&to=2026-03-09T08:30:00Z";
    let counted = ask_as("agent", &router, Method::GET, &format!("{path}/{span}"), None).await;
    assert_eq!(counted, (StatusCode::OK, json!({"micros": 3_600_000_000_i64})));
    let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260306\nSUMMARY:Spring\nEND:VEVENT\n\
        BEGIN:VEVENT\nDTSTART:20260309T090000Z\nSUMMARY:Meeting\nEND:VEVENT\nEND:VCALENDAR";
    let import = format!("{path}/holidays/import");
    let body = |add: bool, version: i64| Some(json!({"text": text, "add": add, "version": version}));
    let (status, shown) = ask(&router, Method::POST, &import, body(false, 1)).await;
    assert_eq!((status, &shown["calendar"]["version"]), (StatusCode::OK, &json!(1)), "{shown}");
    assert_eq!((&shown["found"][0]["known"], &shown["found"][0]["holiday"]["name"]), (&json!(false), &json!("Spring")));
    assert_eq!(
        (&shown["unread"][0]["line"], &shown["unread"][0]["code"]),
        (&json!(7), &json!("service_levels.entry_timed"))
    );
    let (_, added) = ask(&router, Method::POST, &import, body(true, 1)).await;
    assert_eq!(
        (&added["calendar"]["version"], &added["calendar"]["holidays"][0]["name"]),
        (&json!(2), &json!("Spring"))
    );
    let (_, again) = ask(&router, Method::POST, &import, body(false, 2)).await;
    assert_eq!(again["found"][0]["known"], json!(true));
    let counted = ask(&router, Method::GET, &format!("{path}/{span}"), None).await;
    assert_eq!(counted.1, json!({"micros": 1_800_000_000_i64}));
    assert_eq!(ask_as("agent", &router, Method::POST, &import, body(false, 2)).await.0, StatusCode::FORBIDDEN);
    let (status, foreign) = ask(&router, Method::POST, &import, Some(json!({"text": "x", "version": 2}))).await;
    assert_eq!((status, &foreign["errors"][0]["pointer"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("text")));
}

#[db_test]
async fn everybody_here_sees_the_calendars_and_nobody_else(store: TestDb) {
    let router = router(&store);
    assert_eq!(ask_as("agent", &router, Method::GET, "", None).await.0, StatusCode::OK);
    assert_eq!(ask_as("agent", &router, Method::POST, "", Some(creation("Mine"))).await.0, StatusCode::FORBIDDEN);
    assert_eq!(ask_as("nobody", &router, Method::GET, "", None).await.0, StatusCode::UNAUTHORIZED);
}
