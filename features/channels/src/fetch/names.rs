//! POP3: which mails of a server are ours already, or were passed over, by the server's own names of them.

use std::collections::HashMap;

use db::{Tx, p, sql};
use kernel::{MailboxId, Result};

sql! {
    ALL = "select unique_name, taken from channels_fetch_names where mailbox_id = $1";
    REMEMBER = "insert into channels_fetch_names (mailbox_id, unique_name, taken) values ($1, $2, $3) on conflict (mailbox_id, unique_name) do nothing";
    FORGET = "delete from channels_fetch_names where mailbox_id = $1 and unique_name = $2";
}

/// The known names, each with whether its mail was taken; the others were passed over.
pub(crate) fn all(tx: &mut Tx<'_>, mailbox: MailboxId) -> Result<HashMap<String, bool>> {
    Ok(tx.all(ALL, p![mailbox], |row| Ok((row.take()?, row.take()?)))?.into_iter().collect())
}

/// Remembers a name.
pub(crate) fn remember(tx: &mut Tx<'_>, mailbox: MailboxId, name: &str, taken: bool) -> Result<()> {
    tx.exec(REMEMBER, p![mailbox, name, taken]).map(drop)
}

/// Forgets names that the server does not have any more.
pub(crate) fn forget(tx: &mut Tx<'_>, mailbox: MailboxId, names: &[String]) -> Result<()> {
    names.iter().try_for_each(|name| tx.exec(FORGET, p![mailbox, name]).map(drop))
}
