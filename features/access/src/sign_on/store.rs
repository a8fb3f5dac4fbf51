//! Accounts at providers, and people on their way there and back, in the database.

use db::{Tx, p, sql};
use kernel::{PersonId, Result, Timestamp};

use super::PersonIdentityId;
use crate::identity_providers::IdentityProviderId;
use crate::secret::SecretHash;

sql! {
    OF_SUBJECT = "select id, person_id from access_identities where provider_id = $1 and subject = $2";
    OF_PERSON = "select i.id, p.name, i.created_at, i.last_used_at from access_identities i
                 join access_identity_providers p on p.id = i.provider_id where i.person_id = $1 order by i.id";
    INSERT = "insert into access_identities (id, provider_id, subject, person_id, created_at, last_used_at)
              values ($1, $2, $3, $4, $5, $5) on conflict (provider_id, subject) do nothing";
    USED = "update access_identities set last_used_at = $1 where id = $2";
    DELETE = "delete from access_identities where id = $1 and person_id = $2";
    DELETE_OF_PROVIDER = "delete from access_identities where provider_id = $1";
    DELETE_REQUESTS = "delete from access_sign_on_requests where provider_id = $1";
    EXPECT = "insert into access_sign_on_requests (state_hash, provider_id, browser_hash, sealed, expires_at) values ($1, $2, $3, $4, $5)";
    CAME_BACK = "delete from access_sign_on_requests where state_hash = $1 and browser_hash = $2 and expires_at > $3
                 returning provider_id, sealed";
    SWEEP = "delete from access_sign_on_requests where expires_at <= $1";
}

/// An account of somebody at a provider, as administrators see it.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    pub(crate) id: PersonIdentityId,
    pub(crate) provider: String,
    pub(crate) created_at: Timestamp,
    pub(crate) last_used_at: Timestamp,
}

/// Whose account at a provider it is.
pub(super) fn owner(
    tx: &mut Tx<'_>,
    provider: IdentityProviderId,
    subject: &str,
) -> Result<Option<(PersonIdentityId, PersonId)>> {
    tx.opt(OF_SUBJECT, p![provider, subject], |row| Ok((row.take()?, row.take()?)))
}

/// The accounts of a person.
pub(crate) fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Identity>> {
    tx.all(OF_PERSON, p![person], |row| {
        Ok(Identity { id: row.take()?, provider: row.take()?, created_at: row.take()?, last_used_at: row.take()? })
    })
}

/// Connects an account with a person; whether it was nobody's.
pub(super) fn connect(tx: &mut Tx<'_>, provider: IdentityProviderId, subject: &str, person: PersonId) -> Result<bool> {
    let (id, now) = (tx.id::<PersonIdentityId>(), tx.now());
    Ok(tx.exec(INSERT, p![id, provider, subject, person, now])? == 1)
}

pub(super) fn used(tx: &mut Tx<'_>, id: PersonIdentityId) -> Result<()> {
    let now = tx.now();
    tx.exec(USED, p![now, id]).map(drop)
}

/// Whether the person had this account.
pub(crate) fn forget(tx: &mut Tx<'_>, id: PersonIdentityId, person: PersonId) -> Result<bool> {
    Ok(tx.exec(DELETE, p![id, person])? == 1)
}

/// Forgets who is connected with a provider, and who is on the way; gives how many were connected.
pub(crate) fn forget_provider(tx: &mut Tx<'_>, provider: IdentityProviderId) -> Result<u64> {
    tx.exec(DELETE_REQUESTS, p![provider])?;
    tx.exec(DELETE_OF_PROVIDER, p![provider])
}

/// Notes that a browser was sent to a provider.
pub(super) fn expect(
    tx: &mut Tx<'_>,
    (state, browser): (&SecretHash, &SecretHash),
    provider: IdentityProviderId,
    sealed: &[u8],
    until: Timestamp,
) -> Result<()> {
    tx.exec(EXPECT, p![state.as_str(), provider, browser.as_str(), sealed, until]).map(drop)
}

/// Somebody came back, once and in time, in the browser that was sent.
pub(super) fn came_back(
    tx: &mut Tx<'_>,
    state: &SecretHash,
    browser: &SecretHash,
) -> Result<Option<(IdentityProviderId, Vec<u8>)>> {
    let now = tx.now();
    tx.opt(CAME_BACK, p![state.as_str(), browser.as_str(), now], |row| Ok((row.take()?, row.take()?)))
}

/// Removes who never came back.
pub(crate) fn sweep(tx: &mut Tx<'_>) -> Result<u64> {
    let now = tx.now();
    tx.exec(SWEEP, p![now])
}
