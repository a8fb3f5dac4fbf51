//! What people do with mail that could not be placed.

use db::Tx;
use jobs::NewJob;
use kernel::{Actor, AuditEntry, Result};
use serde_json::json;

use super::model::{Intake, IntakeId, State};
use super::receive::{PLACE, PlaceJob};
use super::store;
use crate::error;
use crate::permissions::MANAGE_UNPLACED;

/// Tries to place a kept mail again.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `channels.not_kept`
pub fn retry(tx: &mut Tx<'_>, actor: &Actor, id: IntakeId) -> Result<Intake> {
    actor.require(MANAGE_UNPLACED)?;
    turn(tx, id, State::Waiting)?;
    jobs::enqueue(tx, NewJob::now(PLACE, PlaceJob { intake: id }).once_for(id))?;
    tx.audit(actor, AuditEntry { action: "channels.mail.retried", thing: id.into(), detail: json!({}) })?;
    store::find(tx, id)
}

/// Puts a kept mail aside. Its raw bytes stay.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `channels.not_kept`
pub fn dismiss(tx: &mut Tx<'_>, actor: &Actor, id: IntakeId) -> Result<Intake> {
    actor.require(MANAGE_UNPLACED)?;
    turn(tx, id, State::Dismissed)?;
    tx.audit(actor, AuditEntry { action: "channels.mail.dismissed", thing: id.into(), detail: json!({}) })?;
    store::find(tx, id)
}

fn turn(tx: &mut Tx<'_>, id: IntakeId, to: State) -> Result<()> {
    store::find(tx, id)?;
    if store::turn(tx, id, State::Kept, to)? { Ok(()) } else { Err(error::NOT_KEPT.into()) }
}
