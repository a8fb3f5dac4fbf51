//! Times of a calendar and the zones they are told in.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use super::When;
use crate::mail::text::one_line;

/// Windows' names of zones, which Outlook writes, in the names everybody else uses.
const WINDOWS: &[(&str, &str)] = &[
    ("W. Europe Standard Time", "Europe/Berlin"),
    ("Central Europe Standard Time", "Europe/Budapest"),
    ("Central European Standard Time", "Europe/Warsaw"),
    ("Romance Standard Time", "Europe/Paris"),
    ("GMT Standard Time", "Europe/London"),
    ("Greenwich Standard Time", "Atlantic/Reykjavik"),
    ("GTB Standard Time", "Europe/Bucharest"),
    ("E. Europe Standard Time", "Europe/Chisinau"),
    ("FLE Standard Time", "Europe/Kiev"),
    ("Turkey Standard Time", "Europe/Istanbul"),
    ("Russian Standard Time", "Europe/Moscow"),
    ("Israel Standard Time", "Asia/Jerusalem"),
    ("South Africa Standard Time", "Africa/Johannesburg"),
    ("Arabian Standard Time", "Asia/Dubai"),
    ("India Standard Time", "Asia/Kolkata"),
    ("SE Asia Standard Time", "Asia/Bangkok"),
    ("Singapore Standard Time", "Asia/Singapore"),
    ("China Standard Time", "Asia/Shanghai"),
    ("Tokyo Standard Time", "Asia/Tokyo"),
    ("Korea Standard Time", "Asia/Seoul"),
    ("AUS Eastern Standard Time", "Australia/Sydney"),
    ("New Zealand Standard Time", "Pacific/Auckland"),
    ("Eastern Standard Time", "America/New_York"),
    ("Central Standard Time", "America/Chicago"),
    ("Mountain Standard Time", "America/Denver"),
    ("Pacific Standard Time", "America/Los_Angeles"),
    ("Atlantic Standard Time", "America/Halifax"),
    ("Canada Central Standard Time", "America/Regina"),
    ("Central Standard Time (Mexico)", "America/Mexico_City"),
    ("E. South America Standard Time", "America/Sao_Paulo"),
    ("Argentina Standard Time", "America/Buenos_Aires"),
    ("UTC", "UTC"),
];

/// `20260503T100000`, `20260503T080000Z` or `20260503`, with the name of its zone.
pub(super) fn when(value: &str, zone: Option<&str>) -> Option<When> {
    let digits = value.trim();
    let number = |from: usize, to: usize| digits.get(from..to)?.parse::<i16>().ok();
    let small = |from: usize| number(from, from + 2).and_then(|number| i8::try_from(number).ok());
    let date = Date::new(number(0, 4)?, small(4)?, small(6)?).ok()?;
    if digits.get(8..9) != Some("T") {
        return Some(When { local: date.to_string(), ..When::default() });
    }
    let (hour, minute) = (small(9)?, small(11)?);
    // A second may be missing, and the sixtieth is none to a civil clock.
    let time = Time::new(hour, minute, small(13).unwrap_or(0).clamp(0, 59), 0).ok()?;
    let name = if digits.ends_with(['Z', 'z']) { "UTC" } else { zone.unwrap_or_default() };
    Some(placed(date.to_datetime(time), &known(name)))
}

/// The name of a zone as the time zone database has it, else as it was given.
fn known(name: &str) -> String {
    let name = one_line(name.trim_matches('"').trim_start_matches('/'), 80);
    WINDOWS.iter().find(|(windows, _)| *windows == name).map_or(name, |(_, common)| (*common).to_owned())
}

fn placed(local: DateTime, zone: &str) -> When {
    let found = if zone == "UTC" { Some(TimeZone::UTC) } else { TimeZone::get(zone).ok() };
    let at = found.and_then(|zone| local.to_zoned(zone).ok()).map(|zoned| zoned.timestamp().as_second());
    When { local: local.to_string(), zone: zone.to_owned(), at }
}

/// `PT1H30M`, `P1D` or `P2W`.
pub(super) fn seconds(value: &str) -> Option<i64> {
    let (mut total, mut number) = (0_i64, None::<i64>);
    for c in value.trim().trim_start_matches('+').strip_prefix('P')?.chars() {
        if let Some(digit) = c.to_digit(10) {
            number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(i64::from(digit))?);
            continue;
        }
        let unit = match c {
            'W' => 604_800,
            'D' => 86_400,
            'H' => 3_600,
            'M' => 60,
            'S' => 1,
            'T' => continue,
            _ => return None,
        };
        total = total.checked_add(number.take()?.checked_mul(unit)?)?;
    }
    Some(total)
}

/// So many seconds after another time, told in the same way.
pub(super) fn later(starts: &When, seconds: i64) -> Option<When> {
    if let Ok(day) = starts.local.parse::<Date>()
        && !starts.local.contains('T')
    {
        let last = day.checked_add(jiff::Span::new().try_days(seconds / 86_400).ok()?).ok()?;
        return Some(When { local: last.to_string(), ..When::default() });
    }
    let local = starts.local.parse::<DateTime>().ok()?;
    let later = local.checked_add(jiff::SignedDuration::from_secs(seconds)).ok()?;
    Some(When {
        local: later.to_string(),
        zone: starts.zone.clone(),
        at: starts.at.and_then(|at| at.checked_add(seconds)),
    })
}
