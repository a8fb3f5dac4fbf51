//! Central European civil time without a time zone database, so that the result does not depend on the machine.

use jiff::civil::{Date, DateTime, Weekday, date};
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};

/// Seconds since 1970-01-01 UTC.
pub type Instant = i64;

pub const MINUTE: i64 = 60;
pub const HOUR: i64 = 3_600;
pub const DAY: i64 = 86_400;

/// The civil time in Hamburg at an instant.
pub fn local(at: Instant) -> DateTime {
    plain(at + offset(at))
}

/// The instant of a civil time in Hamburg.
pub fn instant(day: Date, second_of_day: i64) -> Instant {
    let naive = days(day) * DAY + second_of_day;
    naive - offset(naive - HOUR)
}

/// Days since 1970-01-01.
pub fn days(day: Date) -> i64 {
    date(1970, 1, 1).until(day).map_or(0, |span| i64::from(span.get_days()))
}

/// A date some days away.
pub fn shift(day: Date, by: i64) -> Date {
    day.saturating_add(by.days())
}

/// The date some working days (Monday to Friday) after this one.
pub fn shift_working(day: Date, by: i64) -> Date {
    let mut day = day;
    let mut left = by;
    while left > 0 {
        day = shift(day, 1);
        if !is_weekend(day) {
            left -= 1;
        }
    }
    day
}

/// Saturday or Sunday.
pub fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The last Friday of November (the day after American Thanksgiving is the fourth Thursday plus one).
pub fn black_friday(year: i16) -> Date {
    let first = date(year, 11, 1);
    let to_thursday = i64::from((4 - first.weekday().to_monday_one_offset() + 7) % 7);
    shift(first, to_thursday + 22)
}

/// Easter Sunday (Meeus, Jones, Butcher).
#[expect(clippy::many_single_char_names, reason = "the letters of the published formula")]
pub fn easter(year: i16) -> Date {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    date(year, (n / 31) as i8, (n % 31 + 1) as i8)
}

fn plain(seconds: i64) -> DateTime {
    Offset::UTC.to_datetime(Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH))
}

/// Summer time in the European Union: from the last Sunday of March, 01:00 UTC, to the last Sunday of October, 01:00 UTC.
fn offset(at: Instant) -> i64 {
    let year = plain(at).year();
    let turn = |month| {
        let last = date(year, month, 31);
        let sunday = shift(last, -i64::from(last.weekday().to_sunday_zero_offset()));
        days(sunday) * DAY + HOUR
    };
    if at >= turn(3) && at < turn(10) { 2 * HOUR } else { HOUR }
}

#[cfg(test)]
mod tests {
    use super::{black_friday, easter, instant, local};
    use jiff::civil::date;

    #[test]
    fn civil_time_follows_summer_time() {
        for (year, month, day) in [(2026, 3, 28), (2026, 3, 29), (2026, 7, 1), (2026, 10, 25), (2026, 12, 31)] {
            let at = instant(date(year, month, day), 9 * 3_600);
            assert_eq!(local(at), date(year, month, day).at(9, 0, 0, 0));
        }
        assert_eq!(instant(date(2026, 7, 1), 0) % 86_400, 79_200);
        assert_eq!(instant(date(2026, 1, 1), 0) % 86_400, 82_800);
    }

    #[test]
    fn feasts_fall_on_their_dates() {
        assert_eq!(black_friday(2025), date(2025, 11, 28));
        assert_eq!(black_friday(2026), date(2026, 11, 27));
        assert_eq!(easter(2026), date(2026, 4, 5));
        assert_eq!(easter(2025), date(2025, 4, 20));
    }
}
