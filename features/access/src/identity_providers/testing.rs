//! Providers for the tests of this room and of its neighbours.

use kernel::{RoleId, TypedId};

use super::IdentityProviderId;
use super::model::{IdentityProvider, RoleRule};

/// A provider without any rule.
pub(crate) fn provider() -> IdentityProvider {
    IdentityProvider {
        id: IdentityProviderId::from_raw(1),
        name: "Velo account".to_owned(),
        issuer: "https://login.example.com".to_owned(),
        client_id: "quarterdeck".to_owned(),
        client_secret: Vec::new(),
        scopes: "profile email".to_owned(),
        enabled: true,
        email_domains: Vec::new(),
        trust_email: false,
        create_people: true,
        default_role: None,
        role_claim: "groups".to_owned(),
        role_rules: Vec::new(),
        roles_follow: false,
        counts_as_second_factor: false,
        version: 1,
    }
}

/// A rule.
pub(crate) fn rule(value: &str, role: RoleId) -> RoleRule {
    RoleRule { value: value.to_owned(), role }
}
