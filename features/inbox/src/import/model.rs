//! How far an import of tables is, and what became of the rows.

use std::fmt;
use std::time::Duration;

/// What an import read, made and left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows of all files.
    pub rows: i64,
    /// Rows with a value that is not what its column must hold.
    pub bad: i64,
    /// Conversations that were begun.
    pub conversations: i64,
    /// Their messages.
    pub messages: i64,
    /// What happened to them, as events.
    pub events: i64,
    /// Cases that were conversations already.
    pub known: i64,
    /// Those of them whose rows are others now; they stay as they are.
    pub changed: i64,
    /// Cases left out as spam.
    pub spam: i64,
    /// Messages or events of tickets that no file has, counted by ticket.
    pub without_ticket: i64,
    /// People added as former ones.
    pub people: i64,
    /// Teams made.
    pub teams: i64,
    /// Topics made.
    pub topics: i64,
}

impl fmt::Display for Counts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rows, conversations, messages, events, known, .. } = self;
        write!(
            out,
            "rows {rows}, conversations {conversations}, messages {messages}, events {events}, here already {known}"
        )?;
        let seldom = [
            (self.changed, "changed since and left as they are"),
            (self.spam, "spam"),
            (self.without_ticket, "without a ticket"),
            (self.bad, "bad rows"),
            (self.people, "people added"),
            (self.teams, "teams made"),
            (self.topics, "topics made"),
        ];
        seldom
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .try_for_each(|(count, words)| write!(out, ", {words} {count}"))
    }
}

/// What an import does at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Reads and checks rows.
    Reading,
    /// Keeps cases.
    Keeping,
}

/// Told while an import works.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// What it does.
    pub doing: Doing,
    /// Rows read, or cases kept.
    pub done: i64,
    /// Rows a second, or cases a second.
    pub rate: f64,
    /// How many cases there are; unknown while rows are read.
    pub total: Option<i64>,
    /// What remains at this rate; unknown at first.
    pub rest: Option<Duration>,
}

impl fmt::Display for Progress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { done, rate, .. } = self;
        match (self.doing, self.total) {
            (Doing::Reading, _) => return write!(out, "read {done} rows, {rate:.0} a second"),
            (Doing::Keeping, None) => write!(out, "{done} cases, {rate:.0} a second")?,
            (Doing::Keeping, Some(total)) => {
                let part = *done as f64 / total.max(1) as f64 * 100.0;
                write!(out, "{part:.1} %, {done} of {total} cases, {rate:.0} a second")?;
            }
        }
        match self.rest.map(|rest| rest.as_secs()) {
            None => Ok(()),
            Some(seconds @ 0..120) => write!(out, ", {seconds} s left"),
            Some(seconds) => write!(out, ", {} min left", seconds.div_ceil(60)),
        }
    }
}
