//! A calendar made ready for counting.
//!
//! While the zone's offset stays the same, local time is UTC plus a constant, and the open time between two instants is the
//! difference of one function of the local clock: whole weeks times the week's length, plus the days since Monday, plus what
//! the special days before differ from their weekdays, plus what is over of the day itself. [`Calendar::of`] finds the
//! stretches of constant offset and how much was open before each. After that every question is a few binary searches,
//! whether it spans an hour or a century, and business time is a difference of two numbers: it adds up and never falls.
//!
//! The department works while the clock on its wall shows a time within a window. So an hour that the clock skips does not
//! count, and an hour that it shows twice counts twice.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::hours::{DAY_MINUTES, FIRST_DAY, Holiday, Hours, LAST_DAY, Window, zone};
use crate::Timestamp;

const MINUTE: i64 = 60_000_000;
const DAY: i64 = DAY_MINUTES as i64 * MINUTE;
/// 1970-01-01 was a Thursday.
const DAYS_SINCE_MONDAY: i64 = 3;
/// 2101-01-01T00:00:00Z.
const END: i64 = 4_133_980_800_000_000;

/// A day that differs from its weekday.
#[derive(Debug, Clone)]
struct Special {
    /// Days since 1970-01-01.
    day: i64,
    windows: Vec<Window>,
    /// Minutes by which this and all earlier special days are longer than their weekdays.
    gained: i64,
}

/// A stretch in which the zone's offset stays the same.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    /// Its first instant.
    from: i64,
    offset: i64,
    /// Open time before it.
    open: i64,
}

/// A calendar that counts business time. It knows the years from 1970 to 2100 and is closed before and after.
#[derive(Debug, Clone)]
pub struct Calendar {
    week: [Vec<Window>; 7],
    /// Open minutes of a week before each weekday; the last is the whole week.
    before: [i64; 8],
    specials: Vec<Special>,
    stretches: Vec<Stretch>,
}

impl Calendar {
    /// Makes hours ready for counting. Worth keeping: it costs up to some thousand steps, each question then about ten.
    /// None when this machine does not know the zone.
    pub fn of(hours: &Hours) -> Option<Self> {
        let (_, zone) = zone(&hours.time_zone)?;
        let week = hours.week.days().map(|(_, windows)| windows.to_vec());
        let mut before = [0; 8];
        for (day, windows) in week.iter().enumerate() {
            before[day + 1] = before[day] + minutes(windows);
        }
        let specials = specials(&hours.holidays, &week);
        let mut calendar = Self { week, before, specials, stretches: Vec::new() };
        let offset = |seconds: i32| i64::from(seconds) * 1_000_000;
        let start = jiff::Timestamp::UNIX_EPOCH;
        calendar.stretches.push(Stretch { from: 0, offset: offset(zone.to_offset(start).seconds()), open: 0 });
        for change in zone.following(start) {
            let (from, offset) = (change.timestamp().as_microsecond(), offset(change.offset().seconds()));
            if from >= END {
                break;
            }
            let open = calendar.open_until(from);
            calendar.stretches.push(Stretch { from, offset, open });
        }
        Some(calendar)
    }

    /// The open time between two instants in microseconds; zero when the second is not later.
    pub fn business_time(&self, from: Timestamp, to: Timestamp) -> i64 {
        (self.open_until(to.micros()) - self.open_until(from.micros())).max(0)
    }

    /// The first instant by which so many microseconds of business time have passed; `from` itself for zero or less, and
    /// nothing when the department never works that much before the year 2101.
    pub fn add_business_time(&self, from: Timestamp, micros: i64) -> Option<Timestamp> {
        if micros <= 0 {
            return Some(from);
        }
        let target = self.open_until(from.micros()).saturating_add(micros);
        if target > self.open_until(END) {
            return None;
        }
        // The first stretch has nothing before it, so there is always one.
        let place = self.stretches.partition_point(|stretch| stretch.open < target).saturating_sub(1);
        let stretch = self.stretches[place];
        let until = self.stretches.get(place + 1).map_or(END, |next| next.from);
        let local = self.opened_locally(stretch.from + stretch.offset) + target - stretch.open;
        let (first, last) = (stretch.from + stretch.offset, until + stretch.offset);
        Some(Timestamp::from_micros(self.reached(local, first.div_euclid(DAY), last.div_euclid(DAY)) - stretch.offset))
    }

    /// Whether the department works at an instant. It does when a window begins, and no longer when it ends.
    pub fn is_open(&self, at: Timestamp) -> bool {
        if !(0..END).contains(&at.micros()) {
            return false;
        }
        let local = at.micros() + self.stretch(at.micros()).offset;
        let minute = local.rem_euclid(DAY) / MINUTE;
        self.windows(local.div_euclid(DAY))
            .iter()
            .any(|window| (i64::from(window.from)..i64::from(window.to)).contains(&minute))
    }

