//! How fast mail goes out: so many at once and so many a minute, to one recipient domain and through one server.
//!
//! People's answers may use all of it, automatic mail three quarters, bulk half: whatever waits, there is room left for a person.
//! The counts are rows of the database, so they hold for all nodes together.

use std::collections::BTreeSet;
use std::time::Duration;

use db::{Tx, p, sql};
use kernel::{Result, Timestamp};

use super::model::{Kind, OutgoingId};
use super::recipients::Recipient;
use crate::rules::Rules;

sql! {
    DOMAIN_BUSY = "select count(distinct outgoing_id) from channels_recipients
                   where domain = $1 and tried_at > $2 and state = 'sending' and outgoing_id <> $3";
    DOMAIN_RECENT = "select count(distinct outgoing_id) from channels_recipients where domain = $1 and tried_at > $2 and outgoing_id <> $3";
    SERVER_BUSY = "select count(*) from channels_outgoing where server = $1 and tried_at > $2 and state = 'sending' and id <> $3";
    SERVER_RECENT = "select count(*) from channels_outgoing where server = $1 and tried_at > $2 and id <> $3";
}

/// Whoever has not finished by then is taken for dead.
const LONGEST_TRY: Duration = Duration::from_mins(5);
const MINUTE: Duration = Duration::from_mins(1);

/// What is on its way somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Traffic {
    /// Right now.
    pub busy: i64,
    /// Within the last minute.
    pub recent: i64,
}

/// What may be on its way there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// At once.
    pub connections: i64,
    /// Within a minute.
    pub per_minute: i64,
}

/// How much of a limit a kind of mail may use; never nothing.
fn share(limit: i64, kind: Kind) -> i64 {
    let share = match kind {
        Kind::Reply | Kind::System => limit,
        Kind::Automatic => limit * 3 / 4,
        Kind::Bulk => limit / 2,
    };
    share.max(1)
}

/// How long a mail waits before it asks again; none when it may go now.
pub fn wait(traffic: Traffic, limit: Limit, kind: Kind) -> Option<Duration> {
    if traffic.recent >= share(limit.per_minute, kind) {
        // Room comes evenly through the minute; asking more often costs more than it gains.
        return Some(Duration::from_secs(if kind.is_personal() { 2 } else { 10 }));
    }
    let pause = if kind.is_personal() { 300 } else { 2_000 };
    (traffic.busy >= share(limit.connections, kind)).then(|| Duration::from_millis(pause))
}

/// When the mail may be tried, if not now.
pub(crate) fn closed(
    tx: &mut Tx<'_>,
    rules: &Rules,
    mail: OutgoingId,
    kind: Kind,
    server: &str,
    open: &[Recipient],
) -> Result<Option<Timestamp>> {
    let now = tx.now();
    let (alive, recent) = (now.minus(LONGEST_TRY), now.minus(MINUTE));
    let mut count =
        |sql, key: &str, since: Timestamp| -> Result<i64> { tx.one(sql, p![key, since, mail], |row| row.take()) };
    let limit = Limit { connections: rules.server_connections, per_minute: rules.server_per_minute };
    let traffic = Traffic { busy: count(SERVER_BUSY, server, alive)?, recent: count(SERVER_RECENT, server, recent)? };
    let mut longest = wait(traffic, limit, kind);
    let limit = Limit { connections: rules.domain_connections, per_minute: rules.domain_per_minute };
    for domain in open.iter().map(|recipient| recipient.domain.as_str()).collect::<BTreeSet<_>>() {
        let traffic =
            Traffic { busy: count(DOMAIN_BUSY, domain, alive)?, recent: count(DOMAIN_RECENT, domain, recent)? };
        longest = longest.max(wait(traffic, limit, kind));
    }
    Ok(longest.map(|pause| now.plus(pause)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_goes_where_bulk_waits() {
        let limit = Limit { connections: 4, per_minute: 100 };
        for (busy, recent, want) in [
            (0, 0, [true, true, true]),
            (2, 0, [true, true, false]),
            (3, 0, [true, false, false]),
            (4, 0, [false, false, false]),
            (0, 50, [true, true, false]),
            (0, 75, [true, false, false]),
            (0, 100, [false, false, false]),
        ] {
            let goes = [Kind::Reply, Kind::Automatic, Kind::Bulk]
                .map(|kind| wait(Traffic { busy, recent }, limit, kind).is_none());
            assert_eq!(goes, want, "{busy} at once, {recent} in a minute");
        }
    }

    #[test]
    fn the_smallest_limit_stops_nobody_for_good() {
        let limit = Limit { connections: 1, per_minute: 1 };
        for kind in [Kind::Reply, Kind::System, Kind::Automatic, Kind::Bulk] {
            assert_eq!(wait(Traffic { busy: 0, recent: 0 }, limit, kind), None);
            assert!(wait(Traffic { busy: 1, recent: 0 }, limit, kind).is_some());
        }
    }
}
