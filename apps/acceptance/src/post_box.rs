//! A mail server on this machine that takes everything and keeps it.

use std::sync::{Arc, Mutex};

use channels::mail::letter::{Letter, Limits};
use channels::mail::parse::parse;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What arrived.
#[derive(Clone, Default)]
pub(crate) struct PostBox(Arc<Mutex<Vec<Vec<u8>>>>);

impl PostBox {
    /// Begins to listen; gives the port.
    pub(crate) async fn open(&self) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let this = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let this = this.clone();
                tokio::spawn(async move { this.talk(stream).await });
            }
        });
        port
    }

    async fn talk(&self, stream: TcpStream) -> std::io::Result<()> {
        let mut stream = BufReader::new(stream);
        stream.write_all(b"220 test\r\n").await?;
        let mut line = String::new();
        while stream.read_line(&mut line).await? > 0 {
            let answer = match line.get(..4) {
                Some("DATA") => "354 go\r\n",
                Some("EHLO") => "250-test\r\n250 8BITMIME\r\n",
                _ => "250 ok\r\n",
            };
            stream.write_all(answer.as_bytes()).await?;
            if line.starts_with("DATA") {
                let mut data = Vec::new();
                while !data.ends_with(b"\r\n.\r\n") {
                    stream.read_until(b'\n', &mut data).await?;
                }
                self.0.lock().expect("nobody panicked").push(data);
                stream.write_all(b"250 taken\r\n").await?;
            }
            line.clear();
        }
        Ok(())
    }

    /// What arrived so far, read as a mail program does.
    pub(crate) fn letters(&self) -> Vec<Letter> {
        let read = |raw: &Vec<u8>| parse(raw, &Limits::default()).expect("a mail");
        self.0.lock().expect("nobody panicked").iter().map(read).collect()
    }
}
