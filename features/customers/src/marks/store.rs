//! SQL text of marks.

use db::{Filter, Row, Tx, p, sql};
use kernel::{ContactId, Result, Timestamp};

use super::model::{Known, Mark};

sql! {
    FIND = "select undeliverable_at, status, answer, soft_count, soft_at, complained_at from customers_marks where address = $1";
    SAVE = "insert into customers_marks (address, undeliverable_at, status, answer, soft_count, soft_at, complained_at)
            values ($1, $2, $3, $4, $5, $6, $7) on conflict (address) do update set undeliverable_at = excluded.undeliverable_at,
            status = excluded.status, answer = excluded.answer, soft_count = excluded.soft_count, soft_at = excluded.soft_at,
            complained_at = excluded.complained_at";
    CLEAR = "delete from customers_marks where address = $1";
    OWNER = "select contact_id from customers_identities where kind = 'email' and value_folded = $1";
    IS_GONE = "select at from customers_unsubscribed where address = $1 and list = $2";
    GO = "insert into customers_unsubscribed (address, list, at) values ($1, $2, $3) on conflict (address, list) do nothing";
    COME_BACK = "delete from customers_unsubscribed where address = $1 and list = $2";
}

fn read(row: &mut Row<'_>) -> Result<Known> {
    Ok(Known {
        undeliverable_at: row.take()?,
        status: row.take()?,
        answer: row.take()?,
        soft_count: row.take()?,
        soft_at: row.take()?,
        complained_at: row.take()?,
    })
}

pub(super) fn find(tx: &mut Tx<'_>, address: &str) -> Result<Known> {
    Ok(tx.opt(FIND, p![address], read)?.unwrap_or_default())
}

pub(super) fn save(tx: &mut Tx<'_>, address: &str, known: &Known) -> Result<()> {
    let Known { undeliverable_at, status, answer, soft_count, soft_at, complained_at } = known;
    tx.exec(SAVE, p![address, undeliverable_at, status, answer, soft_count, soft_at, complained_at]).map(drop)
}

/// Forgets everything about an address; says whether anything was known.
pub(super) fn clear(tx: &mut Tx<'_>, address: &str) -> Result<bool> {
    Ok(tx.exec(CLEAR, p![address])? > 0)
}

pub(super) fn owner(tx: &mut Tx<'_>, address: &str) -> Result<Option<ContactId>> {
    tx.opt(OWNER, p![address], |row| row.take())
}

pub(super) fn is_gone(tx: &mut Tx<'_>, address: &str, list: &str) -> Result<bool> {
    Ok(tx.opt(IS_GONE, p![address, list], |row| row.take::<Timestamp>())?.is_some())
}

pub(super) fn set_gone(tx: &mut Tx<'_>, address: &str, list: &str, gone: bool) -> Result<bool> {
    let now = tx.now();
    let changed = if gone { tx.exec(GO, p![address, list, now])? } else { tx.exec(COME_BACK, p![address, list])? };
    Ok(changed > 0)
}

/// The marks of several addresses, those without one left out.
pub(super) fn several(tx: &mut Tx<'_>, addresses: &[String]) -> Result<Vec<(String, Mark)>> {
    let mut filter = Filter::new();
    filter.and_in("address", addresses);
    let sql = format!(
        "select address, undeliverable_at, status, answer, soft_count, soft_at, complained_at from customers_marks{} order by address",
        filter.sql()
    );
    let rows = tx.all(&sql, &filter.params(), |row| Ok((row.take::<String>()?, read(row)?)))?;
    Ok(rows.into_iter().filter_map(|(address, known)| Some((address, known.mark()?))).collect())
}

/// The mark in the columns of a left join with `customers_marks`, in the order of [`FIND`] without the counts.
pub(crate) fn of_identity(row: &mut Row<'_>) -> Result<Option<Mark>> {
    let known = Known {
        undeliverable_at: row.take::<Option<Timestamp>>()?.unwrap_or(Timestamp::NEVER),
        complained_at: row.take::<Option<Timestamp>>()?.unwrap_or(Timestamp::NEVER),
        status: row.take::<Option<String>>()?.unwrap_or_default(),
        answer: row.take::<Option<String>>()?.unwrap_or_default(),
        ..Known::default()
    };
    Ok(known.mark())
}
