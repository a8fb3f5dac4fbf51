//! How figures are counted: whose midnights divide the days, and within which time a customer who comes again was not helped.

use std::time::Duration;

use db::{Tx, p, sql};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Actor, AuditEntry, Fault, Result, ThingId, Timestamp};
use serde_json::json;

use super::period::Period;
use super::settings_http::Sensitivity;
use crate::error;
use crate::permissions::SETTINGS_MANAGE;

sql! {
    FIND = "select zone, window_days, version, contacts_per from insight_settings where id = 1";
    SET = "update insight_settings set window_days = $1, contacts_per = $2, version = version + 1 where id = 1 and version = $3";
    RETURNS = "select c.reopened, coalesce(min(n.created_at), 0) - c.solved_at from insight_conversations c
               left join insight_conversations n on n.contact_id = c.contact_id and n.topic_id = c.topic_id
               and n.created_at > c.solved_at and n.created_at <= c.solved_at + 2592000000000 and not n.by_agent
               where c.solved_at > 0 and c.solved_at >= $1 and c.solved_at < $2 group by c.id, c.reopened, c.solved_at";
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
    /// The code of the series that contacts are divided by.
    pub contacts_per: String,
}

/// The longest window.
const LONGEST: i64 = 30;
const DAY: i64 = 86_400_000_000;

impl Settings {
    /// The window in days.
    pub fn window_days(&self) -> i64 {
        i64::try_from(self.window.as_secs() / 86_400).unwrap_or(i64::MAX)
    }

    /// The first day whose solved conversations are too young for the window: only whole days before it are counted, so that
    /// days can be added up.
    pub fn counted_until(&self, now: Timestamp) -> Date {
        now.minus(self.window).to_jiff().to_zoned(self.zone.clone()).date()
    }

    /// The same as an instant: solved from here on is too young.
    ///
    /// # Errors
    /// An internal fault for days beyond the calendar.
    pub fn counted_until_instant(&self, now: Timestamp) -> Result<Timestamp> {
        let day = self.counted_until(now);
        Ok(Period { first: day, last: day, zone: self.zone.clone() }.instants()?.0)
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
            contacts_per: row.take()?,
        })
    })
}

/// The company lives in another zone: its days are others now.
pub fn follow_zone(tx: &mut Tx<'_>, zone: &str) -> Result<()> {
    tx.exec(SET_ZONE, p![zone]).map(drop)
}

/// What contacts may be divided by.
const CONTACTS_PER: [&str; 2] = ["active_customers", "orders"];

/// Changes the window of first contact resolution and what contacts are divided by; what is not given stays.
///
/// # Errors
/// `access.forbidden`, `insight.settings_changed`, `request.invalid` for windows beyond 1 to 30 days.
pub(crate) fn change(
    tx: &mut Tx<'_>,
    actor: &Actor,
    version: i64,
    (window_days, contacts_per): (Option<i64>, Option<String>),
) -> Result<Settings> {
    actor.require(SETTINGS_MANAGE)?;
    let before = find(tx)?;
    let window_days = window_days.unwrap_or(before.window_days());
    let contacts_per = contacts_per.unwrap_or_else(|| before.contacts_per.clone());
    if !CONTACTS_PER.contains(&contacts_per.as_str()) {
        return Err(Fault::wrong_field("contacts_per", error::CONTACTS_PER_INVALID));
    }
    if !(1..=LONGEST).contains(&window_days) {
        return Err(Fault::wrong_field("window_days", error::WINDOW_INVALID));
    }
    if tx.exec(SET, p![window_days, contacts_per, version])? == 0 {
        return Err(error::SETTINGS_CHANGED.into());
    }
    let mut detail = json!({ "before": before.window_days(), "after": window_days });
    if before.contacts_per != contacts_per {
        detail["contacts_per"] = json!(contacts_per);
    }
    tx.audit(actor, AuditEntry { action: "insight.settings.changed", thing: ThingId("insight".to_owned()), detail })?;
    find(tx)
}

/// First contact resolution of what was solved between two instants, with every window from 1 to 30 days; only conversations
/// old enough for the longest count, so that all windows are told of the same ones.
pub(crate) fn sensitivity(tx: &mut Tx<'_>, (from, until): (Timestamp, Timestamp)) -> Result<Vec<Sensitivity>> {
    let old = tx.now().minus(Duration::from_hours(24 * LONGEST.unsigned_abs()));
    let (mut whole, mut lost) = (0u64, [0u64; LONGEST as usize + 1]);
    tx.each(RETURNS, p![from, until.min(old)], |row| {
        let (reopened, after): (i64, i64) = (row.take()?, row.take()?);
        whole += 1;
        // Within one day is lost to every window, within thirty to the longest only; who never came again is below nothing.
        if reopened > 0 {
            lost[1] += 1;
        } else if after > 0 {
            let days = usize::try_from((after + DAY - 1) / DAY).unwrap_or(lost.len());
            if let Some(count) = lost.get_mut(days) {
                *count += 1;
            }
        }
        Ok(())
    })?;
    let mut gone = 0;
    let of = |window_days: i64| {
        gone += lost[window_days as usize];
        Sensitivity { window_days, part: whole - gone, whole }
    };
    Ok((1..=LONGEST).map(of).collect())
}
