//! Which figure of another tool is which figure of ours: a TOML file beside the map of an import.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What the file says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pairs {
    /// The source of the import whose conversations are counted.
    pub(crate) source: String,
    /// The pairs.
    #[serde(default)]
    pub(crate) figure: Vec<Pair>,
    /// Figures of the other tool that have no counterpart.
    #[serde(default)]
    pub(crate) without: Vec<Without>,
}

/// A figure of theirs and a figure of ours.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pair {
    /// Theirs, by its place in their document: names with dots between.
    pub(crate) reference: String,
    /// Where theirs is a list: which field names the part and which is the figure.
    #[serde(default)]
    pub(crate) list: Option<List>,
    /// Where theirs is divided into parts with figures in several fields or places: which.
    #[serde(default)]
    pub(crate) field: Option<String>,
    /// Where theirs is a table of numbers: those that are added up.
    #[serde(default)]
    pub(crate) sum: Vec<String>,
    /// Ours: a metric of the dictionary …
    #[serde(default)]
    pub(crate) metric: Option<String>,
    /// … or what is counted of every conversation.
    #[serde(default)]
    pub(crate) facts: Option<Fact>,
    /// Which number of it.
    #[serde(default)]
    pub(crate) value: Option<Value>,
    /// Divided by this.
    #[serde(default)]
    pub(crate) by: Option<String>,
    /// What their parts are called here.
    #[serde(default)]
    pub(crate) parts: BTreeMap<String, String>,
    /// What stands behind their parts here: `-01` makes a day of a month.
    #[serde(default)]
    pub(crate) parts_suffix: String,
    /// Share of durations up to so many hours.
    #[serde(default)]
    pub(crate) within_hours: Option<f64>,
    /// To how many places theirs is written down, where that is not four, or six of a share.
    #[serde(default)]
    pub(crate) places: Option<i32>,
    /// Where the two measure different things: which class of difference.
    #[serde(default)]
    pub(crate) differs: Option<Class>,
    /// And why.
    #[serde(default)]
    pub(crate) why: String,
}

/// How a list names its parts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct List {
    pub(crate) key: String,
    pub(crate) field: String,
}

/// A figure of theirs without one of ours.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Without {
    pub(crate) reference: String,
    pub(crate) why: String,
}

/// What is counted of every conversation, where the dictionary has no metric of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fact {
    /// Public replies of people.
    Replies,
    /// Messages of the customer after the first.
    FurtherMessages,
    /// All public messages after the customer's first.
    Answers,
    /// Moves from one team to another.
    Transfers,
    /// Whether one of us wrote before the customer did.
    BegunByUs,
    /// From the first message to the first reply.
    FirstResponse,
    /// Time new or open.
    RequesterWait,
    /// Time pending.
    AgentWait,
    /// Time on hold.
    HoldWait,
}

/// Which number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Value {
    /// How many, and how durations spread.
    Spread,
    /// How many.
    Count,
    /// The part of a share.
    Part,
    /// What is not in the part.
    Rest,
    /// The share itself.
    Share,
    /// What the share leaves.
    RestShare,
    /// The sum over conversations, durations in hours.
    Sum,
    /// The mean over all conversations.
    Mean,
    /// How many parts there are.
    Parts,
}

/// Classes of difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Class {
    /// The same part of another whole.
    Whole,
    /// Another beginning or end is measured.
    Definition,
    /// Another instant puts it into a period.
    Period,
    /// The file tells it twice, and not the same.
    Source,
}

impl Class {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Whole => "another whole",
            Self::Definition => "another definition",
            Self::Period => "another period",
            Self::Source => "two sources",
        }
    }
}

impl Pairs {
    /// # Errors
    /// In words, with the line and the key at fault.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let pairs: Self = toml::from_str(text).map_err(|wrong| wrong.to_string())?;
        for pair in &pairs.figure {
            let reference = &pair.reference;
            if pair.metric.is_some() == pair.facts.is_some() {
                return Err(format!("{reference}: either `metric` or `facts` is needed"));
            }
            if pair.differs.is_some() == pair.why.is_empty() {
                return Err(format!("{reference}: `differs` and `why` belong together"));
            }
        }
        Ok(pairs)
    }
}
