//! Single mails that could not be fetched: noted, passed over so that the others go on, and tried again ever more rarely.

use std::collections::HashSet;
use std::time::Duration;

use db::{Row, Tx, p, sql};
use delivery::Trouble;
use kernel::{MailboxId, Result, Timestamp};

use crate::why::Told;

sql! {
    FIND = "select uid_validity, uid, unique_name, arrived_at, attempts, passed_over, told, next_at
            from channels_fetch_skipped where mailbox_id = $1 and uid_validity = $2 and uid = $3 and unique_name = $4";
    LIST = "select uid_validity, uid, unique_name, arrived_at, attempts, passed_over, told, next_at
            from channels_fetch_skipped where mailbox_id = $1 and passed_over order by next_at, uid limit 20";
    DUE = "select uid_validity, uid, unique_name, arrived_at, attempts, passed_over, told, next_at
           from channels_fetch_skipped where mailbox_id = $1 and uid_validity = $2 and passed_over and next_at <= $3
           order by next_at, uid limit 20";
    COUNT = "select count(*) from channels_fetch_skipped where mailbox_id = $1 and passed_over";
    SAVE = "insert into channels_fetch_skipped (mailbox_id, uid_validity, uid, unique_name, arrived_at, attempts, passed_over, told, next_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict (mailbox_id, uid_validity, uid, unique_name) do update set attempts = excluded.attempts,
            passed_over = excluded.passed_over, told = excluded.told, next_at = excluded.next_at";
    FORGET = "delete from channels_fetch_skipped where mailbox_id = $1 and uid_validity = $2 and uid = $3 and unique_name = $4";
    FORGET_OTHERS = "delete from channels_fetch_skipped where mailbox_id = $1 and uid_validity <> $2";
    RESTING = "select unique_name from channels_fetch_skipped where mailbox_id = $1 and passed_over and next_at > $2";
    EARLIEST = "select min(arrived_at) from channels_fetch_skipped where mailbox_id = $1";
}

/// A connection that breaks this often at the same mail breaks because of it.
const BREAKS: i64 = 3;
/// Time until the next try, by how often it was tried.
const RESTS: [Duration; 5] = [
    Duration::from_mins(10),
    Duration::from_hours(1),
    Duration::from_hours(6),
    Duration::from_hours(24),
    Duration::from_hours(7 * 24),
];

/// What names a mail on its server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Name {
    /// The numbering; 0 with POP3.
    pub uid_validity: i64,
    /// The number; 0 with POP3.
    pub uid: i64,
    /// POP3: the server's own name of the mail.
    pub unique_name: String,
}

/// A mail that could not be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Which.
    pub name: Name,
    /// When it came into the folder, if the server told.
    pub arrived_at: Timestamp,
    /// How often it was tried.
    pub attempts: i64,
    /// The others went on without it.
    pub passed_over: bool,
    /// Why.
    pub told: Told,
    /// When it is tried again.
    pub next_at: Timestamp,
}

fn read(row: &mut Row<'_>) -> Result<Skipped> {
    Ok(Skipped {
        name: Name { uid_validity: row.take()?, uid: row.take()?, unique_name: row.take()? },
        arrived_at: row.take()?,
        attempts: row.take()?,
        passed_over: row.take()?,
        told: Told::read(&row.take::<String>()?).unwrap_or_default(),
        next_at: row.take()?,
    })
}

/// What went wrong with a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The server refused this mail, or said of it what nobody can read.
    OfTheMail,
    /// The connection broke at it, which may be chance.
    OfTheConnection,
}

/// Notes that a mail could not be fetched; says whether it is passed over now.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    mailbox: MailboxId,
    name: &Name,
    arrived_at: Option<Timestamp>,
    fault: Fault,
    trouble: &Trouble,
) -> Result<bool> {
    let known = tx.opt(FIND, p![mailbox, name.uid_validity, name.uid, name.unique_name], read)?;
    let attempts = known.as_ref().map_or(0, |known| known.attempts) + 1;
    let passed_over = fault == Fault::OfTheMail || attempts >= BREAKS || known.is_some_and(|known| known.passed_over);
    let next_at = tx.now().plus(rest(attempts));
    let told = Told::from(trouble).stored();
    let arrived_at = arrived_at.unwrap_or(Timestamp::NEVER);
    tx.exec(
        SAVE,
        p![mailbox, name.uid_validity, name.uid, name.unique_name, arrived_at, attempts, passed_over, told, next_at],
    )?;
    Ok(passed_over)
}

fn rest(attempts: i64) -> Duration {
    let index = usize::try_from(attempts.max(1) - 1).unwrap_or_default().min(RESTS.len() - 1);
    RESTS[index]
}

/// The mail was fetched after all, or is gone.
pub(crate) fn forget(tx: &mut Tx<'_>, mailbox: MailboxId, name: &Name) -> Result<()> {
    tx.exec(FORGET, p![mailbox, name.uid_validity, name.uid, name.unique_name]).map(drop)
}

/// Numbers of another numbering name nothing any more.
pub(crate) fn forget_others(tx: &mut Tx<'_>, mailbox: MailboxId, uid_validity: i64) -> Result<()> {
    tx.exec(FORGET_OTHERS, p![mailbox, uid_validity]).map(drop)
}

/// Those whose time has come, of one numbering.
pub(crate) fn due(tx: &mut Tx<'_>, mailbox: MailboxId, uid_validity: i64) -> Result<Vec<Skipped>> {
    let now = tx.now();
    tx.all(DUE, p![mailbox, uid_validity, now], read)
}

/// Those that the others went on without: how many, and the twenty that are tried next.
pub(crate) fn list(tx: &mut Tx<'_>, mailbox: MailboxId) -> Result<(i64, Vec<Skipped>)> {
    let count = tx.one(COUNT, p![mailbox], |row| row.take())?;
    Ok((count, if count == 0 { Vec::new() } else { tx.all(LIST, p![mailbox], read)? }))
}

/// POP3: those whose time has not come.
pub(crate) fn resting(tx: &mut Tx<'_>, mailbox: MailboxId) -> Result<HashSet<String>> {
    let now = tx.now();
    Ok(tx.all(RESTING, p![mailbox, now], |row| row.take())?.into_iter().collect())
}

/// When the oldest of them arrived.
pub(crate) fn earliest(tx: &mut Tx<'_>, mailbox: MailboxId) -> Result<Option<Timestamp>> {
    tx.one(EARLIEST, p![mailbox], |row| row.take::<Option<Timestamp>>())
}
