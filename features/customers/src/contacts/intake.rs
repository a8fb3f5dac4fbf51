//! How a contact comes to be: somebody writes to us, or is written to for the first time.

use db::Tx;
use kernel::{Actor, ContactId, Fault, Result, Timestamp};

use super::identity::{IdentityKind, Normalised, address_from_mail, normalise};
use super::model::{Profile, Tier, name_from_mail};
use super::store::{self, Known};
use crate::{events, marks, organisations};

/// Somebody outside, as a message names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correspondent {
    /// The mail address.
    pub address: String,
    /// The name beside it; may be empty.
    pub name: String,
}

/// A contact in a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRef {
    /// Its id.
    pub id: ContactId,
    /// The name; empty when only an address is known.
    pub name: String,
    /// The address it is usually written to.
    pub address: String,
    /// Whether nobody knew it before.
    pub created: bool,
}

/// Finds the contact of an address, or makes one. Running it again, or twice at once, gives the same contact.
///
/// Needs no permission: whoever may take in or send a message may have its correspondent recorded. A name fills an empty
/// one and never replaces one that is there. A new contact joins the organisation of its mail domain.
///
/// # Errors
/// `customers.identity_invalid` when the address is empty.
pub fn find_or_create(tx: &mut Tx<'_>, actor: &Actor, correspondent: &Correspondent) -> Result<ContactRef> {
    let address = address_from_mail(&correspondent.address)?;
    let name = name_from_mail(&correspondent.name, &address.folded);
    if let Some(known) = store::find_by_value(tx, IdentityKind::Email, &address.folded)? {
        return recognise(tx, actor, known, &name, &address.folded);
    }
    if let Some(created) = create(tx, actor, &address, &name)? {
        return Ok(created);
    }
    // Somebody else recorded the address between the look and the insert.
    let known = store::find_by_value(tx, IdentityKind::Email, &address.folded)?;
    recognise(tx, actor, known.ok_or_else(|| Fault::from(db::RETRY))?, &name, &address.folded)
}

/// Finds the contact of a handle, a name on some network or in another system, or makes one. Running it again gives the same
/// contact.
///
/// # Errors
/// `customers.identity_invalid` when this is no handle.
pub fn find_or_create_by_handle(tx: &mut Tx<'_>, actor: &Actor, handle: &str, name: &str) -> Result<ContactRef> {
    let handle = normalise(IdentityKind::Handle, handle)?;
    let name = kernel::one_line(name);
    if let Some(known) = store::find_by_value(tx, IdentityKind::Handle, &handle.folded)? {
        return Ok(ContactRef { id: known.id, name: known.name, address: known.address, created: false });
    }
    let id: ContactId = tx.id();
    if !store::insert_identity(tx, id, IdentityKind::Handle, &handle, false)? {
        // Somebody else recorded the handle between the look and the insert.
        return Err(Fault::from(db::RETRY));
    }
    let profile = Profile { name, language: String::new(), time_zone: String::new(), tier: Tier::default() };
    store::insert(tx, id, &profile, false, "", None)?;
    store::index_new(tx, id, &profile.name, &handle)?;
    tx.emit(actor, events::contact_created(id, "intake", None))?;
    Ok(ContactRef { id, name: profile.name, address: String::new(), created: true })
}

fn recognise(tx: &mut Tx<'_>, actor: &Actor, known: Known, name: &str, folded: &str) -> Result<ContactRef> {
    let mut found = ContactRef { id: known.id, name: known.name, address: known.address, created: false };
    let fills = found.name.is_empty() && !name.is_empty() && !known.name_edited;
    if fills && store::fill_name(tx, found.id, name)? {
        name.clone_into(&mut found.name);
        store::refresh(tx, found.id, name, &found.address)?;
        tx.emit(actor, events::contact_changed(found.id, &["name"]))?;
    }
    if known.marked && actor.person().is_none() {
        marks::commands::heard_from(tx, folded)?;
    }
    if !known.verified && actor.person().is_none() {
        store::verify_identity(tx, known.identity)?;
    }
    Ok(found)
}

fn create(tx: &mut Tx<'_>, actor: &Actor, address: &Normalised, name: &str) -> Result<Option<ContactRef>> {
    let id: ContactId = tx.id();
    // A message from it proves an address; one that a person typed is not proven yet.
    let verified = actor.person().is_none();
    if !store::insert_identity(tx, id, IdentityKind::Email, address, verified)? {
        return Ok(None);
    }
    let organisation = organisations::find_by_domain(tx, &address.domain)?;
    let profile =
        Profile { name: name.to_owned(), language: String::new(), time_zone: String::new(), tier: Tier::default() };
    store::insert(tx, id, &profile, false, &address.value, organisation)?;
    store::index_new(tx, id, name, address)?;
    tx.emit(actor, events::contact_created(id, "intake", organisation))?;
    Ok(Some(ContactRef { id, name: name.to_owned(), address: address.value.clone(), created: true }))
}

/// Notes that a contact wrote to us. An earlier instant than the known one changes nothing.
pub fn record_contact(tx: &mut Tx<'_>, contact: ContactId, at: Timestamp) -> Result<()> {
    store::record_contact(tx, contact, at)
}
