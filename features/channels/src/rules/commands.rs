//! Changing the rules.

use db::Tx;
use kernel::{Actor, AuditEntry, MailboxId, Result, ThingId};
use serde_json::json;

use super::model::{MailboxRules, Rules};
use super::store;
use crate::error;
use crate::events;
use crate::mailboxes::store as mailboxes;
use crate::permissions::MANAGE_MAILBOXES;

/// The rules for all mail, and their version.
///
/// # Errors
/// `access.forbidden`
pub fn read(tx: &mut Tx<'_>, actor: &Actor) -> Result<(Rules, i64)> {
    actor.require(MANAGE_MAILBOXES)?;
    store::rules(tx)
}

/// Replaces the rules for all mail.
///
/// # Errors
/// `access.forbidden`, `request.invalid`, `channels.rules_changed`
pub fn change(tx: &mut Tx<'_>, actor: &Actor, rules: &Rules, version: i64) -> Result<(Rules, i64)> {
    actor.require(MANAGE_MAILBOXES)?;
    rules.check()?;
    let (_, known) = store::rules(tx)?;
    if known != version || !store::save_rules(tx, rules, version)? {
        return Err(error::RULES_CHANGED.into());
    }
    tx.audit(
        actor,
        AuditEntry { action: "channels.rules.changed", thing: ThingId("rules".to_owned()), detail: json!({}) },
    )?;
    store::rules(tx)
}

/// The rules of one mailbox, and their version.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub fn read_of_mailbox(tx: &mut Tx<'_>, actor: &Actor, id: MailboxId) -> Result<(MailboxRules, i64)> {
    actor.require(MANAGE_MAILBOXES)?;
    mailboxes::find(tx, id)?;
    store::of_mailbox(tx, id)
}

/// Replaces the rules of one mailbox.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `request.invalid`, `channels.rules_changed`
pub fn change_of_mailbox(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: MailboxId,
    rules: &MailboxRules,
    version: i64,
) -> Result<(MailboxRules, i64)> {
    actor.require(MANAGE_MAILBOXES)?;
    mailboxes::find(tx, id)?;
    rules.check()?;
    let (_, known) = store::of_mailbox(tx, id)?;
    if known != version || !store::save_of_mailbox(tx, id, rules, version)? {
        return Err(error::RULES_CHANGED.into());
    }
    tx.emit(actor, events::mailbox("channels.mailbox.changed", id, &["rules"]))?;
    let detail = json!({ "fields": ["rules"] });
    tx.audit(actor, AuditEntry { action: "channels.mailbox.changed", thing: id.into(), detail })?;
    store::of_mailbox(tx, id)
}

/// The mailbox's server does not let us use a signed return path: it is not used any more until somebody turns it on again.
pub(crate) fn stop_signing(tx: &mut Tx<'_>, id: MailboxId) -> Result<()> {
    let (rules, version) = store::of_mailbox(tx, id)?;
    if !rules.signed_return {
        return Ok(());
    }
    let actor = Actor::system();
    store::save_of_mailbox(tx, id, &MailboxRules { signed_return: false, ..rules }, version)?;
    tx.emit(&actor, events::mailbox("channels.mailbox.changed", id, &["signed_return"]))?;
    let detail = json!({ "fields": ["signed_return"] });
    tx.audit(&actor, AuditEntry { action: "channels.mailbox.changed", thing: id.into(), detail })
}
