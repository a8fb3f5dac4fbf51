//! How far a mailbox was fetched, which node does it, and what last went wrong.

use db::{Row, Tx, p, sql};
use kernel::{MailboxId, Result, Timestamp};

use super::skipped;
use crate::why::{Told, Why};

sql! {
    FIND = "select folder, uid_validity, last_uid, last_fetch_at, error, hint, error_since, fetching, waiting, node, node_until, why,
            complete_at, read_only, backlog_uid, backlog_end, backlog_total, backlog_done, pace, warning, well_since, lasting, alarm_at
            from channels_fetch_states where mailbox_id = $1";
    BEGIN = "insert into channels_fetch_states (mailbox_id, folder, uid_validity, last_uid, last_fetch_at, error, hint, error_since,
             fetching, waiting, node, node_until) values ($1, '', 0, 0, 0, '', '', 0, $2, 0, '', 0) on conflict (mailbox_id) do nothing";
    PLACE = "update channels_fetch_states set folder = $1, uid_validity = $2, last_uid = $3, backlog_uid = $4, backlog_end = $5,
             backlog_total = $6, backlog_done = $7, read_only = $8 where mailbox_id = $9";
    ADVANCE = "update channels_fetch_states set last_uid = $1, last_fetch_at = $2 where mailbox_id = $3 and uid_validity = $4 and last_uid < $5";
    ADVANCE_BACKLOG = "update channels_fetch_states set backlog_uid = $1, last_fetch_at = $2
                       where mailbox_id = $3 and uid_validity = $4 and backlog_uid < $5";
    FETCHED = "update channels_fetch_states set last_fetch_at = $1, error = '', hint = '', why = '', error_since = 0, fetching = $2, waiting = $3,
               complete_at = case when $4 then $5 else complete_at end, lasting = $6,
               well_since = case when well_since = 0 then $7 else well_since end where mailbox_id = $8";
    BACKLOG = "update channels_fetch_states set backlog_end = $1, backlog_done = $2, pace = $3 where mailbox_id = $4";
    FAILED = "update channels_fetch_states set error = $1, hint = $2, why = $3, error_since = case when error_since = 0 then $4 else error_since end,
              fetching = $5, well_since = 0, lasting = $6 where mailbox_id = $7";
    WARN = "update channels_fetch_states set warning = $1 where mailbox_id = $2";
    STOPPED = "update channels_fetch_states set fetching = $1, node = '', node_until = 0 where mailbox_id = $2 and node = $3";
    RELEASE = "update channels_fetch_states set fetching = $1, node = '', node_until = 0 where node = $2";
    LEASE = "update channels_fetch_states set node = $1, node_until = $2 where mailbox_id = $3 and (node = $4 or node_until < $5)";
}

/// What lay in the folder at the first look, taken beside new mail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Backlog {
    /// The last mail of it that was taken or passed over.
    pub uid: i64,
    /// Its last mail; 0 when there is none.
    pub end: i64,
    /// How many mails it had.
    pub total: i64,
    /// How many of them are done.
    pub done: i64,
}

impl Backlog {
    /// Mails still to come.
    pub fn waiting(&self) -> i64 {
        if self.end == 0 { 0 } else { (self.total - self.done).max(1) }
    }
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
    /// Everything that arrived before was taken.
    pub complete_at: Timestamp,
    /// Nothing can be changed in the folder.
    pub read_only: bool,
    /// What lay there at the first look.
    pub backlog: Backlog,
    /// Microseconds a mail of the backlog takes; 0 when that is not known.
    pub pace: i64,
    /// Why mail that was taken cannot be marked or moved.
    pub warning: Option<Told>,
    /// Since when nothing goes wrong.
    pub well_since: Timestamp,
    /// What goes wrong stays until somebody changes something.
    pub lasting: bool,
    /// Since when it is told of.
    pub alarm_at: Timestamp,
}

