//! Figures, days and periods as they stand in sentences. No I/O.

use jiff::civil::Date;

use super::model::Language;
use crate::metrics::{Period, Unit};

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const GERMAN: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

impl Language {
    fn month(self, month: i8) -> &'static str {
        let place = usize::try_from(month - 1).unwrap_or_default().min(11);
        match self {
            Self::En => ENGLISH[place],
            Self::De => GERMAN[place],
        }
    }

    /// As `2 March 2026`.
    pub(crate) fn day(self, day: Date) -> String {
        let dot = if self == Self::De { "." } else { "" };
        format!("{}{dot} {} {}", day.day(), self.month(day.month()), day.year())
    }

    /// As `March 2026`, `first quarter of 2026`, `2 March 2026 – 8 March 2026`.
    pub(crate) fn period(self, period: &Period) -> String {
        let (first, last) = (period.first, period.last);
        if first.day() == 1 && last == first.last_of_month() {
            return format!("{} {}", self.month(first.month()), first.year());
        }
        let is_quarter = first.day() == 1
            && first.month() % 3 == 1
            && last == last.last_of_month()
            && (last.year(), last.month()) == (first.year(), first.month() + 2);
        let number = (first.month() + 2) / 3;
        match self {
            Self::En if is_quarter => format!("Q{number} {}", first.year()),
            Self::De if is_quarter => format!("{number}. Quartal {}", first.year()),
            _ => format!("{} – {}", self.day(first), self.day(last)),
        }
    }

    /// A number with its thousands set apart.
    pub(crate) fn number(self, value: f64, decimals: usize) -> String {
        let text = format!("{:.decimals$}", value.abs());
        let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
        let (thousand, point) = if self == Self::De { ('.', ",") } else { (',', ".") };
        let mut grouped = String::new();
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                grouped.push(thousand);
            }
            grouped.push(digit);
        }
        let is_nothing = text.chars().all(|digit| matches!(digit, '0' | '.'));
        let sign = if value < 0.0 && !is_nothing { "−" } else { "" };
        let rest = if rest.is_empty() { String::new() } else { format!("{point}{rest}") };
        format!("{sign}{grouped}{rest}")
    }

    /// A figure: durations from seconds, shares from parts of one.
    pub fn figure(self, unit: Unit, value: f64) -> String {
        if unit == Unit::Duration {
            return self.lasting(value);
        }
        if unit == Unit::Share {
            return format!("{} %", self.number(value * 100.0, 1));
        }
        let decimals = usize::from(value.fract() != 0.0);
        self.number(value, decimals)
    }

    /// The same with its sign; shares in points of a hundred.
    pub(crate) fn difference(self, unit: Unit, value: f64) -> String {
        let sign = if value > 0.0 { "+" } else { "" };
        if unit == Unit::Share {
            let points = if self == Self::De { "Punkte" } else { "points" };
            return format!("{sign}{} {points}", self.number(value * 100.0, 1));
        }
        if unit == Unit::Duration {
            return format!("{sign}{}", self.lasting(value));
        }
        format!("{sign}{}", self.number(value, 1))
    }

    /// What a part contributed: numbers of things are whole.
    pub(crate) fn contribution(self, unit: Unit, value: f64) -> String {
        if unit != Unit::Count {
            return self.difference(unit, value);
        }
        format!("{}{}", if value > 0.0 { "+" } else { "" }, self.number(value, 0))
    }

    /// In at most two units, the smaller one whole, as on the cards and in the tables of a document.
    fn lasting(self, seconds: f64) -> String {
        let days = if self == Self::De { "Tage" } else { "days" };
        let took = seconds.abs();
        let [minutes, hours] = [60.0, 3600.0].map(|unit| (took / unit).round() as i64);
        let two = |count: i64, of: i64, (large, small): (&str, &str)| match count % of {
            0 => format!("{} {large}", count / of),
            rest => format!("{} {large} {rest} {small}", count / of),
        };
        let text = if took.round() < 60.0 {
            format!("{} s", took.round())
        } else if minutes < 60 {
            format!("{minutes} min")
        } else if minutes < 2 * 24 * 60 {
            two(minutes, 60, ("h", "min"))
        } else {
            two(hours, 24, (days, "h"))
        };
        let sign = if seconds < 0.0 && took.round() > 0.0 { "−" } else { "" };
        format!("{sign}{text}")
    }
}

#[cfg(test)]
mod numbers_tests {
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::*;

    #[test]
    fn figures_are_written_as_readers_of_the_language_do() {
        for (unit, value, english, german) in [
            (Unit::Duration, 5430.0, "1 h 31 min", "1 h 31 min"),
            (Unit::Duration, 12.0, "12 s", "12 s"),
            (Unit::Duration, 42.0 * 3600.0 + 1380.0, "42 h 23 min", "42 h 23 min"),
            (Unit::Duration, 49.0 * 3600.0 + 2400.0, "2 days 2 h", "2 Tage 2 h"),
            (Unit::Duration, 7200.0, "2 h", "2 h"),
            (Unit::Share, 0.0751, "7.5 %", "7,5 %"),
            (Unit::Count, 1_234_567.0, "1,234,567", "1.234.567"),
            (Unit::Count, 43.25, "43.2", "43,2"),
        ] {
            assert_eq!(
                (Language::En.figure(unit, value), Language::De.figure(unit, value)),
                (english.into(), german.into())
            );
        }
        assert_eq!(Language::En.difference(Unit::Share, -0.021), "−2.1 points");
        assert_eq!(Language::De.difference(Unit::Duration, 1080.0), "+18 min");
        assert_eq!(Language::De.number(-0.01, 1), "0,0");
        assert_eq!(Language::En.contribution(Unit::Count, -494.0), "−494");
        assert_eq!(Language::En.contribution(Unit::Share, 0.021), "+2.1 points");
    }

    #[test]
    fn periods_are_called_what_they_are() {
        let period = |first, last| Period { first, last, zone: TimeZone::UTC };
        for (from, to, english, german) in [
            (date(2026, 3, 1), date(2026, 3, 31), "March 2026", "März 2026"),
            (date(2026, 1, 1), date(2026, 3, 31), "Q1 2026", "1. Quartal 2026"),
            (date(2026, 10, 1), date(2026, 12, 31), "Q4 2026", "4. Quartal 2026"),
            (date(2026, 3, 2), date(2026, 3, 8), "2 March 2026 – 8 March 2026", "2. März 2026 – 8. März 2026"),
        ] {
            let it = period(from, to);
            assert_eq!((Language::En.period(&it), Language::De.period(&it)), (english.into(), german.into()));
        }
    }
}
