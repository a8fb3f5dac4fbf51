//! Half sign-ins in the database.

use db::{Row, Tx, p, sql};
use kernel::{PersonId, Result, Timestamp, TypedId};

use super::SignInId;
use crate::identity_providers::IdentityProviderId;
use crate::secret::SecretHash;

/// So many tries has a ticket.
pub(super) const TRIES: i64 = 5;

sql! {
    INSERT = "insert into access_sign_ins (id, person_id, secret_hash, tries, expires_at, provider_id) values ($1, $2, $3, 0, $4, $5)";
    TRY = "update access_sign_ins set tries = tries + 1 where secret_hash = $1 and expires_at > $2 and tries < 5 returning id, person_id, tries, provider_id";
    FIND = "select id, person_id, tries, provider_id from access_sign_ins where secret_hash = $1 and expires_at > $2 and tries < 5";
    DELETE = "delete from access_sign_ins where id = $1";
    DELETE_OF = "delete from access_sign_ins where person_id = $1";
    SWEEP = "delete from access_sign_ins where expires_at <= $1";
}

/// Half a sign-in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ticket {
    pub(super) id: SignInId,
    pub(super) person: PersonId,
    /// Tries made, this one included.
    pub(super) tries: i64,
    /// Who says who it is; nobody but us with a password.
    pub(super) provider: Option<IdentityProviderId>,
}

fn read(row: &mut Row<'_>) -> Result<Ticket> {
    let (id, person, tries, provider) = (row.take()?, row.take()?, row.take()?, row.take::<i64>()?);
    let provider = Some(provider).filter(|id| *id != 0).map(IdentityProviderId::from_raw);
    Ok(Ticket { id, person, tries, provider })
}

pub(super) fn insert(
    tx: &mut Tx<'_>,
    (person, provider): (PersonId, Option<IdentityProviderId>),
    secret: &SecretHash,
    expires_at: Timestamp,
) -> Result<()> {
    let (id, provider) = (tx.id::<SignInId>(), provider.map_or(0, TypedId::raw));
    tx.exec(INSERT, p![id, person, secret.as_str(), expires_at, provider]).map(drop)
}

/// The open ticket with this secret; the try is counted.
pub(super) fn count_try(tx: &mut Tx<'_>, secret: &SecretHash) -> Result<Option<Ticket>> {
    let now = tx.now();
    tx.opt(TRY, p![secret.as_str(), now], read)
}

/// The open ticket with this secret.
pub(super) fn find(tx: &mut Tx<'_>, secret: &SecretHash) -> Result<Option<Ticket>> {
    let now = tx.now();
    tx.opt(FIND, p![secret.as_str(), now], read)
}

/// Whether the ticket was still there.
pub(super) fn delete(tx: &mut Tx<'_>, id: SignInId) -> Result<bool> {
    Ok(tx.exec(DELETE, p![id])? == 1)
}

/// Makes all tickets of a person useless.
pub(crate) fn delete_of(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    tx.exec(DELETE_OF, p![person]).map(drop)
}

/// Removes tickets that expired.
pub(crate) fn sweep(tx: &mut Tx<'_>) -> Result<u64> {
    let now = tx.now();
    tx.exec(SWEEP, p![now])
}
