//! Reading contacts.

use db::{Filter, Tx};
use kernel::{Actor, ContactId, Fault, OrganisationId, Page, PageRequest, Result};

use super::model::Contact;
use super::store;
use crate::fold;
use crate::permissions::CONTACT_SEE;

/// Which contacts are asked for.
#[derive(Debug, Clone, Default)]
pub struct ContactQuery {
    /// Beginnings of words in name, addresses, numbers, handles and the organisation's name; all of them must fit.
    pub text: Option<String>,
    /// Those of one organisation.
    pub organisation_id: Option<OrganisationId>,
    /// Which page.
    pub page: PageRequest,
}

/// One contact.
///
/// # Errors
/// `platform.not_found`, also for those who may not see customers.
pub fn one(tx: &mut Tx<'_>, actor: &Actor, id: ContactId) -> Result<Contact> {
    if !actor.may(CONTACT_SEE) {
        return Err(Fault::not_found());
    }
    load(tx, id)
}

pub(crate) fn load(tx: &mut Tx<'_>, id: ContactId) -> Result<Contact> {
    let mut filter = Filter::new();
    filter.and("c.id = ?", &[&id]);
    store::select(tx, &filter, 1)?.pop().map(|(contact, _)| contact).ok_or_else(Fault::not_found)
}

/// A page of contacts by name.
pub fn page(tx: &mut Tx<'_>, actor: &Actor, query: &ContactQuery) -> Result<Page<Contact>> {
    actor.require(CONTACT_SEE)?;
    let mut filter = Filter::new();
    for prefix in fold::prefixes(query.text.as_deref().unwrap_or_default()) {
        let (from, to) = fold::range(&prefix);
        filter.and(
            "c.id in (select t.contact_id from customers_contact_terms t where t.term >= ? and t.term < ?
             union select m.id from customers_organisation_terms t join customers_contacts m on m.organisation_id = t.organisation_id
             where t.term >= ? and t.term < ?)",
            &[&from, &to, &from, &to],
        );
    }
    if let Some(organisation) = query.organisation_id {
        filter.and("c.organisation_id = ?", &[&organisation]);
    }
    if let Some((name, id)) = query.page.after::<(String, ContactId)>()? {
        filter.and("(c.name_folded, c.id) > (?, ?)", &[&name, &id]);
    }
    let limit = query.page.limit();
    let rows = store::select(tx, &filter, limit + 1)?;
    Ok(Page::from_rows(rows, limit, |(contact, key)| (key.clone(), contact.id)).map(|(contact, _)| contact))
}
