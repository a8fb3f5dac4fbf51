//! Instants as tables write them.

use jiff::civil::{Date, DateTime};
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;
use kernel::Timestamp;
use serde::Deserialize;

/// How instants are written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeForm {
    /// `iso` (the default), `unix`, `unix_ms`, or a pattern like `%d.%m.%Y %H:%M`.
    #[serde(default)]
    pub format: Option<String>,
    /// The time zone of times that name none, like `Europe/Berlin`; UTC when absent.
    #[serde(default)]
    pub zone: Option<String>,
}

/// Reads instants of one form.
#[derive(Debug, Clone)]
pub(crate) struct Instants {
    format: Format,
    zone: TimeZone,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Format {
    Iso,
    Seconds,
    Millis,
    Pattern(String),
}

impl Instants {
    /// # Errors
    /// In words, when there is no such zone.
    pub(crate) fn of(form: &TimeForm) -> Result<Self, String> {
        let zone = match form.zone.as_deref() {
            None | Some("UTC") => TimeZone::UTC,
            Some(name) => TimeZone::get(name).map_err(|_| format!("time.zone = “{name}” is no time zone"))?,
        };
        let format = match form.format.as_deref() {
            None | Some("iso") => Format::Iso,
            Some("unix") => Format::Seconds,
            Some("unix_ms") => Format::Millis,
            Some(pattern) if pattern.contains('%') => Format::Pattern(pattern.to_owned()),
            Some(other) => {
                return Err(format!("time.format = “{other}”: iso, unix, unix_ms or a pattern with % is needed"));
            }
        };
        Ok(Self { format, zone })
    }

    /// What is expected, in words.
    pub(crate) fn expected(&self) -> String {
        match &self.format {
            Format::Iso => "an instant like 2024-03-01T09:30:00Z, 2024-03-01 09:30 or 2024-03-01".to_owned(),
            Format::Seconds => "seconds since 1970".to_owned(),
            Format::Millis => "milliseconds since 1970".to_owned(),
            Format::Pattern(pattern) => format!("an instant like {pattern}"),
        }
    }

    /// The instant a text means; none when it means none. A time that the clocks passed over is taken as they stood before.
    pub(crate) fn read(&self, text: &str) -> Option<Timestamp> {
        let text = text.trim();
        let at = match &self.format {
            Format::Iso => self.iso(text)?,
            Format::Seconds => jiff::Timestamp::from_microsecond(micros(text, 6)?).ok()?,
            Format::Millis => jiff::Timestamp::from_microsecond(micros(text, 3)?).ok()?,
            Format::Pattern(pattern) => self.patterned(pattern, text)?,
        };
        // Zero stands for "never", and nothing worth importing is older.
        (at.as_microsecond() > 0).then(|| at.into())
    }

    fn iso(&self, text: &str) -> Option<jiff::Timestamp> {
        if let Ok(at) = text.parse::<jiff::Timestamp>() {
            return Some(at);
        }
        let civil = text.parse::<DateTime>().or_else(|_| text.parse::<Date>().map(|day| day.at(0, 0, 0, 0))).ok()?;
        self.civil(civil)
    }

    fn civil(&self, civil: DateTime) -> Option<jiff::Timestamp> {
        civil.to_zoned(self.zone.clone()).ok().map(|zoned| zoned.timestamp())
    }

    fn patterned(&self, pattern: &str, text: &str) -> Option<jiff::Timestamp> {
        let parts = BrokenDownTime::parse(pattern, text).ok()?;
        if let Ok(at) = parts.to_timestamp() {
            return Some(at);
        }
        let civil = parts.to_datetime().or_else(|_| parts.to_date().map(|day| day.at(0, 0, 0, 0))).ok()?;
        self.civil(civil)
    }
}

/// A decimal number of a unit that has `10^digits` microseconds, without the error of floating points.
fn micros(text: &str, digits: usize) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part: String = part.chars().chain(std::iter::repeat('0')).take(digits).collect();
    let all = |digits: &str| digits.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || !all(whole) || !all(&part) {
        return None;
    }
    format!("{whole}{part}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(format: &str, zone: &str, text: &str) -> Option<String> {
        let form = TimeForm { format: Some(format.to_owned()), zone: Some(zone.to_owned()) };
        Instants::of(&form).expect("a form").read(text).map(|at| at.to_string())
    }

