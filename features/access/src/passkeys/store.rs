//! Passkeys in the database.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use db::{Row, Tx, p, sql};
use kernel::{Fault, PersonId, Result, Timestamp};
use webauthn_rs::prelude::Passkey;

use super::PasskeyId;
use crate::secret::SecretHash;

sql! {
    OF = "select id, name, created_at, last_used_at, passkey from access_passkeys where person_id = $1 order by id";
    FIND = "select id, name, created_at, last_used_at, passkey from access_passkeys where person_id = $1 and credential = $2";
    INSERT = "insert into access_passkeys (id, person_id, credential, name, passkey, created_at, last_used_at)
              values ($1, $2, $3, $4, $5, $6, 0) on conflict (credential) do nothing";
    USED = "update access_passkeys set passkey = $1, last_used_at = $2 where id = $3";
    DELETE = "delete from access_passkeys where id = $1 and person_id = $2";
    DELETE_OF = "delete from access_passkeys where person_id = $1";
    COUNT = "select count(*) from access_passkeys where person_id = $1";
    REMEMBER = "insert into access_passkey_challenges (secret_hash, person_id, state, expires_at) values ($1, $2, $3, $4)";
    RECALL = "delete from access_passkey_challenges where secret_hash = $1 and person_id = $2 and expires_at > $3 returning state";
    SWEEP = "delete from access_passkey_challenges where expires_at <= $1";
}

/// A passkey of somebody.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub(super) id: PasskeyId,
    pub(super) name: String,
    pub(super) created_at: Timestamp,
    pub(super) last_used_at: Timestamp,
    pub(super) passkey: Passkey,
}

fn read(row: &mut Row<'_>) -> Result<Kept> {
    let (id, name, created_at, last_used_at) = (row.take()?, row.take()?, row.take()?, row.take()?);
    let passkey = serde_json::from_str(&row.take::<String>()?).map_err(Fault::internal)?;
    Ok(Kept { id, name, created_at, last_used_at, passkey })
}

pub(super) fn of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Kept>> {
    tx.all(OF, p![person], read)
}

pub(super) fn find(tx: &mut Tx<'_>, person: PersonId, credential: &[u8]) -> Result<Option<Kept>> {
    let credential = URL_SAFE_NO_PAD.encode(credential);
    tx.opt(FIND, p![person, credential], read)
}

/// Whether nobody had this passkey, and it is kept now.
pub(super) fn insert(tx: &mut Tx<'_>, person: PersonId, kept: &Kept) -> Result<bool> {
    let credential = URL_SAFE_NO_PAD.encode(kept.passkey.cred_id());
    let passkey = serde_json::to_string(&kept.passkey).map_err(Fault::internal)?;
    Ok(tx.exec(INSERT, p![kept.id, person, credential, kept.name, passkey, kept.created_at])? == 1)
}

/// Notes that a passkey was used, and what its device counts.
pub(super) fn used(tx: &mut Tx<'_>, kept: &Kept) -> Result<()> {
    let (passkey, now) = (serde_json::to_string(&kept.passkey).map_err(Fault::internal)?, tx.now());
    tx.exec(USED, p![passkey, now, kept.id]).map(drop)
}

/// Whether the person had this passkey.
pub(super) fn delete(tx: &mut Tx<'_>, id: PasskeyId, person: PersonId) -> Result<bool> {
    Ok(tx.exec(DELETE, p![id, person])? == 1)
}

pub(crate) fn delete_of(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    tx.exec(DELETE_OF, p![person]).map(drop)
}

pub(crate) fn count(tx: &mut Tx<'_>, person: PersonId) -> Result<i64> {
    tx.one(COUNT, p![person], |row| row.take())
}

/// Remembers what a device was asked; of nobody in particular when somebody signs in.
pub(super) fn remember(
    tx: &mut Tx<'_>,
    secret: &SecretHash,
    person: Option<PersonId>,
    state: &str,
    until: Timestamp,
) -> Result<()> {
    let person = person.map_or(0, kernel::TypedId::raw);
    tx.exec(REMEMBER, p![secret.as_str(), person, state, until]).map(drop)
}

/// What a device was asked; a question is answered once.
pub(super) fn recall(tx: &mut Tx<'_>, secret: &SecretHash, person: Option<PersonId>) -> Result<Option<String>> {
    let (person, now) = (person.map_or(0, kernel::TypedId::raw), tx.now());
    tx.opt(RECALL, p![secret.as_str(), person, now], |row| row.take())
}

/// Removes questions that nobody answered.
pub(crate) fn sweep(tx: &mut Tx<'_>) -> Result<u64> {
    let now = tx.now();
    tx.exec(SWEEP, p![now])
}
