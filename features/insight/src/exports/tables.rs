//! Which tables there are. No I/O.

use kernel::Permission;
use serde_json::Value;
use web::{Column, Names, table_head, table_line};

use super::heads;
use crate::figures::LookKind;
use crate::permissions::{FIGURES_READ, SETTINGS_MANAGE};

/// A table that can be taken away whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    /// Figures, divided or not.
    Figures,
    /// The conversations behind a figure.
    Conversations,
    /// How durations are spread.
    Distribution,
    /// Why a figure moved: every segment of every division.
    Explanation,
    /// Teams or people with the mix of work made equal.
    Comparison,
    /// The points of a control chart with its limits.
    ControlChart,
    /// What is worth being taught.
    TrainingGaps,
    /// Where conversations waited.
    Bottlenecks,
    /// When those waits began.
    BottleneckHours,
    /// What is open, by age.
    Backlog,
    /// What is open now, by team and state.
    Live,
    /// Goals with their progress.
    Goals,
    /// Alerts.
    Alerts,
    /// Actions with their checks.
    Actions,
    /// The values of a series.
    Series,
    /// Who looked at the figures of others.
    Views,
}

/// What is asked of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    /// Days, metrics and divisions, as figures are.
    Figures,
    /// The same with what explanations ask beside it.
    Explanations,
    /// A few words of its own.
    Words,
}

impl Table {
    /// All of them with their names in addresses.
    pub(super) const ALL: [(Self, &'static str); 16] = [
        (Self::Figures, "figures"),
        (Self::Conversations, "conversations"),
        (Self::Distribution, "distribution"),
        (Self::Explanation, "explanation"),
        (Self::Comparison, "comparison"),
        (Self::ControlChart, "control_chart"),
        (Self::TrainingGaps, "training_gaps"),
        (Self::Bottlenecks, "bottlenecks"),
        (Self::BottleneckHours, "bottleneck_hours"),
        (Self::Backlog, "backlog"),
        (Self::Live, "live"),
        (Self::Goals, "goals"),
        (Self::Alerts, "alerts"),
        (Self::Actions, "actions"),
        (Self::Series, "series"),
        (Self::Views, "views"),
    ];

    /// By its name in the address.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(table, _)| *table)
    }

    /// What is asked of it.
    pub(super) fn asks(self) -> Asks {
        match self {
            Self::Figures | Self::Conversations | Self::Distribution => Asks::Figures,
            Self::Explanation
            | Self::Comparison
            | Self::ControlChart
            | Self::TrainingGaps
            | Self::Bottlenecks
            | Self::BottleneckHours => Asks::Explanations,
            Self::Backlog | Self::Live | Self::Goals | Self::Alerts | Self::Actions | Self::Series | Self::Views => {
                Asks::Words
            }
        }
    }

    /// As what the log of looks keeps it; explanations keep their own.
    pub(super) fn noted_as(self) -> Option<LookKind> {
        match self {
            Self::Figures => Some(LookKind::Figures),
            Self::Conversations => Some(LookKind::Conversations),
            Self::Distribution => Some(LookKind::Distribution),
            _ => None,
        }
    }

    /// Who may have it; what it holds is cut down to what they see.
    pub(super) fn permission(self) -> Permission {
        if self == Self::Views { SETTINGS_MANAGE } else { FIGURES_READ }
    }

    fn columns(self) -> &'static [Column] {
        match self {
            Self::Figures => heads::FIGURES,
            Self::Conversations => heads::CONVERSATIONS,
            Self::Distribution => heads::DISTRIBUTION,
            Self::Explanation => heads::EXPLANATION,
            Self::Comparison => heads::COMPARISON,
            Self::ControlChart => heads::CONTROL_CHART,
            Self::TrainingGaps => heads::TRAINING_GAPS,
            Self::Bottlenecks => heads::BOTTLENECKS,
            Self::BottleneckHours => heads::BOTTLENECK_HOURS,
            Self::Backlog => heads::BACKLOG,
            Self::Live => heads::LIVE,
            Self::Goals => heads::GOALS,
            Self::Alerts => heads::ALERTS,
            Self::Actions => heads::ACTIONS,
            Self::Series => heads::SERIES,
            Self::Views => heads::VIEWS,
        }
    }

    /// The first line; `by` is what figures are divided by.
    pub(super) fn head(self, by: &[String]) -> String {
        let divided = |head: &'static str| {
            let place: Option<usize> = head.strip_prefix("part ").and_then(|place| place.parse().ok());
            place.map_or(head, |place| by.get(place - 1).map_or("", String::as_str))
        };
        table_head(self.columns().iter().map(|(head, _)| divided(head)))
    }

    /// The line of a row, with names in the place of ids.
    pub(super) fn line(self, row: &Value, names: &Names) -> String {
        table_line(self.columns(), row, names)
    }
}
