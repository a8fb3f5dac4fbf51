//! Providers and consents as they look on the wire. Secrets go in and never come out.

use kernel::{MailboxId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::commands::ProviderInput;
use super::model::{Consent, Kind, Provider, ProviderId};
use crate::why::Told;

/// A mail provider that gives access by consent.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = MailProvider, example = json!(provider_example()))]
pub struct ProviderView {
    /// Its id.
    pub id: ProviderId,
    /// Which.
    pub kind: Kind,
    /// What people here call it.
    pub name: String,
    /// The id it gave us.
    pub client_id: String,
    /// Whether a secret is kept.
    pub has_secret: bool,
    /// Microsoft: the directory; empty for any.
    pub tenant: String,
    /// Other: where people consent.
    pub authorize_url: String,
    /// Other: where tokens are given.
    pub token_url: String,
    /// Other: what is asked for.
    pub scope: String,
    /// The address that must be registered at the provider, to which people are sent back.
    pub redirect_url: String,
    /// For optimistic locking.
    pub version: i64,
}

pub(crate) fn provider_example() -> serde_json::Value {
    json!({
        "id": "mprv_06pz3k5m8v00g", "kind": "google", "name": "Google Workspace",
        "client_id": "1234.apps.googleusercontent.com", "has_secret": true, "tenant": "", "authorize_url": "", "token_url": "",
        "scope": "", "redirect_url": "https://desk.example.com/administration/mailboxes/consent", "version": 1,
    })
}

impl ProviderView {
    pub(crate) fn of(provider: Provider, redirect_url: String) -> Self {
        Self {
            id: provider.id,
            kind: provider.kind,
            name: provider.name,
            client_id: provider.client_id,
            has_secret: provider.client_secret.is_some(),
            tenant: provider.tenant,
            authorize_url: provider.authorize_url,
            token_url: provider.token_url,
            scope: provider.scope,
            redirect_url,
            version: provider.version,
        }
    }
}

/// A provider to be registered.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MailProviderCreation, example = json!({
    "kind": "microsoft", "name": "Microsoft 365", "client_id": "00000000-0000-0000-0000-000000000000", "client_secret": "secret",
    "tenant": "example.onmicrosoft.com"
}))]
pub struct ProviderCreation {
    /// Which.
    kind: Kind,
    /// What people here call it.
    name: String,
    /// The id it gave us.
    client_id: String,
    /// Write-only.
    client_secret: Option<String>,
    /// Microsoft: the directory; any when empty.
    #[serde(default)]
    tenant: String,
    /// Other: where people consent.
    #[serde(default)]
    authorize_url: String,
    /// Other: where tokens are given.
    #[serde(default)]
    token_url: String,
    /// Other: what is asked for.
    #[serde(default)]
    scope: String,
}

impl From<ProviderCreation> for ProviderInput {
    fn from(body: ProviderCreation) -> Self {
        Self {
            kind: body.kind,
            name: body.name,
            client_id: body.client_id,
            client_secret: body.client_secret,
            tenant: body.tenant,
            authorize_url: body.authorize_url,
            token_url: body.token_url,
            scope: body.scope,
        }
    }
}

/// A provider as it shall be; an absent secret stays as it is.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MailProviderRevision, example = json!({
    "version": 1, "name": "Microsoft 365", "client_id": "00000000-0000-0000-0000-000000000000", "tenant": "example.onmicrosoft.com"
}))]
pub struct ProviderRevision {
    /// The version that was seen.
    pub(crate) version: i64,
    /// What people here call it.
    name: String,
    /// The id it gave us.
    client_id: String,
    /// Write-only.
    client_secret: Option<String>,
    /// Microsoft: the directory; any when empty.
    #[serde(default)]
    tenant: String,
    /// Other: where people consent.
    #[serde(default)]
    authorize_url: String,
    /// Other: where tokens are given.
    #[serde(default)]
    token_url: String,
    /// Other: what is asked for.
    #[serde(default)]
    scope: String,
}

impl From<ProviderRevision> for ProviderInput {
    fn from(body: ProviderRevision) -> Self {
        Self {
            // A provider stays what it is.
            kind: Kind::Other,
            name: body.name,
            client_id: body.client_id,
            client_secret: body.client_secret,
            tenant: body.tenant,
            authorize_url: body.authorize_url,
            token_url: body.token_url,
            scope: body.scope,
        }
    }
}

/// What a provider allowed for a mailbox.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"provider_id": "mprv_06pz3k5m8v00g", "holds": true, "given_at": "2026-03-02T09:00:00Z", "revoked": null}))]
pub struct MailboxConsent {
    /// Who allowed it.
    pub provider_id: ProviderId,
    /// Whether it still holds.
    pub holds: bool,
    /// When it was given.
    pub given_at: Timestamp,
    /// Why it does not hold any more.
    pub revoked: Option<Told>,
}

impl From<Consent> for MailboxConsent {
    fn from(consent: Consent) -> Self {
        Self {
            provider_id: consent.provider,
            holds: consent.revoked.is_none(),
            given_at: consent.given_at,
            revoked: consent.revoked,
        }
    }
}

/// With which provider a mailbox is to be connected.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"provider_id": "mprv_06pz3k5m8v00g"}))]
pub struct ConsentRequest {
    /// The provider.
    pub(crate) provider_id: ProviderId,
}

/// Where to go to consent.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({"url": "https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=1234"}))]
pub struct ConsentWay {
    /// The provider's page.
    pub(crate) url: String,
}

/// What somebody brings back from a provider.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"state": "sQ3yV0wPq4", "code": "4/0AbCd"}))]
pub struct ConsentReturn {
    /// What was given along.
    pub(crate) state: String,
    /// The code that is exchanged for tokens; absent when the person refused.
    pub(crate) code: Option<String>,
    /// The provider's word for why there is no code.
    pub(crate) error: Option<String>,
}

/// The mailbox that is connected now.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({"mailbox_id": "mbox_06pz3k5m8v00g"}))]
pub struct ConsentResult {
    /// Which.
    pub(crate) mailbox_id: MailboxId,
}
