//! Browsers in which somebody signed in before. Each holds a secret of its own beside the session.
//!
//! A known browser has counters of its own: a stranger who guesses at an account pauses strangers, not its owner. And
//! signing in from an unknown one is told to the owner by mail.

use std::time::Duration;

use db::{Tx, p, sql};
use kernel::{PersonId, Result};

use crate::secret::{Secret, SecretHash};

/// Browsers that were not used for so long are strangers again.
const KEPT: Duration = Duration::from_hours(24 * 400);

sql! {
    IS_KNOWN = "select count(*) from access_devices where person_id = $1 and secret_hash = $2";
    COUNT = "select count(*) from access_devices where person_id = $1";
    RENEW = "update access_devices set secret_hash = $1 where secret_hash = $2";
    SEEN = "insert into access_devices (person_id, secret_hash, seen_at) values ($1, $2, $3)
            on conflict (person_id, secret_hash) do update set seen_at = excluded.seen_at";
    DELETE_OF = "delete from access_devices where person_id = $1";
    SWEEP = "delete from access_devices where seen_at < $1";
}

/// Whether the person signed in with this browser before.
pub(super) fn is_known(tx: &mut Tx<'_>, person: PersonId, shown: &SecretHash) -> Result<bool> {
    tx.one(IS_KNOWN, p![person, shown.as_str()], |row| Ok(row.take::<i64>()? > 0))
}

/// Notes that somebody signed in with a browser, which gets a new secret. Whether the browser is one the person should
/// hear of: unknown, and not the first.
pub(super) fn admit(tx: &mut Tx<'_>, person: PersonId, shown: Option<&SecretHash>, next: &Secret) -> Result<bool> {
    let known = match shown {
        Some(shown) => is_known(tx, person, shown)?,
        None => false,
    };
    let had_any: i64 = tx.one(COUNT, p![person], |row| row.take())?;
    let next = next.hash();
    if let Some(shown) = shown {
        // Several people may share one browser.
        tx.exec(RENEW, p![next.as_str(), shown.as_str()])?;
    }
    let now = tx.now();
    tx.exec(SEEN, p![person, next.as_str(), now])?;
    Ok(!known && had_any > 0)
}

/// Makes all browsers strangers again.
pub(crate) fn delete_of(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    tx.exec(DELETE_OF, p![person]).map(drop)
}

/// Removes browsers that were not used for long.
pub(crate) fn sweep(tx: &mut Tx<'_>) -> Result<u64> {
    let before = tx.now().minus(KEPT);
    tx.exec(SWEEP, p![before])
}
