//! Endpoints of identity providers.

use axum::extract::State;
use axum::http::StatusCode;
use kernel::{Page, RoleId};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Answer, Json, Once, Path, Who};

use super::IdentityProviderId;
use super::commands::{self, Input, Tools};
use super::model::{IdentityProvider, RoleRule};
use crate::access::Access;
use crate::refusal::{Conflict, Forbidden, Invalid, NotFound, SignIn, Unprocessable};
use crate::sign_on;

/// Who has a value in the provider's claim gets a role.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"value": "service-leads", "role_id": "role_0000000000003"}))]
pub(crate) struct RoleRuleView {
    value: String,
    role_id: RoleId,
}

impl From<RoleRule> for RoleRuleView {
    fn from(rule: RoleRule) -> Self {
        Self { value: rule.value, role_id: rule.role }
    }
}

impl From<RoleRuleView> for RoleRule {
    fn from(rule: RoleRuleView) -> Self {
        Self { value: rule.value, role: rule.role_id }
    }
}

/// An identity provider (OpenID Connect), by which people sign in.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(example = json!(example()))]
pub(crate) struct IdentityProviderView {
    id: IdentityProviderId,
    /// What the button of the sign-in page says.
    name: String,
    /// Its address, as it names itself.
    issuer: String,
    /// The id it gave us.
    client_id: String,
    /// Whether a secret is kept.
    has_secret: bool,
    /// Asked for beside `openid`, with spaces between.
    scopes: String,
    enabled: bool,
    /// Mail domains whose people may come; empty for all.
    email_domains: Vec<String>,
    /// Its addresses are believed though it does not say that it verified them.
    trust_email: bool,
    /// People who are not here yet are made when they come.
    create_people: bool,
    /// The role of whom no rule fits; null: they are refused.
    default_role_id: Option<RoleId>,
    /// Where it says what somebody is: `groups`, or a path such as `realm_access.roles`.
    role_claim: String,
    /// The first that fits counts.
    role_rules: Vec<RoleRuleView>,
    /// The role is set anew at every sign-in.
    roles_follow: bool,
    /// Who signs in by it needs no second factor of ours.
    counts_as_second_factor: bool,
    /// The address to be registered at the provider, to which people are sent back.
    redirect_url: String,
    /// How many people are connected with it.
    people: i64,
    version: i64,
}

fn example() -> serde_json::Value {
    json!({"id": "idpr_06pz3k5m8v00g", "name": "Velo account", "issuer": "https://login.example.com/realms/velo",
        "client_id": "quarterdeck", "has_secret": true, "scopes": "profile email groups", "enabled": true,
        "email_domains": ["example.com"], "trust_email": false, "create_people": true, "default_role_id": null,
        "role_claim": "groups", "role_rules": [{"value": "service-leads", "role_id": "role_0000000000003"}],
        "roles_follow": true, "counts_as_second_factor": true, "redirect_url": "https://desk.example.com/sign-on",
        "people": 12, "version": 1})
}

impl IdentityProviderView {
    fn of(provider: IdentityProvider, people: i64, redirect_url: String) -> Self {
        Self {
            id: provider.id,
            name: provider.name,
            issuer: provider.issuer,
            client_id: provider.client_id,
            has_secret: !provider.client_secret.is_empty(),
            scopes: provider.scopes,
            enabled: provider.enabled,
            email_domains: provider.email_domains,
            trust_email: provider.trust_email,
            create_people: provider.create_people,
            default_role_id: provider.default_role,
            role_claim: provider.role_claim,
            role_rules: provider.role_rules.into_iter().map(RoleRuleView::from).collect(),
            roles_follow: provider.roles_follow,
            counts_as_second_factor: provider.counts_as_second_factor,
            redirect_url,
            people,
            version: provider.version,
        }
    }
}

/// An identity provider to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Velo account", "issuer": "https://login.example.com/realms/velo", "client_id": "quarterdeck",
    "client_secret": "ExampleOnly", "scopes": "profile email groups", "role_claim": "groups",
    "role_rules": [{"value": "service-leads", "role_id": "role_0000000000003"}], "create_people": true}))]
pub(crate) struct IdentityProviderCreation {
    name: String,
    issuer: String,
    client_id: String,
    /// Write-only; absent for a client without one.
    client_secret: Option<String>,
    /// `profile email` when absent.
    scopes: Option<String>,
    /// True when absent.
    enabled: Option<bool>,
    #[serde(default)]
    email_domains: Vec<String>,
    #[serde(default)]
    trust_email: bool,
    #[serde(default)]
    create_people: bool,
    default_role_id: Option<RoleId>,
    #[serde(default)]
    role_claim: String,
    #[serde(default)]
    role_rules: Vec<RoleRuleView>,
    #[serde(default)]
    roles_follow: bool,
    #[serde(default)]
    counts_as_second_factor: bool,
}

