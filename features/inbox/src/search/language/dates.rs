//! Days and spans as people type them, as ranges of instants.

use jiff::civil::Date;
use jiff::{Span, ToSpan as _, Zoned};
use kernel::{Said, Timestamp};

use super::lexer::Compare;
use super::{Moment, words};

/// From the first instant to the one after the last.
type Range = (Timestamp, Timestamp);

const ALWAYS: Range = (Timestamp::from_micros(i64::MIN), Timestamp::from_micros(i64::MAX));

/// What was typed: civil days, or a point in the past.
enum Point {
    /// From the beginning of one day to the beginning of another.
    Days(Timestamp, Timestamp),
    /// So long ago.
    Ago(Timestamp),
}

/// The instants that a comparison with a date means: `>2026-03-01` is after that day, `>=` from its beginning,
/// `>7d` within the last seven days, `:2026-03` within that month, `:2026-03-01..2026-03-07` from one day to the other.
///
/// # Errors
/// What is wrong, in words.
pub(super) fn range(compare: Compare, value: &str, moment: &Moment) -> Result<Range, Said> {
    if let Some((first, last)) = value.split_once("..").filter(|_| compare == Compare::Is) {
        let from = if first.is_empty() { ALWAYS.0 } else { range(Compare::AtLeast, first, moment)?.0 };
        let to = if last.is_empty() { ALWAYS.1 } else { range(Compare::AtMost, last, moment)?.1 };
        return Ok((from, to));
    }
    let wrong = || words::NO_DATE.said([("value", value)]);
    Ok(match (point(value, moment).ok_or_else(wrong)?, compare) {
        (Point::Days(from, to), Compare::Is) => (from, to),
        (Point::Days(_, to), Compare::Above) => (to, ALWAYS.1),
        (Point::Days(from, _), Compare::AtLeast) => (from, ALWAYS.1),
        (Point::Days(from, _), Compare::Below) => (ALWAYS.0, from),
        (Point::Days(_, to), Compare::AtMost) => (ALWAYS.0, to),
        (Point::Ago(at), Compare::Is | Compare::Above | Compare::AtLeast) => (at, ALWAYS.1),
        (Point::Ago(at), Compare::Below | Compare::AtMost) => (ALWAYS.0, at),
    })
}

fn point(value: &str, moment: &Moment) -> Option<Point> {
    let now = moment.now.to_jiff().to_zoned(moment.zone.clone());
    let days = |first: Date, next: Option<Date>| Some(Point::Days(start(first, moment)?, start(next?, moment)?));
    let tomorrow = |day: Date| day.tomorrow().ok();
    match value.to_ascii_lowercase().as_str() {
        "today" => days(now.date(), tomorrow(now.date())),
        "yesterday" => {
            let day = now.date().yesterday().ok()?;
            days(day, tomorrow(day))
        }
        text => civil(text).map_or_else(|| ago(text, &now), |(first, next)| days(first, next)),
    }
}

/// A year, a month or a day, with the day after it.
fn civil(text: &str) -> Option<(Date, Option<Date>)> {
    let numbers: Option<Vec<i16>> = text.split('-').map(|part| part.parse().ok().filter(|_| part.len() >= 2)).collect();
    let small = |number: i16| i8::try_from(number).ok();
    match numbers?.as_slice() {
        [year] if text.len() == 4 => {
            let first = Date::new(*year, 1, 1).ok()?;
            Some((first, first.checked_add(1.year()).ok()))
        }
        [year, month] if text.len() == 7 => {
            let first = Date::new(*year, small(*month)?, 1).ok()?;
            Some((first, first.checked_add(1.month()).ok()))
        }
        [year, month, day] if text.len() == 10 => {
            let first = Date::new(*year, small(*month)?, small(*day)?).ok()?;
            Some((first, first.tomorrow().ok()))
        }
        _ => None,
    }
}

/// `12h`, `7d`, `2w`, `3m`, `1y`: so long before now.
fn ago(text: &str, now: &Zoned) -> Option<Point> {
    let (count, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let count = count.parse::<i64>().ok().filter(|count| (0..=20_000).contains(count))?;
    let span: Span = match unit {
        "h" => count.hours(),
        "d" => count.days(),
        "w" => count.weeks(),
        "m" => count.months(),
        // jiff refuses more years than its calendar has.
        "y" => Span::new().try_years(count).ok()?,
        _ => return None,
    };
    now.checked_sub(span).ok().map(|at| Point::Ago(at.timestamp().into()))
}

/// The first instant of a day in the zone.
fn start(day: Date, moment: &Moment) -> Option<Timestamp> {
    day.to_zoned(moment.zone.clone()).ok().map(|midnight| midnight.timestamp().into())
}
