//! A real client over real sockets into a real store.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use delivery::{Envelope, Security, Smtp, Trust};
use kernel::TypedId;
use testkit::{TestDb, db_test};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::Post;
use crate::intake::envelope;
use crate::intake::model::IntakeId;
use crate::listener::{Certificate, Door, Protocol, Rules, listen};
use crate::testing::{count, mail, mailbox, messages, office, work};

struct Open {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

async fn open(post: &Post, rules: Rules) -> Open {
    let door = Door::open(Protocol::Smtp, ([127, 0, 0, 1], 0).into()).await.expect("a port");
    let address = door.socket.local_addr().expect("an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let task = tokio::spawn(listen(post.clone(), rules, vec![door], async {
        let _ = stopped.await;
    }));
    Open { address, stop, task }
}

fn rules() -> Rules {
    Rules { max_bytes: 1 << 20, max_connections: 2, patience: Duration::from_secs(20), ..super::rules() }
}

fn data(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/listener/tests/data").join(name)
}

fn client(open: &Open, security: Security) -> Smtp {
    let port = open.address.port();
    Smtp { host: "127.0.0.1".into(), port, security, login: None, hello: "mx.x.example".into() }
}

fn to(recipients: &[&str]) -> Envelope {
    let recipients = recipients.iter().map(|one| (*one).to_owned()).collect();
    Envelope { sender: "anna@x.example".into(), recipients }
}

#[db_test(crate::testing::schema)]
async fn a_mail_server_hands_mail_over(db: TestDb) {
    let post = office(&db).await;
    mailbox(&post, "help@our.example", 1).await;
    mailbox(&post, "sales@our.example", 1).await;
    let open = open(&post, rules()).await;
    let raw = mail("1", "Subject: Lamp\r\n", "It broke\r\n.\r\n..and smells");
    let both = to(&["help@our.example", "sales@our.example"]);
    let answer = client(&open, Security::None).send(&Trust::public(), &both, raw.as_bytes()).await.expect("taken");
    assert!(answer.answer.contains("Kept as mail_"), "{answer:?}");
    // The answer got lost, and the client sends it again: it is known.
    client(&open, Security::None).send(&Trust::public(), &both, raw.as_bytes()).await.expect("taken again");
    assert_eq!(count(&post, "channels_intake").await, 2, "one for each mailbox");
    work(&post).await;
    let seen = messages(&post).await;
    assert_eq!(seen.len(), 1, "the same mail is placed once");
    assert!(seen[0].content.starts_with("It broke\n.\n..and smells"), "{:?}", seen[0]);
    let stranger = to(&["help@our.example", "nobody@our.example"]);
    let handed = client(&open, Security::None).send(&Trust::public(), &stranger, raw.as_bytes()).await.expect("taken");
    let refused: Vec<&str> = handed.refused.iter().map(|(address, _)| address.as_str()).collect();
    assert_eq!(refused, ["nobody@our.example"], "strangers are refused by name");
    open.stop.send(()).expect("running");
    open.task.await.expect("ends");
    assert!(TcpStream::connect(open.address).await.is_err(), "the door is closed");
}

#[db_test(crate::testing::schema)]
async fn the_envelope_leads_to_the_conversation(db: TestDb) {
    let post = office(&db).await;
    let support = mailbox(&post, "help@our.example", 1).await;
    let first = crate::testing::take(&post, Some(support), &mail("1", "Subject: Lamp\r\n", "It broke")).await;
    work(&post).await;
    let (_, _, conversation) = crate::testing::fate(&post, first).await;
    let open = open(&post, rules()).await;
    let own = crate::mail::address::Address::parse("help@our.example").expect("an address");
    let signed = post.signer().address(&own, conversation).expect("a signed address").address;
    // Nothing in the mail itself points anywhere: a blind copy to the signed address.
    let raw = mail("2", "Subject: Hello\r\n", "More").replace("anna@x.example>", "carl@y.example>");
    client(&open, Security::None).send(&Trust::public(), &to(&[&signed]), raw.as_bytes()).await.expect("taken");
    work(&post).await;
    let seen = messages(&post).await;
    assert_eq!((seen.len(), seen[1].conversation), (2, conversation));
    let known: Vec<IntakeId> = post
        .db()
        .read(|tx| tx.all("select id from channels_intake where source = 'smtp'", db::p![], |row| row.take()))
        .await
        .expect("rows");
    let id = IntakeId::from_raw(known[0].raw());
    let kept = post.db().read(move |tx| envelope::find(tx, id)).await.expect("read").expect("an envelope");
    assert_eq!(
        (kept.client.as_str(), kept.hello.as_str(), kept.sender.as_str()),
        ("127.0.0.1", "mx.x.example", "anna@x.example")
    );
    assert_eq!((kept.secure, kept.recipients), (false, vec![signed]));
}

#[db_test(crate::testing::schema)]
async fn a_mail_comes_encrypted(db: TestDb) {
    let post = office(&db).await;
    mailbox(&post, "help@our.example", 1).await;
    let certificate = Certificate::read(data("desk.pem"), data("desk.key")).expect("a certificate");
    let open = open(&post, Rules { certificate: Some(certificate), tls_required: true, ..rules() }).await;
    let raw = mail("1", "Subject: Lamp\r\n", "It broke");
    let plain = client(&open, Security::None).send(&Trust::public(), &to(&["help@our.example"]), raw.as_bytes()).await;
    assert!(plain.is_err(), "only under TLS");
    let trust = Trust::with_pem(&std::fs::read(data("ca.pem")).expect("a file")).expect("an authority");
    let secure = client(&open, Security::Starttls);
    secure.send(&trust, &to(&["help@our.example"]), raw.as_bytes()).await.expect("taken");
    let secured = "select count(*) from channels_envelopes where secure = $1";
    let found: i64 = post.db().read(move |tx| tx.one(secured, db::p![true], |row| row.take())).await.expect("a count");
    assert_eq!(found, 1);
}

#[db_test(crate::testing::schema)]
async fn strangers_and_crowds_are_turned_away(db: TestDb) {
    let post = office(&db).await;
    let closed = open(&post, Rules { admission: Arc::new(|address| !address.is_loopback()), ..rules() }).await;
    assert!(first_words(closed.address).await.starts_with("554 5.7.1"));
    let narrow = open(&post, Rules { max_connections: 1, ..rules() }).await;
    let mut inside = TcpStream::connect(narrow.address).await.expect("in");
    inside.read_u8().await.expect("greeted");
    assert!(first_words(narrow.address).await.starts_with("421 4.7.0"));
}

async fn first_words(address: SocketAddr) -> String {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let mut heard = vec![0; 200];
    let read = stream.read(&mut heard).await.expect("words");
    String::from_utf8_lossy(&heard[..read]).into_owned()
}

#[test]
fn a_certificate_that_is_none_is_told_with_its_file() {
    let words = Certificate::read(data("desk.key"), data("desk.key")).expect_err("no certificate");
    assert!(words.contains("desk.key"), "{words}");
    let words = Certificate::read(data("missing.pem"), data("desk.key")).expect_err("no file");
    assert!(words.contains("missing.pem"), "{words}");
}
