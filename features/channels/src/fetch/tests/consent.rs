//! XOAUTH2 with a real mail server, which asks a provider of its own whether a token is good.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use delivery::Trust;
use delivery::fetch::{Guard, Reach};
use kernel::{Actor, MailboxId};
use testkit::{TestDb, db_test, person_with};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::super::supervisor;
use super::dovecot::Dovecot;
use super::{connect, imap, kept, set_clock, until};
use crate::consent::commands::{self, ProviderInput};
use crate::consent::exchange;
use crate::consent::model::{Kind, ProviderId};
use crate::consent::store;
use crate::consent::token::access_token;
use crate::error;
use crate::fetch::pass::Stop;
use crate::mailboxes::model::{After, Imap, Protocol, SignBy, Take};
use crate::permissions::MANAGE_MAILBOXES;
use crate::post::Post;
use crate::testing::{mail, office_with};

/// The way to a provider on this machine.
fn beside_us() -> Guard {
    Guard::new(Reach::Public, Trust::public()).admitting(["127.0.0.1".to_owned()].into())
}

/// A provider on this machine: gives numbered tokens, and tells a mail server which of them is good.
#[derive(Clone, Default)]
struct Provider {
    port: u16,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// The challenge of somebody who consented, by code.
    codes: HashMap<String, String>,
    given: usize,
    good: Vec<String>,
    revoked: bool,
    asked: Vec<String>,
}

impl Provider {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let provider = Self { port, state: Arc::default() };
        let answering = provider.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let provider = answering.clone();
                tokio::spawn(async move {
                    let mut heard = String::new();
                    let mut buffer = vec![0; 8192];
                    while !complete(&heard) {
                        let Ok(read @ 1..) = stream.read(&mut buffer).await else { return };
                        heard.push_str(&String::from_utf8_lossy(&buffer[..read]));
                    }
                    let (status, body) = provider.answer(&heard);
                    let answer = format!(
                        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
                        body.len()
                    );
                    let _ = stream.write_all(answer.as_bytes()).await;
                });
            }
        });
        provider
    }

    fn answer(&self, request: &str) -> (&'static str, String) {
        let mut state = self.state.lock().expect("the state");
        let (head, body) = request.split_once("\r\n\r\n").unwrap_or((request, ""));
        if let Some(asked) = head.strip_prefix("GET /info?token=") {
            let token = asked.split(' ').next().unwrap_or_default();
            let good = state.good.iter().any(|one| one == token);
            return ("200 OK", format!("{{\"email\":\"help\",\"active\":\"{good}\"}}"));
        }
        let fields: HashMap<String, String> = url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
        state.asked.push(fields["grant_type"].clone());
        assert_eq!((fields["client_id"].as_str(), fields["client_secret"].as_str()), ("desk", "s3cret"));
        let granted = match fields["grant_type"].as_str() {
            "authorization_code" => {
                let challenge = state.codes.remove(&fields["code"]);
                challenge == Some(commands::hash(&fields["code_verifier"]))
            }
            _ => fields["refresh_token"].starts_with("refresh") && !state.revoked,
        };
        if !granted {
            return ("400 Bad Request", "{\"error\":\"invalid_grant\",\"error_description\":\"gone\"}".into());
        }
        state.given += 1;
        let token = format!("token{}", state.given);
        state.good = vec![token.clone()];
        let number = state.given;
        (
            "200 OK",
            format!("{{\"access_token\":\"{token}\",\"refresh_token\":\"refresh{number}\",\"expires_in\":3600}}"),
        )
    }
}

fn complete(heard: &str) -> bool {
    let Some((head, body)) = heard.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    body.len() >= length.unwrap_or(0)
}

async fn register(post: &Post, provider: &Provider) -> ProviderId {
    let input = ProviderInput {
        kind: Kind::Other,
        name: "Own".into(),
        client_id: "desk".into(),
        client_secret: Some("s3cret".into()),
        tenant: String::new(),
        authorize_url: format!("http://127.0.0.1:{}/authorize", provider.port),
        token_url: format!("http://127.0.0.1:{}/token", provider.port),
        scope: "mail".into(),
    };
    let office = post.clone();
    let added = post.db().write(move |tx| commands::add_provider(tx, &office, &testkit::system(), &input)).await;
    added.expect("registered").id
}

