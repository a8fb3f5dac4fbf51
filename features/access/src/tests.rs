//! What the tests of this room share: a room wired up as the server does it, and clients that speak HTTP to it.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use db::{Db, Migration, Tx};
use delivery::Trust;
use delivery::fetch::{Guard, Reach};
use kernel::{Actor, BuiltInRole, PersonId, Result, TeamId};
use serde_json::{Value, json};
use testkit::{TestDb, check_statements, db_test};
use tower::ServiceExt as _;

use crate::people::{self, NewPerson};
use crate::setup::StartDemo;
use crate::{Access, Letter, Ports, Post, Posted, Settings, passwords::Hasher, permissions, roles, teams};

/// The tables of this room and of the rooms below it.
pub(crate) fn schema() -> Vec<Migration> {
    [crate::migrations(), jobs::migrations(), web::migrations()].concat()
}

pub(crate) const PASSWORD: &str = "correct horse battery";

/// Letters that were sent, and whether there is a mailbox to send them.
#[derive(Default)]
pub(crate) struct Letters {
    pub(crate) sent: Mutex<Vec<Letter>>,
    pub(crate) no_mailbox: bool,
}

impl Post for Letters {
    fn post(&self, _: &mut Tx<'_>, letter: &Letter) -> Result<Posted> {
        if self.no_mailbox {
            return Ok(Posted::NoMailbox);
        }
        self.sent.lock().expect("letters").push(letter.clone());
        Ok(Posted::Queued)
    }
}

impl Letters {
    /// The secret in the link of the last letter.
    pub(crate) fn last_secret(&self) -> String {
        let sent = self.sent.lock().expect("letters");
        secret_in(&sent.last().expect("a letter").text)
    }

    pub(crate) fn subjects(&self) -> Vec<String> {
        self.sent.lock().expect("letters").iter().map(|letter| letter.subject.clone()).collect()
    }

    pub(crate) fn count(&self) -> usize {
        self.sent.lock().expect("letters").len()
    }
}

pub(crate) fn secret_in(text: &str) -> String {
    let after = text.split("?token=").nth(1).expect("a link");
    after.split_whitespace().next().expect("a secret").to_owned()
}

struct NoDemo;

impl StartDemo for NoDemo {
    fn start(&self, tx: &mut Tx<'_>, administrator: PersonId) -> Result<()> {
        jobs::enqueue(tx, jobs::NewJob::now("access.test_demo", administrator))
    }
}

/// The room, wired up.
pub(crate) struct Desk {
    pub(crate) access: Access,
    pub(crate) letters: Arc<Letters>,
    router: Router,
    db: Db,
}

impl Desk {
    pub(crate) fn new(db: &TestDb) -> Self {
        Self::with(db.handle(), Letters::default(), "http://desk.example")
    }

    pub(crate) fn with(db: Db, letters: Letters, public_url: &str) -> Self {
        let letters = Arc::new(letters);
        let settings = Settings {
            secret: [7; 32],
            public_url: public_url.to_owned(),
            session_lasts: Duration::from_hours(30 * 24),
            sign_ins_per_minute: 20,
        };
        let web = Guard::new(Reach::Public, Trust::public()).admitting(["127.0.0.1".to_owned()].into());
        let ports = Ports { post: letters.clone(), demo: Arc::new(NoDemo), web };
        let access = Access::new(db.clone(), permissions(), Hasher::cheap(), ports, settings);
        let gate: Arc<dyn web::Authenticate> = Arc::new(access.authenticator());
        let (router, _) = crate::router(access.clone()).split_for_parts();
        let router = router.layer(axum::middleware::from_fn(web::fingerprint)).layer(axum::Extension(gate));
        Self { access, letters, router, db }
    }

    /// The room of a company with one administrator, who is signed in.
    pub(crate) async fn set_up(db: &TestDb) -> (Self, Client) {
        let desk = Self::new(db);
        let admin = desk.begin().await;
        (desk, admin)
    }

