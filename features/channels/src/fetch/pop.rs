//! A POP3 client: as much of RFC 1939 as fetching needs, with STLS, UIDL and XOAUTH2.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use delivery::{Cause, Security, Trouble, Trust, Wire};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream};

use super::access::Key;
use super::talk::Failed;
use crate::mailboxes::model::Imap;
use crate::words;

/// Time one answer may take, besides what its bytes need.
const PATIENCE: Duration = Duration::from_mins(1);
/// A server that waits for encryption says nothing at all.
const PATIENCE_FOR_GREETING: Duration = Duration::from_secs(20);
/// Slower lines than this are given up.
const SLOWEST_BYTES_A_SECOND: u64 = 32 * 1024;
/// RFC 1939 lines are short; a longer one is no POP3.
const LONGEST_LINE: u64 = 8 * 1024;
/// A listing of more mails than this is not believed.
const LONGEST_LISTING: usize = 5_000_000;

/// A mail as the server lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its number in this session.
    pub number: u32,
    /// The server's own name of it, for good.
    pub unique_name: String,
}

/// A signed-in session.
pub struct Pop {
    stream: BufStream<Wire>,
}

impl Pop {
    /// Connects and encrypts, without signing in.
    pub async fn connect(server: &Imap, trust: &Trust) -> Result<Self, Trouble> {
        let mut wire = Wire::open(&server.host, server.port).await?;
        if server.security == Security::Tls {
            wire = wire.secure(&server.host, trust).await?;
        }
        let mut pop = Self { stream: BufStream::new(wire) };
        let greeting = tokio::time::timeout(PATIENCE_FOR_GREETING, pop.line()).await;
        if !matches!(&greeting, Ok(Ok(line)) if line.starts_with("+OK")) {
            let filled = [("host", server.host.as_str()), ("port", &server.port.to_string())];
            return Err(Trouble::passing(Cause::Protocol, words::NOT_POP.said(filled)));
        }
        if server.security == Security::Starttls {
            pop.ask("STLS").await.map_err(|_| {
                let filled = [("host", server.host.as_str()), ("port", &server.port.to_string())];
                Trouble::lasting(Cause::NoTls, delivery::words::NO_STARTTLS.said(filled))
            })?;
            // What a stranger put behind the answer, unencrypted, must not be read as the server's.
            let wire = pop.stream.into_inner().secure(&server.host, trust).await?;
            pop = Self { stream: BufStream::new(wire) };
        }
        Ok(pop)
    }

    /// Signs in.
    pub async fn login(&mut self, user: &str, key: &Key) -> Result<(), Trouble> {
        let user = user.replace(['\r', '\n'], "");
        let refused = |failed: Failed| match failed {
            Failed::Refused(trouble) => {
                let answer = trouble.answer.unwrap_or_default();
                Trouble::lasting(Cause::Login, words::LOGIN_REFUSED).answered(&answer)
            }
            other => other.trouble(),
        };
        match key {
            Key::Password(password) => {
                self.ask(&format!("USER {user}")).await.map_err(refused)?;
                let password = password.replace(['\r', '\n'], "");
                self.ask(&format!("PASS {password}")).await.map_err(refused)?;
            }
            Key::Token(token) => {
                // The token is long; said on a line of its own it fits every server.
                self.say("AUTH XOAUTH2").await.map_err(Failed::trouble)?;
                let prompt = self.heard().await.map_err(Failed::trouble)?;
                if !prompt.starts_with('+') {
                    return Err(refused(refusal(&prompt)));
                }
                let bearer = STANDARD.encode(super::access::bearer(&user, token));
                self.say(&bearer).await.map_err(Failed::trouble)?;
                let mut answer = self.heard().await.map_err(Failed::trouble)?;
                if answer.starts_with("+ ") {
                    // The reason of a refusal; an empty line asks for the refusal itself.
                    self.say("").await.map_err(Failed::trouble)?;
                    answer = self.heard().await.map_err(Failed::trouble)?;
                }
                if !answer.starts_with("+OK") {
                    return Err(refused(refusal(&answer)));
                }
            }
        }
        Ok(())
    }

