//! Registering providers, sending somebody there to consent, and taking what they bring back.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use db::Tx;
use kernel::{Actor, AuditEntry, Fault, MailboxId, Result};
use serde_json::json;
use sha2::{Digest, Sha256};
use url::Url;
use url::form_urlencoded::Serializer;

use super::exchange::Tokens;
use super::model::{Consent, Kind, Provider, ProviderId, Request};
use super::{store, token};
use crate::error;
use crate::events;
use crate::mailboxes::model::Check;
use crate::mailboxes::store as mailboxes;
use crate::permissions::MANAGE_MAILBOXES;
use crate::post::Post;
use crate::words;

/// Time somebody has to consent.
const PATIENCE: std::time::Duration = std::time::Duration::from_mins(15);

/// A provider as it is entered; a secret that is absent stays as it is.
#[derive(Debug, Clone)]
pub struct ProviderInput {
    /// Which.
    pub kind: Kind,
    /// What people here call it.
    pub name: String,
    /// The id it gave us.
    pub client_id: String,
    /// Write-only.
    pub client_secret: Option<String>,
    /// Microsoft: the directory.
    pub tenant: String,
    /// Other: where people consent.
    pub authorize_url: String,
    /// Other: where tokens are given.
    pub token_url: String,
    /// Other: what is asked for.
    pub scope: String,
}

fn checked(post: &Post, id: ProviderId, before: Option<&Provider>, input: &ProviderInput) -> Result<Provider> {
    let mut check = Check::default();
    let name = check.text("name", &input.name, 100);
    let client_id = check.text("client_id", &input.client_id, 500);
    let mut scope = input.scope.trim().to_owned();
    if input.kind == Kind::Other {
        for (pointer, url) in [("authorize_url", &input.authorize_url), ("token_url", &input.token_url)] {
            check.url(pointer, url, &post.settings().web);
        }
        scope = check.text("scope", &input.scope, 1_000);
    }
    let tenant = input.tenant.trim().to_owned();
    if !tenant.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.') {
        check.refuse("tenant", words::TENANT_WRONG);
    }
    // A kept secret is never sent to another server than it was entered for.
    let same =
        before.is_some_and(|old| old.kind == input.kind && old.token_url == input.token_url && old.tenant == tenant);
    let given = input.client_secret.as_deref().filter(|secret| !secret.is_empty());
    if given.is_none() && !same && before.is_some_and(|old| old.client_secret.is_some()) {
        check.refuse("client_secret", words::SECRET_AGAIN);
    }
    check.done()?;
    let client_secret = match given {
        Some(secret) => Some(post.vault().seal(secret, &Provider::secret_place(id))?),
        None => before.and_then(|old| old.client_secret.clone()),
    };
    Ok(Provider {
        id,
        kind: input.kind,
        name,
        client_id,
        client_secret,
        tenant,
        authorize_url: input.authorize_url.trim().to_owned(),
        token_url: input.token_url.trim().to_owned(),
        scope,
        version: before.map_or(1, |old| old.version),
    })
}

/// Registers a provider.
///
/// # Errors
/// `access.forbidden`, `request.invalid`
pub fn add_provider(tx: &mut Tx<'_>, post: &Post, actor: &Actor, input: &ProviderInput) -> Result<Provider> {
    actor.require(MANAGE_MAILBOXES)?;
    let provider = checked(post, tx.id::<ProviderId>(), None, input)?;
    store::add_provider(tx, &provider)?;
    told(tx, actor, "channels.provider.created", &provider)?;
    Ok(provider)
}

/// Changes a provider.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `request.invalid`, `channels.provider_changed`
pub fn change_provider(
    tx: &mut Tx<'_>,
    post: &Post,
    actor: &Actor,
    id: ProviderId,
    version: i64,
    input: &ProviderInput,
) -> Result<Provider> {
    actor.require(MANAGE_MAILBOXES)?;
    let before = store::provider(tx, id)?;
    if before.version != version {
        return Err(error::PROVIDER_CHANGED.into());
    }
    let input = ProviderInput { kind: before.kind, ..input.clone() };
    let after = checked(post, id, Some(&before), &input)?;
    if !store::change_provider(tx, &after)? {
        return Err(error::PROVIDER_CHANGED.into());
    }
    told(tx, actor, "channels.provider.changed", &after)?;
    store::provider(tx, id)
}

/// Removes a provider that no mailbox uses.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `channels.provider_used`
pub fn remove_provider(tx: &mut Tx<'_>, actor: &Actor, id: ProviderId) -> Result<()> {
    actor.require(MANAGE_MAILBOXES)?;
    let provider = store::provider(tx, id)?;
    if store::users(tx, id)? > 0 {
        return Err(error::PROVIDER_USED.into());
    }
    store::remove_provider(tx, id)?;
    told(tx, actor, "channels.provider.removed", &provider)
}

