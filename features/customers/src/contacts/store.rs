//! The SQL of contacts, identities and the words they are found by.

use std::collections::BTreeMap;

use db::{Filter, Row, Tx, Value, p, sql};
use kernel::{ContactId, OrganisationId, Result, Timestamp, TypedId};

use super::identity::{self, Identity, IdentityId, IdentityKind, Normalised};
use super::model::{Contact, OrganisationRef, Profile, Tier};
use crate::{attributes, fold, marks};

sql! {
    INSERT = "insert into customers_contacts (id, name, name_folded, name_edited, address, organisation_id, language, time_zone, tier,
              created_at, updated_at, last_contact_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, 1)";
    UPDATE = "update customers_contacts set name = $1, name_folded = $2, name_edited = $3, organisation_id = $4, language = $5,
              time_zone = $6, tier = $7, updated_at = $8, version = version + 1 where id = $9 and version = $10";
    FILL_NAME = "update customers_contacts set name = $1, name_folded = $2, updated_at = $3, version = version + 1
                 where id = $4 and name = '' and name_edited = $5";
    SET_ADDRESS = "update customers_contacts set address = $1, updated_at = $2, version = version + 1 where id = $3";
    RECORD_CONTACT = "update customers_contacts set last_contact_at = $1 where id = $2 and last_contact_at < $3";
    JOIN_ORGANISATION = "update customers_contacts set organisation_id = $1, updated_at = $2, version = version + 1
                         where organisation_id is null and id in (select contact_id from customers_identities where domain = $3)";
    EXISTS = "select id from customers_contacts where id = $1";
    FIND_BY_VALUE = "select c.id, c.name, c.name_edited, c.address, i.id, i.verified, m.address is not null from customers_identities i
                     join customers_contacts c on c.id = i.contact_id left join customers_marks m on m.address = i.value_folded
                     where i.kind = $1 and i.value_folded = $2";
    INSERT_IDENTITY = "insert into customers_identities (id, contact_id, kind, value, value_folded, domain, verified, created_at)
                       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (kind, value_folded) do nothing";
    VERIFY_IDENTITY = "update customers_identities set verified = $1 where id = $2";
    DELETE_IDENTITY = "delete from customers_identities where id = $1 and contact_id = $2";
    IDENTITIES_OF = "select kind, value, value_folded, domain from customers_identities where contact_id = $1 order by id";
    ADD_TERM = "insert into customers_contact_terms (term, contact_id) values ($1, $2) on conflict (term, contact_id) do nothing";
    CLEAR_TERMS = "delete from customers_contact_terms where contact_id = $1";
}

const SELECT: &str = "select c.id, c.name, c.address, c.organisation_id, o.name, c.language, c.time_zone, c.tier, c.created_at, c.updated_at,
    c.last_contact_at, c.version, c.name_folded from customers_contacts c left join customers_organisations o on o.id = c.organisation_id";

/// A contact as an identity led to it.
pub(crate) struct Known {
    pub(crate) id: ContactId,
    pub(crate) name: String,
    pub(crate) name_edited: bool,
    pub(crate) address: String,
    pub(crate) identity: IdentityId,
    pub(crate) verified: bool,
    /// Something is known about how mail to it fares.
    pub(crate) marked: bool,
}

pub(crate) fn find_by_value(tx: &mut Tx<'_>, kind: IdentityKind, folded: &str) -> Result<Option<Known>> {
    tx.opt(FIND_BY_VALUE, p![kind.as_str(), folded], |row| {
        Ok(Known {
            id: row.take()?,
            name: row.take()?,
            name_edited: row.take()?,
            address: row.take()?,
            identity: row.take()?,
            verified: row.take()?,
            marked: row.take()?,
        })
    })
}

pub(crate) fn exists(tx: &mut Tx<'_>, id: ContactId) -> Result<bool> {
    Ok(tx.opt(EXISTS, p![id], |row| row.take::<i64>())?.is_some())
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    id: ContactId,
    profile: &Profile,
    name_edited: bool,
    address: &str,
    organisation: Option<OrganisationId>,
) -> Result<()> {
    let now = tx.now();
    let folded = kernel::fold(&profile.name);
    let (tier, zone) = (profile.tier.as_str(), &profile.time_zone);
    let params =
        p![id, profile.name, folded, name_edited, address, organisation, profile.language, zone, tier, now, now];
    tx.exec(INSERT, params).map(drop)
}

/// Saves a changed contact; says whether it still had the version that was seen.
pub(crate) fn update(
    tx: &mut Tx<'_>,
    before: &Contact,
    profile: &Profile,
    name_edited: bool,
    organisation: Option<OrganisationId>,
) -> Result<bool> {
    let now = tx.now();
    let folded = kernel::fold(&profile.name);
    let (tier, zone) = (profile.tier.as_str(), &profile.time_zone);
    let params = p![
        profile.name,
        folded,
        name_edited,
        organisation,
        profile.language,
        zone,
        tier,
        now,
        before.id,
        before.version
    ];
    Ok(tx.exec(UPDATE, params)? == 1)
}

pub(crate) fn fill_name(tx: &mut Tx<'_>, id: ContactId, name: &str) -> Result<bool> {
    let now = tx.now();
    Ok(tx.exec(FILL_NAME, p![name, kernel::fold(name), now, id, false])? == 1)
}

pub(crate) fn record_contact(tx: &mut Tx<'_>, id: ContactId, at: Timestamp) -> Result<()> {
    tx.exec(RECORD_CONTACT, p![at, id, at]).map(drop)
}

/// Contacts with an address at a domain and no organisation join this one; gives their number.
pub(crate) fn join_organisation(tx: &mut Tx<'_>, domain: &str, organisation: OrganisationId) -> Result<u64> {
    let now = tx.now();
    tx.exec(JOIN_ORGANISATION, p![organisation, now, domain])
}

