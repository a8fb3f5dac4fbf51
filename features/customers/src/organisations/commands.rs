//! What people do with organisations.

use db::Tx;
use kernel::{Actor, Fault, OrganisationId, Result};
use serde_json::json;

use super::model::{NewOrganisation, Organisation, OrganisationChange, check_domains, check_name};
use super::{queries, store};
use crate::attributes::{self, Subject};
use crate::contacts;
use crate::error::{self, DOMAIN_TAKEN, ORGANISATION_CHANGED};
use crate::events;
use crate::permissions::{CONTACT_SEE, ORGANISATION_EDIT};

/// Records an organisation. Contacts with an address at one of its domains and no organisation join it.
///
/// # Errors
/// `customers.domain_taken`, and `request.invalid` at fields.
pub fn create(tx: &mut Tx<'_>, actor: &Actor, new: &NewOrganisation) -> Result<Organisation> {
    actor.require(ORGANISATION_EDIT)?;
    let (name, domains) = (check_name(&new.name)?, check_domains(&new.domains)?);
    let id: OrganisationId = tx.id();
    store::insert(tx, id, &name)?;
    set_domains(tx, id, &domains)?;
    store::refresh(tx, id, &name, &domains)?;
    attributes::write(tx, Subject::Organisation, id, &new.attributes)?;
    join(tx, id, &domains)?;
    let event = events::organisation_created(id);
    tx.audit(actor, events::audit_of(&event, Some(json!({ "name": name, "domains": domains }))))?;
    tx.emit(actor, event)?;
    queries::load(tx, id)
}

/// Changes an organisation. Contacts with an address at a new domain and no organisation join it.
///
/// # Errors
/// `customers.organisation_changed` when it has another version by now, `customers.domain_taken`, `request.invalid` at fields.
pub fn change(tx: &mut Tx<'_>, actor: &Actor, id: OrganisationId, change: &OrganisationChange) -> Result<Organisation> {
    if !actor.may(CONTACT_SEE) && !actor.may(ORGANISATION_EDIT) {
        return Err(Fault::not_found());
    }
    actor.require(ORGANISATION_EDIT)?;
    let before = queries::load(tx, id)?;
    if before.version != change.version {
        return Err(ORGANISATION_CHANGED.into());
    }
    let name = change.name.as_deref().map_or_else(|| Ok(before.name.clone()), check_name)?;
    let domains = change.domains.as_deref().map_or_else(|| Ok(before.domains.clone()), check_domains)?;
    let mut fields = Vec::new();
    if name != before.name {
        fields.push("name");
    }
    if domains != before.domains {
        fields.push("domains");
    }
    if attributes::write(tx, Subject::Organisation, id, &change.attributes)? {
        fields.push("attributes");
    }
    if fields.is_empty() {
        return Ok(before);
    }
    if !store::update(tx, &before, &name)? {
        return Err(ORGANISATION_CHANGED.into());
    }
    set_domains(tx, id, &domains)?;
    store::refresh(tx, id, &name, &domains)?;
    let added: Vec<String> = domains.iter().filter(|domain| !before.domains.contains(domain)).cloned().collect();
    let joined = join(tx, id, &added)?;
    let event = events::organisation_changed(id, &fields, joined);
    let detail = json!({
        "fields": fields,
        "before": { "name": before.name, "domains": before.domains },
        "after": { "name": name, "domains": domains },
    });
    tx.audit(actor, events::audit_of(&event, Some(detail)))?;
    tx.emit(actor, event)?;
    queries::load(tx, id)
}

fn set_domains(tx: &mut Tx<'_>, id: OrganisationId, domains: &[String]) -> Result<()> {
    match store::set_domains(tx, id, domains)? {
        None => Ok(()),
        Some((place, owner)) => {
            let domain = domains.get(place).map(String::as_str).unwrap_or_default();
            let said = error::DOMAIN_TAKEN_BY.said([("domain", domain), ("owner", &owner)]);
            Err(DOMAIN_TAKEN.saying_at(format!("domains/{place}"), said))
        }
    }
}

fn join(tx: &mut Tx<'_>, id: OrganisationId, domains: &[String]) -> Result<u64> {
    domains.iter().try_fold(0, |joined, domain| Ok(joined + contacts::join_organisation(tx, domain, id)?))
}
