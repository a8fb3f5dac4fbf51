//! Contacts on both engines.

use std::collections::BTreeMap;

use kernel::{Actor, ContactId, PageRequest, Patch, Result, TypedId};
use testkit::{TestDb, db_test, person_with, system};

use super::queries::ContactQuery;
use super::*;
use crate::error;
use crate::organisations::{self, NewOrganisation};
use crate::permissions::{CONTACT_EDIT, CONTACT_SEE, ORGANISATION_EDIT};

fn agent() -> Actor {
    person_with(1, "Mara Lindgren", &[CONTACT_SEE, CONTACT_EDIT, ORGANISATION_EDIT])
}

fn email(value: &str) -> NewIdentity {
    NewIdentity { kind: IdentityKind::Email, value: value.to_owned() }
}

async fn arrive(store: &TestDb, address: &str, name: &str) -> Result<ContactRef> {
    let correspondent = Correspondent { address: address.to_owned(), name: name.to_owned() };
    store.write(move |tx| commands::find_or_create(tx, &system(), &correspondent)).await
}

async fn create(store: &TestDb, name: &str, identities: Vec<NewIdentity>) -> Result<Contact> {
    let new = NewContact { name: Some(name.to_owned()), identities, ..NewContact::default() };
    store.write(move |tx| commands::create(tx, &agent(), &new)).await
}

async fn load(store: &TestDb, id: ContactId) -> Contact {
    store.read(move |tx| queries::one(tx, &agent(), id)).await.expect("a contact")
}

async fn found(store: &TestDb, text: &str) -> Vec<String> {
    let query = ContactQuery { text: Some(text.to_owned()), ..ContactQuery::default() };
    let page = store.read(move |tx| queries::page(tx, &agent(), &query)).await.expect("a page");
    page.items.into_iter().map(|contact| contact.name).collect()
}

#[db_test]
async fn the_same_address_is_the_same_contact(store: TestDb) {
    let first = arrive(&store, "Anna@Example.com", "").await.expect("a contact");
    let again = arrive(&store, " <ANNA@example.COM> ", "Anna Schmidt").await.expect("the contact");
    assert!(first.created && !again.created);
    assert_eq!((first.id, again.name.as_str()), (again.id, "Anna Schmidt"));
    let other = arrive(&store, "anna@example.com", "A. Schmidt").await.expect("the contact");
    assert_eq!(other.name, "Anna Schmidt", "a name that is there stays");
    let contact = load(&store, first.id).await;
    assert!(contact.identities[0].verified);
    let events = store.read(move |tx| db::events_of_thing(tx, &first.id.into(), i64::MAX)).await.expect("events");
    let names: Vec<String> = events.into_iter().rev().map(|event| event.name).collect();
    assert_eq!(names, ["customers.contact.created", "customers.contact.changed"]);
}

#[db_test]
async fn many_at_once_make_one_contact(store: TestDb) {
    let mut arrivals = Vec::new();
    for _ in 0..24 {
        let node = store.handle();
        arrivals.push(tokio::spawn(async move {
            let correspondent = Correspondent { address: "race@example.com".into(), name: String::new() };
            node.write(move |tx| commands::find_or_create(tx, &system(), &correspondent)).await
        }));
    }
    let mut ids = Vec::new();
    for arrival in arrivals {
        ids.push(arrival.await.expect("a task").expect("a contact"));
    }
    assert_eq!(ids.iter().filter(|found| found.created).count(), 1);
    assert!(ids.iter().all(|found| found.id == ids[0].id));
}

#[db_test]
async fn a_name_that_was_edited_away_stays_empty(store: TestDb) {
    let id = arrive(&store, "anna@example.com", "Wrong Name").await.expect("a contact").id;
    let version = load(&store, id).await.version;
    let change = ContactChange { version, name: Some(String::new()), ..ContactChange::default() };
    store.write(move |tx| commands::change(tx, &agent(), id, &change)).await.expect("a change");
    assert_eq!(arrive(&store, "anna@example.com", "Wrong Name").await.expect("the contact").name, "");
}