/// Adds an identity; says whether it was free.
pub(crate) fn insert_identity(
    tx: &mut Tx<'_>,
    contact: ContactId,
    kind: IdentityKind,
    value: &Normalised,
    verified: bool,
) -> Result<bool> {
    let (id, now, kind) = (tx.id::<IdentityId>(), tx.now(), kind.as_str());
    let params = p![id, contact, kind, value.value, value.folded, value.domain, verified, now];
    Ok(tx.exec(INSERT_IDENTITY, params)? == 1)
}

pub(crate) fn verify_identity(tx: &mut Tx<'_>, id: IdentityId) -> Result<()> {
    tx.exec(VERIFY_IDENTITY, p![true, id]).map(drop)
}

pub(crate) fn delete_identity(tx: &mut Tx<'_>, id: IdentityId, contact: ContactId) -> Result<bool> {
    Ok(tx.exec(DELETE_IDENTITY, p![id, contact])? == 1)
}

/// Brings address and search words into line with name and identities.
pub(crate) fn refresh(tx: &mut Tx<'_>, id: ContactId, name: &str, address_before: &str) -> Result<()> {
    let identities = tx.all(IDENTITIES_OF, p![id], |row| {
        let kind = IdentityKind::from_stored(&row.take::<String>()?)?;
        Ok((kind, row.take::<String>()?, row.take::<String>()?, row.take::<String>()?))
    })?;
    let primary = identities.iter().find(|(kind, ..)| *kind == IdentityKind::Email).or(identities.first());
    if let Some((_, address, ..)) = primary
        && address != address_before
    {
        let now = tx.now();
        tx.exec(SET_ADDRESS, p![address, now, id])?;
    }
    let mut terms = fold::words(name);
    for (kind, _, folded, domain) in &identities {
        terms.extend(identity::terms(*kind, folded, domain));
    }
    tx.exec(CLEAR_TERMS, p![id])?;
    add_terms(tx, id, terms)
}

/// The search words of a contact that has just been made, with this address alone.
pub(crate) fn index_new(tx: &mut Tx<'_>, id: ContactId, name: &str, address: &Normalised) -> Result<()> {
    let mut terms = fold::words(name);
    terms.extend(identity::terms(IdentityKind::Email, &address.folded, &address.domain));
    add_terms(tx, id, terms)
}

fn add_terms(tx: &mut Tx<'_>, id: ContactId, mut terms: Vec<String>) -> Result<()> {
    terms.sort_unstable();
    terms.dedup();
    let contact = Value::Int(id.raw());
    let rows: Vec<Vec<Value<'_>>> = terms.iter().map(|term| vec![Value::Text(term), contact]).collect();
    tx.exec_rows(ADD_TERM, &rows)
}

/// Up to `limit` contacts that fulfil a filter, by name, complete; with the sort key of each.
pub(crate) fn select(tx: &mut Tx<'_>, filter: &Filter, limit: usize) -> Result<Vec<(Contact, String)>> {
    let sql = format!("{SELECT}{} order by c.name_folded, c.id limit {limit}", filter.sql());
    let mut found = tx.all(&sql, &filter.params(), read)?;
    let ids: Vec<ContactId> = found.iter().map(|(contact, _)| contact.id).collect();
    let mut identities = identities_of(tx, &ids)?;
    let mut attributes = attributes::values_of(tx, &ids)?;
    for (contact, _) in &mut found {
        contact.identities = identities.remove(&contact.id).unwrap_or_default();
        contact.attributes = attributes.remove(&kernel::TypedId::raw(contact.id)).unwrap_or_default();
    }
    Ok(found)
}

fn read(row: &mut Row<'_>) -> Result<(Contact, String)> {
    let given = |text: String| Some(text).filter(|text| !text.is_empty());
    let (id, name, address) = (row.take()?, row.take()?, row.take()?);
    let organisation_id: Option<OrganisationId> = row.take()?;
    let organisation_name: Option<String> = row.take()?;
    let contact = Contact {
        id,
        name,
        address,
        identities: Vec::new(),
        organisation: organisation_id.zip(organisation_name).map(|(id, name)| OrganisationRef { id, name }),
        language: given(row.take()?),
        time_zone: given(row.take()?),
        tier: Tier::from_stored(&row.take::<String>()?)?,
        attributes: BTreeMap::new(),
        created_at: row.take()?,
        updated_at: row.take()?,
        last_contact_at: row.take::<Timestamp>()?.happened(),
        version: row.take()?,
    };
    Ok((contact, row.take()?))
}

fn identities_of(tx: &mut Tx<'_>, ids: &[ContactId]) -> Result<BTreeMap<ContactId, Vec<Identity>>> {
    let mut filter = Filter::new();
    filter.and_in("i.contact_id", ids);
    let sql = format!(
        "select i.contact_id, i.id, i.kind, i.value, i.verified, m.undeliverable_at, m.complained_at, m.status, m.answer
         from customers_identities i left join customers_marks m on m.address = i.value_folded and i.kind = 'email'{} order by i.id",
        filter.sql()
    );
    let mut found: BTreeMap<ContactId, Vec<Identity>> = BTreeMap::new();
    tx.each(&sql, &filter.params(), |row| {
        let contact = row.take()?;
        let id = row.take()?;
        let kind = IdentityKind::from_stored(&row.take::<String>()?)?;
        found.entry(contact).or_default().push(Identity {
            id,
            kind,
            value: row.take()?,
            verified: row.take()?,
            mark: marks::of_identity(row)?,
        });
        Ok(())
    })?;
    Ok(found)
}
