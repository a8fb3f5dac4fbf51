//! What is a storm, and how fast its mails are placed. No I/O.

use std::time::Duration;

use kernel::Timestamp;
use serde::{Deserialize, Serialize};

db::typed_id!(
    /// A storm.
    StormId, "storm");

/// Minutes that a rate is measured over.
pub const SPAN: Duration = Duration::from_mins(10);

/// Whose mails are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Those of one address.
    Sender,
    /// Those of one domain.
    Domain,
    /// Those to one mailbox.
    Mailbox,
}

impl Scope {
    /// The stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sender => "sender",
            Self::Domain => "domain",
            Self::Mailbox => "mailbox",
        }
    }

    pub(crate) fn of(code: &str) -> Self {
        [Self::Sender, Self::Domain].into_iter().find(|scope| scope.code() == code).unwrap_or(Self::Mailbox)
    }
}

/// What is done with the mails of a storm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Course {
    /// They are placed a few a minute.
    Slowed,
    /// They wait until a person decides.
    Held,
    /// A person said that they are welcome.
    Released,
}

impl Course {
    /// The stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Slowed => "slowed",
            Self::Held => "held",
            Self::Released => "released",
        }
    }

    pub(crate) fn of(code: &str) -> Self {
        [Self::Held, Self::Released].into_iter().find(|course| course.code() == code).unwrap_or(Self::Slowed)
    }
}

/// How many mails come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// In the last ten minutes.
    pub recent: i64,
    /// In ten minutes of the last two weeks in which any came.
    pub usual: i64,
}

/// What it takes to be a storm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    /// Fewer mails in ten minutes are never one.
    pub floor: i64,
    /// How many times the usual it must be.
    pub factor: i64,
}

/// Whether a rate begins a storm.
pub fn begins(rate: Rate, threshold: Threshold) -> bool {
    rate.recent >= threshold.floor && rate.recent >= rate.usual.saturating_mul(threshold.factor)
}

/// Whether a storm is over: the rate is well below what begins one, so that it does not begin and end all the time.
pub fn ends(rate: Rate, threshold: Threshold) -> bool {
    let begin = threshold.floor.max(rate.usual.saturating_mul(threshold.factor));
    rate.recent <= begin / 2
}

/// The mails of the last ten minutes, from those of the span that runs and of the one before, `into` the span that runs.
pub fn sliding(before: i64, running: i64, into: Duration) -> i64 {
    let left = SPAN.saturating_sub(into).as_secs();
    let kept = u64::try_from(before).unwrap_or(0).saturating_mul(left) / SPAN.as_secs();
    running.saturating_add(i64::try_from(kept).unwrap_or(i64::MAX))
}

/// When the next mail of a slowed storm is placed, and when the one after it at the earliest.
pub fn slot(next_at: Timestamp, now: Timestamp, per_minute: i64) -> (Timestamp, Timestamp) {
    let at = next_at.max(now);
    let pause = Duration::from_mins(1) / u32::try_from(per_minute.max(1)).unwrap_or(u32::MAX);
    (at, at.plus(pause))
}

/// A storm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Storm {
    /// Its id.
    pub id: StormId,
    /// Whose mails are counted.
    pub scope: Scope,
    /// The address, the domain, or the raw id of the mailbox.
    pub who: String,
    /// What is done.
    pub course: Course,
    /// Mails so far.
    pub seen: i64,
    /// Mails in ten minutes before it.
    pub usual: i64,
    /// When it was noticed.
    pub began_at: Timestamp,
    /// When its last mail came.
    pub last_at: Timestamp,
    /// When it was over; never while it lasts.
    pub ended_at: Timestamp,
    /// When its next mail is placed at the earliest.
    pub next_at: Timestamp,
}

impl Storm {
    /// Whether a mail is part of it.
    pub fn takes(&self, sender: &str, mailbox: i64) -> bool {
        match self.scope {
            Scope::Sender => sender == self.who,
            Scope::Domain => domain_of(sender) == self.who,
            Scope::Mailbox => mailbox.to_string() == self.who,
        }
    }
}

/// The domain of an address; empty when it has none.
pub fn domain_of(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, domain)| domain)
}

#[cfg(test)]
mod model_tests {
    use proptest::prelude::*;

    use super::*;

    const THRESHOLD: Threshold = Threshold { floor: 60, factor: 10 };

    #[test]
    fn a_storm_is_much_and_more_than_usual() {
        for (recent, usual, want) in [
            (59, 0, false),
            (60, 0, true),
            (60, 6, true),
            (60, 7, false),
            (500, 100, false),
            (1_000, 100, true),
            (i64::MAX, i64::MAX, true),
        ] {
            assert_eq!(begins(Rate { recent, usual }, THRESHOLD), want, "{recent} against {usual}");
        }
    }

    #[test]
    fn the_last_ten_minutes_slide() {
        assert_eq!(sliding(100, 5, Duration::ZERO), 105);
        assert_eq!(sliding(100, 5, Duration::from_mins(5)), 55);
        assert_eq!(sliding(100, 5, Duration::from_mins(10)), 5);
        assert_eq!(sliding(100, 5, Duration::from_mins(20)), 5);
    }

    proptest! {
        #[test]
        fn nothing_begins_and_ends_at_once(recent in 0_i64..100_000, usual in 0_i64..10_000, floor in 1_i64..1_000, factor in 2_i64..50) {
            let (rate, threshold) = (Rate { recent, usual }, Threshold { floor, factor });
            let both = begins(rate, threshold) && ends(rate, threshold);
            prop_assert!(!both);
            let (silence, below) = (Rate { recent: 0, usual }, Rate { recent: floor - 1, usual });
            prop_assert!(ends(silence, threshold), "silence ends every storm");
            prop_assert!(!begins(below, threshold), "the floor holds");
            // More of the same is never less of a storm.
            let more = begins(Rate { recent: recent + 1, usual }, threshold);
            prop_assert!(more || !begins(rate, threshold), "no storm any more");
        }

        #[test]
        fn slots_keep_the_rate_and_their_order(per_minute in 1_i64..1_000, mails in 1_usize..200) {
            let start = Timestamp::from_micros(1_000_000_000);
            let mut next = Timestamp::NEVER;
            let mut slots = Vec::new();
            for _ in 0..mails {
                let (at, after) = slot(next, start, per_minute);
                slots.push(at);
                next = after;
            }
            prop_assert!(slots.windows(2).all(|pair| pair[0] < pair[1]));
            let minute = start.plus(Duration::from_secs(59));
            let in_minute = slots.iter().filter(|at| **at <= minute).count();
            prop_assert!(i64::try_from(in_minute).unwrap() <= per_minute);
        }
    }
}