    /// The instant itself when the department works then, else when it does next; nothing when it never will.
    pub fn next_opening(&self, at: Timestamp) -> Option<Timestamp> {
        if self.is_open(at) {
            return Some(at);
        }
        // The shortest time after the opening, less that time.
        self.add_business_time(at, 1).map(|after| Timestamp::from_micros(after.micros() - 1))
    }

    /// Open time from 1970 until an instant.
    fn open_until(&self, at: i64) -> i64 {
        let at = at.clamp(0, END);
        let Stretch { from, offset, open } = *self.stretch(at);
        open + self.opened_locally(at + offset) - self.opened_locally(from + offset)
    }

    /// The stretch that an instant lies in.
    fn stretch(&self, at: i64) -> &Stretch {
        &self.stretches[self.stretches.partition_point(|stretch| stretch.from <= at).saturating_sub(1)]
    }

    /// Open time until a reading of the local clock, as if it never jumped. Only differences mean something.
    fn opened_locally(&self, local: i64) -> i64 {
        let (day, time) = (local.div_euclid(DAY), local.rem_euclid(DAY));
        let since_monday = day + DAYS_SINCE_MONDAY;
        let weekday = since_monday.rem_euclid(7) as usize;
        let earlier = self.specials.partition_point(|special| special.day < day);
        let gained = earlier.checked_sub(1).map_or(0, |place| self.specials[place].gained);
        let whole = since_monday.div_euclid(7) * self.before[7] + self.before[weekday] + gained;
        let windows = self.windows(day).iter();
        let today: i64 = windows
            .map(|window| {
                time.min(i64::from(window.to) * MINUTE).saturating_sub(i64::from(window.from) * MINUTE).max(0)
            })
            .sum();
        whole * MINUTE + today
    }

    /// The first reading of the local clock by which so much was open; it lies within these days.
    fn reached(&self, target: i64, first: i64, last: i64) -> i64 {
        let (mut low, mut high) = (first, last);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.opened_locally((middle + 1) * DAY) >= target { high = middle } else { low = middle + 1 }
        }
        let midnight = low * DAY;
        let mut missing = target - self.opened_locally(midnight);
        for window in self.windows(low) {
            let length = window.minutes() * MINUTE;
            if missing <= length {
                return midnight + i64::from(window.from) * MINUTE + missing;
            }
            missing -= length;
        }
        midnight + DAY
    }

    /// The windows of a day, counted from 1970-01-01.
    fn windows(&self, day: i64) -> &[Window] {
        match self.specials.binary_search_by_key(&day, |special| special.day) {
            Ok(place) => &self.specials[place].windows,
            Err(_) => &self.week[weekday(day)],
        }
    }
}

/// 0 for Monday.
fn weekday(day: i64) -> usize {
    (day + DAYS_SINCE_MONDAY).rem_euclid(7) as usize
}

fn minutes(windows: &[Window]) -> i64 {
    windows.iter().map(|window| window.minutes()).sum()
}

fn number(date: Date) -> i64 {
    i64::from((date - FIRST_DAY).get_days())
}

/// Every special day of the years that are counted, in order.
fn specials(holidays: &[Holiday], week: &[Vec<Window>; 7]) -> Vec<Special> {
    let mut days: BTreeMap<i64, Vec<Window>> = BTreeMap::new();
    for holiday in holidays {
        for first in beginnings(holiday) {
            let first = number(first);
            for day in first..first + holiday.days() {
                let entry = days.entry(day).or_insert_with(|| vec![Window { from: 0, to: DAY_MINUTES }]);
                *entry = shared(entry, &holiday.windows);
            }
        }
    }
    let mut gained = 0;
    let special = |(day, windows): (i64, Vec<Window>)| {
        gained += minutes(&windows) - minutes(&week[weekday(day)]);
        Special { day, windows, gained }
    };
    days.into_iter().map(special).collect()
}

/// The first days of a holiday, one for each year in which it takes place.
fn beginnings(holiday: &Holiday) -> impl Iterator<Item = Date> {
    let first = holiday.from;
    let last = if holiday.every_year { LAST_DAY.year() } else { first.year() };
    (first.year()..=last).filter_map(move |year| Date::new(year, first.month(), first.day()).ok())
}

/// The time that two lists of windows have in common.
fn shared(ours: &[Window], theirs: &[Window]) -> Vec<Window> {
    let pairs = ours.iter().flat_map(|a| theirs.iter().map(move |b| (a, b)));
    pairs
        .map(|(a, b)| Window { from: a.from.max(b.from), to: a.to.min(b.to) })
        .filter(|both| both.from < both.to)
        .collect()
}
