//! The attempts in the database.

use db::{Sql, Tx, p, sql};
use kernel::{Actor, Fault, NewEvent, Result, Timestamp};
use serde_json::json;

use super::Kept;

db::typed_id!(
    /// An attempt to make a backup.
    BackupId, "bkp");

sql! {
    INSERT = "insert into system_backups (id, at, name, bytes, code, detail) values ($1, $2, $3, $4, $5, $6)";
    LAST = "select at, name, code, detail from system_backups order by at desc, id desc limit 1";
    FORGET = "delete from system_backups where at < $1";
}

/// Attempts are remembered so long.
const REMEMBER: std::time::Duration = std::time::Duration::from_hours(400 * 24);

/// Every statement, for the test that prepares all of them on both engines.
pub fn statements() -> Vec<&'static Sql> {
    STATEMENTS.to_vec()
}

/// Why the last attempt failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) at: Timestamp,
    pub(crate) code: String,
    pub(crate) detail: String,
}

/// Notes how an attempt ended, and tells everybody.
pub(crate) fn note(tx: &mut Tx<'_>, outcome: &std::result::Result<Kept, Fault>) -> Result<()> {
    let (id, now) = (tx.id::<BackupId>(), tx.now());
    let (name, bytes, code, detail) = match outcome {
        Ok(kept) => (kept.name.as_str(), kept.bytes, "", String::new()),
        Err(fault) => ("", 0, fault.code(), format!("{} {}", fault.sentence(), fault.causes()).trim().to_owned()),
    };
    tx.exec(INSERT, p![id, now, name, i64::try_from(bytes).unwrap_or(i64::MAX), code, detail])?;
    tx.exec(FORGET, p![now.minus(REMEMBER)])?;
    let event = match outcome {
        Ok(_) => NewEvent { name: "system.backup.made", version: 1, thing: id.into(), facts: json!({"bytes": bytes}) },
        Err(_) => NewEvent { name: "system.backup.failed", version: 1, thing: id.into(), facts: json!({"code": code}) },
    };
    tx.emit(&Actor::system(), event)
}

/// Why the last attempt failed; nothing when it did not.
pub(crate) fn last_failure(tx: &mut Tx<'_>) -> Result<Option<Failure>> {
    let last = tx.opt(LAST, p![], |row| {
        let (at, _name): (Timestamp, String) = (row.take()?, row.take()?);
        Ok(Failure { at, code: row.take()?, detail: row.take()? })
    });
    Ok(last?.filter(|failure| !failure.code.is_empty()))
}
