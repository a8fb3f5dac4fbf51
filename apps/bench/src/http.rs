//! A small HTTP client over connections that stay open: as little work as possible, because it shares the machine with what
//! it measures.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::outcome::{Outcome, wrong};

/// An open connection.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its body.
    pub body: Vec<u8>,
}

impl Connection {
    /// Opens one.
    pub async fn open(address: &str) -> Outcome<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, read: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a request and reads the answer to its end.
    pub async fn ask(&mut self, request: &[u8]) -> Outcome<Answer> {
        self.stream.write_all(request).await?;
        self.read.clear();
        let head = loop {
            if let Some(end) = find(&self.read, b"\r\n\r\n") {
                break end + 4;
            }
            self.more().await?;
        };
        let words = std::str::from_utf8(&self.read[..head])?;
        let status = words.get(9..12).unwrap_or_default().parse()?;
        let length: usize = match header(words, "content-length") {
            Some(length) => length.parse()?,
            None if status == 204 => 0,
            None => return wrong(format!("an answer without a length: {words}")),
        };
        while self.read.len() < head + length {
            self.more().await?;
        }
        Ok(Answer { status, body: self.read[head..head + length].to_vec() })
    }

    async fn more(&mut self) -> Outcome {
        if self.stream.read_buf(&mut self.read).await? == 0 { wrong("the connection was closed") } else { Ok(()) }
    }
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}

/// A request to read something, with somebody's session.
pub fn get(path: &str, secret: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: bench\r\ncookie: qd_session={secret}\r\n\r\n").into_bytes()
}

/// A request to write something, with somebody's session.
pub fn post(path: &str, secret: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nhost: bench\r\ncookie: qd_session={secret}\r\nx-quarterdeck-client: staff\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// Asks once and reads the answer as JSON.
pub async fn json(address: &str, request: &[u8]) -> Outcome<serde_json::Value> {
    let answer = Connection::open(address).await?.ask(request).await?;
    if answer.status >= 300 {
        return wrong(format!("{}: {}", answer.status, String::from_utf8_lossy(&answer.body)));
    }
    Ok(serde_json::from_slice(&answer.body)?)
}

/// What a burst of requests came to.
#[derive(Debug, Clone, Copy)]
pub struct Burst {
    /// Answers a second.
    pub per_second: f64,
}

/// Sends requests over several connections for some time, each connection the next request when the last was answered.
/// A list without end is begun again; a list that is used up (`once`) ends the burst early.
pub async fn burst(
    address: &str,
    requests: &Arc<Vec<Vec<u8>>>,
    connections: usize,
    lasts: Duration,
    once: Option<usize>,
) -> Outcome<(Burst, usize)> {
    let from = once.unwrap_or_default();
    let next = Arc::new(std::sync::atomic::AtomicUsize::new(from));
    let mut open = Vec::new();
    for _ in 0..connections {
        open.push(Connection::open(address).await?);
    }
    let began = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for mut connection in open {
        let (requests, next) = (Arc::clone(requests), Arc::clone(&next));
        tasks.spawn(async move {
            let mut answered = 0u64;
            while began.elapsed() < lasts {
                let place = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                let request = match once {
                    Some(_) => requests.get(place),
                    None => requests.get(place % requests.len()),
                };
                let Some(request) = request else { break };
                let answer = connection.ask(request).await?;
                if answer.status >= 300 {
                    return wrong(format!("{}: {}", answer.status, String::from_utf8_lossy(&answer.body)));
                }
                answered += 1;
            }
            Ok(answered)
        });
    }
    let mut answered = 0;
    while let Some(done) = tasks.join_next().await {
        answered += done??;
    }
    let burst = Burst { per_second: answered as f64 / began.elapsed().as_secs_f64() };
    Ok((burst, next.load(std::sync::atomic::Ordering::Relaxed).min(requests.len())))
}
