//! What a series is, and what its values say of some days. No I/O.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{FieldFault, Phrase};
use serde::{Deserialize, Serialize};

use crate::error;

db::typed_id!(
    /// A series of numbers from elsewhere.
    SeriesId, "ser");

/// Those that metrics of the dictionary are made of; they cannot be deleted.
pub const BUILT_IN: [&str; 3] = ["active_customers", "orders", "cost"];
/// Letters of a name.
const LONGEST_NAME: usize = 120;
/// Letters of a code.
const LONGEST_CODE: usize = 40;
/// The greatest value, in hundredths: a trillion.
const GREATEST: f64 = 1e14;

/// For which stretches a series has a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SeriesEvery)]
pub enum Every {
    /// A value for each day.
    Day,
    /// A value for each month.
    Month,
}

/// How values come together over some days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SeriesKind)]
pub enum Kind {
    /// They add up; a month's value is spread over its days.
    Sum,
    /// They are levels, as the number of customers: the mean of the days counts.
    Level,
}

/// A series as it shall be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SeriesContent, example = json!({"name": "Orders", "every": "month", "kind": "sum", "currency": null}))]
pub struct Content {
    /// Its name for people.
    #[schema(examples("Orders"))]
    pub name: String,
    /// For which stretches it has values; fixed once it has any.
    pub every: Every,
    /// How values come together; fixed for the series that come with the product.
    pub kind: Kind,
    /// The currency of money, as `EUR`; null for plain numbers.
    #[schema(examples("EUR"))]
    pub currency: Option<String>,
}

impl Content {
    /// What is wrong with it.
    pub fn faults(&self) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        let name = self.name.trim().chars().count();
        if name == 0 || name > LONGEST_NAME {
            faults.push(FieldFault::saying("name", error::NAME_LENGTH));
        }
        let is_currency = |code: &String| code.len() == 3 && code.bytes().all(|it| it.is_ascii_uppercase());
        if self.currency.as_ref().is_some_and(|code| !is_currency(code)) {
            faults.push(FieldFault::saying("currency", error::CURRENCY_INVALID));
        }
        faults
    }
}

/// Whether a series may have this code: small letters, digits and lines, a letter first.
pub(crate) fn is_code(code: &str) -> bool {
    let first = code.bytes().next().is_some_and(|it| it.is_ascii_lowercase());
    let is_known = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_';
    first && code.len() <= LONGEST_CODE && code.bytes().all(is_known)
}

impl Every {
    /// The first day of a stretch, from `2026-03-02` for days, from `2026-03` for months.
    pub(crate) fn read(self, text: &str) -> std::result::Result<Date, Phrase> {
        let day = |text: &str| text.parse::<Date>().ok().filter(|day| (1970..=2100).contains(&day.year()));
        match self {
            Self::Day if text.len() == 10 => day(text).ok_or(error::VALUE_DAY),
            Self::Month if text.len() == 7 => day(&format!("{text}-01")).ok_or(error::VALUE_MONTH),
            Self::Day => Err(error::VALUE_DAY),
            Self::Month => Err(error::VALUE_MONTH),
        }
    }

    /// As [`Every::read`] reads it.
    pub(crate) fn write(self, day: Date) -> String {
        match self {
            Self::Day => day.to_string(),
            Self::Month => format!("{:04}-{:02}", day.year(), day.month()),
        }
    }

    /// The first day of the stretch that a day belongs to, and how many days the stretch has.
    fn stretch(self, day: Date) -> (Date, f64) {
        match self {
            Self::Day => (day, 1.0),
            Self::Month => (day.first_of_month(), f64::from(day.days_in_month())),
        }
    }
}

/// A value in hundredths; none for what is no number from 0 upwards with at most two decimals.
pub(crate) fn hundredths(value: f64) -> Option<i64> {
    let scaled = value * 100.0;
    let is_exact = (scaled - scaled.round()).abs() < 1e-4;
    (scaled.is_finite() && (0.0..=GREATEST).contains(&scaled) && is_exact).then(|| scaled.round() as i64)
}

/// What a series says of some days.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// The sum or the mean, in hundredths; none when a day has no value.
    pub hundredths: Option<f64>,
    /// How many days have none.
    pub missing: i64,
    /// The first of them.
    pub first_missing: Option<Date>,
}

/// Adds up, or takes the mean of, what a series says of the days from the first to the last. A month's value is spread evenly over
/// its days. A day without a value makes the whole unknown: a part would be a wrong number.
pub(crate) fn amount(every: Every, kind: Kind, values: &BTreeMap<Date, i64>, (first, last): (Date, Date)) -> Amount {
    let (mut sum, mut days, mut missing, mut first_missing) = (0.0, 0.0, 0, None);
    for day in first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last) {
        let (begin, length) = every.stretch(day);
        days += 1.0;
        match values.get(&begin) {
            Some(value) if kind == Kind::Sum => sum += *value as f64 / length,
            Some(value) => sum += *value as f64,
            None => {
                missing += 1;
                first_missing = first_missing.or(Some(day));
            }
        }
    }
    let whole = if kind == Kind::Level { sum / days } else { sum };
    Amount { hundredths: (missing == 0 && days > 0.0).then_some(whole), missing, first_missing }
}
