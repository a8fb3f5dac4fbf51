//! How things stand: now, for the wallboard, and the backlog of any day.

mod backlog;
pub(crate) mod http;
mod now;

pub(crate) use backlog::backlog;
use db::{Sql, Tx};
use kernel::{Result, TeamId, TypedId};

pub(crate) use now::{AtWork, Live};

use crate::metrics::{Period, settings};

/// How things stand with some teams; with everybody when none is named.
pub(crate) fn of_teams(tx: &mut Tx<'_>, teams: &[TeamId]) -> Result<Live> {
    let zone = settings::find(tx)?.zone;
    let day = tx.now().to_jiff().to_zoned(zone.clone()).date();
    now::live(tx, &among("team_id", teams), &Period { first: day, last: day, zone })
}

/// How many people of some teams have work, by what it is.
pub(crate) fn people(tx: &mut Tx<'_>, teams: &[TeamId]) -> Result<AtWork> {
    now::people(tx, &among("team_id", teams))
}

/// A condition that a column of conversations holds one of some ids; none narrows nothing.
fn among<I: TypedId>(column: &str, ids: &[I]) -> String {
    if ids.is_empty() {
        return String::new();
    }
    let list = ids.iter().map(|id| id.raw().to_string()).collect::<Vec<_>>().join(", ");
    format!(" and c.{column} in ({list})")
}

/// Every statement of this room.
pub(crate) fn statements() -> Vec<&'static Sql> {
    [now::STATEMENTS, backlog::STATEMENTS].concat()
}

#[cfg(test)]
mod tests;
