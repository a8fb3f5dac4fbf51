//! SQL text of the rules. Row 0 holds those of the installation, the others those of a mailbox.

use db::{Tx, p, sql};
use kernel::{Fault, MailboxId, Result, TypedId};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::model::{MailboxRules, Rules};

sql! {
    FIND = "select content, version from channels_rules where id = $1";
    FIRST = "insert into channels_rules (id, content, version) values ($1, $2, 1) on conflict (id) do nothing";
    UPDATE = "update channels_rules set content = $1, version = version + 1 where id = $2 and version = $3";
}

fn find<T: Default + DeserializeOwned>(tx: &mut Tx<'_>, id: i64) -> Result<(T, i64)> {
    let row = tx.opt(FIND, p![id], |row| Ok((row.take::<String>()?, row.take::<i64>()?)))?;
    let Some((content, version)) = row else { return Ok((T::default(), 0)) };
    Ok((serde_json::from_str(&content).map_err(Fault::internal)?, version))
}

/// Saves when nobody else did since that version; says whether it was saved.
fn save<T: Serialize>(tx: &mut Tx<'_>, id: i64, rules: &T, version: i64) -> Result<bool> {
    let content = serde_json::to_string(rules).map_err(Fault::internal)?;
    let changed = match version {
        0 => tx.exec(FIRST, p![id, content])?,
        _ => tx.exec(UPDATE, p![content, id, version])?,
    };
    Ok(changed > 0)
}

/// The rules of the installation, and their version; 0 when nobody chose any.
pub(crate) fn rules(tx: &mut Tx<'_>) -> Result<(Rules, i64)> {
    find(tx, 0)
}

pub(crate) fn save_rules(tx: &mut Tx<'_>, rules: &Rules, version: i64) -> Result<bool> {
    save(tx, 0, rules, version)
}

/// The rules of a mailbox, and their version; 0 when nobody chose any.
pub(crate) fn of_mailbox(tx: &mut Tx<'_>, mailbox: MailboxId) -> Result<(MailboxRules, i64)> {
    find(tx, mailbox.raw())
}

pub(crate) fn save_of_mailbox(tx: &mut Tx<'_>, mailbox: MailboxId, rules: &MailboxRules, version: i64) -> Result<bool> {
    save(tx, mailbox.raw(), rules, version)
}
