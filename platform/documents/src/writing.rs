//! How numbers, days and durations are written in the reader's language. PDF and HTML both ask here.

use jiff::civil::Date;

use crate::model::{Cell, Mark, Unit};

const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Shown where there is nothing.
pub(crate) const NOTHING: &str = "–";

/// The habits of a language.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Writing {
    /// The language's own name for programs.
    pub(crate) code: &'static str,
    point: char,
    group: char,
    percent: &'static str,
    days: &'static str,
    good: &'static str,
    bad: &'static str,
    /// What opens the table of a chart's values.
    pub(crate) values: &'static str,
    /// The sign before the amount.
    money_first: bool,
    day_point: &'static str,
    months: [&'static str; 12],
}

static ENGLISH: Writing = Writing {
    code: "en",
    point: '.',
    group: ',',
    percent: "%",
    days: "days",
    good: "good",
    bad: "needs attention",
    values: "Values",
    money_first: true,
    day_point: "",
    months: [
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
    ],
};

static GERMAN: Writing = Writing {
    code: "de",
    point: ',',
    group: '.',
    percent: "\u{a0}%",
    days: "Tage",
    good: "gut",
    bad: "zu beachten",
    values: "Werte",
    money_first: false,
    day_point: ".",
    months: [
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
    ],
};

impl Writing {
    /// That of a language as `de` or `de-AT`; English for languages that the house does not write.
    pub(crate) fn of(language: &str) -> &'static Self {
        let main = language.split(['-', '_']).next().unwrap_or_default();
        if main.eq_ignore_ascii_case("de") { &GERMAN } else { &ENGLISH }
    }

    /// What stands in a cell.
    pub(crate) fn cell(&self, cell: &Cell) -> String {
        match cell {
            Cell::Nothing => NOTHING.to_owned(),
            Cell::Text(text) => text.clone(),
            Cell::Count(count) => self.number(*count as f64, 0),
            Cell::Number(number, decimals) => self.number(*number, *decimals),
            Cell::Share(share) => self.share(*share, 1),
            Cell::Duration(micros) => self.duration(*micros),
            Cell::Money(hundredths, currency) => self.money(*hundredths, currency),
            Cell::Day(day) => self.day(*day),
        }
    }

    /// A value of a chart.
    pub(crate) fn value(&self, value: f64, unit: Unit) -> String {
        match unit {
            Unit::Share => self.share(value, 1),
            Unit::Duration => self.duration(value.round() as i64),
            Unit::Count => self.number(value, fewest_decimals(value, 1)),
            Unit::Number => self.number(value, fewest_decimals(value, 2)),
        }
    }

    /// A value beside a chart's axis, which has to be as short as its neighbours.
    pub(crate) fn tick(&self, value: f64, step: f64, unit: Unit) -> String {
        match unit {
            Unit::Share => self.share(value, fewest_decimals(step * 100.0, 2)),
            Unit::Duration => self.duration(value.round() as i64),
            Unit::Count | Unit::Number => self.number(value, fewest_decimals(step, 4)),
        }
    }

    /// A number with decimals, thousands parted, the true minus.
    pub(crate) fn number(&self, value: f64, decimals: u8) -> String {
        if !value.is_finite() {
            return NOTHING.to_owned();
        }
        let plain = format!("{:.*}", usize::from(decimals.min(6)), value.abs());
        let (whole, rest) = plain.split_once('.').unwrap_or((&plain, ""));
        let is_zero = plain.chars().all(|it| matches!(it, '0' | '.'));
        let mut made = String::from(if value < 0.0 && !is_zero { "−" } else { "" });
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place) % 3 == 0 {
                made.push(self.group);
            }
            made.push(digit);
        }
        if !rest.is_empty() {
            made.push(self.point);
            made.push_str(rest);
        }
        made
    }

    fn share(&self, share: f64, decimals: u8) -> String {
        if !share.is_finite() {
            return NOTHING.to_owned();
        }
        format!("{}{}", self.number(share * 100.0, decimals), self.percent)
    }

    /// In at most two units, the smaller one whole: `45 s`, `12 min`, `3 h 20 min`, `2 days 4 h`.
    fn duration(&self, micros: i64) -> String {
        if micros < 0 {
            return format!("−{}", self.duration(micros.saturating_neg()));
        }
        let rounded = |unit: i64| micros / unit + i64::from(micros % unit >= unit / 2);
        let one = |count: i64, unit: &str| format!("{}\u{a0}{unit}", self.number(count as f64, 0));
        let two = |count: i64, of: i64, (large, small): (&str, &str)| {
            let (whole, rest) = (count / of, count % of);
            // Beyond a hundred of the larger unit nobody reads the smaller one.
            if rest == 0 || whole >= 100 {
                one(whole, large)
            } else {
                format!("{} {}", one(whole, large), one(rest, small))
            }
        };
        if rounded(SECOND) < 60 {
            return one(rounded(SECOND), "s");
        }
        if rounded(MINUTE) < 60 {
            return one(rounded(MINUTE), "min");
        }
        if rounded(MINUTE) < 2 * DAY / MINUTE {
            return two(rounded(MINUTE), 60, ("h", "min"));
        }
        two(rounded(HOUR), 24, (self.days, "h"))
    }

    fn money(&self, hundredths: i64, currency: &str) -> String {
        let amount = self.number(hundredths as f64 / 100.0, 2);
        let sign = match currency {
            "EUR" => "€",
            "USD" => "$",
            "GBP" => "£",
            other => other,
        };
        if !self.money_first {
            return format!("{amount}\u{a0}{sign}");
        }
        let (minus, amount) = amount.strip_prefix('−').map_or(("", amount.as_str()), |rest| ("−", rest));
        let space = if sign.len() > 1 && sign.is_ascii() { "\u{a0}" } else { "" };
        format!("{minus}{sign}{space}{amount}")
    }

    fn day(&self, day: Date) -> String {
        if self.code == "de" {
            return format!("{:02}.{:02}.{}", day.day(), day.month(), day.year());
        }
        let month = &self.month(day)[..3];
        format!("{} {month} {}", day.day(), day.year())
    }

    /// A day as it stands on a cover.
    pub(crate) fn long_day(&self, day: Date) -> String {
        format!("{}{} {} {}", day.day(), self.day_point, self.month(day), day.year())
    }

    fn month(&self, day: Date) -> &'static str {
        self.months[usize::from(day.month().unsigned_abs()).saturating_sub(1) % 12]
    }

    /// The word that stands beside the shape of a mark; none where there is nothing to say.
    pub(crate) fn mark(&self, mark: Mark) -> &'static str {
        match mark {
            Mark::Good => self.good,
            Mark::Bad => self.bad,
            Mark::Neutral => "",
        }
    }
}

