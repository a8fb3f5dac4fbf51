//! Adding, changing and removing identity providers.

use db::Tx;
use delivery::fetch::Guard;
use kernel::{Actor, Fault, Result, RoleId};
use serde_json::{Value, json};
use url::Url;

use super::model::{IdentityProvider, RoleRule, secret_place};
use super::{IdentityProviderId, store};
use crate::fields::{self, Fields};
use crate::permissions::{MANAGE_SECURITY, Registry};
use crate::security::store::{self as security, PasswordSignIn};
use crate::sign_on;
use crate::vault::Vault;
use crate::{error, events, people};

/// Nobody maps more by hand.
const MOST_RULES: usize = 100;
const MOST_DOMAINS: usize = 50;
const LONGEST: usize = 500;

/// A provider as it is entered; an absent secret stays as it is.
#[derive(Clone)]
pub(super) struct Input {
    pub(super) name: String,
    pub(super) issuer: String,
    pub(super) client_id: String,
    pub(super) client_secret: Option<String>,
    pub(super) scopes: String,
    pub(super) enabled: bool,
    pub(super) email_domains: Vec<String>,
    pub(super) trust_email: bool,
    pub(super) create_people: bool,
    pub(super) default_role: Option<RoleId>,
    pub(super) role_claim: String,
    pub(super) role_rules: Vec<RoleRule>,
    pub(super) roles_follow: bool,
    pub(super) counts_as_second_factor: bool,
}

/// What checking needs.
#[derive(Clone, Copy)]
pub(super) struct Tools<'a> {
    pub(super) vault: &'a Vault,
    pub(super) web: &'a Guard,
    pub(super) registry: &'a Registry,
}

