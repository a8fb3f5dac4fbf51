//! What the house demands, in the database.

use std::collections::BTreeSet;

use db::{Tx, p, sql};
use kernel::{PersonId, Result, RoleId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

sql! {
    FIND = "select second_factor, version from access_security where id = 1";
    ROLES = "select role_id from access_security_roles order by role_id";
    UPDATE = "update access_security set second_factor = $1, version = version + 1 where id = 1 and version = $2";
    CLEAR_ROLES = "delete from access_security_roles";
    ADD_ROLE = "insert into access_security_roles (role_id) values ($1)";
    FORGET_ROLE = "delete from access_security_roles where role_id = $1";
    WITHOUT = "select p.id, p.role_id from access_people p where p.active
               and not exists (select 1 from access_totp t where t.person_id = p.id and t.confirmed_at > 0)
               and not exists (select 1 from access_passkeys k where k.person_id = p.id)
               and exists (select 1 from access_sessions s where s.person_id = p.id) order by p.id";
}

/// Of whom a second factor is demanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Demand {
    /// Of nobody; everybody may have one.
    Nobody,
    /// Of the holders of some roles.
    Roles,
    /// Of everybody.
    Everybody,
}

impl Demand {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Nobody, "nobody"), (Self::Roles, "roles"), (Self::Everybody, "everybody")];

    pub(super) fn word(self) -> &'static str {
        Self::ALL.iter().find(|(demand, _)| *demand == self).map_or("everybody", |(_, word)| word)
    }

    /// An unknown word demands most.
    fn from_word(word: &str) -> Self {
        Self::ALL.iter().find(|(_, known)| *known == word).map_or(Self::Everybody, |(demand, _)| *demand)
    }
}

/// What the house demands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rules {
    pub(crate) second_factor: Demand,
    /// Whose holders, with [`Demand::Roles`].
    pub(crate) roles: BTreeSet<RoleId>,
    pub(crate) version: i64,
}

impl Rules {
    /// Whether a second factor is demanded of the holders of a role.
    pub(super) fn demand(&self, role: RoleId) -> bool {
        match self.second_factor {
            Demand::Nobody => false,
            Demand::Everybody => true,
            Demand::Roles => self.roles.contains(&role),
        }
    }
}

pub(super) fn find(tx: &mut Tx<'_>) -> Result<Rules> {
    let (second_factor, version) =
        tx.one(FIND, p![], |row| Ok((Demand::from_word(&row.take::<String>()?), row.take()?)))?;
    let roles = tx.all(ROLES, p![], |row| row.take())?.into_iter().collect();
    Ok(Rules { second_factor, roles, version })
}

/// Whether the rules still had the version.
pub(super) fn update(tx: &mut Tx<'_>, rules: &Rules) -> Result<bool> {
    if tx.exec(UPDATE, p![rules.second_factor.word(), rules.version])? != 1 {
        return Ok(false);
    }
    tx.exec(CLEAR_ROLES, p![])?;
    for role in &rules.roles {
        tx.exec(ADD_ROLE, p![role])?;
    }
    Ok(true)
}

/// A removed role demands nothing.
pub(crate) fn forget_role(tx: &mut Tx<'_>, role: RoleId) -> Result<()> {
    tx.exec(FORGET_ROLE, p![role]).map(drop)
}

/// People who are signed in somewhere and have no second factor, with their roles.
pub(super) fn signed_in_without(tx: &mut Tx<'_>) -> Result<Vec<(PersonId, RoleId)>> {
    tx.all(WITHOUT, p![], |row| Ok((row.take()?, row.take()?)))
}
