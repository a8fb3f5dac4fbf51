//! Attributes on both engines.

use std::collections::BTreeMap;

use kernel::{Actor, Result};
use serde_json::{Value, json};
use testkit::{TestDb, db_test, person_with};

use super::*;
use crate::contacts::{self, Contact, ContactChange, IdentityKind, NewContact, NewIdentity};
use crate::error;
use crate::permissions::{ATTRIBUTE_MANAGE, CONTACT_EDIT, CONTACT_SEE};

fn admin() -> Actor {
    person_with(1, "Ines Okafor", &[CONTACT_SEE, CONTACT_EDIT, ATTRIBUTE_MANAGE])
}

async fn define(store: &TestDb, key: &str, kind: AttributeKind, choices: &[&str]) -> Result<Definition> {
    let choices = choices.iter().map(|choice| (*choice).to_owned()).collect();
    let new = NewDefinition { subject: Subject::Contact, key: key.into(), label: key.to_uppercase(), kind, choices };
    store.write(move |tx| commands::define(tx, &admin(), &new)).await
}

async fn contact_with(store: &TestDb, attributes: BTreeMap<String, Value>) -> Result<Contact> {
    let identities = vec![NewIdentity { kind: IdentityKind::Handle, value: "anna".into() }];
    let new = NewContact { identities, attributes, ..NewContact::default() };
    store.write(move |tx| contacts::commands::create(tx, &admin(), &new)).await
}

#[db_test]
async fn values_are_kept_changed_cleared_and_refused(store: TestDb) {
    define(&store, "plan", AttributeKind::Choice, &["basic", "gold"]).await.expect("a definition");
    define(&store, "seats", AttributeKind::Number, &[]).await.expect("a definition");
    let values = |plan: Value, seats: Value| BTreeMap::from([("plan".to_owned(), plan), ("seats".to_owned(), seats)]);
    let refused = contact_with(&store, values(json!("lead"), json!("many"))).await.expect_err("both are wrong");
    assert_eq!(refused.fields.len(), 2);
    let contact = contact_with(&store, values(json!("gold"), json!(12.5))).await.expect("a contact");
    assert_eq!(contact.attributes, values(json!("gold"), json!(12.5)));
    let (id, version) = (contact.id, contact.version);
    let change = ContactChange { version, attributes: values(json!("basic"), json!(null)), ..ContactChange::default() };
    let contact = store.write(move |tx| contacts::commands::change(tx, &admin(), id, &change)).await.expect("a change");
    assert_eq!(contact.attributes, BTreeMap::from([("plan".to_owned(), json!("basic"))]));
    assert!(contact.version > version);
    let same =
        ContactChange { version: contact.version, attributes: contact.attributes.clone(), ..ContactChange::default() };
    let unchanged =
        store.write(move |tx| contacts::commands::change(tx, &admin(), id, &same)).await.expect("nothing to do");
    assert_eq!(unchanged, contact);
}

#[db_test]
async fn a_deleted_attribute_takes_its_values_with_it(store: TestDb) {
    define(&store, "plan", AttributeKind::Text, &[]).await.expect("a definition");
    let contact = contact_with(&store, BTreeMap::from([("plan".to_owned(), json!("x"))])).await.expect("a contact");
    store.write(|tx| commands::delete(tx, &admin(), Subject::Contact, "plan")).await.expect("deleted");
    define(&store, "plan", AttributeKind::Text, &[]).await.expect("free again");
    let contact = store.read(move |tx| contacts::queries::one(tx, &admin(), contact.id)).await.expect("a contact");
    assert!(contact.attributes.is_empty());
}

#[db_test]
async fn a_key_is_unique_and_changes_are_guarded(store: TestDb) {
    let first = define(&store, "plan", AttributeKind::Text, &[]).await.expect("a definition");
    assert!(define(&store, "plan", AttributeKind::Date, &[]).await.expect_err("in use").is(error::ATTRIBUTE_EXISTS));
    let change = AttributeChange { version: first.version, label: Some("Plan".into()), choices: None };
    let again = change.clone();
    let after = store
        .write(move |tx| commands::change(tx, &admin(), Subject::Contact, "plan", &change))
        .await
        .expect("a change");
    assert_eq!((after.label.as_str(), after.version), ("Plan", 2));
    let late = store
        .write(move |tx| commands::change(tx, &admin(), Subject::Contact, "plan", &again))
        .await
        .expect_err("too late");
    assert!(late.is(error::ATTRIBUTE_CHANGED));
    let agent = || person_with(2, "Agent", &[CONTACT_SEE, CONTACT_EDIT]);
    let refused =
        store.write(move |tx| commands::delete(tx, &agent(), Subject::Contact, "plan")).await.expect_err("no");
    assert_eq!(refused.kind(), kernel::FaultKind::Forbidden);
}
