//! SQL text of keys.

use db::{Row, Tx, p, sql};
use kernel::Result;

use super::model::{Algorithm, DkimKey, DkimKeyId, KeyState};

sql! {
    LIST = "select id, domain, selector, algorithm, private_key, public_key, state, made_at, found_at from channels_dkim
            order by domain, made_at, id";
    FIND = "select id, domain, selector, algorithm, private_key, public_key, state, made_at, found_at from channels_dkim where id = $1";
    ACTIVE = "select id, domain, selector, algorithm, private_key, public_key, state, made_at, found_at from channels_dkim
              where domain = $1 and state = 'active' order by id";
    INSERT = "insert into channels_dkim (id, domain, selector, algorithm, private_key, public_key, state, made_at, found_at)
              values ($1, $2, $3, $4, $5, $6, 'next', $7, 0)";
    FOUND = "update channels_dkim set found_at = $1 where id = $2";
    STATE = "update channels_dkim set state = $1 where id = $2";
    RETIRE = "update channels_dkim set state = 'retired' where domain = $1 and algorithm = $2 and state = 'active'";
    REMOVE = "delete from channels_dkim where id = $1";
}

fn read(row: &mut Row<'_>) -> Result<DkimKey> {
    Ok(DkimKey {
        id: row.take()?,
        domain: row.take()?,
        selector: row.take()?,
        algorithm: Algorithm::of(&row.take::<String>()?),
        private_key: row.take()?,
        public_key: row.take()?,
        state: KeyState::of(&row.take::<String>()?),
        made_at: row.take()?,
        found_at: row.take()?,
    })
}

pub(crate) fn list(tx: &mut Tx<'_>) -> Result<Vec<DkimKey>> {
    tx.all(LIST, p![], read)
}

pub(crate) fn find(tx: &mut Tx<'_>, id: DkimKeyId) -> Result<DkimKey> {
    tx.one(FIND, p![id], read)
}

/// The keys that mail from a domain is signed with.
pub(crate) fn active(tx: &mut Tx<'_>, domain: &str) -> Result<Vec<DkimKey>> {
    tx.all(ACTIVE, p![domain], read)
}

pub(crate) fn insert(tx: &mut Tx<'_>, key: &DkimKey) -> Result<()> {
    let algorithm = key.algorithm.code();
    tx.exec(INSERT, p![key.id, key.domain, key.selector, algorithm, key.private_key, key.public_key, key.made_at])
        .map(drop)
}

pub(crate) fn found(tx: &mut Tx<'_>, id: DkimKeyId) -> Result<()> {
    let now = tx.now();
    tx.exec(FOUND, p![now, id]).map(drop)
}

/// Signs with this key from now on, and no more with the others of its kind.
pub(crate) fn activate(tx: &mut Tx<'_>, key: &DkimKey) -> Result<()> {
    tx.exec(RETIRE, p![key.domain, key.algorithm.code()])?;
    tx.exec(STATE, p![KeyState::Active.code(), key.id]).map(drop)
}

pub(crate) fn retire(tx: &mut Tx<'_>, id: DkimKeyId) -> Result<()> {
    tx.exec(STATE, p![KeyState::Retired.code(), id]).map(drop)
}

pub(crate) fn remove(tx: &mut Tx<'_>, id: DkimKeyId) -> Result<()> {
    tx.exec(REMOVE, p![id]).map(drop)
}
