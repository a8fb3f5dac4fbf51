//! Mail servers that hand mail straight to us, by SMTP or LMTP: for a site's own mail server that routes support addresses here.
//!
//! `session` decides, without touching a socket; `wire` reads lines and mails; `visit` puts both together for one client;
//! `depot` keeps the mail. A mail is acknowledged only after its durable commit, so a client that hears nothing sends it again,
//! and the intake knows it again.

mod depot;
mod reply;
mod session;
mod tls;
mod unstuff;
mod visit;
mod wire;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use self::depot::PostDepot;
pub use self::tls::Certificate;
use self::visit::{Guest, visit};
use self::wire::{Memory, Wire};
use crate::post::Post;

/// How long the visits that are going on may take to end in order.
const FAREWELL: Duration = Duration::from_secs(8);

/// Which of the two protocols a door speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// One answer for the whole mail.
    Smtp,
    /// One answer for each recipient.
    Lmtp,
}

/// Who may come in, by address.
pub type Admission = Arc<dyn Fn(IpAddr) -> bool + Send + Sync>;

/// What all doors share.
#[derive(Clone)]
pub struct Rules {
    /// The name we greet with.
    pub name: String,
    /// The largest mail.
    pub max_bytes: usize,
    /// Clients at once.
    pub max_connections: usize,
    /// Who may come in.
    pub admission: Admission,
    /// Without one there is no STARTTLS.
    pub certificate: Option<Certificate>,
    /// Mail is taken only after STARTTLS.
    pub tls_required: bool,
    /// How long a silent client is waited for.
    pub patience: Duration,
}

impl std::fmt::Debug for Rules {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rules").field("name", &self.name).field("max_bytes", &self.max_bytes).finish_non_exhaustive()
    }
}

/// A door that is open already, so that a port that is taken is told at the start.
#[derive(Debug)]
pub struct Door {
    /// What is spoken there.
    pub protocol: Protocol,
    /// Where it is.
    pub socket: TcpListener,
}

impl Door {
    /// Opens a door.
    ///
    /// # Errors
    /// The port is taken, or not ours to take.
    pub async fn open(protocol: Protocol, address: SocketAddr) -> std::io::Result<Self> {
        Ok(Self { protocol, socket: TcpListener::bind(address).await? })
    }
}

/// Takes mail at the doors until `stopped`; then no new client is let in, and those who are in end what they began.
pub async fn listen(post: Post, rules: Rules, doors: Vec<Door>, stopped: impl Future<Output = ()>) {
    let (tell, closing) = watch::channel(false);
    let house = Arc::new(House {
        depot: PostDepot::new(post),
        // Mails of four clients may be large at once; the others are asked to come back later.
        memory: Memory::new(rules.max_bytes.saturating_mul(4)),
        places: Arc::new(Semaphore::new(rules.max_connections)),
        rules,
        closing,
    });
    let mut open = JoinSet::new();
    for door in doors {
        open.spawn(keep_open(Arc::clone(&house), door));
    }
    stopped.await;
    let _ = tell.send(true);
    let _ = tokio::time::timeout(FAREWELL, async { while open.join_next().await.is_some() {} }).await;
}

struct House {
    depot: PostDepot,
    memory: Memory,
    places: Arc<Semaphore>,
    rules: Rules,
    closing: watch::Receiver<bool>,
}

async fn keep_open(house: Arc<House>, door: Door) {
    let mut closing = house.closing.clone();
    let mut guests = JoinSet::new();
    loop {
        tokio::select! {
            () = told(&mut closing) => break,
            Some(_) = guests.join_next() => {}
            came = door.socket.accept() => match came {
                Ok((stream, from)) => {
                    guests.spawn(receive_guest(Arc::clone(&house), door.protocol, stream, from));
                }
                Err(error) => {
                    // Out of file descriptors, most likely: some will be free in a moment.
                    tracing::warn!(cause = %error, "A mail server cannot be let in.");
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
            },
        }
    }
    while guests.join_next().await.is_some() {}
}

/// Until we are told to close.
async fn told(closing: &mut watch::Receiver<bool>) {
    let _ = closing.wait_for(|closing| *closing).await;
}

async fn receive_guest(house: Arc<House>, protocol: Protocol, stream: TcpStream, from: SocketAddr) {
    // An answer is small and waited for.
    let _ = stream.set_nodelay(true);
    let address = from.ip().to_canonical();
    let mut wire = Wire::new(Box::new(stream), house.rules.patience);
    if !(house.rules.admission)(address) {
        tracing::info!(client = %address, "A mail server outside listener.allowed_networks was turned away.");
        return wire.say(&reply::NOT_ALLOWED).await.unwrap_or_default();
    }
    let Ok(_place) = Arc::clone(&house.places).try_acquire_owned() else {
        return wire.say(&reply::TOO_MANY_GUESTS).await.unwrap_or_default();
    };
    let guest = Guest { protocol, address, closing: house.closing.clone() };
    if let Err(error) = visit(&house.depot, &house.rules, &house.memory, guest, wire).await {
        tracing::debug!(client = %address, cause = %error, "A mail server went away in the middle.");
    }
}

#[cfg(test)]
mod tests;
