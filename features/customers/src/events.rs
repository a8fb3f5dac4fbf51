//! What happens here, as others hear of it.
//!
//! Events and audit entries are kept for good, so they name fields and ids and never repeat a name or an address: a
//! customer who asks to be forgotten must not live on in them.

use kernel::{AuditEntry, NewEvent, ThingId};
use serde_json::{Value, json};

fn event(name: &'static str, thing: impl Into<ThingId>, facts: Value) -> NewEvent {
    NewEvent { name, version: 1, thing: thing.into(), facts }
}

/// Somebody is known now. `origin` is `intake` or `staff`.
pub fn contact_created(
    contact: kernel::ContactId,
    origin: &str,
    organisation: Option<kernel::OrganisationId>,
) -> NewEvent {
    event("customers.contact.created", contact, json!({ "origin": origin, "organisation_id": organisation }))
}

/// Fields of a contact were changed.
pub fn contact_changed(contact: kernel::ContactId, fields: &[&str]) -> NewEvent {
    event("customers.contact.changed", contact, json!({ "fields": fields }))
}

/// A contact can be reached in one more way.
pub fn identity_added(contact: kernel::ContactId, kind: &str) -> NewEvent {
    event("customers.identity.added", contact, json!({ "kind": kind }))
}

/// A contact cannot be reached this way any more.
pub fn identity_removed(contact: kernel::ContactId, kind: &str) -> NewEvent {
    event("customers.identity.removed", contact, json!({ "kind": kind }))
}

/// Mail taught us something about an address of a contact: `what` is the last part of the name.
pub fn address(what: &'static str, contact: kernel::ContactId, status: &str) -> NewEvent {
    let name = match what {
        "undeliverable" => "customers.address.undeliverable",
        "complained" => "customers.address.complained",
        "unsubscribed" => "customers.address.unsubscribed",
        "subscribed" => "customers.address.subscribed",
        _ => "customers.address.reachable",
    };
    event(name, contact, json!({ "status": status }))
}

/// An organisation is known now.
pub fn organisation_created(organisation: kernel::OrganisationId) -> NewEvent {
    event("customers.organisation.created", organisation, json!({}))
}

/// Fields of an organisation were changed, and perhaps contacts found their organisation by a new domain.
pub fn organisation_changed(organisation: kernel::OrganisationId, fields: &[&str], joined: u64) -> NewEvent {
    event("customers.organisation.changed", organisation, json!({ "fields": fields, "contacts_joined": joined }))
}

/// A note about a contact or an organisation was written, changed or deleted: `what` is the last part of the name.
pub fn note(what: &'static str, owner: ThingId, note: ThingId) -> NewEvent {
    let name = match what {
        "written" => "customers.note.written",
        "edited" => "customers.note.edited",
        _ => "customers.note.deleted",
    };
    event(name, owner, json!({ "note_id": note }))
}

/// The audit entry that belongs to an event: the same name, thing and facts, with what more there is to tell.
pub fn audit_of(event: &NewEvent, detail: Option<Value>) -> AuditEntry {
    AuditEntry { action: event.name, thing: event.thing.clone(), detail: detail.unwrap_or_else(|| event.facts.clone()) }
}
