//! Reading organisations.

use db::{Filter, Tx};
use kernel::{Actor, Fault, OrganisationId, Page, PageRequest, Result};

use super::model::Organisation;
use super::store;
use crate::fold;
use crate::permissions::CONTACT_SEE;

/// Which organisations are asked for.
#[derive(Debug, Clone, Default)]
pub struct OrganisationQuery {
    /// Beginnings of words in the name, or of a domain; all of them must fit.
    pub text: Option<String>,
    /// Which page.
    pub page: PageRequest,
}

/// One organisation.
///
/// # Errors
/// `platform.not_found`, also for those who may not see customers.
pub fn one(tx: &mut Tx<'_>, actor: &Actor, id: OrganisationId) -> Result<Organisation> {
    if !actor.may(CONTACT_SEE) {
        return Err(Fault::not_found());
    }
    load(tx, id)
}

pub(crate) fn load(tx: &mut Tx<'_>, id: OrganisationId) -> Result<Organisation> {
    let mut filter = Filter::new();
    filter.and("o.id = ?", &[&id]);
    store::select(tx, &filter, 1)?.pop().map(|(organisation, _)| organisation).ok_or_else(Fault::not_found)
}

/// A page of organisations by name.
pub fn page(tx: &mut Tx<'_>, actor: &Actor, query: &OrganisationQuery) -> Result<Page<Organisation>> {
    actor.require(CONTACT_SEE)?;
    let mut filter = Filter::new();
    for prefix in fold::prefixes(query.text.as_deref().unwrap_or_default()) {
        let (from, to) = fold::range(&prefix);
        filter.and(
            "o.id in (select t.organisation_id from customers_organisation_terms t where t.term >= ? and t.term < ?)",
            &[&from, &to],
        );
    }
    if let Some((name, id)) = query.page.after::<(String, OrganisationId)>()? {
        filter.and("(o.name_folded, o.id) > (?, ?)", &[&name, &id]);
    }
    let limit = query.page.limit();
    let rows = store::select(tx, &filter, limit + 1)?;
    Ok(Page::from_rows(rows, limit, |(organisation, key)| (key.clone(), organisation.id))
        .map(|(organisation, _)| organisation))
}
