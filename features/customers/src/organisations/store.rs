//! The SQL of organisations, their domains and the words they are found by.

use std::collections::BTreeMap;

use db::{Filter, Row, Tx, p, sql};
use kernel::{OrganisationId, Result, TypedId};

use super::model::Organisation;
use crate::{attributes, fold, free_mail};

sql! {
    INSERT = "insert into customers_organisations (id, name, name_folded, created_at, updated_at, version) values ($1, $2, $3, $4, $5, 1)";
    UPDATE = "update customers_organisations set name = $1, name_folded = $2, updated_at = $3, version = version + 1
              where id = $4 and version = $5";
    EXISTS = "select id from customers_organisations where id = $1";
    ADD_DOMAIN = "insert into customers_organisation_domains (domain, organisation_id) values ($1, $2) on conflict (domain) do nothing";
    CLEAR_DOMAINS = "delete from customers_organisation_domains where organisation_id = $1";
    OWNER_OF_DOMAIN = "select o.name from customers_organisation_domains d join customers_organisations o on o.id = d.organisation_id where d.domain = $1";
    ADD_TERM = "insert into customers_organisation_terms (term, organisation_id) values ($1, $2) on conflict (term, organisation_id) do nothing";
    CLEAR_TERMS = "delete from customers_organisation_terms where organisation_id = $1";
}

const SELECT: &str = "select o.id, o.name, o.created_at, o.updated_at, o.version, o.name_folded,
    (select count(*) from customers_contacts c where c.organisation_id = o.id) from customers_organisations o";

/// The organisation that a mail domain stands for; nobody's for free mail.
pub(crate) fn find_by_domain(tx: &mut Tx<'_>, domain: &str) -> Result<Option<OrganisationId>> {
    let candidates = free_mail::organisation_domains(domain);
    if candidates.is_empty() {
        return Ok(None);
    }
    let mut filter = Filter::new();
    filter.and_in("domain", &candidates);
    let sql = format!(
        "select organisation_id from customers_organisation_domains{} order by length(domain) desc limit 1",
        filter.sql()
    );
    tx.opt(&sql, &filter.params(), |row| row.take())
}

pub(crate) fn exists(tx: &mut Tx<'_>, id: OrganisationId) -> Result<bool> {
    Ok(tx.opt(EXISTS, p![id], |row| row.take::<i64>())?.is_some())
}

pub(crate) fn insert(tx: &mut Tx<'_>, id: OrganisationId, name: &str) -> Result<()> {
    let now = tx.now();
    tx.exec(INSERT, p![id, name, kernel::fold(name), now, now]).map(drop)
}

/// Saves a changed organisation; says whether it still had the version that was seen.
pub(crate) fn update(tx: &mut Tx<'_>, before: &Organisation, name: &str) -> Result<bool> {
    let now = tx.now();
    Ok(tx.exec(UPDATE, p![name, kernel::fold(name), now, before.id, before.version])? == 1)
}

/// Replaces the domains; gives the first that is another organisation's, with that one's name.
pub(crate) fn set_domains(tx: &mut Tx<'_>, id: OrganisationId, domains: &[String]) -> Result<Option<(usize, String)>> {
    tx.exec(CLEAR_DOMAINS, p![id])?;
    for (place, domain) in domains.iter().enumerate() {
        if tx.exec(ADD_DOMAIN, p![domain, id])? == 0 {
            let owner = tx.opt(OWNER_OF_DOMAIN, p![domain], |row| row.take::<String>())?;
            return Ok(Some((place, owner.unwrap_or_default())));
        }
    }
    Ok(None)
}

/// Brings the search words into line with name and domains.
pub(crate) fn refresh(tx: &mut Tx<'_>, id: OrganisationId, name: &str, domains: &[String]) -> Result<()> {
    tx.exec(CLEAR_TERMS, p![id])?;
    let domains = domains.iter().map(|domain| domain.chars().take(64).collect());
    for term in fold::words(name).into_iter().chain(domains) {
        tx.exec(ADD_TERM, p![term, id])?;
    }
    Ok(())
}

/// Up to `limit` organisations that fulfil a filter, by name, complete; with the sort key of each.
pub(crate) fn select(tx: &mut Tx<'_>, filter: &Filter, limit: usize) -> Result<Vec<(Organisation, String)>> {
    let sql = format!("{SELECT}{} order by o.name_folded, o.id limit {limit}", filter.sql());
    let mut found = tx.all(&sql, &filter.params(), read)?;
    let ids: Vec<OrganisationId> = found.iter().map(|(organisation, _)| organisation.id).collect();
    let mut domains = domains_of(tx, &ids)?;
    let mut attributes = attributes::values_of(tx, &ids)?;
    for (organisation, _) in &mut found {
        organisation.domains = domains.remove(&organisation.id).unwrap_or_default();
        organisation.attributes = attributes.remove(&organisation.id.raw()).unwrap_or_default();
    }
    Ok(found)
}

fn read(row: &mut Row<'_>) -> Result<(Organisation, String)> {
    let mut organisation = Organisation {
        id: row.take()?,
        name: row.take()?,
        domains: Vec::new(),
        attributes: BTreeMap::new(),
        contact_count: 0,
        created_at: row.take()?,
        updated_at: row.take()?,
        version: row.take()?,
    };
    let key = row.take()?;
    organisation.contact_count = row.take()?;
    Ok((organisation, key))
}

fn domains_of(tx: &mut Tx<'_>, ids: &[OrganisationId]) -> Result<BTreeMap<OrganisationId, Vec<String>>> {
    let mut filter = Filter::new();
    filter.and_in("organisation_id", ids);
    let sql =
        format!("select organisation_id, domain from customers_organisation_domains{} order by domain", filter.sql());
    let mut found: BTreeMap<OrganisationId, Vec<String>> = BTreeMap::new();
    tx.each(&sql, &filter.params(), |row| {
        found.entry(row.take()?).or_default().push(row.take()?);
        Ok(())
    })?;
    Ok(found)
}
