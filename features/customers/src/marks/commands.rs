//! Setting and clearing marks.

use db::Tx;
use kernel::{Actor, ContactId, Fault, Result};

use super::model::{Bounce, Known};
use super::store;
use crate::contacts::{Contact, IdentityId, IdentityKind, normalise, queries};
use crate::events;
use crate::permissions::{CONTACT_EDIT, CONTACT_SEE};

/// The one way an address is written; what is no address is kept as it is, in lower case.
pub(super) fn key(address: &str) -> String {
    normalise(IdentityKind::Email, address).map_or_else(|_| address.trim().to_lowercase(), |normal| normal.folded)
}

/// A mail to an address came back.
pub fn bounced(tx: &mut Tx<'_>, bounce: &Bounce) -> Result<()> {
    let address = key(&bounce.address);
    let before = store::find(tx, &address)?;
    let after = before.after(bounce, tx.now());
    store::save(tx, &address, &after)?;
    let is_new = before.undeliverable_at.happened().is_none() && after.undeliverable_at.happened().is_some();
    if is_new { tell(tx, &Actor::system(), &address, "undeliverable", &after) } else { Ok(()) }
}

/// Somebody at an address called a mail of ours unwanted (RFC 5965).
pub fn complained(tx: &mut Tx<'_>, address: &str) -> Result<()> {
    let address = key(address);
    let before = store::find(tx, &address)?;
    if before.complained_at.happened().is_some() {
        return Ok(());
    }
    let after = Known { complained_at: tx.now(), ..before };
    store::save(tx, &address, &after)?;
    tell(tx, &Actor::system(), &address, "complained", &after)
}

/// A person wrote from this address, so mail to it arrives again as far as we can know. What they do not want stays so.
pub(crate) fn heard_from(tx: &mut Tx<'_>, folded: &str) -> Result<()> {
    let before = store::find(tx, folded)?;
    if before.undeliverable_at.happened().is_none() && before.soft_count == 0 {
        return Ok(());
    }
    let after = Known { complained_at: before.complained_at, ..Known::default() };
    store::save(tx, folded, &after)?;
    let was_marked = before.undeliverable_at.happened().is_some();
    if was_marked { tell(tx, &Actor::system(), folded, "reachable", &after) } else { Ok(()) }
}

/// Somebody knows that an address works again, or may be written to after all.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub fn works_again(tx: &mut Tx<'_>, actor: &Actor, id: ContactId, identity: IdentityId) -> Result<Contact> {
    if !actor.may(CONTACT_SEE) && !actor.may(CONTACT_EDIT) {
        return Err(Fault::not_found());
    }
    actor.require(CONTACT_EDIT)?;
    let contact = queries::load(tx, id)?;
    let found = contact.identities.iter().find(|known| known.id == identity).ok_or_else(Fault::not_found)?;
    let address = key(&found.value);
    if store::clear(tx, &address)? {
        tell(tx, actor, &address, "reachable", &Known::default())?;
    }
    queries::load(tx, id)
}

/// Somebody at an address wants no more of a list, or wants it again; says whether that is new.
pub fn set_unsubscribed(tx: &mut Tx<'_>, address: &str, list: &str, gone: bool) -> Result<bool> {
    let address = key(address);
    let is_new = store::set_gone(tx, &address, list, gone)?;
    if is_new {
        let what = if gone { "unsubscribed" } else { "subscribed" };
        tell(tx, &Actor::system(), &address, what, &Known::default())?;
    }
    Ok(is_new)
}

/// Tells of the contact whose address it is; an address that is nobody's has nobody to be told of.
fn tell(tx: &mut Tx<'_>, actor: &Actor, address: &str, what: &'static str, known: &Known) -> Result<()> {
    let Some(contact) = store::owner(tx, address)? else { return Ok(()) };
    let event = events::address(what, contact, &known.status);
    tx.audit(actor, events::audit_of(&event, None))?;
    tx.emit(actor, event)
}
