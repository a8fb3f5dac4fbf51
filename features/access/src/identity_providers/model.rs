//! What is known of an identity provider.

use kernel::RoleId;

use super::IdentityProviderId;

/// Who has a value in the provider's claim gets a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RoleRule {
    pub(crate) value: String,
    pub(crate) role: RoleId,
}

/// An identity provider.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct IdentityProvider {
    pub(crate) id: IdentityProviderId,
    /// What people here call it.
    pub(crate) name: String,
    /// Its address, exactly as it names itself in its answers.
    pub(crate) issuer: String,
    pub(crate) client_id: String,
    /// Sealed; empty for a client without one.
    pub(crate) client_secret: Vec<u8>,
    /// Asked for beside `openid`, with spaces between.
    pub(crate) scopes: String,
    pub(crate) enabled: bool,
    /// Folded; empty for every domain.
    pub(crate) email_domains: Vec<String>,
    /// Its addresses are believed though it does not say that it verified them.
    pub(crate) trust_email: bool,
    /// People who are not here yet are made.
    pub(crate) create_people: bool,
    /// Of whom no rule fits.
    pub(crate) default_role: Option<RoleId>,
    /// Where it says what somebody is: `groups`, or a path such as `realm_access.roles`; empty for nowhere.
    pub(crate) role_claim: String,
    /// The first that fits counts.
    pub(crate) role_rules: Vec<RoleRule>,
    /// The role is set anew at every sign-in.
    pub(crate) roles_follow: bool,
    /// Who signs in by it needs no second factor of ours.
    pub(crate) counts_as_second_factor: bool,
    pub(crate) version: i64,
}

impl std::fmt::Debug for IdentityProvider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IdentityProvider").field("id", &self.id).field("name", &self.name).finish_non_exhaustive()
    }
}

/// For what its secret is sealed.
pub(crate) fn secret_place(id: IdentityProviderId) -> String {
    format!("identity_provider/{id}")
}

impl IdentityProvider {
    /// Whether people of a mail domain may come.
    pub(crate) fn admits(&self, email: &str) -> bool {
        let domain = email.rsplit_once('@').map_or("", |(_, domain)| domain);
        self.email_domains.is_empty() || self.email_domains.iter().any(|known| known.eq_ignore_ascii_case(domain))
    }

    /// The role of somebody of whom the provider says these things.
    pub(crate) fn role_of(&self, values: &[String]) -> Option<RoleId> {
        let fits = |rule: &&RoleRule| values.contains(&rule.value);
        self.role_rules.iter().find(fits).map(|rule| rule.role).or(self.default_role)
    }
}
