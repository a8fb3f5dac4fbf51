//! Writing, editing and deleting notes.

use db::Tx;
use kernel::{Actor, Result};

use super::model::{Note, NoteId, Owner, check_text};
use super::queries::require_owner;
use super::store;
use crate::error::NOTE_CHANGED;
use crate::events;
use crate::permissions::NOTE_WRITE;

/// Writes a note.
///
/// # Errors
/// `platform.not_found` when the owner is not there, `request.invalid` without a text.
pub fn write(tx: &mut Tx<'_>, actor: &Actor, owner: Owner, text: &str) -> Result<Note> {
    require_owner(tx, actor, owner)?;
    actor.require(NOTE_WRITE)?;
    let text = check_text(text)?;
    let id = store::insert(tx, owner, actor.require_person()?, &actor.name, &text)?;
    tell(tx, actor, "written", owner, id)?;
    store::one(tx, owner, id)
}

/// Edits one's own note.
///
/// # Errors
/// `customers.note_changed` when it has another version by now, `access.forbidden` for those who did not write it.
pub fn edit(tx: &mut Tx<'_>, actor: &Actor, owner: Owner, id: NoteId, version: i64, text: &str) -> Result<Note> {
    require_owner(tx, actor, owner)?;
    let before = store::one(tx, owner, id)?;
    before.require_editable(actor)?;
    let text = check_text(text)?;
    if before.version != version || !store::update(tx, &before, &text)? {
        return Err(NOTE_CHANGED.into());
    }
    tell(tx, actor, "edited", owner, id)?;
    store::one(tx, owner, id)
}

/// Deletes a note: one's own, or anybody's with the permission to moderate.
///
/// # Errors
/// `platform.not_found`, `access.forbidden`
pub fn delete(tx: &mut Tx<'_>, actor: &Actor, owner: Owner, id: NoteId) -> Result<()> {
    require_owner(tx, actor, owner)?;
    let note = store::one(tx, owner, id)?;
    note.require_deletable(actor)?;
    store::delete(tx, id)?;
    tell(tx, actor, "deleted", owner, id)
}

fn tell(tx: &mut Tx<'_>, actor: &Actor, what: &'static str, owner: Owner, id: NoteId) -> Result<()> {
    let event = events::note(what, owner.thing(), id.into());
    tx.audit(actor, events::audit_of(&event, None))?;
    tx.emit(actor, event)
}
