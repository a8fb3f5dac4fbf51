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
    /// Those for us minus those against us, of a hundred: −100 to 100.
    Points,
    /// The mean of scores from 1 to 7.
    Score,
    /// Money for each of something, in the currency of its series.
    Money,
}

impl Unit {
    /// Between which values a figure lies that is no count, share or duration.
    pub fn bounds(self) -> Option<(f64, f64)> {
        match self {
            Self::Count | Self::Share | Self::Duration | Self::Money => None,
            Self::Points => Some((-100.0, 100.0)),
            Self::Score => Some((1.0, 7.0)),
        }
    }
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
    ($( $variant:ident $good:ident $code:literal $unit:ident $name:literal, $formula:literal, $excluded:literal; )+) => {
        /// A metric of the dictionary.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Metric { $( #[doc = $formula] $variant ),+ }

        impl Metric {
            /// All of them, in the order in which they are shown.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// What it is and how it is computed.
            pub fn definition(self) -> Definition {
                match self { $( Self::$variant => Definition {
                    code: $code, name: $name, unit: Unit::$unit, good: Good::$good, formula: $formula, excluded: $excluded, version: editions($code).len() as u32, editions: editions($code),
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
    /// What it meant from when on, the oldest first.
    pub editions: &'static [Edition],
}

/// A definition as it was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edition {
    /// The day, as `2026-11-22`.
    pub since: &'static str,
    /// What was changed, in words.
    pub change: &'static str,
}

const FIRST: Edition = Edition { since: "2026-11-22", change: "First defined." };

fn editions(code: &str) -> &'static [Edition] {
    match code {
        "first_contact_resolution" => &[
            FIRST,
            Edition {
                since: "2026-11-22",
                change: "A day counts once all of it is older than the window, so that days can be added up; before, each conversation counted by its own instant.",
            },
        ],
        _ => &[FIRST],
    }
}

metrics! {
    Created Neither "created" Count "Conversations begun",
        "Conversations whose first message was written in the period.", "";
    Solved Neither "solved" Count "Conversations solved",
        "Conversations that are solved and were solved last in the period.", "Conversations that were opened again and are not solved now.";
    Replies Neither "replies" Count "Replies",
        "Public replies that people wrote in the period.", "Automatic answers; replies that were taken back.";
    FirstResponse Down "first_response_time" Duration "First response time",
        "First public reply of a person minus first message of the customer, for first replies written in the period.",
        "Automatic answers; messages that machines wrote; conversations that one of us began.";
    NextResponse Down "next_response_time" Duration "Next response time",
        "For each message of the customer that began a wait: the public reply of a person that ended it minus that message, for replies written in the period.",
        "Automatic answers; messages that machines wrote.";
    RequesterWait Down "requester_wait" Duration "Customer waited",
        "Time in states where we owe the customer something (new, open), for conversations solved last in the period.", "Conversations that are not solved now.";
    AgentWait Neither "agent_wait" Duration "We waited",
        "Time in the state where the customer owes us an answer (pending), for conversations solved last in the period.", "Conversations that are not solved now.";
    HoldWait Down "hold_wait" Duration "On hold",
        "Time in which a third party owed us something, for conversations solved last in the period.", "Conversations that are not solved now.";
    FirstResolution Down "first_resolution_time" Duration "First resolution time",
        "First time solved minus beginning, for conversations solved last in the period.", "Conversations that are not solved now.";
    FullResolution Down "full_resolution_time" Duration "Full resolution time",
        "Last time solved minus beginning, for conversations solved last in the period.", "Conversations that are not solved now.";
    ResolutionFlow Up "resolution_rate_flow" Share "Resolution rate (flow)",
        "Conversations solved last in the period ÷ conversations begun in it; more than 1 when the backlog shrinks.", "";
    ResolutionCohort Up "resolution_rate_cohort" Share "Resolution rate (cohort)",
        "Of the conversations begun in the period, the share that is solved by now.", "";
    OneTouch Up "one_touch_rate" Share "One-touch",
        "Of the conversations solved last in the period, the share solved with exactly one public reply of a person.", "";
    FirstContact Up "first_contact_resolution" Share "First contact resolution",
        "Of the conversations solved last in the period, the share that was never opened again and after which the same customer began no other conversation on the same topic within the window (7 days).",
        "Days that ended less than the window ago are not counted yet.";
    Reopened Down "reopen_rate" Share "Reopened",
        "Of the conversations solved last in the period, the share that was opened again at least once.", "";
    Transferred Down "transfer_rate" Share "Transferred",
        "Of the conversations solved last in the period, the share that went from one team to another at least once.", "";
    Csat Up "csat" Share "CSAT",
        "Of the answers to satisfaction surveys (1 to 5) given in the period, the share of 4 and 5. An answer counts in the period in which it was first given, with the score that it has now, for the team, person, topic and channel that the conversation had when the customer was asked.",
        "Ratings that were left out with a reason; their number stands beside the figure.";
    Nps Up "nps" Points "NPS",
        "Of the answers to the question whether they would recommend us (0 to 10) given in the period: per cent of 9 and 10 minus per cent of 0 to 6. An answer counts in the period in which it was first given, with the score that it has now.",
        "Ratings that were left out with a reason; their number stands beside the figure.";
    Ces Up "ces" Score "CES",
        "The mean of the answers to the question how easy it was (1 to 7) given in the period. An answer counts in the period in which it was first given, with the score that it has now.",
        "Ratings that were left out with a reason; their number stands beside the figure.";
    CesEasy Up "ces_easy" Share "CES, easy",
        "Of the answers to the question how easy it was (1 to 7) given in the period, the share of 5 and more. An answer counts in the period in which it was first given, with the score that it has now.",
        "Ratings that were left out with a reason; their number stands beside the figure.";
    Happiness Up "happiness" Points "Happiness",
        "Of the three-way ratings given in the period: per cent of great minus per cent of not good. A rating counts in the period in which it was first given, as it is now.",
        "Ratings that were left out with a reason; their number stands beside the figure.";
    ResponseRate Up "survey_response_rate" Share "Survey response rate",
        "Of the surveys sent in the period, of whatever kind, the share that was answered by now.", "Surveys that were not sent.";
    ContactRatio Down "contact_ratio" Share "Contact ratio",
        "Conversations begun in the period ÷ active customers, or orders, in it: the settings say which. Of customers the mean of the period's days counts, of orders the sum; a month's value is spread evenly over its days.",
        "Periods with a day for which the series has no value. It is told of the whole department only.";
    CostPerContact Down "cost_per_contact" Money "Cost per contact",
        "Cost of the department in the period ÷ conversations that are solved and were solved last in it; a month's cost is spread evenly over its days.",
        "Periods with a day for which no cost is known. It is told of the whole department only.";
}

impl Metric {
    /// Whether it rates us by surveys, of which some may be left out with a reason.
    pub fn is_rating(self) -> bool {
        matches!(self, Self::Csat | Self::Nps | Self::Ces | Self::CesEasy | Self::Happiness)
    }

    /// Whether it counts surveys and not conversations.
    pub fn is_of_surveys(self) -> bool {
        self.is_rating() || self == Self::ResponseRate
    }

    /// What is counted, of a metric that divides it by, or into, an imported series; none of a metric made of facts alone.
    pub fn counts(self) -> Option<Self> {
        match self {
            Self::ContactRatio => Some(Self::Created),
            Self::CostPerContact => Some(Self::Solved),
            _ => None,
        }
    }

    /// Whether the part of the share is no part of its whole, so that there is no interval to tell.
    pub(crate) fn is_of_another_whole(self) -> bool {
        matches!(self, Self::ResolutionFlow | Self::ContactRatio)
    }

    /// By its name for programs.
    pub fn named(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|metric| metric.definition().code == code)
    }
}
