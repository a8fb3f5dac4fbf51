//! A client's connection: lines and mails, each within limits of size and time.

use std::io::{Error, ErrorKind, Result};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::reply::Reply;
use super::unstuff::Unstuffer;

/// Longest command line: RFC 5321 asks for 512, extensions for some more.
const LONGEST_LINE: usize = 2_048;
/// Memory is accounted for in pieces of this size.
const PIECE: usize = 64 << 10;

/// What a client's connection is, plain or encrypted.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// A connection.
pub(super) struct Wire {
    stream: BufReader<Box<dyn Stream>>,
    patience: Duration,
}

/// A command line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// With its CR LF.
    Whole(Vec<u8>),
    /// More bytes than a command may have.
    TooLong,
    /// A line end other than CR LF, or a control character: whoever sends this may want to make one command look like two.
    Unclean,
}

/// A mail as it was sent.
#[derive(Debug)]
pub(super) enum Content {
    /// All of it, and the memory it holds.
    Whole(Vec<u8>, Vec<OwnedSemaphorePermit>),
    /// It was read to its end, and cannot be taken.
    Refused(Reply),
}

/// The memory that mails may take before they are kept.
#[derive(Debug, Clone)]
pub(super) struct Memory(Arc<Semaphore>);

impl Memory {
    pub(super) fn new(bytes: usize) -> Self {
        Self(Arc::new(Semaphore::new((bytes / PIECE).clamp(1, Semaphore::MAX_PERMITS))))
    }
}

/// A mail that grows, until it is too large or memory is short; then it is only counted.
#[derive(Debug)]
pub(super) struct Growing {
    mail: Vec<u8>,
    most: usize,
    memory: Memory,
    held: Vec<OwnedSemaphorePermit>,
    refusal: Option<Reply>,
}

impl Growing {
    pub(super) fn new(most: usize, memory: &Memory) -> Self {
        Self { mail: Vec::new(), most, memory: memory.clone(), held: Vec::new(), refusal: None }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        if self.refusal.is_some() {
            return;
        }
        if self.mail.len() + bytes.len() > self.most {
            return self.refuse(super::reply::TOO_LARGE);
        }
        while self.mail.len() + bytes.len() > self.held.len() * PIECE {
            match Arc::clone(&self.memory.0).try_acquire_owned() {
                Ok(permit) => self.held.push(permit),
                Err(_) => return self.refuse(super::reply::NO_ROOM),
            }
        }
        self.mail.extend_from_slice(bytes);
    }

    /// The first refusal stands; what was held is let go.
    pub(super) fn refuse(&mut self, reply: Reply) {
        self.refusal.get_or_insert(reply);
        self.mail = Vec::new();
        self.held.clear();
    }

    pub(super) fn finish(self) -> Content {
        match self.refusal {
            Some(reply) => Content::Refused(reply),
            None => Content::Whole(self.mail, self.held),
        }
    }
}

impl Wire {
    pub(super) fn new(stream: Box<dyn Stream>, patience: Duration) -> Self {
        Self { stream: BufReader::with_capacity(PIECE, stream), patience }
    }

    /// Says something, waiting no longer than for an answer.
    pub(super) async fn say(&mut self, reply: &Reply) -> Result<()> {
        let bytes = reply.bytes();
        let said = async {
            self.stream.write_all(&bytes).await?;
            self.stream.flush().await
        };
        tokio::time::timeout(self.patience, said).await.map_err(|_| ErrorKind::TimedOut)?
    }

    /// The next bytes, at least one.
    async fn fill(&mut self) -> Result<&[u8]> {
        let filled = tokio::time::timeout(self.patience, self.stream.fill_buf()).await;
        let bytes = filled.map_err(|_| Error::from(ErrorKind::TimedOut))??;
        if bytes.is_empty() { Err(ErrorKind::UnexpectedEof.into()) } else { Ok(bytes) }
    }

    /// The next command.
    pub(super) async fn line(&mut self) -> Result<Line> {
        let mut line: Vec<u8> = Vec::new();
        loop {
            let bytes = self.fill().await?;
            let end = bytes.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
            let used = end.unwrap_or(bytes.len());
            line.extend_from_slice(&bytes[..used]);
            self.stream.consume(used);
            if line.len() > LONGEST_LINE {
                return Ok(Line::TooLong);
            }
            if end.is_some() {
                let words = line.strip_suffix(b"\r\n");
                let clean = words.is_some_and(|words| words.iter().all(|byte| *byte >= b' ' || *byte == b'\t'));
                return Ok(if clean { Line::Whole(line) } else { Line::Unclean });
            }
        }
    }

    /// The mail after DATA. It is always read to its end, so that nothing of it is taken for a command.
    pub(super) async fn mail(&mut self, mut growing: Growing) -> Result<Content> {
        let mut reader = Unstuffer::new();
        loop {
            let bytes = self.fill().await?;
            let end = reader.feed(bytes, |kept| growing.push(kept));
            let used = end.unwrap_or(bytes.len());
            self.stream.consume(used);
            if end.is_some() {
                break;
            }
        }
        if reader.bare_lf {
            growing.refuse(super::reply::BARE_LINE_END);
        }
        Ok(growing.finish())
    }

    /// So many bytes after BDAT, whatever they are.
    pub(super) async fn chunk(&mut self, mut size: usize, mut keep: impl FnMut(&[u8])) -> Result<()> {
        while size > 0 {
            let bytes = self.fill().await?;
            let used = bytes.len().min(size);
            keep(&bytes[..used]);
            self.stream.consume(used);
            size -= used;
        }
        Ok(())
    }

    /// Whether the client said more than it was asked for.
    pub(super) fn has_more(&self) -> bool {
        !self.stream.buffer().is_empty()
    }

    /// The bare connection, for the handshake.
    pub(super) fn into_stream(self) -> Box<dyn Stream> {
        self.stream.into_inner()
    }
}
