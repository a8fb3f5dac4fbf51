//! Stretches of days, and the ways to divide what happened in them.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use kernel::{Fault, Result, Timestamp};

/// Whole days in a time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub first: Date,
    /// The last day; it belongs to the period.
    pub last: Date,
    /// Whose midnights divide the days.
    pub zone: TimeZone,
}

/// How a figure is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The team the conversation lies with.
    Team,
    /// The person: who replied, for response times and replies; who has the conversation, for everything else.
    Agent,
    /// `mail`, `api`.
    Channel,
    /// The contact reason.
    Topic,
    /// The mailbox it came to or goes out by.
    Mailbox,
    /// How urgent it is.
    Priority,
    /// Civil days.
    Day,
    /// Weeks by their Monday.
    Week,
    /// Months.
    Month,
    /// Hours of the day, `00` to `23`.
    Hour,
    /// Days of the week, `1` (Monday) to `7`.
    Weekday,
}

impl By {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Team,
        Self::Agent,
        Self::Channel,
        Self::Topic,
        Self::Mailbox,
        Self::Priority,
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Hour,
        Self::Weekday,
    ];

    /// Its name for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Agent => "agent",
            Self::Channel => "channel",
            Self::Topic => "topic",
            Self::Mailbox => "mailbox",
            Self::Priority => "priority",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Hour => "hour",
            Self::Weekday => "weekday",
        }
    }

    /// By its name for programs.
    pub fn named(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|by| by.code() == code)
    }

    /// The part of time that an instant belongs to: the first day of a stretch, an hour, a day of the week; empty for divisions
    /// that are no part of time.
    pub(crate) fn part(self, at: Timestamp, zone: &TimeZone) -> String {
        let here = at.to_jiff().to_zoned(zone.clone());
        match self {
            Self::Hour => format!("{:02}", here.hour()),
            Self::Weekday => here.weekday().to_monday_one_offset().to_string(),
            _ => self.begins(here.date()).map(|day| day.to_string()).unwrap_or_default(),
        }
    }

    /// The first day of the stretch that a day belongs to; none for divisions that are no stretch of days.
    pub(crate) fn begins(self, day: Date) -> Option<Date> {
        match self {
            Self::Day => Some(day),
            Self::Week => day.checked_sub(jiff::Span::new().days(i64::from(day.weekday().since(Weekday::Monday)))).ok(),
            Self::Month => Some(day.first_of_month()),
            _ => None,
        }
    }
}

impl Period {
    /// From the first midnight to the one after the last day.
    ///
    /// # Errors
    /// An internal fault for days beyond the calendar.
    pub fn instants(&self) -> Result<(Timestamp, Timestamp)> {
        let after = self.last.tomorrow().map_err(Fault::internal)?;
        let midnight = |day: Date| -> Result<Timestamp> {
            let zoned = day.to_zoned(self.zone.clone()).map_err(Fault::internal)?;
            Ok(Timestamp::from_micros(zoned.timestamp().as_microsecond()))
        };
        Ok((midnight(self.first)?, midnight(after)?))
    }

    /// As many days right before; whole months before, when the period is whole months.
    ///
    /// # Errors
    /// An internal fault for days beyond the calendar.
    pub fn previous(&self) -> Result<Self> {
        let last = self.first.yesterday().map_err(Fault::internal)?;
        let first = if self.first.day() == 1 && self.last == self.last.last_of_month() {
            let months = 12 * (i64::from(self.last.year()) - i64::from(self.first.year()))
                + i64::from(self.last.month())
                - i64::from(self.first.month())
                + 1;
            self.first.checked_sub(jiff::Span::new().months(months))
        } else {
            let days = self.first.until(self.last).map_err(Fault::internal)?.get_days();
            last.checked_sub(jiff::Span::new().days(days))
        };
        Ok(Self { first: first.map_err(Fault::internal)?, last, zone: self.zone.clone() })
    }

    /// The same days a year before.
    ///
    /// # Errors
    /// An internal fault for days beyond the calendar.
    pub fn year_before(&self) -> Result<Self> {
        let year = jiff::Span::new().years(1);
        let before = |day: Date| day.checked_sub(year).map_err(Fault::internal);
        let last = if self.last == self.last.last_of_month() {
            before(self.last.first_of_month())?.last_of_month()
        } else {
            before(self.last)?
        };
        Ok(Self { first: before(self.first)?, last, zone: self.zone.clone() })
    }
}
