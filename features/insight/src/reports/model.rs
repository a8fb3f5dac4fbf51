//! What is told again and again, and a report of it. No I/O.

use kernel::TeamId;
use serde::{Deserialize, Serialize};

use crate::facts::TopicId;
use crate::figures::{Clock, Filter};
use crate::goals::Every;
use crate::measures::MeasureClock;
use crate::metrics::By;

db::typed_id!(
    /// What is told again and again.
    PlanId, "rplan");
db::typed_id!(
    /// A report.
    ReportId, "report");

/// Where the report's contents come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReportKind)]
pub enum Kind {
    /// The executive pack: its sections are fixed.
    Executive,
    /// What somebody put together.
    Built,
}

/// In which language it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReportLanguage)]
pub enum Language {
    /// English.
    En,
    /// German.
    De,
}

/// What a report covers; an empty list lets everything count.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({"teams": ["team_06pz3k5m8v00g"], "channels": [], "topics": []}))]
pub struct ReportFilter {
    /// With one of these teams.
    pub teams: Vec<TeamId>,
    /// By one of these channels.
    #[schema(examples(json!(["mail"])))]
    pub channels: Vec<String>,
    /// About one of these topics.
    pub topics: Vec<TopicId>,
}

/// How figures are divided in a built report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReportSplit)]
pub enum Split {
    /// By the team it lies with.
    Team,
    /// By person.
    Agent,
    /// By channel.
    Channel,
    /// By contact reason.
    Topic,
    /// By mailbox.
    Mailbox,
    /// By priority.
    Priority,
}

/// A step of a trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReportStep)]
pub enum Step {
    /// A point a day.
    Day,
    /// A point a week.
    Week,
    /// A point a month.
    Month,
}

/// A part of a built report, in plain words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = ReportElement, example = json!({"what": "trend", "metric": "first_response_time", "by": "week", "target": true, "filter": {"teams": [], "channels": ["mail"], "topics": []}}))]
pub enum Element {
    /// Figures in large type, against target and the period before.
    Figures {
        /// By their names in the dictionary.
        metrics: Vec<String>,
        /// Of what, narrower than the report.
        #[serde(default)]
        filter: ReportFilter,
    },
    /// A figure over time.
    Trend {
        /// By its name in the dictionary.
        metric: String,
        /// A point for each of these.
        by: Step,
        /// Whether its target is drawn.
        #[serde(default)]
        target: bool,
        /// Of what, narrower than the report.
        #[serde(default)]
        filter: ReportFilter,
    },
    /// Figures by part: a table, and bars for the first.
    Parts {
        /// By their names in the dictionary.
        metrics: Vec<String>,
        /// The parts.
        by: Split,
        /// Of what, narrower than the report.
        #[serde(default)]
        filter: ReportFilter,
    },
    /// Somebody's own words.
    Text {
        /// What stands above.
        heading: String,
        /// The words.
        text: String,
    },
    /// Actions and their owners, with whether they worked.
    Actions {},
    /// What customers said.
    Quotes {
        /// Of what, narrower than the report.
        #[serde(default)]
        filter: ReportFilter,
    },
    /// Why a figure moved.
    Why {
        /// By its name in the dictionary.
        metric: String,
        /// Of what, narrower than the report.
        #[serde(default)]
        filter: ReportFilter,
    },
}

/// As what a report leaves the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReportFormat)]
pub enum Format {
    /// Pages to be printed.
    Pdf,
    /// A workbook that counts.
    Xlsx,
    /// A page for a browser.
    Html,
}

/// When a report is made by itself, and to whom it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReportSchedule, example = json!(super::wire::schedule()))]
pub struct Schedule {
    /// Of a week its day, 1 (Monday) to 7; of a month or a quarter's first month its day, 1 to 28.
    #[schema(examples(2))]
    pub day: i8,
    /// The hour in the company's time zone, 0 to 23.
    #[schema(examples(7))]
    pub hour: i8,
    /// Mail addresses.
    #[schema(examples(json!(["board@nordlicht.example"])))]
    pub recipients: Vec<String>,
    /// As what it is attached.
    pub formats: Vec<Format>,
    /// A draft is made and its owner told; nothing goes out before somebody has frozen it.
    pub after_review: bool,
}

/// What is told, of which stretches, to whom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReportPlanContent, example = json!(super::wire::content()))]
pub struct PlanContent {
    /// What it is called.
    #[schema(examples("Customer service for the board"))]
    pub name: String,
    /// Fixed sections, or what somebody put together.
    pub kind: Kind,
    /// The stretch of one report.
    pub cadence: Every,
    /// In which language it is written.
    pub language: Language,
    /// Which time durations are counted in.
    #[serde(default)]
    pub clock: MeasureClock,
    /// What it covers.
    #[serde(default)]
    pub filter: ReportFilter,
    /// The parts of a built report, in order; none of an executive one.
    #[serde(default)]
    pub elements: Vec<Element>,
    /// When it is made by itself; null when never.
    #[serde(default)]
    pub schedule: Option<Schedule>,
}

/// Where a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportState {
    /// It can be changed.
    Draft,
    /// It is a record.
    Frozen,
}

impl Language {
    /// As `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
        }
    }
}

impl Split {
    pub(crate) fn by(self) -> By {
        match self {
            Self::Team => By::Team,
            Self::Agent => By::Agent,
            Self::Channel => By::Channel,
            Self::Topic => By::Topic,
            Self::Mailbox => By::Mailbox,
            Self::Priority => By::Priority,
        }
    }
}

impl Step {
    pub(crate) fn by(self) -> By {
        match self {
            Self::Day => By::Day,
            Self::Week => By::Week,
            Self::Month => By::Month,
        }
    }
}

impl Format {
    /// How its file name ends.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
            Self::Html => "html",
        }
    }

    /// What browsers and mail programs call it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Html => "text/html; charset=utf-8",
        }
    }
}

impl ReportFilter {
    /// As a filter of figures.
    pub(crate) fn filter(&self) -> Filter {
        Filter {
            teams: self.teams.clone(),
            channels: self.channels.clone(),
            topics: self.topics.clone(),
            ..Filter::default()
        }
    }
}

impl PlanContent {
    /// Which time durations are counted in.
    pub(crate) fn clock(&self) -> Clock {
        match self.clock {
            MeasureClock::Calendar => Clock::Calendar,
            MeasureClock::Business => Clock::Business,
        }
    }

    /// Whether figures of people by name stand in it.
    pub(crate) fn names_people(&self) -> bool {
        self.elements.iter().any(|it| matches!(it, Element::Parts { by: Split::Agent, .. }))
    }
}
