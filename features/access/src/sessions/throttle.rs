//! How often somebody may try: counters in the database, so that several nodes agree.

use std::net::IpAddr;
use std::time::Duration;

use db::{Tx, p, sql};
use kernel::{Fault, PersonId, Result, Timestamp};

use crate::error;
use crate::secret::SecretHash;

sql! {
    FIND = "select count, since, blocked_until from access_attempts where subject = $1";
    KEEP = "insert into access_attempts (subject, count, since, blocked_until) values ($1, $2, $3, $4)
            on conflict (subject) do update set count = excluded.count, since = excluded.since, blocked_until = excluded.blocked_until";
    GIVE_BACK = "update access_attempts set count = count - 1, blocked_until = 0 where subject = $1 and count > 0";
    BLOCKED = "select blocked_until from access_attempts where subject = $1 and blocked_until > $2";
    FORGET = "delete from access_attempts where subject = $1";
    SWEEP = "delete from access_attempts where since < $1 and blocked_until < $2";
}

/// So many free attempts in a window; after that each further one blocks for longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limit {
    free: i64,
    window: Duration,
    first_block: Duration,
    longest_block: Duration,
}

impl Limit {
    /// Attempts from one address: a steady rate.
    pub(crate) fn of_address(per_minute: u32) -> Self {
        let minute = Duration::from_mins(1);
        Self { free: i64::from(per_minute), window: minute, first_block: minute, longest_block: minute }
    }

    /// Attempts at one account: after five failures a pause that doubles up to a quarter of an hour, so that guessing is
    /// hopeless and a stranger cannot lock a person out for long.
    pub(crate) const ACCOUNT: Self = Self {
        free: 5,
        window: Duration::from_hours(1),
        first_block: Duration::from_secs(30),
        longest_block: Duration::from_mins(15),
    };

    /// Mails with a reset link to one account.
    pub(crate) const RESET: Self = Self {
        free: 3,
        window: Duration::from_hours(1),
        first_block: Duration::from_mins(20),
        longest_block: Duration::from_hours(1),
    };
}

/// What was counted for one subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Attempts {
    count: i64,
    /// When the window began.
    since: Timestamp,
    blocked_until: Timestamp,
}

impl Attempts {
    /// The counters after one more attempt, or how long to wait before it is allowed.
    fn after_one_more(self, limit: Limit, now: Timestamp) -> std::result::Result<Self, Duration> {
        if self.blocked_until > now {
            return Err(self.blocked_until.since(now));
        }
        let fresh = now.since(self.since) >= limit.window;
        let (count, since) = if fresh { (1, now) } else { (self.count + 1, self.since) };
        let over = count - limit.free;
        // The last free attempt is allowed at once; it is what follows that has to wait.
        let blocked_until = if over < 0 { Timestamp::NEVER } else { now.plus(block(limit, over)) };
        Ok(Self { count, since, blocked_until })
    }
}

fn block(limit: Limit, over: i64) -> Duration {
    let doubled = limit.first_block.saturating_mul(1 << over.clamp(0, 20));
    doubled.min(limit.longest_block)
}

/// Counts an attempt before it is made, so that many at once are counted too. Whether the next one has to wait, and this
/// is the first of them.
///
/// # Errors
/// `access.too_many_attempts` with the seconds to wait.
pub(crate) fn count(tx: &mut Tx<'_>, subject: &str, limit: Limit) -> Result<bool> {
    let now = tx.now();
    let known = tx.opt(FIND, p![subject], |row| {
        Ok(Attempts { count: row.take()?, since: row.take()?, blocked_until: row.take()? })
    })?;
    let next = known.unwrap_or_default().after_one_more(limit, now).map_err(|wait| {
        let seconds = wait.as_secs() + 1;
        Fault::from(error::TOO_MANY_ATTEMPTS)
            .saying(error::WAIT_SECONDS.said([("seconds", &seconds.to_string())]))
            .retry_after(seconds)
    })?;
    tx.exec(KEEP, p![subject, next.count, next.since, next.blocked_until])?;
    Ok(next.count == limit.free)
}