impl From<IdentityProviderCreation> for Input {
    fn from(body: IdentityProviderCreation) -> Self {
        Self {
            name: body.name,
            issuer: body.issuer,
            client_id: body.client_id,
            client_secret: body.client_secret,
            scopes: body.scopes.unwrap_or_else(|| "profile email".to_owned()),
            enabled: body.enabled.unwrap_or(true),
            email_domains: body.email_domains,
            trust_email: body.trust_email,
            create_people: body.create_people,
            default_role: body.default_role_id,
            role_claim: body.role_claim,
            role_rules: body.role_rules.into_iter().map(RoleRule::from).collect(),
            roles_follow: body.roles_follow,
            counts_as_second_factor: body.counts_as_second_factor,
        }
    }
}

/// A change of an identity provider; absent fields stay as they are.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"enabled": false, "version": 1}))]
pub(crate) struct IdentityProviderRevision {
    name: Option<String>,
    /// Another one demands the secret again.
    issuer: Option<String>,
    client_id: Option<String>,
    /// Write-only.
    client_secret: Option<String>,
    scopes: Option<String>,
    enabled: Option<bool>,
    email_domains: Option<Vec<String>>,
    trust_email: Option<bool>,
    create_people: Option<bool>,
    /// Null: who fits no rule is refused.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<RoleId>)]
    #[expect(clippy::option_option, reason = "absent, null and a value are three things")]
    default_role_id: Option<Option<RoleId>>,
    role_claim: Option<String>,
    role_rules: Option<Vec<RoleRuleView>>,
    roles_follow: Option<bool>,
    counts_as_second_factor: Option<bool>,
    /// The version that was seen.
    version: i64,
}

/// Tells null from absent.
#[expect(clippy::option_option, reason = "absent, null and a value are three things")]
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<RoleId>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl IdentityProviderRevision {
    fn of(self, before: &IdentityProvider) -> Input {
        let rules = self.role_rules.map(|rules| rules.into_iter().map(RoleRule::from).collect());
        Input {
            name: self.name.unwrap_or_else(|| before.name.clone()),
            issuer: self.issuer.unwrap_or_else(|| before.issuer.clone()),
            client_id: self.client_id.unwrap_or_else(|| before.client_id.clone()),
            client_secret: self.client_secret,
            scopes: self.scopes.unwrap_or_else(|| before.scopes.clone()),
            enabled: self.enabled.unwrap_or(before.enabled),
            email_domains: self.email_domains.unwrap_or_else(|| before.email_domains.clone()),
            trust_email: self.trust_email.unwrap_or(before.trust_email),
            create_people: self.create_people.unwrap_or(before.create_people),
            default_role: self.default_role_id.unwrap_or(before.default_role),
            role_claim: self.role_claim.unwrap_or_else(|| before.role_claim.clone()),
            role_rules: rules.unwrap_or_else(|| before.role_rules.clone()),
            roles_follow: self.roles_follow.unwrap_or(before.roles_follow),
            counts_as_second_factor: self.counts_as_second_factor.unwrap_or(before.counts_as_second_factor),
        }
    }
}

/// What an identity provider says about itself.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"issuer": "https://login.example.com/realms/velo",
    "authorization_endpoint": "https://login.example.com/realms/velo/auth", "token_endpoint": "https://login.example.com/realms/velo/token"}))]
pub(crate) struct IdentityProviderCheck {
    issuer: String,
    /// Where people sign in.
    authorization_endpoint: String,
    /// Where we ask who they are.
    token_endpoint: String,
}

pub(crate) fn router() -> OpenApiRouter<Access> {
    OpenApiRouter::new()
        .routes(routes!(identity_providers_list, identity_providers_create))
        .routes(routes!(identity_providers_update, identity_providers_delete))
        .routes(routes!(identity_providers_test))
}

/// Lists the identity providers, all on one page.
#[utoipa::path(get, path = "/access/identity-providers", operation_id = "identity_providers_list", tag = "access",
    responses((status = 200, body = Page<IdentityProviderView>, description = "The providers",
    example = json!({"items": [example()], "next_cursor": null})), SignIn, Forbidden))]
