//! Every metric by its name, with its formula in plain words: screens, reports and the command line show these.

/// What a metric is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// How many.
    Count,
    /// A part of a whole, 0 to 1 and sometimes more.
    Share,
    /// Microseconds, as a spread: how many, mean, median and the 90th percentile.
    Duration,
}

/// Which way is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Good {
    /// More is better.
    Up,
    /// Less is better.
    Down,
    /// It is what it is.
    Neither,
}

macro_rules! metrics {
    ($( $variant:ident $code:literal $unit:ident $good:ident $name:literal, $formula:literal, $excluded:literal; )+) => {
        /// A metric of the dictionary.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Metric { $( #[doc = $formula] $variant ),+ }

        impl Metric {
            /// All of them, in the order in which they are shown.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// What it is and how it is computed.
            pub fn definition(self) -> Definition {
                match self { $( Self::$variant => Definition {
                    code: $code, name: $name, unit: Unit::$unit, good: Good::$good, formula: $formula, excluded: $excluded, version: 1,
                } ),+ }
            }
        }
    };
}

/// A metric in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Definition {
    /// Its name for programs.
    pub code: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// What it is measured in.
    pub unit: Unit,
    /// Which way is good.
    pub good: Good,
    /// How it is computed, and which instant puts it into a period.
    pub formula: &'static str,
    /// What does not count.
    pub excluded: &'static str,
    /// Rises when the definition changes.
    pub version: u32,
}

metrics! {
    Created "created" Count Neither "Conversations begun",
        "Conversations whose first message was written in the period.", "";
    Solved "solved" Count Up "Conversations solved",
        "Conversations that are solved and were solved last in the period.", "Conversations that were opened again and are not solved now.";
    Replies "replies" Count Neither "Replies",
        "Public replies that people wrote in the period.", "Automatic answers; replies that were taken back.";
    FirstResponse "first_response_time" Duration Down "First response time",
        "First public reply of a person minus first message of the customer, for first replies written in the period.",
        "Automatic answers; messages that machines wrote; conversations that one of us began.";
    NextResponse "next_response_time" Duration Down "Next response time",
        "For each message of the customer that began a wait: the public reply of a person that ended it minus that message, for replies written in the period.",
        "Automatic answers; messages that machines wrote.";
    RequesterWait "requester_wait" Duration Down "Customer waited",
        "Time in states where we owe the customer something (new, open), for conversations solved last in the period.", "Conversations that are not solved now.";
    AgentWait "agent_wait" Duration Neither "We waited",
        "Time in the state where the customer owes us an answer (pending), for conversations solved last in the period.", "Conversations that are not solved now.";
    HoldWait "hold_wait" Duration Down "On hold",
        "Time in which a third party owed us something, for conversations solved last in the period.", "Conversations that are not solved now.";
    FirstResolution "first_resolution_time" Duration Down "First resolution time",
        "First time solved minus beginning, for conversations solved last in the period.", "Conversations that are not solved now.";
    FullResolution "full_resolution_time" Duration Down "Full resolution time",
        "Last time solved minus beginning, for conversations solved last in the period.", "Conversations that are not solved now.";
    ResolutionFlow "resolution_rate_flow" Share Up "Resolution rate (flow)",
        "Conversations solved last in the period ÷ conversations begun in it; more than 1 when the backlog shrinks.", "";
    ResolutionCohort "resolution_rate_cohort" Share Up "Resolution rate (cohort)",
        "Of the conversations begun in the period, the share that is solved by now.", "";
    OneTouch "one_touch_rate" Share Up "One-touch",
        "Of the conversations solved last in the period, the share solved with exactly one public reply of a person.", "";
    FirstContact "first_contact_resolution" Share Up "First contact resolution",
        "Of the conversations solved last in the period, the share that was never opened again and after which the same customer began no other conversation on the same topic within the window (7 days).",
        "Days that ended less than the window ago are not counted yet.";
    Reopened "reopen_rate" Share Down "Reopened",
        "Of the conversations solved last in the period, the share that was opened again at least once.", "";
    Transferred "transfer_rate" Share Down "Transferred",
        "Of the conversations solved last in the period, the share that went from one team to another at least once.", "";
}

impl Metric {
    /// By its name for programs.
    pub fn named(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|metric| metric.definition().code == code)
    }
}
