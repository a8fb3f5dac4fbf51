//! A company with somebody in every role, and clients that speak HTTP for them.

use std::num::NonZeroU32;
use std::time::Duration;

use access::passwords::Hasher;
use access::people::NewPerson;
use access::roles::built_in_id;
use access::teams::NewTeam;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use kernel::{Actor, BuiltInRole, NewEvent, PersonId, TeamId, ThingId};
use serde_json::{Value, json};
use server::{App, Plan};
use testkit::TestDb;
use tower::ServiceExt as _;

const HELD_BACK: &str =
    "select exists (select 1 from db_events where tx >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint)";

/// Not the password of any example in the API's document.
pub(crate) const PASSWORD: &str = "seven sober sailors";
/// The one permission that the token holds.
pub(crate) const TOKEN_SCOPE: &str = "access.company.manage";

/// The installation under test.
pub(crate) struct World {
    app: App,
    router: Router,
}

/// Somebody who speaks HTTP.
#[derive(Clone)]
pub(crate) struct Client {
    router: Router,
    credential: Option<String>,
    extra: Vec<(&'static str, String)>,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
    pub(crate) headers: HeaderMap,
    cookie: String,
}

impl Answer {
    pub(crate) fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// A text in the body, by JSON pointer.
    pub(crate) fn text(&self, pointer: &str) -> String {
        let found = self.body.pointer(pointer).and_then(Value::as_str);
        found.unwrap_or_else(|| panic!("no {pointer} in {} {}", self.status, self.body)).to_owned()
    }
}

impl World {
    /// The installation, set up by its administrator.
    pub(crate) async fn begin(store: &TestDb) -> (Self, Client) {
        let plan = Plan {
            database: store.config().clone(),
            folder: store.folder.path().to_owned(),
            public_url: "http://desk.example".to_owned(),
            secret: [7; 32],
            mail_domain: None,
            mail_poll: Duration::from_mins(1),
            name_servers: Vec::new(),
            senders: channels::authenticity::Policy::default(),
            undo: Duration::from_secs(10),
            trust: delivery::Trust::public(),
            session: Duration::from_hours(720),
            requests_per_minute: NonZeroU32::MAX,
            sign_ins_per_minute: 1_000_000,
            trusted_proxies: Vec::new(),
            inner_hosts: std::sync::Arc::default(),
            upload_bytes: 1 << 20,
            slicing_bytes: 1 << 24,
            hasher: Hasher::cheap(),
            backups: server::backups::BackupPlan::by_hand(store.folder.path().join("backups")),
        };
        let app = App::open(plan, store.clock.clone()).await.expect("an installation");
        let router = app.router();
        let world = Self { app, router };
        let body = json!({"name": "Ada Lovelace", "email": "ada@example.com", "password": PASSWORD, "company": "Velo",
            "time_zone": "Europe/Berlin", "language": "en", "start": "empty"});
        let answer = world.anonymous().call(Method::POST, "/api/v1/access/setup", Some(body)).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        let administrator = world.client(answer.cookie);
        (world, administrator)
    }

    pub(crate) fn anonymous(&self) -> Client {
        Client { router: self.router.clone(), credential: None, extra: Vec::new() }
    }

    fn client(&self, credential: String) -> Client {
        Client { credential: Some(credential), ..self.anonymous() }
    }

    /// A program with the administrator's token, whose only scope is [`TOKEN_SCOPE`].
    pub(crate) async fn token(&self, administrator: &Client) -> Client {
        let body = json!({"name": "Little", "scopes": [TOKEN_SCOPE]});
        let made = administrator.call(Method::POST, "/api/v1/access/tokens", Some(body)).await;
        self.client(made.text("/secret"))
    }

    pub(crate) async fn team(&self, name: &str) -> TeamId {
        let team = NewTeam { name: name.to_owned(), members: Vec::new() };
        self.app.db.write(move |tx| access::teams::create(tx, &Actor::system(), &team)).await.expect("a team")
    }

    /// Adds somebody; their address is their name at example.com.
    pub(crate) async fn add(&self, name: &str, role: BuiltInRole, teams: &[TeamId]) -> PersonId {
        let person = NewPerson {
            name: name.to_owned(),
            email: format!("{name}@example.com"),
            role: built_in_id(role),
            teams: teams.to_vec(),
            language: "en".to_owned(),
            time_zone: "Europe/Berlin".to_owned(),
            password: Some(self.app.access.hasher().hash(PASSWORD.to_owned()).await.expect("a hash")),
        };
        let registry = self.app.access.registry();
        self.app
            .db
            .write(move |tx| access::people::add(tx, &Actor::system(), &registry, &person))
            .await
            .expect("a person")
    }

