//! What stands in a document, without how it looks. Words are already in the reader's language; numbers are not yet written out,
//! so that a workbook can count with them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A whole document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// As `en` or `de`: decides about numbers, dates and hyphens.
    pub language: String,
    /// What it is called.
    pub title: String,
    /// One line below: the period, the department.
    pub subtitle: String,
    /// Whose it is: stands on the cover and at the foot.
    pub company: String,
    /// The day it is dated.
    pub dated: Date,
    /// One line on the cover: a draft, or frozen by whom and when.
    pub status: String,
    /// What the house writes itself.
    pub labels: Labels,
    /// From top to bottom.
    pub blocks: Vec<Block>,
}

/// The few words that renderers write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labels {
    /// As `Page`.
    pub page: String,
    /// As `Contents`.
    pub contents: String,
    /// As `Target`.
    pub target: String,
    /// As `before`: stands beside the figure of the earlier period.
    pub before: String,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "block", rename_all = "snake_case")]
#[schema(as = ReportBlock)]
pub enum Block {
    /// A heading; level 1 begins a page in a PDF and a sheet in a workbook.
    Heading {
        /// 1, 2 or 3.
        level: u8,
        /// What it says.
        text: String,
    },
    /// A paragraph of plain text.
    Paragraph {
        /// What it says.
        text: String,
    },
    /// The one sentence to be remembered, set apart.
    Lead {
        /// What it says.
        text: String,
    },
    /// Short points, one below the other.
    Points {
        /// What they say, each with an address to open or none.
        points: Vec<Point>,
    },
    /// Figures in large type, some beside each other.
    Cards {
        /// The figures.
        cards: Vec<Card>,
    },
    /// A chart.
    Chart(Chart),
    /// A table.
    Table(Table),
    /// What customers said.
    Quotes {
        /// Their words.
        quotes: Vec<Quote>,
    },
}

/// A short point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ReportPoint)]
pub struct Point {
    /// What it says.
    pub text: String,
    /// Where it can be looked up.
    pub link: Option<String>,
}

/// A figure in large type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ReportCard)]
pub struct Card {
    /// What it is called.
    pub name: String,
    /// What it is; [`Cell::Nothing`] when there is none.
    pub value: Cell,
    /// What it was before.
    pub before: Cell,
    /// What it should be.
    pub target: Cell,
    /// Whether the change, or the distance to the target, is good.
    pub mark: Mark,
    /// One line below: the change in words, the interval, a small sample.
    pub note: String,
    /// Where its conversations can be seen.
    pub link: Option<String>,
}

/// How something is to be taken. Shown by shape and word too, never by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReportMark)]
pub enum Mark {
    /// Better than before, or as it should be.
    Good,
    /// Worse, or not as it should be.
    Bad,
    /// Neither, or not to be told from chance.
    Neutral,
}

/// A value that is written out in the reader's language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "cell", content = "value", rename_all = "snake_case")]
pub enum Cell {
    /// Nothing to say: shown as a dash.
    Nothing,
    /// Words.
    Text(String),
    /// How many.
    Count(i64),
    /// A number with some decimals.
    Number(f64, u8),
    /// A part of a whole, 0 to 1: written as per cent.
    Share(f64),
    /// Microseconds: written as hours and minutes, days and hours.
    Duration(i64),
    /// Money: the amount in the hundredth part of the currency, and its code as `EUR`.
    Money(i64, String),
    /// A day.
    Day(Date),
}

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ReportTable)]
pub struct Table {
    /// What it is about.
    pub caption: String,
    /// From left to right.
    pub columns: Vec<Column>,
    /// From top to bottom; each has as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// One line below: what is left out, what is small.
    pub note: String,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ReportColumn)]
pub struct Column {
    /// What it is called.
    pub name: String,
    /// Where its cells stand.
    pub align: Align,
}

/// Where something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReportAlign)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ReportChart)]
pub struct Chart {
    /// What it shows, as a sentence.
    pub title: String,
    /// Lines or bars.
    pub shape: Shape,
    /// What the values are measured in.
    pub unit: Unit,
    /// What stands below each value, from left to right (from top to bottom for lying bars).
    pub labels: Vec<String>,
    /// One line, or bars of one colour, each.
    pub series: Vec<Series>,
    /// What the values should be: a thin line.
    pub target: Option<f64>,
    /// One line below.
    pub note: String,
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReportShape)]
pub enum Shape {
    /// Values over time.
    Line,
    /// Standing bars.
    Bars,
    /// Lying bars, for parts with long names.
    Lying,
}

/// What a chart is measured in. Durations are microseconds, shares 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReportUnit)]
pub enum Unit {
    /// How many.
    Count,
    /// A part of a whole.
    Share,
    /// Microseconds.
    Duration,
    /// A plain number: points, money.
    Number,
}

/// Values that belong together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ReportSeries)]
pub struct Series {
    /// What they are called: stands at the end of the line.
    pub name: String,
    /// As many as there are labels; none where nothing is known.
    pub values: Vec<Option<f64>>,
}

/// What a customer said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ReportQuote)]
pub struct Quote {
    /// Their words.
    pub text: String,
    /// Of whom and when, as much as may be told.
    pub source: String,
    /// Where it can be looked up.
    pub link: Option<String>,
}