#[db_test]
async fn a_contact_joins_the_organisation_of_its_domain(store: TestDb) {
    let before = arrive(&store, "early@nordlicht.example", "").await.expect("a contact");
    let new =
        NewOrganisation { name: "Nordlicht".into(), domains: vec!["nordlicht.example".into()], ..Default::default() };
    let organisation =
        store.write(move |tx| organisations::commands::create(tx, &agent(), &new)).await.expect("an organisation");
    assert_eq!(organisation.contact_count, 1, "whoever was there before joins");
    for (address, belongs) in [
        ("late@nordlicht.example", true),
        ("late@mail.nordlicht.example", true),
        ("late@notnordlicht.example", false),
        ("nordlicht@gmail.com", false),
    ] {
        let id = arrive(&store, address, "").await.expect("a contact").id;
        assert_eq!(load(&store, id).await.organisation.is_some(), belongs, "{address}");
    }
    assert_eq!(load(&store, before.id).await.organisation.expect("an organisation").name, "Nordlicht");
}

#[db_test]
async fn contacts_are_found_by_the_beginnings_of_words(store: TestDb) {
    let new = NewOrganisation {
        name: "Velo Nord GmbH".into(),
        domains: vec!["velonord.example".into()],
        ..Default::default()
    };
    store.write(move |tx| organisations::commands::create(tx, &agent(), &new)).await.expect("an organisation");
    let phone = NewIdentity { kind: IdentityKind::Phone, value: "+49 30 123456".into() };
    create(&store, "Jürgen Müller", vec![email("j.mueller@velonord.example"), phone]).await.expect("a contact");
    create(&store, "Anna Schmidt", vec![email("anna@example.com")]).await.expect("a contact");
    let table: [(&str, &[&str]); 10] = [
        ("mul", &["Jürgen Müller"]),
        ("MÜLLER jur", &["Jürgen Müller"]),
        ("mueller", &["Jürgen Müller"]),
        ("j.mueller@velo", &["Jürgen Müller"]),
        ("velonord.example", &["Jürgen Müller"]),
        ("+49 30 1234", &["Jürgen Müller"]),
        ("velo anna", &[]),
        ("gmbh", &["Jürgen Müller"]),
        ("ann", &["Anna Schmidt"]),
        ("", &["Anna Schmidt", "Jürgen Müller"]),
    ];
    for (text, names) in table {
        assert_eq!(found(&store, text).await, names, "{text}");
    }
}

#[db_test]
async fn pages_follow_each_other_without_gaps(store: TestDb) {
    for number in 0..7 {
        create(&store, "Same Name", vec![email(&format!("n{number}@example.com"))]).await.expect("a contact");
    }
    let mut seen = Vec::new();
    let mut cursor = None;
    loop {
        let query = ContactQuery { page: PageRequest { limit: Some(3), cursor }, ..ContactQuery::default() };
        let page = store.read(move |tx| queries::page(tx, &agent(), &query)).await.expect("a page");
        seen.extend(page.items.into_iter().map(|contact| contact.id));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 7);
    assert!(seen.windows(2).all(|pair| pair[0] < pair[1]));
}

#[db_test]
async fn two_who_edit_at_once_do_not_undo_each_other(store: TestDb) {
    let contact = create(&store, "Anna", vec![email("anna@example.com")]).await.expect("a contact");
    let (id, version) = (contact.id, contact.version);
    let first =
        ContactChange { version, tier: Some(Tier::Vip), language: Patch::Set("DE".into()), ..ContactChange::default() };
    let changed = store.write(move |tx| commands::change(tx, &agent(), id, &first)).await.expect("a change");
    assert_eq!((changed.tier, changed.language.as_deref()), (Tier::Vip, Some("de")));
    let second = ContactChange { version, name: Some("Bea".into()), ..ContactChange::default() };
    let refused = store.write(move |tx| commands::change(tx, &agent(), id, &second)).await.expect_err("too late");
    assert!(refused.is(error::CONTACT_CHANGED));
    assert_eq!(load(&store, id).await, changed);
}