/// Sends somebody to the provider, where they consent; gives the state they bring back, and a code.
async fn consent(post: &Post, actor: &Actor, provider: &Provider, mailbox: MailboxId, id: ProviderId) -> String {
    let (office, actor) = (post.clone(), actor.clone());
    let asked = post.db().write(move |tx| commands::ask(tx, &office, &actor, mailbox, id)).await;
    let url = url::Url::parse(&asked.expect("a way")).expect("an address");
    let query: HashMap<String, String> = url.query_pairs().into_owned().collect();
    assert_eq!(query["code_challenge_method"], "S256");
    assert_eq!(query["redirect_uri"], "https://desk.our.example/administration/mailboxes/consent");
    let mut state = provider.state.lock().expect("the state");
    state.codes.insert("code1".into(), query["code_challenge"].clone());
    query["state"].clone()
}

async fn bring_back(post: &Post, actor: &Actor, state: &str) -> kernel::Result<()> {
    let (office, who, state) = (post.clone(), actor.clone(), state.to_owned());
    let back = post.db().write(move |tx| commands::come_back(tx, &office, &who, &state)).await?;
    let redirect = post.settings().consent_url();
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", "code1"),
        ("redirect_uri", redirect.as_str()),
        ("code_verifier", back.verifier.as_str()),
    ];
    let tokens = exchange::tokens(post, &back.provider, back.secret.as_deref(), &fields).await.expect("tokens");
    let (office, who) = (post.clone(), actor.clone());
    post.db().write(move |tx| commands::give(tx, &office, &who, &back.request, &tokens)).await
}

fn by_consent(port: u16) -> Imap {
    Imap { sign_in: SignBy::Consent, ..imap(port) }
}

#[db_test(crate::testing::schema)]
async fn a_mailbox_is_fetched_by_consent_and_tells_when_it_is_revoked(db: TestDb) {
    let provider = Provider::start().await;
    let Some(server) = Dovecot::with_provider(provider.port) else { return };
    set_clock(&db);
    let post = office_with(&db, |settings| settings.web = beside_us()).await;
    let id = register(&post, &provider).await;
    let mailbox = connect(&post, by_consent(server.port), "", Take::FromNow).await;
    let fetching = tokio::spawn(supervisor::run(post.clone()));
    let wants = |code: &'static str| move |why: &crate::why::Why| why.code == code;
    until(&post, "it wants a consent", |state| state.why.as_ref().is_some_and(wants("channels.consent_wanted"))).await;
    let mia = person_with(1, "Mia", &[MANAGE_MAILBOXES]);
    let state = consent(&post, &mia, &provider, mailbox, id).await;
    bring_back(&post, &mia, &state).await.expect("connected");
    server.deliver("one", &mail("one", "Subject: One\r\n", "One"), 0);
    kept(&post, 1).await;
    // The server does not take the token any more, long before it should end: a new one is got.
    provider.state.lock().expect("the state").good.clear();
    let touch = move |tx: &mut db::Tx<'_>| crate::mailboxes::store::touch(tx, mailbox);
    post.db().write(touch).await.expect("touched");
    // The connection that is open could still take the next mail.
    for _ in 0..1_200 {
        if provider.state.lock().expect("the state").asked.len() == 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    server.deliver("two", &mail("two", "Subject: Two\r\n", "Two"), 0);
    kept(&post, 2).await;
    {
        let mut state = provider.state.lock().expect("the state");
        assert_eq!(state.asked, ["authorization_code", "refresh_token"]);
        (state.revoked, state.good) = (true, Vec::new());
    }
    post.db().write(touch).await.expect("touched");
    until(&post, "it is told", |state| {
        state.lasting && state.why.as_ref().is_some_and(wants("channels.consent_revoked"))
    })
    .await;
    let known = post.db().read(move |tx| store::consent(tx, mailbox)).await.expect("a read").expect("a consent");
    assert!(known.revoked.is_some() && known.access_token.is_none(), "{known:?}");
    fetching.abort();
}

#[db_test(crate::testing::schema)]
async fn a_mailbox_is_fetched_by_consent_over_pop3_too(db: TestDb) {
    let provider = Provider::start().await;
    let Some(server) = Dovecot::with_provider(provider.port).filter(|_| Dovecot::speaks_pop()) else { return };
    set_clock(&db);
    let post = office_with(&db, |settings| settings.web = beside_us()).await;
    let id = register(&post, &provider).await;
    let by_pop = Imap { protocol: Protocol::Pop3, after: After::Keep, ..by_consent(server.pop_port) };
    let mailbox = connect(&post, by_pop, "", Take::All).await;
    let mia = person_with(1, "Mia", &[MANAGE_MAILBOXES]);
    let state = consent(&post, &mia, &provider, mailbox, id).await;
    bring_back(&post, &mia, &state).await.expect("connected");
    server.deliver("one", &mail("one", "Subject: One\r\n", "One"), 0);
    let fetching = tokio::spawn(supervisor::run(post.clone()));
    kept(&post, 1).await;
    fetching.abort();
}

#[db_test(crate::testing::schema)]
async fn a_token_is_renewed_by_one_at_a_time_before_it_ends(db: TestDb) {
    let provider = Provider::start().await;
    let post = office_with(&db, |settings| settings.web = beside_us()).await;
    let id = register(&post, &provider).await;
    let mailbox = connect(&post, by_consent(1), "", Take::FromNow).await;
    let mia = person_with(1, "Mia", &[MANAGE_MAILBOXES]);
    let state = consent(&post, &mia, &provider, mailbox, id).await;
    bring_back(&post, &mia, &state).await.expect("connected");
    assert_eq!(access_token(&post, mailbox, None).await.expect("a token"), "token1");
    db.clock.advance(Duration::from_mins(56));
    let mut askers = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let post = post.clone();
        askers.spawn(async move { access_token(&post, mailbox, None).await.expect("a token") });
    }
    let tokens = askers.join_all().await;
    assert!(tokens.iter().all(|token| token == "token2"), "{tokens:?}");
    assert_eq!(provider.state.lock().expect("the state").asked, ["authorization_code", "refresh_token"]);
    let sealed = post.db().read(move |tx| store::consent(tx, mailbox)).await.expect("a read").expect("a consent");
    let bytes = [sealed.access_token.expect("sealed"), sealed.refresh_token.expect("sealed")].concat();
    assert!(!bytes.windows(5).any(|part| part == b"token" || part == b"refre"), "tokens are sealed");
}