/// Until when further attempts are refused; nothing when they are not.
pub(crate) fn blocked_until(tx: &mut Tx<'_>, subject: &str) -> Result<Option<Timestamp>> {
    let now = tx.now();
    tx.opt(BLOCKED, p![subject, now], |row| row.take())
}

/// Forgets what was counted, after a success.
pub(crate) fn forget(tx: &mut Tx<'_>, subject: &str) -> Result<()> {
    tx.exec(FORGET, p![subject]).map(drop)
}

/// Takes an attempt back that turned out to be honest, so that an office behind one address can sign in on Monday morning.
pub(crate) fn give_back(tx: &mut Tx<'_>, subject: &str) -> Result<()> {
    tx.exec(GIVE_BACK, p![subject]).map(drop)
}

/// Removes counters that nobody needs any more.
pub(crate) fn sweep(tx: &mut Tx<'_>) -> Result<u64> {
    let now = tx.now();
    tx.exec(SWEEP, p![now.minus(Duration::from_hours(2)), now])
}

/// The subject of an address; of IPv6 the network, because one customer of a provider has 2^64 addresses.
pub(crate) fn address_subject(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => format!("address:{address}"),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("address:{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// The subject of an account in a browser that its owner used before.
pub(crate) fn browser_subject(person: PersonId, browser: &SecretHash) -> String {
    format!("browser:{person}:{}", browser.as_str())
}

/// The subject of an account; also counted when there is no such account, so that the answer tells nothing.
pub(crate) fn account_subject(email_folded: &str) -> String {
    format!("account:{email_folded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(number: u64) -> Timestamp {
        Timestamp::from_micros(1_000_000_000).plus(Duration::from_secs(number))
    }

    /// Tries at these seconds; gives for each whether it was allowed.
    fn allowed(limit: Limit, at: &[u64]) -> Vec<bool> {
        let mut attempts = Attempts::default();
        let mut tries = Vec::new();
        for now in at {
            match attempts.after_one_more(limit, seconds(*now)) {
                Ok(next) => {
                    attempts = next;
                    tries.push(true);
                }
                Err(_) => tries.push(false),
            }
        }
        tries
    }

    #[test]
    fn an_account_pauses_after_five_failures_and_longer_each_time() {
        let at = [0, 1, 2, 3, 4, 5, 33, 35, 36, 94, 96];
        assert_eq!(
            allowed(Limit::ACCOUNT, &at),
            [true, true, true, true, true, false, false, true, false, false, true]
        );
        assert_eq!(block(Limit::ACCOUNT, 0).as_secs(), 30);
        assert_eq!(block(Limit::ACCOUNT, 3).as_secs(), 240);
        assert_eq!(block(Limit::ACCOUNT, 50).as_secs(), 900);
    }

    #[test]
    fn an_address_has_its_rate_a_minute() {
        assert_eq!(
            allowed(Limit::of_address(2), &[0, 1, 2, 59, 61, 62, 63]),
            [true, true, false, false, true, true, false]
        );
    }

    #[test]
    fn a_window_that_passed_is_forgotten() {
        assert_eq!(allowed(Limit::ACCOUNT, &[0, 1, 2, 3, 3700, 3701, 3702, 3703]), [true; 8]);
    }

    #[test]
    fn neighbours_in_one_ipv6_network_are_one_subject() {
        let subject = |text: &str| address_subject(text.parse().expect("an address"));
        assert_eq!(subject("2001:db8:1:2:3:4:5:6"), subject("2001:db8:1:2::1"));
        assert_ne!(subject("2001:db8:1:2::1"), subject("2001:db8:1:3::1"));
        assert_eq!(subject("::ffff:192.0.2.7"), "address:192.0.2.7");
    }
}
