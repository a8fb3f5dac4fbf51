//! What a calendar is made of, as people enter it and events carry it.

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Minutes of a day.
pub const DAY_MINUTES: u16 = 24 * 60;
/// The first day that is counted.
pub const FIRST_DAY: Date = date(1970, 1, 1);
/// The last day that is counted.
pub const LAST_DAY: Date = date(2100, 12, 31);

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
    /// How long it is, in minutes.
    pub fn minutes(self) -> i64 {
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
    pub fn days(&self) -> i64 {
        i64::from((self.to - self.from).get_days()) + 1
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
}

/// A zone of the time zone database, with its official name; none when this machine does not know it.
pub fn zone(text: &str) -> Option<(String, TimeZone)> {
    let zone = TimeZone::get(text.trim()).ok()?;
    let name = zone.iana_name()?.to_owned();
    Some((name, zone))
}