    /// Sets the company up; gives its administrator, signed in.
    pub(crate) async fn begin(&self) -> Client {
        let body = json!({"name": "Ada Lovelace", "email": "ada@example.com", "password": PASSWORD, "company": "Velo",
            "time_zone": "Europe/Berlin", "language": "en", "start": "empty"});
        let answer = self.anonymous().post("/access/setup", body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        self.client(answer.session())
    }

    /// Nobody.
    pub(crate) fn anonymous(&self) -> Client {
        Client { router: self.router.clone(), credential: None, address: [192, 0, 2, 7].into(), browser: None }
    }

    /// Somebody with a session or token.
    pub(crate) fn client(&self, credential: String) -> Client {
        Client { credential: Some(credential), ..self.anonymous() }
    }

    /// Adds somebody with a built-in role and [`PASSWORD`].
    pub(crate) async fn add(&self, name: &str, role: BuiltInRole, teams: &[TeamId]) -> PersonId {
        let first = name.split(' ').next().expect("a name").to_lowercase();
        let person = NewPerson {
            name: name.to_owned(),
            email: format!("{first}@example.com"),
            role: roles::built_in_id(role),
            teams: teams.to_vec(),
            language: "en".to_owned(),
            time_zone: "Europe/Berlin".to_owned(),
            password: Some(self.access.hasher().hash(PASSWORD.to_owned()).await.expect("a hash")),
        };
        let registry = self.access.registry();
        self.db.write(move |tx| people::add(tx, &Actor::system(), &registry, &person)).await.expect("a person")
    }

    /// Makes a team.
    pub(crate) async fn team(&self, name: &str) -> TeamId {
        let team = teams::NewTeam { name: name.to_owned(), members: Vec::new() };
        self.db.write(move |tx| teams::create(tx, &Actor::system(), &team)).await.expect("a team")
    }

    /// Somebody signed in with [`PASSWORD`].
    pub(crate) async fn sign_in(&self, email: &str) -> Client {
        let answer = self.anonymous().sign_in(email, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        self.client(answer.session())
    }

    /// Does the jobs that are due.
    pub(crate) async fn work(&self) {
        let mut runner = jobs::Runner::new(self.db.clone());
        crate::jobs::register(&mut runner, &self.access);
        runner.run_due().await.expect("jobs");
    }
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    pub(crate) fn pointers(&self) -> Vec<&str> {
        self.body["errors"].as_array().into_iter().flatten().filter_map(|error| error["pointer"].as_str()).collect()
    }

    pub(crate) fn cookie(&self) -> &str {
        self.headers.get(header::SET_COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub(crate) fn session(&self) -> String {
        let pair = self.cookie().split(';').next().unwrap_or_default();
        pair.strip_prefix("qd_session=").expect("a session cookie").to_owned()
    }

    /// What the browser is known by from now on.
    pub(crate) fn browser(&self) -> String {
        let lines = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        let pair = lines.filter_map(|line| line.split(';').next()).find_map(|pair| pair.strip_prefix("qd_browser="));
        pair.expect("a browser's cookie").to_owned()
    }

    pub(crate) fn id(&self) -> String {
        self.body["id"].as_str().expect("an id").to_owned()
    }
}

/// Somebody who speaks HTTP.
#[derive(Clone)]
pub(crate) struct Client {
    router: Router,
    pub(crate) credential: Option<String>,
    pub(crate) address: IpAddr,
    browser: Option<String>,
}

impl Client {
    /// The same in a browser that shows this.
    pub(crate) fn in_browser(&self, known: &str) -> Self {
        Self { browser: Some(known.to_owned()), ..self.clone() }
    }

    pub(crate) async fn call(&self, method: Method, path: &str, body: Option<Value>, key: Option<&str>) -> Answer {
        let headers: Vec<_> = key.map(|key| ("idempotency-key", key)).into_iter().collect();
        self.call_with(method, path, body, &headers).await
    }

    pub(crate) async fn call_with(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("x-quarterdeck-client", "staff");
        if !headers.iter().any(|(name, _)| *name == "user-agent") {
            request = request.header("user-agent", "Tester/1");
        }
        if let Some(browser) = &self.browser {
            request = request.header("cookie", format!("qd_browser={browser}"));
        }
        if let Some(credential) = &self.credential {
            request = if credential.starts_with("qd_") {
                request.header("authorization", format!("Bearer {credential}"))
            } else {
                request.header("cookie", format!("qd_session={credential}"))
            };
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request = request.extension(ConnectInfo(SocketAddr::new(self.address, 5000)));
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let response = self.router.clone().oneshot(request.body(body).expect("a request")).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("a body");
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, Some(body), None).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        self.call(Method::PATCH, path, Some(body), None).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.call(Method::DELETE, path, None, None).await
    }

    pub(crate) async fn sign_in(&self, email: &str, password: &str) -> Answer {
        self.post("/access/sessions", json!({"email": email, "password": password})).await
    }
}

/// Everything in the event log and the audit trail, as text.
pub(crate) async fn everything_written(db: &TestDb) -> String {
    let events = db.read(|tx| db::events_after(tx, kernel::EventId::default())).await.expect("events");
    let audit = db.read(|tx| tx.audit_rows(&db::Filter::new(), 1000)).await.expect("entries");
    format!("{events:?}{audit:?}")
}

#[db_test(crate::tests::schema)]
async fn every_statement_is_understood(store: TestDb) {
    check_statements(&store, crate::statements()).await;
}

#[db_test(crate::tests::schema)]
async fn published_views_show_people_teams_and_members(store: TestDb) {
    let (desk, _) = Desk::set_up(&store).await;
    let team = desk.team("Returns").await;
    desk.add("Grace Hopper", BuiltInRole::Agent, &[team]).await;
    let sql = "select p.name, t.name from pub_access_team_members m join pub_access_people p on p.id = m.person_id
               join pub_access_teams t on t.id = m.team_id where p.active and p.avatar_color <> ''";
    let found =
        store.read(move |tx| tx.all(sql, db::p![], |row| Ok((row.take::<String>()?, row.take::<String>()?)))).await;
    assert_eq!(found.expect("rows"), [("Grace Hopper".to_owned(), "Returns".to_owned())]);
}

#[tokio::test]
async fn every_operation_is_documented_with_an_example_and_its_refusals() {
    let folder = std::env::temp_dir().join(format!("access-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let config = db::DbConfig::Sqlite { path: folder.join("docs.db"), readers: 1, durable: false };
    let db = Db::open(config, Arc::new(kernel::SystemClock)).expect("a database");
    let desk = Desk::with(db, Letters::default(), "http://desk.example");
    let (_, document) = crate::router(desk.access.clone()).split_for_parts();
    let document = serde_json::to_value(&document).expect("a document");
    let schemas = &document["components"]["schemas"];
    let mut count = 0;
    for (path, operations) in document["paths"].as_object().expect("paths") {
        for (method, operation) in operations.as_object().expect("operations") {
            count += 1;
            let name = operation["operationId"].as_str().expect("an operation id");
            assert!(name.contains('_') && operation["tags"][0] == "access", "{method} {path}");
            assert!(operation["summary"].as_str().is_some_and(|words| words.ends_with('.')), "{name} has no sentence");
            if let Some(body) = operation.pointer("/requestBody/content/application~1json/schema/$ref") {
                assert!(has_example(schemas, body), "{name}: the request has no example");
            }
            for (status, answer) in operation["responses"].as_object().expect("answers") {
                let Some(content) = answer.pointer("/content/application~1json") else { continue };
                let example = content.get("example").is_some()
                    || content.pointer("/schema/$ref").is_some_and(|of| has_example(schemas, of));
                assert!(example, "{name} {status}: the answer has no example");
            }
            let open = operation["security"] == json!([{}]);
            assert_eq!(
                operation["responses"].get("401").is_none() && name != "sessions_create",
                open && name != "sessions_create",
                "{name}"
            );
        }
    }
    assert!(count >= 35, "{count} operations");
    std::fs::remove_dir_all(&folder).expect("the folder is removed");
}

fn has_example(schemas: &Value, reference: &Value) -> bool {
    let name = reference.as_str().and_then(|text| text.rsplit('/').next()).unwrap_or_default();
    schemas[name].get("example").is_some() || schemas[name].get("examples").is_some()
}
