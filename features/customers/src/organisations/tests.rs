//! Organisations on both engines.

use kernel::{Actor, Result};
use testkit::{TestDb, db_test, person_with};

use super::queries::OrganisationQuery;
use super::*;
use crate::error;
use crate::permissions::{CONTACT_SEE, ORGANISATION_EDIT};

fn agent() -> Actor {
    person_with(1, "Mara Lindgren", &[CONTACT_SEE, ORGANISATION_EDIT])
}

async fn create(store: &TestDb, name: &str, domains: &[&str]) -> Result<Organisation> {
    let domains = domains.iter().map(|domain| (*domain).to_owned()).collect();
    let new = NewOrganisation { name: name.to_owned(), domains, ..NewOrganisation::default() };
    store.write(move |tx| commands::create(tx, &agent(), &new)).await
}

#[db_test]
async fn a_domain_belongs_to_one_organisation(store: TestDb) {
    create(&store, "Nordlicht", &["nordlicht.example"]).await.expect("an organisation");
    let refused = create(&store, "Südlicht", &["suedlicht.example", "NORDLICHT.example"]).await.expect_err("taken");
    assert!(refused.is(error::DOMAIN_TAKEN) && refused.sentence().contains("Nordlicht"));
    create(&store, "Südlicht", &["suedlicht.example"]).await.expect("nothing was left of the refused one");
}

#[db_test]
async fn domains_can_be_given_up_and_taken_over(store: TestDb) {
    let nord = create(&store, "Nordlicht", &["nord.example", "licht.example"]).await.expect("an organisation");
    let change =
        OrganisationChange { version: nord.version, domains: Some(vec!["nord.example".into()]), ..Default::default() };
    let after = store.write(move |tx| commands::change(tx, &agent(), nord.id, &change)).await.expect("a change");
    assert_eq!(after.domains, ["nord.example"]);
    create(&store, "Licht", &["licht.example"]).await.expect("free again");
    let late = OrganisationChange { version: nord.version, name: Some("X".into()), ..Default::default() };
    let refused = store.write(move |tx| commands::change(tx, &agent(), nord.id, &late)).await.expect_err("too late");
    assert!(refused.is(error::ORGANISATION_CHANGED));
}

#[db_test]
async fn organisations_are_found_by_name_and_domain(store: TestDb) {
    create(&store, "Süd & Söhne", &["sued.example"]).await.expect("an organisation");
    create(&store, "Nordlicht", &[]).await.expect("an organisation");
    for (text, names) in
        [("sud", vec!["Süd & Söhne"]), ("soh", vec!["Süd & Söhne"]), ("sued.ex", vec!["Süd & Söhne"]), ("x", vec![])]
    {
        let query = OrganisationQuery { text: Some(text.to_owned()), ..Default::default() };
        let page = store.read(move |tx| queries::page(tx, &agent(), &query)).await.expect("a page");
        assert_eq!(page.items.iter().map(|found| found.name.as_str()).collect::<Vec<_>>(), names, "{text}");
    }
}
