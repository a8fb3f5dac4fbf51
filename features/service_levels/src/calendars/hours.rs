//! What a calendar is made of, as people enter it and events carry it.

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use kernel::{FaultSpec, FieldFault};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error;

/// Minutes of a day.
pub(super) const DAY_MINUTES: u16 = 24 * 60;
const MOST_WINDOWS: usize = 12;
const MOST_HOLIDAYS: usize = 1_000;
/// Of all holidays together: what a calendar costs to prepare grows with it.
const MOST_HOLIDAY_DAYS: i64 = 2_000;
const LONGEST_NAME: usize = 200;
const LONGEST_HOLIDAY: i64 = 366;
/// The years in which holidays may lie.
pub(super) const FIRST_DAY: Date = date(1970, 1, 1);
pub(super) const LAST_DAY: Date = date(2100, 12, 31);

/// A stretch of a day in which the department works, by the clock on its wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WorkWindow, example = json!({"from": 540, "to": 1020}))]
pub struct Window {
    /// Minutes from midnight: 540 is 09:00.
    #[schema(examples(540), maximum = 1439)]
    pub from: u16,
    /// Minutes from midnight, later than `from`; 1440 is the end of the day.
    #[schema(examples(1020), maximum = 1440)]
    pub to: u16,
}

impl Window {
    /// As people write it: `09:00–17:30`.
    pub(crate) fn written(self) -> String {
        let Self { from, to } = self;
        format!("{:02}:{:02}–{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)
    }

    /// How long it is, in minutes.
    pub(super) fn minutes(self) -> i64 {
        i64::from(self.to) - i64::from(self.from)
    }
}

/// The windows of each weekday, in order; a day without any is closed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = WorkWeek, example = json!({"monday": [{"from": 540, "to": 720}, {"from": 780, "to": 1020}], "tuesday": [{"from": 540, "to": 1020}],
    "wednesday": [], "thursday": [], "friday": [], "saturday": [], "sunday": []}))]
pub struct Week {
    /// Windows of Mondays.
    pub monday: Vec<Window>,
    /// Windows of Tuesdays.
    pub tuesday: Vec<Window>,
    /// Windows of Wednesdays.
    pub wednesday: Vec<Window>,
    /// Windows of Thursdays.
    pub thursday: Vec<Window>,
    /// Windows of Fridays.
    pub friday: Vec<Window>,
    /// Windows of Saturdays.
    pub saturday: Vec<Window>,
    /// Windows of Sundays.
    pub sunday: Vec<Window>,
}

impl Week {
    /// The same windows from Monday to Friday, nothing at weekends.
    pub fn workdays(windows: &[Window]) -> Self {
        let each = || windows.to_vec();
        Self { monday: each(), tuesday: each(), wednesday: each(), thursday: each(), friday: each(), ..Self::default() }
    }

    /// The days with their names, from Monday on.
    pub fn days(&self) -> [(&'static str, &[Window]); 7] {
        [
            ("monday", &self.monday),
            ("tuesday", &self.tuesday),
            ("wednesday", &self.wednesday),
            ("thursday", &self.thursday),
            ("friday", &self.friday),
            ("saturday", &self.saturday),
            ("sunday", &self.sunday),
        ]
    }
}

/// Days that differ from the week. Where several meet on a day, the department works only while all of them let it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Christmas Eve", "from": "2026-12-24", "to": "2026-12-24", "every_year": true, "windows": [{"from": 540, "to": 720}]}))]
pub struct Holiday {
    /// What people call it.
    #[schema(examples("Christmas Eve"))]
    pub name: String,
    /// The first day.
    #[schema(value_type = String, format = Date, examples("2026-12-24"))]
    pub from: Date,
    /// The last day; the same as `from` for a single one.
    #[schema(value_type = String, format = Date, examples("2026-12-24"))]
    pub to: Date,
    /// Again on the same date of each later year; 29 February only in leap years.
    #[serde(default)]
    pub every_year: bool,
    /// The windows of these days instead of the weekday's; none when the department is closed.
    #[serde(default)]
    pub windows: Vec<Window>,
}

impl Holiday {
    /// How many days it lasts; not above zero when it ends before it begins.
    pub(super) fn days(&self) -> i64 {
        i64::from((self.to - self.from).get_days()) + 1
    }

    /// Whether the same days are there under the same name already.
    pub(super) fn is_among(&self, others: &[Self]) -> bool {
        let same = |other: &Self| {
            (other.from, other.to, other.every_year) == (self.from, self.to, self.every_year) && other.name == self.name
        };
        others.iter().any(same)
    }

    fn faults(&self, pointer: &str, faults: &mut Vec<FieldFault>) {
        if self.name.trim().is_empty() || self.name.chars().count() > LONGEST_NAME {
            refuse(faults, format!("{pointer}/name"), error::HOLIDAY_UNNAMED);
        }
        if !(1..=LONGEST_HOLIDAY).contains(&self.days()) {
            refuse(faults, format!("{pointer}/to"), error::HOLIDAY_INVALID);
        }
        if self.from < FIRST_DAY || self.to > LAST_DAY {
            refuse(faults, format!("{pointer}/from"), error::HOLIDAY_FAR);
        }
        window_faults(&self.windows, &format!("{pointer}/windows"), faults);
    }
}

/// Everything that decides when the department works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// A zone of the time zone database.
    pub time_zone: String,
    /// The windows of each weekday.
    pub week: Week,
    /// Days that differ.
    pub holidays: Vec<Holiday>,
}

impl Hours {
    /// What a department has before anybody decided: Monday to Friday, nine to five.
    pub fn usual(time_zone: &str) -> Self {
        let windows = [Window { from: 9 * 60, to: 17 * 60 }];
        Self { time_zone: time_zone.to_owned(), week: Week::workdays(&windows), holidays: Vec::new() }
    }

    /// Every field at fault.
    pub(super) fn faults(&self) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        if let Err(spec) = zone(&self.time_zone) {
            refuse(&mut faults, "time_zone".to_owned(), spec);
        }
        for (day, windows) in self.week.days() {
            window_faults(windows, &format!("week/{day}"), &mut faults);
        }
        let days: i64 = self.holidays.iter().map(|holiday| holiday.days().clamp(0, LONGEST_HOLIDAY)).sum();
        if self.holidays.len() > MOST_HOLIDAYS || days > MOST_HOLIDAY_DAYS {
            refuse(&mut faults, "holidays".to_owned(), error::HOLIDAYS_MANY);
        } else {
            for (place, holiday) in self.holidays.iter().enumerate() {
                holiday.faults(&format!("holidays/{place}"), &mut faults);
            }
        }
        faults
    }

    /// The same with the official name of the zone, trimmed names, and holidays in order of their days.
    pub(super) fn tidied(mut self) -> Self {
        if let Ok((name, _)) = zone(&self.time_zone) {
            self.time_zone = name;
        }
        for holiday in &mut self.holidays {
            holiday.name = holiday.name.trim().to_owned();
        }
        self.holidays.sort_by(|a, b| (a.from, a.to, &a.name).cmp(&(b.from, b.to, &b.name)));
        self
    }
}

/// A zone of the time zone database, with its official name.
pub(super) fn zone(text: &str) -> Result<(String, TimeZone), FaultSpec> {
    let zone = TimeZone::get(text.trim()).map_err(|_| error::TIME_ZONE_UNKNOWN)?;
    let name = zone.iana_name().ok_or(error::TIME_ZONE_UNKNOWN)?.to_owned();
    Ok((name, zone))
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
