//! The guard of what we ask of other servers.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

#[test]
fn only_public_addresses_are_public() {
    for (text, want) in [
        ("93.184.216.34", true),
        ("2606:2800:220:1:248:1893:25c8:1946", true),
        ("127.0.0.1", false),
        ("10.1.2.3", false),
        ("172.16.0.1", false),
        ("192.168.1.1", false),
        ("169.254.169.254", false),
        ("100.64.0.1", false),
        ("0.0.0.0", false),
        ("255.255.255.255", false),
        ("198.18.0.1", false),
        ("::1", false),
        ("::", false),
        ("::ffff:127.0.0.1", false),
        ("::ffff:10.0.0.1", false),
        ("fc00::1", false),
        ("fe80::1", false),
        ("64:ff9b::7f00:1", false),
        ("2002:7f00:1::", false),
    ] {
        assert_eq!(is_public(text.parse().unwrap()), want, "{text}");
    }
}

async fn serve(answer: &'static str) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut buffer = [0; 1024];
            let _ = stream.read(&mut buffer).await;
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    address
}

#[tokio::test]
async fn inner_addresses_are_refused_in_every_spelling() {
    let address = serve("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi").await;
    for host in ["127.0.0.1", "localhost", "[::1]", "0x7f000001", "2130706433", "127.1"] {
        let got =
            fetch(&format!("http://{host}:{}/", address.port()), "*/*", 99, Reach::Public, &Trust::public()).await;
        assert_eq!(got.map(|_| ()).map_err(|trouble| trouble.cause), Err(Cause::Forbidden), "{host}");
    }
    for url in ["file:///etc/passwd", "ftp://example.org/", "nonsense"] {
        let got = fetch(url, "*/*", 99, Reach::Anywhere, &Trust::public()).await;
        assert_eq!(got.map(|_| ()).map_err(|trouble| trouble.cause), Err(Cause::Forbidden), "{url}");
    }
}

#[tokio::test]
async fn limits_and_types_are_kept() {
    let address = serve("HTTP/1.1 200 OK\r\nContent-Type: Image/PNG; x=1\r\nContent-Length: 2\r\n\r\nhi").await;
    let url = format!("http://{address}/a?b");
    let got = fetch(&url, "image/*", 2, Reach::Anywhere, &Trust::public()).await.unwrap();
    assert_eq!((got.media_type.as_str(), &got.body[..]), ("image/png", &b"hi"[..]));
    let got = fetch(&url, "image/*", 1, Reach::Anywhere, &Trust::public()).await;
    assert_eq!(got.map(|_| ()).map_err(|trouble| trouble.cause), Err(Cause::TooLarge));
}

#[tokio::test]
async fn endless_redirects_end() {
    let address = serve("HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n").await;
    let got = fetch(&format!("http://{address}/"), "*/*", 9, Reach::Anywhere, &Trust::public()).await;
    assert_eq!(got.map(|_| ()).map_err(|trouble| trouble.cause), Err(Cause::Protocol));
}

/// A server that keeps what it was asked, and answers always alike.
async fn listen(answer: String) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&heard);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut buffer = [0; 2048];
            let length = stream.read(&mut buffer).await.unwrap_or_default();
            kept.lock().unwrap().push(String::from_utf8_lossy(&buffer[..length]).to_lowercase());
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    (address, heard)
}

/// Answers the first look-up with one address and every later one with another.
struct Rebinding {
    first: SocketAddr,
    then: SocketAddr,
    asked: AtomicUsize,
}

#[async_trait]
impl Resolve for Rebinding {
    async fn addresses(&self, _: &str, _: u16) -> std::io::Result<Vec<SocketAddr>> {
        let turn = self.asked.fetch_add(1, Ordering::SeqCst);
        Ok(vec![if turn == 0 { self.first } else { self.then }])
    }
}