#[db_test(crate::testing::schema)]
async fn what_is_brought_back_is_believed_once_from_the_same_person_and_in_time(db: TestDb) {
    let provider = Provider::start().await;
    let post = office_with(&db, |settings| settings.web = beside_us()).await;
    let id = register(&post, &provider).await;
    let mailbox = connect(&post, by_consent(1), "", Take::FromNow).await;
    let (mia, eve) = (person_with(1, "Mia", &[MANAGE_MAILBOXES]), person_with(2, "Eve", &[MANAGE_MAILBOXES]));
    let unexpected = |result: kernel::Result<()>| result.expect_err("refused").is(error::CONSENT_UNEXPECTED);
    assert!(unexpected(bring_back(&post, &mia, "made up").await));
    let state = consent(&post, &mia, &provider, mailbox, id).await;
    assert!(unexpected(bring_back(&post, &eve, &state).await), "somebody else's");
    bring_back(&post, &mia, &state).await.expect("connected");
    assert!(unexpected(bring_back(&post, &mia, &state).await), "it is used up");
    post.db().write(move |tx| commands::withdraw(tx, &testkit::system(), mailbox)).await.expect("withdrawn");
    let state = consent(&post, &mia, &provider, mailbox, id).await;
    db.clock.advance(Duration::from_mins(16));
    assert!(unexpected(bring_back(&post, &mia, &state).await), "too late");
    let wanted = access_token(&post, mailbox, None).await;
    assert!(matches!(wanted, Err(Stop::Server(trouble)) if trouble.phrase == "channels.consent_wanted"));
    let state = consent(&post, &mia, &provider, mailbox, id).await;
    bring_back(&post, &mia, &state).await.expect("connected");
    let used = post.db().write(move |tx| commands::remove_provider(tx, &testkit::system(), id)).await;
    assert!(used.expect_err("used").is(error::PROVIDER_USED));
    post.db().write(move |tx| commands::withdraw(tx, &testkit::system(), mailbox)).await.expect("withdrawn");
    post.db().write(move |tx| commands::remove_provider(tx, &testkit::system(), id)).await.expect("removed");
}
