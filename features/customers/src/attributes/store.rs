//! The SQL of definitions and values.

use std::collections::BTreeMap;

use db::{Filter, Row, ToValue, Tx, p, sql};
use kernel::{Fault, Result, TypedId};
use serde_json::Value;

use super::model::{AttributeKind, Definition, Subject};

sql! {
    ALL = "select subject, key, label, kind, choices, version from customers_attributes order by subject, created_at, key";
    ONE = "select subject, key, label, kind, choices, version from customers_attributes where subject = $1 and key = $2";
    INSERT = "insert into customers_attributes (subject, key, label, kind, choices, created_at, version)
              values ($1, $2, $3, $4, $5, $6, 1) on conflict (subject, key) do nothing";
    UPDATE = "update customers_attributes set label = $1, choices = $2, version = version + 1 where subject = $3 and key = $4 and version = $5";
    DELETE = "delete from customers_attributes where subject = $1 and key = $2 and version = $3";
    DELETE_VALUES = "delete from customers_attribute_values where subject = $1 and key = $2";
    SET_VALUE = "insert into customers_attribute_values (subject, owner_id, key, value) values ($1, $2, $3, $4)
                 on conflict (owner_id, key) do update set value = excluded.value
                 where customers_attribute_values.value <> excluded.value";
    CLEAR_VALUE = "delete from customers_attribute_values where owner_id = $1 and key = $2";
}

fn read(row: &mut Row<'_>) -> Result<Definition> {
    Ok(Definition {
        subject: Subject::from_stored(&row.take::<String>()?),
        key: row.take()?,
        label: row.take()?,
        kind: AttributeKind::from_stored(&row.take::<String>()?)?,
        choices: serde_json::from_str(&row.take::<String>()?).map_err(Fault::internal)?,
        version: row.take()?,
    })
}

pub(crate) fn all(tx: &mut Tx<'_>) -> Result<Vec<Definition>> {
    tx.all(ALL, p![], read)
}

pub(crate) fn one(tx: &mut Tx<'_>, subject: Subject, key: &str) -> Result<Option<Definition>> {
    tx.opt(ONE, p![subject.as_str(), key], read)
}

/// Adds a definition; says whether its key was free.
pub(crate) fn insert(tx: &mut Tx<'_>, new: &Definition) -> Result<bool> {
    let now = tx.now();
    let choices = serde_json::to_string(&new.choices).map_err(Fault::internal)?;
    let (subject, kind) = (new.subject.as_str(), new.kind.as_str());
    Ok(tx.exec(INSERT, p![subject, new.key, new.label, kind, choices, now])? == 1)
}

/// Saves a definition; says whether it still had its version.
pub(crate) fn update(tx: &mut Tx<'_>, after: &Definition) -> Result<bool> {
    let choices = serde_json::to_string(&after.choices).map_err(Fault::internal)?;
    Ok(tx.exec(UPDATE, p![after.label, choices, after.subject.as_str(), after.key, after.version])? == 1)
}

/// Deletes a definition with all its values; says whether it still had its version.
pub(crate) fn delete(tx: &mut Tx<'_>, subject: Subject, key: &str, version: i64) -> Result<bool> {
    if tx.exec(DELETE, p![subject.as_str(), key, version])? == 0 {
        return Ok(false);
    }
    tx.exec(DELETE_VALUES, p![subject.as_str(), key])?;
    Ok(true)
}

/// Sets or clears a value; says whether that changed anything.
pub(crate) fn put(tx: &mut Tx<'_>, subject: Subject, owner: i64, key: &str, value: Option<&Value>) -> Result<bool> {
    let changed = match value {
        Some(value) => tx.exec(SET_VALUE, p![subject.as_str(), owner, key, value.to_string()])?,
        None => tx.exec(CLEAR_VALUE, p![owner, key])?,
    };
    Ok(changed > 0)
}

/// The values of several owners, by the owner's raw id.
pub(crate) fn values_of<I: TypedId + ToValue>(
    tx: &mut Tx<'_>,
    owners: &[I],
) -> Result<BTreeMap<i64, BTreeMap<String, Value>>> {
    let mut filter = Filter::new();
    filter.and_in("owner_id", owners);
    let sql =
        format!("select owner_id, key, value from customers_attribute_values{} order by owner_id, key", filter.sql());
    let mut found: BTreeMap<i64, BTreeMap<String, Value>> = BTreeMap::new();
    tx.each(&sql, &filter.params(), |row| {
        let (owner, key, value) = (row.take::<i64>()?, row.take::<String>()?, row.take::<String>()?);
        found.entry(owner).or_default().insert(key, serde_json::from_str(&value).map_err(Fault::internal)?);
        Ok(())
    })?;
    Ok(found)
}