    #[test]
    fn the_forms_that_tables_have() {
        let table = [
            ("iso", "UTC", "2024-03-01T09:30:00Z", Some("2024-03-01T09:30:00Z")),
            ("iso", "UTC", "2024-03-01T09:30:00+02:00", Some("2024-03-01T07:30:00Z")),
            ("iso", "UTC", " 2016-02-29T06:38:00 ", Some("2016-02-29T06:38:00Z")),
            ("iso", "Europe/Berlin", "2024-07-01 09:30", Some("2024-07-01T07:30:00Z")),
            ("iso", "Europe/Berlin", "2024-01-01", Some("2023-12-31T23:00:00Z")),
            // The clocks went from 2 to 3: what was not there is an hour later.
            ("iso", "Europe/Berlin", "2024-03-31T02:30:00", Some("2024-03-31T01:30:00Z")),
            // The clocks went from 3 to 2: the first of the two.
            ("iso", "Europe/Berlin", "2024-10-27T02:30:00", Some("2024-10-27T00:30:00Z")),
            ("unix", "UTC", "1709285400", Some("2024-03-01T09:30:00Z")),
            ("unix", "UTC", "1709285400.25", Some("2024-03-01T09:30:00.25Z")),
            ("unix_ms", "UTC", "1709285400250", Some("2024-03-01T09:30:00.25Z")),
            ("%d.%m.%Y %H:%M", "Europe/Berlin", "01.07.2024 09:30", Some("2024-07-01T07:30:00Z")),
            ("%d/%b/%Y:%H:%M:%S %z", "UTC", "01/Mar/2024:09:30:00 +0100", Some("2024-03-01T08:30:00Z")),
            ("%m/%d/%Y", "UTC", "3/1/2024", Some("2024-03-01T00:00:00Z")),
            ("iso", "UTC", "1969-12-31T23:59:59Z", None),
            ("iso", "UTC", "2024-02-30", None),
            ("iso", "UTC", "01.07.2024", None),
            ("iso", "UTC", "", None),
            ("unix", "UTC", "-5", None),
            ("unix", "UTC", "99999999999999999999", None),
            ("%d.%m.%Y", "UTC", "31.02.2024", None),
        ];
        for (format, zone, text, want) in table {
            assert_eq!(read(format, zone, text).as_deref(), want, "{format} {zone} {text}");
        }
    }

    #[test]
    fn a_form_that_is_none_is_refused() {
        let form = |format: &str, zone: &str| TimeForm { format: Some(format.to_owned()), zone: Some(zone.to_owned()) };
        assert!(Instants::of(&form("iso", "Mars/Olympus")).expect_err("a zone").contains("Mars/Olympus"));
        assert!(Instants::of(&form("excel", "UTC")).expect_err("a format").contains("excel"));
    }

    proptest! {
        /// Whatever instant is written in any of the forms is read as the same.
        #[test]
        fn what_is_written_is_read(seconds in 1i64..4_000_000_000, zone in prop::sample::select(vec!["UTC", "America/New_York", "Asia/Kolkata"])) {
            let at = jiff::Timestamp::from_second(seconds).expect("an instant");
            let zoned = at.to_zoned(TimeZone::get(zone).expect("a zone"));
            let want = Some(at.to_string());
            prop_assert_eq!(read("iso", zone, &at.to_string()), want.clone());
            prop_assert_eq!(read("unix", zone, &seconds.to_string()), want.clone());
            prop_assert_eq!(read("unix_ms", zone, &format!("{seconds}000")), want.clone());
            let with_offset = zoned.strftime("%Y/%m/%d %H:%M:%S %z").to_string();
            prop_assert_eq!(read("%Y/%m/%d %H:%M:%S %z", zone, &with_offset), want);
            // A time without its offset is ambiguous for an hour a year; its civil time is kept all the same.
            let civil = zoned.strftime("%Y-%m-%dT%H:%M:%S").to_string();
            let read: jiff::Timestamp = read("iso", zone, &civil).expect("an instant").parse().expect("an instant");
            prop_assert_eq!(read.to_zoned(zoned.time_zone().clone()).datetime(), zoned.datetime());
        }

        /// No text makes it panic.
        #[test]
        fn nonsense_is_refused_quietly(text in ".{0,40}") {
            for format in ["iso", "unix", "unix_ms", "%d.%m.%Y %H:%M"] {
                let _ = read(format, "Europe/Berlin", &text);
            }
        }
    }
}