/// As many decimals as a value needs, up to a limit.
fn fewest_decimals(value: f64, most: u8) -> u8 {
    (0..most)
        .find(|decimals| {
            let scaled = value * 10f64.powi(i32::from(*decimals));
            (scaled - scaled.round()).abs() < 1e-6 * scaled.abs().max(1.0)
        })
        .unwrap_or(most)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn cells_are_written_as_the_language_does() {
        let cases = [
            (Cell::Nothing, "–", "–"),
            (Cell::Count(0), "0", "0"),
            (Cell::Count(-1_234_567), "−1,234,567", "−1.234.567"),
            (Cell::Number(1234.5, 2), "1,234.50", "1.234,50"),
            (Cell::Number(-0.001, 1), "0.0", "0,0"),
            (Cell::Number(f64::NAN, 1), "–", "–"),
            (Cell::Share(0.842), "84.2%", "84,2\u{a0}%"),
            (Cell::Share(f64::INFINITY), "–", "–"),
            (Cell::Money(123_450, "EUR".into()), "€1,234.50", "1.234,50\u{a0}€"),
            (Cell::Money(-5, "CHF".into()), "−CHF\u{a0}0.05", "−0,05\u{a0}CHF"),
            (Cell::Day(date(2026, 3, 2)), "2 Mar 2026", "02.03.2026"),
        ];
        for (cell, english, german) in cases {
            assert_eq!(Writing::of("en").cell(&cell), english);
            assert_eq!(Writing::of("de-AT").cell(&cell), german);
        }
    }

    #[test]
    fn durations_have_at_most_two_units() {
        let cases = [
            (0, "0 s"),
            (45 * SECOND, "45 s"),
            (59 * SECOND + SECOND / 2, "1 min"),
            (12 * MINUTE + 20 * SECOND, "12 min"),
            (59 * MINUTE + 40 * SECOND, "1 h"),
            (3 * HOUR + 20 * MINUTE, "3 h 20 min"),
            (47 * HOUR + 59 * MINUTE + 40 * SECOND, "2 days"),
            (2 * DAY + 4 * HOUR, "2 days 4 h"),
            (123 * DAY + 4 * HOUR, "123 days"),
            (-90 * MINUTE, "−1 h 30 min"),
        ];
        for (micros, words) in cases {
            assert_eq!(Writing::of("en").duration(micros).replace('\u{a0}', " "), words);
        }
        assert_eq!(Writing::of("de").duration(2 * DAY + 4 * HOUR), "2\u{a0}Tage 4\u{a0}h");
        assert!(Writing::of("en").duration(i64::MIN).starts_with('−'));
    }

    #[test]
    fn covers_and_axes_have_their_own_ways() {
        assert_eq!(Writing::of("en").long_day(date(2026, 11, 2)), "2 November 2026");
        assert_eq!(Writing::of("de").long_day(date(2026, 3, 2)), "2. März 2026");
        assert_eq!(Writing::of("en").tick(0.85, 0.05, Unit::Share), "85%");
        assert_eq!(Writing::of("de").tick(0.005, 0.005, Unit::Share), "0,5\u{a0}%");
        assert_eq!(Writing::of("en").tick(2000.0, 500.0, Unit::Count), "2,000");
        assert_eq!(Writing::of("en").value(2.5, Unit::Count), "2.5");
        assert_eq!(Writing::of("fr").code, "en");
    }
}
