//! Reading notes.

use db::Tx;
use kernel::{Actor, Fault, Page, PageRequest, Result, TypedId};

use super::model::{Note, NoteId, Owner};
use super::store;
use crate::permissions::CONTACT_SEE;
use crate::{contacts, organisations};

/// A page of notes about a contact or an organisation, newest first.
///
/// # Errors
/// `platform.not_found` when there is no such owner, or the actor may not see customers.
pub fn page(tx: &mut Tx<'_>, actor: &Actor, owner: Owner, page: &PageRequest) -> Result<Page<Note>> {
    require_owner(tx, actor, owner)?;
    let before = page.after::<NoteId>()?.unwrap_or(NoteId::from_raw(i64::MAX));
    let limit = page.limit();
    let rows = store::page(tx, owner, before, limit + 1)?;
    Ok(Page::from_rows(rows, limit, |note| note.id))
}

/// Refuses when the owner is not there, or not for this actor to see.
pub(crate) fn require_owner(tx: &mut Tx<'_>, actor: &Actor, owner: Owner) -> Result<()> {
    let visible = actor.may(CONTACT_SEE)
        && match owner {
            Owner::Contact(id) => contacts::exists(tx, id)?,
            Owner::Organisation(id) => organisations::exists(tx, id)?,
        };
    if visible { Ok(()) } else { Err(Fault::not_found()) }
}