fn told(tx: &mut Tx<'_>, actor: &Actor, what: &'static str, provider: &Provider) -> Result<()> {
    tx.emit(actor, events::provider(what, provider.id))?;
    let detail = json!({ "name": provider.name });
    tx.audit(actor, AuditEntry { action: what, thing: provider.id.into(), detail })
}

/// Where somebody is sent to consent. What comes back is believed only from the same person, once, and in time.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub fn ask(tx: &mut Tx<'_>, post: &Post, actor: &Actor, mailbox: MailboxId, id: ProviderId) -> Result<String> {
    actor.require(MANAGE_MAILBOXES)?;
    let person = actor.person().ok_or_else(Fault::not_found)?;
    let mailbox = mailboxes::find(tx, mailbox)?;
    let provider = store::provider(tx, id)?;
    let (state, verifier) = (random()?, random()?);
    let request = Request {
        mailbox: mailbox.id,
        provider: id,
        person,
        verifier: post.vault().seal(&verifier, &hash(&state))?,
        expires_at: tx.now().plus(PATIENCE),
    };
    store::expect(tx, &hash(&state), &request)?;
    let mut url = Url::parse(&provider.authorize_url()).map_err(Fault::internal)?;
    let user = mailbox.imap.as_ref().map_or(mailbox.address.address.as_str(), |imap| imap.user.as_str());
    let mut query = Serializer::new(url.query().unwrap_or_default().to_owned());
    query
        .append_pair("response_type", "code")
        .append_pair("client_id", &provider.client_id)
        .append_pair("redirect_uri", &post.settings().consent_url())
        .append_pair("scope", provider.scope())
        .append_pair("state", &state)
        .append_pair("code_challenge", &hash(&verifier))
        .append_pair("code_challenge_method", "S256")
        .append_pair("login_hint", user);
    if provider.kind == Kind::Google {
        // Without both, Google gives no token to renew with to those who consented before.
        query.append_pair("access_type", "offline").append_pair("prompt", "consent");
    }
    url.set_query(Some(&query.finish()));
    Ok(url.into())
}

/// What is needed to exchange a code.
pub(crate) struct Exchange {
    pub(crate) request: Request,
    pub(crate) provider: Provider,
    pub(crate) secret: Option<String>,
    pub(crate) verifier: String,
}

/// Somebody came back from a provider. The state is good once.
///
/// # Errors
/// `access.forbidden`, `channels.consent_unexpected`
pub(crate) fn come_back(tx: &mut Tx<'_>, post: &Post, actor: &Actor, state: &str) -> Result<Exchange> {
    actor.require(MANAGE_MAILBOXES)?;
    let state_hash = hash(state);
    let request = store::came_back(tx, &state_hash)?.filter(|request| Some(request.person) == actor.person());
    let request = request.ok_or(error::CONSENT_UNEXPECTED)?;
    let provider = store::provider(tx, request.provider)?;
    let secret = token::secret(post, &provider)?;
    let verifier = post.vault().open(&request.verifier, &state_hash)?;
    Ok(Exchange { request, provider, secret, verifier })
}

/// Keeps what a provider gave, and lets the mailbox be fetched with it at once.
///
/// # Errors
/// `platform.not_found` when the mailbox was removed meanwhile.
pub(crate) fn give(tx: &mut Tx<'_>, post: &Post, actor: &Actor, request: &Request, tokens: &Tokens) -> Result<()> {
    let mailbox = mailboxes::find(tx, request.mailbox)?;
    let now = tx.now();
    let empty = Consent {
        mailbox: mailbox.id,
        provider: request.provider,
        refresh_token: None,
        access_token: None,
        expires_at: now,
        revoked: None,
        given_at: now,
    };
    let consent = token::sealed(post, empty, tokens, now)?;
    store::give(tx, &consent)?;
    mailboxes::touch(tx, mailbox.id)?;
    tx.emit(actor, events::consent("channels.consent.given", mailbox.id))?;
    let detail = json!({ "name": mailbox.name });
    tx.audit(actor, AuditEntry { action: "channels.consent.given", thing: mailbox.id.into(), detail })
}

/// Forgets a consent and its tokens.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub fn withdraw(tx: &mut Tx<'_>, actor: &Actor, mailbox: MailboxId) -> Result<()> {
    actor.require(MANAGE_MAILBOXES)?;
    let mailbox = mailboxes::find(tx, mailbox)?;
    if !store::withdraw(tx, mailbox.id)? {
        return Err(Fault::not_found());
    }
    mailboxes::touch(tx, mailbox.id)?;
    tx.emit(actor, events::consent("channels.consent.withdrawn", mailbox.id))?;
    let detail = json!({ "name": mailbox.name });
    tx.audit(actor, AuditEntry { action: "channels.consent.withdrawn", thing: mailbox.id.into(), detail })
}

fn random() -> Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| Fault::unavailable(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

pub(crate) fn hash(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(secret.as_bytes()))
}
