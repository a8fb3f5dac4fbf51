//! Calendars on both engines, and over HTTP.

mod endpoints;
mod files;
mod rules;

use kernel::{Actor, Timestamp};
use testkit::person_with;

use super::{Holiday, Hours, Week, Window};
use crate::permissions::CALENDAR_MANAGE;

/// Somebody who manages calendars.
fn manager() -> Actor {
    person_with(1, "Mary Jackson", &[CALENDAR_MANAGE])
}

/// `9-12 13-17:30`
fn windows(text: &str) -> Vec<Window> {
    let minute = |text: &str| {
        let (hour, minute) = text.split_once(':').unwrap_or((text, "0"));
        hour.parse::<u16>().expect("an hour") * 60 + minute.parse::<u16>().expect("a minute")
    };
    let window = |text: &str| {
        let (from, to) = text.split_once('-').expect("a window");
        Window { from: minute(from), to: minute(to) }
    };
    text.split_whitespace().map(window).collect()
}

/// Monday to Friday.
fn hours(time_zone: &str, each_day: &str) -> Hours {
    Hours { time_zone: time_zone.to_owned(), week: Week::workdays(&windows(each_day)), holidays: Vec::new() }
}

/// `2026-12-24` or `2026-12-24/2027-01-01`, closed unless windows are given.
fn holiday(name: &str, days: &str, every_year: bool, open: &str) -> Holiday {
    let (from, to) = days.split_once('/').unwrap_or((days, days));
    let day = |text: &str| text.parse().expect("a day");
    Holiday { name: name.to_owned(), from: day(from), to: day(to), every_year, windows: windows(open) }
}

/// `2026-03-06T16:30[Europe/Berlin]` or an instant with an offset.
fn at(text: &str) -> Timestamp {
    match text.parse::<jiff::Zoned>() {
        Ok(zoned) => zoned.timestamp().into(),
        Err(_) => text.parse().expect("an instant"),
    }
}
