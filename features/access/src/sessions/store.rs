//! Sessions in the database.

use db::{Row, Tx, p, sql};
use kernel::{PersonId, Result, RoleId, Timestamp};

use super::SessionId;
use crate::secret::SecretHash;

sql! {
    INSERT = "insert into access_sessions (id, person_id, secret_hash, created_at, last_seen_at, expires_at, address, device)
              values ($1, $2, $3, $4, $4, $5, $6, $7)";
    BY_SECRET = "select s.id, s.created_at, s.last_seen_at, s.expires_at, s.device, p.id, p.name, p.role_id from access_sessions s
                 join access_people p on p.id = s.person_id where s.secret_hash = $1 and s.expires_at > $2 and p.active";
    OF_PERSON = "select id, created_at, last_seen_at, expires_at, address, device from access_sessions
                 where person_id = $1 and expires_at > $2 and id < $3 order by id desc";
    BEGAN = "select created_at from access_sessions where id = $1";
    TOUCH = "update access_sessions set last_seen_at = $1, expires_at = $2, address = $3 where id = $4 and last_seen_at < $5";
    RENEW = "update access_sessions set secret_hash = $1 where id = $2";
    DELETE = "delete from access_sessions where id = $1 and person_id = $2";
    DELETE_OTHERS = "delete from access_sessions where person_id = $1 and id <> $2";
    SWEEP = "delete from access_sessions where expires_at <= $1";
}

/// Whom a presented secret belongs to.
#[derive(Debug, Clone)]
pub(super) struct Holder {
    pub(super) session: SessionId,
    pub(super) created_at: Timestamp,
    pub(super) last_seen_at: Timestamp,
    pub(super) expires_at: Timestamp,
    pub(super) device: String,
    pub(super) person: PersonId,
    pub(super) name: String,
    pub(super) role: RoleId,
}

/// A session in a list.
#[derive(Debug, Clone)]
pub(super) struct SessionRow {
    pub(super) id: SessionId,
    pub(super) created_at: Timestamp,
    pub(super) last_seen_at: Timestamp,
    pub(super) expires_at: Timestamp,
    pub(super) address: String,
    pub(super) device: String,
}

fn read(row: &mut Row<'_>) -> Result<SessionRow> {
    Ok(SessionRow {
        id: row.take()?,
        created_at: row.take()?,
        last_seen_at: row.take()?,
        expires_at: row.take()?,
        address: row.take()?,
        device: row.take()?,
    })
}

/// When a session began.
pub(super) fn began(tx: &mut Tx<'_>, id: SessionId) -> Result<Option<Timestamp>> {
    tx.opt(BEGAN, p![id], |row| row.take())
}

pub(super) fn insert(tx: &mut Tx<'_>, row: &SessionRow, person: PersonId, secret: &SecretHash) -> Result<()> {
    let secret = secret.as_str();
    let params = p![row.id, person, secret, row.created_at, row.expires_at, row.address, row.device];
    tx.exec(INSERT, params).map(drop)
}

/// The active person behind a session that has not expired.
pub(super) fn by_secret(tx: &mut Tx<'_>, secret: &SecretHash) -> Result<Option<Holder>> {
    let now = tx.now();
    tx.opt(BY_SECRET, p![secret.as_str(), now], |row| {
        Ok(Holder {
            session: row.take()?,
            created_at: row.take()?,
            last_seen_at: row.take()?,
            expires_at: row.take()?,
            device: row.take()?,
            person: row.take()?,
            name: row.take()?,
            role: row.take()?,
        })
    })
}

/// Up to `limit` sessions of a person below an id, newest first.
pub(super) fn of_person(tx: &mut Tx<'_>, person: PersonId, below: i64, limit: usize) -> Result<Vec<SessionRow>> {
    let now = tx.now();
    tx.all(format!("{} limit {limit}", OF_PERSON.text), p![person, now, below], read)
}

/// Notes that the session was used, unless another node noted it after `unless_after`.
pub(super) fn touch(
    tx: &mut Tx<'_>,
    id: SessionId,
    expires_at: Timestamp,
    address: &str,
    unless_after: Timestamp,
) -> Result<()> {
    let now = tx.now();
    tx.exec(TOUCH, p![now, expires_at, address, id, unless_after]).map(drop)
}

/// Gives a session another secret; the old one is useless.
pub(crate) fn renew(tx: &mut Tx<'_>, id: SessionId, secret: &SecretHash) -> Result<()> {
    tx.exec(RENEW, p![secret.as_str(), id]).map(drop)
}

/// Whether the person had this session.
pub(super) fn delete(tx: &mut Tx<'_>, id: SessionId, person: PersonId) -> Result<bool> {
    Ok(tx.exec(DELETE, p![id, person])? > 0)
}

/// Ends all sessions of a person but one; gives how many.
pub(crate) fn delete_of(tx: &mut Tx<'_>, person: PersonId, but: Option<SessionId>) -> Result<u64> {
    let kept = but.map_or(0, kernel::TypedId::raw);
    tx.exec(DELETE_OTHERS, p![person, kept])
}

/// Removes sessions that expired.
pub(crate) fn sweep(tx: &mut Tx<'_>) -> Result<u64> {
    let now = tx.now();
    tx.exec(SWEEP, p![now])
}
