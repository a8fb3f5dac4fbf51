//! Stands between us and the real server, and behaves as servers and lines do on bad days.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

/// What becomes of a command.
pub(crate) enum Act {
    /// The server gets it.
    Pass,
    /// The server gets another one instead.
    Instead(String),
    /// This is answered, `{tag}` filled in, and the server hears nothing of it.
    Answer(String),
    /// The line breaks after so many bytes of the answer.
    CutAfter(i64),
}

/// A running one.
pub(crate) struct Proxy {
    /// Where it listens.
    pub(crate) port: u16,
    said: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// Between us and a port of this machine. `hidden` words of the server's answers are made unknown ones.
    pub(crate) async fn before(
        server: u16,
        hidden: &'static [&'static str],
        rule: impl Fn(&str) -> Act + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let said = Arc::new(Mutex::new(Vec::new()));
        let (log, rule) = (Arc::clone(&said), Arc::new(rule));
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let Ok(server) = TcpStream::connect(("127.0.0.1", server)).await else { continue };
                let (from_client, to_client) = client.into_split();
                let (from_server, to_server) = server.into_split();
                let to_client = Arc::new(tokio::sync::Mutex::new(to_client));
                let budget = Arc::new(AtomicI64::new(i64::MAX));
                let (answers, left) = (Arc::clone(&to_client), Arc::clone(&budget));
                let down = tokio::spawn(answer(from_server, answers, left, hidden));
                let (rule, log) = (Arc::clone(&rule), Arc::clone(&log));
                tokio::spawn(async move {
                    ask(from_client, to_server, to_client, budget, log, &*rule).await;
                    down.abort();
                });
            }
        });
        Self { port, said }
    }

    /// Every command that was said, without its tag.
    pub(crate) fn said(&self) -> Vec<String> {
        self.said.lock().expect("the log").clone()
    }
}

async fn ask(
    from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    back: Arc<tokio::sync::Mutex<OwnedWriteHalf>>,
    budget: Arc<AtomicI64>,
    log: Arc<Mutex<Vec<String>>>,
    rule: &(dyn Fn(&str) -> Act + Send + Sync),
) {
    let mut lines = BufReader::new(from).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let (tag, command) = line.split_once(' ').unwrap_or(("", &line));
        log.lock().expect("the log").push(command.to_owned());
        let pass = match rule(command) {
            Act::Pass => line.clone(),
            Act::Instead(other) => format!("{tag} {other}"),
            Act::CutAfter(bytes) => {
                budget.store(bytes, Ordering::SeqCst);
                line.clone()
            }
            Act::Answer(text) => {
                let text = text.replace("{tag}", tag);
                if back.lock().await.write_all(text.as_bytes()).await.is_err() {
                    return;
                }
                continue;
            }
        };
        if to.write_all(format!("{pass}\r\n").as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn answer(
    mut from: OwnedReadHalf,
    to: Arc<tokio::sync::Mutex<OwnedWriteHalf>>,
    budget: Arc<AtomicI64>,
    hidden: &'static [&'static str],
) {
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(read @ 1..) = from.read(&mut buffer).await {
        let mut bytes = buffer[..read].to_vec();
        for word in hidden {
            while let Some(at) = bytes.windows(word.len()).position(|part| part == word.as_bytes()) {
                bytes[at] = b'Y';
            }
        }
        let left = budget.fetch_sub(i64::try_from(read).expect("a size"), Ordering::SeqCst);
        bytes.truncate(usize::try_from(left).unwrap_or_default());
        let mut to = to.lock().await;
        if to.write_all(&bytes).await.is_err() || bytes.len() < read {
            let _ = to.shutdown().await;
            return;
        }
    }
    let _ = to.lock().await.shutdown().await;
}
