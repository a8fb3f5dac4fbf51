//! Connecting, changing and removing mailboxes.

use db::Tx;
use kernel::{Actor, AuditEntry, Fault, MailboxId, Patch, Result, TeamId};
use serde_json::json;

use super::model::{Check, Imap, Mailbox, Outbound, Take};
use super::store;
use crate::consent::store as consents;
use crate::error;
use crate::events;
use crate::mail::sanitise;
use crate::permissions::MANAGE_MAILBOXES;
use crate::post::Post;
use crate::words;

/// Longest signature.
const SIGNATURE: usize = 100_000;

/// Settings for fetching as they are entered: a password that is absent stays as it is.
#[derive(Debug, Clone)]
pub struct ImapInput {
    /// Everything but the password.
    pub settings: Imap,
    /// Write-only.
    pub password: Option<String>,
}

/// Settings for sending as they are entered: a password that is absent stays as it is.
#[derive(Debug, Clone)]
pub struct SmtpInput {
    /// Everything but the password.
    pub settings: Outbound,
    /// Write-only.
    pub password: Option<String>,
}

/// A new mailbox.
#[derive(Debug, Clone)]
pub struct NewMailbox {
    /// What people here call it.
    pub name: String,
    /// Its address.
    pub address: String,
    /// The name customers see.
    pub from_name: String,
    /// The team that looks after it.
    pub team: Option<TeamId>,
    /// Whether mail is fetched and sent.
    pub active: bool,
    /// Which mail is taken.
    pub take: Take,
    /// How mail is fetched.
    pub imap: Option<ImapInput>,
    /// How mail is sent.
    pub smtp: Option<SmtpInput>,
    /// See [`Mailbox::plus_addressing`].
    pub plus_addressing: bool,
    /// See [`Mailbox::subject_number`].
    pub subject_number: bool,
    /// HTML put below what is sent.
    pub signature_html: String,
}

/// A change: what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct MailboxChange {
    /// The version that was seen.
    pub version: i64,
    /// What people here call it.
    pub name: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// The name customers see.
    pub from_name: Option<String>,
    /// The team that looks after it.
    pub team: Patch<TeamId>,
    /// Whether mail is fetched and sent.
    pub active: Option<bool>,
    /// How mail is fetched.
    pub imap: Patch<ImapInput>,
    /// How mail is sent.
    pub smtp: Patch<SmtpInput>,
    /// See [`Mailbox::plus_addressing`].
    pub plus_addressing: Option<bool>,
    /// See [`Mailbox::subject_number`].
    pub subject_number: Option<bool>,
    /// HTML put below what is sent.
    pub signature_html: Option<String>,
}

/// Connects a mailbox.
///
/// # Errors
/// `access.forbidden`, `request.invalid`, `channels.address_taken`
pub fn create(tx: &mut Tx<'_>, post: &Post, actor: &Actor, input: &NewMailbox) -> Result<Mailbox> {
    actor.require(MANAGE_MAILBOXES)?;
    let id = tx.id::<MailboxId>();
    let mut check = Check::default();
    let name = check.text("name", &input.name, 100);
    let address = check.address("address", &input.address);
    let imap = input.imap.clone().map(|imap| check.imap(imap.settings));
    let smtp = input.smtp.clone().map(|smtp| check.smtp(smtp.settings));
    check.done()?;
    let address = address.ok_or_else(Fault::not_found)?;
    refuse_taken(tx, &address.base_key(), None)?;
    let mailbox = Mailbox {
        id,
        name,
        address,
        from_name: crate::mail::text::one_line(&input.from_name, 100),
        team: input.team,
        active: input.active,
        take: input.take,
        imap,
        smtp,
        imap_password: seal(post, id, "imap", input.imap.as_ref().and_then(|imap| imap.password.as_deref()))?,
        smtp_password: seal(post, id, "smtp", input.smtp.as_ref().and_then(|smtp| smtp.password.as_deref()))?,
        plus_addressing: input.plus_addressing,
        subject_number: input.subject_number,
        signature_html: signature(&input.signature_html)?,
        made_at: tx.now(),
        version: 1,
    };
    store::insert(tx, &mailbox)?;
    tx.emit(actor, events::mailbox("channels.mailbox.created", id, &[]))?;
    let detail = json!({ "name": mailbox.name, "address": mailbox.address.address, "active": mailbox.active });
    tx.audit(actor, AuditEntry { action: "channels.mailbox.created", thing: id.into(), detail })?;
    Ok(mailbox)
}

/// Changes a mailbox. Fetching and sending take up the new settings at once.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `request.invalid`, `channels.address_taken`, `channels.mailbox_changed`
pub fn change(tx: &mut Tx<'_>, post: &Post, actor: &Actor, id: MailboxId, input: &MailboxChange) -> Result<Mailbox> {
    actor.require(MANAGE_MAILBOXES)?;
    let before = store::find(tx, id)?;
    if before.version != input.version {
        return Err(error::MAILBOX_CHANGED.into());
    }
    let after = changed(post, &before, input)?;
    if after.address.base_key() != before.address.base_key() {
        refuse_taken(tx, &after.address.base_key(), Some(id))?;
    }
    if !store::update(tx, &after)? {
        return Err(error::MAILBOX_CHANGED.into());
    }
    let fields = differing(&before, &after);
    tx.emit(actor, events::mailbox("channels.mailbox.changed", id, &fields))?;
    tx.audit(
        actor,
        AuditEntry { action: "channels.mailbox.changed", thing: id.into(), detail: json!({ "fields": fields }) },
    )?;
    Ok(Mailbox { version: before.version + 1, ..after })
}

