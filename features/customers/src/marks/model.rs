//! When an address counts as undeliverable. No I/O.

use std::time::Duration;

use kernel::Timestamp;
use serde::{Deserialize, Serialize};

/// What is known of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MarkState {
    /// Mail to it comes back.
    Undeliverable,
    /// Somebody there called a mail of ours unwanted.
    Complained,
}

/// A mark on an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = AddressMark)]
pub struct Mark {
    /// What is known.
    pub state: MarkState,
    /// Since when.
    pub since: Timestamp,
    /// RFC 3463 status of the mail that came back; empty when none was given.
    #[schema(examples("5.1.1"))]
    pub status: String,
    /// What the other mail system said, one line; perhaps empty.
    #[schema(examples("550 5.1.1 No such user"))]
    pub answer: String,
}

/// Whether an address can be written to and what it wants.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reach {
    /// Mail to it comes back.
    pub undeliverable: bool,
    /// Somebody there called a mail of ours unwanted.
    pub complained: bool,
    /// Somebody there unsubscribed from the list that was asked about.
    pub unsubscribed: bool,
}

/// A mail that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounce {
    /// The address it was for.
    pub address: String,
    /// It will not be delivered however often it is tried.
    pub hard: bool,
    /// RFC 3463 status, or empty.
    pub status: String,
    /// What the other system said.
    pub answer: String,
    /// Passing failures after which the address counts as undeliverable.
    pub soft_limit: i64,
    /// Days within which they must happen.
    pub soft_days: i64,
}

/// What is kept of an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) undeliverable_at: Timestamp,
    pub(crate) status: String,
    pub(crate) answer: String,
    pub(crate) soft_count: i64,
    pub(crate) soft_at: Timestamp,
    pub(crate) complained_at: Timestamp,
}

impl Known {
    /// What a mail that came back makes of it.
    pub(crate) fn after(&self, bounce: &Bounce, now: Timestamp) -> Self {
        let window = Duration::from_hours(24 * u64::try_from(bounce.soft_days).unwrap_or(1));
        let counts_on = self.soft_at.happened().is_some_and(|at| now.since(at) <= window);
        let (soft_at, soft_count) = match (bounce.hard, counts_on) {
            (true, _) => (self.soft_at, self.soft_count),
            (false, true) => (self.soft_at, self.soft_count + 1),
            (false, false) => (now, 1),
        };
        let mut after = Self { soft_count, soft_at, ..self.clone() };
        if bounce.hard || soft_count >= bounce.soft_limit {
            after.undeliverable_at = self.undeliverable_at.happened().unwrap_or(now);
            after.status.clone_from(&bounce.status);
            after.answer.clone_from(&bounce.answer);
        }
        after
    }

    /// The mark that is shown: that mail does not arrive matters more than that it is not wanted.
    pub(crate) fn mark(&self) -> Option<Mark> {
        let (state, since) = match (self.undeliverable_at.happened(), self.complained_at.happened()) {
            (Some(since), _) => (MarkState::Undeliverable, since),
            (None, Some(since)) => (MarkState::Complained, since),
            (None, None) => return None,
        };
        Some(Mark { state, since, status: self.status.clone(), answer: self.answer.clone() })
    }
}

#[cfg(test)]
mod model_tests {
    use super::*;

    fn bounce(hard: bool) -> Bounce {
        Bounce {
            address: "anna@x.example".into(),
            hard,
            status: if hard { "5.1.1" } else { "4.2.2" }.into(),
            answer: "no".into(),
            soft_limit: 3,
            soft_days: 7,
        }
    }

    #[test]
    fn one_hard_failure_is_enough_and_passing_ones_must_gather() {
        let day = |day: u64| Timestamp::from_micros(1_000_000).plus(Duration::from_hours(24 * day));
        let hard = Known::default().after(&bounce(true), day(0));
        assert_eq!(hard.mark().map(|mark| (mark.state, mark.since)), Some((MarkState::Undeliverable, day(0))));
        assert_eq!(hard.after(&bounce(true), day(3)).undeliverable_at, day(0), "since the first");
        for (days, marked) in
            [(vec![0, 1, 2], true), (vec![0, 1], false), (vec![0, 8, 16], false), (vec![0, 5, 8, 9, 10], true)]
        {
            let known = days.iter().fold(Known::default(), |known, at| known.after(&bounce(false), day(*at)));
            assert_eq!(known.mark().is_some(), marked, "{days:?}");
        }
    }
}
