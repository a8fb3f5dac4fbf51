//! Defining attributes, and giving values to those who bear them.

use std::collections::BTreeMap;

use db::Tx;
use kernel::{Actor, AuditEntry, Fault, FieldFault, NewEvent, Result, ThingId, TypedId};
use serde_json::{Value, json};

use super::model::{AttributeChange, Definition, NewDefinition, Subject};
use super::store;
use crate::error::{self, ATTRIBUTE_CHANGED, ATTRIBUTE_EXISTS};
use crate::permissions::ATTRIBUTE_MANAGE;

/// Defines an attribute.
///
/// # Errors
/// `customers.attribute_exists` when the key is in use, `request.invalid` at fields.
pub fn define(tx: &mut Tx<'_>, actor: &Actor, new: &NewDefinition) -> Result<Definition> {
    actor.require(ATTRIBUTE_MANAGE)?;
    let definition = new.check()?;
    if !store::insert(tx, &definition)? {
        return Err(ATTRIBUTE_EXISTS.at("key"));
    }
    tell(tx, actor, "customers.attribute.defined", &definition)?;
    Ok(definition)
}

/// Changes label or choices. Values that were chosen before stay.
///
/// # Errors
/// `customers.attribute_changed` when it has another version by now, `request.invalid` at fields.
pub fn change(
    tx: &mut Tx<'_>,
    actor: &Actor,
    subject: Subject,
    key: &str,
    change: &AttributeChange,
) -> Result<Definition> {
    actor.require(ATTRIBUTE_MANAGE)?;
    let before = store::one(tx, subject, key)?.ok_or_else(Fault::not_found)?;
    let mut after = before.changed(change)?;
    if before.version != change.version || !store::update(tx, &after)? {
        return Err(ATTRIBUTE_CHANGED.into());
    }
    after.version += 1;
    tell(tx, actor, "customers.attribute.changed", &after)?;
    Ok(after)
}

/// Deletes a definition with all its values.
///
/// # Errors
/// `platform.not_found`
pub fn delete(tx: &mut Tx<'_>, actor: &Actor, subject: Subject, key: &str) -> Result<()> {
    actor.require(ATTRIBUTE_MANAGE)?;
    let before = store::one(tx, subject, key)?.ok_or_else(Fault::not_found)?;
    if !store::delete(tx, subject, key, before.version)? {
        return Err(ATTRIBUTE_CHANGED.into());
    }
    tell(tx, actor, "customers.attribute.deleted", &before)
}

fn tell(tx: &mut Tx<'_>, actor: &Actor, name: &'static str, definition: &Definition) -> Result<()> {
    let thing = ThingId(format!("attribute:{}.{}", definition.subject.as_str(), definition.key));
    let facts = json!({ "subject": definition.subject, "key": definition.key, "kind": definition.kind });
    let detail = json!({ "label": definition.label, "kind": definition.kind, "choices": definition.choices });
    tx.audit(actor, AuditEntry { action: name, thing: thing.clone(), detail })?;
    tx.emit(actor, NewEvent { name, version: 1, thing, facts })
}

/// Gives values to a contact or an organisation; null clears one. Says whether anything changed.
///
/// # Errors
/// `request.invalid` at each value that does not fit its definition.
pub(crate) fn write(
    tx: &mut Tx<'_>,
    subject: Subject,
    owner: impl TypedId,
    values: &BTreeMap<String, Value>,
) -> Result<bool> {
    if values.is_empty() {
        return Ok(false);
    }
    let definitions: Vec<Definition> = store::all(tx)?.into_iter().filter(|known| known.subject == subject).collect();
    let mut faults = Vec::new();
    let mut checked = Vec::new();
    for (key, value) in values {
        let pointer = format!("attributes/{key}");
        match definitions.iter().find(|known| known.key == *key) {
            None => {
                faults.push(FieldFault::saying(pointer, error::ATTRIBUTE_UNKNOWN.said([("key", key)])));
            }
            Some(_) if value.is_null() => checked.push((key, None)),
            Some(definition) => match definition.check(value) {
                Ok(value) => checked.push((key, Some(value))),
                Err(said) => faults.push(FieldFault::saying(pointer, said)),
            },
        }
    }
    Fault::check_fields(faults)?;
    let mut changed = false;
    for (key, value) in checked {
        changed |= store::put(tx, subject, owner.raw(), key, value.as_ref())?;
    }
    Ok(changed)
}
