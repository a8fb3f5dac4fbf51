//! What a node remembers of who is signed in, so that a request costs no write and hardly a read.
//!
//! It is trusted only while nothing was committed anywhere since it was last compared with the epoch in the database:
//! an ended session, a changed role or a person who left is felt by the next request on this node, and on other nodes as
//! soon as the notice of the commit arrives (a second later at the latest, when the notice is lost).

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use kernel::{Actor, Timestamp, TokenId};
use tokio::sync::watch;

use super::SessionId;
use crate::secret::SecretHash;

/// Notices may be lost; nothing is trusted longer than this without a look.
const LONGEST_TRUST: Duration = Duration::from_secs(1);
/// More than this and it starts anew, so that it cannot grow without end.
const MOST: usize = 20_000;

/// What somebody was recognised by.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Credential {
    Session(SessionId),
    Token(TokenId),
}

/// Somebody who was recognised.
#[derive(Debug)]
pub(crate) struct Recognised {
    pub(crate) actor: Actor,
    pub(crate) credential: Credential,
    /// Not valid from this instant on.
    expires_at: AtomicI64,
    /// Not to be extended beyond this instant.
    latest: Timestamp,
    /// What the browser called itself when the session began; nothing of a token.
    pub(crate) device: Option<String>,
    /// When the use was last written down.
    noted_at: AtomicI64,
}

impl Recognised {
    pub(super) fn new(actor: Actor, credential: Credential, expires_at: Timestamp, noted_at: Timestamp) -> Self {
        let micros = |at: Timestamp| AtomicI64::new(at.micros());
        let latest = Timestamp::from_micros(i64::MAX);
        Self { actor, credential, expires_at: micros(expires_at), latest, device: None, noted_at: micros(noted_at) }
    }

    /// The same, bound to the browser it began in, and to an end that no use moves on.
    pub(super) fn bound(self, device: String, latest: Timestamp) -> Self {
        self.extend(Timestamp::from_micros(self.expires_at.load(Ordering::Relaxed)).min(latest));
        Self { device: Some(device), latest, ..self }
    }

    /// The end of a session that is used now.
    pub(super) fn next_end(&self, now: Timestamp, lasts: Duration) -> Timestamp {
        now.plus(lasts).min(self.latest)
    }

    pub(super) fn is_valid(&self, now: Timestamp) -> bool {
        now.micros() < self.expires_at.load(Ordering::Relaxed)
    }

    /// Whether this use is to be written down: once a minute, and by one of the requests that come at once.
    pub(super) fn take_note(&self, now: Timestamp, every: Duration) -> bool {
        let before = self.noted_at.load(Ordering::Relaxed);
        let due = now.since(Timestamp::from_micros(before)) >= every;
        due && self.noted_at.compare_exchange(before, now.micros(), Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }

    pub(super) fn extend(&self, expires_at: Timestamp) {
        self.expires_at.store(expires_at.micros(), Ordering::Relaxed);
    }
}

/// What a node remembers.
pub(super) struct Cache {
    commits: watch::Receiver<u64>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    epoch: i64,
    /// The number of commits, and the moment, at which the epoch was last compared.
    compared: Option<(u64, Instant)>,
    known: HashMap<SecretHash, Arc<Recognised>>,
}

/// What the cache says of a secret.
pub(super) enum Remembered {
    /// To be trusted.
    Fresh(Arc<Recognised>),
    /// To be trusted when the epoch in the database is still this.
    IfEpoch(i64, Arc<Recognised>),
    /// Nothing.
    Nothing,
}

impl Cache {
    pub(super) fn new(commits: watch::Receiver<u64>) -> Self {
        Self { commits, state: Mutex::default() }
    }

    /// The number of commits so far; to be asked before the database is.
    pub(super) fn commits(&self) -> u64 {
        *self.commits.borrow()
    }

    pub(super) fn find(&self, secret: &SecretHash) -> Remembered {
        let commits = self.commits();
        let state = self.state();
        let trusted = state.compared.is_some_and(|(at, when)| at == commits && when.elapsed() < LONGEST_TRUST);
        match state.known.get(secret) {
            Some(known) if trusted => Remembered::Fresh(Arc::clone(known)),
            Some(known) => Remembered::IfEpoch(state.epoch, Arc::clone(known)),
            None => Remembered::Nothing,
        }
    }

    /// Notes the epoch that a read saw, which began after so many commits.
    pub(super) fn compare(&self, epoch: i64, commits: u64) {
        let mut state = self.state();
        if epoch > state.epoch {
            state.known.clear();
            state.epoch = epoch;
        }
        if epoch == state.epoch {
            state.compared = Some((commits, Instant::now()));
        }
    }

    /// Remembers somebody, unless the epoch has moved on meanwhile.
    pub(super) fn remember(&self, epoch: i64, secret: SecretHash, who: Arc<Recognised>) {
        let mut state = self.state();
        if epoch == state.epoch {
            if state.known.len() >= MOST {
                state.known.clear();
            }
            state.known.insert(secret, who);
        }
    }

    pub(super) fn forget(&self, secret: &SecretHash) {
        self.state().known.remove(secret);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use kernel::TypedId;

    use super::*;

    fn somebody() -> Arc<Recognised> {
        let now = Timestamp::from_micros(1_000_000);
        Arc::new(Recognised::new(
            Actor::system(),
            Credential::Session(SessionId::from_raw(1)),
            now.plus(Duration::from_mins(1)),
            now,
        ))
    }

    #[test]
    fn what_is_known_is_trusted_until_something_was_committed() {
        let commits = watch::Sender::new(7);
        let cache = Cache::new(commits.subscribe());
        let secret = SecretHash::of("one");
        cache.compare(3, cache.commits());
        cache.remember(3, secret.clone(), somebody());
        assert!(matches!(cache.find(&secret), Remembered::Fresh(_)));
        commits.send_modify(|count| *count += 1);
        assert!(matches!(cache.find(&secret), Remembered::IfEpoch(3, _)));
        cache.compare(3, cache.commits());
        assert!(matches!(cache.find(&secret), Remembered::Fresh(_)));
        cache.compare(4, cache.commits());
        assert!(matches!(cache.find(&secret), Remembered::Nothing));
    }

    #[test]
    fn what_was_read_before_a_change_is_not_remembered_after_it() {
        let commits = watch::Sender::new(0);
        let cache = Cache::new(commits.subscribe());
        cache.compare(5, 0);
        cache.remember(4, SecretHash::of("one"), somebody());
        assert!(matches!(cache.find(&SecretHash::of("one")), Remembered::Nothing));
    }

    #[test]
    fn a_use_is_noted_once_a_minute() {
        let (who, minute) = (somebody(), Duration::from_mins(1));
        let at = |seconds: u64| Timestamp::from_micros(1_000_000).plus(Duration::from_secs(seconds));
        assert!(!who.take_note(at(59), minute));
        assert!(who.take_note(at(60), minute));
        assert!(!who.take_note(at(61), minute));
        assert!(!who.is_valid(at(60)));
        who.extend(at(120));
        assert!(who.is_valid(at(119)));
    }
}