fn redirect(target: &str) -> String {
    format!("HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
}

const HI: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi";

#[tokio::test]
async fn a_name_that_changes_its_answer_leads_nowhere_else() {
    let (outside, asked_outside) = listen(HI.to_owned()).await;
    let (inside, asked_inside) = listen(HI.to_owned()).await;
    let names = Arc::new(Rebinding { first: outside, then: inside, asked: AtomicUsize::new(0) });
    let guard = Guard::new(Reach::PublicAnd(outside), Trust::public()).looking_up(names.clone());
    let got = guard.send(&Ask::get("http://rebind.test/", 9)).await.unwrap();
    assert_eq!((&got.content.body[..], names.asked.load(Ordering::SeqCst)), (&b"hi"[..], 1), "looked up once");
    let second = guard.send(&Ask::get("http://rebind.test/", 9)).await;
    assert_eq!(second.map(|_| ()).map_err(|trouble| trouble.cause), Err(Cause::Forbidden));
    assert_eq!((asked_outside.lock().unwrap().len(), asked_inside.lock().unwrap().len()), (1, 0));
}

#[tokio::test]
async fn a_redirect_is_looked_up_and_checked_anew() {
    let (inside, asked_inside) = listen(HI.to_owned()).await;
    for target in ["/again".to_owned(), "http://other.test/".to_owned(), format!("http://{inside}/")] {
        let (outside, _) = listen(redirect(&target)).await;
        let names = Arc::new(Rebinding { first: outside, then: inside, asked: AtomicUsize::new(0) });
        let guard = Guard::new(Reach::PublicAnd(outside), Trust::public()).looking_up(names);
        let got = guard.send(&Ask::get("http://rebind.test/", 9)).await;
        assert_eq!(got.map(|_| ()).map_err(|trouble| trouble.cause), Err(Cause::Forbidden), "{target}");
    }
    assert!(asked_inside.lock().unwrap().is_empty());
}

#[tokio::test]
async fn one_inner_address_among_public_ones_is_enough_to_refuse() {
    struct Mixed;
    #[async_trait]
    impl Resolve for Mixed {
        async fn addresses(&self, _: &str, port: u16) -> std::io::Result<Vec<SocketAddr>> {
            Ok(vec![([93, 184, 216, 34], port).into(), ([10, 0, 0, 1], port).into()])
        }
    }
    let guard = Guard::new(Reach::Public, Trust::public()).looking_up(Arc::new(Mixed));
    let got = guard.send(&Ask::get("http://mixed.test/", 9)).await;
    assert_eq!(got.map(|_| ()).map_err(|trouble| trouble.cause), Err(Cause::Forbidden));
}

#[tokio::test]
async fn who_asks_is_said_to_the_named_server_only() {
    let (other, asked_other) = listen(HI.to_owned()).await;
    let (first, asked_first) = listen(redirect(&format!("http://{other}/next"))).await;
    let guard = Guard::new(Reach::Anywhere, Trust::public());
    let ask = Ask::get(&format!("http://{first}/"), 9).authorized(HeaderValue::from_static("Bearer hidden"));
    assert!(guard.send(&ask).await.unwrap().status.is_success());
    assert!(asked_first.lock().unwrap()[0].contains("authorization: bearer hidden"));
    let said = asked_other.lock().unwrap()[0].clone();
    assert!(said.starts_with("get /next") && !said.contains("hidden"), "{said}");
}

#[tokio::test]
async fn what_is_posted_goes_to_one_server_and_follows_no_redirect() {
    let (other, asked_other) = listen(HI.to_owned()).await;
    let (first, asked_first) = listen(redirect(&format!("http://{other}/"))).await;
    let guard = Guard::new(Reach::Anywhere, Trust::public());
    let json = HeaderValue::from_static("application/json");
    let answered = guard.send(&Ask::post(&format!("http://{first}/hook"), json.clone(), "{\"a\":1}", 9)).await.unwrap();
    assert_eq!(answered.status, StatusCode::FOUND);
    let said = asked_first.lock().unwrap()[0].clone();
    assert!(said.starts_with("post /hook") && said.contains("content-type: application/json"), "{said}");
    assert!(asked_other.lock().unwrap().is_empty());
    let inner =
        Guard::new(Reach::Public, Trust::public()).send(&Ask::post(&format!("http://{other}/"), json, "{}", 9)).await;
    assert_eq!(inner.map(|_| ()).map_err(|trouble| trouble.cause), Err(Cause::Forbidden));
}

#[tokio::test]
async fn https_does_not_lead_back_into_the_open() {
    let key = rcgen::generate_simple_self_signed(vec!["secure.test".to_owned()]).unwrap();
    let trust = Trust::with_pem(key.cert.pem().as_bytes()).unwrap();
    let (open, asked_open) = listen(HI.to_owned()).await;
    let secure = listen_secure(&key, redirect(&format!("http://{open}/"))).await;
    let names = Arc::new(Rebinding { first: secure, then: secure, asked: AtomicUsize::new(0) });
    let guard = Guard::new(Reach::Anywhere, trust).looking_up(names);
    let got = guard.send(&Ask::get("https://secure.test/", 9)).await;
    assert_eq!(got.map(|_| ()).map_err(|trouble| trouble.cause), Err(Cause::Forbidden));
    assert!(asked_open.lock().unwrap().is_empty());
}

async fn listen_secure(key: &rcgen::CertifiedKey<rcgen::KeyPair>, answer: String) -> SocketAddr {
    let der = rustls::pki_types::PrivateKeyDer::try_from(key.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![key.cert.der().clone()], der)
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut buffer = [0; 2048];
            let _ = stream.read(&mut buffer).await;
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    address
}