    /// All mails, oldest first, by the server's own names.
    pub async fn list(&mut self) -> Result<Vec<Listed>, Trouble> {
        self.ask("UIDL").await.map_err(|failed| match failed {
            Failed::Refused(trouble) => {
                let answer = trouble.answer.unwrap_or_default();
                Trouble::lasting(Cause::Protocol, words::NO_UIDL).answered(&answer)
            }
            other => other.trouble(),
        })?;
        let mut all = Vec::new();
        loop {
            let line = self.heard().await.map_err(Failed::trouble)?;
            if line == "." {
                return Ok(all);
            }
            let parts = line.split_once(' ').and_then(|(number, name)| Some((number.parse().ok()?, name.trim())));
            let Some((number, name)) = parts.filter(|(_, name)| !name.is_empty() && all.len() < LONGEST_LISTING) else {
                return Err(Trouble::passing(Cause::Protocol, words::STRANGE).answered(&line));
            };
            all.push(Listed { number, unique_name: name.to_owned() });
        }
    }

    /// How large a mail is.
    pub async fn size(&mut self, number: u32) -> Result<usize, Failed> {
        let answer = self.ask(&format!("LIST {number}")).await?;
        Ok(answer.split_whitespace().nth(2).and_then(|size| size.parse().ok()).unwrap_or_default())
    }

    /// A whole mail, `size` bytes or about so many; longer than `limit` it is not read to its end.
    pub async fn body(&mut self, number: u32, size: usize, limit: usize) -> Result<Vec<u8>, Failed> {
        let patience = PATIENCE + Duration::from_secs(size as u64 / SLOWEST_BYTES_A_SECOND);
        self.ask(&format!("RETR {number}")).await?;
        tokio::time::timeout(patience, self.lines(size, limit)).await.map_err(|_| silent())?
    }

    /// What follows up to a line with a dot alone, with a leading dot of each line taken away.
    async fn lines(&mut self, size: usize, limit: usize) -> Result<Vec<u8>, Failed> {
        let mut raw = Vec::with_capacity(size.min(limit));
        loop {
            let start = raw.len();
            let read = self.stream.read_until(b'\n', &mut raw).await.map_err(broken)?;
            if read == 0 {
                return Err(Failed::Lost(Trouble::passing(Cause::Broken, words::CLOSED)));
            }
            if raw[start..].starts_with(b".") {
                if matches!(&raw[start..], b".\r\n" | b".\n") {
                    raw.truncate(start);
                    return Ok(raw);
                }
                raw.remove(start);
            }
            if raw.len() > limit.saturating_add(limit / 8) {
                return Err(Failed::Unreadable(Trouble::lasting(Cause::TooLarge, words::MAIL_LARGE)));
            }
        }
    }

    /// Marks a mail as to be deleted when we leave.
    pub async fn delete(&mut self, number: u32) -> Result<(), Failed> {
        self.ask(&format!("DELE {number}")).await.map(drop)
    }

    /// Leaves: now the server deletes what is marked.
    pub async fn leave(mut self) -> Result<(), Trouble> {
        self.ask("QUIT").await.map(drop).map_err(Failed::trouble)
    }

    async fn say(&mut self, command: &str) -> Result<(), Failed> {
        let saying = async {
            self.stream.write_all(format!("{command}\r\n").as_bytes()).await?;
            self.stream.flush().await
        };
        tokio::time::timeout(PATIENCE, saying).await.map_err(|_| silent())?.map_err(broken)
    }

    async fn ask(&mut self, command: &str) -> Result<String, Failed> {
        self.say(command).await?;
        let answer = self.heard().await?;
        if answer.starts_with("+OK") { Ok(answer) } else { Err(refusal(&answer)) }
    }

    async fn heard(&mut self) -> Result<String, Failed> {
        tokio::time::timeout(PATIENCE, self.line()).await.map_err(|_| silent())?.map_err(broken)
    }

    async fn line(&mut self) -> std::io::Result<String> {
        let mut line = Vec::new();
        (&mut self.stream).take(LONGEST_LINE).read_until(b'\n', &mut line).await?;
        if line.last() != Some(&b'\n') {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
    }
}

fn refusal(answer: &str) -> Failed {
    let text = answer.strip_prefix("-ERR").unwrap_or(answer).trim();
    Failed::Refused(Trouble::passing(Cause::Later, words::REFUSED).answered(text))
}

fn silent() -> Failed {
    Failed::Lost(Trouble::passing(Cause::Timeout, delivery::words::MAIL_SILENT))
}

fn broken(error: std::io::Error) -> Failed {
    Failed::Lost(super::imap::explain(&error.into()))
}
