//! Identity providers in the database.

use db::{Row, Tx, p, sql};
use kernel::{Result, RoleId, TypedId};

use super::IdentityProviderId;
use super::model::{IdentityProvider, RoleRule};

sql! {
    ALL = "select id, name, issuer, client_id, client_secret, scopes, enabled, email_domains, trust_email, create_people,
           default_role_id, role_claim, roles_follow, counts_as_second_factor, version from access_identity_providers order by id";
    FIND = "select id, name, issuer, client_id, client_secret, scopes, enabled, email_domains, trust_email, create_people,
            default_role_id, role_claim, roles_follow, counts_as_second_factor, version from access_identity_providers where id = $1";
    ALL_RULES = "select provider_id, value, role_id from access_identity_provider_roles order by provider_id, place";
    RULES = "select provider_id, value, role_id from access_identity_provider_roles where provider_id = $1 order by place";
    INSERT = "insert into access_identity_providers (id, name, issuer, client_id, client_secret, scopes, enabled, email_domains,
              trust_email, create_people, default_role_id, role_claim, roles_follow, counts_as_second_factor, version)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)";
    UPDATE = "update access_identity_providers set name = $1, issuer = $2, client_id = $3, client_secret = $4, scopes = $5, enabled = $6,
              email_domains = $7, trust_email = $8, create_people = $9, default_role_id = $10, role_claim = $11, roles_follow = $12,
              counts_as_second_factor = $13, version = version + 1 where id = $14 and version = $15";
    DELETE = "delete from access_identity_providers where id = $1";
    CLEAR_RULES = "delete from access_identity_provider_roles where provider_id = $1";
    ADD_RULE = "insert into access_identity_provider_roles (provider_id, place, value, role_id) values ($1, $2, $3, $4)";
    OTHERS_ENABLED = "select count(*) from access_identity_providers where enabled and id <> $1";
    GIVES = "select (select count(*) from access_identity_providers where default_role_id = $1)
             + (select count(*) from access_identity_provider_roles where role_id = $1)";
    PEOPLE = "select provider_id, count(*) from access_identities group by provider_id";
}

fn read(row: &mut Row<'_>) -> Result<IdentityProvider> {
    Ok(IdentityProvider {
        id: row.take()?,
        name: row.take()?,
        issuer: row.take()?,
        client_id: row.take()?,
        client_secret: row.take()?,
        scopes: row.take()?,
        enabled: row.take()?,
        email_domains: row.take::<String>()?.split_whitespace().map(str::to_owned).collect(),
        trust_email: row.take()?,
        create_people: row.take()?,
        default_role: Some(row.take::<i64>()?).filter(|id| *id != 0).map(RoleId::from_raw),
        role_claim: row.take()?,
        roles_follow: row.take()?,
        counts_as_second_factor: row.take()?,
        version: row.take()?,
        role_rules: Vec::new(),
    })
}

fn read_rule(row: &mut Row<'_>) -> Result<(IdentityProviderId, RoleRule)> {
    Ok((row.take()?, RoleRule { value: row.take()?, role: row.take()? }))
}

/// All of them, oldest first. There are a few.
pub(crate) fn all(tx: &mut Tx<'_>) -> Result<Vec<IdentityProvider>> {
    let mut providers = tx.all(ALL, p![], read)?;
    for (id, rule) in tx.all(ALL_RULES, p![], read_rule)? {
        if let Some(provider) = providers.iter_mut().find(|provider| provider.id == id) {
            provider.role_rules.push(rule);
        }
    }
    Ok(providers)
}

pub(crate) fn find(tx: &mut Tx<'_>, id: IdentityProviderId) -> Result<Option<IdentityProvider>> {
    let Some(mut provider) = tx.opt(FIND, p![id], read)? else { return Ok(None) };
    provider.role_rules = tx.all(RULES, p![id], read_rule)?.into_iter().map(|(_, rule)| rule).collect();
    Ok(Some(provider))
}

pub(super) fn insert(tx: &mut Tx<'_>, provider: &IdentityProvider) -> Result<()> {
    let (domains, role) = (provider.email_domains.join(" "), provider.default_role.map_or(0, TypedId::raw));
    let params = p![
        provider.id,
        provider.name,
        provider.issuer,
        provider.client_id,
        provider.client_secret,
        provider.scopes,
        provider.enabled,
        domains,
        provider.trust_email,
        provider.create_people,
        role,
        provider.role_claim,
        provider.roles_follow,
        provider.counts_as_second_factor
    ];
    tx.exec(INSERT, params)?;
    add_rules(tx, provider)
}

/// Whether the provider still had the version.
pub(super) fn update(tx: &mut Tx<'_>, provider: &IdentityProvider) -> Result<bool> {
    let (domains, role) = (provider.email_domains.join(" "), provider.default_role.map_or(0, TypedId::raw));
    let params = p![
        provider.name,
        provider.issuer,
        provider.client_id,
        provider.client_secret,
        provider.scopes,
        provider.enabled,
        domains,
        provider.trust_email,
        provider.create_people,
        role,
        provider.role_claim,
        provider.roles_follow,
        provider.counts_as_second_factor,
        provider.id,
        provider.version
    ];
    if tx.exec(UPDATE, params)? != 1 {
        return Ok(false);
    }
    tx.exec(CLEAR_RULES, p![provider.id])?;
    add_rules(tx, provider)?;
    Ok(true)
}

fn add_rules(tx: &mut Tx<'_>, provider: &IdentityProvider) -> Result<()> {
    for (place, rule) in (0_i64..).zip(&provider.role_rules) {
        tx.exec(ADD_RULE, p![provider.id, place, rule.value, rule.role])?;
    }
    Ok(())
}

pub(super) fn delete(tx: &mut Tx<'_>, id: IdentityProviderId) -> Result<()> {
    tx.exec(CLEAR_RULES, p![id])?;
    tx.exec(DELETE, p![id]).map(drop)
}

/// Whether people can sign in by another one than this.
pub(crate) fn others_enabled(tx: &mut Tx<'_>, id: Option<IdentityProviderId>) -> Result<bool> {
    let id = id.map_or(0, TypedId::raw);
    tx.one(OTHERS_ENABLED, p![id], |row| Ok(row.take::<i64>()? > 0))
}

/// Whether a provider gives a role.
pub(crate) fn gives(tx: &mut Tx<'_>, role: RoleId) -> Result<bool> {
    tx.one(GIVES, p![role], |row| Ok(row.take::<i64>()? > 0))
}

/// How many people are connected with each.
pub(super) fn people(tx: &mut Tx<'_>) -> Result<Vec<(IdentityProviderId, i64)>> {
    tx.all(PEOPLE, p![], |row| Ok((row.take()?, row.take()?)))
}
