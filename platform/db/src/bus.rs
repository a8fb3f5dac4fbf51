//! Wakes whoever waits for events or jobs, on this node and on the others; and carries whispers (who is typing).
//!
//! The event log is the truth: a lost notice only costs latency, because everybody polls as well.

use std::sync::Arc;
use std::time::Duration;

use kernel::Result;
use tokio::sync::{broadcast, watch};

use crate::config::PostgresTls;
use crate::postgres_lane::connect;
use crate::sqlite_lane::spawn;

/// Something of the moment that no database keeps, such as who is typing. At most 7,000 bytes on PostgreSQL.
pub type Whisper = Arc<str>;

/// Notices and whispers between the parts of a node, and between nodes.
#[derive(Clone)]
pub struct Bus {
    /// Rises with every commit that emitted events or jobs, here or elsewhere.
    commits: watch::Sender<u64>,
    whispers: broadcast::Sender<Whisper>,
    /// To the thread that tells the other nodes; absent on SQLite.
    outward: Option<crossbeam_channel::Sender<Outward>>,
}

enum Outward {
    Committed,
    Whisper(Whisper),
}

impl Bus {
    /// A bus within one process.
    pub(crate) fn local() -> Self {
        Self { commits: watch::Sender::new(0), whispers: broadcast::channel(1024).0, outward: None }
    }

    /// A bus between the nodes of a PostgreSQL database.
    pub(crate) fn postgres(url: &str, tls: PostgresTls) -> Result<Self> {
        let (sender, outward) = crossbeam_channel::bounded(4096);
        let bus = Self { outward: Some(sender), ..Self::local() };
        let target = url.to_owned();
        spawn("db-notify", move || tell(&target, tls, &outward))?;
        let (target, listener) = (url.to_owned(), bus.clone());
        spawn("db-listen", move || listen(&target, tls, &listener))?;
        Ok(bus)
    }

    /// Tells everybody that events or jobs were committed.
    pub(crate) fn announce(&self) {
        self.commits.send_modify(|count| *count += 1);
        if let Some(outward) = &self.outward {
            // A full queue means that a notice is on its way anyhow.
            let _ = outward.try_send(Outward::Committed);
        }
    }

    /// Changes whenever something was committed.
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.commits.subscribe()
    }

    /// Tells every node, this one included.
    pub fn whisper(&self, text: impl Into<Whisper>) {
        let text = text.into();
        match &self.outward {
            Some(outward) => drop(outward.try_send(Outward::Whisper(text))),
            None => drop(self.whispers.send(text)),
        }
    }

    /// What is whispered from now on.
    pub fn whispers(&self) -> broadcast::Receiver<Whisper> {
        self.whispers.subscribe()
    }
}

const CHANNEL: &str = "quarterdeck";
const COALESCE: Duration = Duration::from_millis(5);

/// Sends at most one notice of commits per few milliseconds, from a connection of its own: a NOTIFY inside the business
/// transaction would make all commits wait for each other.
fn tell(url: &str, tls: PostgresTls, outward: &crossbeam_channel::Receiver<Outward>) {
    let mut client = None;
    while let Ok(first) = outward.recv() {
        let mut whispers = Vec::new();
        let mut committed = false;
        let mut sort = |message| match message {
            Outward::Committed => committed = true,
            Outward::Whisper(text) => whispers.push(text),
        };
        sort(first);
        std::thread::sleep(COALESCE);
        outward.try_iter().for_each(sort);
        if client.is_none() {
            client = connect(url, tls).ok();
        }
        let Some(open) = &mut client else { continue };
        let mut payloads: Vec<&str> = whispers.iter().map(AsRef::as_ref).collect();
        if committed {
            payloads.push("");
        }
        let sent =
            payloads.iter().try_for_each(|text| open.execute("select pg_notify($1, $2)", &[&CHANNEL, text]).map(drop));
        if sent.is_err() {
            client = None;
        }
    }
}

fn listen(url: &str, tls: PostgresTls, bus: &Bus) {
    use postgres::fallible_iterator::FallibleIterator;
    // Ends with the process: the thread holds nothing that needs an orderly stop.
    loop {
        if let Ok(mut client) = connect(url, tls)
            && client.batch_execute(&format!("listen {CHANNEL}")).is_ok()
        {
            // Whatever was missed while there was no connection.
            bus.commits.send_modify(|count| *count += 1);
            let mut notifications = client.notifications();
            let mut notices = notifications.blocking_iter();
            while let Ok(Some(notice)) = notices.next() {
                match notice.payload() {
                    "" => bus.commits.send_modify(|count| *count += 1),
                    text => drop(bus.whispers.send(text.into())),
                }
            }
        }
        tracing::warn!("The connection that hears of other nodes is lost; trying again in a second.");
        std::thread::sleep(Duration::from_secs(1));
    }
}
