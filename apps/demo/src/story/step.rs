//! What happens at an instant.

use crate::clock::Instant;
use crate::world::Team;

/// One thing somebody does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub at: Instant,
    /// The conversation's place in the order of their beginnings, from 0.
    pub conversation: u32,
    pub act: Act,
}

/// What is done. People of the company are indexes into [`crate::world::PEOPLE`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Somebody begins to work here.
    Joins { person: usize },
    /// A customer's first mail; it arrives at the mailbox of this team.
    Opens { customer: usize, mailbox: Team, subject: String, mail: Mail },
    /// A customer's further mail.
    Writes { mail: Mail },
    /// A public answer, and the status it leaves.
    Answers { by: usize, mail: Mail, leaves: Status },
    /// An internal note.
    Notes { by: usize, mail: Mail, mentions: Vec<usize> },
    /// The customer is asked what they think of us, if any programme asks.
    Surveyed,
    /// The customer, if asked, answers: how well they think of us, 0 to 99, and perhaps their own words.
    Rates { mood: u8, words: &'static str },
    /// Somebody calls back after a low score, if one was given, and notes what was said.
    CallsBack { by: usize, note: &'static str },
    /// A rating that is not about us is left out of the figures, if one was given.
    LeavesOut { reason: &'static str },
    /// The desk's own work on the conversation.
    Changes { by: usize, change: Change },
}

/// A text in paragraphs (a blank line between them) and what comes with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mail {
    pub text: String,
    pub papers: Vec<Paper>,
}

/// An attachment, drawn when it is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paper {
    /// A picture of the bike with the trouble marked; the seed decides what it looks like.
    Photo { seed: u64 },
    /// An invoice for an order.
    Invoice { number: String, order: String, customer: String, town: String, article: String, cents: i64 },
    /// The drive's own log.
    Log { seed: u64, frame: String, code: String },
}

/// What is changed; `None` stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    pub status: Option<Status>,
    pub priority: Option<Priority>,
    pub assignee: Option<usize>,
    pub team: Option<Team>,
    pub topic: Option<&'static str>,
    pub tags: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    New,
    Open,
    Pending,
    OnHold,
    Solved,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Priority {
    Low,
    Normal,
    High,
    Urgent,
}
