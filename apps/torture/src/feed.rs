//! Hands the mails over by every way, as patient senders do: whatever was not acknowledged is sent again.

use std::io::Write as _;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::{Duration, Instant};

use testkit::{Dovecot, Inbox};

use crate::Outcome;
use crate::chance::Chance;
use crate::desk::Desk;
use crate::mail::{Mail, Way};
use crate::smtp;

/// Senders by pipe and by SMTP, each.
const SENDERS: usize = 2;
/// A sender that is refused waits so long.
const AGAIN: Duration = Duration::from_millis(250);
/// When the desk is whole again, a mail that is refused for so long is a fault of the desk.
const PATIENCE: Duration = Duration::from_mins(3);
/// What a mail system understands as "try again".
const TRY_AGAIN: i32 = 75;

/// What the senders met.
#[derive(Debug, Default)]
pub(crate) struct Fed {
    /// How often a mail was refused, or its sender's process was killed, and it was sent again.
    pub(crate) refused: usize,
    /// Pipes that ended with something else than 0, 75 or our own signal.
    pub(crate) wrong_ends: usize,
}

#[derive(Debug)]
pub(crate) struct Feed(Vec<JoinHandle<Outcome<Fed>>>);

struct Sender {
    mails: Arc<Vec<Mail>>,
    desk: Arc<Desk>,
    inbox: Inbox,
    /// Mails from this number on wait.
    allowed: Arc<AtomicUsize>,
    next: Arc<AtomicUsize>,
    chance: Chance,
    fed: Fed,
}

impl Feed {
    pub(crate) fn start(
        mails: &Arc<Vec<Mail>>,
        desk: &Arc<Desk>,
        dovecot: &Dovecot,
        allowed: &Arc<AtomicUsize>,
        seed: u64,
    ) -> Self {
        let mut threads = Vec::new();
        for (way, senders) in [(Way::Imap, 1), (Way::Pipe, SENDERS), (Way::Smtp, SENDERS)] {
            let next = Arc::new(AtomicUsize::new(0));
            for number in 0..senders {
                let mut sender = Sender {
                    mails: Arc::clone(mails),
                    desk: Arc::clone(desk),
                    inbox: dovecot.inbox(),
                    allowed: Arc::clone(allowed),
                    next: Arc::clone(&next),
                    chance: Chance::new(seed ^ (way as u64) << 32 ^ number as u64),
                    fed: Fed::default(),
                };
                threads.push(spawn(move || sender.work(way).map(|()| sender.fed)));
            }
        }
        Self(threads)
    }

    /// Waits until everything is acknowledged.
    pub(crate) fn finish(self) -> Outcome<Fed> {
        let mut all = Fed::default();
        for thread in self.0 {
            let fed = thread.join().map_err(|_| "a sender panicked")??;
            all.refused += fed.refused;
            all.wrong_ends += fed.wrong_ends;
        }
        Ok(all)
    }
}

impl Sender {
    fn work(&mut self, way: Way) -> Outcome {
        loop {
            let place = self.next.fetch_add(1, Ordering::Relaxed);
            let mails = Arc::clone(&self.mails);
            let Some(mail) = mails.get(place) else { return Ok(()) };
            if mail.way != way {
                continue;
            }
            while place >= self.allowed.load(Ordering::Relaxed) {
                sleep(Duration::from_millis(5));
            }
            match way {
                Way::Imap => self.inbox.deliver(place, &mail.raw)?,
                Way::Pipe | Way::Smtp => self.insist(mail)?,
            }
        }
    }

    /// Sends until it is acknowledged.
    fn insist(&mut self, mail: &Mail) -> Outcome {
        let mut whole_since: Option<Instant> = None;
        loop {
            let words = match (mail.way, self.desk.smtp) {
                (Way::Smtp, Some(port)) => smtp::hand_over(port, &mail.raw).err().map(|error| error.to_string()),
                _ => self.pipe(&mail.raw)?,
            };
            let Some(words) = words else { return Ok(()) };
            self.fed.refused += 1;
            if self.allowed.load(Ordering::Relaxed) == usize::MAX
                && whole_since.get_or_insert_with(Instant::now).elapsed() > PATIENCE
            {
                return Err(format!("{} is refused again and again: {words}", mail.id).into());
            }
            sleep(AGAIN);
        }
    }

    /// A process as a mail server's pipe starts it; now and then it is killed too. Nothing when it ended with 0.
    fn pipe(&mut self, raw: &[u8]) -> Outcome<Option<String>> {
        let mut deliver = self.desk.command("deliver");
        deliver.args(["--mailbox", crate::mail::ADDRESS]);
        let mut child = deliver.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        if let Some(mut input) = child.stdin.take() {
            // A process that gave up reads nothing more; its end tells why.
            let _ = input.write_all(raw);
        }
        if self.chance.percent(4) {
            sleep(self.chance.pause(0, 300));
            // It may have ended in time.
            let _ = child.kill();
        }
        let output = child.wait_with_output()?;
        let ended = output.status;
        if ended.success() {
            return Ok(None);
        }
        let words = format!("{ended}: {}", String::from_utf8_lossy(&output.stderr).trim());
        if ended.code().is_some_and(|code| code != TRY_AGAIN) {
            eprintln!("a pipe ended as it must not: {words}");
            self.fed.wrong_ends += 1;
        }
        Ok(Some(words))
    }
}
