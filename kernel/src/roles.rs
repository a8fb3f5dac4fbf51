//! The roles that are built in, and which of them hold a permission.

use crate::Permission;

/// A role that every installation has; its permissions come from the features and cannot be edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BuiltInRole {
    /// Answers what is handed to them (product, finance, suppliers).
    LightAgent,
    /// Answers customers.
    Agent,
    /// Leads a team.
    Lead,
    /// Runs the department.
    Manager,
    /// Runs the installation: holds every permission.
    Administrator,
}

impl BuiltInRole {
    /// Everybody who works here.
    pub const ALL: &[Self] = &[Self::LightAgent, Self::Agent, Self::Lead, Self::Manager, Self::Administrator];
    /// Agents, and everybody above.
    pub const AGENTS: &[Self] = &[Self::Agent, Self::Lead, Self::Manager, Self::Administrator];
    /// Leads, and everybody above.
    pub const LEADS: &[Self] = &[Self::Lead, Self::Manager, Self::Administrator];
    /// Managers and administrators.
    pub const MANAGERS: &[Self] = &[Self::Manager, Self::Administrator];
    /// Administrators only.
    pub const ADMINISTRATORS: &[Self] = &[Self::Administrator];

    /// The stable word in the database and on the wire.
    pub fn key(self) -> &'static str {
        match self {
            Self::LightAgent => "light_agent",
            Self::Agent => "agent",
            Self::Lead => "lead",
            Self::Manager => "manager",
            Self::Administrator => "administrator",
        }
    }

    /// The role with this word.
    pub fn by_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.key() == key)
    }
}

/// A permission and the built-in roles that hold it. Every feature lists its own in `permissions()`.
///
/// `PermissionGrant { permission: REPLY, roles: BuiltInRole::AGENTS }`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PermissionGrant {
    /// The permission.
    pub permission: Permission,
    /// Who holds it from the beginning; administrators always do.
    pub roles: &'static [BuiltInRole],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_names_one_role() {
        for role in BuiltInRole::ALL {
            assert_eq!(BuiltInRole::by_key(role.key()), Some(*role));
        }
        assert_eq!(BuiltInRole::by_key("captain"), None);
    }

    #[test]
    fn each_list_is_the_one_before_without_its_lowest() {
        let lists = [
            BuiltInRole::ALL,
            BuiltInRole::AGENTS,
            BuiltInRole::LEADS,
            BuiltInRole::MANAGERS,
            BuiltInRole::ADMINISTRATORS,
        ];
        for pair in lists.windows(2) {
            assert_eq!(pair[0][1..], *pair[1]);
        }
    }
}
