//! What the house demands, in the database.

use std::collections::BTreeSet;

use db::{Tx, p, sql};
use kernel::{PersonId, Result, RoleId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

sql! {
    FIND = "select second_factor, password_sign_in, version from access_security where id = 1";
    ROLES = "select role_id from access_security_roles order by role_id";
    UPDATE = "update access_security set second_factor = $1, password_sign_in = $2, version = version + 1 where id = 1 and version = $3";
    SIGNED_IN = "select p.id from access_people p join access_roles r on r.id = p.role_id where r.builtin <> 'administrator'
                 and exists (select 1 from access_sessions s where s.person_id = p.id) order by p.id";
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

/// Who may sign in with what only we know: a password or a passkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PasswordSignIn {
    /// Everybody who has one.
    Everybody,
    /// Administrators, for the day on which the identity provider fails; everybody else by a provider.
    Administrators,
}

impl PasswordSignIn {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Everybody => "everybody",
            Self::Administrators => "administrators",
        }
    }

    /// An unknown word allows least.
    fn from_word(word: &str) -> Self {
        if word == Self::Everybody.word() { Self::Everybody } else { Self::Administrators }
    }
}

/// What the house demands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rules {
    pub(crate) password_sign_in: PasswordSignIn,
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

pub(crate) fn find(tx: &mut Tx<'_>) -> Result<Rules> {
    let (second_factor, password_sign_in, version) = tx.one(FIND, p![], |row| {
        let (demand, password) = (row.take::<String>()?, row.take::<String>()?);
        Ok((Demand::from_word(&demand), PasswordSignIn::from_word(&password), row.take()?))
    })?;
    let roles = tx.all(ROLES, p![], |row| row.take())?.into_iter().collect();
    Ok(Rules { password_sign_in, second_factor, roles, version })
}

/// Whether the rules still had the version.
pub(super) fn update(tx: &mut Tx<'_>, rules: &Rules) -> Result<bool> {
    if tx.exec(UPDATE, p![rules.second_factor.word(), rules.password_sign_in.word(), rules.version])? != 1 {
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

/// People who are signed in somewhere and are no administrators.
pub(super) fn signed_in_but_administrators(tx: &mut Tx<'_>) -> Result<Vec<PersonId>> {
    tx.all(SIGNED_IN, p![], |row| row.take())
}