/// All of them.
pub(super) fn all(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<(IdentityProvider, i64)>> {
    actor.require(MANAGE_SECURITY)?;
    let people = store::people(tx)?;
    let counted = |id| people.iter().find(|(provider, _)| *provider == id).map_or(0, |(_, count)| *count);
    Ok(store::all(tx)?.into_iter().map(|provider| (counted(provider.id), provider)).map(|(n, one)| (one, n)).collect())
}

/// One of them.
pub(super) fn find(tx: &mut Tx<'_>, actor: &Actor, id: IdentityProviderId) -> Result<IdentityProvider> {
    actor.require(MANAGE_SECURITY)?;
    store::find(tx, id)?.ok_or_else(Fault::not_found)
}

/// Adds a provider.
pub(super) fn add(tx: &mut Tx<'_>, actor: &Actor, tools: Tools<'_>, input: &Input) -> Result<IdentityProvider> {
    actor.require(MANAGE_SECURITY)?;
    let id = tx.id::<IdentityProviderId>();
    let provider = checked(tx, actor, tools, (id, None), input)?;
    store::insert(tx, &provider)?;
    events::record(tx, actor, events::IDENTITY_PROVIDER_CREATED, id, json!({"after": facts(&provider)}))?;
    Ok(provider)
}

/// Changes a provider.
pub(super) fn change(
    tx: &mut Tx<'_>,
    actor: &Actor,
    tools: Tools<'_>,
    (before, version): (&IdentityProvider, i64),
    input: &Input,
) -> Result<IdentityProvider> {
    actor.require(MANAGE_SECURITY)?;
    let mut after = checked(tx, actor, tools, (before.id, Some(before)), input)?;
    after.version = version;
    if before.enabled && !after.enabled {
        check_needed(tx, before.id)?;
    }
    if !store::update(tx, &after)? {
        return Err(error::IDENTITY_PROVIDER_CHANGED.into());
    }
    after.version += 1;
    let detail = json!({"before": facts(before), "after": facts(&after)});
    events::record(tx, actor, events::IDENTITY_PROVIDER_CHANGED, after.id, detail)?;
    Ok(after)
}

/// Removes a provider, and who is connected with it.
pub(super) fn remove(tx: &mut Tx<'_>, actor: &Actor, id: IdentityProviderId) -> Result<()> {
    let provider = find(tx, actor, id)?;
    check_needed(tx, id)?;
    let people = sign_on::store::forget_provider(tx, id)?;
    store::delete(tx, id)?;
    let detail = json!({"before": facts(&provider), "people": people});
    events::record(tx, actor, events::IDENTITY_PROVIDER_REMOVED, id, detail)
}

/// Refuses what would leave people without any way in.
fn check_needed(tx: &mut Tx<'_>, id: IdentityProviderId) -> Result<()> {
    let passwords = security::find(tx)?.password_sign_in;
    if passwords == PasswordSignIn::Administrators && !store::others_enabled(tx, Some(id))? {
        return Err(error::SIGN_ON_NEEDED.into());
    }
    Ok(())
}

fn facts(provider: &IdentityProvider) -> Value {
    json!({"name": provider.name, "issuer": provider.issuer, "client_id": provider.client_id, "enabled": provider.enabled,
        "email_domains": provider.email_domains, "trust_email": provider.trust_email, "create_people": provider.create_people,
        "role": provider.default_role, "role_claim": provider.role_claim, "roles_follow": provider.roles_follow,
        "role_rules": provider.role_rules.iter().map(|rule| json!([rule.value, rule.role])).collect::<Vec<_>>(),
        "counts_as_second_factor": provider.counts_as_second_factor})
}

fn checked(
    tx: &mut Tx<'_>,
    actor: &Actor,
    tools: Tools<'_>,
    (id, before): (IdentityProviderId, Option<&IdentityProvider>),
    input: &Input,
) -> Result<IdentityProvider> {
    let mut check = Fields::default();
    let name = check.check("name", fields::name(&input.name));
    let issuer = input.issuer.trim().to_owned();
    let sound = |url: Url| tools.web.trusts(&url) && url.query().is_none() && url.fragment().is_none();
    if issuer.len() > LONGEST || !Url::parse(&issuer).is_ok_and(sound) {
        check.refuse("issuer", error::ISSUER_WRONG);
    }
    let client_id = input.client_id.trim().to_owned();
    if client_id.is_empty() || client_id.len() > LONGEST {
        check.refuse("client_id", error::CLIENT_ID_WRONG);
    }
    let scopes: Vec<_> = input.scopes.split_whitespace().filter(|scope| *scope != "openid").collect();
    if input.scopes.len() > LONGEST || scopes.iter().any(|scope| !scope.chars().all(|c| c.is_ascii_graphic())) {
        check.refuse("scopes", error::SCOPES_WRONG);
    }
    let email_domains = domains(&mut check, &input.email_domains);
    let role_claim = input.role_claim.trim().to_owned();
    let plain = role_claim.len() <= LONGEST && !role_claim.chars().any(char::is_control);
    if !plain || (role_claim.is_empty() && !input.role_rules.is_empty()) {
        check.refuse("role_claim", error::ROLE_CLAIM_MISSING);
    }
    if input.role_rules.len() > MOST_RULES {
        check.refuse("role_rules", error::ROLE_RULES_MANY);
    }
    for (place, rule) in input.role_rules.iter().enumerate() {
        if rule.value.trim().is_empty() || rule.value.len() > LONGEST {
            check.refuse(&format!("role_rules/{place}/value"), error::ROLE_VALUE_MISSING);
        }
    }
    // A kept secret is never sent to another server than it was entered for.
    let given = input.client_secret.as_deref().map(str::trim).filter(|secret| !secret.is_empty());
    if given.is_none() && before.is_some_and(|old| !old.client_secret.is_empty() && old.issuer != issuer) {
        check.refuse("client_secret", error::CLIENT_SECRET_AGAIN);
    }
    check.done()?;
    for role in input.role_rules.iter().map(|rule| rule.role).chain(input.default_role) {
        people::given_role(tx, actor, tools.registry, role)?;
    }
    let client_secret = match given {
        Some(secret) => tools.vault.seal(secret.as_bytes(), &secret_place(id))?,
        None => before.map(|old| old.client_secret.clone()).unwrap_or_default(),
    };
    let trimmed = |rule: &RoleRule| RoleRule { value: rule.value.trim().to_owned(), role: rule.role };
    Ok(IdentityProvider {
        id,
        name,
        issuer,
        client_id,
        client_secret,
        scopes: scopes.join(" "),
        enabled: input.enabled,
        email_domains,
        trust_email: input.trust_email,
        create_people: input.create_people,
        default_role: input.default_role,
        role_claim,
        role_rules: input.role_rules.iter().map(trimmed).collect(),
        roles_follow: input.roles_follow,
        counts_as_second_factor: input.counts_as_second_factor,
        version: before.map_or(1, |old| old.version),
    })
}

fn domains(check: &mut Fields, entered: &[String]) -> Vec<String> {
    let folded: Vec<_> = entered.iter().map(|domain| fields::fold(domain).trim_start_matches('@').to_owned()).collect();
    let sound = |domain: &String| fields::Email::parse(&format!("somebody@{domain}")).is_ok();
    if folded.len() > MOST_DOMAINS || !folded.iter().all(sound) {
        check.refuse("email_domains", error::EMAIL_DOMAIN_WRONG);
    }
    folded
}
