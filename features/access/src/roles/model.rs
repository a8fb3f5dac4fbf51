//! What a role is, and who may give it.

use std::collections::BTreeSet;

use kernel::{Actor, ActorKind, BuiltInRole, Result, RoleId, Sees, TeamId, TypedId};

use crate::error;
use crate::permissions::Registry;

/// Which conversations the holders of a role may know of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoleSees {
    /// All of them.
    All,
    /// Those of their teams, of no team, and their own.
    Teams,
    /// Their own.
    #[default]
    Mine,
}

impl RoleSees {
    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Teams => "teams",
            Self::Mine => "mine",
        }
    }

    /// From the word in the database; an unknown word sees least.
    pub fn from_word(word: &str) -> Self {
        match word {
            "all" => Self::All,
            "teams" => Self::Teams,
            _ => Self::Mine,
        }
    }

    /// What a holder of the role sees who belongs to these teams.
    pub fn of_member(self, teams: Vec<TeamId>) -> Sees {
        match self {
            Self::All => Sees::All,
            Self::Teams => Sees::Teams(teams),
            Self::Mine => Sees::Mine,
        }
    }
}

/// A role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Its id.
    pub id: RoleId,
    /// Which built-in role it is, if it is one.
    pub builtin: Option<BuiltInRole>,
    /// Its name.
    pub name: String,
    /// What its holders may know of.
    pub sees: RoleSees,
    /// The named permissions of a custom role; empty for a built-in one.
    pub chosen: BTreeSet<String>,
    /// Rises with every change.
    pub version: i64,
}

impl Role {
    /// What its holders may do. Permissions that no feature knows any more give nothing.
    pub fn permissions(&self, registry: &Registry) -> BTreeSet<String> {
        match self.builtin {
            Some(builtin) => registry.held_by(builtin),
            None => self.chosen.iter().filter(|name| registry.knows(name)).cloned().collect(),
        }
    }

    /// Refuses to let somebody give or touch a role that holds more than they hold themselves.
    ///
    /// # Errors
    /// `access.beyond_own_permissions`
    pub fn check_giver(&self, giver: &Actor, registry: &Registry) -> Result<()> {
        let holds: BTreeSet<&str> = giver.permissions().collect();
        let within = self.permissions(registry).iter().all(|name| holds.contains(name.as_str()));
        if giver.kind == ActorKind::System || within { Ok(()) } else { Err(error::BEYOND_OWN.into()) }
    }

    /// Whether its holders administer the installation.
    pub fn is_administrator(&self) -> bool {
        self.builtin == Some(BuiltInRole::Administrator)
    }
}

/// The id of a built-in role, the same in every installation.
pub fn built_in_id(role: BuiltInRole) -> RoleId {
    RoleId::from_raw(match role {
        BuiltInRole::Administrator => 1,
        BuiltInRole::Manager => 2,
        BuiltInRole::Lead => 3,
        BuiltInRole::Agent => 4,
        BuiltInRole::LightAgent => 5,
    })
}
