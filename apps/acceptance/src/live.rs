//! What browsers hear of what happens, over real sockets.

use std::net::SocketAddr;
use std::time::Duration;

use axum::http::Method;
use futures::StreamExt as _;
use kernel::BuiltInRole;
use serde_json::{Value, json};
use testkit::{TestDb, db_test};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::world::{Client, World};

/// A browser's socket.
struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    async fn open(address: SocketAddr, client: &Client) -> Self {
        let mut request = format!("ws://{address}/api/v1/live").into_client_request().expect("an address");
        request.headers_mut().insert("cookie", client.cookie().parse().expect("a cookie"));
        let (socket, _) = connect_async(request).await.expect("a socket");
        let mut socket = Self(socket);
        assert_eq!(socket.next().await["type"], "hello");
        socket
    }

    async fn next(&mut self) -> Value {
        loop {
            let waited = tokio::time::timeout(Duration::from_secs(20), self.0.next()).await.expect("something in time");
            let message = waited.expect("an open socket").expect("a message");
            if let Ok(text) = message.to_text()
                && let Ok(said) = serde_json::from_str(text)
            {
                return said;
            }
        }
    }

    /// The next thing said that is no event of the people here.
    async fn news(&mut self) -> (String, String) {
        loop {
            let said = self.next().await;
            let text = |name: &str| said[name].as_str().unwrap_or_default().to_owned();
            if !text("name").starts_with("access.") && !text("name").starts_with("channels.") {
                return (text("type"), text("name"));
            }
        }
    }
}

#[db_test(server::app::migrations)]
async fn history_that_is_brought_in_is_no_news_but_told_once_it_rests(store: TestDb) {
    let (world, administrator) = World::begin(&store).await;
    let body = json!({"name": "Help", "address": "help@example.com", "from_name": "Help", "take": "from_now"});
    administrator.call(Method::POST, "/api/v1/channels/mailboxes", Some(body)).await;
    let team = world.team("Returns").await;
    world.add("grace", BuiltInRole::Agent, &[team]).await;
    let grace = world.sign_in("grace").await;
    let address = world.serve().await;
    let mut sockets = [Socket::open(address, &administrator).await, Socket::open(address, &grace).await];
    world.replay("inbox.message.received", Duration::from_hours(24 * 400)).await;
    for socket in &mut sockets {
        assert_eq!(socket.news().await, ("reset".to_owned(), String::new()), "no event of it, only that it came");
        assert_eq!(socket.news().await.0, "hello");
    }
    world.deliver(b"From: anna@example.org\r\nTo: help@example.com\r\nSubject: Now\r\n\r\nHello\r\n".to_vec()).await;
    for socket in &mut sockets {
        let mut heard = Vec::new();
        while heard.last().is_none_or(|name| name != "inbox.message.received") {
            let (kind, name) = socket.news().await;
            assert_eq!(kind, "event", "{name}");
            heard.push(name);
        }
    }
}
