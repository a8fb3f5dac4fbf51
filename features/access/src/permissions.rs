//! The permissions of this room, and the list of all rooms' permissions.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{BuiltInRole, Permission, PermissionGrant};

/// Invite people, change their roles and teams, let them go.
pub const MANAGE_PEOPLE: Permission =
    Permission { name: "access.person.manage", allows: "Invite people, change their roles and teams, deactivate them" };
/// Make and change teams.
pub const MANAGE_TEAMS: Permission = Permission { name: "access.team.manage", allows: "Make, change and remove teams" };
/// Make and change custom roles.
pub const MANAGE_ROLES: Permission =
    Permission { name: "access.role.manage", allows: "Make, change and remove custom roles" };
/// Make API tokens for oneself.
pub const CREATE_TOKENS: Permission =
    Permission { name: "access.token.create", allows: "Make API tokens that act with one's own permissions" };
/// See and revoke everybody's API tokens.
pub const MANAGE_TOKENS: Permission =
    Permission { name: "access.token.manage", allows: "See and revoke the API tokens of everybody" };
/// Read the audit trail.
pub const READ_AUDIT: Permission = Permission { name: "access.audit.read", allows: "Read who did what and when" };
/// Change the company's name, time zone and language.
pub const MANAGE_COMPANY: Permission =
    Permission { name: "access.company.manage", allows: "Change the company's name, time zone and language" };

/// Change what the house demands of whoever signs in.
pub const MANAGE_SECURITY: Permission =
    Permission { name: "access.security.manage", allows: "Change what is demanded of whoever signs in" };

/// The permissions of this room and who holds them from the beginning.
pub fn permissions() -> Vec<PermissionGrant> {
    let grant = |permission, roles| PermissionGrant { permission, roles };
    vec![
        grant(MANAGE_PEOPLE, BuiltInRole::MANAGERS),
        grant(MANAGE_TEAMS, BuiltInRole::MANAGERS),
        grant(MANAGE_ROLES, BuiltInRole::ADMINISTRATORS),
        grant(CREATE_TOKENS, BuiltInRole::LEADS),
        grant(MANAGE_TOKENS, BuiltInRole::ADMINISTRATORS),
        grant(READ_AUDIT, BuiltInRole::MANAGERS),
        grant(MANAGE_COMPANY, BuiltInRole::ADMINISTRATORS),
        grant(MANAGE_SECURITY, BuiltInRole::ADMINISTRATORS),
    ]
}

/// The permissions of all rooms, handed over by the server.
#[derive(Debug, Default)]
pub struct Registry(BTreeMap<&'static str, PermissionGrant>);

impl Registry {
    /// From the grants of all features.
    pub fn new(grants: impl IntoIterator<Item = PermissionGrant>) -> Self {
        Self(grants.into_iter().map(|grant| (grant.permission.name, grant)).collect())
    }

    /// All permissions, by name.
    pub fn all(&self) -> impl Iterator<Item = Permission> {
        self.0.values().map(|grant| grant.permission)
    }

    /// Whether there is a permission of this name.
    pub fn knows(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// What a built-in role holds; an administrator holds everything.
    pub fn held_by(&self, role: BuiltInRole) -> BTreeSet<String> {
        let holds = |grant: &&PermissionGrant| role == BuiltInRole::Administrator || grant.roles.contains(&role);
        self.0.values().filter(holds).map(|grant| grant.permission.name.to_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_administrator_holds_what_a_feature_forgot_to_give_them() {
        let odd = PermissionGrant { permission: READ_AUDIT, roles: &[BuiltInRole::Lead] };
        let registry = Registry::new([odd]);
        assert!(registry.held_by(BuiltInRole::Administrator).contains(READ_AUDIT.name));
        assert!(registry.held_by(BuiltInRole::Lead).contains(READ_AUDIT.name));
        assert!(registry.held_by(BuiltInRole::Agent).is_empty());
    }

    #[test]
    fn names_follow_the_vocabulary() {
        for grant in permissions() {
            assert!(grant.permission.name.starts_with("access.") && grant.permission.name.split('.').count() == 3);
            assert!(grant.roles.contains(&BuiltInRole::Administrator));
        }
    }
}