fn changed(post: &Post, before: &Mailbox, input: &MailboxChange) -> Result<Mailbox> {
    let mut after = before.clone();
    let mut check = Check::default();
    if let Some(name) = &input.name {
        after.name = check.text("name", name, 100);
    }
    if let Some(address) = &input.address {
        after.address = check.address("address", address).unwrap_or(after.address);
    }
    if let Some(from_name) = &input.from_name {
        after.from_name = crate::mail::text::one_line(from_name, 100);
    }
    after.team = input.team.clone().apply(before.team);
    after.active = input.active.unwrap_or(before.active);
    match &input.imap {
        Patch::Keep => {}
        Patch::Clear => (after.imap, after.imap_password) = (None, None),
        Patch::Set(imap) => {
            after.imap = Some(check.imap(imap.settings.clone()));
            let moved = before.imap.as_ref().is_some_and(|old| old.host != imap.settings.host);
            after.imap_password = password(post, before, "imap", imap.password.as_deref(), moved)?;
        }
    }
    match &input.smtp {
        Patch::Keep => {}
        Patch::Clear => (after.smtp, after.smtp_password) = (None, None),
        Patch::Set(smtp) => {
            after.smtp = Some(check.smtp(smtp.settings.clone()));
            let moved = before.smtp.as_ref().is_some_and(|old| old.host != smtp.settings.host);
            after.smtp_password = password(post, before, "smtp", smtp.password.as_deref(), moved)?;
        }
    }
    check.done()?;
    after.plus_addressing = input.plus_addressing.unwrap_or(before.plus_addressing);
    after.subject_number = input.subject_number.unwrap_or(before.subject_number);
    if let Some(html) = &input.signature_html {
        after.signature_html = signature(html)?;
    }
    Ok(after)
}

/// The new sealed password, or the kept one. A kept password is never sent to another server than it was entered for.
fn password(post: &Post, before: &Mailbox, what: &str, given: Option<&str>, moved: bool) -> Result<Option<Vec<u8>>> {
    if given.is_some() {
        return seal(post, before.id, what, given);
    }
    let kept = if what == "imap" { &before.imap_password } else { &before.smtp_password };
    if moved && kept.is_some() {
        let pointer = format!("{what}/password");
        return Err(Fault::wrong_field(pointer, words::PASSWORD_AGAIN));
    }
    Ok(kept.clone())
}

/// Removes a mailbox; its conversations stay.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub fn remove(tx: &mut Tx<'_>, actor: &Actor, id: MailboxId) -> Result<()> {
    actor.require(MANAGE_MAILBOXES)?;
    let mailbox = store::find(tx, id)?;
    store::remove(tx, id)?;
    consents::withdraw(tx, id)?;
    tx.emit(actor, events::mailbox("channels.mailbox.removed", id, &[]))?;
    let detail = json!({ "name": mailbox.name, "address": mailbox.address.address });
    tx.audit(actor, AuditEntry { action: "channels.mailbox.removed", thing: id.into(), detail })
}

fn refuse_taken(tx: &mut Tx<'_>, base_key: &str, except: Option<MailboxId>) -> Result<()> {
    match store::by_base(tx, base_key)? {
        Some(other) if Some(other) != except => Err(error::ADDRESS_TAKEN.at("address")),
        _ => Ok(()),
    }
}

fn seal(post: &Post, id: MailboxId, what: &str, password: Option<&str>) -> Result<Option<Vec<u8>>> {
    let given = password.filter(|password| !password.is_empty());
    given.map(|password| post.vault().seal(password, &Mailbox::secret_place(id, what))).transpose()
}

fn signature(html: &str) -> Result<String> {
    if html.len() > SIGNATURE {
        return Err(Fault::invalid_field("signature_html", "request.too_long", "This signature is too long."));
    }
    Ok(sanitise::for_sending(html))
}

fn differing(before: &Mailbox, after: &Mailbox) -> Vec<&'static str> {
    let pairs = [
        ("name", before.name != after.name),
        ("address", before.address != after.address),
        ("from_name", before.from_name != after.from_name),
        ("team_id", before.team != after.team),
        ("active", before.active != after.active),
        ("imap", before.imap != after.imap || before.imap_password != after.imap_password),
        ("smtp", before.smtp != after.smtp || before.smtp_password != after.smtp_password),
        ("plus_addressing", before.plus_addressing != after.plus_addressing),
        ("subject_number", before.subject_number != after.subject_number),
        ("signature_html", before.signature_html != after.signature_html),
    ];
    pairs.into_iter().filter_map(|(name, differs)| differs.then_some(name)).collect()
}
