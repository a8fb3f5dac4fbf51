//! How far a mailbox was fetched, which node does it, and what last went wrong.

use db::{Row, Tx, p, sql};
use kernel::{MailboxId, Result, Timestamp};

use crate::why::Why;

sql! {
    FIND = "select folder, uid_validity, last_uid, last_fetch_at, error, hint, error_since, fetching, waiting, node, node_until, why
            from channels_fetch_states where mailbox_id = $1";
    BEGIN = "insert into channels_fetch_states (mailbox_id, folder, uid_validity, last_uid, last_fetch_at, error, hint, error_since,
             fetching, waiting, node, node_until) values ($1, '', 0, 0, 0, '', '', 0, $2, 0, '', 0) on conflict (mailbox_id) do nothing";
    PLACE = "update channels_fetch_states set folder = $1, uid_validity = $2, last_uid = $3 where mailbox_id = $4";
    ADVANCE = "update channels_fetch_states set last_uid = $1 where mailbox_id = $2 and uid_validity = $3 and last_uid < $4";
    FETCHED = "update channels_fetch_states set last_fetch_at = $1, error = '', hint = '', why = '', error_since = 0, fetching = $2, waiting = $3
               where mailbox_id = $4";
    FAILED = "update channels_fetch_states set error = $1, hint = $2, why = $3, error_since = case when error_since = 0 then $4 else error_since end,
              fetching = $5 where mailbox_id = $6";
    STOPPED = "update channels_fetch_states set fetching = $1, node = '', node_until = 0 where mailbox_id = $2 and node = $3";
    RELEASE = "update channels_fetch_states set fetching = $1, node = '', node_until = 0 where node = $2";
    LEASE = "update channels_fetch_states set node = $1, node_until = $2 where mailbox_id = $3 and (node = $4 or node_until < $5)";
}

/// How the fetching of a mailbox stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FetchState {
    /// The folder that `uid_validity` and `last_uid` belong to.
    pub folder: String,
    /// The server's mark of the folder's numbering; 0 before the first look.
    pub uid_validity: i64,
    /// The last mail that was taken or passed over.
    pub last_uid: i64,
    /// When the folder was last looked at with success.
    pub last_fetch_at: Timestamp,
    /// What went wrong, in words for a person.
    pub error: String,
    /// What to do about it.
    pub hint: String,
    /// Since when it goes wrong.
    pub error_since: Timestamp,
    /// A connection is open.
    pub fetching: bool,
    /// Mails of a backlog that are still to be taken.
    pub waiting: i64,
    /// The node that fetches.
    pub node: String,
    /// Until when that node may.
    pub node_until: Timestamp,
    /// What went wrong, by its codes.
    pub why: Option<Why>,
}

fn read(row: &mut Row<'_>) -> Result<FetchState> {
    Ok(FetchState {
        folder: row.take()?,
        uid_validity: row.take()?,
        last_uid: row.take()?,
        last_fetch_at: row.take()?,
        error: row.take()?,
        hint: row.take()?,
        error_since: row.take()?,
        fetching: row.take()?,
        waiting: row.take()?,
        node: row.take()?,
        node_until: row.take()?,
        why: Why::read(&row.take::<String>()?),
    })
}

/// The state of a mailbox; that of a fresh one when it was never fetched.
pub fn find(tx: &mut Tx<'_>, mailbox: MailboxId) -> Result<FetchState> {
    Ok(tx.opt(FIND, p![mailbox], read)?.unwrap_or_default())
}

/// Takes or renews the right to fetch; says whether this node has it.
pub(crate) fn lease(tx: &mut Tx<'_>, mailbox: MailboxId, node: &str, until: Timestamp) -> Result<bool> {
    let now = tx.now();
    tx.exec(BEGIN, p![mailbox, false])?;
    Ok(tx.exec(LEASE, p![node, until, mailbox, node, now])? > 0)
}

/// Remembers where in the folder we are.
pub(crate) fn place(tx: &mut Tx<'_>, mailbox: MailboxId, folder: &str, uid_validity: i64, last_uid: i64) -> Result<()> {
    tx.exec(BEGIN, p![mailbox, false])?;
    tx.exec(PLACE, p![folder, uid_validity, last_uid, mailbox]).map(drop)
}

/// Moves on, in the unit of work that keeps the mail.
pub(crate) fn advance(tx: &mut Tx<'_>, mailbox: MailboxId, uid_validity: i64, uid: i64) -> Result<()> {
    tx.exec(ADVANCE, p![uid, mailbox, uid_validity, uid]).map(drop)
}

/// Notes a successful look.
pub(crate) fn fetched(tx: &mut Tx<'_>, mailbox: MailboxId, waiting: i64) -> Result<()> {
    let now = tx.now();
    tx.exec(FETCHED, p![now, true, waiting, mailbox]).map(drop)
}

/// Notes what went wrong.
pub(crate) fn failed(tx: &mut Tx<'_>, mailbox: MailboxId, error: &str, hint: &str, why: &Why) -> Result<()> {
    let now = tx.now();
    tx.exec(BEGIN, p![mailbox, false])?;
    tx.exec(FAILED, p![error, hint, why.stored(), now, false, mailbox]).map(drop)
}

/// Gives the right to fetch back.
pub(crate) fn stopped(tx: &mut Tx<'_>, mailbox: MailboxId, node: &str) -> Result<()> {
    tx.exec(STOPPED, p![false, mailbox, node]).map(drop)
}

/// Gives back every right to fetch that a node has: it died or leaves.
pub fn release(tx: &mut Tx<'_>, node: &str) -> Result<()> {
    tx.exec(RELEASE, p![false, node]).map(drop)
}
