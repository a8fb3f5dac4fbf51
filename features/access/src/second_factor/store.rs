//! Second factors in the database.

use db::{Tx, p, sql};
use kernel::{PersonId, Result, Timestamp};

sql! {
    FIND = "select secret, confirmed_at, last_step from access_totp where person_id = $1";
    BEGIN = "insert into access_totp (person_id, secret, confirmed_at, last_step, created_at) values ($1, $2, 0, 0, $3)
             on conflict (person_id) do update set secret = excluded.secret, confirmed_at = 0, last_step = 0, created_at = excluded.created_at";
    CONFIRM = "update access_totp set confirmed_at = $1 where person_id = $2 and confirmed_at = 0";
    TAKE_STEP = "update access_totp set last_step = $1 where person_id = $2 and last_step < $1";
    REMOVE = "delete from access_totp where person_id = $1";
    ADD_CODE = "insert into access_recovery_codes (person_id, code_hash) values ($1, $2)";
    USE_CODE = "delete from access_recovery_codes where person_id = $1 and code_hash = $2";
    REMOVE_CODES = "delete from access_recovery_codes where person_id = $1";
    COUNT_CODES = "select count(*) from access_recovery_codes where person_id = $1";
}

/// Somebody's authenticator app.
pub(super) struct Totp {
    /// The sealed secret.
    pub(super) sealed: Vec<u8>,
    /// [`Timestamp::NEVER`] until a code confirmed it.
    pub(super) confirmed_at: Timestamp,
}

pub(super) fn find(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Totp>> {
    tx.opt(FIND, p![person], |row| Ok(Totp { sealed: row.take()?, confirmed_at: row.take()? }))
}

/// Keeps a secret that no code has confirmed yet.
pub(super) fn begin(tx: &mut Tx<'_>, person: PersonId, sealed: &[u8]) -> Result<()> {
    let now = tx.now();
    tx.exec(BEGIN, p![person, sealed, now]).map(drop)
}

/// Whether there was a secret to confirm.
pub(super) fn confirm(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    let now = tx.now();
    Ok(tx.exec(CONFIRM, p![now, person])? == 1)
}

/// Whether the code of this step was not taken before, nor one of a later step.
pub(super) fn take_step(tx: &mut Tx<'_>, person: PersonId, step: i64) -> Result<bool> {
    Ok(tx.exec(TAKE_STEP, p![step, person])? == 1)
}

/// Whether there was an app.
pub(super) fn remove(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    Ok(tx.exec(REMOVE, p![person])? == 1)
}

/// Puts new recovery codes in place of the old ones.
pub(super) fn set_codes(tx: &mut Tx<'_>, person: PersonId, marks: &[String]) -> Result<()> {
    remove_codes(tx, person)?;
    for mark in marks {
        tx.exec(ADD_CODE, p![person, mark])?;
    }
    Ok(())
}

/// Whether there was such a code; it is gone now.
pub(super) fn use_code(tx: &mut Tx<'_>, person: PersonId, mark: &str) -> Result<bool> {
    Ok(tx.exec(USE_CODE, p![person, mark])? == 1)
}

pub(crate) fn remove_codes(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    tx.exec(REMOVE_CODES, p![person]).map(drop)
}

/// How many codes are left.
pub(super) fn count_codes(tx: &mut Tx<'_>, person: PersonId) -> Result<i64> {
    tx.one(COUNT_CODES, p![person], |row| row.take())
}
