//! What may be entered as hours, and how it is kept.

use kernel::business_time::{DAY_MINUTES, FIRST_DAY, Holiday, Hours, LAST_DAY, Window, zone};
use kernel::{FaultSpec, FieldFault};

use crate::error;

const MOST_WINDOWS: usize = 12;
const MOST_HOLIDAYS: usize = 1_000;
/// Of all holidays together: what a calendar costs to prepare grows with it.
const MOST_HOLIDAY_DAYS: i64 = 2_000;
const LONGEST_NAME: usize = 200;
const LONGEST_HOLIDAY: i64 = 366;

/// Every field at fault.
pub(super) fn faults(hours: &Hours) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    if zone(&hours.time_zone).is_none() {
        refuse(&mut faults, "time_zone".to_owned(), error::TIME_ZONE_UNKNOWN);
    }
    for (day, windows) in hours.week.days() {
        window_faults(windows, &format!("week/{day}"), &mut faults);
    }
    let days: i64 = hours.holidays.iter().map(|holiday| holiday.days().clamp(0, LONGEST_HOLIDAY)).sum();
    if hours.holidays.len() > MOST_HOLIDAYS || days > MOST_HOLIDAY_DAYS {
        refuse(&mut faults, "holidays".to_owned(), error::HOLIDAYS_MANY);
    } else {
        for (place, holiday) in hours.holidays.iter().enumerate() {
            holiday_faults(holiday, &format!("holidays/{place}"), &mut faults);
        }
    }
    faults
}

/// The same with the official name of the zone, trimmed names, and holidays in order of their days.
pub(super) fn tidied(mut hours: Hours) -> Hours {
    if let Some((name, _)) = zone(&hours.time_zone) {
        hours.time_zone = name;
    }
    for holiday in &mut hours.holidays {
        holiday.name = holiday.name.trim().to_owned();
    }
    hours.holidays.sort_by(|a, b| (a.from, a.to, &a.name).cmp(&(b.from, b.to, &b.name)));
    hours
}

/// Whether the same days are there under the same name already.
pub(super) fn is_among(holiday: &Holiday, others: &[Holiday]) -> bool {
    let Holiday { name, from, to, every_year, .. } = holiday;
    others.iter().any(|other| (&other.name, other.from, other.to, other.every_year) == (name, *from, *to, *every_year))
}

fn holiday_faults(holiday: &Holiday, pointer: &str, faults: &mut Vec<FieldFault>) {
    if holiday.name.trim().is_empty() || holiday.name.chars().count() > LONGEST_NAME {
        refuse(faults, format!("{pointer}/name"), error::HOLIDAY_UNNAMED);
    }
    if !(1..=LONGEST_HOLIDAY).contains(&holiday.days()) {
        refuse(faults, format!("{pointer}/to"), error::HOLIDAY_INVALID);
    }
    if holiday.from < FIRST_DAY || holiday.to > LAST_DAY {
        refuse(faults, format!("{pointer}/from"), error::HOLIDAY_FAR);
    }
    window_faults(&holiday.windows, &format!("{pointer}/windows"), faults);
}

fn window_faults(windows: &[Window], pointer: &str, faults: &mut Vec<FieldFault>) {
    if windows.len() > MOST_WINDOWS {
        return refuse(faults, pointer.to_owned(), error::WINDOWS_MANY);
    }
    for (place, window) in windows.iter().enumerate() {
        if window.from >= window.to || window.to > DAY_MINUTES {
            refuse(faults, format!("{pointer}/{place}"), error::WINDOW_INVALID);
        } else if place > 0 && windows[place - 1].to > window.from {
            refuse(faults, format!("{pointer}/{place}"), error::WINDOWS_OVERLAP);
        }
    }
}

fn refuse(faults: &mut Vec<FieldFault>, pointer: String, spec: FaultSpec) {
    faults.push(FieldFault::new(pointer, spec.code, spec.sentence));
}
