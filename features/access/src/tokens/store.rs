//! Tokens in the database.

use std::collections::BTreeSet;

use db::{Filter, Row, Tx, p, sql};
use kernel::{PersonId, Result, RoleId, Timestamp, TokenId};

use crate::secret::SecretHash;

sql! {
    INSERT = "insert into access_tokens (id, person_id, name, secret_hash, hint, scopes, created_at, last_used_at, expires_at)
              values ($1, $2, $3, $4, $5, $6, $7, 0, $8)";
    BY_SECRET = "select t.id, t.last_used_at, t.expires_at, t.scopes, p.id, p.name, p.role_id from access_tokens t
                 join access_people p on p.id = t.person_id where t.secret_hash = $1 and (t.expires_at = 0 or t.expires_at > $2) and p.active";
    TOUCH = "update access_tokens set last_used_at = $1 where id = $2";
    DELETE = "delete from access_tokens where id = $1";
    DELETE_OF = "delete from access_tokens where person_id = $1";
}

/// Whom a presented token belongs to.
#[derive(Debug, Clone)]
pub(crate) struct Holder {
    pub(crate) token: TokenId,
    pub(crate) last_used_at: Timestamp,
    /// The end of time when it never expires.
    pub(crate) expires_at: Timestamp,
    pub(crate) scopes: BTreeSet<String>,
    pub(crate) person: PersonId,
    pub(crate) name: String,
    pub(crate) role: RoleId,
}

/// A token in a list.
#[derive(Debug, Clone)]
pub(super) struct TokenRow {
    pub(super) id: TokenId,
    pub(super) person: PersonId,
    pub(super) person_name: String,
    pub(super) name: String,
    pub(super) hint: String,
    pub(super) scopes: BTreeSet<String>,
    pub(super) created_at: Timestamp,
    pub(super) last_used_at: Timestamp,
    pub(super) expires_at: Timestamp,
}

fn words(text: &str) -> BTreeSet<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn read(row: &mut Row<'_>) -> Result<TokenRow> {
    Ok(TokenRow {
        id: row.take()?,
        person: row.take()?,
        person_name: row.take()?,
        name: row.take()?,
        hint: row.take()?,
        scopes: words(&row.take::<String>()?),
        created_at: row.take()?,
        last_used_at: row.take()?,
        expires_at: row.take()?,
    })
}

pub(super) fn insert(tx: &mut Tx<'_>, token: &TokenRow, secret: &SecretHash) -> Result<()> {
    let scopes = token.scopes.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
    let secret = secret.as_str();
    let params = p![token.id, token.person, token.name, secret, token.hint, scopes, token.created_at, token.expires_at];
    tx.exec(INSERT, params).map(drop)
}

/// The active person behind a token that has not expired.
pub(crate) fn by_secret(tx: &mut Tx<'_>, secret: &SecretHash) -> Result<Option<Holder>> {
    let now = tx.now();
    tx.opt(BY_SECRET, p![secret.as_str(), now], |row| {
        Ok(Holder {
            token: row.take()?,
            last_used_at: row.take()?,
            expires_at: row.take::<Timestamp>()?.happened().unwrap_or(Timestamp::from_micros(i64::MAX)),
            scopes: words(&row.take::<String>()?),
            person: row.take()?,
            name: row.take()?,
            role: row.take()?,
        })
    })
}

/// Up to `limit` tokens that fulfil a filter over `t`, newest first.
pub(super) fn list(tx: &mut Tx<'_>, filter: &Filter, limit: usize) -> Result<Vec<TokenRow>> {
    let sql = format!(
        "select t.id, t.person_id, p.name, t.name, t.hint, t.scopes, t.created_at, t.last_used_at, t.expires_at
         from access_tokens t join access_people p on p.id = t.person_id{} order by t.id desc limit {limit}",
        filter.sql()
    );
    tx.all(sql, &filter.params(), read)
}

pub(crate) fn touch(tx: &mut Tx<'_>, id: TokenId) -> Result<()> {
    let now = tx.now();
    tx.exec(TOUCH, p![now, id]).map(drop)
}

pub(super) fn delete(tx: &mut Tx<'_>, id: TokenId) -> Result<()> {
    tx.exec(DELETE, p![id]).map(drop)
}

pub(crate) fn delete_of(tx: &mut Tx<'_>, person: PersonId) -> Result<u64> {
    tx.exec(DELETE_OF, p![person])
}
