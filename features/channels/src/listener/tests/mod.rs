//! A house with one mailbox, and clients that behave or do not.

mod client;
mod machine;
mod nasty;

use std::collections::VecDeque;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use kernel::{Fault, MailboxId, Result, TypedId};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::depot::{Depot, Parcel};
use super::visit::{Guest, visit};
use super::wire::{Memory, Wire};
use super::{Protocol, Rules};
use crate::intake::model::{IntakeId, Received};
use crate::mail::address::Address;

/// Knows `help@our.example` and `sales@our.example`, and keeps what it is given in memory.
#[derive(Default)]
pub(super) struct Shelf {
    pub(super) kept: Mutex<Vec<(MailboxId, Parcel)>>,
    /// Faults for the next mails.
    pub(super) faults: Mutex<VecDeque<Option<Fault>>>,
    pub(super) lookup_fails: bool,
}

#[async_trait]
impl Depot for Shelf {
    async fn mailbox(&self, address: &Address) -> Result<Option<MailboxId>> {
        if self.lookup_fails {
            return Err(Fault::unavailable("the database is away"));
        }
        let known = ["help@our.example", "sales@our.example"];
        let at = known.iter().position(|known| address.base_key() == *known);
        Ok(at.map(|at| MailboxId::from_raw(1 + i64::try_from(at).unwrap_or_default())))
    }

    async fn keep(&self, mailbox: MailboxId, parcel: Parcel) -> Result<Received> {
        let fault = self.faults.lock().expect("faults").pop_front().flatten();
        if let Some(fault) = fault {
            return Err(fault);
        }
        let mut kept = self.kept.lock().expect("kept");
        kept.push((mailbox, parcel));
        Ok(Received::New(IntakeId::from_raw(i64::try_from(kept.len()).unwrap_or_default())))
    }
}

pub(super) fn rules() -> Rules {
    Rules {
        name: "desk.example".into(),
        max_bytes: 1_000,
        max_connections: 10,
        admission: Arc::new(|_| true),
        certificate: None,
        tls_required: false,
        patience: Duration::from_secs(20),
    }
}

/// A client's end of a visit.
pub(super) struct Client {
    pub(super) stream: DuplexStream,
    pub(super) shelf: Arc<Shelf>,
    pub(super) close: watch::Sender<bool>,
    pub(super) task: JoinHandle<std::io::Result<()>>,
}

pub(super) fn come(protocol: Protocol, shelf: Shelf, rules: Rules, memory: usize) -> Client {
    let (ours, theirs) = duplex(1 << 20);
    let shelf = Arc::new(shelf);
    let (close, closing) = watch::channel(false);
    let depot = Arc::clone(&shelf);
    let task = tokio::spawn(async move {
        let guest = Guest { protocol, address: IpAddr::V4(Ipv4Addr::LOCALHOST), closing };
        let wire = Wire::new(Box::new(theirs), rules.patience);
        visit(&*depot, &rules, &Memory::new(memory), guest, wire).await
    });
    Client { stream: ours, shelf, close, task }
}

impl Client {
    /// Says everything at once and hears everything until the server closes.
    pub(super) async fn all(mut self, said: &[u8]) -> (String, Vec<(MailboxId, Parcel)>) {
        self.stream.write_all(said).await.expect("said");
        // A client that goes away without QUIT must not leave the server waiting.
        self.stream.shutdown().await.expect("end of what is said");
        let mut heard = Vec::new();
        self.stream.read_to_end(&mut heard).await.expect("heard");
        let _ = self.task.await.expect("no panic");
        let kept = std::mem::take(&mut *self.shelf.kept.lock().expect("kept"));
        (String::from_utf8(heard).expect("words"), kept)
    }

    /// Hears one whole answer.
    pub(super) async fn hear(&mut self) -> String {
        let mut heard = Vec::new();
        loop {
            heard.push(self.stream.read_u8().await.expect("an answer"));
            let text = String::from_utf8_lossy(&heard);
            let last = text.lines().last().unwrap_or_default();
            if text.ends_with("\r\n") && last.as_bytes().get(3) == Some(&b' ') {
                return text.into_owned();
            }
        }
    }

    pub(super) async fn say(&mut self, words: &str) -> String {
        self.stream.write_all(words.as_bytes()).await.expect("said");
        self.hear().await
    }
}

/// The codes of all answers, continuation lines left out.
pub(super) fn codes(heard: &str) -> Vec<u16> {
    heard
        .lines()
        .filter(|line| line.as_bytes().get(3) == Some(&b' '))
        .filter_map(|line| line[..3].parse().ok())
        .collect()
}
