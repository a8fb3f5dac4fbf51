//! What stands where on a dashboard: a grid of twelve columns. Checked, so that what is kept can be shown. No I/O.

use kernel::{FieldFault, Result};
use serde::{Deserialize, Serialize};

use crate::error;
use crate::metrics::{By, Metric};

/// Columns of the grid.
const COLUMNS: u32 = 12;
/// The most rows.
const ROWS: u32 = 500;
/// The most elements.
const MOST: usize = 60;

/// How an element shows its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DashboardElementKind)]
pub(crate) enum Kind {
    /// One number with what it was before.
    Figure,
    /// A line over time.
    Trend,
    /// Bars by a division.
    Bars,
    /// Rows by a division.
    Table,
    /// How durations are spread.
    Distribution,
    /// When conversations begin, by weekday and hour.
    Arrivals,
    /// What is open, by age.
    Backlog,
    /// Words.
    Text,
}

/// An element of a dashboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DashboardElement, example = json!({"kind": "trend", "metrics": ["first_response_time"], "by": ["week"], "x": 0, "y": 0, "width": 6, "height": 4, "text": ""}))]
pub(crate) struct Element {
    /// How it shows its figures.
    pub(crate) kind: Kind,
    /// Which figures.
    #[serde(default)]
    pub(crate) metrics: Vec<String>,
    /// Divided by.
    #[serde(default)]
    pub(crate) by: Vec<String>,
    /// The first of twelve columns, from 0.
    pub(crate) x: u32,
    /// The first row, from 0.
    pub(crate) y: u32,
    /// Columns.
    pub(crate) width: u32,
    /// Rows.
    pub(crate) height: u32,
    /// A title, or the words of a text; may be empty.
    #[serde(default)]
    pub(crate) text: String,
}

impl Element {
    fn is_right(&self) -> bool {
        let fits = self.width > 0
            && self.height > 0
            && self.x.saturating_add(self.width) <= COLUMNS
            && self.y.saturating_add(self.height) <= ROWS;
        let known = self.metrics.iter().all(|code| Metric::named(code).is_some())
            && self.by.iter().all(|code| By::named(code).is_some());
        let needs = matches!(self.kind, Kind::Figure | Kind::Trend | Kind::Bars | Kind::Table | Kind::Distribution);
        fits && known && needs != self.metrics.is_empty() && self.by.len() <= 3 && self.text.chars().count() <= 2_000
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }
}

/// Checks what shall stand where.
///
/// # Errors
/// `request.invalid` with the element at fault.
pub(crate) fn check(elements: &[Element]) -> Result<()> {
    let mut faults = Vec::new();
    if elements.len() > MOST {
        faults.push(FieldFault::saying("elements", error::ELEMENTS_MANY));
    }
    for (place, element) in elements.iter().enumerate().take(MOST) {
        if !element.is_right() {
            faults.push(FieldFault::saying(format!("elements/{place}"), error::ELEMENT_INVALID));
        } else if elements[..place].iter().any(|other| other.is_right() && element.overlaps(other)) {
            faults.push(FieldFault::saying(format!("elements/{place}"), error::ELEMENT_COVERED));
        }
    }
    kernel::Fault::check_fields(faults)
}
