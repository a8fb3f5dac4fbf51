//! How far an import is, and what became of the mails.

use std::fmt;
use std::time::Duration;

use crate::intake::model::{Reason, State};
use crate::intake::place::Fate;

/// What became of the mails read so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// Mails found in the archive.
    pub read: i64,
    /// Conversations that were begun.
    pub conversations: i64,
    /// Messages in conversations.
    pub messages: i64,
    /// Mails that were here already, or twice in the archive.
    pub duplicates: i64,
    /// Mails kept for a person to look at, or too large to be kept.
    pub unplaced: i64,
    /// Reports about the delivery of mails of ours: they need no conversation.
    pub reports: i64,
    /// Mails older than asked for.
    pub older: i64,
}

impl Counts {
    /// Counts one mail by what became of it.
    pub(crate) fn count(&mut self, fate: Fate) {
        match fate {
            Fate::Placed { opened, .. } => {
                self.messages += 1;
                self.conversations += i64::from(opened);
            }
            Fate::Nothing | Fate::Settled(Reason::SameMail | Reason::OwnCopy) => self.duplicates += 1,
            Fate::Settled(reason) if reason.state() == State::Ignored => self.reports += 1,
            Fate::Settled(_) => self.unplaced += 1,
        }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, more: Self) -> Self {
        Self {
            read: self.read + more.read,
            conversations: self.conversations + more.conversations,
            messages: self.messages + more.messages,
            duplicates: self.duplicates + more.duplicates,
            unplaced: self.unplaced + more.unplaced,
            reports: self.reports + more.reports,
            older: self.older + more.older,
        }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { read, conversations, messages, duplicates, unplaced, reports, older } = self;
        write!(
            out,
            "read {read}, conversations {conversations}, messages {messages}, duplicates {duplicates}, could not be placed {unplaced}"
        )?;
        if *reports > 0 {
            write!(out, ", delivery reports {reports}")?;
        }
        if *older > 0 {
            write!(out, ", older than asked for {older}")?;
        }
        Ok(())
    }
}

/// Told while an import works.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// So far, earlier runs of the same import included.
    pub counts: Counts,
    /// The part of the archive that is done, 0 to 1.
    pub part: f64,
    /// Mails a second in this run.
    pub rate: f64,
    /// What remains at this rate; unknown at first.
    pub rest: Option<Duration>,
}

impl fmt::Display for Progress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:.1} %, {} mails, {:.0} a second", self.part * 100.0, self.counts.read, self.rate)?;
        match self.rest.map(|rest| rest.as_secs()) {
            None => Ok(()),
            Some(seconds @ 0..120) => write!(out, ", {seconds} s left"),
            Some(seconds) => write!(out, ", {} min left", seconds.div_ceil(60)),
        }
    }
}
