//! What people do with contacts.

use db::Tx;
use kernel::{Actor, ContactId, Fault, FieldFault, OrganisationId, Result};
use serde_json::json;

use super::identity::{IdentityId, NewIdentity, normalise};
use super::model::{Contact, ContactChange, NewContact, Profile};
use super::{queries, store};
use crate::attributes::{self, Subject};
use crate::error::{self, CONTACT_CHANGED, IDENTITY_LAST, IDENTITY_TAKEN};
use crate::permissions::{CONTACT_EDIT, CONTACT_SEE};
use crate::{events, organisations};

pub use super::intake::{find_or_create, record_contact};

/// Records a contact by hand.
///
/// # Errors
/// `customers.identity_taken` and `customers.identity_invalid` at the identity, `request.invalid` at other fields.
pub fn create(tx: &mut Tx<'_>, actor: &Actor, new: &NewContact) -> Result<Contact> {
    actor.require(CONTACT_EDIT)?;
    let profile = Profile::of_new(new)?;
    let id: ContactId = tx.id();
    let mut domain = String::new();
    for (place, identity) in new.identities.iter().enumerate() {
        let added = insert_identity(tx, id, identity, &format!("identities/{place}/value"))?;
        if domain.is_empty() {
            domain = added;
        }
    }
    let organisation = match new.organisation_id {
        Some(given) => Some(check_organisation(tx, given)?),
        None => organisations::find_by_domain(tx, &domain)?,
    };
    store::insert(tx, id, &profile, !profile.name.is_empty(), "", organisation)?;
    store::refresh(tx, id, &profile.name, "")?;
    attributes::write(tx, Subject::Contact, id, &new.attributes)?;
    let event = events::contact_created(id, "staff", organisation);
    tx.audit(actor, events::audit_of(&event, None))?;
    tx.emit(actor, event)?;
    queries::load(tx, id)
}

/// Changes a contact.
///
/// # Errors
/// `customers.contact_changed` when it has another version by now, `request.invalid` at fields.
pub fn change(tx: &mut Tx<'_>, actor: &Actor, id: ContactId, change: &ContactChange) -> Result<Contact> {
    let before = editable(tx, actor, id)?;
    if before.version != change.version {
        return Err(CONTACT_CHANGED.into());
    }
    let (profile, mut fields) = Profile::of_change(&before, change)?;
    let organisation_before = before.organisation.as_ref().map(|organisation| organisation.id);
    let organisation = change.organisation_id.clone().apply(organisation_before);
    if organisation != organisation_before {
        organisation.map(|given| check_organisation(tx, given)).transpose()?;
        fields.push("organisation_id");
    }
    if attributes::write(tx, Subject::Contact, id, &change.attributes)? {
        fields.push("attributes");
    }
    if fields.is_empty() {
        return Ok(before);
    }
    if !store::update(tx, &before, &profile, change.name.is_some(), organisation)? {
        return Err(CONTACT_CHANGED.into());
    }
    if fields.contains(&"name") {
        store::refresh(tx, id, &profile.name, &before.address)?;
    }
    let event = events::contact_changed(id, &fields);
    let detail = json!({
        "fields": fields,
        "before": { "language": before.language, "time_zone": before.time_zone, "tier": before.tier, "organisation_id": organisation_before },
        "after": { "language": profile.language, "time_zone": profile.time_zone, "tier": profile.tier, "organisation_id": organisation },
    });
    tx.audit(actor, events::audit_of(&event, Some(detail)))?;
    tx.emit(actor, event)?;
    queries::load(tx, id)
}

/// Adds an address, a number or a handle.
///
/// # Errors
/// `customers.identity_taken` when it is somebody's already, `customers.identity_invalid` when it is none.
pub fn add_identity(tx: &mut Tx<'_>, actor: &Actor, id: ContactId, identity: &NewIdentity) -> Result<Contact> {
    let before = editable(tx, actor, id)?;
    insert_identity(tx, id, identity, "value")?;
    store::refresh(tx, id, &before.name, &before.address)?;
    let event = events::identity_added(id, identity.kind.as_str());
    tx.audit(actor, events::audit_of(&event, None))?;
    tx.emit(actor, event)?;
    queries::load(tx, id)
}

/// Removes an address, a number or a handle.
///
/// # Errors
/// `customers.identity_last` when there is no other.
pub fn remove_identity(tx: &mut Tx<'_>, actor: &Actor, id: ContactId, identity: IdentityId) -> Result<Contact> {
    let before = editable(tx, actor, id)?;
    let found = before.identities.iter().find(|known| known.id == identity).ok_or_else(Fault::not_found)?;
    if before.identities.len() == 1 {
        return Err(IDENTITY_LAST.into());
    }
    if !store::delete_identity(tx, identity, id)? {
        return Err(Fault::not_found());
    }
    store::refresh(tx, id, &before.name, &before.address)?;
    let event = events::identity_removed(id, found.kind.as_str());
    tx.audit(actor, events::audit_of(&event, None))?;
    tx.emit(actor, event)?;
    queries::load(tx, id)
}

/// The contact, for somebody who may change it; nothing for those who may not even see it.
fn editable(tx: &mut Tx<'_>, actor: &Actor, id: ContactId) -> Result<Contact> {
    if !actor.may(CONTACT_SEE) && !actor.may(CONTACT_EDIT) {
        return Err(Fault::not_found());
    }
    actor.require(CONTACT_EDIT)?;
    queries::load(tx, id)
}

/// Adds an identity and gives its mail domain; a fault is told at `pointer`.
fn insert_identity(tx: &mut Tx<'_>, id: ContactId, identity: &NewIdentity, pointer: &str) -> Result<String> {
    let value = normalise(identity.kind, &identity.value).map_err(|fault| {
        let field = FieldFault::saying(pointer, fault.said());
        fault.field(field)
    })?;
    if !store::insert_identity(tx, id, identity.kind, &value, false)? {
        let owner = store::find_by_value(tx, identity.kind, &value.folded)?;
        let name =
            owner.map(|known| if known.name.is_empty() { known.address } else { known.name }).unwrap_or_default();
        let said = error::IDENTITY_TAKEN_BY.said([("value", &value.value), ("name", &name)]);
        return Err(IDENTITY_TAKEN.saying_at(pointer, said));
    }
    Ok(value.domain)
}

fn check_organisation(tx: &mut Tx<'_>, id: OrganisationId) -> Result<OrganisationId> {
    let unknown = || Fault::wrong_field("organisation_id", error::ORGANISATION_UNKNOWN);
    organisations::exists(tx, id)?.then_some(id).ok_or_else(unknown)
}
