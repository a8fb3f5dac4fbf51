//! How figures are counted: whose midnights divide the days, and within which time a customer who comes again was not helped.

use std::time::Duration;

use db::{Tx, p, sql};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Result, Timestamp};

sql! {
    FIND = "select zone, window_days, version from insight_settings where id = 1";
    SET_ZONE = "update insight_settings set zone = $1, version = version + 1 where id = 1 and zone <> $1";
}

/// The settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The company's time zone.
    pub zone: TimeZone,
    /// The window of first contact resolution.
    pub window: Duration,
    /// Rises with every change.
    pub version: i64,
}

impl Settings {
    /// The first day whose solved conversations are too young for the window: only whole days before it are counted, so that
    /// days can be added up.
    pub fn counted_until(&self, now: Timestamp) -> Date {
        now.minus(self.window).to_jiff().to_zoned(self.zone.clone()).date()
    }
}

/// As they are now.
pub fn find(tx: &mut Tx<'_>) -> Result<Settings> {
    tx.one(FIND, p![], |row| {
        let zone: String = row.take()?;
        let days: i64 = row.take()?;
        Ok(Settings {
            zone: TimeZone::get(&zone).unwrap_or(TimeZone::UTC),
            window: Duration::from_hours(24 * days.unsigned_abs()),
            version: row.take()?,
        })
    })
}

/// The company lives in another zone: its days are others now.
pub fn follow_zone(tx: &mut Tx<'_>, zone: &str) -> Result<()> {
    tx.exec(SET_ZONE, p![zone]).map(drop)
}
