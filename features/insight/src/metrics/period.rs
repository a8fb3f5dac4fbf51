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
    /// Civil days.
    Day,
    /// Weeks by their Monday.
    Week,
    /// Months.
    Month,
}

impl By {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Team, Self::Agent, Self::Channel, Self::Topic, Self::Day, Self::Week, Self::Month];

    /// Its name for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Agent => "agent",
            Self::Channel => "channel",
            Self::Topic => "topic",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// The part of time that an instant belongs to, as its first day; none for divisions that are no part of time.
    pub(crate) fn part(self, at: Timestamp, zone: &TimeZone) -> Option<Date> {
        let day = at.to_jiff().to_zoned(zone.clone()).date();
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
}
