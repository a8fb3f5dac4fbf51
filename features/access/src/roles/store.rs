//! Roles in the database.

use db::{Row, Tx, p, sql};
use kernel::{BuiltInRole, Result, RoleId};

use super::model::{Role, RoleSees};

sql! {
    FIND = "select id, builtin, name, sees, version from access_roles where id = $1";
    PAGE = "select id, builtin, name, sees, version from access_roles where id > $1 order by id";
    CHOSEN = "select permission from access_role_permissions where role_id = $1 order by permission";
    INSERT = "insert into access_roles (id, builtin, name, name_folded, sees, version) values ($1, '', $2, $3, $4, 1)
              on conflict (name_folded) do nothing";
    NAMED = "select id from access_roles where name_folded = $1";
    UPDATE = "update access_roles set name = $1, name_folded = $2, sees = $3, version = version + 1 where id = $4 and version = $5";
    DELETE = "delete from access_roles where id = $1";
    GIVE = "insert into access_role_permissions (role_id, permission) values ($1, $2)";
    CLEAR = "delete from access_role_permissions where role_id = $1";
    HOLDERS = "select (select count(*) from access_people where role_id = $1) + (select count(*) from access_invitations where role_id = $1)";
}

fn read(row: &mut Row<'_>) -> Result<Role> {
    Ok(Role {
        id: row.take()?,
        builtin: BuiltInRole::by_key(&row.take::<String>()?),
        name: row.take()?,
        sees: RoleSees::from_word(&row.take::<String>()?),
        chosen: std::collections::BTreeSet::new(),
        version: row.take()?,
    })
}

fn with_chosen(tx: &mut Tx<'_>, mut role: Role) -> Result<Role> {
    role.chosen = tx.all(CHOSEN, p![role.id], |row| row.take())?.into_iter().collect();
    Ok(role)
}

pub(crate) fn find(tx: &mut Tx<'_>, id: RoleId) -> Result<Option<Role>> {
    tx.opt(FIND, p![id], read)?.map(|role| with_chosen(tx, role)).transpose()
}

/// Up to `limit` roles behind an id, built-in ones first.
pub(super) fn after(tx: &mut Tx<'_>, id: i64, limit: usize) -> Result<Vec<Role>> {
    let rows = tx.all(format!("{} limit {limit}", PAGE.text), p![id], read)?;
    rows.into_iter().map(|role| with_chosen(tx, role)).collect()
}

/// Whether the name was free and the role is there now.
pub(super) fn insert(tx: &mut Tx<'_>, role: &Role, folded: &str) -> Result<bool> {
    let made = tx.exec(INSERT, p![role.id, role.name, folded, role.sees.word()])? == 1;
    if made {
        give(tx, role)?;
    }
    Ok(made)
}

pub(super) fn named(tx: &mut Tx<'_>, folded: &str) -> Result<Option<RoleId>> {
    tx.opt(NAMED, p![folded], |row| row.take())
}

/// Whether the role still had the version.
pub(super) fn update(tx: &mut Tx<'_>, role: &Role, folded: &str) -> Result<bool> {
    let updated = tx.exec(UPDATE, p![role.name, folded, role.sees.word(), role.id, role.version])? == 1;
    if updated {
        tx.exec(CLEAR, p![role.id])?;
        give(tx, role)?;
    }
    Ok(updated)
}

fn give(tx: &mut Tx<'_>, role: &Role) -> Result<()> {
    role.chosen.iter().try_for_each(|permission| tx.exec(GIVE, p![role.id, permission]).map(drop))
}

pub(super) fn delete(tx: &mut Tx<'_>, id: RoleId) -> Result<()> {
    tx.exec(CLEAR, p![id])?;
    tx.exec(DELETE, p![id]).map(drop)
}

/// How many people hold the role or are invited to it.
pub(super) fn holders(tx: &mut Tx<'_>, id: RoleId) -> Result<i64> {
    tx.one(HOLDERS, p![id], |row| row.take())
}
