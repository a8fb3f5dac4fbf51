//! Which tables there are, and where in an answer the cells of each stand.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::csv::{cell, line};

/// Names by ids, as both stand in answers.
pub(super) type Names = BTreeMap<String, String>;

/// A table that can be taken away whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    Figures,
    Conversations,
    Backlog,
    Bottlenecks,
    Goals,
    Alerts,
    Actions,
}

/// The head of a column, and the JSON pointer of its cell.
type Column = (&'static str, &'static str);

const FIGURES: &[Column] = &[
    ("part 1", "/part/0"),
    ("part 2", "/part/1"),
    ("part 3", "/part/2"),
    ("metric", "/metric"),
    ("name", "/name"),
    ("unit", "/unit"),
    ("value", "/value"),
    ("count", "/count"),
    ("of", "/of"),
    ("mean", "/mean"),
    ("median", "/median"),
    ("p90", "/p90"),
    ("low", "/low"),
    ("high", "/high"),
    ("small", "/small"),
    ("before value", "/before/value"),
    ("before count", "/before/count"),
];
const CONVERSATIONS: &[Column] = &[
    ("number", "/number"),
    ("conversation", "/conversation"),
    ("at", "/at"),
    ("counts", "/counts"),
    ("seconds", "/seconds"),
    ("person", "/person"),
    ("team", "/team"),
    ("topic", "/topic"),
    ("mailbox", "/mailbox"),
    ("channel", "/channel"),
    ("status", "/status"),
    ("priority", "/priority"),
    ("created at", "/created_at"),
    ("first reply at", "/first_reply_at"),
    ("solved at", "/solved_at"),
    ("reopened", "/reopened"),
    ("transfers", "/transfers"),
    ("customer messages", "/customer_messages"),
    ("replies", "/replies"),
    ("first response seconds", "/times/first_response"),
    ("first resolution seconds", "/times/first_resolution"),
    ("full resolution seconds", "/times/full_resolution"),
    ("requester wait seconds", "/times/requester_wait"),
    ("agent wait seconds", "/times/agent_wait"),
    ("hold seconds", "/times/hold_wait"),
    ("score", "/score"),
];
const BACKLOG: &[Column] = &[
    ("team", "/team"),
    ("status", "/status"),
    ("days from", "/from_days"),
    ("days to", "/to_days"),
    ("count", "/count"),
];
const BOTTLENECKS: &[Column] = &[
    ("stage", "/stage"),
    ("team", "/team"),
    ("count", "/count"),
    ("total seconds", "/total"),
    ("share", "/share"),
    ("median seconds", "/median"),
    ("p90 seconds", "/p90"),
];
const GOALS: &[Column] = &[
    ("name", "/content/name"),
    ("metric", "/content/measure/metric"),
    ("statistic", "/content/measure/statistic"),
    ("scope", "/scope"),
    ("teams", "/content/measure/of/teams"),
    ("people", "/content/measure/of/people"),
    ("aim", "/content/aim"),
    ("target", "/content/target"),
    ("edge", "/content/edge"),
    ("from", "/progress/0/from"),
    ("to", "/progress/0/to"),
    ("value", "/progress/0/reading/value"),
    ("count", "/progress/0/reading/count"),
    ("standing", "/progress/0/standing"),
    ("certain", "/progress/0/certain"),
    ("days left", "/progress/0/days_left"),
];
const ALERTS: &[Column] = &[
    ("name", "/name"),
    ("metric", "/measure/metric"),
    ("statistic", "/measure/statistic"),
    ("teams", "/measure/of/teams"),
    ("people", "/measure/of/people"),
    ("state", "/state"),
    ("reason", "/finding/reason"),
    ("value", "/finding/reading/value"),
    ("low", "/finding/low"),
    ("high", "/finding/high"),
    ("from", "/finding/from"),
    ("to", "/finding/to"),
    ("opened at", "/opened_at"),
    ("acknowledged at", "/acknowledged_at"),
    ("acknowledged by", "/acknowledged_by"),
    ("closed at", "/closed_at"),
];
const ACTIONS: &[Column] = &[
    ("title", "/content/title"),
    ("owner", "/owner_name"),
    ("state", "/state"),
    ("overdue", "/overdue"),
    ("metric", "/content/measure/metric"),
    ("statistic", "/content/measure/statistic"),
    ("teams", "/content/measure/of/teams"),
    ("people", "/content/measure/of/people"),
    ("change", "/content/change"),
    ("before from", "/content/before/from"),
    ("before to", "/content/before/to"),
    ("begins on", "/content/begins_on"),
    ("due on", "/content/due_on"),
    ("verdict", "/verdict"),
    ("checked at", "/checked_at"),
];

impl Table {
    /// All of them with their names in addresses.
    pub(super) const ALL: [(Self, &'static str); 7] = [
        (Self::Figures, "figures"),
        (Self::Conversations, "conversations"),
        (Self::Backlog, "backlog"),
        (Self::Bottlenecks, "bottlenecks"),
        (Self::Goals, "goals"),
        (Self::Alerts, "alerts"),
        (Self::Actions, "actions"),
    ];

    /// By its name in the address.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(table, _)| *table)
    }

    /// Whether its question has days, metrics and divisions.
    pub(super) fn asks_figures(self) -> bool {
        matches!(self, Self::Figures | Self::Conversations | Self::Bottlenecks)
    }

    fn columns(self) -> &'static [Column] {
        match self {
            Self::Figures => FIGURES,
            Self::Conversations => CONVERSATIONS,
            Self::Backlog => BACKLOG,
            Self::Bottlenecks => BOTTLENECKS,
            Self::Goals => GOALS,
            Self::Alerts => ALERTS,
            Self::Actions => ACTIONS,
        }
    }

    /// The first line; `by` is what figures are divided by.
    pub(super) fn head(self, by: &[String]) -> String {
        let divided = |head: &str| {
            let place: Option<usize> = head.strip_prefix("part ").and_then(|place| place.parse().ok());
            place.map(|place| by.get(place - 1).cloned().unwrap_or_default())
        };
        line(self.columns().iter().map(|(head, _)| divided(head).unwrap_or_else(|| (*head).to_owned())))
    }

    /// The line of a row, with names in the place of ids.
    pub(super) fn line(self, row: &Value, names: &Names) -> String {
        let cells = self.columns().iter().map(|(_, pointer)| {
            let found = row.pointer(pointer).unwrap_or(&Value::Null);
            cell(&called(found, names))
        });
        line(cells)
    }
}

fn called(value: &Value, names: &Names) -> Value {
    match value {
        Value::String(id) => json!(names.get(id).unwrap_or(id)),
        Value::Array(all) => all.iter().map(|each| called(each, names)).collect(),
        other => other.clone(),
    }
}
