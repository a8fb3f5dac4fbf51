//! Figures in letters, as people of a language write them.

use insight::metrics::Unit;

/// A figure: durations from seconds as `1 h 31 min`, shares in per cent, points with their sign, numbers with at most one digit behind the point.
pub(crate) fn told(unit: Unit, value: f64, is_german: bool) -> String {
    let text = match unit {
        Unit::Duration => return lasting(value),
        Unit::Share => format!("{:.1} %", value * 100.0),
        Unit::Points => format!("{value:+.0}"),
        Unit::Score | Unit::Money => format!("{value:.2}"),
        Unit::Count if value.fract() == 0.0 => format!("{value:.0}"),
        Unit::Count => format!("{value:.1}"),
    };
    if is_german { text.replace('.', ",") } else { text }
}

fn lasting(seconds: f64) -> String {
    let minutes = (seconds / 60.0).round() as i64;
    let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    match (days, hours) {
        (0, 0) => format!("{rest} min"),
        (0, _) => format!("{hours} h {rest} min"),
        _ => format!("{days} d {hours} h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_people_do() {
        for (unit, value, english, german) in [
            (Unit::Duration, 89.0, "1 min", "1 min"),
            (Unit::Duration, 5430.0, "1 h 31 min", "1 h 31 min"),
            (Unit::Duration, 180_000.0, "2 d 2 h", "2 d 2 h"),
            (Unit::Share, 0.075, "7.5 %", "7,5 %"),
            (Unit::Points, -12.4, "-12", "-12"),
            (Unit::Points, 42.0, "+42", "+42"),
            (Unit::Score, 5.418, "5.42", "5,42"),
            (Unit::Count, 12.0, "12", "12"),
            (Unit::Count, 12.25, "12.2", "12,2"),
        ] {
            assert_eq!((told(unit, value, false), told(unit, value, true)), (english.to_owned(), german.to_owned()));
        }
    }
}