#[db_test]
async fn an_address_belongs_to_one_contact_and_one_always_stays(store: TestDb) {
    let anna = create(&store, "Anna", vec![email("anna@example.com")]).await.expect("a contact");
    let refused =
        create(&store, "Bea", vec![email("bea@example.com"), email("ANNA@example.com")]).await.expect_err("taken");
    assert!(refused.is(error::IDENTITY_TAKEN) && refused.sentence().contains("Anna"));
    assert_eq!(refused.fields[0].pointer, "identities/1/value");
    assert!(found(&store, "bea").await.is_empty(), "nothing is left of the refused contact");
    let (id, only) = (anna.id, anna.identities[0].id);
    let refused = store.write(move |tx| commands::remove_identity(tx, &agent(), id, only)).await.expect_err("the last");
    assert!(refused.is(error::IDENTITY_LAST));
    let more = email("anna@work.example");
    let anna = store.write(move |tx| commands::add_identity(tx, &agent(), id, &more)).await.expect("one more");
    assert_eq!(anna.address, "anna@example.com");
    let anna = store.write(move |tx| commands::remove_identity(tx, &agent(), id, only)).await.expect("removed");
    assert_eq!((anna.address.as_str(), anna.identities.len()), ("anna@work.example", 1));
    assert_eq!(found(&store, "anna@example.com").await, Vec::<String>::new());
    assert_eq!(found(&store, "anna@work").await, ["Anna"]);
}

#[db_test]
async fn an_unknown_organisation_and_attribute_are_refused_at_the_field(store: TestDb) {
    let contact = create(&store, "Anna", vec![email("anna@example.com")]).await.expect("a contact");
    let (id, version) = (contact.id, contact.version);
    let organisation_id = Patch::Set(kernel::OrganisationId::from_raw(7));
    let change = ContactChange { version, organisation_id, ..ContactChange::default() };
    let refused = store.write(move |tx| commands::change(tx, &agent(), id, &change)).await.expect_err("unknown");
    assert_eq!(refused.fields[0].pointer, "organisation_id");
    let attributes = BTreeMap::from([("plan".to_owned(), serde_json::json!("gold"))]);
    let change = ContactChange { version, attributes, ..ContactChange::default() };
    let refused = store.write(move |tx| commands::change(tx, &agent(), id, &change)).await.expect_err("unknown");
    assert_eq!(refused.fields[0].pointer, "attributes/plan");
}

#[db_test]
async fn the_last_contact_only_moves_forward(store: TestDb) {
    let id = arrive(&store, "anna@example.com", "").await.expect("a contact").id;
    let (early, late) = (kernel::Timestamp::from_micros(1_000_000), kernel::Timestamp::from_micros(2_000_000));
    for at in [late, early] {
        store.write(move |tx| commands::record_contact(tx, id, at)).await.expect("recorded");
    }
    assert_eq!(load(&store, id).await.last_contact_at, Some(late));
}

#[db_test]
async fn those_without_permission_learn_nothing(store: TestDb) {
    let id = arrive(&store, "anna@example.com", "").await.expect("a contact").id;
    let stranger = || person_with(2, "Nobody", &[]);
    let seer = || person_with(3, "Light", &[CONTACT_SEE]);
    let read = store.read(move |tx| queries::one(tx, &stranger(), id)).await.expect_err("not for them");
    assert_eq!(read.kind(), kernel::FaultKind::NotFound);
    let listed =
        store.read(move |tx| queries::page(tx, &stranger(), &ContactQuery::default())).await.expect_err("not for them");
    assert_eq!(listed.kind(), kernel::FaultKind::Forbidden);
    for (actor, kind) in [(stranger(), kernel::FaultKind::NotFound), (seer(), kernel::FaultKind::Forbidden)] {
        let change = ContactChange { version: 1, name: Some("X".into()), ..ContactChange::default() };
        let refused = store.write(move |tx| commands::change(tx, &actor, id, &change)).await.expect_err("not for them");
        assert_eq!(refused.kind(), kind);
    }
}

#[db_test]
async fn the_published_view_tells_what_lists_need(store: TestDb) {
    let id = arrive(&store, "anna@example.com", "Anna").await.expect("a contact").id;
    let sql = "select name, address, organisation_id, organisation_name, language, tier from pub_customers_contacts where id = $1";
    let row = store
        .read(move |tx| {
            tx.one(sql, db::p![id], |row| {
                Ok((
                    row.take::<String>()?,
                    row.take::<String>()?,
                    row.take::<Option<i64>>()?,
                    row.take::<Option<String>>()?,
                    row.take::<String>()?,
                ))
            })
        })
        .await
        .expect("a row");
    assert_eq!(row, ("Anna".into(), "anna@example.com".into(), None, None, String::new()));
}
