//! Open links for a new password.

use db::{Tx, p, sql};
use kernel::{PersonId, Result, Timestamp};

use crate::secret::SecretHash;

sql! {
    KEEP = "insert into access_password_resets (person_id, secret_hash, created_at, expires_at) values ($1, $2, $3, $4)
            on conflict (person_id) do update set secret_hash = excluded.secret_hash, created_at = excluded.created_at,
            expires_at = excluded.expires_at";
    BY_SECRET = "select r.person_id, p.email from access_password_resets r join access_people p on p.id = r.person_id
                 where r.secret_hash = $1 and r.expires_at > $2 and p.active";
    DELETE_OF = "delete from access_password_resets where person_id = $1";
    SWEEP = "delete from access_password_resets where expires_at <= $1";
}

/// Keeps the link of a person; an older one is useless from now on.
pub(super) fn keep(tx: &mut Tx<'_>, person: PersonId, secret: &SecretHash, expires_at: Timestamp) -> Result<()> {
    let now = tx.now();
    tx.exec(KEEP, p![person, secret.as_str(), now, expires_at]).map(drop)
}

/// The active person of an open link, and their address.
pub(super) fn by_secret(tx: &mut Tx<'_>, secret: &SecretHash) -> Result<Option<(PersonId, String)>> {
    let now = tx.now();
    tx.opt(BY_SECRET, p![secret.as_str(), now], |row| Ok((row.take()?, row.take()?)))
}

/// Makes the link of a person useless; gives whether there was one.
pub(crate) fn delete_of(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    Ok(tx.exec(DELETE_OF, p![person])? > 0)
}

/// Removes links that expired.
pub(crate) fn sweep(tx: &mut Tx<'_>) -> Result<u64> {
    let now = tx.now();
    tx.exec(SWEEP, p![now])
}