impl FetchState {
    /// Seconds until the backlog is done, as it goes now.
    pub fn seconds_left(&self) -> Option<i64> {
        (self.waiting > 0 && self.pace > 0).then(|| self.waiting.saturating_mul(self.pace) / 1_000_000)
    }
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
        complete_at: row.take()?,
        read_only: row.take()?,
        backlog: Backlog { uid: row.take()?, end: row.take()?, total: row.take()?, done: row.take()? },
        pace: row.take()?,
        warning: Told::read(&row.take::<String>()?),
        well_since: row.take()?,
        lasting: row.take()?,
        alarm_at: row.take()?,
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

/// Where in a folder fetching is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The folder.
    pub folder: String,
    /// The numbering of its mails.
    pub uid_validity: i64,
    /// The last mail that was taken or passed over.
    pub last_uid: i64,
    /// What is taken beside new mail.
    pub backlog: Backlog,
    /// Nothing can be changed in it.
    pub read_only: bool,
}

/// Remembers where in the folder we are. Mails of another numbering that were passed over are found by their date.
pub(crate) fn place(tx: &mut Tx<'_>, mailbox: MailboxId, place: &Place) -> Result<()> {
    tx.exec(BEGIN, p![mailbox, false])?;
    let Place { folder, uid_validity, last_uid, backlog, read_only } = place;
    tx.exec(
        PLACE,
        p![folder, uid_validity, last_uid, backlog.uid, backlog.end, backlog.total, backlog.done, read_only, mailbox],
    )?;
    skipped::forget_others(tx, mailbox, *uid_validity)
}

/// Makes sure that there is a row.
pub(crate) fn begin(tx: &mut Tx<'_>, mailbox: MailboxId) -> Result<()> {
    tx.exec(BEGIN, p![mailbox, false]).map(drop)
}

/// The two ways through a folder: what comes, and what lay there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// What comes.
    New,
    /// What lay there at the first look.
    Backlog,
}

/// Moves on, in the unit of work that keeps the mail.
pub(crate) fn advance(tx: &mut Tx<'_>, mailbox: MailboxId, uid_validity: i64, lane: Lane, uid: i64) -> Result<()> {
    let sql = if lane == Lane::New { ADVANCE } else { ADVANCE_BACKLOG };
    // A mail that came is a sign of life, however long a batch takes.
    let now = tx.now();
    tx.exec(sql, p![uid, now, mailbox, uid_validity, uid]).map(drop)
}

/// Notes a successful look, and how many mails are known to wait.
pub(crate) fn fetched(tx: &mut Tx<'_>, mailbox: MailboxId, waiting: i64) -> Result<()> {
    let now = tx.now();
    tx.exec(BEGIN, p![mailbox, false])?;
    tx.exec(FETCHED, p![now, true, waiting, waiting == 0, now, false, now, mailbox]).map(drop)
}

/// Notes how far the backlog is, and how fast it goes.
pub(crate) fn backlog(tx: &mut Tx<'_>, mailbox: MailboxId, end: i64, done: i64, pace: i64) -> Result<()> {
    tx.exec(BACKLOG, p![end, done, pace, mailbox]).map(drop)
}

/// Notes what went wrong; `lasting` when it stays until somebody changes something.
pub(crate) fn failed(
    tx: &mut Tx<'_>,
    mailbox: MailboxId,
    error: &str,
    hint: &str,
    why: &Why,
    lasting: bool,
) -> Result<()> {
    let now = tx.now();
    tx.exec(BEGIN, p![mailbox, false])?;
    tx.exec(FAILED, p![error, hint, why.stored(), now, false, lasting, mailbox]).map(drop)
}

/// Notes why mail cannot be marked or moved on the server; nothing when it can.
pub(crate) fn warn(tx: &mut Tx<'_>, mailbox: MailboxId, told: Option<&Told>) -> Result<()> {
    tx.exec(WARN, p![told.map(Told::stored).unwrap_or_default(), mailbox]).map(drop)
}

/// Gives the right to fetch back.
pub(crate) fn stopped(tx: &mut Tx<'_>, mailbox: MailboxId, node: &str) -> Result<()> {
    tx.exec(STOPPED, p![false, mailbox, node]).map(drop)
}

/// Gives back every right to fetch that a node has: it died or leaves.
pub fn release(tx: &mut Tx<'_>, node: &str) -> Result<()> {
    tx.exec(RELEASE, p![false, node]).map(drop)
}
