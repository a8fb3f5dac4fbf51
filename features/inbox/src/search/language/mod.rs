//! The language people search in: words, `"phrases"`, `pref*`, `-not`, `OR`, parentheses and filters such as `status:open`.
//!
//! Reading never fails and never panics: what cannot be understood is told with its place, and the rest is searched for.
//!
//! ```text
//! query   = either
//! either  = all { "OR" all }                     a b OR c d   means   (a b) OR (c d)
//! all     = { ["AND"] [ "-" | "NOT" ] single }
//! single  = "(" either ")" | filter | "#" number | word | prefix "*" | '"' phrase '"'
//! filter  = name ( ":" | ">" | ">=" | "<" | "<=" ) value
//! ```

mod dates;
mod filters;
mod lexer;
mod parser;
#[cfg(test)]
mod tests;
pub(crate) mod words;

use kernel::{Said, Timestamp};

use crate::words::{Priority, Status};

pub use parser::parse;

/// What "now" and "today" mean to whoever searches.
#[derive(Debug, Clone)]
pub struct Moment {
    /// The present instant.
    pub now: Timestamp,
    /// The time zone of civil days.
    pub zone: jiff::tz::TimeZone,
}

/// A query that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// What is searched for; nothing when the query is empty.
    pub node: Option<Node>,
    /// What could not be understood.
    pub wrong: Vec<Wrong>,
}

/// Something that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Where it begins, in UTF-16 units, as browsers count.
    pub at: usize,
    /// What is wrong.
    pub said: Said,
}

/// A query as a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// All of these.
    All(Vec<Node>),
    /// Any of these.
    Any(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// A word, a beginning of a word, or words in a row, in all texts.
    Text(Text),
    /// A filter, and where it stands, in UTF-16 units.
    Filter(Filter, usize),
    /// A filter whose value makes no sense: finds nothing.
    Nothing,
}

/// Words to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// As typed, without quotes and star.
    pub words: String,
    /// How they have to be there.
    pub how: How,
}

/// How words have to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Each in any of its forms.
    Words,
    /// The last one is only a beginning.
    Prefix,
    /// In a row and as they are.
    Phrase,
}

/// What a conversation has to be like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// Where it stands.
    Status(Vec<Status>),
    /// How urgent it is.
    Priority(Vec<Priority>),
    /// How it came.
    Channel(String),
    /// Bears a tag of this name.
    Tag(String),
    /// Who has it.
    Assignee(Whom),
    /// Lies with a team of this name, or with none.
    Team(Option<String>),
    /// Is about a topic of this name or one below it, or about none.
    Topic(Option<String>),
    /// Somebody of this name or address wrote in it.
    From(Text),
    /// Somebody of this name or address was written to.
    To(Text),
    /// These words are in the subject.
    Subject(Text),
    /// Has a file.
    HasAttachment,
    /// Began within these instants, the end not included.
    Created(Timestamp, Timestamp),
    /// Was changed last within these instants, the end not included.
    Updated(Timestamp, Timestamp),
    /// Has this number.
    Number(i64),
}

/// Whom a conversation lies with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// Whoever searches.
    Me,
    /// Nobody.
    Nobody,
    /// Somebody of this name.
    Named(String),
}