async fn identity_providers_list(State(access): State<Access>, who: Who) -> Answer<Json<Page<IdentityProviderView>>> {
    let all = access.db().read(move |tx| commands::all(tx, &who.actor)).await?;
    let view = |(provider, people)| IdentityProviderView::of(provider, people, access.sign_on_url());
    Ok(Json(Page { items: all.into_iter().map(view).collect(), next_cursor: None }))
}

/// Adds an identity provider.
#[utoipa::path(post, path = "/access/identity-providers", operation_id = "identity_providers_create", tag = "access",
    request_body = IdentityProviderCreation,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key adds the provider once")),
    responses((status = 201, body = IdentityProviderView, description = "The new provider"), Invalid, SignIn, Forbidden, Conflict,
    Unprocessable))]
async fn identity_providers_create(
    State(access): State<Access>,
    who: Who,
    once: Once,
    Json(body): Json<IdentityProviderCreation>,
) -> Answer<(StatusCode, Json<IdentityProviderView>)> {
    let (input, tools, redirect) = (Input::from(body), access.clone(), access.sign_on_url());
    let view = once.write(access.db(), move |tx| {
        let (vault, registry) = (tools.vault(), tools.registry());
        let given = Tools { vault: &vault, web: tools.web(), registry: &registry };
        let provider = commands::add(tx, &who.actor, given, &input)?;
        Ok(IdentityProviderView::of(provider, 0, redirect.clone()))
    });
    Ok((StatusCode::CREATED, Json(view.await?)))
}

/// Changes an identity provider.
#[utoipa::path(patch, path = "/access/identity-providers/{id}", operation_id = "identity_providers_update", tag = "access",
    params(("id" = IdentityProviderId, Path)), request_body = IdentityProviderRevision,
    responses((status = 200, body = IdentityProviderView, description = "The changed provider"), Invalid, SignIn, Forbidden,
    NotFound, Conflict, Unprocessable))]
async fn identity_providers_update(
    State(access): State<Access>,
    who: Who,
    Path(id): Path<IdentityProviderId>,
    Json(body): Json<IdentityProviderRevision>,
) -> Answer<Json<IdentityProviderView>> {
    let (tools, version) = (access.clone(), body.version);
    let work = move |tx: &mut db::Tx<'_>| {
        let before = commands::find(tx, &who.actor, id)?;
        let (vault, registry) = (tools.vault(), tools.registry());
        let given = Tools { vault: &vault, web: tools.web(), registry: &registry };
        commands::change(tx, &who.actor, given, (&before, version), &body.clone().of(&before))?;
        let found = commands::all(tx, &who.actor)?.into_iter().find(|(provider, _)| provider.id == id);
        found.ok_or_else(kernel::Fault::not_found)
    };
    let (provider, people) = access.db().write(work).await?;
    Ok(Json(IdentityProviderView::of(provider, people, access.sign_on_url())))
}

/// Removes an identity provider; who is connected with it signs in otherwise from now on.
#[utoipa::path(delete, path = "/access/identity-providers/{id}", operation_id = "identity_providers_delete", tag = "access",
    params(("id" = IdentityProviderId, Path)),
    responses((status = 204, description = "It is removed"), SignIn, Forbidden, NotFound, Conflict))]
async fn identity_providers_delete(
    State(access): State<Access>,
    who: Who,
    Path(id): Path<IdentityProviderId>,
) -> Answer<StatusCode> {
    access.db().write(move |tx| commands::remove(tx, &who.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Asks an identity provider what it says about itself, to see whether its address is right.
#[utoipa::path(post, path = "/access/identity-providers/{id}/test", operation_id = "identity_providers_test", tag = "access",
    params(("id" = IdentityProviderId, Path)),
    responses((status = 200, body = IdentityProviderCheck, description = "It answers"), SignIn, Forbidden, NotFound, Unprocessable))]
async fn identity_providers_test(
    State(access): State<Access>,
    who: Who,
    Path(id): Path<IdentityProviderId>,
) -> Answer<Json<IdentityProviderCheck>> {
    let provider = access.db().read(move |tx| commands::find(tx, &who.actor, id)).await?;
    let described = sign_on::discover(access.web(), &provider.issuer).await?;
    Ok(Json(IdentityProviderCheck {
        issuer: described.issuer().to_string(),
        authorization_endpoint: described.authorization_endpoint().to_string(),
        token_endpoint: described.token_endpoint().map(|url| url.to_string()).unwrap_or_default(),
    }))
}