    /// Listens on this machine, for what needs a real connection.
    pub(crate) async fn serve(&self) -> std::net::SocketAddr {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let service = self.router.clone().into_make_service_with_connect_info::<std::net::SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        address
    }

    /// Something happened so long ago, as an import writes it.
    pub(crate) async fn replay(&self, name: &'static str, ago: Duration) {
        let event = NewEvent { name, version: 1, thing: ThingId("conv_1".to_owned()), facts: json!({"team": null}) };
        let work = move |tx: &mut db::Tx<'_>| {
            let then = tx.now().minus(ago);
            tx.bear(then);
            tx.emit(&Actor::system(), event.clone())
        };
        self.app.db.write(work).await.expect("an event");
    }

    /// Hands a mail over as a mail server's pipe does, and does what is due.
    pub(crate) async fn deliver(&self, raw: Vec<u8>) {
        channels::intake::deliver::deliver(&self.app.post, None, raw).await.expect("kept");
        let mut runner = jobs::Runner::new(self.app.db.clone());
        channels::add_jobs(&mut runner, &self.app.post);
        runner.run_due().await.expect("jobs");
    }

    /// Lets the rooms hear of each other, and surveys that are due go into the outgoing mail.
    pub(crate) async fn settle(&self) {
        self.all_can_be_read().await;
        let mut consumers = db::Consumers::new(self.app.db.clone());
        reactions::add(&mut consumers, &self.app.post, &self.app.feedback);
        consumers.catch_up().await.expect("reactions");
        let mut runner = jobs::Runner::new(self.app.db.clone());
        feedback::jobs::add(&mut runner, &self.app.feedback);
        runner.run_due().await.expect("jobs");
    }

    /// Readers of the log stop at the oldest open transaction of the database server, and other tests have theirs on the same one:
    /// waits until what happened here lies before all of them.
    async fn all_can_be_read(&self) {
        let held_back = |tx: &mut db::Tx<'_>| match tx.engine() {
            db::Engine::Sqlite => Ok(false),
            db::Engine::Postgres => tx.one(HELD_BACK, &[], |row| row.take()),
        };
        while self.app.db.read(held_back).await.expect("the log") {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Makes facts of what happened, and does what is due of reports and of mail, until nothing is.
    pub(crate) async fn send_reports(&self) {
        self.all_can_be_read().await;
        let mut consumers = db::Consumers::new(self.app.db.clone());
        consumers.add_many(insight::facts::CONSUMER, db::Past::Matters, insight::facts::maker());
        consumers.catch_up().await.expect("facts");
        let mut runner = jobs::Runner::new(self.app.db.clone());
        insight::reports::add_jobs(&mut runner, &self.app.reports);
        channels::add_jobs(&mut runner, &self.app.post);
        runner.run_due().await.expect("jobs");
    }

    /// Somebody signed in.
    pub(crate) async fn sign_in(&self, name: &str) -> Client {
        let body = json!({"email": format!("{name}@example.com"), "password": PASSWORD});
        let answer = self.anonymous().call(Method::POST, "/api/v1/access/sessions", Some(body)).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        self.client(answer.cookie)
    }
}

impl Client {
    /// What a browser shows.
    pub(crate) fn cookie(&self) -> String {
        format!("qd_session={}", self.credential.as_deref().unwrap_or_default())
    }

    /// The same with one more header.
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.extra.push((name, value.to_owned()));
        self
    }

    pub(crate) async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let body = body.map(|body| ("application/json".to_owned(), body.to_string()));
        self.send(method, path, body).await
    }

    /// Sends a body of some media type.
    pub(crate) async fn send(&self, method: Method, path: &str, body: Option<(String, String)>) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("x-quarterdeck-client", "staff");
        if let Some(credential) = &self.credential {
            request = if credential.starts_with("qd_") {
                request.header(header::AUTHORIZATION, format!("Bearer {credential}"))
            } else {
                request.header(header::COOKIE, format!("qd_session={credential}"))
            };
        }
        for (name, value) in &self.extra {
            request = request.header(*name, value);
        }
        let body = match body {
            Some((kind, text)) => {
                request = request.header(header::CONTENT_TYPE, kind);
                Body::from(text)
            }
            None => Body::empty(),
        };
        let response = self.router.clone().oneshot(request.body(body).expect("a request")).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let cookie = parts.headers.get(header::SET_COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let cookie = cookie.trim_start_matches("qd_session=").split(';').next().unwrap_or_default().to_owned();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("a body");
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
            cookie,
        }
    }
}
