//! SQL text of mailboxes.

use db::{Row, Tx, p, sql};
use kernel::{Fault, MailboxId, Result, TeamId, TypedId};

use super::model::{Mailbox, Take};
use crate::mail::address::Address;

sql! {
    LIST = "select id, name, address, from_name, team_id, active, take, imap, imap_password, smtp, smtp_password, plus_addressing,
            subject_number, signature_html, made_at, version from channels_mailboxes where removed_at = 0 order by id";
    FIND = "select id, name, address, from_name, team_id, active, take, imap, imap_password, smtp, smtp_password, plus_addressing,
            subject_number, signature_html, made_at, version from channels_mailboxes where id = $1 and removed_at = 0";
    OWN = "select base_key, id, team_id from channels_mailboxes where removed_at = 0";
    BY_BASE = "select id from channels_mailboxes where base_key = $1 and removed_at = 0";
    INSERT = "insert into channels_mailboxes (id, name, address, base_key, from_name, team_id, active, take, imap, imap_password, smtp,
              smtp_password, plus_addressing, subject_number, signature_html, made_at, removed_at, version)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 0, 1)";
    UPDATE = "update channels_mailboxes set name = $1, address = $2, base_key = $3, from_name = $4, team_id = $5, active = $6, imap = $7,
              imap_password = $8, smtp = $9, smtp_password = $10, plus_addressing = $11, subject_number = $12, signature_html = $13,
              version = version + 1 where id = $14 and version = $15";
    TOUCH = "update channels_mailboxes set version = version + 1 where id = $1 and removed_at = 0";
    REMOVE = "update channels_mailboxes set removed_at = $1, active = $2, imap_password = null, smtp_password = null, version = version + 1
              where id = $3 and removed_at = 0";
}

fn read(row: &mut Row<'_>) -> Result<Mailbox> {
    let (id, name, address, from_name) = (row.take()?, row.take()?, row.take::<String>()?, row.take()?);
    let team = row.take::<i64>()?;
    let (active, take, imap) = (row.take()?, row.take::<String>()?, row.take::<String>()?);
    let imap_password = row.take()?;
    let smtp = row.take::<String>()?;
    Ok(Mailbox {
        id,
        name,
        address: Address::parse(&address)
            .ok_or_else(|| Fault::internal(format!("mailbox {id} has no valid address")))?,
        from_name,
        team: (team != 0).then(|| TeamId::from_raw(team)),
        active,
        take: Take::of(&take),
        imap: settings(&imap)?,
        imap_password,
        smtp: settings(&smtp)?,
        smtp_password: row.take()?,
        plus_addressing: row.take()?,
        subject_number: row.take()?,
        signature_html: row.take()?,
        made_at: row.take()?,
        version: row.take()?,
    })
}

fn settings<T: serde::de::DeserializeOwned>(text: &str) -> Result<Option<T>> {
    if text.is_empty() { Ok(None) } else { serde_json::from_str(text).map(Some).map_err(Fault::internal) }
}

fn text<T: serde::Serialize>(settings: Option<&T>) -> Result<String> {
    settings.map_or_else(|| Ok(String::new()), |settings| serde_json::to_string(settings).map_err(Fault::internal))
}

pub(crate) fn list(tx: &mut Tx<'_>) -> Result<Vec<Mailbox>> {
    tx.all(LIST, p![], read)
}

pub(crate) fn find(tx: &mut Tx<'_>, id: MailboxId) -> Result<Mailbox> {
    tx.one(FIND, p![id], read)
}

/// Base address, id and team of each mailbox.
pub(crate) fn own(tx: &mut Tx<'_>) -> Result<Vec<(String, MailboxId, Option<TeamId>)>> {
    tx.all(OWN, p![], |row| {
        let (base, id, team) = (row.take()?, row.take()?, row.take::<i64>()?);
        Ok((base, id, (team != 0).then(|| TeamId::from_raw(team))))
    })
}

pub(crate) fn by_base(tx: &mut Tx<'_>, base_key: &str) -> Result<Option<MailboxId>> {
    tx.opt(BY_BASE, p![base_key], |row| row.take())
}

pub(crate) fn insert(tx: &mut Tx<'_>, mailbox: &Mailbox) -> Result<()> {
    let (imap, smtp) = (text(mailbox.imap.as_ref())?, text(mailbox.smtp.as_ref())?);
    let team = mailbox.team.map_or(0, TypedId::raw);
    tx.exec(
        INSERT,
        p![
            mailbox.id,
            mailbox.name,
            mailbox.address.address,
            mailbox.address.base_key(),
            mailbox.from_name,
            team,
            mailbox.active,
            mailbox.take.code(),
            imap,
            mailbox.imap_password,
            smtp,
            mailbox.smtp_password,
            mailbox.plus_addressing,
            mailbox.subject_number,
            mailbox.signature_html,
            mailbox.made_at
        ],
    )
    .map(drop)
}

/// Saves if nobody else did since that version; says whether it was saved.
pub(crate) fn update(tx: &mut Tx<'_>, mailbox: &Mailbox) -> Result<bool> {
    let (imap, smtp) = (text(mailbox.imap.as_ref())?, text(mailbox.smtp.as_ref())?);
    let team = mailbox.team.map_or(0, TypedId::raw);
    Ok(tx.exec(
        UPDATE,
        p![
            mailbox.name,
            mailbox.address.address,
            mailbox.address.base_key(),
            mailbox.from_name,
            team,
            mailbox.active,
            imap,
            mailbox.imap_password,
            smtp,
            mailbox.smtp_password,
            mailbox.plus_addressing,
            mailbox.subject_number,
            mailbox.signature_html,
            mailbox.id,
            mailbox.version
        ],
    )? > 0)
}

/// Lets whoever works with the mailbox begin anew, as after a change of its settings.
pub(crate) fn touch(tx: &mut Tx<'_>, id: MailboxId) -> Result<()> {
    tx.exec(TOUCH, p![id]).map(drop)
}

pub(crate) fn remove(tx: &mut Tx<'_>, id: MailboxId) -> Result<bool> {
    let now = tx.now();
    Ok(tx.exec(REMOVE, p![now, false, id])? > 0)
}
